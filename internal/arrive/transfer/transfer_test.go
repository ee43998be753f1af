package transfer_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/transfer"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

func receives(t *testing.T, w *world.World, kind, name string, content []byte) transfer.Import {
	t.Helper()
	i, err := w.Dock.Receive(w.Ctx, w.Mo, transfer.Upload{Kind: kind, Name: name, Content: bytes.NewReader(content), Channel: w.Mail.ID, TimeZone: "Asia/Shanghai"})
	require.NoError(t, err)
	return i
}

// checks and runs let an import go to its end.
func checks(t *testing.T, w *world.World, id fact.ImportID) transfer.Import {
	t.Helper()
	_, err := w.Dock.Check(w.Ctx, w.Mo, id)
	require.NoError(t, err)
	w.Settle()
	i, err := w.Dock.Import(w.Ctx, w.Mo, id)
	require.NoError(t, err)
	return i
}

func runs(t *testing.T, w *world.World, id fact.ImportID) transfer.Import {
	t.Helper()
	_, err := w.Dock.Start(w.Ctx, w.Mo, id)
	require.NoError(t, err)
	w.Settle()
	i, err := w.Dock.Import(w.Ctx, w.Mo, id)
	require.NoError(t, err)
	return i
}

func report(t *testing.T, w *world.World, id fact.ImportID) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, w.Dock.Report(w.Ctx, w.Mo, id, func(code string, _ map[string]any) string { return "because " + code }, &out))
	return out.String()
}

func exports(t *testing.T, w *world.World, wish transfer.Wish) string {
	t.Helper()
	var out bytes.Buffer
	_, err := w.Dock.ExportTo(w.Ctx, w.Mo, wish, &out, func(int64, int64) {})
	require.NoError(t, err)
	return out.String()
}

func defines(t *testing.T, w *world.World, object field.Object, key, name string, kind field.Type) {
	t.Helper()
	_, err := w.Fields.Add(w.Ctx, w.Mo, field.Field{Object: object, Key: key, Names: field.Names{"zh-CN": name, "en": key}, Type: kind})
	require.NoError(t, err)
}

const people = "姓名,邮箱,手机,学校,积分\n王小明,wang@example.com,138 0013 8000,一中,12\n李华,不是邮箱,,二中,3\n张伟,zhang@example.com,,三中,很多\n王小明,wang@example.com,,一中,12\n"

func TestASheetInGB18030ComesInAndItsRefusedRowsComeBackMended(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		defines(t, w, field.Contact, "school", "学校", field.Text)
		defines(t, w, field.Contact, "points", "积分", field.Number)
		gb, err := simplifiedchinese.GB18030.NewEncoder().String(people)
		require.NoError(t, err)
		i := receives(t, w, transfer.Contacts, "客户.csv", []byte(gb))
		require.Equal(t, "gb18030", i.Encoding)
		var means []string
		for _, c := range i.Columns {
			means = append(means, c.Means)
		}
		require.Equal(t, []string{"name", "email", "phone", "field:school", "field:points"}, means)

		before := w.Count("contact")
		i = checks(t, w, i.ID)
		require.Equal(t, transfer.Checked, i.State)
		require.Equal(t, transfer.Counts{Total: 4, Done: 4, Contacts: 1, Known: 1, Refused: 2}, i.Counts)
		require.Equal(t, before, w.Count("contact"))

		i = runs(t, w, i.ID)
		require.Equal(t, transfer.Done, i.State)
		require.Equal(t, transfer.Counts{Total: 4, Done: 4, Contacts: 1, Known: 1, Refused: 2}, i.Counts)
		require.Len(t, i.Problems, 2)
		require.Equal(t, "邮箱", i.Problems[0].Column)
		require.Equal(t, "contact.email_wrong", i.Problems[0].Code)
		require.EqualValues(t, 3, i.Problems[0].Line)
		require.Equal(t, "积分", i.Problems[1].Column)
		page, err := w.Search.FindContacts(w.Ctx, w.Lin, "一中", "", 10)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)

		mended := strings.NewReplacer("不是邮箱", "li@example.com", "很多", "5").Replace(report(t, w, i.ID))
		require.Contains(t, mended, "because contact.email_wrong")
		again := receives(t, w, transfer.Contacts, "客户-refused.csv", []byte(mended))
		require.Equal(t, transfer.Counts{Total: 2, Done: 2, Contacts: 2}, runs(t, w, again.ID).Counts)
		twice := receives(t, w, transfer.Contacts, "客户.csv", []byte(gb))
		require.Equal(t, transfer.Counts{Total: 4, Done: 4, Known: 2, Refused: 2}, runs(t, w, twice.ID).Counts, "the same file doubles nothing")
		require.Equal(t, before+3, w.Count("contact"))
	})
}

func TestAnImportIsTakenBackAsLongAsNobodyTouchedIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		sheet := "id,contact_email,subject,state,tags,message_text,message_sent_at\nT1,a@example.com,退款,已解决,退款;急,你好,2026-02-01 10:00\nT1,a@example.com,,,,还在吗,2026-02-01 10:05\nT2,b@example.com,登录,open,,登录不了,2026-02-02 10:00\n"
		i := receives(t, w, transfer.Conversations, "talks.csv", []byte(sheet))
		require.Equal(t, transfer.Counts{Total: 3, Done: 3, Contacts: 2, Conversations: 2, Messages: 3}, checks(t, w, i.ID).Counts)
		w.Facts()
		done := runs(t, w, i.ID)
		require.Equal(t, transfer.Counts{Total: 3, Done: 3, Contacts: 2, Conversations: 2, Messages: 3}, done.Counts)
		w.WantFacts("import.changed", "contact.created", "contact.created", "conversation.imported", "conversation.imported", "import.changed")
		page, _, err := w.Inbox.List(w.Ctx, w.Lin, conversation.Query{Tag: "急", Limit: 5})
		require.NoError(t, err)
		require.Len(t, page, 1)
		require.Equal(t, conversation.Resolved, page[0].State)
		require.Equal(t, []string{"inbound: 你好", "inbound: 还在吗"}, w.Talk(page[0].ID))
		require.Equal(t, "2026-02-01 02:00", page[0].CreatedAt.Format("2006-01-02 15:04"), "in the zone of the import")
		require.Equal(t, transfer.Counts{Total: 3, Done: 3, Known: 3}, runs(t, w, receives(t, w, transfer.Conversations, "talks.csv", []byte(sheet)).ID).Counts)

		w.Replies(w.Lin, page[0].ID, "我看看")
		_, err = w.Dock.Undo(w.Ctx, w.Mo, i.ID)
		fault.Want(t, err, "import.touched")

		other := receives(t, w, transfer.Conversations, "others.csv", []byte(strings.NewReplacer("T1", "U1", "T2", "U2", "a@", "c@", "b@", "d@").Replace(sheet)))
		runs(t, w, other.ID)
		contacts, talks, messages := w.Count("contact"), w.Count("conversation"), w.Count("message")
		_, err = w.Dock.Undo(w.Ctx, w.Mo, other.ID)
		require.NoError(t, err)
		w.Settle()
		undone, err := w.Dock.Import(w.Ctx, w.Mo, other.ID)
		require.NoError(t, err)
		require.Equal(t, transfer.Undone, undone.State)
		require.EqualValues(t, 4, undone.Counts.Undone)
		require.Equal(t, []int{contacts - 2, talks - 2, messages - 3}, []int{w.Count("contact"), w.Count("conversation"), w.Count("message")})
		back := receives(t, w, transfer.Conversations, "others.csv", []byte(strings.NewReplacer("T1", "U1", "T2", "U2", "a@", "c@", "b@", "d@").Replace(sheet)))
		require.EqualValues(t, 2, runs(t, w, back.ID).Counts.Conversations, "what was taken back may come again")
	})
}

var ids = regexp.MustCompile(`"(id|number)":("[0-9a-f-]{36}"|[0-9]+),?`)

func masked(text string) string { return ids.ReplaceAllString(text, "") }

func TestWhatGoesOutAsLinesComesInElsewhereWithoutLoss(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		defines(t, w, field.Contact, "school", "学校", field.Text)
		defines(t, w, field.Conversation, "amount", "金额", field.Decimal)
		r := w.Says("王小明", "=HYPERLINK(\"x\") 退款")
		c := w.Sees(r.Conversation)
		_, err := w.Contacts.Change(w.Ctx, w.Lin, c.Contact.ID, contact.Edit{Fields: field.Values{"school": "一中"}, Attributes: map[string]any{"city": "杭州"}})
		require.NoError(t, err)
		tags := []string{"退款", "vip"}
		urgent := conversation.Urgent
		w.Pass(1e9)
		w.Replies(w.Lin, c.ID, "您好，马上处理。")
		w.Pass(1e9)
		w.Notes(w.Chen, c.ID, "请财务看一下")
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c.ID, conversation.Edit{Tags: &tags, Priority: &urgent, Fields: field.Values{"amount": "12.50"}}))
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Lin, c.ID, conversation.Assignment{Assignee: &w.Lin.ID, Team: &w.Care.ID}))
		done := w.Mails("From: Li <li@example.com>\nSubject: Invoice\nMessage-ID: <1@example.com>\nTo: help@lanxue.example\n\nWhere is it?\n")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, done.Conversation))

		people, talks := exports(t, w, transfer.Wish{Kind: transfer.Contacts, Format: "jsonl"}), exports(t, w, transfer.Wish{Kind: transfer.Conversations, Format: "jsonl"})
		require.Equal(t, 2, strings.Count(talks, "\n"))
		csv := exports(t, w, transfer.Wish{Kind: transfer.Conversations, Format: "csv"})
		require.True(t, strings.HasPrefix(csv, "\uFEFFid,"))
		require.Contains(t, csv, "\"'=HYPERLINK(\"\"x\"\") 退款\"")
		require.Contains(t, csv, "12.50")

		// At home it is recognised, all of it.
		require.EqualValues(t, 2, runs(t, w, receives(t, w, transfer.Contacts, "people.jsonl", []byte(people)).ID).Counts.Known)
		require.EqualValues(t, 2, runs(t, w, receives(t, w, transfer.Conversations, "talks.jsonl", []byte(talks)).ID).Counts.Known)

		for _, id := range []fact.ConversationID{c.ID, done.Conversation} {
			require.NoError(t, w.Inbox.Delete(w.Ctx, w.Mo, id))
		}
		w.Meddle("DELETE FROM field_value")
		w.Meddle("DELETE FROM identity")
		w.Meddle("DELETE FROM contact")
		require.EqualValues(t, 2, runs(t, w, receives(t, w, transfer.Contacts, "people.jsonl", []byte(people)).ID).Counts.Contacts)
		back := runs(t, w, receives(t, w, transfer.Conversations, "talks.jsonl", []byte(talks)).ID)
		require.EqualValues(t, 2, back.Counts.Conversations)
		require.EqualValues(t, 0, back.Counts.Contacts, "they came with the contacts")
		require.Equal(t, masked(people), masked(exports(t, w, transfer.Wish{Kind: transfer.Contacts, Format: "jsonl"})))
		require.Equal(t, masked(talks), masked(exports(t, w, transfer.Wish{Kind: transfer.Conversations, Format: "jsonl"})))
	})
}

func TestAnExportIsWrittenByAJobAndIsOverAfterAWeek(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		first := w.Says("甲", "一")
		w.Until("10:00")
		w.Says("乙", "二")
		_, err := w.Dock.Export(w.Ctx, w.Lin, transfer.Wish{Kind: transfer.Conversations, Format: "csv"})
		fault.Want(t, err, "access.denied")
		x, err := w.Dock.Export(w.Ctx, w.Mo, transfer.Wish{Kind: transfer.Conversations, Format: "jsonl", Since: world.At("10:00"), Query: conversation.Query{States: []conversation.State{conversation.Open}}})
		require.NoError(t, err)
		w.Settle()
		x, err = w.Dock.Exported(w.Ctx, w.Mo, x.ID)
		require.NoError(t, err)
		require.Equal(t, transfer.Done, x.State)
		require.EqualValues(t, 1, x.Done)
		_, in, err := w.Dock.Fetch(w.Ctx, w.Mo, x.ID)
		require.NoError(t, err)
		var text bytes.Buffer
		_, err = text.ReadFrom(in)
		require.NoError(t, err)
		require.NoError(t, in.Close())
		require.Contains(t, text.String(), "二")
		require.NotContains(t, text.String(), string(first.Conversation))
		require.Equal(t, 1, w.Count("audit WHERE action = 'export.fetched'"))
		w.Pass(8 * 24 * 3600 * 1e9)
		require.NoError(t, w.Dock.Tidy(w.Ctx))
		_, _, err = w.Dock.Fetch(w.Ctx, w.Mo, x.ID)
		fault.Want(t, err, "export.no_file")
	})
}

// packed is a folder of testdata as a zip.
func packed(t *testing.T, folder string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	require.NoError(t, filepath.Walk(filepath.Join("testdata", folder), func(p string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		f, err := z.Create(filepath.ToSlash(strings.TrimPrefix(p, "testdata/")))
		if err != nil {
			return err
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		_, err = f.Write(b)
		return err
	}))
	require.NoError(t, z.Close())
	return out.Bytes()
}

func byTag(t *testing.T, w *world.World, tag string) conversation.Conversation {
	t.Helper()
	page, _, err := w.Inbox.List(w.Ctx, w.Lin, conversation.Query{Tag: tag, Limit: 5})
	require.NoError(t, err)
	require.Len(t, page, 1)
	return page[0]
}

func TestAZendeskExportComesInWithItsPeopleTalksAndFiles(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		defines(t, w, field.Contact, "school", "学校", field.Text)
		defines(t, w, field.Conversation, "order_no", "订单号", field.Text)
		i := receives(t, w, transfer.Zendesk, "zendesk.zip", packed(t, "zendesk"))
		foreseen := checks(t, w, i.ID).Counts
		done := runs(t, w, i.ID)
		require.Equal(t, transfer.Done, done.State, done.Error)
		require.Equal(t, foreseen, done.Counts)
		require.EqualValues(t, 2, done.Counts.Contacts)
		require.EqualValues(t, 2, done.Counts.Conversations)
		var codes []string
		for _, p := range done.Problems {
			codes = append(codes, p.Code)
		}
		require.Equal(t, []string{"contact.email_wrong", "import.deleted_there", "import.unknown_state"}, codes)

		c := byTag(t, w, "vip customer")
		require.Equal(t, []any{"退款还没到账", conversation.Resolved, conversation.High}, []any{c.Subject, c.State, c.Priority})
		require.Equal(t, w.Chen.ID, fact.StaffID(c.Assignee.ID))
		require.Equal(t, field.Values{"order_no": "A-1001"}, c.Fields)
		require.Equal(t, "2025-02-01T09:00:00Z", c.CreatedAt.Format("2006-01-02T15:04:05Z"))
		said, _, err := w.Inbox.Messages(w.Ctx, w.Lin, c.ID, conversation.Walk{Limit: 50})
		require.NoError(t, err)
		var talk []string
		for _, m := range said {
			talk = append(talk, fmt.Sprintf("%s %s %s%s", m.Kind, m.Author.Name, m.Code, m.Text))
		}
		require.ElementsMatch(t, []string{
			"inbound 许婷 退款已经申请一周了", "note Zendesk Device: iPad", "system  imported", "system  files_missing",
			"note 陈默 Chen 财务说周五打款", "reply Former Colleague 您好，周五到账。",
		}, talk)
		for _, m := range said {
			if m.Kind == conversation.Inbound {
				require.Len(t, m.Attachments, 1)
				b, err := w.Files.Bytes(m.Attachments[0].SHA256)
				require.NoError(t, err)
				require.Equal(t, "hello paper", string(b))
			}
		}
		page, err := w.Search.FindConversations(w.Ctx, w.Lin, "4711", "", 10)
		require.NoError(t, err)
		require.Len(t, page.Items, 1, "found by the number that it had there")
		who := w.Who(c.Contact.ID)
		require.Equal(t, "育才小学", who.Fields["school"])
		require.Equal(t, "育才教育", who.Attributes["organization"])

		again := runs(t, w, receives(t, w, transfer.Zendesk, "zendesk.zip", packed(t, "zendesk")).ID)
		require.EqualValues(t, 0, again.Counts.Contacts+again.Counts.Conversations)
		require.EqualValues(t, 4, again.Counts.Known)
		w.Settle()
		require.Equal(t, 0, w.Count("job WHERE kind = 'email.send'"), "no mail leaves for what was said elsewhere")
	})
}

func TestAChatwootExportComesIn(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		defines(t, w, field.Conversation, "order_no", "订单号", field.Text)
		i := receives(t, w, transfer.Chatwoot, "chatwoot.zip", packed(t, "chatwoot"))
		done := runs(t, w, i.ID)
		require.Equal(t, transfer.Done, done.State, done.Error)
		require.Empty(t, done.Problems)
		require.EqualValues(t, 2, done.Counts.Contacts)
		require.EqualValues(t, 2, done.Counts.Conversations)
		c := byTag(t, w, "billing")
		require.Equal(t, []any{"发票抬头", conversation.Resolved, conversation.Normal, "周宁", "林岚 Lin"}, []any{c.Subject, c.State, c.Priority, c.Contact.Name, c.Assignee.Name})
		require.Equal(t, field.Values{"order_no": "B-7"}, c.Fields)
		talk := w.Talk(c.ID)
		require.ElementsMatch(t, []string{"inbound: 发票抬头写错了", "note: 让财务重开", "reply: 已经重开发票了。", "note: colour: blue", "system:"}, trimmed(talk))
		require.EqualValues(t, 4, runs(t, w, receives(t, w, transfer.Chatwoot, "chatwoot.zip", packed(t, "chatwoot")).ID).Counts.Known)

		sheet := receives(t, w, transfer.Chatwoot, "contacts.csv", []byte("id,name,email,phone_number\n13,吴桐,wu@example.com,+8613900000013\n"))
		require.EqualValues(t, 1, runs(t, w, sheet.ID).Counts.Contacts)
	})
}

func trimmed(list []string) []string {
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

func TestManyRowsComeInInSlicesAndGoOnAfterACancel(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		var sheet strings.Builder
		sheet.WriteString("name,email\n")
		const many = 4500 // more than one slice
		for n := range many {
			fmt.Fprintf(&sheet, "P%d,p%d@example.com\n", n, n)
		}
		i := receives(t, w, transfer.Contacts, "many.csv", []byte(sheet.String()))
		_, err := w.Dock.StartByHand(w.Ctx, w.Mo, i.ID)
		require.NoError(t, err)
		more, err := w.Dock.Step(w.Ctx, i.ID)
		require.NoError(t, err)
		require.True(t, more)
		cancelled, err := w.Dock.Cancel(w.Ctx, w.Mo, i.ID)
		require.NoError(t, err)
		require.Equal(t, transfer.Cancelled, cancelled.State)
		require.EqualValues(t, 4000, cancelled.Counts.Contacts)
		done := runs(t, w, i.ID)
		require.Equal(t, transfer.Counts{Total: many, Done: many, Contacts: many}, done.Counts)
		require.Equal(t, many, w.Count("contact"))
		require.NoError(t, w.Dock.Move(w.Ctx, transfer.Slice{Import: i.ID}), "a job that runs twice finds nothing to do")
	})
}

func TestBrokenLinesAreNamedAndTheRestComesIn(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		lines := `{"type":"contact","name":"甲","identities":[{"kind":"email","value":"a@example.com","verified":true}]}
not json
{"type":"planet"}
{"type":"contact","name":"乙","tier":"gold"}
{"type":"conversation","contact":{"email":"b@example.com"},"messages":[{"kind":"shout","text":"x"}]}
{"type":"conversation","contact":{"email":"b@example.com"},"subject":"好","messages":[{"kind":"inbound","html":"<script>x</script><b>你好</b>","sent_at":"2026-01-05T08:00:00Z"}]}
`
		i := receives(t, w, transfer.Conversations, "mixed.jsonl", []byte(lines))
		done := runs(t, w, i.ID)
		require.Equal(t, transfer.Counts{Total: 6, Done: 6, Contacts: 2, Conversations: 1, Messages: 1, Refused: 4}, done.Counts)
		mended := strings.NewReplacer("gold", "vip", "planet", "contact").Replace(report(t, w, i.ID))
		again := runs(t, w, receives(t, w, transfer.Conversations, "mixed-refused.csv", []byte(mended)).ID)
		require.EqualValues(t, 1, again.Counts.Contacts)
		page, _, err := w.Inbox.List(w.Ctx, w.Lin, conversation.Query{Limit: 5})
		require.NoError(t, err)
		require.Equal(t, []string{"inbound: 你好"}, w.Talk(page[0].ID))
	})
}
