// Command migrate is the smallest migrate program there can be: the tests
// build it without cgo and run it where there is nothing else.
package main

import (
	"github.com/deedsql/deed"
	"github.com/deedsql/deed/op"
)

var revisions = deed.Environment{Service: "tiny"}

var _ = revisions.Add(deed.Revision{
	ID:      "3f1c9a20b7de",
	Message: "create planets",
	Upgrade: []deed.Step{
		op.CreateTable{Table: planets},
	},
	Downgrade: []deed.Step{
		op.DropTable{Table: planets},
	},
})

var planets = op.Table{
	Name:    "planets",
	Columns: []op.Column{{Name: "name", Type: "text", NotNull: true}},
}

func main() { deed.Main(&revisions) }
