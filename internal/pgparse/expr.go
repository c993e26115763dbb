package pgparse

import (
	"errors"
	"fmt"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/schema"
)

// A Node is a node of a parse tree.
type Node = pg.Node

// An Expr is one SQL expression: a check, a default, a predicate.
type Expr struct {
	SQL string
	// Node is the root of its tree; nil when Opaque.
	Node *Node
	// Opaque is true for syntax newer than the grammar. Nothing else is known
	// about the expression then.
	Opaque bool
	Names
}

// wrapper stands before an expression to make a statement of it, closer
// behind; the newline ends a comment.
const wrapper, closer = "SELECT (", "\n)"

// ParseExpr reads an expression. The error of a broken one is an [*Error].
func ParseExpr(sql string) (*Expr, error) {
	if err := checkSingle(sql); err != nil {
		return nil, err
	}
	node, err := parseTarget(sql)
	if err != nil && looksNewer(sql, newerExpressions...) {
		return &Expr{SQL: sql, Opaque: true}, nil
	}
	if err != nil {
		return nil, err
	}
	e := &Expr{SQL: sql, Node: node}
	e.Names.collect(node, len(wrapper))
	return e, nil
}

func parseTarget(sql string) (*Node, error) {
	tree, err := parse(wrapper + sql + closer)
	if failure := (*Error)(nil); errors.As(err, &failure) {
		return nil, atExpr(failure, sql)
	}
	if err != nil {
		return nil, err
	}
	node := onlyTarget(tree)
	tokens := schema.Tokens(sql)
	if node == nil || node.GetSubLink() != nil && !tokens[0].Is("(") && !tokens[0].Is("exists") && !tokens[0].Is("array") {
		return nil, &Error{Msg: "expected one expression"}
	}
	return node, nil
}

// atExpr moves an error of the wrapped statement into the expression, and
// words it for an expression that ends too early.
func atExpr(e *Error, sql string) *Error {
	pos := e.Pos - len(wrapper)
	end := len(strings.TrimRight(sql, " \t\r\n"))
	if pos >= end {
		return &Error{Pos: end, Msg: "syntax error at the end: the expression is incomplete"}
	}
	return &Error{Pos: max(pos, 0), Msg: e.Msg}
}

func onlyTarget(tree *pg.ParseResult) *Node {
	if len(tree.GetStmts()) != 1 {
		return nil
	}
	s := tree.Stmts[0].GetStmt().GetSelectStmt()
	if s == nil || len(s.TargetList) != 1 || len(s.FromClause) > 0 || s.Op != pg.SetOperation_SETOP_NONE {
		return nil
	}
	return s.TargetList[0].GetResTarget().GetVal()
}

// checkSingle rejects what would end the wrapper's parenthesis early or be a
// row: PostgreSQL's message would puzzle there.
func checkSingle(sql string) error {
	tokens := schema.Tokens(sql)
	if len(tokens) == 0 {
		return &Error{Msg: "expected an expression"}
	}
	var open []schema.Token
	for _, t := range tokens {
		switch {
		case t.Kind != schema.Symbol:
		case strings.Contains("([", t.Text):
			open = append(open, t)
		case strings.Contains(")]", t.Text):
			if len(open) == 0 {
				return &Error{Pos: t.Pos, Msg: fmt.Sprintf("%q closes nothing", t.Text)}
			}
			open = open[:len(open)-1]
		case len(open) == 0 && (t.Text == "," || t.Text == ";"):
			return &Error{Pos: t.Pos, Msg: fmt.Sprintf("expected one expression, found %q behind it", t.Text)}
		}
	}
	if len(open) > 0 {
		return &Error{Pos: open[len(open)-1].Pos, Msg: fmt.Sprintf("%q is never closed", open[len(open)-1].Text)}
	}
	return nil
}
