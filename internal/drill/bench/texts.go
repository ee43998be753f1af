package bench

import (
	"fmt"
	"strings"
)

// told is what a customer's conversation is made of.
type told struct {
	name, locale, subject string
	tags                  []string
	lines                 []string // the customer and we take turns
}

// topic is a thing that people write about, in both languages.
type topic struct {
	tag     string
	subject [2]string
	asks    [2][]string // %s is a product, %d an order
	replies [2][]string
}

var topics = []topic{
	{
		"退款",
		[2]string{"订单 %d 申请退款", "Refund for order %d"},
		[2][]string{
			{"你好，我上周买的%s想申请退款，订单号 %d，请问多久能到账？", "退款已经申请三天了，%s的钱还没有退回来，订单 %d，请尽快处理。"},
			{"Hello, I would like a refund for the %s I bought last week, order %d. When will the money arrive?", "I asked for a refund of %s three days ago and nothing has happened. The order is %d."},
		},
		[2][]string{{"您好，退款一般三到五个工作日到账，我已经帮您催办了。"}, {"Refunds usually take three to five working days; I have asked our bank to hurry."}},
	},
	{
		"发票",
		[2]string{"%d 的发票抬头写错了", "Invoice for %d is wrong"},
		[2][]string{
			{"%s的电子发票抬头写错了，订单 %d，可以重新开吗？", "请问%s怎么开增值税专用发票？订单号是 %d。"},
			{"The invoice for %s carries our old company name, order %d. Could you issue it again?", "Where do I download the invoice of %s? My order is %d."},
		},
		[2][]string{{"可以的，请把正确的抬头和税号发给我们。"}, {"Of course. Please send us the correct name and tax number."}},
	},
	{
		"登录",
		[2]string{"账号登录不了", "Cannot sign in"},
		[2][]string{
			{"换了手机以后%s一直登录不了，验证码收不到，订单 %d。", "密码改过之后%s提示账号异常，之前的订单是 %d。"},
			{"Since I changed my phone I cannot log in to %s, the code never comes. My order was %d.", "My password for %s stopped working after the update, order %d."},
		},
		[2][]string{{"请您稍等，我们先核对一下绑定的手机号。"}, {"One moment please, we are checking the phone number on your account."}},
	},
	{
		"课程",
		[2]string{"直播课回放打不开", "The recording does not play"},
		[2][]string{
			{"%s第三节直播课的回放一直加载不出来，换了网络也不行，订单 %d。", "请问%s的课程有效期到什么时候？订单 %d，能不能延期？"},
			{"The recording of lesson three of %s keeps loading, on every network. Order %d.", "Until when can I watch the course %s? Order %d. Could you extend it?"},
		},
		[2][]string{{"我们已经把问题转给技术同事，今天之内给您答复。"}, {"Our engineers are looking into it; you will hear from us today."}},
	},
	{
		"物流",
		[2]string{"快递三天没有更新", "Delivery of %d is late"},
		[2][]string{
			{"%s的物流信息三天没有更新了，订单 %d，麻烦查一下快递到哪里了。", "收到的%s包装破了，教材有折痕，订单 %d，可以换货吗？"},
			{"Tracking for %s has not moved in three days, order %d. Where is the parcel?", "The %s arrived with a torn box and bent pages, order %d. Can I exchange it?"},
		},
		[2][]string{{"快递公司回复明天上午派送，给您添麻烦了。"}, {"The carrier says it will be delivered tomorrow morning; sorry for the wait."}},
	},
}

var (
	products  = [2][]string{{"考研数学课", "雅思口语班", "少儿编程套装", "钢琴陪练卡", "护眼台灯", "错题打印机"}, {"the maths course", "the IELTS class", "the coding kit", "piano lessons", "the desk lamp", "the label printer"}}
	surnames  = []string{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴"}
	givens    = []string{"小明", "雨桐", "子轩", "思远", "佳怡", "浩然", "梦瑶", "建国", "晓燕", "志强"}
	firstName = []string{"Alice", "Ben", "Clara", "David", "Emma", "Frank", "Grace", "Henry", "Ines", "Jonas"}
	lastName  = []string{"Miller", "Tanaka", "Garcia", "Novak", "Smith", "Okafor", "Rossi", "Larsen", "Dubois", "Kim"}
	more      = [2][]string{{"好的，谢谢，那我再等等。", "还是不行，麻烦再看一下。", "收到了，问题解决了。"}, {"Thank you, I will wait.", "It still does not work, please have another look.", "It arrived, all is well now."}}
)

// answers are replies, in turn.
var answers = func() (all []string) {
	for _, t := range topics {
		all = append(all, t.replies[0][0], t.replies[1][0])
	}
	return all
}()

// firstOrder is the order of the first story.
const firstOrder = 20_000_000

// story tells the nth story, the same each time. Three of five are Chinese.
func story(n int) told {
	language, t := 0, topics[n%len(topics)]
	if n/len(topics)%5 > 2 {
		language = 1
	}
	order, round := firstOrder+n, n/len(topics)
	pick := func(list []string, by int) string { return list[(round/by)%len(list)] }
	s := told{name: pick(surnames, 1) + pick(givens, 3), locale: "zh-CN", tags: []string{t.tag}}
	if language == 1 {
		s.name, s.locale = pick(firstName, 1)+" "+pick(lastName, 3), "en"
	}
	s.subject = t.subject[language]
	if strings.Contains(s.subject, "%d") {
		s.subject = fmt.Sprintf(s.subject, order)
	}
	s.lines = append(s.lines, fmt.Sprintf(pick(t.asks[language], 2), pick(products[language], 5), order), pick(t.replies[language], 1))
	for turn := range n % 3 {
		s.lines = append(s.lines, pick(more[language], turn+1), pick(t.replies[language], 1))
	}
	return s
}

// What people search for: a word of each kind in turn, common ones and rarer ones.
func english(n int) string {
	return []string{"invoice", "recording", "parcel", "password", "printer"}[n%5]
}
func chinese(n int) string {
	return []string{"退款", "回放", "快递", "验证码", "打印机"}[n%5]
}
func number(n int) string { return fmt.Sprint(firstOrder + n*7919%1000) }
func two(n int) string {
	return []string{"退款 台灯", "invoice order", "回放 雅思", "refund lamp", "Alice 发票"}[n%5]
}

// mixed is one of each kind in turn.
func mixed(n int) string {
	return []func(int) string{english, chinese, number, two}[n%4](n / 4)
}
