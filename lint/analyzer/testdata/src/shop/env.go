package migrations

import "github.com/deedsql/deed"

var Revisions = deed.Environment{Service: "shop", Owns: []string{"legacy_*"}}
