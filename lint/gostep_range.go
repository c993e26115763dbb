package lint

import (
	"go/ast"
	"go/token"
	"maps"
)

// choicesOf returns the values of the variables of loops over what is written
// in the loop itself: for _, table := range []string{"a", "b"}. A name that is
// anything else anywhere has none.
func choicesOf(body *ast.BlockStmt) map[string][]ast.Expr {
	choices, other := map[string][]ast.Expr{}, map[string]bool{}
	note := func(e ast.Expr, values []ast.Expr) {
		if x, ok := e.(*ast.Ident); ok {
			other[x.Name] = other[x.Name] || values == nil || choices[x.Name] != nil
			choices[x.Name] = values
		}
	}
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.RangeStmt:
			note(n.Key, nil)
			if n.Tok == token.DEFINE {
				note(n.Value, valuesOf(n.X))
			} else {
				note(n.Value, nil)
			}
		case *ast.AssignStmt:
			for _, e := range n.Lhs {
				note(e, nil)
			}
		case *ast.ValueSpec:
			for _, name := range n.Names {
				note(name, nil)
			}
		case *ast.Field:
			for _, name := range n.Names {
				note(name, nil)
			}
		case *ast.UnaryExpr:
			if n.Op == token.AND {
				note(n.X, nil)
			}
		}
		return true
	})
	maps.DeleteFunc(choices, func(name string, _ []ast.Expr) bool { return other[name] })
	return choices
}

// valuesOf returns the elements of a list that is written out.
func valuesOf(e ast.Expr) []ast.Expr {
	literal, ok := e.(*ast.CompositeLit)
	if !ok {
		return nil
	}
	var list []ast.Expr
	for _, elt := range literal.Elts {
		if pair, ok := elt.(*ast.KeyValueExpr); ok {
			elt = pair.Value
		}
		list = append(list, elt)
	}
	return list
}

// each evaluates SQL for every value of the loop variable in it.
func (g *goReader) each(arg ast.Expr) (list []text, ok bool) {
	names := map[string]bool{}
	ast.Inspect(arg, func(n ast.Node) bool {
		if x, ok := n.(*ast.Ident); ok && g.choices[x.Name] != nil {
			names[x.Name] = true
		}
		return true
	})
	if len(names) != 1 {
		return nil, false
	}
	for name := range names {
		for _, value := range g.choices[name] {
			with := *g.folder
			with.locals = maps.Clone(g.locals)
			with.locals[name] = value
			one := goReader{folder: &with, file: g.file}
			sql, ok := one.constantSQL(arg)
			if !ok {
				return nil, false
			}
			list = append(list, sql)
		}
	}
	return list, true
}

// constantSQL evaluates SQL that is constant, or put together of constants.
func (g *goReader) constantSQL(arg ast.Expr) (text, bool) {
	if sql, ok := g.fold(arg); ok {
		return sql, true
	}
	return g.sprintf(arg)
}
