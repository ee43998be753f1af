package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
	"anlan/internal/people/access"
)

// What nobody without the permission may ever be given. The numbers are made up, and
// their check digits agree.
const (
	idCard   = "11010519491231002X"
	bankCard = "6222021234567890128"
	callTo   = "13987612345" // known to the list of call-backs alone
)

// hidden is what of them must never be seen, however they are written.
var hidden = []string{"491231", "1234567890"}

// house has the numbers in every place in which a customer's or a colleague's words
// are kept.
type house struct {
	admin        *apptest.Person
	conversation string
	contact      string
	ids          map[string][]string // by the path of what lists them
}

func privateHouse(t *testing.T, n *apptest.Node) house {
	t.Helper()
	admin := n.Admin()
	h := house{admin: admin, ids: map[string][]string{}}
	shop, mailbox := admin.Channel("api", nil), admin.Channel("email", nil)
	said := "我的身份证是" + idCard + "，卡号" + bankCard
	message := inbound("p1", said)
	message["subject"] = said
	message["html"] = `<p>身份证 1101051949<b>1231</b>002X</p><a href="tel:` + bankCard + `" title="卡号` + bankCard + `">卡号 ` + bankCard + `</a>`
	message["sender"] = map[string]any{"external_id": idCard, "name": "王小明 " + idCard, "email": "p1@example.com"}
	message["attributes"] = map[string]any{"身份证": idCard, "card": 6222021234567890}
	message["attachments"] = []map[string]any{{"name": "身份证" + idCard + ".txt", "type": "text/plain", "data": []byte("x")}}
	var r receipt
	admin.Post("/v1/inbound/"+shop.Key, message, http.StatusAccepted, &r)
	h.conversation = r.ConversationID
	// A preview that ends in the middle of the number.
	var cut receipt
	long := inbound("p2", strings.Repeat("请帮我看看", 25)+"身份证"+idCard)
	admin.Post("/v1/inbound/"+shop.Key, long, http.StatusAccepted, &cut)
	mail := "From: p1@example.com\r\nTo: a@example.com\r\nSubject: =?utf-8?q?" + idCard + "?=\r\nMessage-ID: <1@x>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + said + "\r\n"
	admin.Post("/v1/inbound/"+mailbox.Key+"/email", []byte(mail), http.StatusAccepted, &cut)

	var c struct{ Contact struct{ ID string } }
	admin.Get("/v1/conversations/"+h.conversation, http.StatusOK, &c)
	h.contact = c.Contact.ID
	admin.Post("/v1/contacts/"+h.contact+"/notes", map[string]any{"text": said}, http.StatusCreated, nil)
	admin.Do(http.MethodPatch, "/v1/contacts/"+h.contact, map[string]any{"name": "王小明 身份证 " + idCard}, http.StatusOK, nil)
	var note struct{ ID string }
	admin.Post("/v1/conversations/"+h.conversation+"/messages", map[string]any{"kind": "note", "text": said}, http.StatusCreated, &note)
	admin.Do(http.MethodPatch, "/v1/messages/"+note.ID, map[string]any{"text": "改过：" + said}, http.StatusOK, nil)
	admin.Do(http.MethodPatch, "/v1/conversations/"+h.conversation, map[string]any{"tags": []string{"身份证" + idCard}}, http.StatusOK, nil)
	var call struct{ ID string }
	admin.Post("/v1/conversations/"+h.conversation+"/callbacks", map[string]any{"phone": callTo, "day": "tomorrow", "part": "any", "time_zone": "Asia/Shanghai"}, http.StatusCreated, &call)
	admin.Post("/v1/callbacks/"+call.ID+"/taking", nil, http.StatusOK, nil)
	admin.Post("/v1/callbacks/"+call.ID+"/outcome", map[string]any{"outcome": "not_reached", "note": said}, http.StatusOK, nil)
	admin.Post("/v1/organisations", map[string]any{"name": "公司 身份证 " + idCard, "domains": []string{"example.com"}}, http.StatusCreated, nil)
	admin.Post("/v1/macros", map[string]any{"name": "记下", "scope": "everybody", "steps": []map[string]any{{"kind": "note", "text": "{{contact.name}}"}}}, http.StatusCreated, nil)
	admin.Post("/v1/retention-rules", map[string]any{"name": "旧的", "subject": "conversation", "since": "last_message", "days": 1, "act": "delete"}, http.StatusCreated, nil)
	admin.Post("/v1/webhooks", map[string]any{"name": "crm", "url": "http://127.0.0.1:9/", "events": []string{"*"}, "content": "objects"}, http.StatusCreated, nil)
	admin.Post("/v1/exports", map[string]any{"kind": "contacts", "format": "jsonl"}, http.StatusCreated, nil)
	admin.Do(http.MethodPut, "/v1/legal-holds/contact/"+h.contact, map[string]any{"reason": said}, http.StatusNoContent, nil)
	return h
}

// watcher may everything but see personal data, and have it shown.
func (h house) watcher(t *testing.T, less ...access.Permission) *apptest.Person {
	t.Helper()
	less = append(less, access.PersonalSee, access.PersonalUnmask)
	may := slices.DeleteFunc(access.Admin.Permissions().List(), func(p access.Permission) bool { return slices.Contains(less, p) })
	var made struct{ ID string }
	h.admin.Post("/v1/roles", map[string]any{"name": fmt.Sprint("看不到", len(less)), "permissions": may}, http.StatusCreated, &made)
	return h.admin.Hire(fmt.Sprint("watcher", len(less)), made.ID)
}

type operation struct {
	ID         string `json:"operationId"`
	Parameters []struct {
		Name     string
		In       string
		Required bool
	}
}

func readings(t *testing.T, n *apptest.Node) map[string]operation {
	t.Helper()
	var doc struct {
		Paths map[string]map[string]json.RawMessage
	}
	n.Stranger().Get("/openapi.json", http.StatusOK, &doc)
	found := map[string]operation{}
	for path, methods := range doc.Paths {
		if raw, is := methods["get"]; is {
			var op operation
			require.NoError(t, json.Unmarshal(raw, &op))
			found[path] = op
		}
	}
	return found
}

// concrete fills the places of a path with the ids of what there is.
func (h house) concrete(t *testing.T, path string) []string {
	t.Helper()
	whole := []string{""}
	for part := range strings.SplitSeq(strings.TrimPrefix(path, "/"), "/") {
		var next []string
		for _, before := range whole {
			if !strings.HasPrefix(part, "{") {
				next = append(next, before+"/"+part)
				continue
			}
			for _, id := range h.listed(t, before) {
				next = append(next, before+"/"+id)
			}
		}
		whole = next
	}
	return whole
}

func (h house) listed(t *testing.T, path string) []string {
	t.Helper()
	if known, is := h.ids[path]; is {
		return known
	}
	from := []string{path}
	switch {
	case path == "/v1/messages":
		from = nil
		for _, c := range h.listed(t, "/v1/conversations") {
			from = append(from, "/v1/conversations/"+c+"/messages")
		}
	case strings.HasSuffix(path, "/macros"):
		from = []string{"/v1/macros"}
	}
	ids := []string{}
	for _, at := range from {
		ids = append(ids, h.idsAt(at)...)
	}
	h.ids[path] = ids
	return ids
}

func (h house) idsAt(path string) (ids []string) {
	var list struct {
		Items []struct {
			ID any `json:"id"`
		} `json:"items"`
	}
	h.admin.Get(path, http.StatusOK, &list)
	for _, one := range list.Items {
		if number, is := one.ID.(float64); is {
			ids = append(ids, fmt.Sprintf("%.0f", number))
			continue
		}
		ids = append(ids, fmt.Sprint(one.ID))
	}
	return ids
}

// seen is every answer that somebody is given, by operation.
func (h house) seen(t *testing.T, n *apptest.Node, who *apptest.Person) map[string][]byte {
	t.Helper()
	answers := map[string][]byte{}
	for path, op := range readings(t, n) {
		for _, at := range h.concrete(t, path) {
			asks := []string{at}
			for _, p := range op.Parameters {
				if p.Name == "q" {
					asks = append(asks, at+"?q="+"%E8%BA%AB%E4%BB%BD%E8%AF%81") // 身份证
				}
			}
			for _, ask := range asks {
				answers[op.ID] = append(answers[op.ID], who.Answer(ask)...)
			}
		}
	}
	return answers
}

func TestWhoMayNotSeePersonalDataIsGivenNoneByAnyOperation(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		h := privateHouse(t, n)
		watcher := h.watcher(t)
		watcher.Post("/v1/conversations/"+h.conversation+"/assignment", map[string]any{"assignee": "me"}, http.StatusOK, nil)
		var me struct{ ID string }
		watcher.Get("/v1/me", http.StatusOK, &me)
		h.admin.Post("/v1/conversations/"+h.conversation+"/messages", map[string]any{"kind": "note", "text": "@" + idCard, "html": `<p><span data-mention="` + me.ID + `">@watcher</span> 身份证` + idCard + `</p>`}, http.StatusCreated, nil)
		require.NoError(t, n.Notices.Pump(t.Context()))
		told := map[string]bool{}
		for id, answer := range h.seen(t, n, h.admin) {
			told[id] = tells(answer)
		}
		for _, id := range []string{
			"list-conversations", "get-conversation", "list-messages", "message-revisions", "raw-message", "search", "list-contacts", "get-contact", "list-contact-notes",
			"contact-timeline", "contact-conversations", "list-audit", "preview-macro", "list-organisations", "list-tags", "list-legal-holds", "list-callbacks", "get-callback",
		} {
			require.True(t, told[id], "%s does not tell the number to who may see it, so that this test proves nothing of it", id)
		}

		var plain struct{ Items []struct{ Masked []any } }
		h.admin.Get("/v1/conversations/"+h.conversation+"/messages", http.StatusOK, &plain)
		require.NotNil(t, plain.Items[0].Masked, "a list is never null, for who sees everything either")

		for id, answer := range h.seen(t, n, watcher) {
			require.False(t, tells(answer), "%s gives a hidden number to who may not see it: %s", id, around(answer))
		}
	})
}

func TestWhoMayNotSeeHowCustomersAreReachedSeesNoNumberToCall(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		h := privateHouse(t, n)
		for who, sees := range map[*apptest.Person]bool{h.admin: true, h.watcher(t): true, h.watcher(t, access.PersonalContact): false} {
			answer := h.seen(t, n, who)
			for _, id := range []string{"list-callbacks", "get-callback"} {
				require.Equal(t, sees, bytes.Contains(answer[id], []byte(callTo)), id)
			}
			for id, answer := range answer {
				require.True(t, sees || !bytes.Contains(answer, []byte(callTo)), id)
			}
		}
		// Whoever is going to call has it shown, where they may; it is written down.
		may := slices.DeleteFunc(access.Agent.Permissions().List(), func(p access.Permission) bool { return p == access.PersonalContact })
		var made struct{ ID string }
		h.admin.Post("/v1/roles", map[string]any{"name": "外包", "permissions": may}, http.StatusCreated, &made)
		caller := h.admin.Hire("caller", made.ID)
		var list struct {
			Items []struct {
				ID    string
				Phone string
			}
		}
		caller.Get("/v1/callbacks", http.StatusOK, &list)
		require.Equal(t, "139****2345", list.Items[0].Phone)
		at := "/v1/callbacks/" + list.Items[0].ID
		require.Equal(t, "callback.not_taken", caller.Code(http.MethodPost, at+"/number", nil, http.StatusConflict))
		caller.Post(at+"/taking", nil, http.StatusOK, nil)
		var shown struct{ Phone string }
		caller.Post(at+"/number", nil, http.StatusOK, &shown)
		require.Equal(t, callTo, shown.Phone)
		var noted int
		require.NoError(t, n.DB.Read().NewRaw("SELECT COUNT(*) FROM audit WHERE action = 'callback.number_shown'").Scan(t.Context(), &noted))
		require.Equal(t, 1, noted)
		require.Equal(t, "callback.not_yours", h.admin.Code(http.MethodPost, at+"/number", nil, http.StatusForbidden))
	})
}

func tells(answer []byte) bool {
	plain := strings.NewReplacer(" ", "", "<b>", "", "</b>", "", `\u003cb\u003e`, "", `\u003c/b\u003e`, "").Replace(string(answer))
	return slices.ContainsFunc(hidden, func(number string) bool { return strings.Contains(plain, number) })
}

func around(answer []byte) string {
	for _, number := range hidden {
		if at := bytes.Index(answer, []byte(number)); at >= 0 {
			return string(answer[max(0, at-150):min(len(answer), at+60)])
		}
	}
	return ""
}

func TestFindingTellsNobodyWhatTheyDoNotSee(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		h := privateHouse(t, n)
		watcher := h.watcher(t)
		finds := func(who *apptest.Person, q string) int {
			var found struct{ Items []any }
			who.Get("/v1/search?q="+q, http.StatusOK, &found)
			n := len(found.Items)
			who.Get("/v1/conversations/"+h.conversation+"/messages?q="+q, http.StatusOK, &found)
			return n + len(found.Items)
		}
		for _, q := range []string{idCard, idCard[:12], idCard[:15], bankCard, bankCard[:9]} {
			require.Positive(t, finds(h.admin, q), "the admin finds %s", q)
			require.Zero(t, finds(watcher, q), "who does not see %s does not find it", q)
		}
		require.Positive(t, finds(watcher, "%E5%8D%A1%E5%8F%B7"), "what stands beside it is found") // 卡号

		// Digit by digit: whatever is typed, what comes back is the same for a number that is
		// there and for one that is not.
		type answer struct {
			Items []struct {
				MessageID string `json:"message_id"`
				ID        string
			}
			Next string
		}
		h.admin.Post("/v1/conversations/"+h.conversation+"/messages", map[string]any{"kind": "note", "text": "再说一次，身份证" + idCard}, http.StatusCreated, nil)
		asks := func(who *apptest.Person, path string) (a answer) {
			who.Get(path, http.StatusOK, &a)
			return a
		}
		for n := 9; n <= len(idCard); n++ {
			is, not := idCard[:n], idCard[:n-1]+string('0'+('9'-idCard[n-1])%10)
			if idCard[n-1] == 'X' {
				not = idCard[:n-1] + "1"
			}
			talk := "/v1/conversations/" + h.conversation + "/messages?limit=1&q="
			require.NotEmpty(t, asks(h.admin, talk+is).Next, "there are two for who sees them")
			require.Equal(t, answer{Items: asks(watcher, talk+not).Items}, asks(watcher, talk+is), "a cursor tells nothing of %s", is)
			for _, path := range []string{"/v1/search?limit=1&q=", "/v1/conversations?limit=1&q=", "/v1/contacts?limit=1&q=", "/v1/organisations?limit=1&q="} {
				for _, beside := range []string{"", "+%E5%8D%A1%E5%8F%B7", "%E5%8D%A1%E5%8F%B7+"} { // with a word that is found by itself
					require.Equal(t, unplaced(asks(watcher, path+beside+not)), unplaced(asks(watcher, path+beside+is)), "%s%s%s", path, beside, is)
				}
			}
		}
		require.Positive(t, finds(watcher, idCard[:8]), "and what is shown of it")

		require.Equal(t, "privacy.search_hidden", watcher.Code(http.MethodGet, "/v1/contacts?field=id:"+idCard, nil, http.StatusForbidden))
		require.Equal(t, "privacy.search_hidden", watcher.Code(http.MethodPost, "/v1/exports", map[string]any{"kind": "conversations", "format": "csv", "field": "id:" + idCard}, http.StatusForbidden))
		require.Equal(t, "privacy.preview_hidden", watcher.Code(http.MethodPost, "/v1/automation-previews", map[string]any{"condition": ""}, http.StatusForbidden))
		require.Equal(t, "privacy.preview_hidden", watcher.Code(http.MethodPost, "/v1/routing/preview", map[string]any{"when": ""}, http.StatusForbidden))

		h.admin.Post("/v1/contacts", map[string]any{"name": "赵六", "phone": "13812345678"}, http.StatusCreated, nil)
		limited := h.watcher(t, access.PersonalContact)
		taken := map[string]any{"kind": "phone", "value": "13812345678"}
		require.Equal(t, "contact.identity_belongs", watcher.Code(http.MethodPost, "/v1/contacts/"+h.contact+"/identities", taken, http.StatusConflict))
		require.Equal(t, "contact.identity_hidden", limited.Code(http.MethodPost, "/v1/contacts/"+h.contact+"/identities", taken, http.StatusConflict))

		for _, x := range h.idsAt("/v1/exports") {
			var export struct{ URL string }
			require.Eventually(t, func() bool {
				h.admin.Get("/v1/exports/"+x, http.StatusOK, &export)
				return export.URL != ""
			}, 20*time.Second, 10*time.Millisecond)
			watcher.Get("/v1/exports/"+x, http.StatusOK, &export)
			require.Empty(t, export.URL, "it was written for who sees everything")
		}
	})
}

var instants = regexp.MustCompile(`\d{13}`)

// unplaced is an answer without the instant of its first page, which stands in its cursor.
func unplaced(a any) string { return instants.ReplaceAllString(fmt.Sprint(a), "now") }

func TestWhatIsHiddenSurvivesBeingEdited(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		h := privateHouse(t, n)
		agent := h.admin.Hire("lin", "agent")
		const path = "/v1/conversations/"
		agent.Do(http.MethodPatch, path+h.conversation, map[string]any{"subject": "退款 " + shownCard + "，急"}, http.StatusOK, nil)
		var mine struct {
			ID     string
			Text   string
			Masked []struct{ Kind, Shown string }
		}
		agent.Post(path+h.conversation+"/messages", map[string]any{"kind": "note", "text": "身份证" + idCard + "已核对"}, http.StatusCreated, &mine)
		require.Equal(t, "身份证"+shownCard+"已核对", mine.Text)
		require.Equal(t, "id_card", mine.Masked[0].Kind)
		require.Equal(t, shownCard, mine.Masked[0].Shown)
		agent.Do(http.MethodPatch, "/v1/messages/"+mine.ID, map[string]any{"text": mine.Text + "，没问题"}, http.StatusOK, nil)
		agent.Do(http.MethodPatch, "/v1/contacts/"+h.contact, map[string]any{"name": "王小明 身份证 " + shownCard, "attributes": map[string]any{"身份证": shownCard, "级别": "金卡"}}, http.StatusOK, nil)

		notes := "/v1/contacts/" + h.contact + "/notes"
		var note struct{ ID, Text string }
		agent.Post(notes, map[string]any{"text": "证件 " + idCard}, http.StatusCreated, &note)
		agent.Do(http.MethodPatch, notes+"/"+note.ID, map[string]any{"text": note.Text + "，已核对"}, http.StatusOK, nil)

		var c struct{ Subject string }
		h.admin.Get(path+h.conversation, http.StatusOK, &c)
		require.Equal(t, "退款 "+idCard+"，急", c.Subject)
		var said struct{ Items []struct{ ID, Text string } }
		h.admin.Get(path+h.conversation+"/messages", http.StatusOK, &said)
		require.Equal(t, "身份证"+idCard+"已核对，没问题", said.Items[len(said.Items)-1].Text)
		var person struct {
			Name       string
			Attributes map[string]any
		}
		h.admin.Get("/v1/contacts/"+h.contact, http.StatusOK, &person)
		require.Equal(t, "王小明 身份证 "+idCard, person.Name)
		require.Equal(t, idCard, person.Attributes["身份证"])
		require.Equal(t, "金卡", person.Attributes["级别"])
		h.admin.Get(notes, http.StatusOK, &said)
		require.Equal(t, "证件 "+idCard+"，已核对", said.Items[0].Text)
	})
}

const shownCard = "11010519******002X"
