package migrations_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
)

// By whatever means of pgx a Go step writes, it is fenced in.
func TestFuncRoutes(t *testing.T) {
	t.Parallel()
	const wipe = "DELETE FROM auth.sessions"
	routes := map[string]migrations.Func{
		"arguments": func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM auth.sessions WHERE user_id > $1", 0)
			return err
		},
		"query row": func(ctx context.Context, tx pgx.Tx) error {
			var n int
			return tx.QueryRow(ctx, "INSERT INTO auth.log (what) VALUES ('x') RETURNING 1").Scan(&n)
		},
		"batch": func(ctx context.Context, tx pgx.Tx) error {
			b := new(pgx.Batch)
			b.Queue("SELECT 1")
			b.Queue(wipe)
			return tx.SendBatch(ctx, b).Close()
		},
		"copy": func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.CopyFrom(ctx, pgx.Identifier{"auth", "log"}, []string{"what"}, pgx.CopyFromRows([][]any{{"x"}}))
			return err
		},
		"raw copy": func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Conn().PgConn().CopyFrom(ctx, strings.NewReader("x\n"), "COPY auth.log (what) FROM STDIN")
			return err
		},
		"prepared": func(ctx context.Context, tx pgx.Tx) error {
			if _, err := tx.Prepare(ctx, "wipe", wipe); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "wipe")
			return errors.Join(err, tx.Conn().Deallocate(ctx, "wipe"))
		},
		"nested": func(ctx context.Context, tx pgx.Tx) error {
			nested, err := tx.Begin(ctx)
			if err != nil {
				return err
			}
			_, err = nested.Exec(ctx, wipe)
			return errors.Join(err, nested.Commit(ctx))
		},
		"pipeline": func(ctx context.Context, tx pgx.Tx) error {
			b := new(pgconn.Batch)
			b.ExecParams(wipe, nil, nil, nil, nil)
			return tx.Conn().PgConn().ExecBatch(ctx, b).Close()
		},
		"large object": func(ctx context.Context, tx pgx.Tx) error {
			objects := tx.LargeObjects()
			o, err := objects.Open(ctx, 4242, pgx.LargeObjectModeWrite)
			if err != nil {
				return err
			}
			_, err = o.Write([]byte("x"))
			return errors.Join(err, o.Close())
		},
		"large object gone": func(ctx context.Context, tx pgx.Tx) error {
			objects := tx.LargeObjects()
			return objects.Unlink(ctx, 4242)
		},
	}
	s := sharedDatabase(t)
	conn := pgtest.Connect(t, s.url)
	before := everything(t, conn)
	for name, route := range routes {
		r := migrations.Revision{ID: "trial", Parents: []string{"shop1"}, Upgrade: steps(route)}
		_, err := migrations.Upgrade(ctx, service("shop", append(s.shop, r)...), target(t, s.url), "head", migrations.Options{})
		var trespass *migrations.FenceError
		if !errors.As(err, &trespass) {
			t.Errorf("%s: %v", name, err)
		}
		if found := observe.Diff(before, everything(t, conn)); len(found) > 0 {
			t.Fatalf("%s: it changed:\n%s", name, observe.Describe(found, 5))
		}
	}
}

// The way back is fenced in as the way there is.
func TestDowngradeFenced(t *testing.T) {
	t.Parallel()
	s := sharedDatabase(t)
	backwards := map[string][]migrations.Step{
		"SQL":       steps(op.SQL{Up: "DROP TABLE auth.base"}),
		"cascade":   steps(op.SQL{Up: "DROP TABLE orders CASCADE"}),
		"operation": steps(op.DropTable{Table: op.Table{Name: "legacy_reports"}}),
		"alone":     steps(op.SQL{Up: "DROP INDEX CONCURRENTLY auth.sessions_data_idx", NoTransaction: true}),
		"Go":        steps(migrations.Func(func(ctx context.Context, tx pgx.Tx) error { _, err := tx.Exec(ctx, "TRUNCATE auth.log"); return err })),
	}
	for name, list := range backwards {
		url := s.clone(t, "back_"+strings.ToLower(name))
		r := migrations.Revision{ID: "trial", Parents: []string{"shop1"}, Upgrade: steps(sql("CREATE TABLE there (n int)")), Downgrade: list}
		e := service("shop", append(s.shop, r)...)
		upgrade(t, url, e)
		conn := pgtest.Connect(t, url)
		before := everything(t, conn)
		_, err := migrations.Downgrade(ctx, e, target(t, url), "-1", migrations.Options{})
		var trespass *migrations.FenceError
		if !errors.As(err, &trespass) {
			t.Errorf("%s: %v", name, err)
		}
		if found := observe.Diff(before, everything(t, conn)); len(found) > 0 {
			t.Errorf("%s: it changed:\n%s", name, observe.Describe(found, 5))
		}
	}
}

// Operations are fenced in as raw SQL is.
func TestOperationsFenced(t *testing.T) {
	t.Parallel()
	s := sharedDatabase(t)
	conn := pgtest.Connect(t, s.url)
	before := everything(t, conn)
	id := op.Column{Name: "id", Type: "integer"}
	for _, o := range []op.Operation{
		op.DropTable{Table: op.Table{Name: "auth.base", Columns: []op.Column{id}}},
		op.RenameTable{From: "auth.base", To: "auth.bottom"},
		op.RenameTable{From: "legacy_reports", To: "reports"},
		op.RenameTable{From: "scratch", To: "auth.scratch"},
		op.AlterTable{Table: "auth.base", To: op.Settings{With: []string{"fillfactor=80"}}},
		op.AddColumn{Table: "auth.base", Column: op.Column{Name: "x", Type: "text"}},
		op.DropColumn{Table: "profiles", Column: op.Column{Name: "name", Type: "text"}},
		op.RenameColumn{Table: "profiles", From: "name", To: "title"},
		op.AlterColumn{Table: "profiles", From: op.Column{Name: "name", Type: "text"}, To: op.Column{Name: "name", Type: "text", Default: "'x'::text"}},
		op.CreateIndex{Table: "profiles", Index: op.Index{Name: "profiles_name", Key: []string{"name"}}},
		op.CreateIndex{Table: "profiles", Index: op.Index{Name: "profiles_name", Key: []string{"name"}}, Concurrently: true},
		op.DropIndex{Table: "auth.sessions", Index: op.Index{Name: "sessions_data_idx", Key: []string{"data"}}},
		op.AddConstraint{Table: "profiles", Constraint: op.Check{Name: "named", Expr: "name <> ''"}},
		op.SetComment{On: "table", Object: "profiles", To: "mine"},
		op.AlterEnum{Name: "auth.role", From: []string{"user", "admin"}, To: []string{"user", "admin", "root"}},
		op.RenameEnumValue{Enum: "auth.role", From: "admin", To: "root"},
		op.RenameType{From: "auth.role", To: "auth.part"},
		op.DropSequence{Sequence: op.Sequence{Name: "ticket_no"}},
		op.Inherit{Table: "auth.base", Parent: "things"},
		op.NoInherit{Table: "auth.more_things", Parent: "things"},
		op.CreateTable{Table: op.Table{Name: "auth.mine", Columns: []op.Column{id}}},
		op.AdoptTable{Table: "profiles"},
		op.Adopt{Kind: op.KindType, Name: "auth.role"},
	} {
		r := migrations.Revision{ID: "trial", Parents: []string{"shop1"}, Upgrade: steps(o)}
		_, err := migrations.Upgrade(ctx, service("shop", append(s.shop, r)...), target(t, s.url), "head", migrations.Options{})
		var trespass *migrations.FenceError
		var claimed *migrations.ClaimedError
		if !errors.As(err, &trespass) && !errors.As(err, &claimed) {
			t.Errorf("%T %v: %v", o, o, err)
		}
		if found := observe.Diff(before, everything(t, conn)); len(found) > 0 {
			t.Fatalf("%T %v: it changed:\n%s", o, o, observe.Describe(found, 5))
		}
	}
}
