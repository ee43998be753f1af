package search

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"anlan/internal/platform/db"
)

// contactTexts lists what of a contact can be found, the name first.
func contactTexts(c Contact) []string {
	texts := append([]string{c.Name}, c.Identities...)
	return append(append(texts, attributeTexts(c.Attributes)...), c.Fields...)
}

// attributeTexts are the plain values, in the order of their names.
func attributeTexts(attributes map[string]any) []string {
	var texts []string
	for _, f := range attributeFields(attributes) {
		texts = append(texts, f.text)
	}
	return texts
}

func attributeFields(attributes map[string]any) (fields []field) {
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		f := field{because: ByIdentity, name: name}
		switch v := attributes[name].(type) {
		case string:
			f.text = v
		case float64: // as it was written: a number of a card has no exponent
			f.text = strconv.FormatFloat(v, 'f', -1, 64)
		case int, int64:
			f.text = fmt.Sprint(v)
		default:
			continue
		}
		fields = append(fields, f)
	}
	return fields
}

// field is a text that may have been hit, and what a hit in it means.
type field struct {
	because Reason
	text    string
	name    string // of an attribute, or the key of a field of the house's own
}

// texts are the fields of documents, by kind and owner.
type texts map[[2]string][]field

func (t texts) add(kind, owner string, f field) {
	if f.text != "" {
		key := [2]string{kind, owner}
		t[key] = append(t[key], f)
	}
}

// of gives the fields of a hit. The conversation whose number was typed is here
// because of it, whatever its subject says.
func (t texts) of(h db.WordHit, numbered string) []field {
	fields := t[[2]string{h.Kind, h.Owner}]
	if h.Group == numbered && h.Kind == kindSubject {
		subject := ""
		if len(fields) > 0 {
			subject = fields[0].text
		}
		return []field{{because: ByNumber, text: subject}}
	}
	return fields
}

// load reads the texts of hits where they are kept. The index itself keeps none,
// so what is erased there is gone.
func load(ctx context.Context, d *db.DB, hits []db.WordHit) (texts, error) {
	owners := map[string][]string{}
	for _, h := range hits {
		owners[h.Kind] = append(owners[h.Kind], h.Owner)
	}
	t := texts{}
	for kind, queries := range textQueries {
		if len(owners[kind]) == 0 {
			continue
		}
		for _, query := range queries {
			if err := t.read(ctx, d, kind, query, owners[kind]); err != nil {
				return nil, fmt.Errorf("read the texts that were found: %w", err)
			}
		}
	}
	return t, nil
}

// fieldQuery reads what the house's own fields say in words.
const fieldQuery = `SELECT v.object_id AS id, 'field' AS because, SUBSTR(v.value, 1, 20000) AS text, f.key AS name FROM field_value v JOIN field f ON f.id = v.field_id
	WHERE v.object_id IN (?) AND f.type IN ('text', 'long_text', 'url', 'email', 'phone') ORDER BY v.object_id, f.position, f.id`

// textQueries give id, reason and text. Of a message only as much is read as a
// snippet is looked for in.
var textQueries = map[string][]string{
	kindMessage: {
		"SELECT id, 'message' AS because, SUBSTR(text, 1, 20000) AS text, '' AS name FROM message WHERE id IN (?)",
		"SELECT message_id AS id, 'message' AS because, name AS text, '' AS name FROM attachment WHERE message_id IN (?) AND message_id <> '' ORDER BY message_id, position",
	},
	kindSubject: {
		"SELECT id, 'subject' AS because, subject || ' #' || number AS text, '' AS name FROM conversation WHERE id IN (?)",
		fieldQuery,
	},
	kindContact: {
		"SELECT id, 'name' AS because, name AS text, '' AS name FROM contact WHERE id IN (?)",
		"SELECT contact_id AS id, 'identity' AS because, value AS text, kind AS name FROM identity WHERE contact_id IN (?) AND kind <> 'visitor' ORDER BY contact_id, id",
		"SELECT id, 'attributes' AS because, attributes AS text, '' AS name FROM contact WHERE id IN (?) AND attributes <> '{}'",
		fieldQuery,
	},
}

func (t texts) read(ctx context.Context, d *db.DB, kind, query string, owners []string) error {
	var rows []struct {
		ID      string `bun:"id"`
		Because string `bun:"because"`
		Text    string `bun:"text"`
		Name    string `bun:"name"`
	}
	if err := d.Ask(query, owners).Scan(ctx, &rows); err != nil {
		return err
	}
	for _, r := range rows {
		if r.Because != "attributes" {
			t.add(kind, r.ID, field{Reason(r.Because), r.Text, r.Name})
			continue
		}
		var attributes map[string]any
		if err := json.Unmarshal([]byte(r.Text), &attributes); err != nil {
			return fmt.Errorf("attributes of contact %s: %w", r.ID, err)
		}
		for _, f := range attributeFields(attributes) {
			t.add(kind, r.ID, f)
		}
	}
	return nil
}
