// Package migrations is the schema history of api-gateway.
package migrations

import "github.com/deedsql/deed"

// Revisions is the environment of api-gateway. Deed reads it without running it, so it holds constants only.
var Revisions = deed.Environment{
	Service:      "api-gateway",
	Models:       []string{"../models"},
	VersionTable: "alembic_version_gateway",
}
