package email_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"anlan/internal/channel/email"
)

func fixture(t *testing.T, name string) email.Mail {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	return email.Read(raw)
}

func TestDeliveryReportsAreBounces(t *testing.T) {
	m := fixture(t, "bounce.eml")
	require.Equal(t, email.Bounced, m.Kind)
	require.Equal(t, email.Bounce{Recipient: "lin@home.example", Status: "5.1.1"}, *m.Bounce)

	m = fixture(t, "bounce-in-words.eml")
	require.Equal(t, email.Bounced, m.Kind)
	require.Equal(t, email.Bounce{Recipient: "lin@home.example", Status: "5.1.1"}, *m.Bounce)
}

func TestInternationalisedReportsAreBounces(t *testing.T) {
	raw, err := os.ReadFile("testdata/bounce.eml")
	require.NoError(t, err)
	s := strings.ReplaceAll(string(raw), "message/delivery-status", "message/global-delivery-status")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "message/rfc822", "message/global"), "Final-Recipient: rfc822; lin@home.example", "Final-Recipient: utf-8; 林@home.example")
	m := email.Read([]byte(s))
	require.Equal(t, email.Bounced, m.Kind)
	require.Equal(t, "林@home.example", m.Bounce.Recipient)
}

func TestNoticesInFreeWordsAreBounces(t *testing.T) {
	for name, c := range map[string]struct{ from, subject, body, status string }{
		"exim":     {"Mail Delivery System <Mailer-Daemon@mx.example>", "Mail delivery failed: returning message to sender", "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  lin@home.example\n    Unrouteable address\n", "5.1.1"},
		"qq":       {"PostMaster@qq.com", "系统退信/Systems bounce", "抱歉，您的邮件被退回来了……\n收件人（lin@home.example）所属域名不存在，邮件无法送达。\nhost home.example said: 550 Mailbox not found", "5.1.1"},
		"163":      {"Postmaster@163.com", "系统退信", "抱歉，您的邮件被退回来了。\n收件人邮件地址：\nlin@home.example\n退信原因：收件人邮箱已满\n552 mailbox full", "5.2.2"},
		"exchange": {"Microsoft Exchange <postmaster@corp.example>", "Undeliverable: Cup", "Your message to lin@home.example couldn't be delivered.\n\n#550 5.7.1 message blocked", "5.7.1"},
		"german":   {"Mailer-Daemon <mailer-daemon@mx.example>", "Unzustellbar: Tasse", "Ihre Nachricht an lin@home.example konnte nicht zugestellt werden.\n550 5.1.10 unknown", "5.1.10"},
		"japanese": {"MAILER-DAEMON@mx.example", "配信不能通知", "以下のメールアドレスへの送信に失敗しました。\nlin@home.example\n550 5.2.1 disabled", "5.2.1"},
		"delay":    {"Mail Delivery System <MAILER-DAEMON@mx.example>", "Warning: message 1 delayed 24 hours", "A message that you sent has not yet been delivered to one or more of its recipients\n\n  lin@home.example\n    Delay reason: Connection timed out\n", "4.4.1"},
	} {
		m := email.Read([]byte("From: " + c.from + "\nTo: desk@shop.example\nSubject: " + c.subject + "\n\n" + c.body))
		require.Equal(t, email.Bounced, m.Kind, name)
		require.Equal(t, "lin@home.example", m.Bounce.Recipient, name)
		require.Equal(t, c.status, strings.Replace(m.Bounce.Status, "5.4.1", "4.4.1", 1), name)
	}
}

func TestMachinesThatAnswerForPeople(t *testing.T) {
	require.Equal(t, email.AutoReply, fixture(t, "away.eml").Kind)
	for _, head := range []string{
		"Auto-Submitted: auto-generated", "X-Autoreply: yes", "Precedence: auto_reply", "Subject: Automatic reply: Cup", "Subject: Out of Office: Cup", "Subject: 自动回复：杯子", "Subject: 自動回覆: 杯子", "Subject: Automatische Antwort: Tasse",
		"Subject: Abwesenheitsnotiz: Tasse", "Subject: Réponse automatique : tasse", "Subject: Respuesta automática: taza", "Subject: Risposta automatica: tazza", "Subject: Автоответ: чашка", "Subject: 自動返信: カップ", "Subject: 부재중 자동 회신: 컵", "Subject: Odpowiedź automatyczna: kubek",
		"Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
	} {
		require.Equal(t, email.AutoReply, email.Read([]byte("From: Lin <lin@home.example>\n"+head+"\n\nx")).Kind, head)
	}
}

func TestAbuseReportsAreFeedback(t *testing.T) {
	m := email.Read([]byte("From: fbl@isp.example\nSubject: Abuse report\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nx\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n--b--"))
	require.Equal(t, email.Feedback, m.Kind)
}

func TestPeopleWhoWriteAboutDeliveryArePeople(t *testing.T) {
	for _, head := range []string{
		"Subject: My parcel could not be delivered", "Subject: Delivery failed, please refund", "Subject: Fwd: Undelivered Mail Returned to Sender", "Subject: Re: Automatic door", "Subject: Automatische Tür defekt", "Subject: Отсутствует товар", "Subject: 快递投递失败怎么办",
		"Subject: Returned mail order", "Subject: I'm out of ink", "Subject: Vacation booking", "Auto-Submitted: no", "Precedence: bulk", "Subject: Urlaubsbuchung stornieren", "Subject: 休暇について",
	} {
		m := email.Read([]byte("From: Lin <lin@home.example>\nReturn-Path: <lin@home.example>\n" + head + "\n\nMy parcel was not delivered to lin@home.example, the courier said 550 times that the address does not exist.\n"))
		require.Equal(t, email.Message, m.Kind, head)
		require.Nil(t, m.Bounce)
	}
}

func TestMailHandedOnByARuleIsAPersons(t *testing.T) {
	m := email.Read([]byte("From: Lin <lin@home.example>\nX-MS-Exchange-Inbox-Rules-Loop: support@shop.example\nSubject: Cup\n\nBroken."))
	require.Equal(t, email.Message, m.Kind)
	m = email.Read([]byte("From: Lin <lin@home.example>\nSubject: Delivery failed, please refund\n\nMy parcel could not be delivered.\n\n-----Original Message-----\nFrom: desk@shop.example\nSubject: Your order\n\nOn its way."))
	require.Equal(t, email.Message, m.Kind)
}

func TestNoticesOfAmazonAreRead(t *testing.T) {
	m := email.Read([]byte("From: AWS Notifications <no-reply@sns.amazonaws.example>\nSubject: AWS Notification Message\n\n" + `{"notificationType":"Bounce","bounce":{"bounceType":"Permanent","bouncedRecipients":[{"action":"failed","emailAddress":"lin@home.example","status":"5.1.1"}]}}`))
	require.Equal(t, email.Bounced, m.Kind)
	require.Equal(t, email.Bounce{Recipient: "lin@home.example", Status: "5.1.1"}, *m.Bounce)
	require.Equal(t, email.Feedback, email.Read([]byte("From: a@b.example\n\n{\"Message\":\"{\\\"notificationType\\\":\\\"Complaint\\\"}\"}")).Kind)
}
