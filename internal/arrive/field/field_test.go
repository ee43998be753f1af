package field_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/platform/fault"
)

func defines(t *testing.T, w *world.World, f field.Field) field.Field {
	t.Helper()
	if f.Names == nil {
		f.Names = field.Names{"zh-CN": "字段 " + f.Key, "en": "Field " + f.Key}
	}
	made, err := w.Fields.Add(w.Ctx, w.Mo, f)
	require.NoError(t, err)
	w.Facts()
	return made
}

var plans = []field.Option{{Key: "gold", Names: field.Names{"zh-CN": "金卡", "en": "Gold"}, Colour: "#b45309"}, {Key: "free", Names: field.Names{"zh-CN": "免费", "en": "Free"}}}

func TestAManagerDefinesAFieldAndArchivesIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		_, err := w.Fields.Add(w.Ctx, w.Chen, field.Field{Object: field.Contact, Key: "plan", Names: field.Names{"en": "Plan"}, Type: field.Text})
		fault.Want(t, err, "access.denied")
		made, err := w.Fields.Add(w.Ctx, w.Mo, field.Field{Object: field.Contact, Key: "plan", Names: field.Names{"zh-CN": "套餐", "en": "Plan"}, Type: field.Choice, Options: plans, Default: "free"})
		require.NoError(t, err)
		w.WantFacts("field.changed")
		require.Equal(t, "free", made.Default)
		require.Equal(t, plans, made.Options)
		require.True(t, made.Can.Change)
		require.Equal(t, 1, w.Count("audit WHERE action = 'field.added'"))
		_, err = w.Fields.Add(w.Ctx, w.Mo, field.Field{Object: field.Contact, Key: "plan", Names: field.Names{"en": "Plan"}, Type: field.Text})
		fault.Want(t, err, "field.key_taken")

		other := defines(t, w, field.Field{Object: field.Contact, Key: "school", Type: field.Text})
		first := 1
		_, err = w.Fields.Change(w.Ctx, w.Mo, other.ID, field.Edit{Position: &first})
		require.NoError(t, err)
		list, err := w.Fields.List(w.Ctx, w.Lin, field.Contact, false)
		require.NoError(t, err)
		require.Equal(t, []string{"school", "plan"}, []string{list[0].Key, list[1].Key})
		require.False(t, list[0].Can.Change)

		c, err := w.Contacts.Add(w.Ctx, w.Lin, contact.Addition{Name: "张伟", Fields: field.Values{"school": "一中"}})
		require.NoError(t, err)
		require.Equal(t, field.Values{"plan": "free", "school": "一中"}, c.Fields)
		yes := true
		_, err = w.Fields.Change(w.Ctx, w.Mo, made.ID, field.Edit{Archived: &yes, Version: made.Version + 7})
		fault.Want(t, err, "field.changed_meanwhile")
		_, err = w.Fields.Change(w.Ctx, w.Mo, made.ID, field.Edit{Archived: &yes})
		require.NoError(t, err)
		require.Equal(t, field.Values{"school": "一中"}, w.Who(c.ID).Fields)
		_, err = w.Contacts.Change(w.Ctx, w.Lin, c.ID, contact.Edit{Fields: field.Values{"plan": "gold"}})
		fault.Want(t, err, "field.unknown")
		no := false
		_, err = w.Fields.Change(w.Ctx, w.Mo, made.ID, field.Edit{Archived: &no})
		require.NoError(t, err)
		require.Equal(t, "free", w.Who(c.ID).Fields["plan"], "what was kept is there again")
	})
}

func TestValuesAreToldByKeyAndFoundByWords(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		defines(t, w, field.Field{Object: field.Contact, Key: "school", Type: field.Text})
		defines(t, w, field.Field{Object: field.Conversation, Key: "order_no", Type: field.Text})
		defines(t, w, field.Field{Object: field.Conversation, Key: "amount", Type: field.Decimal})
		r := w.Says("王小明", "你好")
		w.Facts()
		c := w.Sees(r.Conversation)
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c.ID, conversation.Edit{Fields: field.Values{"order_no": "青山-4711", "amount": 12.5}, Version: c.Version}))
		news := w.News()
		require.Len(t, news, 2)
		require.JSONEq(t, `{"conversation":"`+string(c.ID)+`","key":"amount","by":"`+string(w.Lin.ID)+`"}`, string(news[0].Data))
		require.Equal(t, field.Values{"order_no": "青山-4711", "amount": "12.5"}, w.Sees(c.ID).Fields)
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c.ID, conversation.Edit{Fields: field.Values{"order_no": "青山-4711"}}))
		w.WantFacts()
		fault.Want(t, w.Inbox.Change(w.Ctx, w.Lin, c.ID, conversation.Edit{Fields: field.Values{"amount": "dear"}}), "field.wrong_type")
		fault.Want(t, w.Inbox.Change(w.Ctx, w.Lin, c.ID, conversation.Edit{Fields: field.Values{"amount": 1, "order_no": "x"}, Version: 1}), "conversation.changed_meanwhile")

		page, err := w.Search.FindConversations(w.Ctx, w.Lin, "青山", "", 10)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)
		require.EqualValues(t, "field", page.Items[0].Because)
		subject := "退款"
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c.ID, conversation.Edit{Subject: &subject}))
		page, err = w.Search.FindConversations(w.Ctx, w.Lin, "4711", "", 10)
		require.NoError(t, err)
		require.Len(t, page.Items, 1, "a new subject does not hide the fields")

		_, err = w.Contacts.Change(w.Ctx, w.Lin, c.Contact.ID, contact.Edit{Fields: field.Values{"school": "松涛小学"}})
		require.NoError(t, err)
		w.Facts()
		page, err = w.Search.FindContacts(w.Ctx, w.Lin, "松涛", "", 10)
		require.NoError(t, err)
		require.Len(t, page.Items, 1)

		require.NoError(t, w.Inbox.Delete(w.Ctx, w.Mo, c.ID))
		require.Equal(t, 1, w.Count("field_value"), "those of the contact stay")
	})
}

func TestAConversationIsResolvedOnlyWhenWhatIsRequiredIsThere(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		defines(t, w, field.Field{Object: field.Conversation, Key: "cause", Type: field.Choice, Options: plans, Required: true})
		defines(t, w, field.Field{Object: field.Conversation, Key: "level", Type: field.Number, Required: true, Default: 1})
		r := w.Says("王小明", "你好")
		require.Equal(t, field.Values{"level": 1.0}, w.Sees(r.Conversation).Fields)
		err := w.Inbox.Resolve(w.Ctx, w.Lin, r.Conversation)
		fault.Want(t, err, "conversation.fields_needed")
		require.Equal(t, []string{"cause"}, fault.Of(err).Values["keys"])
		done := conversation.Resolved
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, r.Conversation, conversation.Edit{State: &done, Fields: field.Values{"cause": "gold"}}))
		require.Equal(t, conversation.Resolved, w.Sees(r.Conversation).State)
	})
}

func TestListsAreNarrowedByValues(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		defines(t, w, field.Field{Object: field.Conversation, Key: "plan", Type: field.Choice, Options: plans})
		defines(t, w, field.Field{Object: field.Conversation, Key: "urgent", Type: field.YesNo})
		defines(t, w, field.Field{Object: field.Contact, Key: "plan", Type: field.Choice, Options: plans})
		var all []fact.ConversationID
		for i, name := range []string{"甲", "乙", "丙", "丁"} {
			w.Pass(time.Second)
			c := w.Says(name, "你好").Conversation
			all = append(all, c)
			values := field.Values{"plan": "gold", "urgent": i%2 == 0}
			if i == 3 {
				values["plan"] = "free"
			}
			require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, c, conversation.Edit{Fields: values}))
			_, err := w.Contacts.Change(w.Ctx, w.Lin, w.Sees(c).Contact.ID, contact.Edit{Fields: field.Values{"plan": values["plan"]}})
			require.NoError(t, err)
		}
		wants := func(object field.Object, texts ...string) (list []field.Wanted) {
			for _, text := range texts {
				one, err := field.Wants(w.Ctx, w.DB.Read(), object, text)
				require.NoError(t, err)
				list = append(list, one)
			}
			return list
		}
		listed := func(q conversation.Query) (ids []fact.ConversationID) {
			q.Limit = 2
			for {
				page, next, err := w.Inbox.List(w.Ctx, w.Lin, q)
				require.NoError(t, err)
				for _, c := range page {
					ids = append(ids, c.ID)
					for _, each := range q.Fields {
						require.True(t, each.In(c.Fields))
					}
				}
				if next == (conversation.Place{}) {
					return ids
				}
				q.After = next
			}
		}
		gold := wants(field.Conversation, "plan:金卡")
		require.Equal(t, []fact.ConversationID{all[2], all[1], all[0]}, listed(conversation.Query{Fields: gold}))
		require.Equal(t, []fact.ConversationID{all[2], all[1], all[0]}, listed(conversation.Query{Fields: gold, Created: true}))
		require.Equal(t, []fact.ConversationID{all[2], all[0]}, listed(conversation.Query{Fields: wants(field.Conversation, "plan:gold", "urgent:yes")}))
		w.Pass(time.Second)
		w.Says("甲", "还在吗")
		require.Equal(t, []fact.ConversationID{all[0], all[2], all[1]}, listed(conversation.Query{Fields: gold}), "the values moved with the newest message")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, all[1]))
		require.Equal(t, []fact.ConversationID{all[0], all[2]}, listed(conversation.Query{Fields: gold, States: []conversation.State{conversation.Open}}))
		tags := []string{"vip"}
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, all[2], conversation.Edit{Tags: &tags}))
		require.Equal(t, []fact.ConversationID{all[2]}, listed(conversation.Query{Fields: gold, Tag: "vip"}))
		require.Equal(t, []fact.ConversationID{all[2]}, listed(conversation.Query{Fields: gold, Tag: "vip", Created: true}))

		var names []string
		var after fact.ContactID
		for {
			page, next, err := w.Contacts.ListByField(w.Ctx, w.Lin, wants(field.Contact, "plan:gold")[0], after, 2)
			require.NoError(t, err)
			for _, c := range page {
				names = append(names, c.Name)
			}
			if after = next; next == "" {
				break
			}
		}
		require.Equal(t, []string{"丙", "乙", "甲"}, names)
		_, err := field.Wants(w.Ctx, w.DB.Read(), field.Contact, "nothing")
		fault.Want(t, err, "field.filter_wrong")
		_, err = field.Wants(w.Ctx, w.DB.Read(), field.Contact, "colour:red")
		fault.Want(t, err, "field.unknown")
	})
}
