package segment

import "strings"

// part is a token as it is written, with what its neighbours need to know.
type part struct {
	Token
	class class
	first int  // where its first rune ends in the text: a search for one character shows only that
	tail  bool // the last rune of a solid run, kept so that single characters are found
	chunk int  // parts of one chunk are written without a space: li@example.com, A-1234
	plus  bool // a + stands before it
	near  bool // only signs of phone numbers part it from the one before
}

// cut parts a text into what is written.
func cut(us []unit) []part {
	c := cutter{us: us}
	for c.at < len(us) {
		switch us[c.at].class {
		case solid:
			c.solid()
		case letter:
			c.letters()
		case picture:
			c.add(c.at, c.at+1)
			c.close(c.at + 1)
		default:
			c.at++
		}
	}
	return c.parts
}

type cutter struct {
	us    []unit
	at    int // the unit that is read next
	ended int // the unit behind the last part
	chunk int
	parts []part
}

// add makes units from i up to j a part.
func (c *cutter) add(i, j int) *part {
	c.parts = append(c.parts, part{
		Token: Token{Text: spell(c.us[i:j]), From: c.us[i].from, To: c.us[j-1].to},
		class: c.us[i].class, first: c.us[i].to, chunk: c.chunk,
	})
	return &c.parts[len(c.parts)-1]
}

// close ends a chunk before unit j.
func (c *cutter) close(j int) { c.at, c.ended, c.chunk = j, j, c.chunk+1 }

// solid makes pairs of neighbours and keeps the last rune, which also parts this
// run from the next: 退款。款项 does not contain 款款.
func (c *cutter) solid() {
	end := c.at
	for end < len(c.us) && c.us[end].class == solid {
		end++
	}
	for i := c.at; i+1 < end; i++ {
		c.add(i, i+2)
	}
	c.add(end-1, end).tail = true
	c.close(end)
}

// letters makes a part of each word of a chunk that signs hold together.
func (c *cutter) letters() {
	for {
		end := c.at
		for end < len(c.us) && c.us[end].class == letter {
			end++
		}
		p := c.add(c.at, end)
		p.plus = c.at > 0 && c.us[c.at-1].r == '+'
		p.near = c.near(c.at)
		c.ended = end
		if end+1 >= len(c.us) || c.us[end].class != joiner || c.us[end+1].class != letter {
			c.close(end)
			return
		}
		c.at = end + 1
	}
}

func (c *cutter) near(start int) bool {
	gap := c.us[c.ended:start]
	if len(c.parts) < 2 || len(gap) > 2 {
		return false
	}
	for _, u := range gap {
		if !strings.ContainsRune(" -.()", u.r) {
			return false
		}
	}
	return len(gap) > 0
}

func spell(us []unit) string {
	var b strings.Builder
	for _, u := range us[:min(len(us), wordLimit)] {
		b.WriteRune(u.r)
	}
	return b.String()
}
