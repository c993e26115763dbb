package codegen_test

import (
	"bytes"
	"errors"
	"flag"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

var update = flag.Bool("update", false, "write testdata anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

var example = codegen.Revision{
	Package: "migrations", Variable: "Revisions", ID: "3f1c9a20b7de", Parents: []string{"61e524cfcce2"},
	Message: "add is_verified to universities", Created: time.Date(2026, 2, 21, 10, 30, 0, 0, time.UTC),
	Upgrade:   codegen.Steps(op.AddColumn{Table: "universities", Column: isVerified}),
	Downgrade: codegen.Steps(op.DropColumn{Table: "universities", Column: isVerified}),
}

var isVerified = op.Column{Name: "is_verified", Type: "boolean", NotNull: true, Default: "false"}

var long = codegen.Revision{
	Package: "history", Variable: "Revisions", ID: "a1", Parents: []string{"b2", "c3"}, Labels: []string{"billing"},
	DependsOn: []string{"d4"}, Message: "état des \"lieux\"\nand more of it", Irreversible: "the rows are gone",
	Touches: []codegen.Touch{{Object: "auth.users", Reason: "handed over in \"June\""}, {Object: "payments", Reason: "billing asked for it"}},
	Created: time.Date(2026, 2, 21, 10, 30, 0, 0, time.UTC),
	Note:    []string{"Not proven: upgrading on a scratch server:\nno server found", "A second note."},
	Upgrade: []codegen.Step{
		{Comment: "LOSES DATA: values longer than 20 characters\nstop the upgrade.", Op: op.AlterColumn{
			Table: "users", From: op.Column{Name: "name", Type: "text"}, To: op.Column{Name: "name", Type: "varchar(20)"},
		}},
		{Op: op.CreateTable{Table: op.Table{
			Name: "auth.users", Comment: "People",
			Columns: []op.Column{
				{Name: "id", Type: "bigint", NotNull: true, Identity: &op.Identity{}},
				{Name: "email", Type: "text", NotNull: true, Statistics: op.Int(500)},
			},
			PrimaryKey: &op.PrimaryKey{Name: "users_pkey", Columns: []string{"id"}},
			Checks:     []op.Check{{Name: "users_email_check", Expr: `email <> '' AND "position"('@' in email) > 1`}},
			ForeignKeys: []op.ForeignKey{{
				Name: "users_team_fkey", Columns: []string{"tenant", "team"}, References: "auth.teams",
				RefColumns: []string{"tenant", "id"}, OnDelete: "CASCADE", Deferrable: schema.InitiallyDeferred,
			}},
			Settings: op.Settings{With: []string{"fillfactor=70"}},
		}}},
		{Op: op.CreateSequence{Sequence: op.Sequence{Name: "s", Options: op.SequenceOptions{Max: op.Int64(-5)}}}},
		{Op: op.AddConstraint{Table: "users", Constraint: op.Unique{Name: "users_email_key", Columns: []string{"email"}}}},
		{Op: op.AlterEnum{
			Name: "status", From: []string{"on"}, To: []string{"on", "off"},
			Uses: []op.EnumUse{{Table: "users", Column: op.Column{Name: "status", Type: "public.status"}}},
		}},
		{Comment: "by hand", Op: op.SQL{Up: "UPDATE users\nSET name = '\\'\nWHERE id = 1"}},
	},
	Downgrade: []codegen.Step{},
}

// tester is what *testing.T and *rapid.T share.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

func write(t tester, r codegen.Revision) []byte {
	t.Helper()
	src, err := codegen.WriteRevision(r)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestWriteRevision(t *testing.T) {
	t.Parallel()
	golden(t, "revision.go.golden", write(t, example))
	golden(t, "revision_long.go.golden", write(t, long))
}

var sameRevision = cmp.Options{
	cmpopts.IgnoreFields(codegen.Revision{}, "File"), cmpopts.IgnoreFields(codegen.Step{}, "Pos"),
	cmp.Exporter(func(reflect.Type) bool { return true }),
}

func checkRoundTrip(t tester, r codegen.Revision) {
	t.Helper()
	src := write(t, r)
	got, err := codegen.ReadRevision("r.go", src)
	if err != nil {
		t.Fatalf("%v\n%s", err, src)
	}
	if diff := cmp.Diff(r, got, sameRevision); diff != "" {
		t.Fatalf("(-written +read):\n%s\n%s", diff, src)
	}
	formatted, err := format.Source(src)
	if err != nil || !bytes.Equal(formatted, src) {
		t.Fatalf("not as gofmt writes it: %v\n%s", err, src)
	}
}

func TestReadWhatWasWritten(t *testing.T) {
	t.Parallel()
	checkRoundTrip(t, example)
	checkRoundTrip(t, long)
	checkRoundTrip(t, codegen.Revision{Package: "m", Variable: "Revisions", ID: "a", Message: "first"})
}

// TestRoundTrip writes and reads random operations of every type.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, typ := range codegen.OperationTypes() {
		t.Run(typ.Name(), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				v := reflect.New(typ).Elem()
				fill(t, v)
				checkRoundTrip(t, codegen.Revision{
					Package: "m", Variable: "Revisions", ID: "a", Upgrade: codegen.Steps(v.Interface().(op.Operation)),
				})
			})
		})
	}
}

var words = []string{"", "id", "auth.users", "it's", `a "b" c`, "`", "a\nb", "\\", "é\t", "a\x00b", "a\r\nb", "\xff", "\ufeff", `'\n'`, "x`y\nz"}

// fill sets a value of package op or schema to random ones. Lists are never
// empty and not nil, which no source tells apart.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Interface:
		all := []schema.Constraint{schema.PrimaryKey{}, schema.Unique{}, schema.Check{}, schema.Exclusion{}, schema.ForeignKey{}}
		c := reflect.New(reflect.TypeOf(rapid.SampledFrom(all).Draw(t, "constraint"))).Elem()
		fill(t, c)
		v.Set(c)
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "set") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() && rapid.IntRange(0, 2).Draw(t, "field") > 0 {
				fill(t, v.Field(i))
			}
		}
	case reflect.Slice:
		if n := rapid.IntRange(0, 3).Draw(t, "len"); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(t, v.Index(i))
			}
		}
	case reflect.String:
		v.SetString(rapid.SampledFrom(words).Draw(t, "word"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	default:
		v.SetInt(int64(rapid.Int32().Draw(t, "int")))
	}
}

// TestEveryOperationIsKnown holds the registry of operations against the
// source of package op.
func TestEveryOperationIsKnown(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, typ := range codegen.OperationTypes() {
		known[typ.Name()] = true
	}
	pkg := typecheck(t, "op", "../op/*.go")
	operation := pkg.Scope().Lookup("Operation").Type().Underlying().(*types.Interface)
	found := 0
	for _, name := range pkg.Scope().Names() {
		obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || obj.IsAlias() || types.IsInterface(obj.Type()) || !obj.Exported() || !types.Implements(obj.Type(), operation) {
			continue
		}
		found++
		if !known[name] {
			t.Errorf("op.%s cannot be read: add it to operationTypes", name)
		}
	}
	if found != len(known) {
		t.Errorf("%d operations in package op, %d known here", found, len(known))
	}
}

// TestWrittenCodeCompiles type-checks what WriteRevision wrote: every type it
// names is in package op.
func TestWrittenCodeCompiles(t *testing.T) {
	t.Parallel()
	r := codegen.Revision{ID: "a", Message: "every operation"}
	for i, typ := range codegen.OperationTypes() {
		filled := rapid.Custom(func(t *rapid.T) op.Operation {
			v := reflect.New(typ).Elem()
			fill(t, v)
			return v.Interface().(op.Operation)
		})
		for seed := range 5 {
			r.Upgrade = append(r.Upgrade, codegen.Step{Op: filled.Example(100*i + seed)})
		}
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "r.go", write(t, r), 0)
	if err != nil {
		t.Fatal(err)
	}
	packages := sourceImporter{deed(t), importer.ForCompiler(fset, "source", nil)}
	env, err := parser.ParseFile(fset, "env.go", `package migrations
		import "github.com/deedsql/deed"
		var Revisions deed.Environment`, 0)
	if err != nil {
		t.Fatal(err)
	}
	config := types.Config{Importer: packages}
	if _, err := config.Check("migrations", fset, []*ast.File{file, env}, nil); err != nil {
		t.Error(err)
	}
}

type sourceImporter struct {
	deed *types.Package
	rest types.Importer
}

func (i sourceImporter) Import(path string) (*types.Package, error) {
	if path == "github.com/deedsql/deed" {
		return i.deed, nil
	}
	return i.rest.Import(path)
}

// deed is package deed as far as a revision file needs it.
func deed(t *testing.T) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "deed.go", `package deed
		type Step interface{ IsStep() }
		type Revision struct { ID, Message, Irreversible string; Parents, Labels, DependsOn []string; Upgrade, Downgrade []Step; Touches []Touch }
		type Touch struct { Object, Reason string }
		type Environment struct{}
		func (e *Environment) Add(r Revision) struct{} { return struct{}{} }`, 0)
	if err != nil {
		t.Fatal(err)
	}
	pkg, err := new(types.Config).Check("github.com/deedsql/deed", fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

func typecheck(t *testing.T, name, glob string) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	matches, err := filepath.Glob(glob)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range matches {
		if strings.HasSuffix(m, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(fset, m, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	config := types.Config{Importer: importer.ForCompiler(fset, "source", nil)}
	pkg, err := config.Check(name, fset, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

func TestWriteRefusesGoCode(t *testing.T) {
	t.Parallel()
	_, err := codegen.WriteRevision(codegen.Revision{ID: "a", Upgrade: []codegen.Step{{Source: "f()"}}})
	if err == nil || err.Error() != "writing revision a: upgrade: step 1 is Go code, not an operation" {
		t.Errorf("error %v", err)
	}
}

func TestReadRevisionByHand(t *testing.T) {
	t.Parallel()
	src, err := os.ReadFile("testdata/by_hand.go.txt")
	if err != nil {
		t.Fatal(err)
	}
	r, err := codegen.ReadRevision("by_hand.go", src)
	if err != nil {
		t.Fatal(err)
	}
	if r.ID != "0a1b" || r.Variable != "History" || !cmp.Equal(r.Parents, []string{"9f"}) || r.Message != "fill names\nin two lines" {
		t.Errorf("read %+v", r)
	}
	want := []codegen.Step{
		{Op: op.AddColumn{Table: "auth.users", Column: op.Column{Name: "n", Type: "text", Statistics: op.Int(5)}}, Comment: "first\nof all"},
		{Op: op.AlterSequence{To: op.Sequence{Name: "s", Options: op.SequenceOptions{Min: op.Int64(-6), Cycle: true}}}},
		{Op: op.AddConstraint{Table: "users", Constraint: op.ForeignKey{Name: "fk", Deferrable: schema.InitiallyDeferred}}},
		{Source: "deed.Func(fill)", Reason: "by_hand.go:33:3: not an operation's literal"},
		{Source: `op.DropColumn{Table: table()}`, Reason: "by_hand.go:34:24: not a constant"},
		{Source: `op.DropColumn{Tabel: "users"}`, Reason: "by_hand.go:35:17: DropColumn has no field Tabel"},
		{Source: "step", Reason: "by_hand.go:37:3: not an operation's literal", Comment: "a variable"},
	}
	if diff := cmp.Diff(want, r.Upgrade, sameRevision); diff != "" {
		t.Errorf("upgrade (-want +got):\n%s", diff)
	}
	if got := r.Upgrade[3].Pos.String(); got != "by_hand.go:33:3" {
		t.Errorf("position %s", got)
	}
	if len(r.Downgrade) != 1 || r.Downgrade[0].Source != "undo" || r.Downgrade[0].Reason != "by_hand.go:39:13: the steps are not written out" {
		t.Errorf("downgrade %+v", r.Downgrade)
	}
}

func TestReadRevisionErrors(t *testing.T) {
	t.Parallel()
	const head = "package m\n\nimport \"github.com/deedsql/deed\"\n\n"
	for src, want := range map[string]string{
		"package m\nvar x = ":                                                   "r.go:2:9: expected operand, found 'EOF'",
		"package m\nvar x = 1":                                                  "r.go: no revision in this file",
		head + "var _ = R.Add(rev)":                                             "r.go:5:15: expected a literal deed.Revision{…}, so that the file can be read without running it",
		head + "var _ = R.Add(deed.Revision{ID: f()})":                          "r.go:5:33: not a constant",
		head + "var _ = R.Add(deed.Revision{Parent: nil})":                      "r.go:5:29: deed.Revision has no field Parent",
		head + "var _ = R.Add(deed.Revision{ID: 5})":                            "r.go:5:33: expected a constant string, found 5",
		head + "var _ = R.Add(deed.Revision{})\nvar _ = R.Add(deed.Revision{})": "r.go:6:15: a second revision in one file; give it a file of its own",
	} {
		_, err := codegen.ReadRevision("r.go", []byte(src))
		if err == nil || err.Error() != want {
			t.Errorf("%s\nerror %v, want %s", src, err, want)
		}
	}
	_, err := codegen.ReadRevision("r.go", []byte(head+"var _ = R.Add(deed.Revision{Parent: nil})"))
	var hinted interface{ Hint() string }
	if !errors.As(err, &hinted) || hinted.Hint() != "did you mean Parents?" {
		t.Errorf("no hint in %v", err)
	}
}

func TestSetParents(t *testing.T) {
	t.Parallel()
	for _, parents := range [][]string{{"x"}, {"x", "y"}, nil} {
		changed := example
		changed.Parents = parents
		src, err := codegen.SetParents("r.go", write(t, example), parents)
		if err != nil {
			t.Fatal(err)
		}
		got, err := codegen.ReadRevision("r.go", src)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(changed, got, sameRevision); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if len(parents) > 0 && !bytes.Equal(src, write(t, changed)) {
			t.Errorf("other than it is written:\n%s", src)
		}
	}
	first := example
	first.Parents = nil
	src, err := codegen.SetParents("r.go", write(t, first), []string{"x"})
	if err != nil || !strings.Contains(string(src), "ID:      \"3f1c9a20b7de\",\n\tParents: []string{\"x\"},") || !strings.Contains(string(src), ", after x, drafted") {
		t.Errorf("%v\n%s", err, src)
	}
}
