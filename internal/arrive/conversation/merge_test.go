package conversation_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/intake"
	"anlan/internal/drill/world"
	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/platform/fault"
	"anlan/internal/resolve/desk"
)

// writes lets a customer write by mail, in answer to earlier ones.
func writes(w *world.World, from, ref, text string, answers ...string) intake.Receipt {
	w.T.Helper()
	w.Pass(time.Minute)
	return w.Arrives(intake.Inbound{
		Channel: w.Mail.ID, ExternalID: ref, Ref: ref, Refs: answers, Subject: text, Text: text,
		Sender: contact.Sender{Email: from, Vouched: true},
	})
}

func merges(w *world.World, half, into fact.ConversationID) {
	w.T.Helper()
	_, err := w.Inbox.Merge(w.Ctx, w.Lin, half, into)
	require.NoError(w.T, err)
}

func unmerges(w *world.World, half fact.ConversationID) {
	w.T.Helper()
	_, err := w.Inbox.Unmerge(w.Ctx, w.Chen, half)
	require.NoError(w.T, err)
}

func TestAMergeMovesEverythingAndIsUndoneWithoutLoss(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a := writes(w, "li@example.com", "a1", "退款").Conversation
		b := writes(w, "li@example.com", "b1", "发票").Conversation
		writes(w, "li@example.com", "a2", "还没收到退款", "a1")
		require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, a, conversation.Edit{Tags: &[]string{"refund"}, Priority: new(conversation.High)}))
		w.Replies(w.Lin, b, "发票已开")
		_, err := w.Desk.SaveDraft(w.Ctx, w.Chen, a, desk.Draft{Kind: conversation.Reply, Text: "我查一下"})
		require.NoError(t, err)
		before := [2]conversation.Conversation{w.Sees(a), w.Sees(b)}
		w.Facts()

		merges(w, a, b)
		w.WantFacts("conversation.merged", "conversation.joined")
		require.Equal(t, []string{"inbound: 退款", "inbound: 发票", "inbound: 还没收到退款", "reply: 发票已开"}, w.Talk(b))
		both := w.Sees(b)
		require.Equal(t, conversation.Open, both.State, "who waited still waits")
		require.Equal(t, before[0].WaitingSince, both.WaitingSince)
		require.Equal(t, conversation.High, both.Priority)
		require.Equal(t, []string{"refund"}, both.Tags)
		require.Equal(t, 4, both.MessageCount)
		gone := w.Sees(a)
		require.Equal(t, b, gone.MergedInto.ID)
		require.Equal(t, both.Number, gone.MergedInto.Number)
		require.False(t, gone.Can.Reply)
		page, _, err := w.Inbox.List(w.Ctx, w.Ada, conversation.Query{Limit: 10})
		require.NoError(t, err)
		require.Len(t, page, 1)
		truthful(t, w)
		list, _, err := w.Inbox.Messages(w.Ctx, w.Lin, a, conversation.Walk{Limit: 10})
		require.NoError(t, err, "its number still opens")
		require.Len(t, list, 4)
		require.Equal(t, before[0].Number, list[0].Origin.Number)
		require.Nil(t, list[1].Origin)
		found, err := w.Search.FindConversations(w.Ctx, w.Lin, fmt.Sprint("#", before[0].Number), "", 10)
		require.NoError(t, err)
		require.Equal(t, b, found.Items[0].Conversation)
		draft, err := w.Desk.Draft(w.Ctx, w.Chen, b)
		require.NoError(t, err)
		require.Equal(t, "我查一下", draft.Text)
		_, err = w.Desk.Say(w.Ctx, w.Lin, a, desk.Words{Kind: conversation.Reply, Text: "x"})
		fault.Want(t, err, "conversation.merged")

		late := writes(w, "li@example.com", "a3", "谢谢", "a2")
		require.Equal(t, "inbound: 谢谢", w.Talk(b)[4], "answers to the half follow")
		w.Replies(w.Lin, b, "不客气")

		unmerges(w, a)
		require.Equal(t, []string{"inbound: 退款", "inbound: 还没收到退款", "inbound: 谢谢"}, w.Talk(a))
		require.Equal(t, []string{"inbound: 发票", "reply: 发票已开", "reply: 不客气"}, w.Talk(b))
		require.Equal(t, a, late.Conversation)
		after := w.Sees(a)
		require.Equal(t, conversation.Open, after.State)
		require.Equal(t, []string{"refund"}, after.Tags)
		require.Equal(t, before[0].Subject, after.Subject)
		rest := w.Sees(b)
		require.Equal(t, conversation.Waiting, rest.State)
		require.Equal(t, conversation.Normal, rest.Priority)
		require.Empty(t, rest.Tags)
		draft, err = w.Desk.Draft(w.Ctx, w.Chen, a)
		require.NoError(t, err)
		require.Equal(t, "我查一下", draft.Text)
		truthful(t, w)
		fault.Want(t, second(w.Inbox.Unmerge(w.Ctx, w.Lin, a)), "conversation.not_merged")
	})
}

func second[T any](_ T, err error) error { return err }

func TestMergingAgainAndUndoingInAnyOrder(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, b, c := writes(w, "a@example.com", "a1", "A").Conversation, writes(w, "a@example.com", "b1", "B").Conversation, writes(w, "c@example.com", "c1", "C").Conversation
		before := []conversation.Conversation{w.Sees(a), w.Sees(b), w.Sees(c)}
		merges(w, a, b)
		merges(w, b, c)
		require.Len(t, w.Talk(c), 3)
		require.Equal(t, c, w.Sees(a).MergedInto.ID)
		writes(w, "a@example.com", "a2", "A2", "a1")
		require.Len(t, w.Talk(c), 4)
		fault.Want(t, second(w.Inbox.Merge(w.Ctx, w.Lin, c, a)), "conversation.merged_the_other_way")
		fault.Want(t, second(w.Inbox.Merge(w.Ctx, w.Lin, a, c)), "conversation.merged")
		fault.Want(t, second(w.Inbox.Merge(w.Ctx, w.Lin, a, a)), "conversation.merge_itself")
		fault.Want(t, second(w.Inbox.Merge(w.Ctx, w.Lin, c, "none")), "conversation.merge_unknown")

		unmerges(w, b)
		require.Equal(t, []string{"inbound: A", "inbound: B", "inbound: A2"}, w.Talk(b))
		unmerges(w, a)
		require.Equal(t, []string{"inbound: A", "inbound: A2"}, w.Talk(a))
		merges(w, a, b)
		merges(w, b, c)
		unmerges(w, a)
		require.Equal(t, []string{"inbound: A", "inbound: A2"}, w.Talk(a))
		require.Equal(t, []string{"inbound: B", "inbound: C"}, w.Talk(c))
		unmerges(w, b)
		for i, id := range []fact.ConversationID{a, b, c} {
			now := w.Sees(id)
			require.Equal(t, before[i].State, now.State)
			require.Equal(t, before[i].WaitingSince, now.WaitingSince)
			require.Equal(t, before[i].Contact, now.Contact)
			require.Equal(t, before[i].Subject, now.Subject)
		}
		truthful(t, w)
	})
}

func TestTwoWhoMergeAtOnceMakeNoRing(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		for range 5 {
			a, b := w.Says("王小明", "A").Conversation, writes(w, "b@example.com", fmt.Sprint("b", w.Now().UnixNano()), "B").Conversation
			errs := make([]error, 2)
			var both sync.WaitGroup
			for i, pair := range [][2]fact.ConversationID{{a, b}, {b, a}} {
				both.Go(func() { _, errs[i] = w.Inbox.Merge(w.Ctx, w.Lin, pair[0], pair[1]) })
			}
			both.Wait()
			lost := slices.IndexFunc(errs, func(err error) bool { return err != nil })
			require.GreaterOrEqual(t, lost, 0)
			require.NoError(t, errs[1-lost])
			require.True(t, fault.Is(errs[lost], "conversation.merged_the_other_way") || fault.Is(errs[lost], "conversation.merged"), "%v", errs[lost])
			truthful(t, w)
		}
	})
}

func TestASnoozeFollowsAndComesBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, b := w.Says("王小明", "A").Conversation, writes(w, "b@example.com", "b", "B").Conversation
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, b))
		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, a, world.At("11:00")))
		merges(w, a, b)
		require.Equal(t, world.At("11:00"), *w.Sees(b).SnoozedUntil)
		w.Until("11:00")
		w.Settle()
		require.Equal(t, conversation.Open, w.Sees(b).State)
		unmerges(w, a)
		require.Equal(t, conversation.Open, w.Sees(a).State, "its time has come")
		truthful(t, w)
	})
}

func TestACustomerSeesTheirOwnHalf(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a, b := w.Says("王小明", "A").Conversation, writes(w, "b@example.com", "b", "B").Conversation
		w.Replies(w.Lin, b, "to B")
		sees := func(c fact.ConversationID) (said []string) {
			list, _, err := w.Inbox.ForContact(w.Ctx, c, conversation.Walk{Limit: 50})
			require.NoError(t, err)
			for _, m := range list {
				said = append(said, strings.TrimSpace(m.Text))
			}
			return said
		}
		merges(w, a, b)
		w.Pass(time.Minute)
		w.Replies(w.Lin, b, "to both")
		require.Equal(t, []string{"A"}, sees(a), "another contact's letters stay theirs")
		require.Equal(t, []string{"B", "to B", "to both"}, sees(b))
		w.Says("王小明", "A again")
		require.Equal(t, []string{"A", "A again"}, sees(a))
		unmerges(w, a)

		d := writes(w, "b@example.com", "d", "D").Conversation
		merges(w, d, b)
		w.Pass(time.Minute)
		w.Replies(w.Lin, b, "one answer")
		require.Equal(t, []string{"D", "one answer"}, sees(d), "what we answered since was for all of it")
	})
}

func TestASplitBeginsANewOneAndAnswersFollowTheirMessage(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a := writes(w, "li@example.com", "a1", "退款").Conversation
		second := writes(w, "li@example.com", "a2", "顺便问一下发票", "a1")
		require.Equal(t, a, second.Conversation)
		before := w.Sees(a)
		w.Facts()
		n, err := w.Inbox.Split(w.Ctx, w.Lin, a, []fact.MessageID{second.Message}, "发票")
		require.NoError(t, err)
		w.WantFacts("conversation.opened", "conversation.split")
		require.Equal(t, []string{"inbound: 顺便问一下发票"}, w.Talk(n))
		require.Equal(t, []string{"inbound: 退款"}, w.Talk(a))
		card := w.Sees(n)
		require.Equal(t, before.Contact, card.Contact)
		require.Equal(t, "发票", card.Subject)
		require.Equal(t, conversation.Open, card.State)
		links, err := w.Inbox.Links(w.Ctx, w.Lin, n)
		require.NoError(t, err)
		require.Equal(t, a, links.SplitFrom.ID)
		require.Empty(t, links.MaybeSame, "that they are two has been said")
		links, err = w.Inbox.Links(w.Ctx, w.Lin, a)
		require.NoError(t, err)
		require.Equal(t, n, links.SplitOff[0].ID)
		writes(w, "li@example.com", "a3", "公司抬头", "a2", "a1")
		require.Len(t, w.Talk(n), 2, "an answer to what was split off follows it")
		writes(w, "li@example.com", "a4", "谢谢", "a1")
		require.Len(t, w.Talk(a), 2)
		truthful(t, w)
		for code, ids := range map[string][]fact.MessageID{
			"conversation.split_nothing": {}, "conversation.split_unknown_message": {second.Message},
			"conversation.split_everything": ids(t, w, a),
		} {
			_, err := w.Inbox.Split(w.Ctx, w.Lin, a, ids, "")
			fault.Want(t, err, code)
		}

		_, err = w.Inbox.Unsplit(w.Ctx, w.Chen, n)
		require.NoError(t, err)
		require.Equal(t, []string{"inbound: 退款", "inbound: 顺便问一下发票", "inbound: 公司抬头", "inbound: 谢谢"}, w.Talk(a))
		require.Equal(t, a, w.Sees(n).MergedInto.ID)
		require.Equal(t, before.State, w.Sees(a).State)
		_, err = w.Inbox.Unsplit(w.Ctx, w.Chen, n)
		fault.Want(t, err, "conversation.not_split")
		fault.Want(t, second2(w.Inbox.Unmerge(w.Ctx, w.Lin, n)), "conversation.split_was_undone")
		writes(w, "li@example.com", "a5", "抬头错了", "a3")
		require.Len(t, w.Talk(a), 5)
		truthful(t, w)
	})
}

func second2[T any](_ T, err error) error { return err }

func ids(t *testing.T, w *world.World, c fact.ConversationID) (list []fact.MessageID) {
	t.Helper()
	require.NoError(t, w.DB.Read().NewRaw("SELECT id FROM message WHERE conversation_id = ? AND kind <> 'system' ORDER BY id", c).Scan(w.Ctx, &list))
	return list
}

// truthful compares everything that is kept twice with what it is kept of.
func truthful(t *testing.T, w *world.World) {
	t.Helper()
	for what, query := range map[string]string{
		"a message stands where the root of its home is": `WITH RECURSIVE way (first, id) AS (SELECT id, id FROM conversation UNION ALL
				SELECT w.first, c.merged_into FROM way w JOIN conversation c ON c.id = w.id WHERE c.merged_into <> ''),
			root (first, id) AS (SELECT w.first, w.id FROM way w JOIN conversation c ON c.id = w.id WHERE c.merged_into = '')
			SELECT COUNT(*) FROM message m JOIN root r ON r.first = CASE WHEN m.first_conversation = '' THEN m.conversation_id ELSE m.first_conversation END
			WHERE r.id <> m.conversation_id OR m.first_conversation = m.conversation_id`,
		"every conversation has a root": `WITH RECURSIVE way (first, id, n) AS (SELECT id, id, 0 FROM conversation UNION ALL
				SELECT w.first, c.merged_into, w.n + 1 FROM way w JOIN conversation c ON c.id = w.id WHERE c.merged_into <> '' AND w.n < 100)
			SELECT COUNT(*) FROM way WHERE n >= 100`,
		"counts of messages": `SELECT COUNT(*) FROM conversation c WHERE c.message_count <> (SELECT COUNT(*) FROM message m WHERE m.conversation_id = c.id)`,
		"the tally": `SELECT COUNT(*) FROM (SELECT state, assignee_id, team_id, SUM(n) AS n FROM (SELECT state, assignee_id, team_id, n FROM conversation_tally
			UNION ALL SELECT state, assignee_id, team_id, -1 FROM conversation WHERE merged_into = '') AS x GROUP BY state, assignee_id, team_id HAVING SUM(n) <> 0) AS y`,
		"the tally of tags": `SELECT COUNT(*) FROM (SELECT tag, SUM(n) AS n FROM (SELECT tag, n FROM conversation_tag_tally
			UNION ALL SELECT tag, -1 FROM conversation_tag) AS x GROUP BY tag HAVING SUM(n) <> 0) AS y`,
		"tags as the conversation stands": `SELECT COUNT(*) FROM conversation_tag k JOIN conversation c ON c.id = k.conversation_id
			WHERE c.merged_into <> '' OR c.state <> k.state OR c.last_message_at <> k.last_message_at`,
		"words open where the message stands": `SELECT COUNT(*) FROM word_doc d JOIN message m ON m.id = d.owner_id WHERE d.kind = 'message' AND d.group_id <> m.conversation_id`,
		"files are where their message is":    `SELECT COUNT(*) FROM attachment a JOIN message m ON m.id = a.message_id WHERE a.conversation_id <> m.conversation_id`,
		"the newest message": `SELECT COUNT(*) FROM conversation c WHERE c.message_count > 0 AND c.last_message_at <>
			(SELECT MAX(sent_at) FROM message m WHERE m.conversation_id = c.id AND m.kind <> 'system')`,
	} {
		var wrong int
		require.NoError(t, w.DB.Read().NewRaw(query).Scan(w.Ctx, &wrong), what)
		require.Zero(t, wrong, what)
	}
}

// said is everything that there is, by where it shows: what an undoing has to bring back.
func said(t *testing.T, w *world.World) map[fact.MessageID]fact.ConversationID {
	t.Helper()
	var rows []struct {
		ID           fact.MessageID      `bun:"id"`
		Conversation fact.ConversationID `bun:"conversation_id"`
	}
	require.NoError(t, w.DB.Read().NewRaw("SELECT id, conversation_id FROM message").Scan(w.Ctx, &rows))
	by := map[fact.MessageID]fact.ConversationID{}
	for _, r := range rows {
		by[r.ID] = r.Conversation
	}
	return by
}

// TestWhateverIsMergedSplitAndUndoneNothingIsLost lets several people do anything
// to some conversations, while customers write on.
func TestWhateverIsMergedSplitAndUndoneNothingIsLost(t *testing.T) {
	for _, seed := range []uint64{2, 3, 1795548988965500985, 1795549943422514316, 1795550077135494793, uint64(time.Now().UnixNano())} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { nothingIsLost(t, seed) })
	}
}

func nothingIsLost(t *testing.T, seed uint64) {
	world.Each(t, func(t *testing.T, w *world.World) {
		r := rand.New(rand.NewPCG(seed, 1))
		var all []fact.ConversationID
		refs := []string{}
		for i := range 6 {
			ref := fmt.Sprint("m", i)
			all, refs = append(all, writes(w, fmt.Sprintf("p%d@example.com", i%3), ref, ref).Conversation), append(refs, ref)
			if i%2 == 0 {
				require.NoError(t, w.Inbox.Change(w.Ctx, w.Lin, all[i], conversation.Edit{Tags: &[]string{fmt.Sprint("t", i), "all"}}))
			}
		}
		w.Replies(w.Lin, all[1], "answered")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, all[2]))
		require.NoError(t, w.Inbox.Snooze(w.Ctx, w.Lin, all[3], w.Now().Add(100*time.Hour)))
		require.NoError(t, w.Inbox.Assign(w.Ctx, w.Lin, all[4], conversation.Assignment{Assignee: &w.Chen.ID}))
		home, stood := said(t, w), map[fact.ConversationID]conversation.Conversation{}
		for _, c := range all {
			stood[c] = w.Sees(c)
		}
		quiet := r.IntN(2) == 0 // without new messages the beginning comes back in full
		var parted []fact.ConversationID
		pick := func() fact.ConversationID { return all[r.IntN(len(all))] }
		allowed := []string{"conversation.merged", "conversation.merge_itself", "conversation.merged_the_other_way", "conversation.not_merged", "conversation.split_was_undone",
			"conversation.split_everything", "conversation.not_split", "conversation.split_source_merged", "conversation.split_unknown_message", "conversation.split_nothing"}
		act := func(err error) {
			t.Helper()
			if err != nil {
				require.Contains(t, allowed, fault.Of(err).Code)
			}
		}
		for step := range 60 {
			w.Pass(time.Second)
			who := []int{0, 1}[r.IntN(2)]
			actor := w.Lin
			if who == 1 {
				actor = w.Chen
			}
			switch n := r.IntN(10); {
			case n < 3:
				act(second(w.Inbox.Merge(w.Ctx, actor, pick(), pick())))
			case n < 5:
				act(second(w.Inbox.Unmerge(w.Ctx, actor, pick())))
			case n < 6:
				c := pick()
				some := ids(t, w, c)
				r.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
				made, err := w.Inbox.Split(w.Ctx, actor, c, some[:r.IntN(len(some)+1)], "")
				act(err)
				if err == nil {
					all, parted = append(all, made), append(parted, made)
				}
			case n < 7 && len(parted) > 0:
				act(second(w.Inbox.Unsplit(w.Ctx, actor, parted[r.IntN(len(parted))])))
			case quiet:
			case n < 9:
				ref := fmt.Sprint("s", step)
				answers := refs[r.IntN(len(refs))]
				got := writes(w, fmt.Sprintf("p%d@example.com", r.IntN(3)), ref, ref, answers)
				home[got.Message], refs = got.Conversation, append(refs, ref)
			default:
				_, err := w.Desk.Say(w.Ctx, actor, pick(), desk.Words{Kind: conversation.Reply, Text: "r"})
				act(err)
			}
			truthful(t, w)
		}
		for range 50 { // until there is nothing left to undo
			undone := 0
			for _, c := range slices.Backward(parted) {
				if _, err := w.Inbox.Unsplit(w.Ctx, w.Lin, c); err == nil {
					undone++
				} else {
					act(err)
				}
			}
			for _, c := range slices.Backward(all) {
				if _, err := w.Inbox.Unmerge(w.Ctx, w.Lin, c); err == nil {
					undone++
				} else {
					act(err)
				}
			}
			truthful(t, w)
			if undone == 0 {
				break
			}
		}
		now := said(t, w)
		for m, c := range home {
			if _, was := stood[c]; was {
				require.Equal(t, c, now[m], "message %s is back where it came in", m)
			}
		}
		for _, c := range all {
			card := w.Sees(c)
			if first, was := stood[c]; was {
				require.Nil(t, card.MergedInto)
				require.Equal(t, first.Subject, card.Subject)
				require.Equal(t, first.Contact, card.Contact)
				require.Equal(t, first.Tags, card.Tags)
				if quiet {
					require.Equal(t, first.State, card.State)
					require.Equal(t, first.MessageCount, card.MessageCount)
					require.Equal(t, first.Assignee, card.Assignee)
					require.Equal(t, first.Preview, card.Preview)
				}
			}
		}
	})
}

func TestTwoMattersAreProposedAgainOnlyWhenMoreSpeaksForIt(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a := writes(w, "li@example.com", "m1", "第一件").Conversation
		b := writes(w, "li@example.com", "m2", "第二件").Conversation
		require.NotEqual(t, a, b)
		proposed := func(c fact.ConversationID) []conversation.Maybe {
			links, err := w.Inbox.Links(w.Ctx, w.Lin, c)
			require.NoError(t, err)
			return links.MaybeSame
		}
		w.Meddle("UPDATE conversation SET subject = '退款' WHERE id = ?", a)
		w.Meddle("UPDATE conversation SET subject = '发票' WHERE id = ?", b)
		require.Equal(t, b, proposed(a)[0].Conversation.ID)
		w.Facts()
		require.NoError(t, w.Inbox.Distinct(w.Ctx, w.Lin, b, a))
		w.WantFacts("conversation.changed", "conversation.changed")
		require.Empty(t, proposed(a))
		require.Empty(t, proposed(b), "for the pair, from both sides and for everybody")
		require.NoError(t, w.Inbox.Resolve(w.Ctx, w.Lin, a))
		require.Empty(t, proposed(b), "resolving says nothing about the matter")
		w.Meddle("UPDATE conversation SET subject = 'Re: 退款' WHERE id = ?", b)
		require.Len(t, proposed(a), 1, "the same subject is new")
		fault.Want(t, w.Inbox.Distinct(w.Ctx, w.Lin, a, "gone"), "conversation.missing")
	})
}

func TestThatTwoAreDifferentMattersIsTakenBack(t *testing.T) {
	world.Each(t, func(t *testing.T, w *world.World) {
		a := writes(w, "li@example.com", "m1", "第一件").Conversation
		b := writes(w, "li@example.com", "m2", "第二件").Conversation
		w.Meddle("UPDATE conversation SET subject = '退款' WHERE id IN (?, ?)", a, b)
		links := func(c fact.ConversationID) conversation.Links {
			l, err := w.Inbox.Links(w.Ctx, w.Lin, c)
			require.NoError(t, err)
			return l
		}
		fault.Want(t, w.Inbox.TakeBack(w.Ctx, w.Lin, a, b), "conversation.not_told_apart")
		require.NoError(t, w.Inbox.Distinct(w.Ctx, w.Lin, b, a))
		require.Empty(t, links(a).MaybeSame)
		apart := links(a).ToldApart
		require.Len(t, apart, 1)
		require.Equal(t, b, apart[0].ID)
		require.Equal(t, w.Lin.Name, apart[0].By.Name)
		require.True(t, apart[0].CanUndo)
		require.Equal(t, a, links(b).ToldApart[0].ID, "it is seen from both sides")

		w.Facts()
		require.NoError(t, w.Inbox.TakeBack(w.Ctx, w.Lin, a, b), "whichever side it was said from")
		w.WantFacts("conversation.changed", "conversation.changed")
		require.Empty(t, links(b).ToldApart)
		require.Len(t, links(b).MaybeSame, 1, "they are proposed again")
		reader := w.Lin
		reader.Scope = access.Read
		fault.Want(t, w.Inbox.TakeBack(w.Ctx, reader, a, b), "access.denied")
	})
}
