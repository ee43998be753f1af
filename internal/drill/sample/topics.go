package sample

import (
	"context"

	"anlan/internal/fact"
	"anlan/internal/understand/tree"
)

// branch is a topic of the school, with those that stand under it.
type branch struct {
	zh, en string
	words  []string
	means  string
	kinds  []string // of stories, or their subjects, that are about it
	under  []branch
}

var branches = []branch{
	{zh: "账号与登录", en: "Account and sign-in", under: []branch{
		{zh: "登录不上", en: "Cannot sign in", words: []string{"登录一直", "登不上", "密码错误", "sign in", "log in", "signs in", "dapat masuk"}, means: "密码、设备信任、登录提示出错", kinds: []string{"login", "malay"}},
		{zh: "验证码", en: "Verification code", words: []string{"收不到验证码", "验证码收不到", "verification code"}, kinds: []string{"收不到验证码"}},
		{zh: "更换手机号", en: "New phone number", words: []string{"换手机号", "改绑", "绑定的手机号", "旧号"}, kinds: []string{"account"}},
		{zh: "个人数据", en: "Personal data", words: []string{"my data", "个人信息", "注销"}, kinds: []string{"export"}},
	}},
	{zh: "付款", en: "Payments", under: []branch{
		{zh: "退款", en: "Refund", words: []string{"想退", "能退吗", "退费", "refund*", "money back", "come back"}, means: "重复购买、不想学了、退款没到账", kinds: []string{"refund"}},
		{zh: "发票", en: "Invoice", words: []string{"开票", "抬头", "税号", "invoice*", "VAT", "領収書"}, kinds: []string{"invoice", "japanese"}},
		{zh: "优惠与价格", en: "Discounts and prices", words: []string{"优惠券", "满减券", "保价", "差价", "降价", "便宜了", "coupon*", "discount*"}, kinds: []string{"coupon", "price"}},
	}},
	{zh: "教材与物流", en: "Books and delivery", under: []branch{
		{zh: "没有收到", en: "Not arrived", words: []string{"还没收到", "物流", "快递", "发货", "包裹", "tracking page", "in transit", "parcel*"}, kinds: []string{"parcel"}},
		{zh: "少件或破损", en: "Missing or damaged", words: []string{"少了", "破损", "缺了", "damaged", "missing from the box"}, kinds: []string{"教材少了一本"}},
	}},
	{zh: "上课", en: "Lessons", under: []branch{
		{zh: "视频与直播", en: "Video and live lessons", words: []string{"回放", "卡顿", "转圈", "白屏", "直播", "no sound", "video*"}, kinds: []string{"video", "broken"}},
		{zh: "调课", en: "Moving a lesson", words: []string{"调到", "补课", "reschedule", "my time or", "live class"}, kinds: []string{"schedule"}},
		{zh: "老师", en: "Teachers", words: []string{"换老师", "新老师", "讲得太快", "tutor"}, kinds: []string{"teacher"}},
		{zh: "作业与证书", en: "Homework and certificates", words: []string{"证书", "批改", "homework", "certificate*"}, kinds: []string{"certificate", "homework"}},
		{zh: "试听与选课", en: "Trial lessons", words: []string{"试听", "适合报", "trial lesson"}, kinds: []string{"trial"}},
	}},
	{zh: "催促与投诉", en: "Complaints", words: []string{"投诉", "到底处理", "没人理", "complain*"}, kinds: []string{"angry"}},
	{zh: "表扬", en: "Praise", words: []string{"好评", "特别耐心", "thank you so much"}, kinds: []string{"praise"}},
}

// draw makes the tree, and remembers which stories are about which topic.
func (w *writer) draw(ctx context.Context, list []branch, parent fact.TopicID) error {
	for _, b := range list {
		t, err := w.Topics.Add(ctx, w.house.lead, tree.Edit{NameZH: &b.zh, NameEN: &b.en, Description: &b.means, Words: &b.words, Parent: &parent})
		if err != nil {
			return err
		}
		for _, kind := range b.kinds {
			w.topics[kind] = t.ID
		}
		if err := w.draw(ctx, b.under, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// topic is what a story is about.
func (w *writer) topic(s story) fact.TopicID {
	if t, known := w.topics[s.subject]; known {
		return t
	}
	return w.topics[s.kind]
}

// sorted is somebody of ours saying what a conversation is about: most do.
func (t *talk) sorted(ctx context.Context, w *writer) error {
	w.asked++
	if about := w.topic(t.story); about != "" && w.asked%4 != 0 {
		return w.Readings.CorrectTopic(ctx, t.agent, t.id, about)
	}
	return nil
}
