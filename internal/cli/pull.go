package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/mod/modfile"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

var pullCommand = &command.Command{
	Name: "pull", Group: groupDraft, Args: "TABLE… | --all", MaxArgs: -1,
	Short: "write model structs for tables that exist",
	Long: `Reads tables from the database and writes tagged Go structs that describe them in
every attribute, so that revision --autogenerate finds nothing to do afterwards. A
TABLE may be a pattern, "billing_*" or "auth.*". Tables that have a model already
are left out, and those of other services and history tables of other tools where
they are not named; no file is overwritten. Nothing in the database changes.`,
	Examples: []command.Example{
		{"pull universities", "start to look after one table of a hosted database"},
		{"pull --all", "write models for every table in the schemas of the environment"},
		{"pull --out ../models/billing 'billing_*'", "write them into another directory"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.Bool("all", false, "all tables in the schemas of the environment")
		f.String("out", "", "the directory of the files, relative to the revisions (default: the first of Models)")
	},
	Run: runPull,
}

func runPull(ctx context.Context, in *command.Invocation) error {
	all, _ := in.Flags.GetBool("all")
	if all == (len(in.Args) > 0) {
		return &command.UsageError{Err: hint.New("pull needs the names of tables, or --all", "deed pull universities")}
	}
	p, err := openProject(in)
	if err != nil {
		return err
	}
	dir, err := p.pullDir()
	if err != nil {
		return err
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := p.versions(ctx, conn); err != nil {
		return err
	}
	catalog, err := introspect.Read(ctx, conn, introspect.Options{Schemas: p.pullSchemas(in.Args)})
	if err != nil {
		return err
	}
	p.withoutForeignTypes(&catalog.Database)
	modelled, err := p.modelled()
	if err != nil {
		return err
	}
	wanted, err := p.wanted(catalog, in.Args, modelled)
	if err != nil {
		return err
	}
	if len(wanted) == 0 {
		p.say("nothing to write: every table has its model")
		return nil
	}
	return p.writeModels(dir, excerpt(catalog.Database, wanted, modelled, all))
}

// pullDir returns the directory that the files go to.
func (p *project) pullDir() (string, error) {
	out, _ := p.in.Flags.GetString("out")
	if out == "" {
		if len(p.env.Models) == 0 {
			return "", hint.New("the environment names no Models", "name a directory with --out, and in the environment")
		}
		out = p.env.Models[0]
	}
	if out = filepath.FromSlash(out); filepath.IsAbs(out) {
		return out, nil
	}
	return filepath.Join(p.env.Dir, out), nil
}

// pullSchemas returns the schemas of the environment and of the arguments; nil
// if a pattern may match any.
func (p *project) pullSchemas(patterns []string) []string {
	list := p.schemas()
	for _, pattern := range patterns {
		s := schema.Name(pattern).Schema()
		if list == nil || strings.ContainsAny(s, `*?[\`) {
			return nil
		}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

// modelled returns what the existing models declare; nothing where there are
// none yet.
func (p *project) modelled() (schema.Database, error) {
	var dirs []string
	for _, dir := range p.env.Models {
		dir = filepath.Join(p.env.Dir, filepath.FromSlash(dir))
		if files, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(files) > 0 {
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) == 0 {
		return schema.Database{}, nil
	}
	models, err := p.loadModelsIn(dirs)
	if err != nil {
		return schema.Database{}, err
	}
	return models.Database, nil
}

// wanted returns the tables that the arguments ask for.
func (p *project) wanted(catalog *introspect.Catalog, patterns []string, modelled schema.Database) ([]schema.Name, error) {
	var names []schema.Name
	for _, pattern := range patterns {
		found := false
		for _, t := range catalog.Tables {
			if (ownership.Globs{pattern}).Match(t.Name) {
				found = true
				names = append(names, t.Name)
			}
		}
		if !found {
			return nil, p.noSuchTable(pattern, catalog)
		}
	}
	if len(patterns) == 0 {
		for _, t := range catalog.Tables {
			if len(p.env.Schemas) == 0 && len(p.env.Owns) == 0 && t.Name.Schema() != schema.DefaultSchema {
				continue
			}
			names = append(names, t.Name)
		}
	}
	names = slices.DeleteFunc(names, func(n schema.Name) bool {
		why := ""
		if modelled.Table(n) != nil {
			why = "it has a model already"
		} else if !slices.Contains(patterns, string(n)) {
			why = p.foreign(n)
		}
		if why != "" {
			p.note("%s is left out: %s", n, why)
		}
		return why != "" || ownership.IsBookkeeping(*catalog.Table(n))
	})
	for _, n := range names {
		if r, found := p.registeredElsewhere(op.Object{Kind: op.KindTable, Name: n}); found {
			return nil, p.notOurs(fmt.Sprintf("pulling %s: it is not %s's", n, p.env.Service), r)
		}
	}
	return names, nil
}

// withoutForeignTypes takes types and sequences out that other services have
// registered.
func (p *project) withoutForeignTypes(db *schema.Database) {
	foreign := func(kind op.Kind, name schema.Name) bool {
		_, found := p.registeredElsewhere(op.Object{Kind: kind, Name: name})
		return found
	}
	db.Enums = slices.DeleteFunc(db.Enums, func(x schema.Enum) bool { return foreign(op.KindType, x.Name) })
	db.Domains = slices.DeleteFunc(db.Domains, func(x schema.Domain) bool { return foreign(op.KindType, x.Name) })
	db.Composites = slices.DeleteFunc(db.Composites, func(x schema.Composite) bool { return foreign(op.KindType, x.Name) })
	db.Ranges = slices.DeleteFunc(db.Ranges, func(x schema.Range) bool { return foreign(op.KindType, x.Name) })
	db.Sequences = slices.DeleteFunc(db.Sequences, func(x schema.Sequence) bool { return foreign(op.KindSequence, x.Name) })
}

// foreign returns why a table is pulled only by its name; empty if it is not.
func (p *project) foreign(name schema.Name) string {
	if r, found := p.registeredElsewhere(op.Object{Kind: op.KindTable, Name: name}); found {
		return r.String()
	}
	if tool := ownership.Tool(name); tool != "" {
		return "it is the history table of " + tool
	}
	return ""
}

func (p *project) noSuchTable(pattern string, catalog *introspect.Catalog) error {
	var names []string
	for _, r := range catalog.Relations {
		if r.Name == schema.ParseName(pattern) {
			return fmt.Errorf("pulling %s: it is a %s, not a table", pattern, r.Kind)
		}
		names = append(names, string(r.Name))
	}
	err := fmt.Errorf("pulling %s: the database has no such table", pattern)
	if near := hint.Nearest(pattern, names); near != "" {
		return hint.Wrap(err, "did you mean %s?", near)
	}
	return err
}

// writeModels writes the files and prints their paths.
func (p *project) writeModels(dir string, db schema.Database) error {
	root, err := moduleRoot(p.env.Dir)
	if err != nil {
		return err
	}
	files, err := codegen.WriteModels(db, codegen.ModelOptions{Package: packageOf(dir), Modules: requirements(root)})
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("writing models: %w", err)
	}
	if begun, _ := filepath.Glob(filepath.Join(dir, "*.go")); len(begun) > 0 && !bytes.Contains(files["doc.go"], []byte("//deed:")) {
		delete(files, "doc.go") // the package says already what it is
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := freeName(filepath.Join(dir, name))
		if err := writeFile(path, files[name]); err != nil {
			return err
		}
		fmt.Fprintln(p.in.Stdout, p.relative(path))
	}
	return nil
}

// freeName returns the path, or one with a number where there is such a file.
func freeName(path string) string {
	stem := strings.TrimSuffix(path, ".go")
	for i := 2; ; i++ {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return path
		}
		path = fmt.Sprintf("%s_%d.go", stem, i)
	}
}

// packageOf returns the name of the package in dir, or a name for a new one.
func packageOf(dir string) string {
	files, _ := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		if file, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.PackageClauseOnly); err == nil {
			return file.Name.Name
		}
	}
	return packageName(dir)
}

// requirements returns the modules that the service requires.
func requirements(root string) []string {
	text, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return nil
	}
	file, err := modfile.ParseLax("go.mod", text, nil)
	if err != nil {
		return nil
	}
	var modules []string
	for _, r := range file.Require {
		modules = append(modules, r.Mod.Path)
	}
	return modules
}
