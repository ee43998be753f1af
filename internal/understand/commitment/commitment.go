// Package commitment finds what a message that goes out promises its customer: that
// somebody will answer, call, send, pay back or mend something, and until when. It
// reads Chinese, English and both in one line, and resolves the deadline in the zone
// of the customer.
//
// No promise is what is asked, asked of the customer, over, denied, subject to
// something that the customer does, quoted, offered, or a rule for everybody.
//
// The recogniser is one of rules over lists of words; it knows no database, no clock
// and no network.
package commitment

import (
	"time"

	"anlan/internal/kit/passage"
)

// Kind is what was promised.
type Kind string

// The kinds. Where a promise is several, the one that stands first here.
const (
	Refund      Kind = "refund"      // money comes back, or is paid
	CallBack    Kind = "call_back"   // somebody calls
	Delivery    Kind = "delivery"    // something is sent or replaced
	Fix         Kind = "fix"         // something works again
	Answer      Kind = "answer"      // a reply comes
	Information Kind = "information" // the customer is told of it
	Other       Kind = "other"
)

var kinds = []Kind{Refund, CallBack, Delivery, Fix, Answer, Information, Other}

// Promise is one promise, from a code point up to another.
type Promise struct {
	Start int
	End   int
	Due   time.Time // when it is broken, in the zone of the moment it was made; zero = no date was said
	Kind  Kind
}

// Find gives the promises of a text that somebody sends at a moment, in its order.
// The zone of the moment is the customer's.
func Find(text *passage.Passage, sent time.Time, hours Hours) []Promise {
	f := finder{reader: reader{text}, sent: sent, hours: hours}
	f.mask()
	f.deadlines = f.reader.deadlines()
	f.look()
	var found []Promise
	for _, s := range f.sentences() {
		found = f.judge(s, found)
	}
	return found
}
