package pgparse

import (
	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/schema"
)

// ColumnName returns the name that PostgreSQL gives the result of an
// expression, and thus the column of an index on it: the function's name for
// "lower(name)", empty where it has none to give (FigureIndexColname in
// parse_target.c).
func (e *Expr) ColumnName() string {
	name, _ := figureName(e.Node)
	return schema.Truncate(name, schema.MaxIdentifier)
}

// figureName returns a name and how good it is: 2 a real one, 1 of a type, 0
// none. What no index may be over has no case.
func figureName(node *Node) (name string, strength int) {
	switch x := node.GetNode().(type) {
	case *pg.Node_ColumnRef:
		if parts := Strings(x.ColumnRef.Fields); parts[len(parts)-1] != "*" {
			return parts[len(parts)-1], 2
		}
	case *pg.Node_AIndirection:
		for i := len(x.AIndirection.Indirection) - 1; i >= 0; i-- {
			if s := x.AIndirection.Indirection[i].GetString_(); s != nil {
				return s.Sval, 2
			}
		}
		return figureName(x.AIndirection.Arg)
	case *pg.Node_FuncCall:
		parts := Strings(x.FuncCall.Funcname)
		return parts[len(parts)-1], 2
	case *pg.Node_AExpr:
		if x.AExpr.Kind == pg.A_Expr_Kind_AEXPR_NULLIF {
			return "nullif", 2
		}
	case *pg.Node_TypeCast:
		return figureCast(x.TypeCast)
	case *pg.Node_CollateClause:
		return figureName(x.CollateClause.Arg)
	case *pg.Node_CaseExpr:
		if name, strength = figureName(x.CaseExpr.Defresult); strength <= 1 {
			return "case", 1
		}
		return name, strength
	case *pg.Node_AArrayExpr:
		return "array", 2
	case *pg.Node_RowExpr:
		return "row", 2
	case *pg.Node_CoalesceExpr:
		return "coalesce", 2
	case *pg.Node_MinMaxExpr:
		if x.MinMaxExpr.Op == pg.MinMaxOp_IS_LEAST {
			return "least", 2
		}
		return "greatest", 2
	case *pg.Node_SqlvalueFunction:
		return valueFunctions[x.SqlvalueFunction.Op], 2
	case *pg.Node_XmlExpr:
		return xmlFunctions[x.XmlExpr.Op], 2
	case *pg.Node_XmlSerialize:
		return "xmlserialize", 2
	}
	return "", 0
}

func figureCast(c *pg.TypeCast) (name string, strength int) {
	name, strength = figureName(c.Arg)
	if names := Strings(c.GetTypeName().GetNames()); strength <= 1 && len(names) > 0 {
		return names[len(names)-1], 1
	}
	return name, strength
}

var valueFunctions = map[pg.SQLValueFunctionOp]string{
	pg.SQLValueFunctionOp_SVFOP_CURRENT_DATE:        "current_date",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME:        "current_time",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIME_N:      "current_time",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP:   "current_timestamp",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_TIMESTAMP_N: "current_timestamp",
	pg.SQLValueFunctionOp_SVFOP_LOCALTIME:           "localtime",
	pg.SQLValueFunctionOp_SVFOP_LOCALTIME_N:         "localtime",
	pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP:      "localtimestamp",
	pg.SQLValueFunctionOp_SVFOP_LOCALTIMESTAMP_N:    "localtimestamp",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_ROLE:        "current_role",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_USER:        "current_user",
	pg.SQLValueFunctionOp_SVFOP_USER:                "user",
	pg.SQLValueFunctionOp_SVFOP_SESSION_USER:        "session_user",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_CATALOG:     "current_catalog",
	pg.SQLValueFunctionOp_SVFOP_CURRENT_SCHEMA:      "current_schema",
}

var xmlFunctions = map[pg.XmlExprOp]string{
	pg.XmlExprOp_IS_XMLCONCAT:  "xmlconcat",
	pg.XmlExprOp_IS_XMLELEMENT: "xmlelement",
	pg.XmlExprOp_IS_XMLFOREST:  "xmlforest",
	pg.XmlExprOp_IS_XMLPARSE:   "xmlparse",
	pg.XmlExprOp_IS_XMLPI:      "xmlpi",
	pg.XmlExprOp_IS_XMLROOT:    "xmlroot",
}
