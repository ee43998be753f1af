package sample

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

//go:embed stories.txt
var storiesFile string

//go:embed names.txt
var namesFile string

// story is how a conversation of a kind goes.
type story struct {
	kind     string
	channels []string
	language string
	subject  string
	tags     []string
	lines    []line
	order    string // that the customer names, if they do
}

// line is what somebody says: c the customer, a we, n a note among us.
type line struct {
	who     byte
	picture string // the name of a picture that comes with it
	text    string
}

// stories reads them all. Each begins with "# kind channels language".
func stories() (all []story, err error) {
	for n, text := range strings.Split(storiesFile, "\n") {
		head, rest, _ := strings.Cut(text, " ")
		switch {
		case text == "":
		case head == "#":
			f := strings.Fields(rest)
			if len(f) != 3 {
				return nil, fmt.Errorf("line %d of the stories: %q", n+1, text)
			}
			all = append(all, story{kind: f[0], channels: strings.Split(f[1], ","), language: f[2]})
		case len(all) == 0:
			return nil, fmt.Errorf("line %d of the stories stands before the first", n+1)
		default:
			all[len(all)-1].take(head, rest)
		}
	}
	return all, nil
}

func (s *story) take(head, rest string) {
	switch head {
	case "subject":
		s.subject = rest
	case "tags":
		s.tags = strings.Split(rest, ",")
	default:
		picture := strings.TrimSuffix(strings.TrimPrefix(head[1:], "["), "]")
		s.lines = append(s.lines, line{who: head[0], picture: picture, text: rest})
	}
}

// person is a customer of the school.
type person struct {
	id       string
	name     string
	language string
	locale   string
	zone     string
	email    string
	phone    string
}

var homes = map[string][2]string{
	"zh": {"zh-CN", "Asia/Shanghai"}, "en": {"en", "Europe/London"}, "ms": {"ms", "Asia/Kuala_Lumpur"}, "ja": {"ja", "Asia/Tokyo"},
}

// people reads the customers and gives them addresses that belong to nobody.
func people(random *rand.Rand) (all []person) {
	for text := range strings.Lines(namesFile) {
		f := strings.Fields(text)
		for _, name := range f[1:] {
			p := person{
				id: strconv.Itoa(1001 + 7*len(all)), name: strings.ReplaceAll(name, "_", " "),
				language: f[0], locale: homes[f[0]][0], zone: homes[f[0]][1],
			}
			p.email = "u" + p.id + "@mail.example"
			if p.language == "en" {
				p.email = strings.ToLower(strings.NewReplacer(" ", ".", "'", "", "ü", "ue").Replace(p.name)) + "@mail.example"
			}
			if house := houses[p.name]; house != "" {
				p.email = "u" + p.id + "@" + house
			}
			if p.language == "zh" {
				p.phone = fmt.Sprintf("1390000%04d", random.IntN(10000))
			}
			all = append(all, p)
		}
	}
	return all
}

// houses are where some of them work, who pays for their lessons.
var houses = map[string]string{
	"李思雨": "chengxi.example", "周子轩": "chengxi.example", "郭雪": "chengxi.example", "唐宁": "chengxi.example", "丁一": "chengxi.example", "陶然": "chengxi.example",
	"Hannah Müller": "clearwater.example", "Priya Nair": "clearwater.example", "Thomas Berg": "clearwater.example", "Grace Tan": "clearwater.example",
}

var courses = map[string][]string{
	"zh": {"小学数学思维", "新概念英语", "少儿编程", "高考语文冲刺", "雅思写作", "初中物理"},
	"en": {"IELTS Writing", "Business Chinese", "Algebra I", "Python for Teens"},
	"ms": {"Matematik Tahun 5"}, "ja": {"ビジネス中国語"},
}

// filled puts names and numbers into the texts of a story.
func filled(s story, p person, random *rand.Rand) story {
	course, order := oneOf(random, courses[s.language]), fmt.Sprint(240000+random.IntN(60000))
	fill := strings.NewReplacer(
		"{name}", p.name, "{course}", course,
		"{order}", order, "{tail}", fmt.Sprintf("%04d", random.IntN(10000)),
		"{amount}", fmt.Sprint(199+100*random.IntN(30)),
	)
	s.subject = fill.Replace(s.subject)
	lines := make([]line, len(s.lines))
	for i, l := range s.lines {
		if strings.Contains(l.text, "{order}") {
			s.order = order
		}
		l.text = fill.Replace(l.text)
		lines[i] = l
	}
	s.lines = lines
	return s
}
