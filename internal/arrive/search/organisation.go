package search

import (
	"context"
	"strconv"
	"time"

	"anlan/internal/fact"
	"anlan/internal/kit/segment"
	"anlan/internal/platform/db"
	"anlan/internal/platform/fault"
)

const kindOrganisation = "organisation"

// Organisation is what is indexed of an organisation. It is found in its own
// list, not among conversations and contacts.
type Organisation struct {
	ID    fact.OrganisationID
	Texts []string
	At    int64 // when it was entered, in milliseconds
}

// IndexOrganisation makes an organisation findable; calling it again replaces what was there.
func (x *Index) IndexOrganisation(ctx context.Context, tx *db.Tx, o Organisation) error {
	return tx.IndexWords(ctx, db.WordDoc{Kind: kindOrganisation, Owner: string(o.ID), Group: string(o.ID), At: time.UnixMilli(o.At), Tokens: words(o.Texts)})
}

// DropOrganisation makes an organisation unfindable.
func (x *Index) DropOrganisation(ctx context.Context, tx *db.Tx, id fact.OrganisationID) error {
	return tx.DropWordsOf(ctx, string(id))
}

// FindOrganisations names those that have all the words, the newest first. The
// last word may be unfinished.
func (x *Index) FindOrganisations(ctx context.Context, q, after string, limit int) (ids []fact.OrganisationID, next string, err error) {
	terms := segment.Query(q)
	if len(terms) == 0 || limit < 1 {
		return nil, "", nil
	}
	before := int64(0)
	if after != "" {
		if before, err = strconv.ParseInt(after, 10, 64); err != nil || before < 1 {
			return nil, "", fault.New(fault.Invalid, "request.after_wrong").At("after")
		}
	}
	hits, err := x.db.FindWords(ctx, db.WordQuery{Terms: wordTerms(terms, false), Kinds: []string{kindOrganisation}, Before: before, Limit: limit})
	if err != nil {
		return nil, "", err
	}
	for _, h := range hits {
		ids = append(ids, fact.OrganisationID(h.Owner))
	}
	if len(hits) == limit {
		next = strconv.FormatInt(hits[limit-1].ID, 10)
	}
	return ids, next, nil
}
