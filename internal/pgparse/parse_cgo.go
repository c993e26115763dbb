//go:build cgo

package pgparse

import (
	"errors"

	pg "github.com/pganalyze/pg_query_go/v5"
	"github.com/pganalyze/pg_query_go/v5/parser"
)

// parse returns the tree of the statements in sql, or an [*Error].
func parse(sql string) (*pg.ParseResult, error) {
	tree, err := pg.Parse(sql)
	if failure := (*parser.Error)(nil); errors.As(err, &failure) {
		return nil, newError(sql, failure.Message, failure.Cursorpos)
	}
	return tree, err
}
