package codegen_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/migrations"
)

// TestSettings holds Settings against what it mirrors.
func TestSettings(t *testing.T) {
	t.Parallel()
	want, got := map[string]string{}, map[string]string{}
	env, settings := reflect.TypeFor[migrations.Environment](), reflect.TypeFor[codegen.Settings]()
	for i := range env.NumField() {
		if f := env.Field(i); f.IsExported() {
			want[f.Name] = f.Type.String()
		}
	}
	for i := range settings.NumField() {
		got[settings.Field(i).Name] = settings.Field(i).Type.String()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-migrations.Environment +codegen.Settings):\n%s", diff)
	}
}

// TestRevisionFields holds what can be read against the revision that runs.
func TestRevisionFields(t *testing.T) {
	t.Parallel()
	revision := reflect.TypeFor[migrations.Revision]()
	for i := range revision.NumField() {
		name := revision.Field(i).Name
		if _, known := reflect.TypeFor[codegen.Revision]().FieldByName(name); !known {
			t.Errorf("migrations.Revision has a field %s, codegen.Revision has none", name)
		}
		src := "package m\n\nimport \"github.com/deedsql/deed\"\n\nvar _ = R.Add(deed.Revision{" + name + ": nil})"
		_, err := codegen.ReadRevision("r.go", []byte(src))
		if err != nil && strings.Contains(err.Error(), "has no field") {
			t.Error(err)
		}
	}
}

func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const envFile = `// Package history is the history of gateway.
package history

import (
	"time"

	"github.com/deedsql/deed"
)

const prefix = "alembic_version_"

var Revisions = deed.Environment{
	Service:      "gateway",
	Models:       []string{"../" + models},
	VersionTable: prefix + "gateway",
	LockTimeout:  2*time.Minute + 500*time.Millisecond,
}
`

func TestReadEnvironment(t *testing.T) {
	t.Parallel()
	dir := directory(t, map[string]string{
		"env.go":      envFile,
		"models.go":   "package history\n\nconst models = \"models\"\n",
		"2_b.go":      "package history\n\nimport \"github.com/deedsql/deed\"\n\nvar _ = Revisions.Add(deed.Revision{ID: \"b\", Parents: []string{\"a\"}})\n",
		"1_a.go":      "package history\n\nimport \"github.com/deedsql/deed\"\n\nvar _ = Revisions.Add(deed.Revision{ID: \"a\"})\n",
		"env_test.go": "package history\n\nnonsense\n",
		"_old.go":     "nonsense",
		"notes.txt":   "nonsense",
	})
	env, err := codegen.ReadEnvironment(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := codegen.Environment{
		Settings: codegen.Settings{
			Service: "gateway", Models: []string{"../models"}, VersionTable: "alembic_version_gateway",
			LockTimeout: 120500 * time.Millisecond,
		},
		Dir: dir, File: filepath.Join(dir, "env.go"), Line: 12, Package: "history", Variable: "Revisions",
		Files: []string{filepath.Join(dir, "1_a.go"), filepath.Join(dir, "2_b.go")},
	}
	if diff := cmp.Diff(want, env); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	revisions, err := env.ReadRevisions()
	if err != nil || len(revisions) != 2 || revisions[1].Parents[0] != "a" {
		t.Errorf("revisions %+v, error %v", revisions, err)
	}
}

func TestReadEnvironmentErrors(t *testing.T) {
	t.Parallel()
	const head = "package m\nimport (\"os\"; \"github.com/deedsql/deed\")\n"
	for src, want := range map[string]struct{ err, hint string }{
		head + "var E = deed.Environment{Service: os.Getenv(\"X\")}": {
			"env.go:3:35: not a constant", "deed reads the environment without running it: write constants only",
		},
		head + "var E = deed.Environment{Servise: \"x\"}": {
			"env.go:3:26: deed.Environment has no field Servise", "did you mean Service?",
		},
		head + "var E = deed.Environment{Colour: \"x\"}": {
			"env.go:3:26: deed.Environment has no field Colour",
			"its fields are Service, Models, VersionTable, VersionTableSchema, Schemas, Owns, LockTimeout, StatementTimeout, RunnerTimeout",
		},
		head + "var E = deed.Environment{Models: \"x\"}": {
			"env.go:3:34: expected a list []string{…}", "deed reads the environment without running it: write constants only",
		},
		head + "var E, F = deed.Environment{}, deed.Environment{}": {
			"env.go:3:8: a second deed.Environment; env.go:3 has the first", "",
		},
		head + "var E = ": {"env.go:3:9: expected operand, found 'EOF'", ""},
		"package m":       {"no deed.Environment", "run deed init there, or name the directory of the revisions with -C DIR"},
	} {
		dir := directory(t, map[string]string{"env.go": src})
		_, err := codegen.ReadEnvironment(dir)
		if err == nil {
			t.Errorf("no error for %s", src)
			continue
		}
		got := strings.ReplaceAll(err.Error(), dir+string(filepath.Separator), "")
		if got = strings.TrimPrefix(got, dir+": "); got != want.err {
			t.Errorf("%s\nerror %s, want %s", src, got, want.err)
		}
		var hinted interface{ Hint() string }
		if errors.As(err, &hinted) && hinted.Hint() != want.hint {
			t.Errorf("%s\nhint %s, want %s", src, hinted.Hint(), want.hint)
		}
		if (src == "package m") != errors.Is(err, codegen.ErrNoEnvironment) {
			t.Errorf("%s: ErrNoEnvironment or not? %v", src, err)
		}
	}
}

func TestWriteEnvironment(t *testing.T) {
	t.Parallel()
	env := codegen.Environment{Settings: codegen.Settings{
		Service: "api-gateway", Models: []string{"../models"}, VersionTable: "alembic_version_gateway",
		LockTimeout: 90 * time.Second,
	}}
	src, err := codegen.WriteEnvironment(env)
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "env.go.golden", src)
	got, err := codegen.ReadEnvironment(directory(t, map[string]string{"env.go": string(src)}))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(env.Settings, got.Settings); diff != "" {
		t.Errorf("(-written +read):\n%s", diff)
	}
	src, err = codegen.WriteMain("example.com/gateway/internal/schema-history", codegen.Environment{
		Settings: env.Settings, Package: "history",
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "main.go.golden", src)
}
