package migrations

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed"
	"github.com/deedsql/deed/op"

	"tables"
)

var _ = Revisions.Add(deed.Revision{
	ID:      "s2",
	Parents: []string{"s1"},
	Message: "foreign",
	Touches: []deed.Touch{{Object: "auth.audit", Reason: "agreed"}},
	Upgrade: []deed.Step{
		op.AddColumn{Table: "auth.users", Column: op.Column{Name: "x", Type: "text"}}, // want `own-alter: adds column x to table auth.users, which is not known to be shop's own`
		op.SQL{Up: `
			UPDATE orders SET a = 1 WHERE id = 2;
			DROP TABLE auth.users`}, // want `own-drop: drops table auth.users`
		op.SQL{Up: tables.Cleanup},             // want `own-dml: deletes rows of table auth.sessions`
		op.SQL{Up: "TRUNCATE " + tables.Users}, // want `own-truncate: truncates table auth.users`
		op.SQL{Up: "INSERT INTO auth.audit VALUES (1)"},
		op.DropTable{Table: op.Table{Name: tables.Users}}, // want `own-opaque: this operation is not made of constants`
		//deed:allow own-drop: agreed with auth
		op.SQL{Up: "DROP TABLE auth.gone"},
		deed.Func(func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, "DELETE FROM payments WHERE id = 1") // want `own-dml: deletes rows of table payments`
			return err
		}),
	},
	Downgrade: []deed.Step{
		op.SQL{Up: "DROP TABLE orders CASCADE"}, // want `own-cascade`
	},
})
