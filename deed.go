// Package deed holds the few names that a service's migrations say.
//
// A service keeps its schema history in a package of its own, with one
// [Environment] and a file for each [Revision]:
//
//	// Package migrations is the schema history of api-gateway.
//	package migrations
//
//	import "github.com/deedsql/deed"
//
//	var Revisions = deed.Environment{
//		Service:      "api-gateway",
//		Models:       []string{"../models"},
//		VersionTable: "alembic_version_gateway",
//	}
//
// The program that applies them in production is a call of [Main]:
//
//	func main() { deed.Main(&migrations.Revisions) }
//
// It builds with CGO_ENABLED=0 and runs from an empty image. The developer's
// tool, which drafts revisions from Go structs, is
// github.com/deedsql/deed/cmd/deed; what it writes imports this package and
// package op.
package deed

import "github.com/deedsql/deed/migrations"

type (
	// An Environment is the configuration of one service's schema history.
	Environment = migrations.Environment
	// A Revision is one step of a schema's history.
	Revision = migrations.Revision
	// A Step is one entry of a revision: an operation of package op, or a
	// [Func].
	Step = migrations.Step
	// A Func is a step in Go, for data that SQL alone cannot move.
	Func = migrations.Func
	// A Touch lets a revision change something that is not the service's
	// own.
	Touch = migrations.Touch
)

// Main runs the command line of a service's migrate program, and exits.
func Main(e *Environment) { migrations.Main(e) }
