package pgparse

import (
	pg "github.com/pganalyze/pg_query_go/v5"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Walk calls visit for node and then, where visit returns true, for the nodes
// under it. Type names and relations get a node of their own even where the
// tree holds them without one.
func Walk(node *Node, visit func(*Node) bool) {
	if node == nil || node.Node == nil || !visit(node) {
		return
	}
	switch x := node.Node.(type) {
	case *pg.Node_AConst, *pg.Node_ColumnRef, *pg.Node_String_, *pg.Node_SqlvalueFunction:
	case *pg.Node_AExpr:
		walkAll(visit, x.AExpr.Lexpr, x.AExpr.Rexpr)
	case *pg.Node_BoolExpr:
		walkAll(visit, x.BoolExpr.Args...)
	case *pg.Node_List:
		walkAll(visit, x.List.Items...)
	case *pg.Node_TypeCast:
		walkAll(visit, x.TypeCast.Arg, typeNode(x.TypeCast.TypeName))
	case *pg.Node_TypeName:
		walkAll(visit, x.TypeName.Typmods...)
	case *pg.Node_NullTest:
		walkAll(visit, x.NullTest.Arg)
	default:
		walkMessage(inner(node), visit)
	}
}

func walkAll(visit func(*Node) bool, nodes ...*Node) {
	for _, n := range nodes {
		Walk(n, visit)
	}
}

func typeNode(t *pg.TypeName) *Node {
	if t == nil {
		return nil
	}
	return &Node{Node: &pg.Node_TypeName{TypeName: t}}
}

// inner returns the message that a node holds.
func inner(node *Node) protoreflect.Message {
	m := node.ProtoReflect()
	field := m.WhichOneof(m.Descriptor().Oneofs().Get(0))
	return m.Get(field).Message()
}

// walkMessage goes through every field of a message that can hold nodes.
func walkMessage(m protoreflect.Message, visit func(*Node) bool) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		switch {
		case field.Message() == nil:
		case field.IsList():
			for i := range value.List().Len() {
				walkValue(value.List().Get(i).Message().Interface(), visit)
			}
		default:
			walkValue(value.Message().Interface(), visit)
		}
		return true
	})
}

func walkValue(m proto.Message, visit func(*Node) bool) {
	switch x := m.(type) {
	case *pg.Node:
		Walk(x, visit)
	case *pg.TypeName:
		Walk(typeNode(x), visit)
	case *pg.RangeVar:
		Walk(&Node{Node: &pg.Node_RangeVar{RangeVar: x}}, visit)
	default:
		walkMessage(m.ProtoReflect(), visit)
	}
}
