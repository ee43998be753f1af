package sample

import (
	"context"
	"time"

	"anlan/internal/arrive/contact"
	"anlan/internal/arrive/conversation"
	"anlan/internal/channel/email"
)

// planVIP lets one customer who matters write about the same late order by mail,
// through the shop and in the chat, and stay one person all the way.
func (w *writer) planVIP() {
	vip := person{id: "8", name: "赵雅文", language: "zh", locale: "zh-CN", zone: "Asia/Shanghai", email: "yawen.zhao@mail.example", phone: "13900008888"}
	begin := func(way, subject string, crewOf string) *talk {
		c := w.house.crews[crewOf]
		return &talk{
			name: "vip-" + way, way: way, who: vip, signed: true, crew: c, agent: c.people[0],
			story: story{kind: crewOf, language: "zh", subject: subject, tags: []string{"vip", "物流", "催促"}},
		}
	}
	at := w.now.Add(-5 * time.Hour)
	byMail, byShop, byChat := begin("mail", "订单 268808 延误", "parcel"), begin("shop", "订单 268808 延误", "parcel"), begin("chat", "", "parcel")

	w.then(at, byMail.said(w, line{who: 'c', text: "您好，订单 268808 的全套教材承诺上周五送到，到今天还没有任何消息。孩子下周一开课，请尽快答复。"}, 0))
	w.then(at.Add(time.Second), func(ctx context.Context) error { return w.honour(ctx, byMail) })
	w.then(at.Add(25*time.Minute), byMail.taken(w))
	w.then(at.Add(30*time.Minute), byMail.said(w, line{who: 'a', text: "赵女士您好，非常抱歉让您久等。我正在和仓库逐一核对，今天 18 点前给您明确的送达时间。"}, 1))
	w.then(at.Add(2*time.Hour), byShop.said(w, line{who: 'c', text: "催单：268808，邮件里说今天答复，请优先处理。"}, 0))
	w.then(at.Add(2*time.Hour+3*time.Minute), byShop.taken(w))
	w.then(at.Add(2*time.Hour+5*time.Minute), byShop.said(w, line{who: 'n', text: "同一订单的邮件由我在跟：仓库说今晚发出，明天上午到。两边一起答复，别让客户说三遍。"}, 1))
	w.then(at.Add(4*time.Hour+30*time.Minute), byChat.said(w, line{who: 'c', text: "有人在吗？我是 268808 的赵雅文，发过邮件也在商城催过了，到底什么时候能到？"}, 0))
	w.then(at.Add(4*time.Hour+31*time.Minute), func(ctx context.Context) error {
		urgent := conversation.Urgent
		return w.Inbox.Change(ctx, w.house.lead, byChat.id, conversation.Edit{Priority: &urgent, Tags: &byChat.story.tags})
	})
}

// honour marks the contact of a conversation as one who is looked after closely.
func (w *writer) honour(ctx context.Context, t *talk) error {
	card, err := w.Inbox.Get(ctx, w.house.lead, t.id)
	if err != nil {
		return err
	}
	tier := contact.VIP
	_, err = w.Contacts.Change(ctx, w.house.lead, card.Contact.ID, contact.Edit{Tier: &tier, Attributes: map[string]any{"since": "2021", "children": 2}})
	return err
}

// planUnreadable lets a mail come in that no program can read.
func (w *writer) planUnreadable() {
	w.then(w.now.Add(-50*time.Minute), func(ctx context.Context) error {
		raw := "X-Mailer: ????\r\nContent-Type: multipart/encrypted; boundary=\r\n\r\n"
		_, err := w.Door.Accept(ctx, email.Inbound(w.house.mail, []byte(raw)))
		return err
	})
}
