// Package introspect reads PostgreSQL's catalogs into the values of package
// schema.
//
// All catalogs are read in one round trip, whatever the number of tables: the
// queries travel as one message, inside one REPEATABLE READ transaction, and
// their rows are decoded while the server works on the next ones. The server
// is asked to deparse only what has to be deparsed, expressions; constraints
// and indexes over plain columns are put together here. What is read is
// spelled with search_path = pg_catalog, so that every other name in it is
// qualified.
package introspect

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/schema"
)

// Options say what to read. The zero value reads all schemas but the
// system's.
type Options struct {
	// Schemas are the schemas to read. Defaults to all but the system's.
	Schemas []string
	// Tables and Types, if any, are the only tables, and the only enumeration
	// types, domains and ranges, to read. With them the catalog's Relations,
	// Dependents, Uses and Extensions stay empty. Those of the temporary schema
	// of this session are named "pg_temp.x".
	Tables, Types []schema.Name
}

// limited reports whether only named tables and types are read.
func (o Options) limited() bool { return len(o.Tables)+len(o.Types) > 0 }

// A Catalog is what a database holds.
type Catalog struct {
	// Database is what deed models, in the schemas asked for. Members of
	// extensions are not in it.
	schema.Database
	// ServerVersion is the server's version number, 150018 for 15.18.
	ServerVersion int
	// Relations are the relations of all schemas but the system's, sorted by
	// name, whether read into Database or not.
	Relations []Relation
	// Dependents are the objects that are not in Database and depend on
	// something that deed could change.
	Dependents []Dependent
	// Uses are the parts of tables, domains and composite types in Database
	// that need a function, a type or a sequence, as far as the server knows.
	Uses []Dependent
	// OldNames are the partitioned tables with an index whose columns are called
	// as the table's once were. PostgreSQL names the indexes of new partitions
	// after them.
	OldNames map[schema.Name]bool
}

// Read reads the catalogs in one round trip, in a transaction of its own. The
// connection must not be in a transaction.
func Read(ctx context.Context, conn *pgx.Conn, opts Options) (*Catalog, error) {
	r, err := newReader(conn, opts)
	if err != nil {
		return nil, err
	}
	if _, err := r.run(ctx, conn, r.transaction()); err != nil {
		_, _ = conn.PgConn().Exec(context.WithoutCancel(ctx), "ROLLBACK").ReadAll()
		return nil, err
	}
	return r.finish(), nil
}

// ReadTx is [Read] within the transaction that the connection is in. The
// settings that it changes for its queries are put back.
func ReadTx(ctx context.Context, conn *pgx.Conn, opts Options) (*Catalog, error) {
	r, err := newReader(conn, opts)
	if err != nil {
		return nil, err
	}
	script := r.script()
	script = append([]step{{sql: saveSettings()}, {sql: setSettings()}}, script...)
	script = append(script, step{sql: restoreSettings()})
	if _, err := r.run(ctx, conn, script); err != nil {
		return nil, err
	}
	return r.finish(), nil
}

// Try executes statements in a transaction, reads what they have made, and
// rolls them back, in one round trip. The connection must not be in a
// transaction. A statement's error is returned as it comes.
func Try(ctx context.Context, conn *pgx.Conn, statements []string, opts Options) (*Catalog, error) {
	r, err := newReader(conn, opts)
	if err != nil {
		return nil, err
	}
	script := []step{{sql: "BEGIN READ WRITE"}}
	for _, sql := range statements {
		script = append(script, step{sql: sql})
	}
	reads := len(script)
	script = append(script, step{sql: setSettings()})
	script = append(append(script, r.script()...), step{sql: "ROLLBACK"})
	if failed, err := r.run(ctx, conn, script); err != nil {
		_, _ = conn.PgConn().Exec(context.WithoutCancel(ctx), "ROLLBACK").ReadAll()
		if failed < reads {
			err = errors.Unwrap(err)
		}
		var pgErr *pgconn.PgError
		if failed == 0 && errors.As(err, &pgErr) && pgErr.Code == "0A000" { // BEGIN READ WRITE
			err = hint.Wrap(err, "a standby can only be read, and what the models mean is tried out in a transaction: give the address of the primary")
		}
		return nil, err
	}
	return r.finish(), nil
}

// Script returns what [Read] sends, for measuring what the same queries cost
// another client.
func Script(conn *pgx.Conn, opts Options) (string, error) {
	r, err := newReader(conn, opts)
	if err != nil {
		return "", err
	}
	return join(r.transaction()), nil
}

// settings are those that change how the server spells, or how it plans.
var settings = [][2]string{
	{"search_path", "pg_catalog, pg_temp"}, // what is temporary would come first
	{"quote_all_identifiers", "off"},
	{"datestyle", "ISO"},
	{"intervalstyle", "postgres"},
	{"timezone", "UTC"},
	{"extra_float_digits", "1"},
	{"bytea_output", "hex"},
	{"standard_conforming_strings", "on"},
	{"jit", "off"}, // compiling the queries takes longer than running them
}

func setSettings() string {
	return eachSetting(func(name, value string) string { return "set_config('" + name + "', '" + value + "', true)" })
}

func saveSettings() string {
	return eachSetting(func(name, _ string) string {
		return "set_config('deed.saved_" + name + "', current_setting('" + name + "'), true)"
	})
}

func restoreSettings() string {
	return eachSetting(func(name, _ string) string {
		return "pg_catalog.set_config('" + name + "', pg_catalog.current_setting('deed.saved_" + name + "'), true)"
	})
}

func eachSetting(call func(name, value string) string) string {
	calls := make([]string, len(settings))
	for i, s := range settings {
		calls[i] = call(s[0], s[1])
	}
	return "SELECT " + strings.Join(calls, ", ")
}

// A step is one statement of the script and what reads its rows; a nil load
// ignores them.
type step struct {
	sql  string
	load func(*fields)
}

// transaction returns the script in a transaction of its own.
func (r *reader) transaction() []step {
	script := []step{{sql: "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"}, {sql: setSettings()}}
	return append(append(script, r.script()...), step{sql: "COMMIT"})
}

func join(script []step) string {
	var sql strings.Builder
	for _, s := range script {
		sql.WriteString(s.sql)
		sql.WriteString(";\n")
	}
	return sql.String()
}

// run sends the script and loads the rows as they come in. It returns how many
// steps were done.
func (r *reader) run(ctx context.Context, conn *pgx.Conn, script []step) (done int, err error) {
	results := conn.PgConn().Exec(ctx, join(script))
	f := &fields{words: r.words}
	for i := 0; results.NextResult(); i++ {
		rows := results.ResultReader()
		for rows.NextRow() {
			if script[i].load != nil {
				f.reset(rows.Values())
				script[i].load(f)
			}
		}
		if _, err := rows.Close(); err != nil {
			break // Close below tells it again
		}
		done = i + 1
	}
	if err := results.Close(); err != nil {
		return done, fmt.Errorf("reading the catalogs: %w", err)
	}
	if f.err != nil {
		return done, fmt.Errorf("reading the catalogs: %w", f.err)
	}
	return done, nil
}

// serverVersion returns server_version_num from what the server said when the
// connection was made: "15.18 (Debian 15.18-0+deb12u1)", "19devel".
func serverVersion(said string) (int, error) {
	digits := func(s string) (int, string) {
		n := 0
		for n < len(s) && s[n] >= '0' && s[n] <= '9' {
			n++
		}
		v, _ := strconv.Atoi(s[:n])
		return v, s[n:]
	}
	major, rest := digits(said)
	minor, _ := digits(strings.TrimPrefix(rest, "."))
	if major < 13 {
		return 0, fmt.Errorf("the server is PostgreSQL %s; deed needs 13 or later", said)
	}
	return major*10000 + minor, nil
}
