package codegen

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/token"
	"path"
	"reflect"
	"strconv"
	"strings"

	"github.com/deedsql/deed/internal/hint"
)

// parseSource parses a Go file. A mistake in its syntax is an error at
// file:line:column.
func parseSource(fset *token.FileSet, filename string, text []byte) (*source, error) {
	file, err := parser.ParseFile(fset, filename, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, syntaxError(err)
	}
	s := &source{fset: fset, file: file, text: text, imports: map[string]string{}, constants: map[string]ast.Expr{}}
	for _, spec := range file.Imports {
		full, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(full)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		s.imports[name] = full
	}
	s.collectConstants()
	return s, nil
}

// syntaxError keeps the first of a list of errors.
func syntaxError(err error) error {
	var list scanner.ErrorList
	if errors.As(err, &list) && len(list) > 0 {
		return &SourceError{Pos: list[0].Pos, Msg: list[0].Msg}
	}
	return err
}

// collectConstants notes the constants of the file that have a value of their
// own; those of an iota sequence do not.
func (s *source) collectConstants() {
	for _, decl := range s.file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.CONST {
			continue
		}
		for _, spec := range gen.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok || len(v.Values) != len(v.Names) {
				continue
			}
			for i, name := range v.Names {
				s.constants[name.Name] = v.Values[i]
			}
		}
	}
}

// variables calls visit for each package-level variable that has a value.
func (s *source) variables(visit func(name *ast.Ident, value ast.Expr)) {
	for _, decl := range s.file.Decls {
		gen, ok := decl.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, spec := range gen.Specs {
			v, ok := spec.(*ast.ValueSpec)
			if !ok {
				continue
			}
			for i, value := range v.Values {
				if i < len(v.Names) {
					visit(v.Names[i], value)
				}
			}
		}
	}
}

// deedLiteral returns the literal if e is one of deed's type of that name,
// with or without &.
func (s *source) deedLiteral(e ast.Expr, typ string) *ast.CompositeLit {
	literal, ok := unref(e).(*ast.CompositeLit)
	if !ok {
		return nil
	}
	if from, name := splitName(s.name(literal.Type)); name != typ || from != deedPath && from != migrationsPath {
		return nil
	}
	return literal
}

func (s *source) unknownField(key ast.Expr, t reflect.Type) error {
	var names []string
	for i := range t.NumField() {
		if t.Field(i).IsExported() {
			names = append(names, t.Field(i).Name)
		}
	}
	return s.unknown(key, t.Name(), names)
}

func (s *source) unknown(key ast.Expr, typ string, names []string) error {
	err := s.errorf(key, "%s has no field %s", typ, spelled(key))
	if near := hint.Nearest(spelled(key), names); near != "" {
		err.hint = "did you mean " + near + "?"
	} else {
		err.hint = "its fields are " + strings.Join(names, ", ")
	}
	return err
}

// slice returns the source text of a node.
func (s *source) slice(n ast.Node) string {
	return string(s.text[s.fset.Position(n.Pos()).Offset:s.fset.Position(n.End()).Offset])
}
