package pgparse

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/schema"
)

// EqualWithTypes is [Equal] that knows the types of columns (the normal form
// of a [schema.Column]; empty for what is unknown or a domain), and so sees
// past the casts that PostgreSQL adds to a literal: "price > 0" is "(price >
// (0)::numeric)", "status IN ('a', 'b')" is "((status)::text = ANY
// ((ARRAY['a'::character varying, …])::text[]))".
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
	rewrite(e.Node)
	node := e.Node
	if c := node.GetTypeCast(); c != nil && c.GetArg().GetAConst().GetSval() != nil && isType(c.TypeName, columnType) {
		node = c.Arg
	}
	var p printer
	p.node(node)
	return p.String(), true
}

// A typer drops from a tree the casts that PostgreSQL would add by itself.
type typer struct {
	types func(column string) string
}

func (t typer) rewrite(root *Node) {
	Walk(root, func(n *Node) bool {
		switch x := n.Node.(type) {
		case *pg.Node_AExpr:
			t.operator(x.AExpr)
		case *pg.Node_FuncCall:
			if t.of(n) != "" {
				t.dropText(x.FuncCall.Args)
			}
		case *pg.Node_CoalesceExpr:
			if typ := t.of(n); typ != "" {
				t.dropAll(x.CoalesceExpr.Args, typ)
			}
		}
		return true
	})
}

// The operators for which PostgreSQL takes the type of a literal from the
// other side. What is not listed may have an operator for two types.
var (
	comparisons = []string{"=", "<>", "<", "<=", ">", ">="}
	matches     = []string{"~~", "!~~", "~~*", "!~~*", "~", "!~", "~*", "!~*"} // of strings
	arithmetic  = []string{"+", "-", "*", "/"}                                 // of numbers
	containment = []string{"@>", "<@"}                                         // of jsonb
	fields      = []string{"->", "->>"}                                        // of jsonb, by a string
)

func (t typer) operator(x *pg.A_Expr) {
	name := Strings(unqualified(x.Name))
	if len(name) != 1 || x.Lexpr == nil || x.Rexpr == nil {
		return
	}
	switch x.Kind {
	case pg.A_Expr_Kind_AEXPR_OP:
		if !t.pair(name[0], &x.Lexpr, &x.Rexpr) {
			t.pair(name[0], &x.Rexpr, &x.Lexpr)
		}
	case pg.A_Expr_Kind_AEXPR_IN:
		t.dropOperand(&x.Lexpr)
	case pg.A_Expr_Kind_AEXPR_OP_ANY, pg.A_Expr_Kind_AEXPR_OP_ALL:
		t.array(x, name[0])
	}
}

// pair drops the casts of an operand and of the literal on its other side, or
// none of them.
func (t typer) pair(operator string, operand, literal **Node) bool {
	bare, typ := t.operand(*operand)
	value, cast := uncast(*literal)
	if typ == "" || value.GetAConst() == nil || cast != nil && !isType(cast, impliedType(operator, typ, value)) {
		return false
	}
	*operand, *literal = bare, value
	return true
}

// operand returns an operand without the cast to text that a varchar gets, and
// its type; empty if that is unknown.
func (t typer) operand(n *Node) (*Node, string) {
	if inner, cast := uncast(n); cast != nil && isType(cast, "text") && t.of(inner) == "varchar" {
		return inner, "varchar"
	}
	return n, t.of(n)
}

func (t typer) dropOperand(n **Node) { *n, _ = t.operand(*n) }

// impliedType returns the type that PostgreSQL casts a literal to beside an
// operand of that type, as far as it shows; empty if it adds no cast.
func impliedType(operator, typ string, literal *Node) string {
	isString := literal.GetAConst().GetSval() != nil
	if typ == "varchar" {
		typ = "text"
	}
	switch {
	case slices.Contains(comparisons, operator) && isString:
		return typ
	case slices.Contains(matches, operator) && isString && typ == "text":
		return typ
	case slices.Contains(containment, operator) && isString && typ == "jsonb":
		return typ
	case slices.Contains(fields, operator) && isString && typ == "jsonb":
		return "text"
	case isString || !slices.Contains(comparisons, operator) && !slices.Contains(arithmetic, operator):
		return ""
	case typ == "numeric" && literal.GetAConst().GetIval() != nil, typ == "double precision":
		return typ
	case typ == "real":
		return "double precision"
	}
	return "" // integers have operators of their own for each pair
}

// array makes "x = ANY (ARRAY[…])" to "x IN (…)" where it has the casts that
// PostgreSQL gives the latter.
func (t typer) array(x *pg.A_Expr, operator string) {
	in := operator == "=" && x.Kind == pg.A_Expr_Kind_AEXPR_OP_ANY
	notIn := operator == "<>" && x.Kind == pg.A_Expr_Kind_AEXPR_OP_ALL
	operand, typ := t.operand(x.Lexpr)
	array, cast := uncast(x.Rexpr)
	elements := array.GetAArrayExpr().GetElements()
	if !in && !notIn || typ == "" || len(elements) < 2 {
		return
	}
	if (typ == "varchar") != (cast != nil) || cast != nil && !isType(cast, "text[]") {
		return
	}
	items := make([]*Node, len(elements))
	for i, e := range elements {
		literal, cast := uncast(e)
		if literal.GetAConst() == nil || !isElement(typ, literal, cast) {
			return
		}
		items[i] = literal
	}
	x.Kind, x.Lexpr = pg.A_Expr_Kind_AEXPR_IN, operand
	x.Rexpr = &Node{Node: &pg.Node_List{List: &pg.List{Items: items}}}
}

// isElement reports whether an element of an array is as PostgreSQL writes it
// for IN: all are cast to the common type of operand and literals.
func isElement(typ string, literal *Node, cast *pg.TypeName) bool {
	c := literal.GetAConst()
	switch {
	case c.GetSval() != nil:
		return cast != nil && isType(cast, typ) || cast == nil && typ == "text"
	case c.GetIval() != nil && (typ == "integer" || typ == "smallint"), c.GetFval() != nil && typ == "numeric":
		return cast == nil
	case c.GetIval() != nil && (typ == "bigint" || typ == "numeric" || typ == "double precision"),
		c.GetFval() != nil && typ == "double precision":
		return cast != nil && isType(cast, typ)
	}
	return false
}

// dropText drops the casts to text of arguments.
func (t typer) dropText(args []*Node) {
	for i := range args {
		t.dropOperand(&args[i])
		if value, cast := uncast(args[i]); cast != nil && value.GetAConst().GetSval() != nil && isType(cast, "text") {
			args[i] = value
		}
	}
}

// dropAll drops the casts to a type of strings among arguments.
func (t typer) dropAll(args []*Node, typ string) {
	for i := range args {
		if value, cast := uncast(args[i]); cast != nil && value.GetAConst().GetSval() != nil && isType(cast, typ) {
			args[i] = value
		}
	}
}

// of returns the type of an expression without its modifier, empty if it is
// unknown or one whose operators have a mind of their own (cidr is compared as
// inet).
func (t typer) of(n *Node) string {
	switch x := n.GetNode().(type) {
	case *pg.Node_ColumnRef:
		return t.column(x.ColumnRef)
	case *pg.Node_TypeCast:
		return castType(x.TypeCast.TypeName)
	case *pg.Node_FuncCall:
		return t.function(x.FuncCall)
	case *pg.Node_CoalesceExpr:
		return t.common(x.CoalesceExpr.Args)
	case *pg.Node_AExpr:
		return t.result(x.AExpr)
	}
	return ""
}

func (t typer) column(ref *pg.ColumnRef) string {
	if len(ref.Fields) != 1 {
		return ""
	}
	return plainType(t.types(Strings(ref.Fields)[0]))
}

func plainType(typ string) string {
	typ = withoutModifier(typ)
	if integer := schema.IntegerType(typ); integer != "" {
		return integer
	}
	if plainTypes[typ] || strings.Contains(typ, ".") {
		return typ
	}
	return ""
}

// castType returns the type of a cast; one with a modifier is not known, for
// it changes the value.
func castType(name *pg.TypeName) string {
	for typ := range plainTypes {
		if isType(name, typ) {
			return typ
		}
	}
	return ""
}

// textFunctions take and return text, lengthFunctions return a number.
var (
	textFunctions   = []string{"lower", "upper", "btrim", "ltrim", "rtrim", "initcap", "reverse"}
	lengthFunctions = []string{"length", "char_length", "character_length", "octet_length"}
)

func (t typer) function(call *pg.FuncCall) string {
	name := Strings(unqualified(call.Funcname))
	if len(name) != 1 || len(call.Args) == 0 {
		return ""
	}
	for _, arg := range call.Args {
		if _, typ := t.operand(arg); typ != "text" && typ != "varchar" && arg.GetAConst().GetSval() == nil {
			return ""
		}
	}
	switch {
	case slices.Contains(textFunctions, name[0]):
		return "text"
	case slices.Contains(lengthFunctions, name[0]):
		return "integer"
	}
	return ""
}

// common returns the type of arguments that are all of one type or strings.
func (t typer) common(args []*Node) string {
	common := ""
	for _, arg := range args {
		typ := t.of(arg)
		switch {
		case arg.GetAConst().GetSval() != nil:
		case typ == "" || common != "" && typ != common:
			return ""
		default:
			common = typ
		}
	}
	return common
}

// result returns the type of an operator's result.
func (t typer) result(x *pg.A_Expr) string {
	name := Strings(unqualified(x.Name))
	if x.Kind != pg.A_Expr_Kind_AEXPR_OP || len(name) != 1 || x.Lexpr == nil || x.Rexpr == nil {
		return ""
	}
	left := t.of(x.Lexpr)
	switch {
	case name[0] == "->>" && left == "jsonb":
		return "text"
	case name[0] == "->" && left == "jsonb":
		return "jsonb"
	case !slices.Contains(arithmetic, name[0]):
		return ""
	}
	right := t.of(x.Rexpr)
	if right == left && isNumber(left) || isNumber(left) && isInteger(x.Rexpr) {
		return left
	}
	if isNumber(right) && isInteger(x.Lexpr) {
		return right
	}
	return ""
}

func isNumber(typ string) bool {
	return typ == "integer" || typ == "bigint" || typ == "numeric" || typ == "double precision"
}

func isInteger(n *Node) bool { return n.GetAConst().GetIval() != nil }

// plainTypes are the built-in types compared by operators on exactly them.
var plainTypes = map[string]bool{
	"boolean": true, "smallint": true, "integer": true, "bigint": true, "numeric": true, "real": true,
	"double precision": true, "text": true, "varchar": true, "char": true, "bytea": true, "uuid": true,
	"date": true, "time": true, "timetz": true, "timestamp": true, "timestamptz": true, "interval": true,
	"jsonb": true, "inet": true, "name": true,
}

// uncast splits a cast into its argument and the type; nil if it is none.
func uncast(n *Node) (*Node, *pg.TypeName) {
	if c := n.GetTypeCast(); c != nil {
		return c.Arg, c.TypeName
	}
	return n, nil
}

func withoutModifier(typ string) string {
	open, end := strings.IndexByte(typ, '('), strings.LastIndexByte(typ, ')')
	if open < 0 || end < open {
		return typ
	}
	return typ[:open] + typ[end+1:]
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
