package lint

import (
	"slices"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

// constantText evaluates an expression of constant strings: literals, ||,
// format, concat, quote_ident and quote_literal.
func constantText(n *pg.Node) (string, bool) { return evaluator{}.text(n) }

// An evaluator evaluates expressions of strings, in which a variable may have a
// value. If it guesses, what is not constant and is put in as a name or as a
// literal is unknown.
type evaluator struct {
	guesses         bool
	variable, value string
}

// unknown stands for what is not constant. Nothing is called so.
const unknown = "deed?unknown"

func (v evaluator) text(n *pg.Node) (string, bool) {
	switch x := n.GetNode().(type) {
	case *pg.Node_AConst:
		if s := x.AConst.GetSval(); s != nil {
			return s.Sval, true
		}
	case *pg.Node_ColumnRef:
		if parts := pgparse.Strings(x.ColumnRef.Fields); v.variable != "" && slices.Equal(parts, []string{v.variable}) {
			return v.value, true
		}
	case *pg.Node_TypeCast:
		return v.text(x.TypeCast.Arg)
	case *pg.Node_AExpr:
		if first(pgparse.Strings(x.AExpr.Name)) == "||" {
			left, ok := v.text(x.AExpr.Lexpr)
			right, also := v.text(x.AExpr.Rexpr)
			return left + right, ok && also
		}
	case *pg.Node_FuncCall:
		return v.call(x.FuncCall)
	}
	return "", false
}

// argument is an argument that is put in by quoting it.
func (v evaluator) argument(n *pg.Node) (string, bool) {
	if text, ok := v.text(n); ok || !v.guesses {
		return text, ok
	}
	return unknown, true
}

func (v evaluator) call(c *pg.FuncCall) (string, bool) {
	parts := pgparse.Strings(c.Funcname)
	name := parts[len(parts)-1]
	switch {
	case name == "concat":
		return v.concat(c.Args)
	case len(c.Args) == 0:
		return "", false
	case name == "quote_ident":
		text, ok := v.argument(c.Args[0])
		return schema.Quote(text), ok
	case name == "quote_literal":
		text, ok := v.argument(c.Args[0])
		return schema.Literal(text), ok
	case name == "format":
		text, ok := v.text(c.Args[0])
		if !ok {
			return "", false
		}
		return v.format(text, c.Args[1:])
	}
	return "", false
}

func (v evaluator) concat(list []*pg.Node) (string, bool) {
	var b strings.Builder
	for _, n := range list {
		text, ok := v.text(n)
		if !ok {
			return "", false
		}
		b.WriteString(text)
	}
	return b.String(), true
}

// format does what PostgreSQL's format does with %s, %I and %L, and with %2$I.
func (v evaluator) format(text string, args []*pg.Node) (string, bool) {
	var b strings.Builder
	next := 0
	for {
		before, rest, more := strings.Cut(text, "%")
		b.WriteString(before)
		if !more {
			return b.String(), true
		}
		if text = strings.TrimPrefix(rest, "%"); text != rest {
			b.WriteByte('%')
			continue
		}
		if place, behind, found := strings.Cut(rest, "$"); found {
			if n, err := strconv.Atoi(place); err == nil {
				next, rest = n-1, behind
			}
		}
		if rest == "" || next < 0 || next >= len(args) {
			return "", false
		}
		part, ok := v.part(rest[0], args[next])
		if !ok {
			return "", false
		}
		b.WriteString(part)
		next, text = next+1, rest[1:]
	}
}

// part is what a verb of format makes of its argument.
func (v evaluator) part(verb byte, arg *pg.Node) (string, bool) {
	if verb == 's' {
		return v.text(arg)
	}
	text, ok := v.argument(arg)
	switch verb {
	case 'I':
		return schema.Quote(text), ok
	case 'L':
		return schema.Literal(text), ok
	}
	return "", false
}

// readTemplate reads SQL into which unknown names and literals are put where
// they cannot matter to others: the name of a table or an index that is created,
// of a column, a value. It reports whether that is all.
func readTemplate(n *pg.Node) ([]statement, bool) {
	sql, ok := evaluator{guesses: true}.text(n)
	if !ok {
		return nil, false
	}
	parsed, err := pgparse.ParseStatements(sql)
	if err != nil || slices.ContainsFunc(parsed, func(p pgparse.Statement) bool { return !isPlain(p.Node) }) {
		return nil, false
	}
	list := readSQL(sql)
	for i := range list {
		if list[i].effects, ok = withoutUnknown(list[i].effects); !ok {
			return nil, false
		}
	}
	return list, true
}

// isPlain reports whether a statement shows by its effects alone what a name in
// it can do.
func isPlain(n *pg.Node) bool {
	switch n.GetNode().(type) {
	case *pg.Node_CreateStmt, *pg.Node_IndexStmt, *pg.Node_AlterTableStmt, *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_CommentStmt:
		return true
	}
	return false
}

// withoutUnknown leaves out the creation of what has an unknown name. It reports
// whether nothing else is done to such.
func withoutUnknown(list []effect) ([]effect, bool) {
	var kept []effect
	for _, e := range list {
		created := e.object.name.Object() == unknown && e.object.name.Schema() != unknown
		switch {
		case created && (e.kind == creates || e.kind == replaces || e.kind == outlines || e.kind == threatens || e.kind == says):
		case e.kind == crosses && e.to.name.Object() == unknown: // a partition, which is the service's own now
		case strings.Contains(string(e.object.name)+string(e.to.name), unknown), slices.Contains(e.schemas, unknown):
			return nil, false
		default:
			e.does = strings.ReplaceAll(e.does, unknown, "…")
			kept = append(kept, e)
		}
	}
	return kept, true
}
