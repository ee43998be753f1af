package email

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// meaning reads what the element's class or id says about its content. The
// names are those that mail programs write.
func meaning(tag html.Token) mark {
	class, id := strings.ToLower(attr(tag, "class")), strings.ToLower(attr(tag, "id"))
	names := " " + class + " " + id + " "
	switch {
	case tag.Data == "includetail": // QQ Mail
		return quoting
	case containsAny(names, quotingNames):
		return quoting
	case containsAny(names, attributedNames):
		return attributed
	case containsAny(names, signingNames) || attr(tag, "data-signatureblock") != "" || attr(tag, "data-smartmail") == "gmail_signature" || attr(tag, "data-marker") == "__SIG_PRE__":
		return signing
	case attr(tag, "data-marker") == "__QUOTED_TEXT__" || attr(tag, "name") == "quote":
		return quoting
	}
	if tag.DataAtom != atom.Blockquote {
		return plain
	}
	if strings.EqualFold(attr(tag, "type"), "cite") || attr(tag, "cite") != "" || containsAny(names, citingNames) {
		return citing
	}
	return blockquote
}

// Names of the elements that hold an earlier mail: Outlook, Yahoo, Zoho, AOL,
// Proton, NetEase (163, 126), Aliyun, Tencent, Lark, Naver, Sina.
var quotingNames = []string{
	" olk_src_body_section ", " yahoo_quoted", " zmail_extra", " aolmsgpart", " protonmail_quote ", " tutanota_quote ", " isreplycontent ", " ntes_not_fresh_mail ", " reply-history ",
	"__aliyun_previous_message_wrap", " mail-editor-reference-message-container ", " ms-outlook-mobile-reference-message ", " lark-mail-quote", " history-quote-wrapper", " adit-html-block--collapsed", " xmailreply ",
	" divrplyfwdmsg ", " origbody ", " original-content ", " replysplit ", " mcntreply ", " crm-original-content ", " front-blockquote ", " gmail-quote-collapsed ", " mailquote ", " yj6qo ", " quoted-mail ",
}

var attributedNames = []string{" gmail_attr ", " moz-cite-prefix ", " cite-prefix ", " moz-email-headers-table "}

var citingNames = []string{"gmail_quote", "iosymail", " quote ", "reply_quote", " mailcow", " cite ", " protonmail_quote ", " clean_bq ", " spark_quote", " yahoo_quoted", "reply-to"}

var signingNames = []string{" gmail_signature", " moz-signature ", " applemailsignature ", " ms-outlook-mobile-signature ", " ntes_sign", " ntes-signature", " protonmail_signature_block", "__aliyun_signature_wrap", " zmail_signature", " signature ", " mail-signature", " spark-signature", " lark-mail-signature", " xm_write_signature", " email-signature", " foxmail-signature", " x_signature "}

// restOf knows the elements after which only the earlier mail comes.
func restOf(tag html.Token) bool {
	id := strings.ToLower(attr(tag, "id"))
	id = strings.TrimPrefix(id, "x_")
	return id == "divrplyfwdmsg" || id == "replyforwardmsg"
}

func containsAny(s string, names []string) bool {
	if len(s) <= 3 {
		return false
	}
	for _, n := range names {
		if strings.Contains(s, n) {
			return true
		}
	}
	return false
}

func attr(tag html.Token, name string) string {
	for _, a := range tag.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Title: true, atom.Template: true, atom.Noscript: true,
	atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Math: true,
}

// starts are the elements that begin and end a line.
var starts = map[atom.Atom]bool{
	atom.P: true, atom.Div: true, atom.Blockquote: true, atom.Table: true, atom.Tr: true, atom.Ul: true, atom.Ol: true, atom.Li: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.H5: true, atom.H6: true, atom.Pre: true, atom.Body: true, atom.Html: true,
	atom.Section: true, atom.Article: true, atom.Header: true, atom.Footer: true, atom.Center: true, atom.Address: true, atom.Form: true,
	atom.Dl: true, atom.Dt: true, atom.Dd: true, atom.Tbody: true, atom.Fieldset: true, atom.Figure: true,
}
