package pgparse

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/schema"
)

// Names are the names that a piece of SQL uses, each once, in the order of
// first use. What is written without a schema stays without one: Parts has a
// single part. Names of pg_catalog are held without it.
type Names struct {
	Columns   []Ref // "t.a" has two parts
	Functions []Ref
	Types     []Ref
	// Relations are the tables and the like of subqueries, and the names in
	// literals cast to regclass: the sequence in nextval('s'::regclass).
	Relations  []Ref
	Collations []Ref
}

// A Ref is a name where it is used.
type Ref struct {
	Parts []string // the last is the object or the column
	Pos   int      // byte offset
}

// Name returns the last part.
func (r Ref) Name() string { return r.Parts[len(r.Parts)-1] }

// collect adds the names under a node; offset is taken off their positions.
func (n *Names) collect(node *Node, offset int) {
	add := func(list *[]Ref, parts []string, location int32) {
		if len(parts) > 1 && parts[0] == "pg_catalog" {
			parts = parts[1:]
		}
		if len(parts) == 0 {
			return
		}
		pos := int(location) - offset
		i := slices.IndexFunc(*list, func(r Ref) bool { return slices.Equal(r.Parts, parts) })
		if i < 0 {
			*list = append(*list, Ref{parts, pos})
		} else {
			(*list)[i].Pos = min((*list)[i].Pos, pos)
		}
	}
	Walk(node, func(node *Node) bool {
		switch x := node.GetNode().(type) {
		case *pg.Node_ColumnRef:
			add(&n.Columns, Strings(x.ColumnRef.Fields), x.ColumnRef.Location)
		case *pg.Node_FuncCall:
			add(&n.Functions, Strings(x.FuncCall.Funcname), x.FuncCall.Location)
		case *pg.Node_TypeName:
			add(&n.Types, Strings(x.TypeName.Names), x.TypeName.Location)
		case *pg.Node_CollateClause:
			add(&n.Collations, Strings(x.CollateClause.Collname), x.CollateClause.Location)
		case *pg.Node_RangeVar:
			add(&n.Relations, relation(x.RangeVar), x.RangeVar.Location)
		case *pg.Node_TypeCast:
			parts, location := regclass(x.TypeCast)
			add(&n.Relations, parts, location)
		}
		return true
	})
	n.collectNextval(node, add)
	for _, list := range [][]Ref{n.Columns, n.Functions, n.Types, n.Relations, n.Collations} {
		slices.SortFunc(list, func(a, b Ref) int { return a.Pos - b.Pos })
	}
}

// collectNextval finds the sequence in nextval('s') without a cast.
func (n *Names) collectNextval(node *Node, add func(*[]Ref, []string, int32)) {
	Walk(node, func(node *Node) bool {
		call := node.GetFuncCall()
		if call == nil || len(call.Args) == 0 {
			return true
		}
		switch name := Strings(call.Funcname); name[len(name)-1] {
		case "nextval", "currval", "setval":
			if c := call.Args[0].GetAConst(); c.GetSval() != nil {
				add(&n.Relations, splitName(c.GetSval().Sval), c.Location)
			}
		}
		return true
	})
}

func relation(v *pg.RangeVar) []string {
	if v.Schemaname == "" {
		return []string{v.Relname}
	}
	return []string{v.Schemaname, v.Relname}
}

// regclass returns the name in 'name'::regclass.
func regclass(c *pg.TypeCast) ([]string, int32) {
	names := Strings(c.GetTypeName().GetNames())
	literal := c.GetArg().GetAConst()
	if len(names) == 0 || names[len(names)-1] != "regclass" || literal.GetSval() == nil {
		return nil, 0
	}
	return splitName(literal.GetSval().Sval), literal.Location
}

func splitName(s string) []string {
	var parts []string
	for _, t := range schema.Tokens(s) {
		if t.Kind == schema.Word || t.Kind == schema.Quoted {
			parts = append(parts, t.Unquote())
		}
	}
	return parts
}

// Strings returns the strings of a list of nodes, as names are held in; what
// is no string (the star of "t.*") is "*".
func Strings(nodes []*Node) []string {
	list := make([]string, len(nodes))
	for i, n := range nodes {
		list[i] = "*"
		if s := n.GetString_(); s != nil {
			list[i] = s.Sval
		}
	}
	return list
}
