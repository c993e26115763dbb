package pgparse

import (
	"errors"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A Statement is one statement of an SQL text.
type Statement struct {
	SQL string // without the semicolon, comments and blanks around it
	Pos int    // byte offset in the text
	// Node is its tree, its locations relative to the whole text minus Base;
	// nil when Opaque.
	Node   *Node
	Base   int
	Opaque bool // syntax newer than the grammar
}

// ParseStatements reads the statements of a text. The error of a broken one
// is an [*Error] with its place in the text.
func ParseStatements(sql string) ([]Statement, error) {
	list, err := parseText(sql, 0)
	if err == nil || !errors.As(err, new(*Error)) || !newerStatement(sql) {
		return list, err
	}
	// One statement of a later version hides all others: take them singly.
	var all []Statement
	for _, piece := range Split(sql) {
		list, err := parseText(piece.SQL, piece.Pos)
		switch {
		case err == nil:
			all = append(all, list...)
		case newerStatement(piece.SQL):
			all = append(all, piece)
		default:
			return nil, err
		}
	}
	return all, nil
}

// parseText parses a part of a text that begins at base.
func parseText(sql string, base int) ([]Statement, error) {
	tree, err := parse(sql)
	if failure := (*Error)(nil); errors.As(err, &failure) {
		failure.Pos += base
		return nil, failure
	}
	if err != nil {
		return nil, err
	}
	var list []Statement
	for _, raw := range tree.GetStmts() {
		start, end := int(raw.StmtLocation), len(sql)
		if raw.StmtLen > 0 {
			end = start + int(raw.StmtLen)
		}
		tokens := schema.Tokens(sql[start:end])
		if len(tokens) == 0 {
			continue
		}
		text := sql[start+tokens[0].Pos : end]
		list = append(list, Statement{
			SQL:  strings.TrimSpace(text),
			Pos:  base + start + tokens[0].Pos,
			Node: raw.Stmt,
			Base: base,
		})
	}
	return list, nil
}

// Split splits a text, good or broken, at the semicolons outside quotes, parentheses and
// BEGIN ATOMIC … END. The statements have no tree and are opaque.
func Split(sql string) []Statement {
	var pieces []Statement
	depth, first := 0, -1
	tokens := schema.Tokens(sql)
	for i, t := range tokens {
		if first < 0 && !t.Is(";") {
			first = i
		}
		switch {
		case t.Is("("), t.Is("atomic") && i > 0 && tokens[i-1].Is("begin"), depth > 0 && t.Is("case"):
			depth++
		case depth > 0 && (t.Is(")") || t.Is("end")):
			depth--
		case depth == 0 && t.Is(";") && first >= 0:
			pieces = append(pieces, piece(sql, tokens[first].Pos, t.Pos))
			first = -1
		}
	}
	if first >= 0 {
		pieces = append(pieces, piece(sql, tokens[first].Pos, len(sql)))
	}
	return pieces
}

func piece(sql string, from, to int) Statement {
	return Statement{SQL: strings.TrimSpace(sql[from:to]), Pos: from, Base: from, Opaque: true}
}
