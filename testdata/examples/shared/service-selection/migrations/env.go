// Package migrations is the schema history of service-selection.
package migrations

import "github.com/deedsql/deed"

// Revisions is the environment of service-selection. Deed reads it without running it, so it holds constants only.
var Revisions = deed.Environment{
	Service:      "service-selection",
	Models:       []string{"../models"},
	VersionTable: "alembic_version_selection",
}
