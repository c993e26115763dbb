package migrations

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/schema"
)

// A session is a connection to the database and what was found there.
type session struct {
	env      *Environment
	target   *pgurl.Target
	conn     *pgx.Conn
	versions versionTable
	log      logTable
	register register
	server   server
}

// server is what one query tells about the database.
type server struct {
	pid         uint32
	version     int
	user        string
	super       bool // who may read every catalog
	mighty      bool // or become one who may, or switch off the counting of rows
	hasVersions bool // the version table is there
	hasLog      bool
	mayLog      bool     // deed_log can be read and written, once it is there
	hooked      bool     // writing to the runner's own tables does more than that
	books       []string // the oids of those
	reacts      bool     // it has event triggers
	wraps       bool     // it may lead to other servers, or back to itself
	functions   bool     // users have made some
	laid        bool     // definitions may call them, see laidSQL
	hasTouches  bool     // deed_log has a column for exceptions
	places      bool     // it puts new tables elsewhere than where PostgreSQL would
}

// connect opens a session. A server that is not there yet is waited for.
func connect(ctx context.Context, env *Environment, target *pgurl.Target, wait time.Duration) (*session, error) {
	s := newSession(env, target)
	return s, s.reconnect(ctx, wait)
}

// newSession is a session that is not connected yet.
func newSession(env *Environment, target *pgurl.Target) *session {
	if target.Config.RuntimeParams["application_name"] == "" {
		target.Config.RuntimeParams["application_name"] = "deed " + env.Service
	}
	if target.Config.Tracer == nil {
		v := new(veto)
		target.Config.Tracer = v
		if target.Config.AfterNetConnect == nil {
			target.Config.AfterNetConnect = v.wrap
		}
	}
	table := env.VersionTableName()
	return &session{
		env: env, target: target,
		versions: versionTable{table},
		log:      logTable{env.LogTableName(), env.Service, table},
		register: register{table: env.RegisterName(), service: env.Service, version: table, rows: map[place]registered{}},
	}
}

// reconnect connects and looks around.
func (s *session) reconnect(ctx context.Context, wait time.Duration) error {
	conn, err := s.target.Await(ctx, wait)
	if err != nil {
		return err
	}
	s.conn = conn
	return s.probe(ctx)
}

// probe asks the server who we are to it and what is there.
func (s *session) probe(ctx context.Context) error {
	var books []*string
	err := s.ask(ctx, `
SELECT pg_backend_pid(), current_setting('server_version_num')::int, current_user::text, (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user),
       EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolsuper AND pg_catalog.pg_has_role(oid, 'MEMBER'))
            OR `+s.mayUncountSQL()+`,
       to_regclass($1) IS NOT NULL, to_regclass($2) IS NOT NULL,
       CASE WHEN to_regclass($2) IS NULL THEN coalesce(has_schema_privilege(to_regnamespace($3), 'CREATE'), false)
            ELSE has_table_privilege(to_regclass($2), 'SELECT') AND has_table_privilege(to_regclass($2), 'INSERT')
                 AND has_table_privilege(to_regclass($2), 'UPDATE') END,
       EXISTS (SELECT FROM pg_catalog.pg_class c WHERE oid IN (to_regclass($1), to_regclass($2), to_regclass($4)) AND (`+hookedSQL+`)),
       ARRAY[to_regclass($1)::oid::text, to_regclass($2)::oid::text, to_regclass($4)::oid::text],
       EXISTS (SELECT FROM pg_catalog.pg_event_trigger WHERE evtenabled <> 'D'),
       EXISTS (SELECT FROM pg_catalog.pg_proc WHERE oid >= 16384 AND prolang NOT IN (12, 13)),
       EXISTS (SELECT FROM pg_catalog.pg_foreign_data_wrapper),
       EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass($2) AND attname = 'touches'),
       current_setting('default_tablespace') <> '' OR current_setting('default_table_access_method') <> 'heap',
       (SELECT coalesce(array_agg(attname::text), '{}') FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass($4) AND attnum > 0 AND NOT attisdropped),
       CASE WHEN to_regclass($4) IS NULL THEN false ELSE has_table_privilege(to_regclass($4), 'SELECT') END,
       CASE WHEN to_regclass($4) IS NULL THEN coalesce(has_schema_privilege(to_regnamespace($3), 'CREATE'), false)
            ELSE has_table_privilege(to_regclass($4), 'INSERT') AND has_table_privilege(to_regclass($4), 'DELETE') END`,
		[]any{s.versions.name.SQL(), s.log.name.SQL(), schema.Quote(s.log.name.Schema()), s.register.table.SQL()},
		&s.server.pid, &s.server.version, &s.server.user, &s.server.super, &s.server.mighty, &s.server.hasVersions, &s.server.hasLog, &s.server.mayLog,
		&s.server.hooked, &books, &s.server.reacts, &s.server.functions, &s.server.wraps, &s.server.hasTouches, &s.server.places, &s.register.columns, &s.register.mayRead, &s.register.mayEdit)
	if err != nil {
		return fmt.Errorf("looking at the database: %w", err)
	}
	s.server.books = nil
	for _, id := range books {
		if id != nil {
			s.server.books = append(s.server.books, *id)
		}
	}
	if s.server.version < oldestServer {
		return hint.Wrap(fmt.Errorf("the server is PostgreSQL %d", s.server.version/10000), "deed works with PostgreSQL 13 and newer")
	}
	return nil
}

const oldestServer = 130000

// quietly begins a batch that only reads, and in which names mean what PostgreSQL
// has brought: a revision may have laid functions and operators that fit better,
// and no fence is around what is asked here.
func quietly() *pgx.Batch {
	b := new(pgx.Batch)
	b.Queue("SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true), pg_catalog.set_config('transaction_read_only', 'on', true)")
	return b
}

// send sends such a batch, if there is more in it.
func (s *session) send(ctx context.Context, b *pgx.Batch) error {
	if b.Len() == 1 {
		return nil
	}
	return s.conn.SendBatch(ctx, b).Close()
}

// ask asks quietly for a row.
func (s *session) ask(ctx context.Context, sql string, arguments []any, into ...any) error {
	b := quietly()
	b.Queue(sql, arguments...).QueryRow(func(row pgx.Row) error { return row.Scan(into...) })
	return s.send(ctx, b)
}

// hookedSQL is true of a table c, of which $1 names the version table, where
// writing rows may run code: triggers, also those of foreign keys, rules, checks,
// policies, expressions, types of users, heirs that have such.
const hookedSQL = `relkind <> 'r' OR relhasrules OR relhastriggers OR relchecks > 0 OR relrowsecurity OR relhassubclass OR relispartition
            OR EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = c.oid AND attnum > 0
                 AND (atttypid >= 16384 OR attgenerated <> '' OR atthasdef AND c.oid = to_regclass($1)))
            OR EXISTS (SELECT FROM pg_catalog.pg_index WHERE indrelid = c.oid AND (indexprs IS NOT NULL OR indpred IS NOT NULL OR indisexclusion
                 OR (SELECT max(class) >= 16384 FROM pg_catalog.unnest(indclass) class)))`

// mayUncountSQL is true of who may switch off the counting of rows without being
// a superuser.
func (s *session) mayUncountSQL() string {
	major, _, _ := strings.Cut(s.conn.PgConn().ParameterStatus("server_version"), ".")
	if n, err := strconv.Atoi(major); err == nil && n < 15 {
		return "false" // there are no such privileges yet
	}
	return "pg_catalog.has_parameter_privilege('track_counts', 'SET') OR pg_catalog.has_parameter_privilege('session_replication_role', 'SET')"
}

func (s *session) close(ctx context.Context) {
	if s.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = s.conn.Close(ctx)
}

// pooled reports whether a transaction pooler stands between us and the
// server: it makes up the process id that it gives to its clients.
func (s *session) pooled() bool {
	return s.target.Pooled || s.conn.PgConn().PID() != s.server.pid
}

// read returns the version rows and what the log knows, and reads the register,
// in one round trip; nothing of a table that is not there.
func (s *session) read(ctx context.Context) (rows []string, known record, err error) {
	b, known := quietly(), newRecord()
	if s.server.hasVersions {
		s.versions.queue(b, &rows)
	}
	if s.server.hasLog && s.server.mayLog {
		s.log.queue(b, &known)
	}
	if s.register.usable() {
		s.register.queue(b)
	}
	return rows, known, s.send(ctx, b)
}

// readRegister reads the register if there is one.
func (s *session) readRegister(ctx context.Context) error {
	b := quietly()
	if s.register.usable() {
		s.register.queue(b)
	}
	return s.send(ctx, b)
}

// createTables makes the version table and the log if they are missing, in a
// transaction of their own: another service may be making the log at the same
// moment, and would wait for ours as long as our first revision takes.
func (s *session) createTables(ctx context.Context) error {
	hasRegister := len(s.register.columns) > 0
	if s.server.hasVersions && (s.server.hasLog || !s.server.mayLog) && (hasRegister || !s.register.mayEdit) {
		return nil
	}
	b := batch{prefix: "BEGIN READ WRITE;\n"}
	if !s.server.hasVersions {
		b.entries = append(b.entries, bookkeeping("the version table", s.versions.createSQL(), -1))
	}
	if s.server.mayLog && !s.server.hasLog {
		b.entries = append(b.entries, bookkeeping("the log", s.log.createSQL(), -1))
	}
	if s.register.mayEdit && !hasRegister {
		b.entries = append(b.entries, bookkeeping("the register", s.register.createSQL(), -1))
	}
	b.entries = append(b.entries, bookkeeping("the end", "COMMIT", -1))
	err := b.run(ctx, s.conn.PgConn())
	for attempt := 0; err != nil && isRace(err) && attempt < 5; attempt++ {
		_, _ = s.conn.Exec(ctx, "ROLLBACK")
		err = b.run(ctx, s.conn.PgConn())
	}
	if err != nil {
		_, rollbackErr := s.conn.Exec(ctx, "ROLLBACK")
		return hint.Wrap(fmt.Errorf("creating version table %s: %s", s.versions.name, message(errors.Join(err, rollbackErr))),
			"the role %s needs CREATE on schema %s, or somebody else creates the table for it:\n%s",
			s.server.user, s.versions.name.Schema(), s.versions.createSQL())
	}
	return s.probe(ctx)
}

// isRace reports whether CREATE TABLE IF NOT EXISTS met another session that
// was creating the same table.
func isRace(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && (pgErr.Code == "23505" || pgErr.Code == "42P07" || pgErr.Code == "42710")
}
