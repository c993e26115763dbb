package codegen

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/dave/jennifer/jen"

	"github.com/deedsql/deed/internal/hint"
)

// ErrNoEnvironment is returned by [ReadEnvironment] for a directory without a
// deed.Environment.
var ErrNoEnvironment = errors.New("no deed.Environment")

// An Environment is the configuration of a service's schema history as its
// literal says it, without the defaults of package migrations.
type Environment struct {
	Settings
	Dir      string   // the directory it was read from
	File     string   // the file that holds the literal
	Line     int      // of the literal
	Package  string   // the package's name
	Variable string   // "Revisions"
	Files    []string // the files that add revisions, sorted by name
}

// Settings are the exported fields of migrations.Environment, which see.
type Settings struct {
	Service            string
	Models             []string
	VersionTable       string
	VersionTableSchema string
	Schemas            []string
	Owns               []string
	LockTimeout        time.Duration
	StatementTimeout   time.Duration
	RunnerTimeout      time.Duration
}

// ReadEnvironment finds the one deed.Environment in the Go files of a
// directory and reads it without running it. What is not constant is an
// error at file:line:column.
func ReadEnvironment(dir string) (Environment, error) {
	sources, err := parseDir(dir)
	if err != nil {
		return Environment{}, err
	}
	env := Environment{Dir: dir}
	for _, s := range sources {
		if err := s.findEnvironment(&env); err != nil {
			return Environment{}, err
		}
	}
	if env.Variable == "" {
		return Environment{}, hint.Wrap(fmt.Errorf("%s: %w", dir, ErrNoEnvironment),
			"run deed init there, or name the directory of the revisions with -C DIR")
	}
	for _, s := range sources {
		if s.adds(env.Variable) {
			env.Files = append(env.Files, s.filename())
		}
	}
	return env, nil
}

// parseDir parses the Go files of a directory but its tests. Constants are
// known in all of them.
func parseDir(dir string) ([]*source, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading the environment: %w", err)
	}
	fset := token.NewFileSet()
	var sources []*source
	shared := map[string]ast.Expr{}
	for _, entry := range entries {
		name := entry.Name()
		ignored := strings.HasPrefix(name, "_") || strings.HasPrefix(name, ".")
		if entry.IsDir() || ignored || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("reading the environment: %w", err)
		}
		s, err := parseSource(fset, filepath.Join(dir, name), text)
		if err != nil {
			return nil, err
		}
		for name, value := range s.constants {
			shared[name] = value
		}
		s.constants = shared
		sources = append(sources, s)
	}
	return sources, nil
}

func (s *source) filename() string { return s.fset.Position(s.file.Package).Filename }

func (s *source) findEnvironment(env *Environment) (err error) {
	s.variables(func(name *ast.Ident, value ast.Expr) {
		literal := s.deedLiteral(value, "Environment")
		switch {
		case literal == nil || err != nil:
		case env.Variable != "":
			err = s.errorf(name, "a second deed.Environment; %s:%d has the first", env.File, env.Line)
		default:
			env.Variable, env.Package = name.Name, s.file.Name.Name
			env.File, env.Line = s.filename(), s.fset.Position(literal.Pos()).Line
			err = s.assignSettings(&env.Settings, literal)
		}
	})
	return err
}

func (s *source) assignSettings(settings *Settings, literal *ast.CompositeLit) error {
	untyped := *literal
	untyped.Type = nil // it is deed.Environment, not Settings
	err := s.assignStruct(reflect.ValueOf(settings).Elem(), &untyped)
	var found *SourceError
	if errors.As(err, &found) {
		found.Msg = strings.Replace(found.Msg, "Settings has", "deed.Environment has", 1)
		found.hint = cmp.Or(found.hint, "deed reads the environment without running it: write constants only")
	}
	return err
}

// adds reports whether the file adds a revision to the variable.
func (s *source) adds(variable string) bool {
	found := false
	s.variables(func(_ *ast.Ident, value ast.Expr) {
		name, _ := addCall(value)
		found = found || name == variable
	})
	return found
}

// ReadRevisions reads the files that add revisions.
func (e Environment) ReadRevisions() ([]Revision, error) {
	revisions := make([]Revision, 0, len(e.Files))
	for _, name := range e.Files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading revisions: %w", err)
		}
		r, err := ReadRevision(name, text)
		if err != nil {
			return nil, err
		}
		revisions = append(revisions, r)
	}
	return revisions, nil
}

// WriteEnvironment returns the file that holds a new environment, env.go.
func WriteEnvironment(env Environment) ([]byte, error) {
	file := jen.NewFile(cmp.Or(env.Package, "migrations"))
	file.ImportName(deedPath, "deed")
	file.PackageComment(fmt.Sprintf("// Package %s is the schema history of %s.",
		cmp.Or(env.Package, "migrations"), env.Service))
	variable := cmp.Or(env.Variable, "Revisions")
	var fields []jen.Code
	settings := reflect.ValueOf(env.Settings)
	for i := range settings.NumField() {
		if f := settings.Field(i); !isEmpty(f) {
			fields = append(fields, field(settings.Type().Field(i).Name, setting(f)))
		}
	}
	file.Commentf("// %s is the environment of %s. Deed reads it without running it, so it holds constants only.", variable, env.Service)
	file.Var().Id(variable).Op("=").Qual(deedPath, "Environment").Custom(lines, fields...)
	return render(file)
}

func setting(v reflect.Value) jen.Code {
	switch value := v.Interface().(type) {
	case []string:
		return stringList(value)
	case time.Duration:
		return duration(value)
	}
	return jen.Lit(v.Interface())
}

// duration writes "90 * time.Second" in the largest unit that fits.
func duration(d time.Duration) jen.Code {
	for _, unit := range []struct {
		name string
		size time.Duration
	}{
		{"Hour", time.Hour},
		{"Minute", time.Minute},
		{"Second", time.Second},
		{"Millisecond", time.Millisecond},
		{"Microsecond", time.Microsecond},
		{"Nanosecond", time.Nanosecond},
	} {
		if d%unit.size == 0 {
			return jen.Lit(int(d/unit.size)).Op("*").Qual("time", unit.name)
		}
	}
	return jen.Lit(int(d))
}

// WriteMain returns the main.go of a service's migrate program. revisions is
// the import path of the package that holds the environment.
func WriteMain(revisions string, env Environment) ([]byte, error) {
	name := cmp.Or(env.Package, path.Base(revisions))
	file := jen.NewFile("main")
	file.ImportName(deedPath, "deed")
	if name == path.Base(revisions) {
		file.ImportName(revisions, name)
	} else {
		file.ImportAlias(revisions, name)
	}
	file.PackageComment("// Command migrate applies the schema history of " + env.Service + ".")
	file.Func().Id("main").Params().Block(
		jen.Qual(deedPath, "Main").Call(jen.Op("&").Qual(revisions, cmp.Or(env.Variable, "Revisions"))))
	return render(file)
}
