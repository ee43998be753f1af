package staff

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"anlan/internal/fact"
	"anlan/internal/people/access"
	"anlan/internal/people/skill"
	"anlan/internal/platform/fault"
)

// refused checks that err is this refusal, or none when code is "".
func refused(t *testing.T, err error, code, about string) {
	t.Helper()
	if code == "" {
		require.NoError(t, err, about)
		return
	}
	require.Error(t, err, about)
	require.Equal(t, code, fault.Of(err).Code, about)
}

func TestAnEmailIsKeptInOneWayOnly(t *testing.T) {
	for _, c := range []struct{ given, kept, code string }{
		{"lin@example.com", "lin@example.com", ""},
		{"  Lin.Jing@Example.COM ", "lin.jing@example.com", ""},
		{"lin+desk@example.com", "lin+desk@example.com", ""},
		{"林静@例子.中国", "林静@例子.中国", ""},
		{"", "", "staff.email_unreadable"},
		{"lin", "", "staff.email_unreadable"},
		{"li\x00n@example.com", "", "staff.email_unreadable"},
		{"li\xffn@example.com", "", "staff.email_unreadable"},
		{"Lin <lin@example.com>", "", "staff.email_unreadable"},
		{"lin@example.com, bo@example.com", "", "staff.email_unreadable"},
		{"lin@example.com\r\nBcc: all@example.com", "", "staff.email_unreadable"},
		{strings.Repeat("a", 250) + "@b.cn", "", "staff.email_unreadable"},
	} {
		got, err := addressed(c.given)
		refused(t, err, c.code, c.given)
		require.Equal(t, c.kept, got, c.given)
	}
}

func TestANameIsOneReadableLine(t *testing.T) {
	for _, c := range []struct{ given, kept, code string }{
		{" 林静 ", "林静", ""},
		{"Ana María", "Ana María", ""},
		{"   ", "", "staff.name_missing"},
		{"Lin\nJing", "", "staff.name_unreadable"},
		{"Lin\xff", "", "staff.name_unreadable"},
		{strings.Repeat("林", 81), "", "staff.name_too_long"},
	} {
		got, err := named(c.given)
		refused(t, err, c.code, c.given)
		require.Equal(t, c.kept, got)
	}
}

func TestOnlyLanguagesWithWordsAndZonesWithClocksAreTaken(t *testing.T) {
	for locale, code := range map[string]string{"": "", "zh-CN": "", "en": "", "zh": "staff.locale_unknown", "de": "staff.locale_unknown"} {
		refused(t, spoken(locale), code, locale)
	}
	for zone, code := range map[string]string{
		"": "", "Asia/Shanghai": "", "America/New_York": "", "UTC": "",
		"Local": "staff.time_zone_unknown", "Mars/Olympus": "staff.time_zone_unknown", "../etc/passwd": "staff.time_zone_unknown",
	} {
		refused(t, located(zone), code, zone)
	}
}

func TestAPasswordIsLongUncommonAndNotTheirName(t *testing.T) {
	for _, c := range []struct{ password, code string }{
		{"correct horse battery", ""},
		{"海内存知己天涯若比邻", ""},        // ten Chinese characters are long enough
		{"all small letters", ""}, // no rules about kinds of characters
		{"lin has a green cat", ""},
		{"short pass"[:9], "password.too_short"},
		{"海内存知己", "password.too_short"},
		{"", "password.too_short"},
		{strings.Repeat("abcde", 300), "password.too_long"},
		{"1234567890", "password.too_common"},
		{"Password123", "password.too_common"},
		{"woaini1314520", "password.too_common"},
		{"aaaaaaaaaaaaaaa", "password.too_common"},
		{"abababababab", "password.too_common"},
		{"lin.jing@example.com", "password.too_personal"},
		{"Lin.Jing@Example.com1", "password.too_personal"},
		{"lin.jinglin.jing", "password.too_personal"},
		{"林静林静林静林静林静", "password.too_common"}, // two characters, over and over
		{"Quiet\xffwater42", "password.unreadable"},
	} {
		refused(t, acceptable(c.password, "lin.jing@example.com", "林静"), c.code, c.password)
	}
	refused(t, acceptable("bo andersson 1", "bo@x.cn", "Bo Andersson"), "password.too_personal", "the name as written")
	refused(t, acceptable("boandersson12", "bo@x.cn", "Bo Andersson"), "password.too_personal", "the name in one word")
	refused(t, acceptable("tall bo stands", "bo@x.cn", "Bo"), "", "a short name may occur")
}

func TestEveryCommonPasswordCouldOtherwiseBeTaken(t *testing.T) {
	for line := range strings.Lines(commonText) {
		word := strings.TrimSpace(line)
		require.GreaterOrEqual(t, len(word), passwordShortest, "%q is refused for its length already", word)
		require.Equal(t, strings.ToLower(word), word)
	}
}

func TestTheLockDoublesUpToAQuarterOfAnHour(t *testing.T) {
	for _, c := range []struct {
		failures int
		want     time.Duration
	}{
		{1, 0}, {4, 0}, {5, 30 * time.Second}, {6, time.Minute}, {7, 2 * time.Minute}, {8, 4 * time.Minute},
		{9, 8 * time.Minute}, {10, 15 * time.Minute}, {11, 15 * time.Minute}, {100000, 15 * time.Minute},
	} {
		require.Equal(t, c.want, lock(c.failures, freeForEmail), "after %d failures", c.failures)
	}
}

func TestTriesAreCountedBySubscriber(t *testing.T) {
	for ip, want := range map[string]string{
		"203.0.113.9":          "203.0.113.9",
		"::ffff:203.0.113.9":   "203.0.113.9",
		"2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64",
		"2001:db8:1:2::9":      "2001:db8:1:2::/64",
		"fe80::1%eth0":         "fe80::/64",
		"not an address":       "not an address",
	} {
		require.Equal(t, want, network(ip))
	}
	require.True(t, utf8.ValidString(doors(strings.Repeat("林", 100), "")[0].key), "a long e-mail is cut between characters")
	require.Len(t, doors("lin@example.com", ""), 1, "without an address only the e-mail counts")
}

func person(id fact.StaffID, role access.Role) Staff {
	return Staff{ID: id, Name: "Lin", Email: "lin@example.com", Role: role, May: role.Permissions(), State: Active}
}

func as(id fact.StaffID, role access.Role) access.Actor {
	return access.Actor{ID: id, Role: role, Permissions: role.Permissions(), Scope: access.All}
}

func TestWhoMayChangeWhom(t *testing.T) {
	reading := as("boss", access.Admin)
	reading.Scope = access.Read
	ownReading := as("lin", access.Agent)
	ownReading.Scope = access.Read
	for _, c := range []struct {
		about   string
		who     access.Actor
		subject Staff
		change  Change
		fields  []string
		code    string
	}{
		{"one renames oneself", as("lin", access.Agent), person("lin", access.Agent), Change{Name: new("Lin Jing")}, []string{"name"}, ""},
		{"one chooses one's language", as("lin", access.Agent), person("lin", access.Agent), Change{Locale: new("en"), TimeZone: new("UTC")}, []string{"locale", "time_zone"}, ""},
		{"a token that may only read changes nothing", ownReading, person("lin", access.Agent), Change{Name: new("X")}, nil, "access.scope_too_narrow"},
		{"one does not raise oneself", as("lin", access.Agent), person("lin", access.Agent), Change{Role: new(access.Admin)}, nil, "access.denied"},
		{"one does not choose one's teams", as("lin", access.Agent), person("lin", access.Agent), Change{Teams: &[]fact.TeamID{"t"}}, nil, "access.denied"},
		{"an agent does not rename others", as("bo", access.Agent), person("lin", access.Agent), Change{Name: new("X")}, nil, "access.denied"},
		{"a lead does not rename others", as("bo", access.Lead), person("lin", access.Agent), Change{Name: new("X")}, nil, "access.denied"},
		{"a manager raises to manager", as("bo", access.Manager), person("lin", access.Agent), Change{Role: new(access.Manager)}, []string{"role"}, ""},
		{"a manager does not raise to admin", as("bo", access.Manager), person("lin", access.Agent), Change{Role: new(access.Admin)}, nil, "staff.role_above_own"},
		{"a manager does not raise themselves", as("bo", access.Manager), person("bo", access.Manager), Change{Role: new(access.Admin)}, nil, "staff.role_above_own"},
		{"a manager steps down", as("bo", access.Manager), person("bo", access.Manager), Change{Role: new(access.Agent)}, []string{"role"}, ""},
		{"a manager does not touch an admin", as("bo", access.Manager), person("lin", access.Admin), Change{State: new(Disabled)}, nil, "staff.above_you"},
		{"a manager disables a manager", as("bo", access.Manager), person("lin", access.Manager), Change{State: new(Disabled)}, []string{"state"}, ""},
		{"an admin's reading token manages nobody", reading, person("lin", access.Agent), Change{State: new(Disabled)}, nil, "access.denied"},
		{"nobody disables themselves", as("bo", access.Admin), person("bo", access.Admin), Change{State: new(Disabled)}, nil, "staff.not_oneself"},
		{"a role of the house's own", as("bo", access.Manager), person("lin", access.Agent), Change{Role: new(access.Role("night desk"))}, []string{"role"}, ""},
		{"one does not give oneself skills", as("lin", access.Agent), person("lin", access.Agent), Change{Skills: &[]skill.Has{}}, nil, "access.denied"},
		{"there is no such state", as("bo", access.Admin), person("lin", access.Agent), Change{State: new(State("gone"))}, nil, "staff.state_unknown"},
		{"the system does what the command line says", access.System, person("lin", access.Admin), Change{State: new(Disabled)}, []string{"state"}, ""},
		{"what stays the same is no change", as("bo", access.Admin), person("lin", access.Agent), Change{Name: new(" Lin "), Role: new(access.Agent)}, nil, ""},
	} {
		var may access.Set
		if c.change.Role != nil {
			may = c.change.Role.Permissions()
		}
		after, fields, err := changed(c.who, c.subject, c.change, may)
		refused(t, err, c.code, c.about)
		require.Equal(t, c.fields, fields, c.about)
		if err != nil {
			require.Equal(t, c.subject, after, "%s, and yet it did", c.about)
		}
	}
}

func TestWhatAScreenMayOffer(t *testing.T) {
	for _, c := range []struct {
		about   string
		who     access.Actor
		subject Staff
		want    Can
	}{
		{"oneself", as("lin", access.Agent), person("lin", access.Agent), Can{Change: true}},
		{"a colleague", as("bo", access.Agent), person("lin", access.Agent), Can{}},
		{"a manager of an agent", as("bo", access.Manager), person("lin", access.Agent), Can{Change: true, Manage: true, Disable: true}},
		{"a manager of an admin", as("bo", access.Manager), person("lin", access.Admin), Can{}},
		{"an admin of themselves", as("bo", access.Admin), person("bo", access.Admin), Can{Change: true, Manage: true}},
	} {
		require.Equal(t, c.want, CanOn(c.who, c.subject), c.about)
	}
}

func TestWhenTheHouseLosesAnAdmin(t *testing.T) {
	admin, agent := person("a", access.Admin), person("a", access.Agent)
	off := admin
	off.State = Disabled
	require.True(t, losesAdmin(admin, agent))
	require.True(t, losesAdmin(admin, off))
	require.False(t, losesAdmin(admin, admin))
	require.False(t, losesAdmin(off, agent))
	require.False(t, losesAdmin(agent, admin))
}

func TestASessionEndsByAgeAndByAbsence(t *testing.T) {
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		about         string
		seen, expires time.Time
		want          bool
	}{
		{"just opened", now, now.Add(sessionLife), true},
		{"away for the weekend", now.Add(-72 * time.Hour), now.Add(time.Hour), true},
		{"away for a week", now.Add(-sessionIdle), now.Add(time.Hour), false},
		{"at its end", now, now, false},
	} {
		require.Equal(t, c.want, live(c.seen, c.expires, now), c.about)
	}
}

func TestWhatABrowserCallsItselfIsKeptShortAndReadable(t *testing.T) {
	require.Equal(t, "Firefox", shortened("Firefox"))
	require.Equal(t, "ab", shortened("a\x00b\xff"))
	require.LessOrEqual(t, len(shortened(strings.Repeat("浏", 300))), agentLimit)
}
