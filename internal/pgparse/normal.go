package pgparse

import (
	"fmt"
	"strconv"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Equal reports whether two expressions surely mean the same to PostgreSQL:
// they differ at most in blanks, comments, redundant parentheses, the case of
// keywords and identifiers, the spelling of operators and types that the
// parser itself resolves, an explicit pg_catalog, and x BETWEEN, LIKE and IN
// of one value against what they are short for. False says nothing.
func Equal(a, b string) bool {
	if a == b {
		return true
	}
	x, okX := normalForm(a, nil)
	y, okY := normalForm(b, nil)
	return okX && okY && x == y
}

// normalForm prints the tree of an expression in one way for all that
// [Equal] holds equal, or [EqualWithTypes] if types is not nil.
func normalForm(sql string, types func(column string) string) (string, bool) {
	e, err := ParseExpr(sql)
	if err != nil || e.Opaque {
		return "", false
	}
	rewrite(e.Node)
	if types != nil {
		typer{types}.rewrite(e.Node)
	}
	var p printer
	p.node(e.Node)
	return p.String(), true
}

// rewrite replaces in place what is short for something else. The tree is the
// caller's own.
func rewrite(root *Node) {
	Walk(root, func(n *Node) bool {
		switch x := n.Node.(type) {
		case *pg.Node_AExpr:
			rewriteOperator(n, x.AExpr)
		case *pg.Node_TypeCast:
			rewriteLiteral(n, x.TypeCast)
		}
		return true
	})
}

func rewriteOperator(n *Node, x *pg.A_Expr) {
	switch x.Kind {
	case pg.A_Expr_Kind_AEXPR_LIKE, pg.A_Expr_Kind_AEXPR_ILIKE, pg.A_Expr_Kind_AEXPR_SIMILAR:
		x.Kind = pg.A_Expr_Kind_AEXPR_OP
	case pg.A_Expr_Kind_AEXPR_BETWEEN:
		if bounds := x.GetRexpr().GetList().GetItems(); len(bounds) == 2 {
			low, high := operator(">=", x.Lexpr, bounds[0]), operator("<=", x.Lexpr, bounds[1])
			n.Node = &pg.Node_BoolExpr{BoolExpr: &pg.BoolExpr{
				Boolop: pg.BoolExprType_AND_EXPR, Args: []*Node{low, high},
			}}
		}
	case pg.A_Expr_Kind_AEXPR_IN:
		if items := x.GetRexpr().GetList().GetItems(); len(items) == 1 {
			x.Kind, x.Rexpr = pg.A_Expr_Kind_AEXPR_OP, items[0]
		}
	case pg.A_Expr_Kind_AEXPR_OP, pg.A_Expr_Kind_AEXPR_DISTINCT:
		rewriteRows(n, x)
	}
}

// rewriteRows compares rows value by value, as PostgreSQL does where it is asked
// whether they are equal: it shows the outer of two nested comparisons so, and
// the inner when it reads that.
func rewriteRows(n *Node, x *pg.A_Expr) {
	left, right := x.GetLexpr().GetRowExpr(), x.GetRexpr().GetRowExpr()
	if left == nil || right == nil || len(left.Args) != len(right.Args) || len(left.Args) < 2 || len(x.Name) != 1 {
		return
	}
	word := pg.BoolExprType_OR_EXPR
	switch name := x.Name[0].GetString_().GetSval(); {
	case x.Kind == pg.A_Expr_Kind_AEXPR_OP && name == "=":
		word = pg.BoolExprType_AND_EXPR
	case x.Kind == pg.A_Expr_Kind_AEXPR_OP && name != "<>":
		return
	}
	values := &pg.BoolExpr{Boolop: word}
	for i := range left.Args {
		values.Args = append(values.Args, pg.MakeAExprNode(x.Kind, x.Name, left.Args[i], right.Args[i], 0))
	}
	n.Node = &pg.Node_BoolExpr{BoolExpr: values}
}

func operator(name string, left, right *Node) *Node {
	return pg.MakeAExprNode(pg.A_Expr_Kind_AEXPR_OP, []*Node{pg.MakeStrNode(name)}, left, right, 0)
}

// rewriteLiteral makes '-1'::integer, as PostgreSQL prints a negative number,
// to -1, and the same for numbers beyond integer.
func rewriteLiteral(n *Node, c *pg.TypeCast) {
	text := c.GetArg().GetAConst().GetSval()
	if text == nil {
		return
	}
	i, err := strconv.ParseInt(text.Sval, 10, 64)
	if err != nil || strconv.FormatInt(i, 10) != text.Sval {
		return
	}
	fits := i == int64(int32(i))
	switch name := internalName(c.TypeName); {
	case name == "int4" && fits:
		n.Node = &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Ival{Ival: &pg.Integer{Ival: int32(i)}}}}
	case name == "int8" && !fits:
		n.Node = &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Fval{Fval: &pg.Float{Fval: text.Sval}}}}
	}
}

// A printer writes a tree without its locations.
type printer struct{ strings.Builder }

func (p *printer) node(n *Node) {
	if n == nil || n.Node == nil {
		p.WriteByte('-')
		return
	}
	switch x := n.Node.(type) {
	case *pg.Node_BoolExpr:
		if x.BoolExpr.Boolop != pg.BoolExprType_NOT_EXPR {
			p.list(x.BoolExpr.Boolop.String(), flatten(x.BoolExpr.Boolop, x.BoolExpr.Args))
			return
		}
	case *pg.Node_List:
		p.list("list", x.List.Items)
		return
	case *pg.Node_FuncCall:
		x.FuncCall.Funcname = unqualified(x.FuncCall.Funcname)
	case *pg.Node_AExpr:
		x.AExpr.Name = unqualified(x.AExpr.Name)
	case *pg.Node_CollateClause:
		x.CollateClause.Collname = unqualified(x.CollateClause.Collname)
	}
	p.message(inner(n))
}

func (p *printer) list(head string, nodes []*Node) {
	p.WriteString(head + "[")
	for _, n := range nodes {
		p.node(n)
		p.WriteByte(' ')
	}
	p.WriteByte(']')
}

func flatten(op pg.BoolExprType, args []*Node) (flat []*Node) {
	for _, a := range args {
		if b := a.GetBoolExpr(); b != nil && b.Boolop == op {
			flat = append(flat, flatten(op, b.Args)...)
			continue
		}
		flat = append(flat, a)
	}
	return flat
}

func unqualified(name []*Node) []*Node {
	if len(name) > 1 && name[0].GetString_().GetSval() == "pg_catalog" {
		return name[1:]
	}
	return name
}

func (p *printer) message(m protoreflect.Message) {
	if t, ok := m.Interface().(*pg.TypeName); ok {
		t.Names = unqualified(t.Names)
	}
	fields := m.Descriptor().Fields()
	p.WriteString(string(m.Descriptor().Name()) + "{")
	for i := range fields.Len() {
		if f := fields.Get(i); m.Has(f) && f.Name() != "location" {
			p.WriteString(string(f.Name()) + ":")
			p.field(f, m.Get(f))
			p.WriteByte(' ')
		}
	}
	p.WriteByte('}')
}

func (p *printer) field(f protoreflect.FieldDescriptor, v protoreflect.Value) {
	switch {
	case f.Message() == nil && f.Kind() == protoreflect.StringKind:
		fmt.Fprintf(p, "%q", v.String())
	case f.Message() == nil:
		fmt.Fprint(p, v.Interface())
	case f.IsList():
		for i := range v.List().Len() {
			p.value(v.List().Get(i).Message())
		}
	default:
		p.value(v.Message())
	}
}

func (p *printer) value(m protoreflect.Message) {
	if n, ok := m.Interface().(*pg.Node); ok {
		p.node(n)
		return
	}
	p.message(m)
}
