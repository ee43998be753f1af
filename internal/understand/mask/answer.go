package mask

import (
	"bytes"
	"encoding/json"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"anlan/internal/understand/privacy"
)

// Answer is a value as the reader may see it: every text in it is looked at,
// wherever it stands. What has to change is copied; the value itself never is
// touched. Ids and words that programs choose have types of their own and are left
// alone; plain strings are not, unless their field says otherwise:
//
//	personal:"-"          nothing of a customer: a link, a place in a list
//	personal:"html"       markup
//	personal:"name"       a name as a whole; name,Kind=contact where Kind is that, or one of several with |
//	personal:"of,Kind"    a value whose kind another field names
//	personal:"cut"        the beginning of a text, of which the rest was cut off
//	personal:"covered"    is given what was covered in the struct beside it
func (v Veil) Answer(x any) any {
	if !v.Hides() || x == nil {
		return x
	}
	out, changed := v.value(reflect.ValueOf(x), nil)
	if !changed {
		return x
	}
	return out.Interface()
}

// JSON is a JSON text as the reader may see it. What is none stays.
func (v Veil) JSON(text []byte) []byte {
	if !v.Hides() || len(text) == 0 {
		return text
	}
	var any any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if d.Decode(&any) != nil {
		return text
	}
	out, changed := v.value(reflect.ValueOf(&any).Elem(), nil)
	if !changed {
		return text
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(out.Interface()) != nil {
		return text
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

var (
	plainString = reflect.TypeFor[string]()
	rawJSON     = reflect.TypeFor[json.RawMessage]()
	jsonNumber  = reflect.TypeFor[json.Number]()
)

// value looks at a value; noted gathers what was covered.
func (v Veil) value(x reflect.Value, noted *[]Covered) (out reflect.Value, changed bool) {
	if !x.IsValid() || !carries(x.Type()) {
		return x, false
	}
	switch x.Kind() {
	case reflect.String:
		return v.text(x, v.look(x.String(), false), noted)
	case reflect.Pointer:
		return v.pointer(x, noted)
	case reflect.Interface:
		return v.inside(x, noted)
	case reflect.Struct:
		return v.structure(x, noted)
	case reflect.Slice, reflect.Array:
		return v.list(x, noted)
	case reflect.Map:
		return v.table(x, noted)
	}
	return x, false
}

func (v Veil) text(x reflect.Value, s seen, noted *[]Covered) (reflect.Value, bool) {
	if len(s.covered) == 0 {
		return x, false
	}
	if noted != nil {
		*noted = append(*noted, s.covered...)
	}
	out := reflect.New(x.Type()).Elem()
	out.SetString(s.text)
	return out, true
}

func (v Veil) pointer(x reflect.Value, noted *[]Covered) (reflect.Value, bool) {
	if x.IsNil() {
		return x, false
	}
	inner, changed := v.value(x.Elem(), noted)
	if !changed {
		return x, false
	}
	out := reflect.New(x.Type().Elem())
	out.Elem().Set(inner)
	return out, true
}

// inside looks into an interface. A number in one may be somebody's: attributes have
// them, and who sent them wrote a telephone without quotes.
func (v Veil) inside(x reflect.Value, noted *[]Covered) (reflect.Value, bool) {
	if x.IsNil() {
		return x, false
	}
	inner := x.Elem()
	if number, is := written(inner); is && !clocked(number) {
		s := v.look(number, false)
		if len(s.covered) == 0 {
			return x, false
		}
		return v.text(reflect.ValueOf(&number).Elem(), s, noted)
	}
	inner, changed := v.value(inner, noted)
	if !changed {
		return x, false
	}
	return inner, true
}

// written is a number as a person would write it.
func written(x reflect.Value) (string, bool) {
	switch {
	case x.Type() == jsonNumber:
		return x.String(), true
	case x.CanInt():
		return strconv.FormatInt(x.Int(), 10), true
	case x.CanFloat() && x.Float() == math.Trunc(x.Float()) && math.Abs(x.Float()) < 1<<63:
		return strconv.FormatFloat(x.Float(), 'f', -1, 64), true
	}
	return "", false
}

// clocked tells whether a number may be an instant, in seconds or milliseconds, as
// facts have them.
func clocked(number string) bool {
	return (len(number) == 10 || len(number) == 13) && number[0] == '1'
}

func (v Veil) list(x reflect.Value, noted *[]Covered) (out reflect.Value, changed bool) {
	if x.Type() == rawJSON {
		text := v.JSON(x.Bytes())
		return reflect.ValueOf(json.RawMessage(text)), !bytes.Equal(text, x.Bytes())
	}
	out = x
	for i := range x.Len() {
		one, different := v.value(x.Index(i), noted)
		if !different {
			continue
		}
		if !changed {
			out = reflect.New(x.Type()).Elem()
			if x.Kind() == reflect.Slice {
				out.Set(reflect.MakeSlice(x.Type(), x.Len(), x.Len()))
			}
			reflect.Copy(out, x)
			changed = true
		}
		out.Index(i).Set(one)
	}
	return out, changed
}

func (v Veil) table(x reflect.Value, noted *[]Covered) (out reflect.Value, changed bool) {
	out = x
	for each := x.MapRange(); each.Next(); {
		one, different := v.named(each.Key(), each.Value(), noted)
		if !different {
			continue
		}
		if !changed {
			out = reflect.MakeMapWithSize(x.Type(), x.Len())
			for all := x.MapRange(); all.Next(); {
				out.SetMapIndex(all.Key(), all.Value())
			}
			changed = true
		}
		out.SetMapIndex(each.Key(), one)
	}
	return out, changed
}

// named looks at a value that has a name: card: 6222… is a card because of it.
func (v Veil) named(name, x reflect.Value, noted *[]Covered) (reflect.Value, bool) {
	if out, changed := v.value(x, noted); changed || name.Kind() != reflect.String {
		return out, changed
	}
	inner := x
	if inner.Kind() == reflect.Interface {
		inner = inner.Elem()
	}
	if !inner.IsValid() {
		return x, false
	}
	said, is := written(inner)
	if !is && inner.Type() == plainString {
		said, is = inner.String(), true
	}
	if !is || len(said) > longestValue || clocked(said) || isID(said) {
		return x, false
	}
	return v.text(reflect.ValueOf(&said).Elem(), v.lookNamed(name.String(), said), noted)
}

// Named is a value that has a name, as the reader may see it.
func (v Veil) Named(name, value string) string {
	if s := v.look(value, false); len(s.covered) > 0 || name == "" {
		return s.text
	}
	return v.lookNamed(name, value).text
}

func (v Veil) lookNamed(name, value string) seen {
	before := strings.ReplaceAll(name, "_", " ") + ": "
	s := v.look(before+value, false)
	behind, whole := strings.CutPrefix(s.text, before)
	if len(s.covered) == 0 || !whole {
		return seen{text: value}
	}
	return seen{behind, s.covered}
}

// longestValue is up to which length, in bytes, the name of a value says what it is.
const longestValue = 100

func (v Veil) structure(x reflect.Value, noted *[]Covered) (out reflect.Value, changed bool) {
	out = x
	set := func(i int, one reflect.Value) {
		if !changed {
			out = reflect.New(x.Type()).Elem()
			out.Set(x)
			changed = true
		}
		out.Field(i).Set(one)
	}
	plan := planOf(x.Type())
	if plan.covered >= 0 {
		noted = &[]Covered{}
	}
	for _, f := range plan.fields {
		if one, different := v.field(x, f, noted); different {
			set(f.index, one)
		}
	}
	if plan.covered >= 0 && len(*noted) > 0 {
		set(plan.covered, told(once(*noted), x.Field(plan.covered).Type()))
	}
	return out, changed
}

// told writes what was covered in the words of the struct that wants to know.
func told(list []Covered, as reflect.Type) reflect.Value {
	out := reflect.MakeSlice(as, len(list), len(list))
	for i, one := range list {
		out.Index(i).FieldByName("Kind").SetString(string(one.Kind))
		out.Index(i).FieldByName("Shown").SetString(one.Shown)
	}
	return out
}

// once leaves each shown form once; what stood in a tag alone has none.
func once(list []Covered) []Covered {
	known := map[Covered]bool{{}: true}
	kept := []Covered{}
	for _, one := range list {
		if !known[one] {
			known[one] = true
			kept = append(kept, one)
		}
	}
	return kept
}

func (v Veil) field(x reflect.Value, f planned, noted *[]Covered) (reflect.Value, bool) {
	one := x.Field(f.index)
	var kind privacy.Kind
	switch {
	case f.cut:
		short := v.Cut(one.String())
		if short == one.String() {
			return one, false
		}
		return v.text(one, seen{short, []Covered{{}}}, noted)
	case f.html:
		return v.text(one, v.look(one.String(), true), noted)
	case f.name && (f.when < 0 || slices.Contains(f.is, x.Field(f.when).String())):
		kind = privacy.Name
	case f.of >= 0:
		kind = privacy.Kind(x.Field(f.of).String())
	default:
		return v.value(one, noted)
	}
	if whole := v.Whole(kind, one.String()); whole != one.String() {
		return v.text(one, seen{whole, []Covered{{kind, whole}}}, noted)
	}
	return one, false
}

// plan is what of a struct has to be looked at.
type plan struct {
	fields  []planned
	covered int // the field that is told what was covered; -1 = none
}

type planned struct {
	index    int
	html     bool
	cut      bool
	name     bool
	when, of int
	is       []string
}

var plans, carrying sync.Map // by type

func planOf(t reflect.Type) plan {
	if known, is := plans.Load(t); is {
		return known.(plan)
	}
	p := plan{covered: -1}
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("personal")
		switch {
		case tag == "covered":
			p.covered = i
		case tag == "-" || !f.IsExported() && !f.Anonymous || !carries(f.Type) || f.Tag.Get("json") == "-":
		case !f.IsExported() && f.Type.Kind() != reflect.Struct: // nobody can set it
		default:
			p.fields = append(p.fields, plannedBy(t, i, tag))
		}
	}
	plans.Store(t, p)
	return p
}

func plannedBy(t reflect.Type, index int, tag string) planned {
	f := planned{index: index, when: -1, of: -1}
	what, rest, _ := strings.Cut(tag, ",")
	at := func(name string) int {
		other, is := t.FieldByName(name)
		if !is {
			panic("mask: " + t.String() + " has no " + name)
		}
		return other.Index[0]
	}
	switch what {
	case "cut":
		f.cut = true
	case "html":
		f.html = true
	case "name":
		f.name = true
		if name, is, conditional := strings.Cut(rest, "="); conditional {
			f.when, f.is = at(name), strings.Split(is, "|")
		}
	case "of":
		f.of = at(rest)
	}
	return f
}

// carries tells whether a value of a type may have a plain string in it.
func carries(t reflect.Type) bool {
	if known, is := carrying.Load(t); is {
		return known.(bool)
	}
	yes := looks(t, map[reflect.Type]bool{})
	carrying.Store(t, yes)
	return yes
}

func looks(t reflect.Type, under map[reflect.Type]bool) bool {
	if under[t] {
		return false // its other fields decide
	}
	under[t] = true
	switch t.Kind() {
	case reflect.String:
		return t == plainString
	case reflect.Interface:
		return true
	case reflect.Slice, reflect.Array:
		return t == rawJSON || looks(t.Elem(), under)
	case reflect.Pointer, reflect.Map:
		return looks(t.Elem(), under)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); (f.IsExported() || f.Anonymous) && looks(f.Type, under) {
				return true
			}
		}
	}
	return false
}
