package field

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anlan/internal/platform/fault"
)

func ptr(n float64) *float64 { return &n }

var plans = []Option{{Key: "gold", Names: Names{"zh-CN": "金卡", "en": "Gold"}}, {Key: "free", Names: Names{"zh-CN": "免费", "en": "Free"}}}

func TestOneValueHasOneForm(t *testing.T) {
	for _, c := range []struct {
		of    Field
		given any
		value string
		code  string
	}{
		{Field{Type: Text}, "  订单 备注\n了 ", "订单 备注 了", ""},
		{Field{Type: Text}, "a\x00b", "ab", ""},
		{Field{Type: Text}, strings.Repeat("名", 501), "", "field.too_long"},
		{Field{Type: Text, Bounds: Bounds{MaxLength: 3}}, "四个汉字", "", "field.too_long"},
		{Field{Type: Text, Bounds: Bounds{MinLength: 3}}, "ab", "", "field.too_short"},
		{Field{Type: Text, Bounds: Bounds{Pattern: "[A-Z]{2}-[0-9]{4}"}}, "CN-2026", "CN-2026", ""},
		{Field{Type: Text, Bounds: Bounds{Pattern: "[A-Z]{2}-[0-9]{4}"}}, "xCN-2026", "", "field.pattern_unmet"},
		{Field{Type: Text, Bounds: Bounds{Pattern: "a|b"}}, "bc", "", "field.pattern_unmet"},
		{Field{Type: Text}, true, "", "field.wrong_type"},
		{Field{Type: LongText}, "第一行\n第二行", "第一行\n第二行", ""},
		{Field{Type: Number}, 42.0, "42", ""},
		{Field{Type: Number}, "１，２００", "1200", ""},
		{Field{Type: Number}, 1.5, "", "field.wrong_type"},
		{Field{Type: Number}, 1e300, "", "field.wrong_type"},
		{Field{Type: Number, Bounds: Bounds{Min: ptr(1), Max: ptr(10)}}, "0", "", "field.too_small"},
		{Field{Type: Number, Bounds: Bounds{Min: ptr(1), Max: ptr(10)}}, "11", "", "field.too_big"},
		{Field{Type: Decimal}, "12.50", "12.50", ""},
		{Field{Type: Decimal}, 0.1, "0.1", ""},
		{Field{Type: Decimal}, "1e5", "", "field.wrong_type"},
		{Field{Type: YesNo}, "是", "true", ""},
		{Field{Type: YesNo}, "No", "false", ""},
		{Field{Type: YesNo}, "perhaps", "", "field.wrong_type"},
		{Field{Type: Date}, "2026年3月2日", "2026-03-02", ""},
		{Field{Type: Date}, "2028/2/29", "2028-02-29", ""},
		{Field{Type: Date}, "2026-02-29", "", "field.wrong_type"},
		{Field{Type: DateTime}, "2026-03-02T09:30:00+08:00", "2026-03-02T01:30:00.000Z", ""},
		{Field{Type: DateTime}, "2026-03-02 09:30", "", "field.wrong_type"}, // of which zone?
		{Field{Type: Choice, Options: plans}, "gold", "gold", ""},
		{Field{Type: Choice, Options: plans}, "金卡", "gold", ""},
		{Field{Type: Choice, Options: plans}, "silver", "", "field.unknown_option"},
		{Field{Type: URL}, "https://example.com/a", "https://example.com/a", ""},
		{Field{Type: URL}, "javascript:alert(1)", "", "field.wrong_type"},
		{Field{Type: Email}, "Li@Example.com", "li@example.com", ""},
		{Field{Type: Email}, "li", "", "field.wrong_type"},
		{Field{Type: Phone}, "+86 138-0013-8000", "+8613800138000", ""},
		{Field{Type: Phone}, "call me", "", "field.wrong_type"},
	} {
		c.of.Key, c.of.Names = "k", Names{"en": "K"}
		list, err := read(c.of, c.given)
		if c.code != "" {
			fault.Want(t, err, c.code)
			require.Equal(t, "fields.k", fault.Of(err).Field)
			continue
		}
		require.NoError(t, err, "%v %v", c.of.Type, c.given)
		require.Len(t, list, 1)
		require.Equal(t, c.value, list[0].Value)
	}
}

func TestNothingIsNoValue(t *testing.T) {
	for _, nothing := range []any{nil, "", "  ", []any{}, []string{}} {
		for _, kind := range []Type{Text, Number, YesNo, Date, Choices} {
			list, err := read(Field{Type: kind, Options: plans}, nothing)
			require.NoError(t, err)
			require.Empty(t, list)
		}
	}
}

func TestManyChoicesAreEachOnce(t *testing.T) {
	f := Field{Type: Choices, Options: plans}
	for _, given := range []any{"gold; 免费, gold", []any{"gold", "free"}, []string{"gold", "free", "gold"}, "金卡、免费"} {
		list, err := read(f, given)
		require.NoError(t, err)
		require.Equal(t, []string{"gold", "free"}, show(f, list))
	}
}

func TestEqualDecimalsAreFoundByOneAnother(t *testing.T) {
	a, err := read(Field{Type: Decimal}, "1.50")
	require.NoError(t, err)
	b, err := read(Field{Type: Decimal}, 1.5)
	require.NoError(t, err)
	require.Equal(t, a[0].Fold, b[0].Fold)
	require.Equal(t, "1.50", show(Field{Type: Decimal}, a))
}

func TestWhatIsShownReadsAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := Field{Type: rapid.SampledFrom([]Type{Text, LongText, Number, Decimal, YesNo, Date, DateTime, Choice, Choices, URL, Email, Phone}).Draw(t, "type"), Options: plans}
		given := rapid.OneOf(rapid.String().AsAny(), rapid.Float64().AsAny(), rapid.Bool().AsAny(),
			rapid.SampledFrom([]string{"gold", "2026-03-02", "2026-03-02T09:30:00Z", "12.5", "https://example.com", "a@example.com"}).AsAny()).Draw(t, "given")
		list, err := read(f, given)
		if err != nil {
			require.True(t, fault.IsKind(err, fault.Invalid))
			return
		}
		again, err := read(f, show(f, list))
		require.NoError(t, err)
		require.True(t, same(list, again), "%v then %v", list, again)
	})
}

func TestADefinitionThatCannotWorkIsRefused(t *testing.T) {
	good := Field{Object: Conversation, Key: "order_no", Names: Names{"zh-CN": " 订单号 "}, Type: Text}
	f, err := checked(good)
	require.NoError(t, err)
	require.Equal(t, Names{"zh-CN": "订单号"}, f.Names)
	for code, spoil := range map[string]func(*Field){
		"field.unknown_object":   func(f *Field) { f.Object = "planet" },
		"field.key_wrong":        func(f *Field) { f.Key = "Order No" },
		"field.needs_a_name":     func(f *Field) { f.Names = Names{"fr": "Commande"} },
		"field.options_needed":   func(f *Field) { f.Type = Choice },
		"field.option_key_wrong": func(f *Field) { f.Type, f.Options = Choice, []Option{{Key: "a"}, {Key: "A"}} },
		"field.colour_wrong":     func(f *Field) { f.Type, f.Options = Choice, []Option{{Key: "a", Colour: "red"}} },
		"field.bounds_wrong":     func(f *Field) { f.Bounds = Bounds{MinLength: 5, MaxLength: 4} },
		"field.pattern_wrong":    func(f *Field) { f.Bounds = Bounds{Pattern: "(a"} },
	} {
		f := good
		spoil(&f)
		_, err := checked(f)
		fault.Want(t, err, code)
	}
	_, err = begun(Field{Key: "n", Type: Number, Default: "many"})
	fault.Want(t, err, "field.default_wrong")
}

func TestAnOptionThatIsLeftOutIsArchived(t *testing.T) {
	all := kept(plans, []Option{{Key: "gold"}, {Key: "new"}})
	require.Equal(t, []string{"gold", "new", "free"}, []string{all[0].Key, all[1].Key, all[2].Key})
	require.True(t, all[2].Archived)
}
