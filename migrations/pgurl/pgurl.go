// Package pgurl reads the database URLs that people have: those of other
// languages' drivers, with blanks and quotes around them, with parameters for
// poolers and ORMs. What means something to PostgreSQL is kept, what does not
// is left out with a note, and what cannot be read is refused with a hint. No
// password is ever part of a text that this package returns.
package pgurl

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"

	"github.com/deedsql/deed/internal/hint"
)

// A Target is a database as a URL names it.
type Target struct {
	// Config connects to it. Its RuntimeParams hold nothing but the
	// application's name, the one parameter that every pooler accepts.
	Config *pgx.ConnConfig
	// Settings are the other run-time parameters of the URL, to be set after
	// connecting.
	Settings []Setting
	// Notes say what was translated or left out.
	Notes []string
	// Pooled is true if the URL shows that it leads to a transaction pooler.
	Pooled bool
}

// A Setting is a run-time parameter and its value.
type Setting struct{ Name, Value string }

// Parse reads a database URL, or keywords and values as libpq has them.
func Parse(text string) (*Target, error) {
	t := &Target{}
	s := t.trim(text)
	var err error
	switch {
	case s == "":
		return nil, hint.New("the database URL is empty", example)
	case strings.Contains(s, "://"):
		s, err = t.readURL(s)
	case strings.Contains(s, "="):
		s = t.readKeywords(s)
	default:
		err = hint.New("reading the database URL: it has no scheme", example)
	}
	if err != nil {
		return nil, err
	}
	if t.Config, err = pgx.ParseConfig(s); err != nil {
		return nil, fmt.Errorf("reading the database URL: %s", reason(err))
	}
	t.settle()
	return t, nil
}

const example = "a database URL looks like postgres://user:password@host:5432/database"

// reason returns what pgx found wrong, without the URL that it repeats.
func reason(err error) string {
	text := err.Error()
	if i := strings.LastIndex(text, "`: "); i >= 0 {
		text = text[i+len("`: "):]
	}
	return text
}

func (t *Target) note(format string, args ...any) {
	t.Notes = append(t.Notes, fmt.Sprintf(format, args...))
}

// trim takes off what secrets and .env files leave around a URL. A newline at
// the end would become part of the database's name.
func (t *Target) trim(text string) string {
	s := strings.TrimSpace(text)
	if s != text {
		t.note("took the blanks or line breaks around the database URL off")
	}
	for _, quote := range []string{`"`, "'", "`"} {
		if len(s) > 1 && strings.HasPrefix(s, quote) && strings.HasSuffix(s, quote) {
			s = strings.TrimSpace(s[1 : len(s)-1])
			t.note("took the quotes around the database URL off")
		}
	}
	return s
}

// settle makes a parsed configuration fit for every server and pooler.
func (t *Target) settle() {
	c := t.Config
	c.DefaultQueryExecMode = pgx.QueryExecModeExec // no prepared statements: they break behind poolers
	c.StatementCacheCapacity, c.DescriptionCacheCapacity = 0, 0
	c.BuildContextWatcherHandler = func(conn *pgconn.PgConn) ctxwatch.Handler {
		return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: cancelPatience}
	}
	c.AfterConnect = steady
	c.ConnectTimeout = cmp.Or(c.ConnectTimeout, connectPatience)
	t.settleParams()
	t.recognizePooler()
	t.warnPlain()
}

// connectPatience is for servers that do not answer, such as the far end of a
// tunnel that is no more: pgx would wait for ever.
const connectPatience = 20 * time.Second

var errSilence = errors.New("no answer")

// SteadySQL gives a session what deed's reading of SQL and of values rests on,
// where the role or the database has it otherwise. Poolers follow both
// settings from client to client (PgBouncer docs, track_extra_parameters).
const SteadySQL = "SET DateStyle = ISO;\nSET standard_conforming_strings = on;\n"

// steady costs a round trip only where the server reports other settings.
func steady(ctx context.Context, conn *pgconn.PgConn) error {
	if strings.HasPrefix(conn.ParameterStatus("DateStyle"), "ISO") && conn.ParameterStatus("standard_conforming_strings") == "on" {
		return nil
	}
	return conn.Exec(ctx, SteadySQL).Close()
}

// recognizePooler knows the addresses under which hosted databases offer their
// transaction poolers.
func (t *Target) recognizePooler() {
	host := t.Config.Host
	switch {
	case strings.Contains(host, "-pooler."):
		t.Pooled = true
		t.note("%s is a transaction pooler; the direct host is the same name without -pooler", host)
	case strings.HasSuffix(host, ".pooler.supabase.com") && t.Config.Port == 6543:
		t.Pooled = true
		t.note("port 6543 of %s is a transaction pooler; port 5432 leads to a session", host)
	}
}

// warnPlain notes that libpq's default, which pgx follows, falls back to a
// connection that anybody on the way can read.
func (t *Target) warnPlain() {
	plain := func(f *pgconn.FallbackConfig) bool { return f.TLSConfig == nil }
	if t.Config.TLSConfig != nil && slices.ContainsFunc(t.Config.Fallbacks, plain) && !isLocal(t.Config.Host) {
		t.note("the connection to %s may go unencrypted: sslmode=require or verify-full in the URL prevents that", t.Config.Host)
	}
}

func isLocal(host string) bool {
	if strings.HasPrefix(host, "/") || strings.HasPrefix(host, "@") || host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// String names the database without the password: user@host:port/database.
func (t *Target) String() string {
	c := t.Config
	host := net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
	if strings.HasPrefix(c.Host, "/") {
		host = fmt.Sprintf("[%s]:%d", c.Host, c.Port)
	}
	return fmt.Sprintf("%s@%s/%s", c.User, host, c.Database)
}

// Connect connects and applies the settings, to the session if it is ours
// alone. Behind a transaction pooler they are left to each transaction: a
// setting of the session would leak to other clients.
func (t *Target) Connect(ctx context.Context) (*pgx.Conn, error) {
	conn, err := pgx.ConnectConfig(ctx, t.Config.Copy())
	if err != nil {
		return nil, t.explain(err)
	}
	if len(t.Settings) == 0 {
		return conn, nil
	}
	if err := t.applySettings(ctx, conn); err != nil {
		conn.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return conn, nil
}

// Await connects, and goes on trying for a while where the server may be there
// in a moment.
func (t *Target) Await(ctx context.Context, wait time.Duration) (*pgx.Conn, error) {
	deadline := time.Now().Add(wait)
	for pause := 50 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		conn, err := t.Connect(ctx)
		if err == nil || !IsComing(err) || ctx.Err() != nil {
			return conn, err
		}
		left := time.Until(deadline)
		if left <= 0 && wait > 0 {
			return nil, fmt.Errorf("%w (tried for %s)", err, wait)
		}
		if left <= 0 {
			return nil, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(min(pause, left)):
		}
	}
}

func (t *Target) applySettings(ctx context.Context, conn *pgx.Conn) error {
	for _, s := range t.Settings {
		_, err := conn.Exec(ctx, "SELECT pg_catalog.set_config($1, $2, pg_backend_pid()::text <> $3)",
			s.Name, s.Value, strconv.FormatUint(uint64(conn.PgConn().PID()), 10))
		if err != nil {
			return hint.Wrap(fmt.Errorf("setting %s, as the database URL asks: %w", s.Name, err),
				"if %s is no parameter of PostgreSQL, take it out of the URL", s.Name)
		}
	}
	return nil
}

// explain words a failed connection and says what to look at.
func (t *Target) explain(err error) error {
	wrapped := fmt.Errorf("connecting to %s: %w", t, shorten(err))
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		switch pgErr.Code {
		case "28P01":
			return hint.Wrap(wrapped, "the password in the database URL is not that of user %q", t.Config.User)
		case "3D000":
			return hint.Wrap(wrapped, "create it: createdb %s", t.Config.Database)
		case "53300":
			return hint.Wrap(wrapped, "deed takes one connection, and upgrade and downgrade two: --wait 60s waits until one is free")
		case "57P03":
			return hint.Wrap(wrapped, "the server is starting: --wait 60s waits for it")
		}
		return wrapped
	}
	if errors.Is(err, context.DeadlineExceeded) && t.Config.ConnectTimeout > 0 {
		return hint.Wrap(fmt.Errorf("connecting to %s: %w within %s", t, errSilence, t.Config.ConnectTimeout),
			"if the way there is a tunnel, does it still stand? connect_timeout=60 in the URL waits for a minute")
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return hint.Wrap(wrapped, "is %q the right host? --wait 60s waits for a name that is yet to come", dns.Name)
	}
	var network *net.OpError
	if errors.As(err, &network) {
		return hint.Wrap(wrapped, "is the server running, and reachable from here? --wait 60s waits for one that is still starting")
	}
	return wrapped
}

// shorten takes the list of identical attempts out of pgx's message.
func shorten(err error) error {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return pgErr
	}
	var network *net.OpError
	if errors.As(err, &network) {
		return network
	}
	return err
}

// IsComing reports whether err means that the server may be there in a
// moment: starting up, refusing connections, silent, not yet in the DNS.
func IsComing(err error) bool {
	if errors.Is(err, errSilence) {
		return true
	}
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return pgErr.Code == "57P03" || pgErr.Code == "53300"
	}
	var network *net.OpError
	var dns *net.DNSError
	return errors.As(err, &network) || errors.As(err, &dns)
}
