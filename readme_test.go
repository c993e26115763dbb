package deed_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/deedsql/deed"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/internal/scratch"
	"github.com/deedsql/deed/model"
)

// notRun are the lines of the README that the test cannot run, by how they
// begin, and why.
var notRun = map[string]string{
	"scripts/test.sh":                "it is what runs this test",
	"go install ":                    "it asks the module proxy; that cmd/deed builds is tested",
	"CGO_ENABLED=0 go install ":      "it asks the module proxy; that it builds without cgo is tested",
	"go get github.com/deedsql/deed": "it asks the module proxy; a replace takes its place here",
	"docker ":                        "it needs a container engine",
	"kubectl ":                       "it needs a cluster",
}

// TestReadme runs the commands of the README, in the places where its text
// says that they are run.
func TestReadme(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	gateway, selection := r.service("api-gateway"), r.service("service-selection")
	moved := r.service("service-selection")
	selection.sql("CREATE TABLE datasets (id bigint PRIMARY KEY, name text NOT NULL)")
	selection.sh("deed init --service service-selection")
	moved.sql("CREATE TABLE datasets (id bigint PRIMARY KEY, name text NOT NULL)")
	moved.sql("CREATE TABLE alembic_version_selection (version_num varchar(32) PRIMARY KEY); INSERT INTO alembic_version_selection VALUES ('61e524cfcce2')")
	for _, s := range []*place{selection, moved} {
		check(t, os.RemoveAll(filepath.Join(s.dir, "models"))) // deed pull writes them
	}
	places := map[string]*place{
		"scripts/example.sh":              {t: t, dir: r.root, env: r.env},
		"scripts/test.sh":                 {t: t, dir: r.root, env: r.env},
		"go install":                      gateway,
		"CGO_ENABLED=0":                   gateway,
		"deed init --service api-gateway": gateway,
		"deed pull":                       selection,
		"deed lint":                       gateway,
		"deed scratch":                    gateway,
		"deed init --service service":     moved,
		"deed init --kubernetes":          moved,
	}
	for _, block := range r.blocks("sh") {
		where := ""
		for begin := range places {
			if strings.HasPrefix(block, begin) && len(begin) > len(where) {
				where = begin
			}
		}
		if where == "" {
			t.Errorf("the test does not know where to run\n%s", block)
			continue
		}
		places[where].sh(block)
	}
	r.tenSeconds(gateway)
	r.tables(gateway.sh("deed help"))
}

// tenSeconds does what the README begins with: a field is added, a revision
// drafted.
func (r *reader) tenSeconds(gateway *place) {
	t := r.t
	user := filepath.Join(gateway.dir, "models", "user.go")
	source, err := os.ReadFile(user)
	check(t, err)
	added := regexp.MustCompile(`(?m)^\+(.*\n)`).FindStringSubmatch(r.blocks("diff")[0])[1]
	before, after, found := strings.Cut(string(source), "\tCreatedAt")
	if !found {
		t.Fatalf("%s has no CreatedAt", user)
	}
	check(t, os.WriteFile(user, []byte(before+added+"\tCreatedAt"+after), 0o644))

	console := r.blocks("console")[0]
	command, want, _ := strings.Cut(strings.TrimPrefix(console, "$ "), "\n")
	if got := gateway.sh(command); normal(got) != normal(want) {
		t.Errorf("%s prints\n%s\nand the README says\n%s", command, got, want)
	}
	files, err := filepath.Glob(filepath.Join(gateway.dir, "migrations", "*_add_is_verified_to_user.go"))
	if err != nil || len(files) != 1 {
		t.Fatalf("there are %d files (%v)", len(files), err)
	}
	file, err := os.ReadFile(files[0])
	check(t, err)
	if revision := r.blocks("go")[0]; normal(string(file)) != normal(revision) {
		t.Errorf("deed drafts\n%s\nand the README says\n%s", file, revision)
	}
}

// normal takes out what differs from run to run.
func normal(text string) string {
	for pattern, word := range map[string]string{
		`\b[0-9a-f]{12}\b`:                 "ID",
		`_[0-9a-f]{12}_`:                   "_ID_",
		`\b20\d{6}_\d{4}_`:                 "DATE_",
		`\b20\d\d-\d\d-\d\d \d\d:\d\d UTC`: "DATE",
		`\b[\d.]+m?s\b`:                    "TIME",
	} {
		text = regexp.MustCompile(pattern).ReplaceAllString(text, word)
	}
	return strings.TrimSpace(text)
}

// TestReadmeModel loads the model that the README shows.
func TestReadmeModel(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	source := "package models\n\nimport (\n\t\"time\"\n\n\t\"github.com/google/uuid\"\n)\n\n" + newReader(t).blocks("go")[1]
	check(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/readme\n"), 0o644))
	check(t, os.WriteFile(filepath.Join(dir, "models.go"), []byte(source), 0o644))
	models, err := model.Load(model.Options{Dirs: []string{dir}})
	if err != nil {
		t.Fatal(err)
	}
	if len(models.Database.Tables) != 1 || len(models.Database.Enums) != 1 {
		t.Errorf("it declares %d tables and %d enumerations", len(models.Database.Tables), len(models.Database.Enums))
	}
}

// tables compares the tables of commands and settings with the program.
func (r *reader) tables(help string) {
	listed, _, _ := strings.Cut(help, "Flags of every command")
	listed = strings.ReplaceAll(listed, "  deed COMMAND", "")
	same(r.t, "commands", all(`(?m)^  (\w+) `, listed), all("`deed (\\w+)", r.section("Commands", "`deed help")))

	var fields []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[deed.Environment]()) {
		if f.IsExported() {
			fields = append(fields, f.Name)
		}
	}
	same(r.t, "fields of deed.Environment", fields, all("(?m)^\\| `(\\w+)`", r.section("Configuration", "")))
}

// TestReadmePackages holds that the tour of the house passes every door, and
// that links lead somewhere.
func TestReadmePackages(t *testing.T) {
	t.Parallel()
	r := newReader(t)
	tour := r.section("The packages", "")
	for _, layer := range layers {
		name := path.Base(layer)
		if layer == "" || strings.Contains(layer, "cmd") || layer == "migrations/pgurl" {
			continue
		}
		if !strings.Contains(tour, "`"+name+"`") && !strings.Contains(tour, "`"+layer+"`") {
			t.Errorf("the README does not speak of package %s", layer)
		}
	}
	for _, link := range all(`\]\(([^)#:]+)\)`, r.text) {
		if _, err := os.Stat(link); err != nil {
			t.Errorf("the README links to %s: %v", link, err)
		}
	}
}

func same(t *testing.T, what string, want, got []string) {
	t.Helper()
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(want, got) {
		t.Errorf("%s are %q, and the README has %q", what, want, got)
	}
}

func all(pattern, text string) []string {
	var list []string
	for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		list = append(list, m[1])
	}
	return list
}

// A reader is somebody who follows the README on a machine of their own.
type reader struct {
	t    *testing.T
	text string
	root string // of this repository
	env  []string
	made int
}

func newReader(t *testing.T) *reader {
	t.Helper()
	text, err := os.ReadFile("README.md")
	check(t, err)
	root, err := filepath.Abs(".")
	check(t, err)
	return &reader{t: t, text: string(text), root: root}
}

// blocks returns the code blocks of a language.
func (r *reader) blocks(language string) []string {
	return all("(?s)\n```"+language+"\n(.*?)```\n", r.text)
}

// section returns what stands below a heading, as far as end if it is not
// empty.
func (r *reader) section(heading, end string) string {
	_, text, found := strings.Cut(r.text, "\n## "+heading+"\n")
	if !found {
		r.t.Fatalf("the README has no section %q", heading)
	}
	text, _, _ = strings.Cut(text, "\n## ")
	if end != "" {
		text, _, _ = strings.Cut(text, end)
	}
	return text
}

// A place is a directory in which the reader runs commands, and what the
// environment says there.
type place struct {
	t   *testing.T
	dir string
	url string
	env []string
}

// service returns a copy of a service of the example that has models, no
// history yet, and a database of its own.
func (r *reader) service(name string) *place {
	t := r.t
	t.Helper()
	if r.env == nil {
		bin := t.TempDir()
		out, err := exec.Command("go", "build", "-o", bin, "./cmd/deed").CombinedOutput()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		var servers []string // deed finds them in this directory, and not from the service's
		for _, found := range scratch.Find(t.Context()) {
			servers = append(servers, found.Bin)
		}
		const list = string(filepath.ListSeparator)
		r.env = append(os.Environ(), "PATH="+bin+list+os.Getenv("PATH"), "DEED_PG_BIN="+strings.Join(servers, list),
			"GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off", "DATABASE_URL=", "EXAMPLE_PORT="+freePort(t))
	}
	r.made++
	dir := filepath.Join(t.TempDir(), fmt.Sprint(r.made), name)
	check(t, os.MkdirAll(filepath.Dir(dir), 0o755))
	check(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "examples", "shared", name))))
	check(t, os.RemoveAll(filepath.Join(dir, "migrations")))
	check(t, os.Remove(filepath.Join(dir, ".env")))
	url := pgtest.Database(t)
	p := &place{t: t, dir: dir, url: url, env: append(slices.Clone(r.env), "DATABASE_URL="+url)}
	p.sh("go mod edit -replace github.com/deedsql/deed='" + r.root + "'")
	return p
}

// freePort returns a port that is free, also beside another run of this test.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	_, port, err := net.SplitHostPort(l.Addr().String())
	check(t, errors.Join(err, l.Close()))
	return port
}

func (p *place) sql(sql string) { pgtest.Exec(p.t, pgtest.Connect(p.t, p.url), sql) }

// sh runs a block of commands and returns what it prints.
func (p *place) sh(block string) string {
	p.t.Helper()
	var script strings.Builder
	for line := range strings.Lines(block) {
		if why := whyNot(line); why != "" {
			p.t.Logf("not run: %s(%s)", line, why)
			continue
		}
		script.WriteString(line)
	}
	cmd := exec.Command("bash", "-euo", "pipefail", "-c", script.String())
	cmd.Dir, cmd.Env = p.dir, p.env
	out, err := cmd.CombinedOutput()
	if err != nil {
		p.t.Errorf("%s: %v\n%s", block, err, out)
	}
	return string(out)
}

func whyNot(line string) string {
	for begin, why := range notRun {
		if strings.HasPrefix(line, begin) {
			return why
		}
	}
	return ""
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
