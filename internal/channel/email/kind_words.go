package email

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// The tables below are what mail servers and absent people write, by language.

func anyOf(start string, phrases ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)` + start + `(?:` + strings.Join(phrases, "|") + `)`)
}

// phrases are looked for in long texts. A pattern is tried only where those words
// are that it cannot do without: an alternation of them all goes through the text
// letter by letter.
type phrases []phrase

type phrase struct {
	needs   string // longest piece that is in every match; "" where there is none
	pattern *regexp.Regexp
}

func phrasesOf(patterns ...string) (all phrases) {
	for _, p := range patterns {
		tree, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			panic(err)
		}
		all = append(all, phrase{needs: needed(tree), pattern: regexp.MustCompile(p)})
	}
	return all
}

func needed(tree *syntax.Regexp) (longest string) {
	switch tree.Op {
	case syntax.OpLiteral:
		return string(tree.Rune)
	case syntax.OpConcat, syntax.OpCapture, syntax.OpPlus:
		for _, part := range tree.Sub {
			if n := needed(part); len(n) > len(longest) {
				longest = n
			}
		}
	}
	return longest
}

// in wants a text in lower case.
func (p phrases) in(lower string) bool {
	return slices.ContainsFunc(p, func(one phrase) bool { return strings.Contains(lower, one.needs) && one.pattern.MatchString(lower) })
}

var daemonLocal = regexp.MustCompile(`^(?:mailer[-_.]?daemon|mail-?daemon|post[-_]?master|mdaemon|mail\.delivery\.(?:sub)?system|mmdf|mailerdaemon|daemon|bounces?|mail-?delivery|delivery-?system|microsoftexchange[0-9a-f]*)(?:[+=-].*)?$`)

var daemonName = regexp.MustCompile(`mail deliver(?:y|ing)? (?:sub)?system|mailer[- ]daemon|mail deliver system|mail delivery service|mail administrator|system administrator|postmaster|internet mail delivery|系统退信|邮件系统|邮件投递`)

// bounceSubject is meant for subjects in lower case.
var bounceSubject = anyOf(`(?:^|[^\p{L}])`,
	`undeliver`, `not delivered`, `delivery (?:status )?(?:notification|failure|failed|report|error|problem|delay|unsuccessful|status)`, `delivery has (?:failed|been delayed)`, `deliver(?:y|ing) (?:of )?(?:your )?(?:mail|message) (?:has )?failed`,
	`returned (?:mail|to sender|e-?mail|message)`, `return(?:ed|ing) (?:mail|message) to sender`, `returning message to sender`, `failure (?:notice|notification|delivery)`, `failed (?:delivery|mail|message)`, `mail (?:delivery )?(?:failed|failure|error|system error|could not be)`, `mail delivery`,
	`message (?:delivery has failed|could not be delivered|not delivered|delayed|undeliverable|status|.{0,60} delayed)`, `could not be delivered`, `could not (?:send|deliver)`, `unable to deliver`, `non-?delivery`, `error (?:sending|delivering|in delivering) (?:your )?(?:mail|e-?mail|message)`, `there was an error sending your mail`,
	`nondeliverable`, `(?:e-?mail )?bounce(?:d)?(?: e-?mail)? notif`, `warning: could not send`, `warning: message`, `notification (?:of|d').{0,20}(?:échec|failure)`, `^delivery (?:failure|status)$`, `user unknown`, `mailbox (?:full|unavailable)`, `message rejected`, `rejected:`, `mail rejected`, `permanent (?:delivery )?(?:failure|error)`,
	`unzustellbar`, `nicht zugestellt`, `nicht zustellbar`, `zustellung fehlgeschlagen`, `zustellungsfehler`, `rückläufer`, `non remis`, `non distribuable`, `échec de (?:la )?(?:remise|distribution|livraison)`, `échec d'envoi`, `message non délivré`,
	`no se puede entregar`, `no se pudo entregar`, `no entregado`, `devuelto`, `error de entrega`, `não entregue`, `não foi possível entregar`, `falha na entrega`, `devolvid[oa]`, `mancato recapito`, `non recapitabile`, `mancata consegna`, `impossibile recapitare`,
	`onbestelbaar`, `niet (?:afgeleverd|bezorgd)`, `kan niet worden (?:bezorgd|afgeleverd)`, `går inte att leverera`, `kunne ikke leveres`, `kan ikke leveres`, `ei voitu toimittaa`, `nie można dostarczyć`, `niedostarczona`, `nie dostarczono`, `zwrot wiadomości`,
	`не доставлен`, `недоставлен`, `не может быть доставлен`, `ошибка доставки`, `нельзя доставить`, `nedoručiteln`, `nedoručen`, `kézbesíthetetlen`, `teslim edilemedi`, `iletilemedi`,
	`退信`, `邮件退回`, `系统退信`, `投递失败`, `发送失败`, `未送达`, `无法投递`, `无法送达`, `递送失败`, `传递失败`, `退件`, `寄送失敗`, `無法傳遞`, `無法送達`, `未傳遞`, `傳送失敗`, `退回`,
	`配信不能`, `配信エラー`, `送信エラー`, `配信できません`, `配信に失敗`, `送信できません`, `エラー通知`, `未配信`, `メール送信失敗`, `배달 (?:할 수|실패|못)`, `반송`, `전송 실패`, `발송 실패`, `không (?:thể )?(?:gửi|chuyển)`,
)

// bounceWords are phrases of the notice itself.
var bounceWords = phrasesOf(
	`(?:could|can|did|was|were|has|have|will) ?not (?:yet )?(?:be |been )?(?:deliver|reach|sent)`, `(?:couldn|wasn|can|hasn)['’]t be (?:delivered|sent|found)`, `unable to (?:deliver|send|relay|be delivered)`, `undeliver(?:able|ed)`, `not (?:yet )?been delivered`,
	`deliver(?:y|ing) (?:to|of|for) .{0,120}(?:failed|aborted|delayed|rejected|not possible|impossible)`, `delivery (?:has )?(?:failed|failure|attempts|error|problems|status notification)`, `delevery to the following recipients`, `error (?:was encountered |occurred )?(?:while )?(?:trying to )?deliver`, `error delivering`, `trouble (?:delivering|sending)`,
	`permanent (?:fatal )?(?:error|failure)`, `(?:fatal|delivery) errors? (?:-|—)`, `had delivery (?:errors|problems)`, `addresses had (?:permanent|transient|delivery)`, `transcript of session`, `non-delivered information`, `returned (?:to|mail|message)`, `bounced?`, `message was (?:rejected|undeliverable|not delivered)`, `was rejected`, `your (?:e-?mail|message) .{0,60}rejected`,
	`(?:user|recipient|mailbox|account|address|host|domain) (?:is )?(?:unknown|not found|does ?n[o']t exist|unavailable|full|disabled|over quota|rejected)`, `unknown (?:user|recipient|address|host)`, `invalid (?:user|recipient|address|mailbox)`, `no such (?:user|mailbox|recipient|address)`, `does ?n['o]t exist`, `does not like recipient`, `not a valid (?:mailbox|user|recipient)`, `incorrectly constructed`, `is not local`, `mailbox (?:is )?full`, `quota exceeded`, `over quota`,
	`\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}\b`, `smtp error`, `remote host said`, `error message below`, `status: [45]\.\d`, `has been delayed`, `message (?:has been )?delayed`, `not delivered to`, `did not reach`, `gave up`, `i'm afraid i wasn't able`, `will not be retried`, `returning it to you`,
	`konnte nicht (?:zugestellt|ausgeliefert|übermittelt)`, `nicht zugestellt`, `unzustellbar`, `n['’]a (?:pas )?pu être (?:remis|délivré|distribué|livré)`, `n['’]est pas parvenu`, `no se (?:ha podido|pudo|puede) entregar`, `não (?:pôde|foi possível) (?:ser )?entreg`, `impossibile (?:recapitare|consegnare)`, `kon(?:den)? niet (?:worden )?(?:bezorgd|afgeleverd)`, `nie (?:można|udało się) dostarczyć`, `не (?:было |может быть |была |удалось |могло быть )?(?:доставлен|доставить)`, `kunde inte levereras`,
	`无法(?:投递|送达|发送|到达)`, `投递失败`, `发送失败`, `退信`, `退回`, `被拒收`, `被.{0,12}拒绝`, `收件人不存在`, `邮箱不存在`, `用户不存在`, `邮箱已满`, `空间不足`, `無法(?:投遞|傳遞|送達|寄達|傳送)`, `未送达`, `未送達`,
	`送信できませんでした`, `配信に失敗`, `配信できません`, `送信に失敗`, `配送できません`, `届けることができません`, `投稿する権限がない`, `宛先.{0,12}見つかりません`, `エラー`, `전송(?:하지 못|할 수 없|에 실패)`, `배달(?:하지 못|할 수 없|되지)`, `수신자.{0,20}(?:찾을|존재)`,
)

var feedbackSubject = regexp.MustCompile(`^(?:complaint about message from|email feedback report for ip|abuse report(?:$| for | about ))`)

var listRefusal = anyOf(`(?:^|[^\p{L}])`, `not (?:a )?member`, `loop alert`, `duplicated message-id`, `post by non-member`, `posting rejected`, `not allowed to post`, `request to mailing list .* rejected`, `your message to .* (?:awaits|rejected)`, `message size exceeds`, `illegal command`, `address is not registered`, `unsubscribed address`)

// autoSubject is meant for subjects in lower case.
var autoSubject = anyOf(`^\s*(?:(?:re|aw|sv|antw|回复|答复)\s*[:：]\s*)?[\[(【]?`,
	`auto(?:matic|mated|matically)?[- ]?(?:generated )?(?:reply|response|responder|answer|acknowledg)`, `autoreply`, `auto:`, `autom\.? (?:reply|response)`, `out[- ]of[- ](?:the[- ])?office`, `ooo\b`, `ooto\b`, `away from (?:the |my )?(?:office|desk|e?-?mail)`, `(?:i am|i'm|currently) on (?:vacation|holidays?|leave)`, `on (?:annual|maternity|parental|sick|paternity) leave`, `vacation (?:reply|response|message|notice|auto)`, `holiday (?:notice|message|auto)`, `absence (?:notice|notification)`, `i(?:'m| am) (?:currently )?(?:away\b|out of (?:the )?(?:office|town))`,
	`.{0,60}\((?:out of office|automatic reply|auto ?reply|ooo)\)$`,
	`auto(?:matische|matisk|maattinen|matyczna|mātisk)[ts]? ?(?:antwort|antwoord|svar|vastaus|odpowiedź|atbilde|beantwortung|reactie)`, `abwesenheit`, `abwesend`, `nicht im (?:büro|hause)`, `urlaubs?(?:notiz|meldung|benachrichtigung|abwesenheit|vertretung|$)`, `im urlaub`, `eingangsbestätigung`, `réponse automatique`, `absence du bureau`, `message d['’]absence`, `absent(?:e)? du bureau`, `en (?:congé|vacances)`, `respuesta autom`, `fuera de (?:la )?oficina`, `ausente`, `(?:mensaje de )?ausencia (?:de|por) (?:la )?(?:oficina|vacaciones)`, `resposta autom`, `fora do escritório`, `(?:mensagem|aviso) de ausência`, `risposta automatica`, `fuori (?:sede|ufficio)`, `assente`,
	`automatisch antwoord`, `afwezig`, `niet aanwezig`, `frånvaro(?:meddelande|$|:)`, `autosvar`, `ikke til ?stede`, `fravær(?:s|$|:)`, `poissa(?:oloviesti|olo$|$| toimistolta)`, `nieobecność`, `poza biurem`, `autoodpowiedź`, `odpowiedź automatyczna`, `svar automatisk`, `vastaus: poissa`, `antwoord: afwezig`, `автоответ`, `автоматический ответ`, `вне офиса`, `нет на месте`, `отсутствую`, `я в отпуске`, `в отпуске$`, `автовідповідь`, `automatická odpověď`, `automatická odpoveď`, `mimo kancelář`, `nepřítomn`, `automatikus válasz`, `házon kívül`, `răspuns automat`, `otomatik (?:yanıt|cevap)`, `ofis dışında`, `αυτόματη απάντηση`, `automātiska`, `automatinis atsakymas`,
	`自动回复`, `自動回覆`, `自動回復`, `自动答复`, `自動答覆`, `自动应答`, `休假自动`, `不在办公室`, `外出自动`, `外出中`, `休假中`, `自動返信`, `自動応答`, `不在(?:通知|のお知らせ|届|返信|応答)`, `休暇(?:中|のお知らせ)`, `부재중`, `자동 ?(?:회신|응답|답장)`, `trả lời tự động`, `vắng mặt`, `balasan otomatis`, `jawapan automatik`, `ตอบกลับอัตโนมัติ`,
)
