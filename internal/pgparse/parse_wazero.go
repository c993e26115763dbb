//go:build !cgo

package pgparse

import (
	"errors"
	"sync"

	pg "github.com/pganalyze/pg_query_go/v5"
	wasm "github.com/wasilibs/go-pgquery"
	"github.com/wasilibs/go-pgquery/parser"
)

// one holds callers in line: each concurrent one would compile the module
// again, which takes longer than anything it could save.
var one sync.Mutex

// parse returns the tree of the statements in sql, or an [*Error]. The first
// call compiles the module, which takes about a second.
func parse(sql string) (*pg.ParseResult, error) {
	one.Lock()
	defer one.Unlock()
	tree, err := wasm.Parse(sql)
	if failure := (*parser.Error)(nil); errors.As(err, &failure) {
		return nil, newError(sql, failure.Message, failure.Cursorpos)
	}
	return tree, err
}
