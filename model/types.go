package model

import (
	"errors"
	"go/ast"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A resolver finds out what Go types mean, within the module from the source,
// beyond it from the table of well-known types.
type resolver struct {
	reader *reader
	// bound are the SQL types of Go types with a directive of their own.
	bound map[*typeDecl]boundType
}

// A boundType is the SQL type that a directive gives a Go type.
type boundType struct{ sql string }

// unknown is a Go type without a meaning; why ends "… needs an explicit type".
func unknown(why string) goType { return goType{why: why} }

// resolve returns the meaning of a type expression in a file. seen guards
// against types that are defined by themselves.
func (r *resolver) resolve(f *file, e ast.Expr, seen []*typeDecl) goType {
	switch x := e.(type) {
	case *ast.ParenExpr:
		return r.resolve(f, x.X, seen)
	case *ast.Ident:
		return r.ident(f, x, seen)
	case *ast.StarExpr:
		t := r.resolve(f, x.X, seen)
		t.nullable = true
		return t
	case *ast.ArrayType:
		return r.array(f, x, seen)
	case *ast.SelectorExpr:
		return r.selector(f, x, seen)
	case *ast.IndexExpr:
		return r.generic(f, x, seen)
	case *ast.MapType:
		return unknown("a map has no type of its own in PostgreSQL")
	case *ast.StructType:
		return unknown("a struct has no type of its own in PostgreSQL")
	case *ast.InterfaceType:
		return unknown("an interface can hold anything")
	}
	return unknown("it has no type in PostgreSQL")
}

func (r *resolver) ident(f *file, x *ast.Ident, seen []*typeDecl) goType {
	if d := f.pkg.types[x.Name]; d != nil {
		return r.declared(d, seen)
	}
	if sql, ok := basicTypes[x.Name]; ok {
		return goType{sql: sql}
	}
	switch {
	case x.Name == "any" || x.Name == "error":
		return unknown("an interface can hold anything")
	case f.imports["."] != "":
		return unknown("types of dot imports are not looked up")
	}
	return unknown("there is no type " + x.Name + " in the package" + didYouMean(x.Name, keys(f.pkg.types)))
}

// declared returns the meaning of a type of this module.
func (r *resolver) declared(d *typeDecl, seen []*typeDecl) goType {
	if b, ok := r.bound[d]; ok {
		return goType{sql: b.sql}
	}
	switch {
	case d.parameters:
		return unknown("generic types are not looked up")
	case slices.Contains(seen, d):
		return unknown("it is defined by itself")
	}
	t := r.resolve(d.file, d.spec.Type, append(seen, d))
	if isString(t, d) && len(d.constants()) > 0 {
		return goType{sql: t.sql, nullable: t.nullable, enum: d}
	}
	return t
}

// isEnum reports whether a Go type is an enum when a column has it: its
// directives may say otherwise later.
func (r *resolver) isEnum(d *typeDecl) bool {
	said := slices.ContainsFunc(d.directives, func(x directive) bool {
		return x.word.text == "text" || x.word.text == "as" || x.word.text == "domain"
	})
	return !said && !d.parameters && len(d.constants()) > 0 && r.resolve(d.file, d.spec.Type, nil).sql == "text"
}

// isString reports whether d is defined as string itself, not as another type
// with constants.
func isString(t goType, d *typeDecl) bool {
	return t.sql == "text" && t.enum == nil && !d.spec.Assign.IsValid() && !t.nullable
}

func (r *resolver) array(f *file, x *ast.ArrayType, seen []*typeDecl) goType {
	if id, ok := x.Elt.(*ast.Ident); ok && (id.Name == "byte" || id.Name == "uint8") && f.pkg.types[id.Name] == nil {
		if x.Len != nil {
			return unknown("an array of bytes may be a uuid, a bytea or another type")
		}
		return goType{sql: "bytea"}
	}
	t := r.resolve(f, x.Elt, seen)
	t.nullable = false
	if t.sql != "" {
		t.sql = strings.TrimSuffix(t.sql, "[]") + "[]"
	}
	return t
}

func (r *resolver) selector(f *file, x *ast.SelectorExpr, seen []*typeDecl) goType {
	pkg, ok := x.X.(*ast.Ident)
	if !ok {
		return unknown("it has no type in PostgreSQL")
	}
	path, inModule := r.importPath(f, pkg.Name)
	if path == "" {
		return unknown("the file imports no package " + pkg.Name)
	}
	if inModule != nil {
		d := inModule.types[x.Sel.Name]
		if d == nil {
			return unknown("package " + path + " has no type " + x.Sel.Name + didYouMean(x.Sel.Name, keys(inModule.types)))
		}
		return r.declared(d, seen)
	}
	if t, ok := lookUp(path, x.Sel.Name); ok {
		return t
	}
	if path == "time" && x.Sel.Name == "Duration" {
		return unknown("a time.Duration may be an interval or a bigint")
	}
	t := unknown("types of package " + path + " are not looked up")
	t.nullable = strings.HasPrefix(x.Sel.Name, "Null") || pkg.Name == "null"
	return t
}

// importPath returns the path that a name in a file stands for, and the
// package if it belongs to the module.
func (r *resolver) importPath(f *file, name string) (string, *goPackage) {
	if path := f.imports[name]; path != "" {
		return path, r.inModule(f, path)
	}
	// The package may be called otherwise than its folder.
	for _, path := range f.imports {
		if p := r.inModule(f, path); p != nil && p.name() == name {
			return path, p
		}
	}
	return "", nil
}

func (r *resolver) inModule(f *file, path string) *goPackage {
	m := r.reader.module(f.pkg.dir)
	rest, ok := strings.CutPrefix(path, m.path)
	if m.path == "" || !ok || rest != "" && rest[0] != '/' {
		return nil
	}
	p, err := r.reader.read(filepath.Join(m.dir, filepath.FromSlash(rest)))
	if err != nil {
		return nil
	}
	return p
}

func (p *goPackage) name() string {
	if len(p.files) == 0 {
		return ""
	}
	return p.files[0].syntax.Name.Name
}

// generic returns the meaning of the few generic types that have one:
// sql.Null[T], pgtype.Range[T], pgtype.Array[T].
func (r *resolver) generic(f *file, x *ast.IndexExpr, seen []*typeDecl) goType {
	sel, ok := x.X.(*ast.SelectorExpr)
	if !ok {
		return unknown("generic types are not looked up")
	}
	pkg, _ := sel.X.(*ast.Ident)
	if pkg == nil {
		return unknown("generic types are not looked up")
	}
	path, _ := r.importPath(f, pkg.Name)
	t := r.resolve(f, x.Index, seen)
	if t.sql == "" {
		return t
	}
	switch withoutVersion(path) + " " + sel.Sel.Name {
	case "database/sql Null":
		t.nullable = true
	case "github.com/jackc/pgx/pgtype Array", "github.com/jackc/pgx/pgtype FlatArray":
		t.sql, t.nullable = strings.TrimSuffix(t.sql, "[]")+"[]", sel.Sel.Name == "Array"
	case "github.com/jackc/pgx/pgtype Range":
		t = goType{sql: rangeTypes[t.sql], nullable: true, why: "there is no built-in range over " + t.sql}
	case "github.com/jackc/pgx/pgtype Multirange":
		t = goType{sql: strings.Replace(t.sql, "range", "multirange", 1), nullable: true}
	default:
		return unknown("generic types are not looked up")
	}
	return t
}

// constants returns the constants of a type, without those marked with
// //deed:ignore.
func (d *typeDecl) constants() []*constDecl {
	return slices.DeleteFunc(slices.Clone(d.file.pkg.byType[d.spec.Name.Name]), func(c *constDecl) bool {
		return slices.ContainsFunc(c.directives, func(x directive) bool { return x.word.text == "ignore" })
	})
}

// typeName returns the type that a constant has, by declaration or by
// conversion, as far as it is one of the package.
func (c *constDecl) typeName() string {
	typ := c.typ
	if call, ok := c.value.(*ast.CallExpr); ok && typ == nil {
		typ = call.Fun
	}
	if id, ok := typ.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

var errNotConstant = errors.New("only string constants can be values of an enum")

// value returns the string that a constant expression stands for.
func (p *goPackage) value(e ast.Expr, depth int) (string, error) {
	switch x := e.(type) {
	case *ast.BasicLit:
		if x.Kind == token.STRING {
			return strconv.Unquote(x.Value)
		}
	case *ast.ParenExpr:
		return p.value(x.X, depth)
	case *ast.CallExpr:
		if len(x.Args) == 1 {
			return p.value(x.Args[0], depth)
		}
	case *ast.Ident:
		if c := p.consts[x.Name]; c != nil && depth < 100 {
			return p.value(c.value, depth+1)
		}
	case *ast.BinaryExpr:
		left, err := p.value(x.X, depth)
		if err != nil || x.Op != token.ADD {
			return "", errNotConstant
		}
		right, err := p.value(x.Y, depth)
		return left + right, err
	}
	return "", errNotConstant
}

func keys[V any](m map[string]V) []string {
	list := make([]string, 0, len(m))
	for k := range m {
		list = append(list, k)
	}
	slices.Sort(list)
	return list
}
