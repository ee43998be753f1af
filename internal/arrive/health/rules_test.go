package health

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/arrive/smime"
)

func TestEachTroubleHasItsReasonAndItsPatience(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	ago := func(d time.Duration) int64 { return now.Add(-d).UnixMilli() }
	failing := func(reason string, d time.Duration) signs {
		return signs{fetches: true, box: boxRow{State: "failing", Reason: reason, FailingSince: ago(d)}}
	}
	held := func(d time.Duration) signs {
		return signs{sends: true, delay: delayRow{Since: ago(d), Why: "smtp.auth_code"}}
	}
	secret := func(left time.Duration) signs {
		return signs{grant: grantRow{State: "good", SecretUntil: now.Add(left).UnixMilli()}}
	}
	signing := func(state smime.SigningState, left time.Duration) signs {
		return signs{
			mailbox: true, sends: true, signed: true, certificate: certificateRow{Until: now.Add(99 * 24 * time.Hour).UnixMilli()},
			signing: smime.Signing{State: state, Until: now.Add(left)},
		}
	}
	for name, c := range map[string]struct {
		s    signs
		want []string
	}{
		"well":                                  {signs{fetches: true}, nil},
		"a log-in refused a moment ago":         {failing("password", 30*time.Second), nil},
		"a log-in refused":                      {failing("password", time.Minute), []string{"in broken mailbox.password"}},
		"a server that is restarted":            {failing("port_closed", time.Minute), nil},
		"a server that stays away":              {failing("port_closed", 2*time.Minute), []string{"in broken mailbox.port_closed"}},
		"somebody is connecting it":             {failing("grant_missing", 10*time.Minute), nil},
		"nobody connected it":                   {failing("grant_missing", 15*time.Minute), []string{"in broken mailbox.grant_missing"}},
		"our own server for a moment":           {held(30 * time.Second), nil},
		"our own server":                        {held(time.Minute), []string{"out broken smtp.auth_code"}},
		"replies that wait for somebody else's": {signs{waiting: waitingRow{N: 2, Oldest: ago(time.Hour)}}, []string{"waiting troubled trouble.waiting"}},
		"replies that have not waited for long": {signs{waiting: waitingRow{N: 2, Oldest: ago(50 * time.Minute)}}, nil},
		"a secret in 31 days":                   {secret(31 * 24 * time.Hour), nil},
		"a secret in 30 days":                   {secret(30 * 24 * time.Hour), []string{"secret troubled trouble.secret_soon"}},
		"a secret that is over":                 {secret(0), []string{"secret broken trouble.secret_over"}},
		"mails that did not come in":            {signs{fetches: true, missing: 3}, []string{"missing troubled trouble.not_in"}},
		"a key that is gone":                    {signs{key: keyRow{Signs: true, Found: "missing"}}, []string{"signing troubled trouble.signing"}},
		"a key that was never there":            {signs{key: keyRow{Found: "missing"}}, nil},
		"a form that nobody answers":            {signs{answersBy: "x"}, []string{"answering broken trouble.answering"}},
		"a form that is answered":               {signs{answersBy: "x", answers: true}, nil},
		"a channel that is closed":              {signs{closed: true, answersBy: "x"}, nil},
		"a mailbox without a way out":           {signs{mailbox: true, address: "a@b.example", fetches: true}, []string{"out troubled trouble.no_way_out"}},
		"a mailbox without an address":          {signs{mailbox: true, fetches: true}, []string{"out troubled trouble.no_address"}},
		"a mailbox that had one, and held":      {signs{mailbox: true, delay: delayRow{Since: ago(time.Hour), Why: "smtp.auth_code"}}, []string{"out broken smtp.auth_code"}},
		"a mailbox that sends":                  {signs{mailbox: true, sends: true}, nil},
		"it signs with a key of 31 days":        {signing(smime.Signs, 31*24*time.Hour), nil},
		"it signs with a key of 30 days":        {signing(smime.Signs, 30*24*time.Hour), []string{"certificate troubled trouble.signer_soon"}},
		"it signed with a key that is over":     {signing(smime.SignsOver, -time.Hour), []string{"certificate troubled trouble.signer_over"}},
		"it is to sign, and has no key for it":  {signing(smime.SignsNone, 0), []string{"certificate troubled trouble.signer_none"}},
		"it is to sign, and cannot use its key": {signing(smime.SignsUnusable, 0), []string{"certificate troubled trouble.signer_unusable"}},
		"a grant, told once": {
			signs{fetches: true, sends: true, grant: grantRow{State: "refused", Reason: "grant_refused"}, box: boxRow{Reason: "grant_refused", FailingSince: ago(time.Hour)}, delay: delayRow{Since: ago(time.Hour), Why: "mailbox.grant_refused"}},
			[]string{"grant broken mailbox.grant_refused"},
		},
	} {
		var got []string
		for _, found := range judged(c.s, now) {
			got = append(got, string(found.Part)+" "+string(found.State)+" "+found.Code)
		}
		require.Equal(t, c.want, got, name)
	}
}

func TestTheWorstComesFirst(t *testing.T) {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	list := []Trouble{{Part: Secret, State: Troubled, Since: at}, {Part: In, State: Broken, Since: at.Add(2)}, {Part: Out, State: Broken, Since: at.Add(1)}}
	inOrder(list)
	require.Equal(t, []Part{Out, In, Secret}, []Part{list[0].Part, list[1].Part, list[2].Part})
	require.Equal(t, Broken, worst(list))
	require.Equal(t, Troubled, worst(list[2:]))
	require.Equal(t, Well, worst(nil))
}
