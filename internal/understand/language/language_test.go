package language_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/kit/passage"
	"anlan/internal/understand/language"
)

func TestLanguagesAreTold(t *testing.T) {
	for text, want := range map[string]string{
		"请问 iPhone 15 Pro Max 支持 eSIM 吗": "zh",
		"訂單什麼時候出貨":                       "zh",
		"退款":                             "zh",
		"I bought 王者荣耀 skins but it's not in my account": "en",
		"Where is my order?": "en",
		"refund":             "en",
		"注文の商品がまだ届きません":                                               "ja",
		"환불해 주세요":                                                     "ko",
		"สินค้ายังไม่มาถึง":                                           "th",
		"Tôi chưa nhận được hàng":                                     "vi",
		"Pesanan saya belum sampai, tolong dicek kok lama banget sih": "id",
		"Saya mahu wang saya kembali, bila boleh awak hantar":         "ms",
		"Bakit hindi pa dumating ang order ko":                        "tl",
		"¿Dónde está mi pedido? No lo veo":                            "es",
		"Où est ma commande, je ne la vois pas":                       "fr",
		"Wo ist meine Bestellung? Ich habe nicht":                     "de",
		"Где мой заказ":                                               "ru",
		"12345":                                                       language.Unknown,
		"":                                                            language.Unknown,
		"😀!":                                                          language.Unknown,
	} {
		var p passage.Passage
		p.Read(text)
		require.Equal(t, want, language.Of(&p), text)
	}
}
