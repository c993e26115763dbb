package model

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A field is a struct field that is a column.
type field struct {
	file   *file
	name   string // in Go
	typ    ast.Expr
	column string
	at     fragment // where the column gets its name
	deed   fragment // the deed tag; empty file: none
	depth  int      // 0: of the struct itself, 1: of one embedded in it, …
}

// fields returns the fields of a struct that are columns, those of embedded
// structs in their place. A field hides those of the same column deeper down.
func (l *loader) fields(t *table) []*field {
	c := collector{loader: l, parents: l.parentDecls(t)}
	start := t.decl
	if of, _ := l.resolver.structOf(t.decl.file, t.decl.spec.Type); of != nil {
		start = of // type T OtherStruct
	}
	all := c.collect(start, "", 0, nil)
	shallowest := make(map[string]*field, len(all))
	for _, f := range all {
		if first := shallowest[f.column]; first == nil || f.depth < first.depth {
			shallowest[f.column] = f
		}
	}
	return slices.DeleteFunc(all, func(f *field) bool {
		winner := shallowest[f.column]
		if f != winner && f.depth == winner.depth {
			l.duplicate(f, winner)
		}
		return f != winner
	})
}

func (l *loader) duplicate(f, first *field) {
	if f.depth == 0 {
		l.failf(f.at, "column %q is there already, as field %s in line %d", f.column, first.name, first.at.position().Line)
		return
	}
	l.failf(f.at, "column %q is ambiguous: two embedded structs have it, the other one at %s", f.column, first.at.position())
}

// A collector collects the fields of a struct. An embedded struct that is the
// model of a parent stands for what is inherited from it anyway.
type collector struct {
	*loader
	parents []*typeDecl
}

func (l *loader) parentDecls(t *table) (list []*typeDecl) {
	for _, name := range t.parents() {
		if parent := l.byName[name]; parent != nil {
			list = append(list, parent.decl)
		}
	}
	return list
}

func (l *collector) collect(d *typeDecl, prefix string, depth int, seen []*typeDecl) []*field {
	structType, ok := d.spec.Type.(*ast.StructType)
	if !ok {
		return nil
	}
	var all []*field
	for _, f := range structType.Fields.List {
		tags, broken := d.file.tags(f.Tag)
		if broken != nil {
			l.fail(broken)
			continue
		}
		if len(f.Names) == 0 {
			all = append(all, l.embedded(d, f, tags, prefix, depth, append(seen, d))...)
			continue
		}
		for _, name := range f.Names {
			if c := l.field(d.file, f, name, tags, prefix, depth); c != nil {
				all = append(all, c)
			}
		}
	}
	return all
}

// field returns the column of a named field, nil if it is none.
func (l *collector) field(file *file, f *ast.Field, name *ast.Ident, tags tags, prefix string, depth int) *field {
	if leftOut(tags) {
		return nil
	}
	db, hasDB := tags.get("db")
	deed, hasDeed := tags.get("deed")
	if !name.IsExported() {
		if hasDeed {
			l.failf(file.node(name), "field %s is not exported, so nothing can read its column", name.Name)
		}
		return nil
	}
	c := &field{file: file, name: name.Name, typ: f.Type, at: file.node(name), deed: deed, depth: depth}
	c.column = snakeCase(name.Name)
	if hasDB {
		column, _, _ := strings.Cut(db.text, ",")
		if column != "" {
			c.column, c.at = column, db.slice(0, len(column))
		}
	}
	if named, ok := option(deed, "column"); ok {
		column, at, err := named.cursor().only("the column's name")
		if l.fail(err) {
			return nil
		}
		c.column, c.at = column, at
	}
	c.column = schema.Truncate(prefix+c.column, schema.MaxIdentifier)
	return c
}

// leftOut reports whether a field's tags say that it is no column.
func leftOut(tags tags) bool {
	for _, key := range []string{"db", "deed"} {
		if tag, ok := tags.get(key); ok && tag.text == "-" {
			return true
		}
	}
	return false
}

// embedded returns the columns of an embedded struct, or of an embedded type
// that is none, which is a field like any other.
func (l *collector) embedded(d *typeDecl, f *ast.Field, tags tags, prefix string, depth int, seen []*typeDecl) []*field {
	if leftOut(tags) {
		return nil
	}
	inner, isStruct := l.resolver.structOf(d.file, f.Type)
	deed, _ := tags.get("deed")
	_, typed := option(deed, "type")
	switch {
	case slices.Contains(l.parents, inner):
		return nil
	case inner == nil && !typed:
		l.failf(d.file.node(f.Type), "the embedded type is not of this module; name its columns here, or leave it out with `db:\"-\"`")
		return nil
	case isStruct && slices.Contains(seen, inner):
		l.failf(d.file.node(f.Type), "struct %s embeds itself", inner.spec.Name.Name)
		return nil
	case isStruct && !typed:
		more, _ := option(deed, "prefix")
		return l.collect(inner, prefix+more.text, depth+1, seen)
	}
	if c := l.field(d.file, f, typeName(f.Type), tags, prefix, depth); c != nil {
		return []*field{c}
	}
	return nil
}

// typeName returns the identifier that an embedded field is called by.
func typeName(e ast.Expr) *ast.Ident {
	switch x := e.(type) {
	case *ast.Ident:
		return x
	case *ast.StarExpr:
		return typeName(x.X)
	case *ast.SelectorExpr:
		return x.Sel
	case *ast.IndexExpr:
		return typeName(x.X)
	}
	return ast.NewIdent("")
}

// structOf returns the declaration behind an embedded type, nil if it is not
// of this module, and whether it is a struct.
func (r *resolver) structOf(f *file, e ast.Expr) (d *typeDecl, isStruct bool) {
	for range 100 { // a chain of definitions ends before that or never
		var next *typeDecl
		switch x := e.(type) {
		case *ast.StarExpr:
			e = x.X
			continue
		case *ast.Ident:
			next = f.pkg.types[x.Name]
		case *ast.SelectorExpr:
			next = r.selected(f, x)
		case *ast.StructType:
			return d, true
		}
		if next == nil {
			return d, false
		}
		d, f, e = next, next.file, next.spec.Type
	}
	return d, false
}

func (r *resolver) selected(f *file, x *ast.SelectorExpr) *typeDecl {
	pkg, ok := x.X.(*ast.Ident)
	if !ok {
		return nil
	}
	if _, p := r.importPath(f, pkg.Name); p != nil {
		return p.types[x.Sel.Name]
	}
	return nil
}

// A tag is one key of a struct tag with its value.
type tag struct {
	key   string
	value fragment
}

type tags []tag

// get returns the value of a key; its file is nil if there is none.
func (list tags) get(key string) (fragment, bool) {
	for _, t := range list {
		if t.key == key {
			return t.value, true
		}
	}
	return fragment{}, false
}

// tags reads a struct tag.
func (f *file) tags(lit *ast.BasicLit) (tags, *Error) {
	if lit == nil {
		return nil, nil
	}
	whole, ok := f.node(lit).unquote()
	if !ok {
		return nil, errorAt(f.node(lit), "the struct tag is not a string")
	}
	list := make(tags, 0, 2)
	for rest := whole.trim(); !rest.empty(); rest = rest.trim() {
		colon := strings.IndexAny(rest.text, ": \t\"")
		if colon <= 0 || rest.text[colon] != ':' || colon+1 == len(rest.text) || rest.text[colon+1] != '"' {
			return nil, errorAt(rest.word(0), "the struct tag is broken here: expected key:\"value\"")
		}
		end := closingQuote(rest.text, colon+1)
		if end < 0 {
			return nil, errorAt(rest.from(colon+1), "the quote in the struct tag is never closed")
		}
		value, ok := rest.slice(colon+1, end+1).unquote()
		if !ok {
			return nil, errorAt(value, "the struct tag is broken here: no such escape in a Go string")
		}
		key := rest.text[:colon]
		if _, twice := list.get(key); twice {
			return nil, errorAt(rest.slice(0, colon), "the struct tag has the key %s twice", key)
		}
		list = append(list, tag{key, value})
		rest = rest.from(end + 1)
	}
	return list, nil
}

func closingQuote(s string, open int) int {
	for i := open + 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return -1
}
