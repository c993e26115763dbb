package lint

import (
	"cmp"
	"go/ast"
	"go/token"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/deedsql/deed/schema"
)

// Import paths that revision files use.
const (
	deedPath       = "github.com/deedsql/deed"
	opPath         = "github.com/deedsql/deed/op"
	migrationsPath = "github.com/deedsql/deed/migrations"
)

// A File is a Go file of a package that holds a schema history.
type File struct {
	Name string
	Src  []byte
	AST  *ast.File // parsed with comments
}

// A folder is a package as lint reads it.
type folder struct {
	fset      *token.FileSet
	files     []File
	sources   map[string][]byte // by the file's name
	variable  string            // of the environment
	constants map[string]ast.Expr
	locals    map[string]ast.Expr // of a function; nil for what is not constant
	functions map[string]*ast.FuncDecl
	// typed evaluates a constant of another package where types are known.
	typed func(ast.Expr) (string, bool)
}

func newFolder(fset *token.FileSet, files []File, variable string, typed func(ast.Expr) (string, bool)) *folder {
	f := &folder{fset: fset, files: files, sources: map[string][]byte{}, variable: variable, constants: map[string]ast.Expr{}, functions: map[string]*ast.FuncDecl{}, typed: typed}
	for _, file := range files {
		f.sources[file.Name] = file.Src
		for _, decl := range file.AST.Decls {
			switch d := decl.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil {
					f.functions[d.Name.Name] = d
				}
			case *ast.GenDecl:
				f.constantsOf(d)
			}
		}
	}
	return f
}

func (f *folder) constantsOf(d *ast.GenDecl) {
	for _, spec := range d.Specs {
		v, ok := spec.(*ast.ValueSpec)
		if !ok || d.Tok != token.CONST || len(v.Values) != len(v.Names) {
			continue
		}
		for i, name := range v.Names {
			f.constants[name.Name] = v.Values[i]
		}
	}
}

// imported returns "path.Name" for a name of an imported package.
func imported(file *ast.File, e ast.Expr) string {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	x, ok := sel.X.(*ast.Ident)
	if !ok {
		return ""
	}
	for _, spec := range file.Imports {
		full, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(full)
		if before := path.Dir(full); strings.HasPrefix(name, "v") && strings.Trim(name[1:], "0123456789") == "" && before != "." {
			name = path.Base(before) // "pgx/v5" is pgx
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == x.Name {
			return full + "." + sel.Sel.Name
		}
	}
	return ""
}

// isDeed reports whether a type is deed's of that name.
func isDeed(file *ast.File, e ast.Expr, name string) bool {
	full := imported(file, e)
	return full == deedPath+"."+name || full == migrationsPath+"."+name
}

// fieldOf returns the value of a field in a literal, or nil.
func fieldOf(l *ast.CompositeLit, name string) ast.Expr {
	if l == nil {
		return nil
	}
	for _, elt := range l.Elts {
		if pair, ok := elt.(*ast.KeyValueExpr); ok {
			if key, ok := pair.Key.(*ast.Ident); ok && key.Name == name {
				return pair.Value
			}
		}
	}
	return nil
}

// A text is a constant string with the literals that it is put together
// from, so that every byte of it can be found in the source.
type text struct {
	value  string
	pieces []piece
}

type piece struct {
	from int // offset in the value
	node ast.Expr
}

// fold evaluates a constant string.
func (f *folder) fold(e ast.Expr) (text, bool) { return f.foldDepth(e, 0) }

func (f *folder) foldDepth(e ast.Expr, depth int) (text, bool) {
	if depth > 100 {
		return text{}, false
	}
	switch e := e.(type) {
	case *ast.BasicLit:
		value, err := strconv.Unquote(e.Value)
		return text{value, []piece{{0, e}}}, err == nil && e.Kind == token.STRING
	case *ast.ParenExpr:
		return f.foldDepth(e.X, depth+1)
	case *ast.BinaryExpr:
		left, ok := f.foldDepth(e.X, depth+1)
		right, also := f.foldDepth(e.Y, depth+1)
		if e.Op != token.ADD || !ok || !also {
			return text{}, false
		}
		for _, p := range right.pieces {
			left.pieces = append(left.pieces, piece{p.from + len(left.value), p.node})
		}
		left.value += right.value
		return left, true
	case *ast.Ident:
		value, local := f.locals[e.Name]
		if !local {
			value = f.constants[e.Name]
		}
		if value != nil {
			return f.foldDepth(value, depth+1)
		}
	case *ast.CallExpr: // a conversion, or pgx.Identifier{…}.Sanitize()
		if sel, ok := e.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Sanitize" && len(e.Args) == 0 {
			return f.identifier(sel.X, e)
		}
		if len(e.Args) == 1 && isConversion(e.Fun) {
			if t, ok := f.foldDepth(e.Args[0], depth+1); ok {
				return t, true
			}
		}
	}
	if f.typed != nil {
		if value, ok := f.typed(e); ok {
			return text{value, []piece{{0, e}}}, true
		}
	}
	return text{}, false
}

// identifier evaluates a name of constant parts.
func (f *folder) identifier(e, at ast.Expr) (text, bool) {
	literal, ok := e.(*ast.CompositeLit)
	if !ok || len(literal.Elts) == 0 {
		return text{}, false
	}
	var parts []string
	for _, elt := range literal.Elts {
		part, ok := f.fold(elt)
		if !ok {
			return text{}, false
		}
		parts = append(parts, schema.Quote(part.value))
	}
	return text{strings.Join(parts, "."), []piece{{0, at}}}, true
}

func isConversion(fun ast.Expr) bool {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name == "string"
	case *ast.SelectorExpr:
		return fun.Sel.Name == "Name"
	}
	return false
}

// pos returns where a byte of the value stands in the source.
func (t text) pos(offset int) token.Pos {
	i := len(t.pieces) - 1
	for i > 0 && t.pieces[i].from > offset {
		i--
	}
	p := t.pieces[i]
	literal, ok := p.node.(*ast.BasicLit)
	if !ok {
		return p.node.Pos()
	}
	return literal.Pos() + token.Pos(inGoLiteral(literal.Value, offset-p.from))
}

// span returns where a part of the value stands in the source: up to the end
// of its last byte, so that it does not run into the next literal.
func (t text) span(s span) (from, to token.Pos) {
	if s.end <= s.start {
		return t.pos(s.start), t.pos(s.start)
	}
	from = t.pos(s.start)
	return from, max(from, t.pos(s.end-1)+1)
}

// inGoLiteral returns where a byte of a string literal's value stands in the
// literal.
func inGoLiteral(literal string, offset int) int {
	if strings.HasPrefix(literal, "`") {
		at := 1
		for n := 0; at < len(literal) && (n < offset || literal[at] == '\r'); at++ {
			if literal[at] != '\r' {
				n++
			}
		}
		return at
	}
	rest, n := literal[1:], 0
	for n < offset && len(rest) > 1 {
		r, multibyte, tail, err := strconv.UnquoteChar(rest, '"')
		if err != nil {
			break
		}
		if multibyte {
			n += utf8.RuneLen(r)
		} else {
			n++
		}
		rest = tail
	}
	return len(literal) - len(rest)
}

// nameIn returns the literal in a node that holds a name, or holds it within
// an expression.
func nameIn(n ast.Node, name schema.Name) *ast.BasicLit {
	var exact, within *ast.BasicLit
	ast.Inspect(n, func(n ast.Node) bool {
		l, ok := n.(*ast.BasicLit)
		if !ok || l.Kind != token.STRING {
			return true
		}
		value, err := strconv.Unquote(l.Value)
		switch {
		case err != nil:
		case exact == nil && schema.ParseName(value) == name:
			exact = l
		case within == nil && strings.Contains(value, name.Object()):
			within = l
		}
		return true
	})
	return cmp.Or(exact, within)
}
