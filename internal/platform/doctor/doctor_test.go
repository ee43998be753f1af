package doctor_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anlan/internal/platform/doctor"
)

func TestTheReportIsAsBadAsItsWorstFinding(t *testing.T) {
	quiet := doctor.Check{Name: "quiet", Look: func(context.Context) []doctor.Finding { return nil }}
	broken := doctor.Check{Name: "broken", Look: func(context.Context) []doctor.Finding { panic("no such shelf") }}
	fine := doctor.Database("SQLite", func(context.Context) error { return nil })

	require.Equal(t, doctor.OK, doctor.Examine(t.Context(), quiet, fine).Verdict)
	r := doctor.Examine(t.Context(), broken, fine)
	require.Equal(t, doctor.Bad, r.Verdict)
	require.Len(t, r.Findings, 2, "a check that breaks does not silence the others")
	require.Equal(t, "the check itself broke: no such shelf", r.Findings[0].Says)
}

func TestFindings(t *testing.T) {
	now := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	here := func() time.Time { return now }
	database := func(there time.Time, err error) func(context.Context) (time.Time, error) {
		return func(context.Context) (time.Time, error) { return there, err }
	}
	versions := func(now, newest int64, err error) func(context.Context) (int64, int64, error) {
		return func(context.Context) (int64, int64, error) { return now, newest, err }
	}
	for _, it := range []struct {
		name  string
		check doctor.Check
		want  doctor.Verdict
		says  string
	}{
		{"database away", doctor.Database("PostgreSQL", func(context.Context) error { return errors.New("connection refused") }),
			doctor.Bad, "PostgreSQL does not answer: connection refused"},
		{"schema current", doctor.Migrations(versions(7, 7, nil)), doctor.OK, "the schema is current (version 7)"},
		{"schema old", doctor.Migrations(versions(5, 7, nil)), doctor.Bad, "the schema is at version 5 and this binary needs 7"},
		{"binary old", doctor.Migrations(versions(9, 7, nil)), doctor.Bad, "the schema is at version 9, newer than this binary knows (7)"},
		{"schema unreadable", doctor.Migrations(versions(0, 0, errors.New("gone"))), doctor.Bad, "the schema cannot be read: gone"},
		{"clock alone", doctor.Clock(doctor.Clocks{Here: here}), doctor.OK, "it is 2026-11-24T12:00:00Z"},
		{"clock of 1970", doctor.Clock(doctor.Clocks{Here: func() time.Time { return time.Unix(0, 0) }}),
			doctor.Bad, "the clock says 1970-01-01T00:00:00Z"},
		{"clocks agree", doctor.Clock(doctor.Clocks{Here: here, Database: database(now.Add(900*time.Millisecond), nil)}),
			doctor.OK, "this machine and the database agree on the time (within 1s)"},
		{"clocks drift", doctor.Clock(doctor.Clocks{Here: here, Database: database(now.Add(-5*time.Second), nil)}),
			doctor.Warn, "this machine and the database are 5s apart"},
		{"clocks far apart", doctor.Clock(doctor.Clocks{Here: here, Database: database(now.Add(time.Hour), nil)}),
			doctor.Bad, "this machine and the database are 1h0m0s apart"},
		{"no folder", doctor.Disk(filepath.Join(t.TempDir(), "gone")), doctor.Bad, "the data folder cannot be written"},
		{"one node", doctor.Redis("", ""), doctor.OK, "not configured: this is the only node"},
		{"redis wrong", doctor.Redis("redis://127.0.0.1:1", "redis://127.0.0.1:1"), doctor.Bad, "redis://127.0.0.1:1 does not answer"},
		{"no mail", doctor.Mail(func(context.Context) ([]doctor.Mailbox, error) { return nil, nil }), doctor.OK, "no channel sends mail"},
		{"a mailbox with no way out", doctor.Mail(func(context.Context) ([]doctor.Mailbox, error) { return []doctor.Mailbox{{Channel: "Support"}}, nil }),
			doctor.Warn, "Support has no server to send with, so nobody can reply by it"},
	} {
		t.Run(it.name, func(t *testing.T) {
			r := doctor.Examine(t.Context(), it.check)
			require.Len(t, r.Findings, 1)
			require.Equal(t, it.want, r.Findings[0].Verdict)
			require.Contains(t, r.Findings[0].Says, it.says)
			require.Equal(t, it.want == doctor.OK, r.Findings[0].Do == "", "whoever is warned is told what to do")
		})
	}
}

func TestTheDiskIsLeftAsItWas(t *testing.T) {
	folder := t.TempDir()
	doctor.Examine(t.Context(), doctor.Disk(folder))
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left)
}

func TestRedisThatAnswersIsFine(t *testing.T) {
	url := os.Getenv("ANLAN_TEST_REDIS") // set by scripts/with-services wherever Redis is installed
	want := doctor.Finding{Check: "redis", Verdict: doctor.OK, Says: "Redis answers"}
	if url == "" {
		want.Says = "not configured: this is the only node"
	}
	r := doctor.Examine(t.Context(), doctor.Redis(url, "Redis"))
	require.Equal(t, []doctor.Finding{want}, r.Findings)
}

func TestAPasswordThatCannotBeOpenedIsTold(t *testing.T) {
	r := doctor.Examine(t.Context(), doctor.Mail(func(context.Context) ([]doctor.Mailbox, error) {
		return []doctor.Mailbox{{Channel: "客服邮箱", Address: greeting(t, "220 mail.example.cn ESMTP\r\n"), Sealed: true}}, nil
	}))
	require.Equal(t, doctor.Bad, r.Verdict)
	require.Equal(t, "a password of 客服邮箱 cannot be opened: it was sealed with another key", r.Findings[0].Says)
	require.Contains(t, r.Findings[0].Do, "seal_key")
}

func TestMailServersAreAskedOneByOne(t *testing.T) {
	good, rude := greeting(t, "220 mail.example.cn ESMTP\r\n"), greeting(t, "554 go away\r\n")
	r := doctor.Examine(t.Context(), doctor.Mail(func(context.Context) ([]doctor.Mailbox, error) {
		return []doctor.Mailbox{{Channel: "客服邮箱", Address: good}, {Channel: "Sales", Address: rude}}, nil
	}))
	require.Equal(t, doctor.Bad, r.Verdict)
	require.Equal(t, "客服邮箱 sends through "+good, r.Findings[0].Says)
	require.Equal(t, "replies of Sales wait: "+rude+` says "554 go away"`, r.Findings[1].Says)
}

// greeting is a server that says one line and hangs up.
func greeting(t *testing.T, line string) string {
	t.Helper()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = socket.Close() })
	go func() {
		for {
			conn, err := socket.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte(line))
			_ = conn.Close()
		}
	}()
	return socket.Addr().String()
}

func TestTheReportReadsWellInWordsAndInJSON(t *testing.T) {
	r := doctor.Examine(t.Context(),
		doctor.Database("SQLite", func(context.Context) error { return nil }),
		doctor.Migrations(func(context.Context) (int64, int64, error) { return 5, 7, nil }))
	var words, machine bytes.Buffer
	require.NoError(t, r.Text(&words))
	require.Equal(t, `ok    database    SQLite answers
bad   migrations  the schema is at version 5 and this binary needs 7
                  → run anlan migrate (anlan serve does it too)

Something is broken; begin with the first line marked bad.
`, words.String())
	require.NoError(t, r.JSON(&machine))
	require.JSONEq(t, `{"verdict":"bad","findings":[
		{"check":"database","verdict":"ok","says":"SQLite answers","do":""},
		{"check":"migrations","verdict":"bad","says":"the schema is at version 5 and this binary needs 7","do":"run anlan migrate (anlan serve does it too)"}]}`,
		machine.String())
}

func TestTheDoctorAsksForBackups(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, it := range []struct {
		name string
		at   time.Time
		err  error
		want doctor.Verdict
		says string
	}{
		{"never", time.Time{}, nil, doctor.Warn, "ever taken"},
		{"last night", now.Add(-7 * time.Hour), nil, doctor.OK, "2026-03-02T02:00:00Z"},
		{"long ago", now.Add(-9 * 24 * time.Hour), nil, doctor.Warn, "9 days old"},
		{"nobody knows", time.Time{}, errors.New("no such table"), doctor.Warn, "no such table"},
	} {
		report := doctor.Examine(t.Context(), doctor.Backup(func() time.Time { return now },
			func(context.Context) (time.Time, error) { return it.at, it.err }))
		require.Equal(t, it.want, report.Verdict, it.name)
		require.Contains(t, report.Findings[0].Says, it.says, it.name)
	}
}
