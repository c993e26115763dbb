package pgurl_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations/pgurl"
)

func clearEnvironment(t *testing.T) {
	t.Helper()
	for name := range strings.FieldsSeq("PGHOST PGPORT PGDATABASE PGUSER PGPASSWORD PGPASSFILE PGAPPNAME PGSSLMODE PGSERVICE PGOPTIONS PGTZ") {
		t.Setenv(name, "")
	}
	t.Setenv("PGPASSFILE", "/nonexistent")
}

// describe is all that a URL was understood as.
func describe(text string) string {
	t, err := pgurl.Parse(text)
	if err != nil {
		return "error: " + err.Error() + " | " + strings.Join(hint.Of(err), " | ")
	}
	s := fmt.Sprintf("%s pw=%s", t, t.Config.Password)
	if t.Config.TLSConfig != nil {
		s += " tls"
	}
	for _, setting := range t.Settings {
		s += " " + setting.Name + "=" + setting.Value
	}
	if name := t.Config.RuntimeParams["application_name"]; name != "" {
		s += " app=" + name
	}
	if t.Pooled {
		s += " pooled"
	}
	for _, note := range t.Notes {
		s += " | " + note
	}
	return s
}

func TestParse(t *testing.T) {
	clearEnvironment(t)
	const at = "u@h:5432/d pw=p"
	const plain = "?sslmode=disable"
	tests := []struct{ url, want string }{
		{"postgres://u:p@h/d" + plain, at},
		{"postgresql://u:p@h:6000/d" + plain, "u@h:6000/d pw=p"},
		{"host=h user=u password=p dbname=d sslmode=disable", at},
		{"postgres://u:p@%2Frun%2Fpg/d", "u@[/run/pg]:5432/d pw=p"},
		{"postgres:///d?host=/run/pg&user=u", "u@[/run/pg]:5432/d pw="},
		{"postgres://u:p@[::1]:7/d" + plain, "u@[::1]:7/d pw=p"},
		{"postgres://u:p@h,h2:7/d" + plain + "&port=5432", at},
		// Drivers in the scheme.
		{"postgresql+asyncpg://u:p@h/d" + plain, at},
		{"postgresql+psycopg2://u:p@h/d" + plain, at},
		{"postgres+pgx://u:p@h/d" + plain, at},
		{"pgx5://u:p@h/d" + plain, at},
		{"jdbc:postgresql://h/d?user=u&password=p&sslmode=disable", at + " | read the JDBC URL as a PostgreSQL URL"},
		// What secrets and .env files leave.
		{"  postgres://u:p@h/d" + plain + "\n", at + " | took the blanks or line breaks around the database URL off"},
		{`"postgres://u:p@h/d` + plain + `"`, at + " | took the quotes around the database URL off"},
		{"postgres://u:p%40x%2F@h/d" + plain, "u@h:5432/d pw=p@x/"},
		{`postgres://u:a|b^"c{ d@h/d` + plain, `u@h:5432/d pw=a|b^"c{ d`},
		// TLS.
		{"postgres://u:p@h/d?sslmode=no-verify", at + " tls | read ssl=no-verify as sslmode=require"},
		{"postgres://u:p@h/d?ssl=require", at + " tls | read ssl=require as sslmode=require"},
		{"postgres://u:p@h/d?ssl=false", at + " | read ssl=false as sslmode=disable"},
		{"host=h user=u password=p dbname=d sslmode='no-verify'", at + " tls | read sslmode=no-verify as sslmode=require"},
		{"postgres://u:p@h/d", at + " tls | the connection to h may go unencrypted: sslmode=require or verify-full in the URL prevents that"},
		{"postgres://u:p@localhost/d", "u@localhost:5432/d pw=p tls"},
		// Parameters of others.
		{
			"postgres://u:p@h/d?schema=app&pgbouncer=true&connection_limit=3&sslmode=disable",
			at + " search_path=app pooled | left connection_limit out: it means nothing to the server | took pgbouncer=true as saying whether the URL leads to a transaction pooler | read schema=app as search_path=app",
		},
		{
			"postgres://u:p@h/d?async_fallback=true&prepared_statement_cache_size=0&pool_max_conns=4&sslmode=disable",
			at + " | left async_fallback out: it means nothing to the server | left pool_max_conns out: it means nothing to the server | left prepared_statement_cache_size out: it means nothing to the server",
		},
		{
			"postgres://u:p@h/d?gssencmode=disable&keepalives_idle=5&sslmode=disable",
			at + " | left gssencmode out: it means nothing to the server | left keepalives_idle out: it means nothing to the server",
		},
		// Settings go after the start of the connection.
		{
			"postgres://u:p@h/d?options=-c%20search_path%3Da%5C%20b%20-cwork_mem%3D1MB%20-cx.y%3Da+b%20--lock-timeout%3D2s&statement_timeout=5s&sslmode=disable",
			at + " search_path=a b work_mem=1MB x.y=a+b lock_timeout=2s statement_timeout=5s",
		},
		{
			"postgres://u:p@h/d?DateStyle=German&options=-cstandard_conforming_strings%3Doff&sslmode=disable",
			at + " | left DateStyle out: deed reads by settings of its own | left standard_conforming_strings out: deed reads by settings of its own",
		},
		{"postgres://u:p@h/d?application_name=x&fallback_application_name=y&sslmode=disable", at + " app=x"},
		{"postgres://u:p@h/d?fallback_application_name=y&sslmode=disable", at + " app=y"},
		// Poolers by their address.
		{
			"postgres://u:p@ep-x-pooler.eu.neon.tech/d?sslmode=require",
			"u@ep-x-pooler.eu.neon.tech:5432/d pw=p tls pooled | ep-x-pooler.eu.neon.tech is a transaction pooler; the direct host is the same name without -pooler",
		},
		{
			"postgres://u:p@aws-0.pooler.supabase.com:6543/d?sslmode=require",
			"u@aws-0.pooler.supabase.com:6543/d pw=p tls pooled | port 6543 of aws-0.pooler.supabase.com is a transaction pooler; port 5432 leads to a session",
		},
		{"postgres://u:p@aws-0.pooler.supabase.com:5432/d?sslmode=require", "u@aws-0.pooler.supabase.com:5432/d pw=p tls"},
	}
	for _, test := range tests {
		if got := describe(test.url); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.url, got, test.want)
		}
	}
}

func TestRefusals(t *testing.T) {
	clearEnvironment(t)
	const example = " | a database URL looks like postgres://user:password@host:5432/database"
	tests := []struct{ url, want string }{
		{"", "the database URL is empty" + example},
		{"  \n", "the database URL is empty" + example},
		{"localhost/secret", "reading the database URL: it has no scheme" + example},
		{"mysql://u:secret@h/d", "the database URL is one for mysql; deed works with PostgreSQL" + example},
		{"postgres://u:sec@ret@h/d", "reading the database URL: there are two @ in it, so host and password cannot be told apart | an @ in the password is written %40"},
		{"postgres://u:sec/ret@h/d", "reading the database URL: the password contains a character that ends the host part | in a password / is written %2F, ? is %3F, # is %23, @ is %40 and : is %3A"},
		{"postgres://u:sec?ret@h/d", "reading the database URL: the password contains a character that ends the host part | in a password / is written %2F, ? is %3F, # is %23, @ is %40 and : is %3A"},
		{"postgres://u:se%ret@h/d", "reading the database URL: user or password has a % that is no escape | a % in the password is written %25"},
		{"postgres://u:p@h:secret/d", "reading the database URL: the port is not a number" + example},
		{"postgres://u:secret@h/d?x=%zz", "reading the database URL: the parameters behind the ? are malformed | a % in a value is written %25"},
		{"postgres://u:secret@h/d?sslmode=maybe", "reading the database URL: failed to configure TLS (sslmode is invalid) | "},
		{"host=h password=secret port=x", "reading the database URL: invalid port | "},
	}
	for _, test := range tests {
		got := describe(test.url)
		if got != "error: "+test.want {
			t.Errorf("%s\n got %s\nwant error: %s", test.url, got, test.want)
		}
		if strings.Contains(got, "secret") {
			t.Errorf("%s: the message repeats the password: %s", test.url, got)
		}
	}
}

// The far end of a tunnel may take connections and never answer.
func TestSilence(t *testing.T) {
	clearEnvironment(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	target, err := pgurl.Parse(fmt.Sprintf("postgres://u:secret@%s/d?sslmode=disable&connect_timeout=1", l.Addr()))
	if err != nil {
		t.Fatal(err)
	}
	_, err = target.Connect(t.Context())
	if want := fmt.Sprintf("connecting to u@%s/d: no answer within 1s", l.Addr()); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if hints := hint.Of(err); len(hints) != 1 || !strings.Contains(hints[0], "tunnel") {
		t.Errorf("hints: %q", hints)
	}
	if _, err = target.Await(t.Context(), time.Second); err == nil || !strings.HasSuffix(err.Error(), "(tried for 1s)") {
		t.Errorf("waited for, got %v", err)
	}
}
