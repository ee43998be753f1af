package privacy_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/privacy"
)

func find(text string) ([]privacy.Finding, *passage.Passage) {
	var p passage.Passage
	p.Read(text)
	return privacy.Find(&p, nil), &p
}

// told writes findings as kind:text, with a ? behind those that cannot be right.
func told(text string) string {
	found, p := find(text)
	var list []string
	for _, f := range found {
		one := string(f.Kind) + ":" + string(p.Written[f.Start:f.End])
		if !f.Valid {
			one += "?"
		}
		list = append(list, one)
	}
	return strings.Join(list, " | ")
}

// All numbers are made up; the check digits are worked out by hand from the rules.
func TestWhatIsPersonal(t *testing.T) {
	for text, want := range map[string]string{
		// the mainland
		"我的身份证是11010519491231002X，手机13812345678": "id_card:11010519491231002X | phone:13812345678",
		"身份证 110105194912310021 打错了":             "id_card:110105194912310021?",
		"证件号：11010519491231002x":                 "id_card:11010519491231002x",
		"身份证１１０１０５１９４９１２３１００２Ｘ":                  "id_card:１１０１０５１９４９１２３１００２Ｘ",
		"110105 19491231 002X":                   "id_card:110105 19491231 002X",
		"订单号 202411201234567890 还没发货":            "",
		"快递单号75312345678901，帮我查一下":               "",
		"电话138 1234 5678，或者138-1234-5678":        "phone:138 1234 5678 | phone:138-1234-5678",
		"+86 138 1234 5678":                      "phone:+86 138 1234 5678",
		"请打010-62345678转123":                     "phone:010-62345678转123",
		"座机 0755-83456789":                       "phone:0755-83456789",
		"号码是15412345678":                         "phone:15412345678?",
		"车牌京A·12345，另一辆粤BD12345":                 "plate:京A·12345 | plate:粤BD12345",
		"沪A1234学":                     "plate:沪A1234学",
		"护照号E12345678":                "passport:E12345678",
		"我的护照是EA1234567":              "passport:EA1234567",
		"卡号6222021234567890128":       "bank_card:6222021234567890128",
		"银行卡 6222 0212 3456 7890 123": "bank_card:6222 0212 3456 7890 123?",
		"收货地址：北京市朝阳区建国路88号3栋502室，王小明收":          "address:北京市朝阳区建国路88号3栋502室",
		"寄到广东省深圳市南山区科技园南路12号创业大厦B座1203":         "address:广东省深圳市南山区科技园南路12号创业大厦B座1203",
		"我住在浙江杭州西湖区文三路":                         "address:浙江杭州西湖区文三路",
		"上海浦东新区张江镇碧波路5弄6号":                      "address:上海浦东新区张江镇碧波路5弄6号",
		"送货到人民路5号，或者和平路12号3单元":                  "address:人民路5号 | address:和平路12号3单元",
		"地址改成杭州市余杭区文一西路969号":                    "address:杭州市余杭区文一西路969号",
		"香港九龍旺角彌敦道688號旺角中心15樓":                  "address:香港九龍旺角彌敦道688號旺角中心15樓",
		"10 Anson Road #26-04 Singapore 079903": "address:10 Anson Road #26-04 Singapore 079903",
		"成都有许多公寓，广州的味道谁不知道":                     "",
		"我住人民路100号":                             "address:人民路100号",
		"我的订单有问题 13812345678":                   "phone:13812345678",
		"13812345678,13912345678":               "phone:13812345678 | phone:13912345678",
		"order no. is 13812345678":              "",
		"联系人方式怎么改":                              "",
		"本人高度怀疑":                                "",
		"我叫王明电话13812345678":                     "name:王明 | phone:13812345678",
		"我在去公司的路上":                              "",
		"这个城市的服务很好，你们公司在哪里":                     "",
		"1号下的单，3号楼没人":                           "",
		"我叫王小明，手机是13912345678":                  "name:王小明 | phone:13912345678",
		"收件人：欧阳静，联系人李雷":                         "name:欧阳静 | name:李雷",
		"找张先生，或者刘晓芳女士":                          "name:张 | name:刘晓芳",
		"服务真好，谢谢小姐姐":                            "",
		"王总是不回我":                                "",
		"我叫你们退款":                                "",
		"邮箱 li.lei+shop@example.com.cn，谢谢":      "email:li.lei+shop@example.com.cn",
		"付了1234567.89元，又扣了13800元":               "",
		"价格¥13812345678":                        "",

		// Hong Kong, Taiwan, Singapore
		"HKID A123456(3)":                    "id_card:A123456(3)",
		"身份證號碼 A123456(4)":                   "id_card:A123456(4)?",
		"my id is A1234563":                  "id_card:A1234563",
		"call +852 9123 4567":                "phone:+852 9123 4567",
		"手機 9123 4567":                       "phone:9123 4567",
		"身分證 A123456789":                     "id_card:A123456789",
		"身分證 A123456788":                     "id_card:A123456788?",
		"電話0912-345-678":                     "phone:0912-345-678",
		"NRIC S1234567D":                     "id_card:S1234567D",
		"my NRIC is S1234567A":               "id_card:S1234567A?",
		"item S1234567A is broken":           "",
		"call me at 91234567":                "phone:91234567",
		"Blk 123 Ang Mo Kio Ave 3 #05-12":    "address:Blk 123 Ang Mo Kio Ave 3 #05-12",
		"my car plate is SBS 3229 P":         "plate:SBS 3229 P",
		"I paid 91234567 points for 8 items": "",

		// Malaysia, Indonesia, Thailand, Vietnam, the Philippines
		"IC 900101-14-5678":         "id_card:900101-14-5678",
		"900231-14-5678":            "id_card:900231-14-5678?",
		"hubungi 012-345 6789":      "phone:012-345 6789",
		"NIK saya 3171234501900001": "id_card:3171234501900001",
		"no hp 0812-3456-7890":      "phone:0812-3456-7890",
		"บัตรประชาชน 1-1017-00230-70-8": "id_card:1-1017-00230-70-8",
		"บัตรประชาชน 1-1017-00230-70-9": "id_card:1-1017-00230-70-9?",
		"โทร 081-234-5678":              "phone:081-234-5678",
		"CCCD 001090123456":             "id_card:001090123456",
		"số điện thoại 0912345678":      "phone:0912345678",
		"my SSS no is 34-1234567-8":     "id_card:34-1234567-8",
		"text me at 0917 123 4567":      "phone:0917 123 4567",
		"passport P1234567A":            "passport:P1234567A",
		"TIN 123-456-789-000":           "id_card:123-456-789-000",

		// what opens something
		"密码是abc123":                        "secret:abc123",
		"登录密码：letmein!":                    "secret:letmein",
		"密码忘了怎么办":                          "",
		"密码 123456 不对":                     "secret:123456",
		"验证码 482913":                       "secret:482913",
		"驗證碼是 482913":                      "secret:482913",
		"482913是我的验证码":                     "secret:482913",
		"收不到验证码，手机13812345678":             "phone:13812345678",
		"my password is wrong":             "",
		"my password is hunter2":           "secret:hunter2",
		"Password: hunterxyz.":             "secret:hunterxyz",
		"482913 is your verification code": "secret:482913",
		"the PIN is 4821, please":          "secret:4821",
		"I never get the OTP":              "",
		"cvv 123":                          "secret:123",

		// elsewhere
		"(415) 555-0132 x12 please":                  "phone:(415) 555-0132 x12",
		"my ssn is 123-45-6789":                      "id_card:123-45-6789",
		"IBAN DE89 3704 0044 0532 0130 00":           "bank_account:DE89 3704 0044 0532 0130 00",
		"card 4111-1111-1111-1111":                   "bank_card:4111-1111-1111-1111",
		"my card 4111 1111 1111 1112":                "bank_card:4111 1111 1111 1112?",
		"tracking number 4111111111111111":           "",
		"My name is Anna Smith and I waited":         "name:Anna Smith",
		"I am Very Angry Indeed About This":          "",
		"this is Peter Jones":                        "name:Peter Jones",
		"ask Dr. Brown":                              "name:Brown",
		"ship to 12 Baker Street, London NW1":        "address:12 Baker Street, London NW1",
		"write to a@b or @someone, not a.b.com":      "",
		"order 12345678 came on 2024-11-20 at 12:30": "",
		"v1.2.3.4.5678 and 192.168.100.200":          "",
	} {
		t.Run(text, func(t *testing.T) { require.Equal(t, want, told(text)) })
	}
}

func TestReasonsAreGiven(t *testing.T) {
	found, _ := find("身份证11010519491231002X，电话13812345678，卡号4111111111111112")
	require.Len(t, found, 3)
	require.Equal(t, privacy.Finding{Kind: privacy.IDCard, Start: 3, End: 21, Valid: true, Place: "CN", Reason: privacy.ByCheck}, found[0])
	require.Equal(t, privacy.ByForm, found[1].Reason)
	require.Equal(t, privacy.ByCue, found[2].Reason)
}

func FuzzPlacesLieInTheText(f *testing.F) {
	for _, text := range []string{"身份证11010519491231002X", "a@b.cn", "京A12345", "\xff13812345678\xfe", "北京市朝阳区建国路88号", "Mr. Smith, 12 Baker Street, London 12345", "+86(0)138-1234-5678 x1", "车牌 ", "我叫", "A123456(", "DE89 3704"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		found, p := find(text)
		require.Equal(t, utf8.RuneCountInString(text), p.Len())
		last := 0
		for _, one := range found {
			require.True(t, one.Start >= last && one.Start < one.End && one.End <= p.Len(), "%+v", found)
			last = one.End
		}
		again, _ := find(text)
		require.Equal(t, found, again)
	})
}

func BenchmarkFind(b *testing.B) {
	var p passage.Passage
	p.Read("您好，我叫王小明，手机13812345678，收货地址：北京市朝阳区建国路88号3栋502室，订单号 202411201234567890，请尽快处理。")
	list := make([]privacy.Finding, 0, 16)
	b.ReportAllocs()
	for b.Loop() {
		list = privacy.Find(&p, list[:0])
	}
}
