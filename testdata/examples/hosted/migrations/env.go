// Package migrations is the schema history of admissions.
package migrations

import "github.com/deedsql/deed"

// Revisions is the environment of admissions. Deed reads it without running it, so it holds constants only.
var Revisions = deed.Environment{
	Service: "admissions",
	Models:  []string{"../models"},
}
