package privacy

import (
	"slices"
	"strings"
	"unicode"

	"anlan/internal/kit/passage"
)

// surnames are the common ones of the Chinese, those of two characters first.
const (
	doubleSurnames   = "欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 司徒 夏侯 端木 南宫"
	doubleBeginnings = "欧司上诸东皇尉公慕令长宇夏端南"
	surnames         = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文洪季庞殷施牛温俞岳宁包詹左季关简甘庄葛柯阮翁蓝骆齐伍辛管卓纪舒费喻欧凌柳邢骆鲁兰苗焦童路申祝安房聂佟裴霍闵游阎涂华倪宫鲍毕柴单路成尚景冉谷项"
	// never stands in a given name, and often behind a surname that is a word.
	notNames = "的了是在我你他她们有没不这那就都也和与要想能会吗呢吧啊到从把给让对客商买卖退款货单号已购刚昨今因来住请问收寄"
)

// titles stand behind a surname.
var titles = []string{"先生", "女士", "小姐", "太太", "同学", "老师", "医生", "经理", "阿姨", "叔叔", "师傅", "总"}

func (f *finder) names() {
	for at := range f.text.Len() {
		if passage.Solid(f.text.At(at)) {
			f.titled(at)
		}
	}
	for _, hit := range f.cues {
		switch cue(hit.Number) {
		case cueName:
			f.named(hit)
		case cueTitle:
			f.addressed(hit)
		}
	}
}

// Words that begin with what is also a surname, and words that may stand behind a name.
const (
	noPeople   = "谢谢 方式 方便 方法 高度 高兴 马上 安全 安排 安装 任何 任意 常用 常见 成功 成为 金额 金币 白天 温度 关于 关注 关系 关闭 单子 单位 应该 何时 何必 何处 江苏 云南 项目 路上 花钱 花了 钱款 包装 包裹 包邮 向上 向你 向您 向贵 万一 房间 房东 季度 简直 简单 管理 严重 严格 付款 程序 顾客 毛病 申请 申诉"
	behindName = "电话 手机 身份 地址 邮箱 微信 现住 家住 联系 号码 性别"
)

// surname is how many characters of a surname stand at a place.
func (f *finder) surname(at int) int {
	single := f.text.At(at) != 0 && strings.ContainsRune(surnames, f.text.At(at))
	switch {
	case !single && !strings.ContainsRune(doubleBeginnings, f.text.At(at)), f.anyOf(at, noPeople):
		return 0
	case f.anyOf(at, doubleSurnames):
		return 2
	case single:
		return 1
	}
	return 0
}

// given is how many characters of a given name stand at a place, two at most, before a title.
func (f *finder) given(at int) int {
	n := 0
	for n < 2 && passage.Solid(f.text.At(at+n)) && !strings.ContainsRune(notNames, f.text.At(at+n)) && !f.title(at+n) {
		n++
	}
	return n
}

func (f *finder) title(at int) bool {
	return slices.ContainsFunc(titles[:len(titles)-1], func(title string) bool { return f.reads(at, title) }) || f.anyOf(at, behindName)
}

// anyOf tells whether one of some words stands at a place.
func (f *finder) anyOf(at int, words string) bool {
	for word := range strings.FieldsSeq(words) {
		if f.reads(at, word) {
			return true
		}
	}
	return false
}

// titled reads 王先生 and 王小明先生.
func (f *finder) titled(at int) {
	own := f.surname(at)
	if own == 0 || f.reads(at-1, "谢谢") {
		return
	}
	for rest := range 3 {
		for _, title := range titles {
			if f.reads(at+own+rest, title) && f.given(at+own) >= rest {
				if title == "总" && passage.Solid(f.text.At(at+own+rest+1)) {
					continue // 总是
				}
				f.add(Finding{Kind: Name, Start: at, End: at + own + rest, Valid: true, Reason: ByCue})
				return
			}
		}
	}
}

// named reads the name behind 我叫 or "my name is".
func (f *finder) named(hit passage.Hit) {
	weak := f.weak(hit)
	at := hit.To
	for range 4 {
		switch r := f.text.At(at); {
		case r == ' ', r == ':', r == '"', r == '“':
			at++
		case (r == '是' || r == '为') && passage.Solid(f.text.At(at-1)):
			at++
		}
	}
	if own := f.surname(at); own > 0 {
		n := f.given(at + own)
		if n > 0 && !(weak && passage.Solid(f.text.At(at+own+n))) {
			f.add(Finding{Kind: Name, Start: at, End: at + own + n, Valid: true, Reason: ByCue})
			return
		}
	}
	f.western(at, weak)
}

// weak tells whether a cue is one that much else follows: I am, this is, 本人.
func (f *finder) weak(hit passage.Hit) bool {
	switch f.span(hit.From, hit.To) {
	case "i am", "i'm", "this is", "it's", "name", "本人":
		return true
	}
	return false
}

// western reads up to four words written large. Behind a weak cue there must be two.
func (f *finder) western(at int, weak bool) {
	to, words := at, 0
	for i := at; words < 4; {
		n := f.capitalWord(i)
		if n == 0 {
			break
		}
		words++
		to = i + n
		i = to
		if f.text.At(i) == '.' && n == 1 {
			i++
		}
		if f.text.At(i) != ' ' {
			break
		}
		i++
	}
	if words == 0 || weak && (words < 2 || words > 3) {
		return
	}
	f.add(Finding{Kind: Name, Start: at, End: to, Valid: true, Reason: ByCue})
}

// capitalWord is the length of a word written large at its beginning.
func (f *finder) capitalWord(at int) int {
	if at >= f.text.Len() || !unicode.IsUpper(f.text.Written[at]) {
		return 0
	}
	n := 1
	for passage.Spaced(f.text.At(at+n)) && !passage.Digit(f.text.At(at+n)) || (f.text.At(at+n) == '\'' || f.text.At(at+n) == '-') && passage.Spaced(f.text.At(at+n+1)) {
		n++
	}
	if passage.Digit(f.text.At(at + n)) {
		return 0
	}
	return n
}

// addressed reads the name behind Mr or Mdm.
func (f *finder) addressed(hit passage.Hit) {
	if !unicode.IsUpper(f.text.Written[hit.From]) {
		return
	}
	at := hit.To
	for f.text.At(at) == '.' || f.text.At(at) == ' ' {
		at++
	}
	if at > hit.To {
		f.western(at, false)
	}
}
