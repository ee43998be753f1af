package sample

import (
	"context"

	"anlan/internal/arrive/conversation"
	"anlan/internal/arrive/field"
	"anlan/internal/arrive/organisation"
	"anlan/internal/arrive/view"
	"anlan/internal/people/access"
	"anlan/internal/resolve/wording"
)

// furnish is what a house has made its own before anybody wrote: what it wants to
// know, whom it knows as organisations, and what it says again and again.
func (w *writer) furnish(ctx context.Context) error {
	for _, f := range fields {
		if _, err := w.Fields.Add(ctx, w.house.manager, f); err != nil {
			return err
		}
	}
	if err := w.draw(ctx, branches, ""); err != nil {
		return err
	}
	for _, o := range organisations {
		if _, err := w.Organisations.Add(ctx, w.house.lead, o); err != nil {
			return err
		}
	}
	for _, c := range cannedReplies {
		c.Owned = wording.Owned{Scope: wording.Everybody}
		if _, err := w.Wording.AddCannedReply(ctx, w.house.lead, c); err != nil {
			return err
		}
	}
	for _, m := range w.macros() {
		m.Owned = wording.Owned{Scope: wording.Everybody}
		if _, err := w.Wording.AddMacro(ctx, w.house.lead, m); err != nil {
			return err
		}
	}
	for _, v := range views {
		if _, err := w.Views.Save(ctx, w.house.lead, v); err != nil {
			return err
		}
	}
	return nil
}

var fields = []field.Field{
	{Object: field.Conversation, Key: "order", Type: field.Text, Names: field.Names{"zh-CN": "订单号", "en": "Order"}},
	{Object: field.Conversation, Key: "cause", Type: field.Choice, Names: field.Names{"zh-CN": "原因", "en": "Cause"}, Options: []field.Option{
		{Key: "product", Names: field.Names{"zh-CN": "课程内容", "en": "The course"}},
		{Key: "delivery", Names: field.Names{"zh-CN": "物流", "en": "Delivery"}},
		{Key: "payment", Names: field.Names{"zh-CN": "付款和发票", "en": "Payment and invoices"}},
		{Key: "technology", Names: field.Names{"zh-CN": "技术", "en": "Technology"}},
		{Key: "people", Names: field.Names{"zh-CN": "老师和班级", "en": "Teachers and classes"}},
	}},
	{Object: field.Contact, Key: "grade", Type: field.Text, Names: field.Names{"zh-CN": "年级", "en": "School year"}},
	{Object: field.Contact, Key: "renewal", Type: field.Date, Names: field.Names{"zh-CN": "续费日", "en": "Renews on"}},
	{Object: field.Organisation, Key: "seats", Type: field.Number, Names: field.Names{"zh-CN": "席位", "en": "Seats"}},
}

// causes of the kinds of stories, by the keys of the field.
var causes = map[string]string{
	"parcel": "delivery", "refund": "payment", "invoice": "payment", "coupon": "payment", "price": "payment",
	"login": "technology", "video": "technology", "broken": "technology", "account": "technology", "malay": "technology",
	"teacher": "people", "schedule": "people", "homework": "people", "certificate": "product", "trial": "product",
}

var organisations = []organisation.Edit{
	{Name: new("杭州澄溪科技有限公司"), Domains: &[]string{"chengxi.example"}, JoinsByDomain: new(true),
		Notes: new("企业团购，发票统一开给财务部。"), Fields: field.Values{"seats": 40}},
	{Name: new("Clearwater Analytics Ltd"), Domains: &[]string{"clearwater.example"}, JoinsByDomain: new(true), Tier: new(organisation.VIP),
		Notes: new("Pays yearly, renews in March. Answer in English."), Fields: field.Values{"seats": 25}},
}

func said(zh, en string) map[string]wording.Text {
	return map[string]wording.Text{"zh-CN": {Text: zh}, "en": {Text: en}}
}

var cannedReplies = []wording.CannedReply{
	{Shortcut: "hi", Title: "问候 Greeting", Folder: "常用 General", Texts: said(
		"{{contact.name|您}}您好，我是{{agent.name}}，请问有什么可以帮您？",
		"Hello {{contact.first_name|there}}, this is {{agent.name}}. How can I help?")},
	{Shortcut: "sorry", Title: "致歉 Apology", Folder: "常用 General", Texts: said(
		"非常抱歉给您带来不便。我会跟进到底，有进展第一时间告诉您。",
		"I am sorry for the trouble. I will look after this myself and write as soon as there is news.")},
	{Shortcut: "refund", Title: "退款时间 When a refund arrives", Folder: "退款 Refunds", Tags: []string{"退款"}, Texts: said(
		"退款会原路退回，一般 1 到 3 个工作日到账，到账后会有短信通知您。",
		"The money goes back the way it came, usually within one to three working days. You will get a message when it has arrived.")},
	{Shortcut: "trial14", Title: "十四天内可退 Fourteen days", Folder: "退款 Refunds", Tags: []string{"退款"}, Texts: said(
		"按照约定，开课 14 天内可以按剩余课时退款，也可以先换到低一级的班，不另收费。",
		"Within 14 days of the first lesson we refund the lessons that are left, or move you to another level without charge.")},
	{Shortcut: "invoice", Title: "发票 Invoices", Folder: "付款 Payment", Tags: []string{"发票"}, Texts: said(
		"请把公司全称和税号发给我，电子发票会在当天下班前发到您的邮箱。",
		"Please send me the company's full name and tax number; the invoice is in your mailbox by the end of the day.")},
	{Shortcut: "line", Title: "换线路 Another line", Folder: "技术 Technology", Tags: []string{"视频"}, Texts: said(
		"请在播放器右下角把线路换成“备用”，一般马上就能看了。如果还不行，请告诉我左上角的错误代码。",
		"Please choose “Backup” at the lower right of the player. If that does not help, tell me the code in the upper left corner.")},
	{Shortcut: "holiday", Title: "假期安排 Holidays", Folder: "常用 General", Texts: said(
		"春节期间（除夕到初六）直播课停课，回放照常可看；客服每天 10:00 到 18:00 在线。",
		"Live lessons pause over the Spring Festival, from New Year's Eve to the sixth day; recordings can be watched as usual. We answer every day from 10:00 to 18:00 Beijing time.")},
}

// macros give to teams, which have their ids only now.
func (w *writer) macros() []wording.Macro {
	tech := string(w.house.crews["video"].team)
	return []wording.Macro{
		{Name: "转给技术 Hand to Tech", Steps: []wording.Step{
			{Kind: wording.ToTeam, Team: tech}, {Kind: wording.Tag, Add: []string{"技术"}},
			{Kind: wording.Note, Text: "请技术同事看一下，客户那边我已经说明会回复。"},
		}},
		{Name: "退款已提交 Refund is on its way", Steps: []wording.Step{
			{Kind: wording.Reply, Text: "{{contact.name|您}}您好，退款已经提交，一般 1 到 3 个工作日到账。"},
			{Kind: wording.Tag, Add: []string{"退款"}}, {Kind: wording.Snooze, Minutes: 3 * 24 * 60},
		}},
		{Name: "投诉升级 Complaint to the lead", Steps: []wording.Step{
			{Kind: wording.Tag, Add: []string{"投诉"}}, {Kind: wording.Priority, Priority: conversation.Urgent},
			{Kind: wording.Assign, Assignee: string(w.house.lead.ID)},
		}},
	}
}

var views = []view.Edit{
	{Name: new("等了一小时 Over an hour"), Color: new("amber"), Audience: new(view.Everybody),
		Filter: &conversation.Filter{States: []conversation.State{conversation.Open}, WaitingOverHours: 1, Order: "longest_waiting"}},
	{Name: new("投诉 Complaints"), Color: new("red"), Audience: new(view.Everybody),
		Filter: &conversation.Filter{TagsAny: []string{"投诉"}, States: []conversation.State{conversation.Open, conversation.Waiting, conversation.Snoozed}}},
	{Name: new("VIP"), Color: new("purple"), Audience: new(view.Everybody), Filter: &conversation.Filter{Tiers: []string{"vip"}}},
}

// statuses come last: an own status is set by what happens from then on, and the
// past should not wear what nobody gave it.
func (w *writer) statuses(ctx context.Context) error {
	var looking conversation.Status
	for _, s := range []struct{ zh, en, colour string }{{"待回复", "To answer", "grey"}, {"查证中", "Looking into it", "blue"}, {"等仓库", "With the warehouse", "amber"}} {
		made, err := w.Inbox.AddStatus(ctx, w.house.manager, conversation.StatusEdit{NameZH: &s.zh, NameEN: &s.en, Color: &s.colour, State: new(conversation.Open)})
		if err != nil {
			return err
		}
		if s.en == "Looking into it" {
			looking = made
		}
	}
	open, _, err := w.Inbox.List(ctx, access.System, conversation.Query{States: []conversation.State{conversation.Open}, Limit: 40})
	if err != nil {
		return err
	}
	for _, c := range open {
		if c.Assignee == nil || c.WaitingSince == nil {
			continue
		}
		if err := w.Inbox.Change(ctx, w.house.lead, c.ID, conversation.Edit{Status: &looking.ID}); err != nil {
			return err
		}
	}
	return nil
}
