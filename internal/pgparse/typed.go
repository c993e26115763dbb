package pgparse

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/schema"
)

// EqualWithTypes is [Equal] that knows the types of columns (the normal form
// of a [schema.Column]; empty for what is unknown or a domain), and so sees
// past the casts that PostgreSQL adds to a literal compared with a column:
// "price > 0" is "(price > (0)::numeric)", "status IN ('a', 'b')" is
// "((status)::text = ANY ((ARRAY['a'::character varying, …])::text[]))".
func EqualWithTypes(a, b string, types func(column string) string) bool {
	if a == b {
		return true
	}
	x, okX := normalForm(a, types)
	y, okY := normalForm(b, types)
	return okX && okY && x == y
}

// EqualDefaults is [Equal] for defaults of a column of that type, which must
// not be a domain: it sees past the cast that PostgreSQL adds to a string.
func EqualDefaults(a, b, columnType string) bool {
	if a == b {
		return true
	}
	x, okX := normalDefault(a, columnType)
	y, okY := normalDefault(b, columnType)
	return okX && okY && x == y
}

func normalDefault(sql, columnType string) (string, bool) {
	e, err := ParseExpr(sql)
	if err != nil || e.Opaque {
		return "", false
	}
	rewrite(e.Node, nil)
	node := e.Node
	if c := node.GetTypeCast(); c != nil && c.GetArg().GetAConst().GetSval() != nil && isType(c.TypeName, columnType) {
		node = c.Arg
	}
	var p printer
	p.node(node)
	return p.String(), true
}

// comparisons are the operators for which PostgreSQL takes the type of a
// literal from the column on the other side: true for any type, false for
// strings only.
var comparisons = map[string]bool{
	"=": true, "<>": true, "<": true, "<=": true, ">": true, ">=": true,
	"~~": false, "!~~": false, "~~*": false, "!~~*": false, "~": false, "!~": false, "~*": false, "!~*": false,
}

// dropImpliedCasts takes the casts off a comparison of a column with
// literals that PostgreSQL would put there by itself.
func dropImpliedCasts(x *pg.A_Expr, types func(column string) string) {
	name := Strings(unqualified(x.Name))
	anyType, known := comparisons[name[len(name)-1]]
	if len(name) != 1 || !known || x.Lexpr == nil || x.Rexpr == nil {
		return
	}
	if !anyType {
		all := types
		types = func(column string) string {
			if typ := all(column); typ == "text" || withoutModifier(typ) == "varchar" {
				return typ
			}
			return ""
		}
	}
	switch x.Kind {
	case pg.A_Expr_Kind_AEXPR_OP:
		if !dropPair(&x.Lexpr, []**Node{&x.Rexpr}, types) {
			dropPair(&x.Rexpr, []**Node{&x.Lexpr}, types)
		}
	case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		dropArray(x, types)
	}
}

// dropPair drops the casts of a column and of the literals compared with it,
// all of them or none.
func dropPair(column **Node, literals []**Node, types func(column string) string) bool {
	ref, cast := uncast(*column)
	typ := columnType(ref, types)
	if typ == "" {
		return false
	}
	operand := operandType(typ)
	if cast != nil && !(typ == "varchar" && isType(cast, operand)) {
		return false
	}
	bare := make([]*Node, len(literals))
	for i, l := range literals {
		literal, cast := uncast(*l)
		if literal.GetAConst() == nil || cast != nil && !isType(cast, literalType(operand, literal)) {
			return false
		}
		bare[i] = literal
	}
	*column = ref
	for i := range literals {
		*literals[i] = bare[i]
	}
	return true
}

func dropArray(x *pg.A_Expr, types func(column string) string) {
	array, cast := uncast(x.Rexpr)
	list := array.GetAArrayExpr()
	ref, _ := uncast(x.Lexpr)
	typ := columnType(ref, types)
	if list == nil || typ == "" || typ == "real" || cast != nil && !(typ == "varchar" && isType(cast, "text[]")) {
		return
	}
	if typ == "varchar" {
		// PostgreSQL casts the elements to varchar and then the array.
		for i, e := range list.Elements {
			if literal, cast := uncast(e); cast != nil && isType(cast, "varchar") {
				list.Elements[i] = literal
			}
		}
	}
	literals := make([]**Node, len(list.Elements))
	for i := range list.Elements {
		literals[i] = &list.Elements[i]
	}
	if dropPair(&x.Lexpr, literals, types) {
		x.Rexpr = array
	}
}

// uncast splits a cast into its argument and the type; nil if it is none.
func uncast(n *Node) (*Node, *pg.TypeName) {
	if c := n.GetTypeCast(); c != nil {
		return c.Arg, c.TypeName
	}
	return n, nil
}

// columnType returns the type of a column without its modifier, empty if n is
// no column, or its type unknown or one whose operators have a mind of their
// own (cidr is compared as inet).
func columnType(n *Node, types func(column string) string) string {
	ref := n.GetColumnRef()
	if ref == nil || len(ref.Fields) != 1 {
		return ""
	}
	typ := withoutModifier(types(Strings(ref.Fields)[0]))
	if integer := schema.IntegerType(typ); integer != "" {
		return integer
	}
	if plainTypes[typ] || strings.Contains(typ, ".") {
		return typ
	}
	return ""
}

// plainTypes are the built-in types compared by operators on exactly them.
var plainTypes = map[string]bool{
	"boolean": true, "smallint": true, "integer": true, "bigint": true, "numeric": true, "real": true,
	"double precision": true, "text": true, "varchar": true, "char": true, "bytea": true, "uuid": true,
	"date": true, "time": true, "timetz": true, "timestamp": true, "timestamptz": true, "interval": true,
	"jsonb": true, "inet": true,
}

func withoutModifier(typ string) string {
	open, end := strings.IndexByte(typ, '('), strings.LastIndexByte(typ, ')')
	if open < 0 || end < open {
		return typ
	}
	return typ[:open] + typ[end+1:]
}

// operandType is the type by which a column of type typ is compared.
func operandType(typ string) string {
	if typ == "varchar" {
		return "text"
	}
	return typ
}

// literalType is the type that PostgreSQL casts a literal to when it is
// compared with an operand, as far as it shows.
func literalType(operand string, literal *Node) string {
	if literal.GetAConst().GetSval() != nil {
		return operand
	}
	switch operand {
	case "numeric", "double precision":
		return operand
	case "real":
		return "double precision"
	}
	return "" // integers have operators of their own for each pair
}

// isType reports whether a type in a tree is that type, modifiers aside.
func isType(t *pg.TypeName, typ string) bool {
	typ = withoutModifier(typ)
	if typ == "" || len(t.GetTypmods()) > 0 || t.GetSetof() || t.GetPctType() {
		return false
	}
	base, isArray := strings.CutSuffix(typ, "[]")
	if isArray != (len(t.ArrayBounds) > 0) {
		return false
	}
	if internal, ok := internalNames[base]; ok {
		base = internal
	}
	return internalName(&pg.TypeName{Names: t.Names}) == base
}

// internalName returns a type's name as pg_type has it, qualified outside
// pg_catalog; empty for an array.
func internalName(t *pg.TypeName) string {
	if len(t.GetArrayBounds()) > 0 {
		return ""
	}
	parts := Strings(unqualified(t.GetNames()))
	for i := range parts {
		parts[i] = schema.Quote(parts[i])
	}
	return strings.Join(parts, ".")
}

var internalNames = map[string]string{
	"boolean": "bool", "smallint": "int2", "integer": "int4", "bigint": "int8", "numeric": `"numeric"`,
	"real": "float4", "double precision": "float8", "char": "bpchar", "varchar": `"varchar"`,
	"timestamp": `"timestamp"`, "time": `"time"`, "interval": `"interval"`, "bit": `"bit"`,
}
