package deed_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/deedsql/deed"

// layers lists the packages from the lowest to the highest. A package imports
// only what stands above it in this list.
var layers = []string{
	"schema",
	"op",
	"internal/words",
	"ddl",
	"internal/hint",
	"internal/pgparse",
	"model",
	"introspect",
	"diff",
	"ownership",
	"codegen",
	"internal/command",
	"migrations/pgurl",
	"migrations",
	"", // the root package
	"lint",
	"lint/analyzer",
	"lint/analyzer/cmd/deedvet",
	"lint/analyzer/plugin",
	"internal/schemagen",
	"internal/canon",
	"internal/scratch",
	"internal/pgtest",
	"internal/observe",
	"internal/proof",
	"internal/draft",
	"internal/cli",
	"cmd/deed",
}

// never says what a package must not depend on, not even through others, and
// why.
var never = []struct{ pkg, dependency, why string }{
	{"op", "github.com/jackc/pgx/v5", "operations are data"},
	{"op", "context", "operations are data"},
	{"op", module + "/ddl", "SQL is one of two ways to write an operation"},
	{"ddl", "github.com/jackc/pgx/v5", "SQL can be written without a database"},
	{"ddl", module + "/diff", "SQL is written for operations from anywhere"},
	{"model", "github.com/jackc/pgx/v5", "models are read from source, not from a database"},
	{"model", module + "/op", "a loader yields a schema"},
	{"model", module + "/diff", "a loader yields a schema"},
	{"introspect", module + "/op", "a loader yields a schema"},
	{"introspect", module + "/diff", "a loader yields a schema"},
	{"introspect", "go/ast", "the database is read, not source"},
	{"diff", "github.com/jackc/pgx/v5", "the differ works on values"},
	{"diff", "context", "the differ works on values"},
	{"diff", "os", "the differ works on values"},
	{"diff", "time", "the differ works on values"},
	{"ownership", module + "/codegen", "evidence is data, wherever it was read"},
	{"ownership", module + "/lint", "lint asks ownership, not the other way round"},
	{"codegen", "github.com/jackc/pgx/v5", "files are written without a database"},
	{"codegen", module + "/diff", "files are written for operations from anywhere"},
	{"lint", "github.com/jackc/pgx/v5", "lint runs without a database"},
	{"lint", module + "/internal/cli", "editors use lint too"},
	{"", "github.com/pganalyze/pg_query_go/v5", "production needs no parser"},
	{"", "github.com/wasilibs/go-pgquery", "production needs no parser"},
	{"", "github.com/dave/jennifer/jen", "production writes no code"},
	{"", "go/parser", "production reads no code"},
	{"", module + "/model", "production has no models"},
	{"", module + "/diff", "production compares nothing"},
	{"", module + "/lint", "production lints nothing"},
	{"", module + "/codegen", "production writes no code"},
	{"", "runtime/cgo", "production builds with CGO_ENABLED=0"},
}

// A listed is what go list tells of a package.
type listed struct {
	ImportPath    string
	Imports, Deps []string
}

func TestLayers(t *testing.T) {
	for _, p := range list(t, "./...") {
		rel := strings.TrimPrefix(strings.TrimPrefix(p.ImportPath, module), "/")
		place := slices.Index(layers, rel)
		if place < 0 {
			if !strings.HasPrefix(rel, "bench") {
				t.Errorf("%s has no place in the list of layers", path.Join(module, rel))
			}
			continue
		}
		for _, imported := range p.Imports {
			below, ours := strings.CutPrefix(imported, module)
			if !ours {
				continue
			}
			if i := slices.Index(layers, strings.TrimPrefix(below, "/")); i > place {
				t.Errorf("%s imports %s, which stands below it", p.ImportPath, imported)
			}
		}
	}
}

func TestDependencies(t *testing.T) {
	deps := map[string][]string{}
	for _, p := range list(t, "./...") {
		deps[p.ImportPath] = p.Deps
	}
	for _, n := range never {
		pkg := path.Join(module, n.pkg)
		found, ok := deps[pkg]
		if !ok {
			t.Errorf("there is no package %s", pkg)
		}
		// What the standard library needs for itself is not the package's
		// doing: only a direct import of a standard package counts.
		if !strings.Contains(n.dependency, ".") && n.dependency != "runtime/cgo" {
			found = imports(t, pkg)
		}
		if slices.Contains(found, n.dependency) {
			t.Errorf("%s depends on %s: %s", pkg, n.dependency, n.why)
		}
	}
}

// imports returns the direct imports of a package and of those of ours below
// it.
func imports(t *testing.T, pkg string) []string {
	t.Helper()
	var all []string
	for _, p := range list(t, "-deps", pkg) {
		if strings.HasPrefix(p.ImportPath, module) {
			all = append(all, p.Imports...)
		}
	}
	return all
}

func list(t *testing.T, args ...string) []listed {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Deps"}, args...)...)
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("%v: %s", cmd, exit.Stderr)
		}
		t.Fatal(err)
	}
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
