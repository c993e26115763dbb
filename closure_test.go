package deed_test

import (
	"os/exec"
	"strings"
	"testing"
)

// What production runs may depend on these modules alone; whatever needs more
// belongs to the developer's tool.
var runtimeModules = map[string]string{
	"github.com/deedsql/deed":        "ours",
	"github.com/jackc/pgx/v5":        "the driver",
	"github.com/jackc/pgpassfile":    "of pgx",
	"github.com/jackc/pgservicefile": "of pgx",
	"golang.org/x/text":              "of pgx, for passwords",
	"github.com/spf13/pflag":         "the command line",
}

// Of our own packages and of the standard library these are too much.
var tooMuch = map[string]string{
	"github.com/deedsql/deed/model":            "reads Go source",
	"github.com/deedsql/deed/introspect":       "reads catalogs, which only drafting needs",
	"github.com/deedsql/deed/diff":             "is for drafting",
	"github.com/deedsql/deed/codegen":          "is for drafting",
	"github.com/deedsql/deed/lint":             "is for reviewing",
	"github.com/deedsql/deed/internal/pgparse": "may use cgo",
	"github.com/deedsql/deed/internal/cli":     "is the developer's tool",
	"github.com/deedsql/deed/internal/scratch": "starts servers",
	"github.com/deedsql/deed/internal/pgtest":  "is for tests",
	"go/parser":   "production has no source",
	"go/ast":      "production has no source",
	"os/exec":     "an empty image has no programs",
	"testing":     "is for tests",
	"plugin":      "needs cgo",
	"runtime/cgo": "is cgo",
}

func TestRuntimeClosure(t *testing.T) {
	cmd := exec.Command("go", "list", "-deps", "-f", "{{.ImportPath}} {{with .Module}}{{.Path}}{{end}} {{len .CgoFiles}}", ".")
	cmd.Env = append(cmd.Environ(), "CGO_ENABLED=0")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for line := range strings.Lines(string(out)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), " ")
		path, module, cgo := fields[0], fields[1], fields[2]
		if why, found := tooMuch[path]; found {
			t.Errorf("production depends on %s, which %s", path, why)
		}
		if _, allowed := runtimeModules[module]; module != "" && !allowed {
			t.Errorf("production depends on %s of module %s", path, module)
		}
		if cgo != "0" {
			t.Errorf("production depends on cgo in %s", path)
		}
	}
}
