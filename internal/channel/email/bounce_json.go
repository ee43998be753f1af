package email

import (
	"regexp"
	"strings"
)

// Amazon SES tells of bounces and complaints as JSON, which its topics send as
// mail, escaped once more when they wrap it.
var (
	bounceJSON    = regexp.MustCompile(`"(?:notificationType|eventType)"\s*:\s*"Bounce"`)
	complaintJSON = regexp.MustCompile(`"(?:notificationType|eventType)"\s*:\s*"Complaint"`)
	jsonRecipient = regexp.MustCompile(`"bouncedRecipients"[^\]]{0,400}?"emailAddress"\s*:\s*"([^"]{3,200})"`)
	jsonStatus    = regexp.MustCompile(`"status"\s*:\s*"([45]\.\d{1,3}\.\d{1,3})"`)
)

// unescapedJSON returns a text that may hold such a notice, "" for any other.
func unescapedJSON(text string) string {
	head := strings.TrimSpace(clipped(text, 64<<10))
	if !strings.HasPrefix(head, "{") {
		return ""
	}
	return strings.ReplaceAll(head, `\`, "")
}

func bounceOfJSON(text string) Bounce {
	b := Bounce{Status: "5.0.0"}
	if m := jsonRecipient.FindStringSubmatch(text); m != nil {
		b.Recipient = addressOf(m[1])
	}
	if m := jsonStatus.FindStringSubmatch(text); m != nil {
		b.Status = m[1]
	}
	return b
}
