package email

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// The tables of this file hold what mail programs write around a quoted mail,
// language by language. A new language is a line in each of them.

// wroteWords are the verbs of "On … wrote:".
var wroteWords = []string{
	"wrote", "writes", "said on", "sent", // English
	"schrieb", "geschrieben", "a écrit", "a ecrit", "escribió", "escribio", "escribiu", "va escriure", "ha scritto", "scritto", "escreveu", "schreef", "heeft geschreven", "het volgende geschreven",
	"napisał", "napisała", "pisze", "napisal", "napsal", "napsala", "napísal", "napísala", "skrev", "skreiv", "kirjoitti", "kirjutas", "rašė", "rakstīja",
	"написал", "написала", "пишет", "писал", "писала", "написав", "написала", "пише", "написа",
	"đã viết", "viết", "menulis", "เขียน", "a scris", "írta", "yazdı", "yazmış", "έγραψε", "כתב", "كتب", "je napisao", "napisao", "napisala", "je pisal",
	"写道", "寫道", "写到", "寫到", "写了", "撰写", "编写", "来信", "書きました", "書いた", "のメッセージ", "様のメール", "님이 작성", "작성:", "작성：", "썼습니다", "님의 말", "님이 쓴",
}

// originalWords stand between dashes above a copied mail.
var originalWords = []string{
	"original message", "original mail", "original email", "original e-mail", "original", "reply message", "replied message", "message original", "message d'origine", "message d’origine",
	"mensaje original", "mensagem original", "messaggio originale", "messaggio original", "originele bericht", "oorspronkelijk bericht", "origineel bericht", "ursprüngliche nachricht", "urspruengliche nachricht", "original-nachricht", "originalnachricht",
	"ursprungligt meddelande", "originalmeddelande", "originalmeddelelse", "oprindelig meddelelse", "oprindelig besked", "original meddelelse", "opprinnelig melding", "original melding", "alkuperäinen viesti", "oryginalna wiadomość", "wiadomość oryginalna",
	"исходное сообщение", "оригинальное сообщение", "оригінальне повідомлення", "původní zpráva", "původní e-mail", "pôvodná správa", "eredeti üzenet", "mesaj original", "mesajul original", "orijinal mesaj", "özgün ileti", "αρχικό μήνυμα",
	"原始邮件", "原邮件", "原始郵件", "原始信件", "原始訊息", "原始消息", "回复的原邮件", "邮件原文", "来往邮件", "历史邮件", "回复邮件", "元のメッセージ", "元のメール", "原文", "원본 메시지", "원본 메일", "원본메일", "원래 메시지", "thư gốc", "tin nhắn gốc", "thông điệp gốc", "pesan asli", "mesej asal", "ข้อความเดิม", "ข้อความต้นฉบับ",
}

var forwardWords = []string{
	"forwarded message", "forwarded mail", "forwarded email", "forwarded by", "forward message", "begin forwarded message", "start forwarded message", "weitergeleitete nachricht", "weitergeleitete e-mail", "anfang der weitergeleiteten",
	"message transféré", "message transmis", "début du message réexpédié", "début du message transféré", "message réexpédié", "mensaje reenviado", "inicio del mensaje reenviado", "mensagem encaminhada", "mensagem reencaminhada", "messaggio inoltrato", "inizio messaggio inoltrato",
	"doorgestuurd bericht", "begin doorgestuurd bericht", "vidarebefordrat meddelande", "vidarebefordrat brev", "videresendt meddelelse", "videresendt besked", "videresendt melding", "välitetty viesti", "edelleenlähetetty viesti", "przekazana wiadomość", "wiadomość przekazana", "wiadomość napisana przez",
	"пересылаемое сообщение", "пересланное сообщение", "начало переадресованного сообщения", "переслане повідомлення", "přeposlaná zpráva", "preposlaná správa", "továbbított üzenet", "mesaj redirecționat", "yönlendirilen mesaj", "iletilen mesaj",
	"转发的邮件", "转发邮件", "转发邮件信息", "转发信件", "轉寄郵件", "轉寄的郵件", "轉寄訊息", "转发消息", "転送メッセージ", "転送されたメッセージ", "転送メール", "전달된 메시지", "전달된 메일", "전달 메시지", "chuyển tiếp", "tin nhắn được chuyển tiếp", "thư được chuyển tiếp",
}

// fieldWords are the names of copied header fields: who, when, to whom, about what.
var fieldWords = map[string]byte{}

func init() {
	for kind, names := range map[byte]string{
		'f': "from|von|de|da|van|från|fra|lähettäjä|od|nadawca|от|от кого|від|odesílatel|odosielateľ|feladó|de la|kimden|gönderen|από|từ|người gửi|dari|จาก|发件人|寄件者|寄件人|發件人|发信人|差出人|送信者|보낸 사람|보낸사람|보내는 사람|发送人|afzender|remitente|mittente|expéditeur|absender|remetente|lähettänyt|saatja|nuo|no|from name",
		'd': "sent|date|gesendet|datum|envoyé|envoyé le|date d'envoi|enviado|enviada|enviado el|enviada em|enviado em|fecha|data|inviato|data e ora|verzonden|verstuurd|skickat|sendt|dato|lähetetty|päivämäärä|päiväys|wysłano|wysłane|data wysłania|отправлено|дата|отправлен|надіслано|odesláno|dátum|küldve|elküldve|trimis|tarih|gönderildi|ημερομηνία|ngày|ngày gửi|đã gửi|tanggal|dikirim|วันที่|ส่ง|发送时间|发送日期|时间|日期|寄件日期|傳送時間|發送時間|傳送日期|送信日時|日時|送信日|보낸 날짜|날짜|보낸날짜|보낸 시간|sent at|发件时间|poslano|saadetud|sent on|data invio",
		't': "to|an|a|à|para|aan|till|til|vastaanottaja|do|komu|adresat|кому|címzett|către|kime|alıcı|προς|đến|tới|người nhận|kepada|ถึง|收件人|收件者|收信人|宛先|받는 사람|받는사람|destinataire|destinatario|destinatário|empfänger|ontvanger|saaja",
		'c': "cc|bcc|kopie|kopia|copie|copia|cópia|con copia|копия|másolat|抄送|副本|密送|抄送人|참조|숨은 참조|cc to|reply-to|reply to|antwort an|répondre à|回复|kopio",
		's': "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|тема|předmět|predmet|tárgy|subiect|konu|θέμα|chủ đề|tiêu đề|subjek|perihal|เรื่อง|主题|主旨|标题|主題|件名|題名|제목|importance|priority|重要性|teema|bijlagen|attachments|附件",
	} {
		for _, name := range strings.Split(names, "|") {
			if _, taken := fieldWords[name]; !taken || kind == 'f' {
				fieldWords[name] = kind
			}
		}
	}
}

// sentFromWhole are whole lines, or nearly, that only programs write.
var sentFromWhole = []string{
	"get outlook for", "télécharger outlook", "obtenez outlook", "obtener outlook", "outlook für", "holen sie sich outlook", "laden sie outlook", "scarica outlook", "baixe o outlook", "obter o outlook", "outlook voor", "pobierz aplikację outlook", "hämta outlook", "hanki outlook", "скачать outlook", "获取 outlook", "取得 outlook", "下载适用于", "outlook を入手", "outlook for ios を入手", "ios用 outlook", "outlook 다운로드", "ios용 outlook",
	"via mobile", "from mobile", "from my mobile", "from my phone", "from my iphone", "from my ipad", "via iphone", "発信元",
	"发自我的", "发自手机", "发自新浪", "發自我的", "来自我的", "來自我的", "来自qq邮箱", "来自 qq邮箱", "由网易邮箱大师", "网易邮箱大师", "发自网易", "发自 网易", "来自网易", "签名由", "网易邮箱", "发自 windows", "发自 outlook", "从 windows", "从我的", "從我的", "傳送自我的", "傳送自 ", "发自iphone", "发自ipad", "发自华为", "发自小米", "發自", "发自", "获取outlook", "使用新版邮箱", "foxmail for",
	"iphoneから送信", "ipadから送信", "から送信", "私のiphone", "나의 iphone", "에서 보냄", "에서 전송", "내 iphone", "내 galaxy",
}

var sentFromLines = compiled(
	`^(?:envoyé|envoyée|envoi) (?:de|depuis|à partir de|avec|par|via|d')`,
	`^(?:provenance ?:|télécharge)`,
	`^(?:von|vom) (?:meinem|unterwegs|iphone|ipad|mein).{0,60}(?:gesendet|geschickt|verschickt)?$`,
	`^(?:gesendet|versendet|verschickt|geschickt|gesandt) (?:von|mit|über|vom|via|aus)`,
	`^diese (?:nachricht|e-?mail|mail) wurde (?:von|mit) .{0,80}(?:gesendet|verschickt|verfasst)$`,
	`^enviad[oa] (?:desde|do|de|da|a partir|com|con|pelo|por|via|mediante)`,
	`^inviat[oa] (?:da|dal|dall'|con|tramite|via)`,
	`^(?:verzonden|verstuurd) (?:met|vanaf|vanuit|via|van|door)`,
	`^(?:wysłane|wysłano|wyslane) (?:z|ze|za|przy)`,
	`^(?:skickat|sänt) (?:från|med|via)`, `^(?:sendt|sent) (?:fra|med|via) `,
	`^lähetetty `, `^(?:отправлено|отправленo|послано) (?:с|из|со|от|через) `, `^надіслано (?:з|із) `,
	`^(?:odesláno|odoslané|poslané|poslano) (?:z|ze|zo|s|pomocí|iz) `, `^(?:được )?gửi từ `, `^đã gửi từ `, `^dikirim dari `, `^ส่งจาก`,
	`^(?:iphone|ipad|android|cihaz).{0,20}(?:gönderildi|küldve)`, `^iphone'?u?m?dan gönderildi`, `^trimis (?:de pe|din)`, `^στάλθηκε από`, `^saadetud minu`, `^elküldve`,
	`^this (?:e-?mail|message) was sent (?:from|by|with|using) (?:my|an?) .{0,60}(?:phone|mobile|device|app|android|ipad|mail)$`,
	`^someone from mobile$`, `^sent from `+"`?"+`(?:mail|mailspring)`,
)

// replyAbove is the line that help desks put above their own copy.
var replyAbove = regexp.MustCompile(`(?i)^[#\-*=_<> ]*(?:please )?(?:(?:type|write|enter) your )?reply above (?:this|the) line|^[#\-*=_<> ]*请在(?:此|本)(?:行|线)(?:以上|上方|之上)(?:回复|输入)|^[#\-*=_<> ]*bitte (?:oberhalb|über) dieser (?:linie|zeile) antworten`)

// mayReplyAbove tells whether the expression above needs to be asked: each of its
// sentences has one of these pieces.
func mayReplyAbove(s string) bool {
	return strings.Contains(s, "请在") || containsFold(s, "reply above") || containsFold(s, "bitte ")
}

// containsFold looks for a piece in small letters of ASCII, without "k" and "s", which
// have relatives elsewhere.
func containsFold(s, piece string) bool {
	for i := 0; i+len(piece) <= len(s); i++ {
		if s[i]|0x20 == piece[0] && strings.EqualFold(s[i:i+len(piece)], piece) {
			return true
		}
	}
	return false
}

// byFirst are expressions that stand at the beginning of a text, by the letters with
// which what they match can begin.
type byFirst map[rune][]*regexp.Regexp

func compiled(patterns ...string) byFirst {
	list := byFirst{}
	for _, p := range patterns {
		tree, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			panic(err)
		}
		expression, letters := regexp.MustCompile(p), map[rune]bool{}
		if firsts(tree.Simplify(), letters) {
			panic("what begins with nothing in particular: " + p)
		}
		for letter := range letters {
			list[letter] = append(list[letter], expression)
		}
	}
	return list
}

// firsts gathers the letters with which an expression can begin. empty tells that it
// may match nothing, so that what follows it counts as well.
func firsts(re *syntax.Regexp, letters map[rune]bool) (empty bool) {
	switch re.Op {
	case syntax.OpLiteral:
		letters[re.Rune[0]] = true
		return false
	case syntax.OpCharClass:
		for i := 0; i < len(re.Rune); i += 2 {
			for c := re.Rune[i]; c <= re.Rune[i+1]; c++ {
				letters[c] = true
			}
		}
		return false
	case syntax.OpConcat:
		for _, part := range re.Sub {
			if !firsts(part, letters) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		for _, one := range re.Sub {
			empty = firsts(one, letters) || empty
		}
		return empty
	case syntax.OpCapture, syntax.OpPlus:
		return firsts(re.Sub[0], letters)
	case syntax.OpQuest, syntax.OpStar:
		firsts(re.Sub[0], letters)
		return true
	case syntax.OpBeginText, syntax.OpEmptyMatch:
		return true
	}
	panic("an expression that begins with " + re.String())
}

// match tells whether one of them matches.
func (b byFirst) match(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	for _, re := range b[first] {
		if re.MatchString(s) {
			return true
		}
	}
	return false
}

func hasAny(s string, list []string) bool {
	for _, w := range list {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}
