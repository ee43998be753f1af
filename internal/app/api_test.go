package app_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"github.com/stretchr/testify/require"

	"anlan/internal/app/apptest"
)

type receipt struct {
	ConversationID string `json:"conversation_id"`
	MessageID      string `json:"message_id"`
	Duplicate      bool   `json:"duplicate"`
}

func inbound(id, text string) map[string]any {
	return map[string]any{
		"external_id": id, "subject": "课程打不开", "text": text,
		"sender": map[string]any{"external_id": "u-" + id, "name": "王小明", "email": id + "@example.com"},
	}
}

func TestAMessageThatComesTwiceIsOneMessage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		program := admin.Program("intake")
		var first, again receipt

		program.Post("/v1/inbound/"+shop.Key, inbound("m1", "登录不了"), http.StatusAccepted, &first)
		program.Post("/v1/inbound/"+shop.Key, inbound("m1", "登录不了"), http.StatusOK, &again)

		require.False(t, first.Duplicate)
		require.Equal(t, receipt{first.ConversationID, first.MessageID, true}, again)
	})
}

func TestASignedMessageNeedsNoToken(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		shop := n.Admin().Channel("api", nil)
		body := []byte(`{"external_id":"s1","sender":{"external_id":"u1"},"text":"退款"}`)
		hook, err := standardwebhooks.NewWebhook(shop.Secret)
		require.NoError(t, err)
		now := n.DB.Now()
		signature, err := hook.Sign("msg_1", now, body)
		require.NoError(t, err)
		shopSystem := n.Stranger()
		shopSystem.Header.Set("webhook-id", "msg_1")
		shopSystem.Header.Set("webhook-timestamp", fmt.Sprint(now.Unix()))
		shopSystem.Header.Set("webhook-signature", signature)

		shopSystem.Post("/v1/inbound/"+shop.Key, body, http.StatusAccepted, nil)

		forged := bytes.Replace(body, []byte("退款"), []byte("转账"), 1)
		require.Equal(t, "intake.signature_wrong", shopSystem.Code(http.MethodPost, "/v1/inbound/"+shop.Key, forged, http.StatusUnauthorized))
		require.Equal(t, "intake.unsigned", n.Stranger().Code(http.MethodPost, "/v1/inbound/"+shop.Key, body, http.StatusUnauthorized))
	})
}

func TestBadInputGetsAClearProblem(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop, site := admin.Channel("api", nil), admin.Channel("webchat", nil)
		for _, c := range []struct {
			what, path string
			body       []byte
			status     int
			code       string
		}{
			{"broken JSON", "/v1/inbound/" + shop.Key, []byte(`{"external_id":`), 400, "request.unreadable"},
			{"no external id", "/v1/inbound/" + shop.Key, []byte(`{"text":"x"}`), 422, "request.invalid"},
			{"an unknown field", "/v1/inbound/" + shop.Key, []byte(`{"external_id":"a","colour":"red"}`), 422, "request.invalid"},
			{"a wrong type", "/v1/inbound/" + shop.Key, []byte(`{"external_id":7}`), 422, "request.invalid"},
			{"an unknown channel", "/v1/inbound/nowhere", []byte(`{"external_id":"a"}`), 404, "channel.missing"},
			{"a mail into a chat", "/v1/inbound/" + site.Key + "/email", []byte("Subject: x\r\n\r\nx"), 422, "channel.wrong_kind"},
			{"an empty mail", "/v1/inbound/" + admin.Channel("email", nil).Key + "/email", []byte{}, 400, "request.unreadable"},
			{"a name that cannot be", "/v1/conversations/%00/resolution", nil, 404, "request.no_such_path"},
			{"no such path", "/v1/nothing", []byte(`{}`), 404, "request.no_such_path"},
		} {
			require.Equal(t, c.code, admin.Code(http.MethodPost, c.path, c.body, c.status), c.what)
		}
	})
}

func TestACharacterThatNoDatabaseKeepsLosesNoMessage(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop, mailbox := admin.Channel("api", nil), admin.Channel("email", nil)
		message := inbound("n1", "前\x00后")
		message["attributes"] = map[string]any{"a\x00b": []any{"x\x00", map[string]any{"y": "z\x00"}}}
		message["sender"] = map[string]any{"external_id": "u\x00", "name": "王\x00"}
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, message, http.StatusAccepted, &r)
		var list struct{ Items []struct{ Text string } }
		admin.Get("/v1/conversations/"+r.ConversationID+"/messages", http.StatusOK, &list)
		require.Equal(t, "前后", list.Items[0].Text)

		mail := "From: =?utf-8?q?a=00b?= <a@b.cn>\r\nSubject: =?utf-8?q?x=00y?=\r\nMessage-ID: <\x00@x>\r\n\r\nhello\x00there\r\n"
		admin.Post("/v1/inbound/"+mailbox.Key+"/email", []byte(mail), http.StatusAccepted, &r)
		admin.Get("/v1/conversations/"+r.ConversationID+"/messages", http.StatusOK, &list)
		require.Contains(t, list.Items[0].Text, "there")
	})
}

func TestARefusalSpeaksTheLanguageOfItsReader(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		stranger := n.Stranger()
		var problem struct{ Detail, Code string }

		stranger.Header.Set("Accept-Language", "zh-CN,zh;q=0.9")
		stranger.Get("/v1/me", http.StatusUnauthorized, &problem)
		require.Equal(t, "access.signed_out", problem.Code)
		require.True(t, strings.ContainsFunc(problem.Detail, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }), problem.Detail)

		stranger.Header.Set("Accept-Language", "en-GB")
		stranger.Get("/v1/me", http.StatusUnauthorized, &problem)
		require.Contains(t, problem.Detail, "Sign in")
	})
}

func TestTheDaysWorkOverTheAPI(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("d1", "课程打不开，想退款"), http.StatusAccepted, &r)
		lin := admin.Hire("Lin", "agent")
		path := "/v1/conversations/" + r.ConversationID
		var c struct {
			State    string
			Assignee *struct{ Name string }
			Tags     []string
			Priority string
			Version  int
			Can      map[string]bool
		}

		lin.Post(path+"/assignment", map[string]any{"assignee": "me"}, http.StatusOK, &c)
		require.Equal(t, "Lin", c.Assignee.Name)
		require.False(t, c.Can["delete"], "an agent deletes nothing, and the object says so")

		lin.Post(path+"/messages", map[string]any{"kind": "reply", "text": "马上帮您看"}, http.StatusCreated, nil)
		lin.Post(path+"/messages", map[string]any{"kind": "note", "html": "<b>查过订单</b><script>alert(1)</script>"}, http.StatusCreated, nil)
		lin.Do(http.MethodPatch, path, map[string]any{"tags": []string{" 退款 ", "退款", "VIP"}, "priority": "high"}, http.StatusOK, &c)
		require.Equal(t, []string{"vip", "退款"}, c.Tags)
		require.Equal(t, "waiting", c.State)

		require.Equal(t, "conversation.changed_meanwhile", lin.Code(http.MethodPatch, path, map[string]any{"subject": "x", "version": c.Version - 1}, http.StatusConflict))

		lin.Post(path+"/resolution", nil, http.StatusOK, &c)
		require.Equal(t, "resolved", c.State)
		require.Equal(t, "conversation.already_resolved", lin.Code(http.MethodPost, path+"/resolution", nil, http.StatusConflict))
		lin.Do(http.MethodDelete, path+"/resolution", nil, http.StatusOK, &c)
		require.Equal(t, "open", c.State)

		var messages struct {
			Items []struct {
				Kind, Text, HTML string
				Author           struct{ Kind, Name string }
			}
		}
		lin.Get(path+"/messages", http.StatusOK, &messages)
		require.Len(t, messages.Items, 3)
		require.Equal(t, "查过订单", messages.Items[2].Text)
		require.NotContains(t, messages.Items[2].HTML, "script")

		require.Equal(t, "access.denied", lin.Code(http.MethodDelete, path, nil, http.StatusForbidden))
		require.Equal(t, "access.denied", lin.Code(http.MethodPost, "/v1/channels", map[string]any{"kind": "api", "name": "x"}, http.StatusForbidden))
		require.Equal(t, "access.denied", lin.Code(http.MethodGet, "/v1/audit", nil, http.StatusForbidden))
	})
}

func TestAKeyMakesARepeatedRequestHarmless(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("k1", "在吗"), http.StatusAccepted, &r)
		path := "/v1/conversations/" + r.ConversationID + "/messages"
		admin.Header.Set("Idempotency-Key", "once-1")
		var first, again struct{ ID string }

		admin.Post(path, map[string]any{"text": "在的"}, http.StatusCreated, &first)
		admin.Post(path, map[string]any{"text": "在的"}, http.StatusCreated, &again)

		require.Equal(t, first.ID, again.ID)
		require.Equal(t, "request.key_reused", admin.Code(http.MethodPost, path, map[string]any{"text": "别的"}, http.StatusUnprocessableEntity))
		admin.Header.Del("Idempotency-Key")
		var list struct{ Items []struct{ ID string } }
		admin.Get(path, http.StatusOK, &list)
		require.Len(t, list.Items, 2)
	})
}

func TestTokensReachNoFurtherThanTheirScope(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		read, intake := admin.Program("read"), admin.Program("intake")

		read.Get("/v1/conversations", http.StatusOK, nil)
		require.Equal(t, "access.denied", read.Code(http.MethodPost, "/v1/inbound/"+shop.Key, inbound("t1", "x"), http.StatusForbidden))
		require.Equal(t, "access.denied", read.Code(http.MethodPost, "/v1/teams", map[string]any{"name": "x"}, http.StatusForbidden))
		intake.Post("/v1/inbound/"+shop.Key, inbound("t1", "x"), http.StatusAccepted, nil)
		require.Equal(t, "access.denied", intake.Code(http.MethodGet, "/v1/conversations", nil, http.StatusForbidden))
		require.Equal(t, "access.denied", intake.Code(http.MethodGet, "/v1/facts", nil, http.StatusForbidden))
	})
}

func TestAnotherSiteCannotActWithOurCookie(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		admin.Header.Set("Sec-Fetch-Site", "cross-site")
		require.Equal(t, "request.cross_site", admin.Code(http.MethodPost, "/v1/teams", map[string]any{"name": "x"}, http.StatusForbidden))
		admin.Header.Set("Sec-Fetch-Site", "same-origin")
		admin.Post("/v1/teams", map[string]any{"name": "x"}, http.StatusCreated, nil)
	})
}

func TestFilesOfStrangersNeverRun(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		png := append([]byte("\x89PNG\r\n\x1a\n"), bytes.Repeat([]byte{0}, 64)...)
		message := inbound("f1", "见附件")
		message["attachments"] = []map[string]any{
			{"name": "photo.png", "type": "text/html", "data": png},
			{"name": "evil.svg", "type": "image/svg+xml", "data": []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)},
			{"name": "../../etc/passwd.html", "type": "image/png", "data": []byte("<html><script>alert(1)</script></html>")},
		}
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, message, http.StatusAccepted, &r)
		var list struct {
			Items []struct {
				Attachments []struct{ Name, Type, URL string }
			}
		}
		admin.Get("/v1/conversations/"+r.ConversationID+"/messages", http.StatusOK, &list)
		files := list.Items[0].Attachments
		require.Len(t, files, 3)
		require.Equal(t, "image/png", files[0].Type, "the bytes decide, not the sender")
		require.Equal(t, "passwd.html", files[2].Name)

		stranger := n.Stranger() // whoever holds the signed link may fetch; it says what it is for
		for i, f := range files {
			res := stranger.Get(f.URL+"&show=1", http.StatusOK, nil)
			require.Equal(t, "nosniff", res.Header.Get("X-Content-Type-Options"))
			require.Contains(t, res.Header.Get("Content-Security-Policy"), "sandbox")
			if i == 0 {
				require.Equal(t, "image/png", res.Header.Get("Content-Type"))
				continue
			}
			require.Equal(t, "application/octet-stream", res.Header.Get("Content-Type"), f.Name)
			require.True(t, strings.HasPrefix(res.Header.Get("Content-Disposition"), "attachment"), f.Name)
		}
		forged := strings.Replace(files[0].URL, "sig=", "sig=x", 1)
		require.Equal(t, "attachment.link_over", stranger.Code(http.MethodGet, forged, nil, http.StatusForbidden))
	})
}

func TestUploadsAreLimitedAndBelongToTheirUploader(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("u1", "x"), http.StatusAccepted, &r)
		lin, wu := admin.Hire("Lin", "agent"), admin.Hire("Wu", "agent")
		path := "/v1/conversations/" + r.ConversationID + "/messages"
		var up struct{ ID, Name, Type string }

		upload(lin, "报价单.pdf", []byte("%PDF-1.7 …"), http.StatusCreated, &up)
		require.Equal(t, "报价单.pdf", up.Name)
		require.Equal(t, "application/pdf", up.Type)
		theirs := map[string]any{"text": "见附件", "attachments": []map[string]any{{"upload": up.ID}}}
		require.Equal(t, "attachment.not_yours", wu.Code(http.MethodPost, path, theirs, http.StatusUnprocessableEntity))
		lin.Post(path, theirs, http.StatusCreated, nil)
		upload(lin, "big.bin", make([]byte, 2<<20+1), http.StatusRequestEntityTooLarge, nil)
	})
}

func upload(p *apptest.Person, name string, data []byte, want int, out any) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, _ := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="file"; filename=%q`, name)}, "Content-Type": {"application/octet-stream"},
	})
	_, _ = part.Write(data)
	_ = form.Close()
	kind := p.Header.Get("Content-Type")
	p.Header.Set("Content-Type", form.FormDataContentType())
	p.Post("/v1/uploads", body.Bytes(), want, out)
	p.Header.Set("Content-Type", kind)
	if kind == "" {
		p.Header.Del("Content-Type")
	}
}

func TestTheSearchFindsChineseAndEnglish(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		var zh, en receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("z1", "直播课的回放一直加载不出来"), http.StatusAccepted, &zh)
		admin.Post("/v1/inbound/"+shop.Key, inbound("e1", "my invoices were charged twice"), http.StatusAccepted, &en)
		var found struct {
			Items []struct {
				Kind         string
				Conversation *struct{ ID string }
				Because      string
				Snippet      []struct {
					Text string
					Hit  bool
				}
			}
		}

		admin.Get("/v1/search?q=回放", http.StatusOK, &found)
		require.Len(t, found.Items, 1)
		require.Equal(t, zh.ConversationID, found.Items[0].Conversation.ID)
		require.Equal(t, "message", found.Items[0].Because)

		admin.Get("/v1/search?q=invoice", http.StatusOK, &found)
		require.Equal(t, en.ConversationID, found.Items[0].Conversation.ID)

		var list struct{ Items []struct{ ID string } }
		admin.Get("/v1/conversations?q=回放&state=open", http.StatusOK, &list)
		require.Len(t, list.Items, 1)
		admin.Get("/v1/conversations?q=回放&state=resolved", http.StatusOK, &list)
		require.Empty(t, list.Items)
		var contacts struct{ Items []struct{ Name string } }
		admin.Get("/v1/contacts?q=e1@example.com", http.StatusOK, &contacts)
		require.Len(t, contacts.Items, 1)
	})
}

func TestTheFeedIsReadToItsEnd(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		for i := range 5 {
			admin.Post("/v1/inbound/"+shop.Key, inbound(fmt.Sprint("feed", i), "x"), http.StatusAccepted, nil)
		}
		_, err := n.DB.Sequence(t.Context())
		require.NoError(t, err)
		var seen []int64
		after := "0"
		for {
			var page struct {
				Items []apptest.Fact
				Next  string
			}
			admin.Get("/v1/facts?limit=3&after="+after, http.StatusOK, &page)
			if len(page.Items) == 0 {
				require.Equal(t, after, page.Next, "at the end one waits where one stands")
				break
			}
			for _, f := range page.Items {
				seen = append(seen, f.Cursor)
			}
			after = page.Next
		}
		require.IsIncreasing(t, seen)
		require.GreaterOrEqual(t, len(seen), 5*3)
	})
}

func TestTooManyRequestsAreToldWhenToComeBack(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		for range 2000 {
			res, err := http.Get(n.URL + "/v1/setup?token=guess")
			require.NoError(t, err)
			require.NoError(t, res.Body.Close())
			if res.StatusCode == http.StatusTooManyRequests {
				require.NotEmpty(t, res.Header.Get("Retry-After"))
				return
			}
		}
		t.Fatal("two thousand guesses were let through")
	})
}

func TestTheDescriptionKnowsEveryRoute(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		var doc struct {
			OpenAPI string
			Paths   map[string]map[string]any
		}
		n.Stranger().Get("/openapi.json", http.StatusOK, &doc)
		require.Equal(t, "3.1.0", doc.OpenAPI)
		for _, path := range []string{
			"/v1/conversations", "/v1/conversations/{id}/messages", "/v1/conversations/{id}/assignment", "/v1/conversations/{id}/resolution",
			"/v1/contacts", "/v1/search", "/v1/facts", "/v1/staff", "/v1/teams", "/v1/channels", "/v1/me", "/v1/inbound/{channel_key}", "/v1/inbound/{channel_key}/email",
		} {
			require.Contains(t, doc.Paths, path)
		}
		var page []byte
		n.Stranger().Get("/docs", http.StatusOK, &page)
		require.Contains(t, string(page), "/v1/conversations/{id}/resolution")
		require.NotContains(t, string(page), "<script")
	})
}

func TestAScreenThatWasAwayCatchesUp(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		screen := admin.Socket("/v1/live")
		hello := screen.Await("hello", nil)
		screen.Say(map[string]any{"t": "from", "cursor": hello.Cursor})
		admin.Post("/v1/inbound/"+shop.Key, inbound("l1", "第一条"), http.StatusAccepted, nil)
		seen := screen.Await("facts", func(f apptest.Frame) bool { return f.Has("message.arrived") })
		require.NoError(t, screen.CloseNow())

		var away receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("l2", "不在的时候"), http.StatusAccepted, &away)
		back := admin.Socket("/v1/live")
		back.Await("hello", nil)
		back.Say(map[string]any{"t": "from", "cursor": seen.Cursor})
		missed := back.Await("facts", func(f apptest.Frame) bool { return f.Has("message.arrived") })

		var arrived []string // and nothing that was seen; what the first one led to comes beside it
		for _, f := range missed.Items {
			if f.Name == "message.arrived" {
				arrived = append(arrived, f.ConversationID)
			}
		}
		require.Equal(t, []string{away.ConversationID}, arrived)
		require.Greater(t, missed.Items[0].Cursor, seen.Cursor)
	})
}

func TestAScreenWithACursorFromBeforeTheHorizonFetchesAfresh(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		admin.Post("/v1/inbound/"+shop.Key, inbound("h1", "旧事"), http.StatusAccepted, nil)
		_, err := n.DB.Sequence(t.Context())
		require.NoError(t, err)
		dropped, err := n.DB.Forget(t.Context(), n.DB.Now().Add(62*24*time.Hour))
		require.NoError(t, err)
		require.Positive(t, dropped)

		screen := admin.Socket("/v1/live")
		screen.Await("hello", nil)
		screen.Say(map[string]any{"t": "from", "cursor": 1})
		screen.Await("reset", nil)
		require.Equal(t, "facts.expired", admin.Code(http.MethodGet, "/v1/facts?after=1", nil, http.StatusGone))
	})
}

func TestANoteCanBeRewrittenByItsWriterAndKeepsItsPast(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop := admin.Channel("api", nil)
		var r receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("rev1", "x"), http.StatusAccepted, &r)
		lin, wu := admin.Hire("Lin", "agent"), admin.Hire("Wu", "agent")
		path := "/v1/conversations/" + r.ConversationID + "/messages"
		var note, reply struct {
			ID        string
			Text      string
			Revisions int
		}
		lin.Post(path, map[string]any{"kind": "note", "text": "查过订单"}, http.StatusCreated, &note)
		lin.Post(path, map[string]any{"kind": "reply", "text": "您好"}, http.StatusCreated, &reply)

		lin.Do(http.MethodPatch, "/v1/messages/"+note.ID, map[string]any{"text": "查过订单，已退款"}, http.StatusOK, &note)
		require.Equal(t, 1, note.Revisions)
		require.Equal(t, "message.not_yours", wu.Code(http.MethodPatch, "/v1/messages/"+note.ID, map[string]any{"text": "x"}, http.StatusForbidden))
		require.Equal(t, "message.cannot_revise", lin.Code(http.MethodPatch, "/v1/messages/"+reply.ID, map[string]any{"text": "x"}, http.StatusUnprocessableEntity))
		var past struct {
			Items []struct {
				Text string
				By   struct{ Name string }
			}
		}
		wu.Get("/v1/messages/"+note.ID+"/revisions", http.StatusOK, &past)
		require.Len(t, past.Items, 1)
		require.Equal(t, "查过订单", past.Items[0].Text)
		require.Equal(t, "Lin", past.Items[0].By.Name)
		var found struct{ Items []struct{ Because string } }
		lin.Get("/v1/search?q=已退款", http.StatusOK, &found)
		require.Len(t, found.Items, 1)
	})
}

func TestAContactHasOneTimelineOverAllChannels(t *testing.T) {
	apptest.Each(t, func(t *testing.T, n *apptest.Node) {
		admin := n.Admin()
		shop, mailbox := admin.Channel("api", nil), admin.Channel("email", nil)
		var form, letter receipt
		admin.Post("/v1/inbound/"+shop.Key, inbound("wang", "表单里写的"), http.StatusAccepted, &form)
		mail := "From: wang@example.com\r\nSubject: x\r\nMessage-ID: <tl@x>\r\n\r\nby mail\r\n"
		admin.Post("/v1/inbound/"+mailbox.Key+"/email", []byte(mail), http.StatusAccepted, &letter)
		var c struct{ Contact struct{ ID string } }
		admin.Get("/v1/conversations/"+letter.ConversationID, http.StatusOK, &c)
		var page struct {
			Items []struct {
				Message struct{ Text string }
				Channel struct{ Kind string }
			}
			Next string
		}

		admin.Get("/v1/contacts/"+c.Contact.ID+"/timeline?limit=1", http.StatusOK, &page)
		require.Equal(t, "email", page.Items[0].Channel.Kind)
		admin.Get("/v1/contacts/"+c.Contact.ID+"/timeline?limit=1&after="+page.Next, http.StatusOK, &page)
		require.Equal(t, "表单里写的", page.Items[0].Message.Text)
		require.Equal(t, "api", page.Items[0].Channel.Kind)
	})
}
