package migrations

import (
	"github.com/deedsql/deed"
	"github.com/deedsql/deed/op"
)

var _ = Revisions.Add(deed.Revision{
	ID:      "s1",
	Message: "own",
	Upgrade: []deed.Step{
		op.CreateTable{Table: op.Table{Name: "orders"}},
		op.AddColumn{Table: "legacy_orders", Column: op.Column{Name: "x", Type: "text"}},
		op.SQL{Up: "UPDATE orders SET a = 1 WHERE id = 2"},
	},
	Downgrade: []deed.Step{op.DropTable{Table: op.Table{Name: "orders"}}},
})
