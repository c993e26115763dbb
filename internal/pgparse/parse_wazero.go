//go:build !cgo

package pgparse

import (
	"errors"

	pg "github.com/pganalyze/pg_query_go/v5"
	wasm "github.com/wasilibs/go-pgquery"
	"github.com/wasilibs/go-pgquery/parser"
)

// parse returns the tree of the statements in sql, or an [*Error]. The first
// call compiles the module, which takes about a second.
func parse(sql string) (*pg.ParseResult, error) {
	tree, err := wasm.Parse(sql)
	if failure := (*parser.Error)(nil); errors.As(err, &failure) {
		return nil, newError(sql, failure.Message, failure.Cursorpos)
	}
	return tree, err
}
