// Package other holds no history, so nothing is said of it.
package other

import "github.com/deedsql/deed/op"

var Step = op.SQL{Up: "DROP TABLE auth.users"}
