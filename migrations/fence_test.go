package migrations_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgproto3"

	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
)

// A revision that makes a table does not own what had its name before.
func TestNameTaken(t *testing.T) {
	t.Parallel()
	reports := op.CreateTable{Table: op.Table{Name: "legacy_reports", Columns: []op.Column{{Name: "id", Type: "integer"}}}}
	for name, list := range map[string][]migrations.Step{
		"renamed away": steps(sql("ALTER TABLE legacy_reports RENAME TO old_reports"), reports),
		"dropped":      steps(sql("DROP TABLE legacy_reports"), reports),
		"under another": steps(op.SQL{Up: "DROP TABLE legacy_reports"}, op.CreateTable{Table: op.Table{Name: "t"}},
			op.RenameTable{From: "t", To: "legacy_reports"}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.Database(t)
			pgtest.Exec(t, pgtest.Connect(t, url), "CREATE TABLE legacy_reports (id int)")
			_, err := migrations.Upgrade(ctx, service("shop", migrations.Revision{ID: "a", Upgrade: list}), target(t, url), "head", migrations.Options{})
			if err == nil || !strings.Contains(err.Error(), "table legacy_reports") {
				t.Error(err)
			}
		})
	}
}

// A Go step cannot end the revision's transaction by whatever handle.
func TestFuncCannotEndTransaction(t *testing.T) {
	t.Parallel()
	s := sharedDatabase(t)
	conn := pgtest.Connect(t, s.url)
	before := everything(t, conn)
	const evil = "COMMIT; DROP TABLE profiles; COMMIT; BEGIN"
	for name, step := range map[string]migrations.Func{
		"transaction": func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, evil); return err },
		"nested": func(ctx context.Context, tx pgx.Tx) error {
			nested, err := tx.Begin(ctx)
			if err == nil {
				_, err = nested.Exec(ctx, evil)
			}
			return err
		},
		"connection": func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Conn().Exec(ctx, evil); return err },
		"protocol": func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Conn().PgConn().Exec(ctx, evil).ReadAll()
			return err
		},
		"prepared": func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Conn().PgConn().ExecParams(ctx, "ROLLBACK", nil, nil, nil, nil).Close()
			return errors.Join(err, tx.Conn().PgConn().Exec(ctx, "DROP TABLE profiles").Close())
		},
		"rollback": func(ctx context.Context, tx pgx.Tx) error {
			_ = tx.Conn().PgConn().Exec(ctx, "ROLLBACK").Close()
			return tx.Conn().PgConn().Exec(ctx, "DROP TABLE profiles").Close()
		},
		"function by its number": func(_ context.Context, tx pgx.Tx) error {
			frontend := tx.Conn().PgConn().Frontend()
			frontend.Send(&pgproto3.FunctionCall{Function: 2621, ResultFormatCode: 1}) // pg_reload_conf
			if err := frontend.Flush(); err != nil {
				return err
			}
			_, err := frontend.Receive()
			for ready := false; !ready && err == nil; {
				var message pgproto3.BackendMessage
				message, err = frontend.Receive()
				_, ready = message.(*pgproto3.ReadyForQuery)
			}
			return err
		},
	} {
		r := migrations.Revision{ID: "trial", Parents: []string{"shop1"}, Upgrade: []migrations.Step{step}}
		_, err := migrations.Upgrade(ctx, service("shop", append(s.shop, r)...), target(t, s.url), "head", migrations.Options{})
		if err == nil {
			t.Errorf("%s: it passed", name)
		}
		if found := observe.Diff(before, everything(t, conn)); len(found) > 0 {
			t.Fatalf("%s: it changed:\n%s", name, observe.Describe(found, 5))
		}
	}
}

// A procedure that commits what it puts together is refused with the words
// that do so, unless the revision says that it may change anything.
func TestDynamicCommit(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	define := migrations.Revision{ID: "a", Upgrade: steps(sql(`CREATE TABLE t (n int);
CREATE PROCEDURE fill() LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('INSERT INTO %I VALUES (1)', 't'); COMMIT; END $$`))}
	upgrade(t, url, service("shop", define))
	call := migrations.Revision{ID: "b", Parents: []string{"a"}, Upgrade: steps(op.SQL{Up: "CALL fill()", NoTransaction: true})}
	_, err := migrations.Upgrade(ctx, service("shop", define, call), target(t, url), "head", migrations.Options{})
	for _, want := range []string{"EXECUTE format(", "in procedure fill", "database " + conn.Config().Database} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, err)
		}
	}
	call.Touches = []migrations.Touch{{Object: "database " + conn.Config().Database, Reason: "it fills only t"}}
	upgrade(t, url, service("shop", define, call))
	if got := value(t, conn, "SELECT count(*) FROM t"); got != "1" {
		t.Errorf("there are %s rows", got)
	}
}

// A role that may not read every catalog is fenced in too: large objects are
// compared by what is in them, and passwords found before they change.
func TestPlainRole(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, `DO $$ BEGIN CREATE ROLE deed_plain LOGIN CREATEROLE; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
DO $$ BEGIN CREATE ROLE deed_colleague; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
GRANT CREATE ON SCHEMA public TO deed_plain; SELECT lo_from_bytea(77, 'photo'); ALTER LARGE OBJECT 77 OWNER TO deed_plain`)
	plain := strings.Replace(url, "postgres://"+conn.Config().User, "postgres://deed_plain", 1)
	for statement, object := range map[string]string{
		"DO $$ BEGIN PERFORM lo_put(70 + 7, 0, 'xx'); END $$": "large object 77",
		"ALTER ROLE deed_colleague PASSWORD 'known'":          "role deed_colleague",
	} {
		_, err := migrations.Upgrade(ctx, service("shop", migrations.Revision{ID: "a", Upgrade: steps(sql(statement))}), target(t, plain), "head", migrations.Options{})
		if err == nil || !strings.Contains(err.Error(), object) {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if got := value(t, pgtest.Connect(t, plain), "SELECT current_user"); got != "deed_plain" {
		t.Fatalf("the role is %s", got)
	}
	own := sql("DO $$ DECLARE o oid; BEGIN o := lo_from_bytea(0, 'one'); PERFORM lo_put(o, 1, 'xx'); END $$; CREATE TABLE t (n int)")
	upgrade(t, plain, service("shop", migrations.Revision{ID: "a", Upgrade: steps(own)}))
}

// What raw SQL has created is not the service's own for ever: somebody else
// can make another one when it is gone, and it can be given up.
func TestRawNoMore(t *testing.T) {
	t.Parallel()
	for name, gone := range map[string]migrations.Step{
		"dropped":   sql("SELECT 1; DROP TABLE IF EXISTS nothing, passing CASCADE"),
		"operation": op.DropTable{Table: op.Table{Name: "passing", Columns: []op.Column{{Name: "n", Type: "integer"}}}},
		"released":  op.ReleaseTable{Table: "passing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := pgtest.Database(t)
			conn := pgtest.Connect(t, url)
			history := []migrations.Revision{{ID: "a", Upgrade: steps(sql("CREATE TABLE passing (n integer)"))}, {ID: "b", Parents: []string{"a"}, Upgrade: steps(gone)}}
			upgrade(t, url, service("shop", history...))
			pgtest.Exec(t, conn, "CREATE TABLE IF NOT EXISTS passing (n integer)")
			history = append(history, migrations.Revision{ID: "c", Parents: []string{"b"}, Upgrade: steps(sql("ALTER TABLE passing ADD COLUMN m integer"))})
			_, err := migrations.Upgrade(ctx, service("shop", history...), target(t, url), "head", migrations.Options{})
			if err == nil || !strings.Contains(err.Error(), "table passing, which is not shop's: nobody has claimed it") {
				t.Error(err)
			}
		})
	}
}
