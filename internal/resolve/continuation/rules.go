package continuation

import (
	"strings"
	"time"

	"anlan/internal/arrive/contact"
)

const (
	// quickly is how long a reply waits for somebody who has taken to answering by
	// mail: long enough for two replies in a row to go together.
	quickly = time.Minute
	// oldest is the age beyond which an unread reply is history, not news.
	oldest = 7 * 24 * time.Hour
	// linkLife is how long the links of a mail work.
	linkLife = 14 * 24 * time.Hour
	// mostResumes is how often a link opens the chat: on a few devices, not for ever.
	mostResumes = 20
	// mostReplies bounds one mail.
	mostReplies = 50
)

// wait is how long a reply waits to be read before it goes out by mail.
func wait(minutes int, answersByMail bool) time.Duration {
	asked := time.Duration(minutes) * time.Minute
	if answersByMail {
		return min(asked, quickly)
	}
	return asked
}

// addressOf is where a contact's mail goes: what is verified, else what they
// typed last.
func addressOf(c contact.Contact) string {
	claimed := ""
	for _, i := range c.Identities {
		if i.Kind != contact.Email {
			continue
		}
		if i.Verified {
			return i.Value
		}
		claimed = i.Value
	}
	return claimed
}

// languageOf is the language of a mail.
func languageOf(locale string) string {
	if strings.HasPrefix(strings.ToLower(locale), "zh") {
		return "zh-CN"
	}
	return "en"
}

// resumes tells whether a link may still open the chat.
func resumes(times int, made, now time.Time) bool {
	return times < mostResumes && now.Before(made.Add(linkLife))
}
