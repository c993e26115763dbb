package codegen

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A SourceError is something in a Go file that deed cannot read statically.
type SourceError struct {
	Pos  token.Position
	Msg  string
	hint string
}

func (e *SourceError) Error() string { return e.Pos.String() + ": " + e.Msg }

// Hint says what to write instead.
func (e *SourceError) Hint() string { return e.hint }

// operationTypes holds every operation by the name of its type.
var operationTypes = typesByName([]op.Operation{
	op.AddColumn{},
	op.AddConstraint{},
	op.Adopt{},
	op.AdoptTable{},
	op.AlterColumn{},
	op.AlterComposite{},
	op.AlterConstraint{},
	op.AlterDomain{},
	op.AlterEnum{},
	op.AlterExtension{},
	op.AlterIndex{},
	op.AlterSequence{},
	op.AlterTable{},
	op.AttachPartition{},
	op.CreateComposite{},
	op.CreateDomain{},
	op.CreateEnum{},
	op.CreateExtension{},
	op.CreateIndex{},
	op.CreateRange{},
	op.CreateSchema{},
	op.CreateSequence{},
	op.CreateStatistics{},
	op.CreateTable{},
	op.DetachPartition{},
	op.DropColumn{},
	op.DropComposite{},
	op.DropConstraint{},
	op.DropDomain{},
	op.DropEnum{},
	op.DropExtension{},
	op.DropIndex{},
	op.DropRange{},
	op.DropSchema{},
	op.DropSequence{},
	op.DropStatistics{},
	op.DropTable{},
	op.Inherit{},
	op.NoInherit{},
	op.Release{},
	op.ReleaseTable{},
	op.RenameColumn{},
	op.RenameConstraint{},
	op.RenameEnumValue{},
	op.RenameIndex{},
	op.RenameSequence{},
	op.RenameTable{},
	op.RenameType{},
	op.SetComment{},
	op.SQL{},
})

var constraintTypes = typesByName([]schema.Constraint{
	schema.PrimaryKey{}, schema.Unique{}, schema.Check{}, schema.Exclusion{}, schema.ForeignKey{},
})

func typesByName[T any](values []T) map[string]reflect.Type {
	types := make(map[string]reflect.Type, len(values))
	for _, v := range values {
		types[reflect.TypeOf(v).Name()] = reflect.TypeOf(v)
	}
	return types
}

// knownConstants are those of other packages that a literal may name.
var knownConstants = map[string]constant.Value{
	schemaPath + ".DefaultSchema":      constant.MakeString(schema.DefaultSchema),
	opPath + ".KindSequence":           constant.MakeString(string(op.KindSequence)),
	opPath + ".KindType":               constant.MakeString(string(op.KindType)),
	schemaPath + ".NotDeferrable":      constant.MakeString(string(schema.NotDeferrable)),
	schemaPath + ".InitiallyDeferred":  constant.MakeString(string(schema.InitiallyDeferred)),
	schemaPath + ".InitiallyImmediate": constant.MakeString(string(schema.InitiallyImmediate)),
	"time.Nanosecond":                  constant.MakeInt64(int64(time.Nanosecond)),
	"time.Microsecond":                 constant.MakeInt64(int64(time.Microsecond)),
	"time.Millisecond":                 constant.MakeInt64(int64(time.Millisecond)),
	"time.Second":                      constant.MakeInt64(int64(time.Second)),
	"time.Minute":                      constant.MakeInt64(int64(time.Minute)),
	"time.Hour":                        constant.MakeInt64(int64(time.Hour)),
}

// conversions are the types whose conversions leave a constant what it is.
var conversions = []string{
	"string", "int", "int64", opPath + ".Kind", opPath + ".Name", schemaPath + ".Name", schemaPath + ".Deferrable", "time.Duration",
}

// A source is a parsed Go file with what its names stand for.
type source struct {
	fset      *token.FileSet
	file      *ast.File
	text      []byte
	imports   map[string]string   // import path by local name
	constants map[string]ast.Expr // package-level constants
	depth     int                 // of constants that name constants
}

func (s *source) errorf(n ast.Node, format string, args ...any) *SourceError {
	return &SourceError{Pos: s.fset.Position(n.Pos()), Msg: fmt.Sprintf(format, args...)}
}

// name returns "path.Name" for a name of another package, "Name" for one of
// this, and "" for anything else.
func (s *source) name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && s.imports[x.Name] != "" {
			return s.imports[x.Name] + "." + e.Sel.Name
		}
	}
	return ""
}

// assign reads an expression into a value of package op or schema, or of
// [Environment].
func (s *source) assign(dst reflect.Value, e ast.Expr) error {
	if p, ok := e.(*ast.ParenExpr); ok {
		return s.assign(dst, p.X)
	}
	switch dst.Kind() {
	case reflect.Interface:
		return s.assignInterface(dst, e)
	case reflect.Pointer:
		return s.assignPointer(dst, e)
	case reflect.Struct:
		return s.assignStruct(dst, e)
	case reflect.Slice:
		return s.assignSlice(dst, e)
	}
	v, err := s.constant(e)
	if err != nil {
		return err
	}
	return s.set(dst, v, e)
}

func (s *source) set(dst reflect.Value, v constant.Value, e ast.Expr) error {
	switch {
	case dst.Kind() == reflect.String && v.Kind() == constant.String:
		dst.SetString(constant.StringVal(v))
		return nil
	case dst.Kind() == reflect.Bool && v.Kind() == constant.Bool:
		dst.SetBool(constant.BoolVal(v))
		return nil
	case dst.CanInt():
		if n, exact := constant.Int64Val(constant.ToInt(v)); exact && !dst.OverflowInt(n) {
			dst.SetInt(n)
			return nil
		}
	}
	return s.errorf(e, "expected a constant %s, found %s", dst.Kind(), v)
}

func (s *source) assignInterface(dst reflect.Value, e ast.Expr) error {
	if isNil(e) {
		return nil
	}
	literal, _ := unref(e).(*ast.CompositeLit)
	if literal == nil {
		return s.errorf(e, "expected a constraint such as op.Check{…}")
	}
	typ := constraintTypes[s.vocabulary(literal.Type)]
	if typ == nil {
		return s.errorf(e, "expected a constraint such as op.Check{…}")
	}
	v := reflect.New(typ).Elem()
	if err := s.assignStruct(v, literal); err != nil {
		return err
	}
	dst.Set(v)
	return nil
}

// vocabulary returns the name of a type of package op or schema.
func (s *source) vocabulary(e ast.Expr) string {
	path, name := splitName(s.name(e))
	if path != opPath && path != schemaPath {
		return ""
	}
	return name
}

func splitName(full string) (path, name string) {
	i := strings.LastIndexByte(full, '.')
	if i < 0 {
		return "", full
	}
	return full[:i], full[i+1:]
}

func isNil(e ast.Expr) bool {
	ident, ok := e.(*ast.Ident)
	return ok && ident.Name == "nil"
}

// unref takes the & off a literal.
func unref(e ast.Expr) ast.Expr {
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		return u.X
	}
	return e
}

func (s *source) assignPointer(dst reflect.Value, e ast.Expr) error {
	if isNil(e) {
		return nil
	}
	v := reflect.New(dst.Type().Elem())
	inner := unref(e)
	if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 1 {
		name := s.name(call.Fun)
		fits := name == opPath+".Int64" && v.Elem().Kind() == reflect.Int64 ||
			name == opPath+".Int" && v.Elem().Kind() == reflect.Int || name == "new"
		if fits {
			inner = call.Args[0]
		}
	}
	if inner == e {
		return s.errorf(e, "expected &%s{…} or op.Int64(…)", v.Elem().Type().Name())
	}
	if err := s.assign(v.Elem(), inner); err != nil {
		return err
	}
	dst.Set(v)
	return nil
}

func (s *source) assignStruct(dst reflect.Value, e ast.Expr) error {
	literal, ok := e.(*ast.CompositeLit)
	if !ok {
		return s.errorf(e, "expected a literal of type %s", dst.Type().Name())
	}
	if literal.Type != nil {
		if _, name := splitName(s.name(literal.Type)); name != dst.Type().Name() {
			return s.errorf(e, "expected a literal of type %s", dst.Type().Name())
		}
	}
	for _, elt := range literal.Elts {
		pair, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return s.errorf(elt, "expected Field: value")
		}
		key, ok := pair.Key.(*ast.Ident)
		if !ok || !ast.IsExported(key.Name) || !dst.FieldByName(key.Name).IsValid() {
			return s.unknownField(pair.Key, dst.Type())
		}
		if err := s.assign(dst.FieldByName(key.Name), pair.Value); err != nil {
			return err
		}
	}
	return nil
}

func (s *source) assignSlice(dst reflect.Value, e ast.Expr) error {
	if isNil(e) {
		return nil
	}
	literal, ok := e.(*ast.CompositeLit)
	if _, isArray := literalType(literal).(*ast.ArrayType); !ok || literal.Type != nil && !isArray {
		return s.errorf(e, "expected a list []%s{…}", dst.Type().Elem().Name())
	}
	list := reflect.MakeSlice(dst.Type(), len(literal.Elts), len(literal.Elts))
	for i, elt := range literal.Elts {
		if err := s.assign(list.Index(i), elt); err != nil {
			return err
		}
	}
	dst.Set(list)
	return nil
}

func literalType(l *ast.CompositeLit) ast.Expr {
	if l == nil {
		return nil
	}
	return l.Type
}

// constant evaluates a constant expression.
func (s *source) constant(e ast.Expr) (constant.Value, error) {
	switch e := e.(type) {
	case *ast.BasicLit:
		return constant.MakeFromLiteral(e.Value, e.Kind, 0), nil
	case *ast.ParenExpr:
		return s.constant(e.X)
	case *ast.Ident, *ast.SelectorExpr:
		return s.namedConstant(e)
	case *ast.UnaryExpr:
		return s.unary(e)
	case *ast.BinaryExpr:
		return s.binary(e)
	case *ast.CallExpr:
		if len(e.Args) == 1 && slices.Contains(conversions, s.name(e.Fun)) {
			return s.constant(e.Args[0])
		}
	}
	return nil, s.errorf(e, "not a constant")
}

func (s *source) namedConstant(e ast.Expr) (constant.Value, error) {
	name := s.name(e)
	if name == "true" || name == "false" {
		return constant.MakeBool(name == "true"), nil
	}
	if v, ok := knownConstants[name]; ok {
		return v, nil
	}
	if value, ok := s.constants[name]; ok && s.depth < 100 {
		s.depth++
		defer func() { s.depth-- }()
		return s.constant(value)
	}
	return nil, s.errorf(e, "%s is not a constant that can be read here", spelled(e))
}

func spelled(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return spelled(e.X) + "." + e.Sel.Name
	}
	return "this"
}

func (s *source) unary(e *ast.UnaryExpr) (constant.Value, error) {
	x, err := s.constant(e.X)
	if err != nil {
		return nil, err
	}
	number := x.Kind() == constant.Int && (e.Op == token.SUB || e.Op == token.ADD)
	if !number && (x.Kind() != constant.Bool || e.Op != token.NOT) {
		return nil, s.errorf(e, "not a constant")
	}
	return constant.UnaryOp(e.Op, x, 0), nil
}

func (s *source) binary(e *ast.BinaryExpr) (constant.Value, error) {
	x, err := s.constant(e.X)
	if err != nil {
		return nil, err
	}
	y, err := s.constant(e.Y)
	if err != nil {
		return nil, err
	}
	joined := x.Kind() == constant.String && y.Kind() == constant.String && e.Op == token.ADD
	counted := x.Kind() == constant.Int && y.Kind() == constant.Int &&
		(e.Op == token.ADD || e.Op == token.SUB || e.Op == token.MUL)
	if !joined && !counted {
		return nil, s.errorf(e, "not a constant that can be read here")
	}
	return constant.BinaryOp(x, e.Op, y), nil
}

// OperationTypes returns the type of every operation that can be read, sorted
// by name.
func OperationTypes() []reflect.Type {
	all := slices.Collect(maps.Values(operationTypes))
	slices.SortFunc(all, func(a, b reflect.Type) int { return strings.Compare(a.Name(), b.Name()) })
	return all
}
