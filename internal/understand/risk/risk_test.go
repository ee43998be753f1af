package risk_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/risk"
)

func find(text string) ([]risk.Finding, *passage.Passage) {
	var p passage.Passage
	p.Read(text)
	return risk.Find(&p, nil), &p
}

// kinds names the risks of a text, each once.
func kinds(text string) string {
	found, _ := find(text)
	var list []string
	for _, f := range found {
		if len(list) == 0 || !strings.Contains(strings.Join(list, " "), string(f.Kind)) {
			list = append(list, string(f.Kind))
		}
	}
	return strings.Join(list, " ")
}

func TestWhatMustNotWait(t *testing.T) {
	for text, want := range map[string]string{
		"再不退款我就去抖音曝光你们":                                                       "public_exposure",
		"我要把聊天记录发到微博上":                                                        "public_exposure",
		"我会联系电视台的":                                                            "public_exposure",
		"明天我就打12315":                                                          "public_exposure",
		"I will post this on Twitter":                                         "public_exposure",
		"Expect a call from a journalist.":                                    "public_exposure",
		"不解决的话法院见，我已经找了律师":                                                    "legal",
		"You will hear from my lawyer.":                                       "legal",
		"If you don't refund me I'll sue":                                     "legal",
		"我的游戏账号昨晚被别人盗了":                                                       "account_theft",
		"手机号被换绑了，登不上去":                                                        "account_theft",
		"Someone logged in to my account from Brazil and changed my password": "account_theft",
		"银行卡被盗刷了两千块":                                                          "payment_loss",
		"充值的钱一直没到账":                                                           "payment_loss",
		"I was charged twice for one order":                                   "payment_loss",
		"my money is gone":                                                    "payment_loss",
		"我真的不想活了":                                                             "self_harm",
		"孩子说不想活了，怎么办":                                                         "self_harm",
		"I want to kill myself":                                               "self_harm",
		"my friend says she wants to die":                                     "self_harm",
		"信不信我带刀去你们公司":                                                         "violence",
		"I know where you work, watch your back":                              "violence",
		"我儿子偷偷用我手机充值了五千":                                                      "minors",
		"I'm 12 and I bought skins":                                           "minors",
		"I'm 12 minutes late":                                                 "",
		"You charged my card without my permission":                           "payment_loss",
		"我今年13岁":                                                              "minors",
		"My daughter is 9 years old and bought gems without permission":       "minors",

		// denied
		"他没说要投诉到消协":                         "",
		"我不想起诉，只想退款":                        "",
		"我没打算曝光你们":                          "",
		"I don't want to sue anybody":       "",
		"I'm not going to post this online": "",

		// said by others
		"客服跟我说“你去起诉啊”":                         "",
		"店家说让我去法院告":                            "",
		"Your agent told me to call my lawyer": "",

		// a condition is no denial
		"不退款我就起诉你们":                                 "legal",
		"你们不处理，我只好找媒体":                              "public_exposure",
		"I have no choice but to contact the press": "public_exposure",

		// the same words, harmless
		"照片曝光过度怎么办":                    "",
		"跳楼价的那款还有吗":                    "",
		"I ordered tennis court shoes": "",
		"想死你们家的蛋糕了":                    "",
		"门窗报警器不响了":                     "",
		"我在网上找到你们的电视":                  "",
		"电视看不见画面":                      "",
		"给孩子买的，孩子很喜欢":                  "",
		"I bought it for my son":       "",
		"快递到哪里了，麻烦查一下":                 "",
		"How do I change my e-mail?":   "",
		"Your app crashes on start":    "",
		"我12号下的单":                      "",
	} {
		t.Run(text, func(t *testing.T) { require.Equal(t, want, kinds(text)) })
	}
}

func TestTheEvidenceIsTheWords(t *testing.T) {
	found, p := find("你们再这样，我就发到微博上！")
	require.Len(t, found, 1)
	require.Equal(t, "发到微博", string(p.Written[found[0].Start:found[0].End]))
	require.Equal(t, risk.ByPair, found[0].Reason)
}

func FuzzEvidenceLiesInTheText(f *testing.F) {
	for _, text := range []string{"我要曝光你们", "I'm 14", "\xffsue\xfe", "“起诉", "12岁 9 yo", "发微博发抖音"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, p := find(text)
		for _, one := range found {
			require.True(t, one.Start >= 0 && one.Start < one.End && one.End <= p.Len(), "%+v", found)
		}
	})
}
