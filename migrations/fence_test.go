package migrations_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

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
