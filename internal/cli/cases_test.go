package cli_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"golang.org/x/tools/txtar"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/cli"
	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

const casesDir = "../../testdata/cases"

// TestCases drafts, applies and takes back each case of testdata/cases, as its
// README tells.
func TestCases(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob(filepath.Join(casesDir, "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases in %s: %v", casesDir, err)
	}
	var drafted tally
	t.Run("case", func(t *testing.T) {
		for _, path := range paths {
			t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
				t.Parallel()
				c := readCase(t, path)
				if c.newerThan(t) {
					t.Logf("PostgreSQL %d and later have it", c.major)
					return
				}
				drafted.add(c.run(t))
			})
		}
	})
	if !t.Failed() && fullRun() {
		drafted.check(t, pgtest.Major(t, pgtest.Connect(t, pgtest.Database(t))))
	}
}

// fullRun reports whether -run selected all cases.
func fullRun() bool {
	return !slices.ContainsFunc(os.Args, func(arg string) bool {
		return strings.HasPrefix(arg, "-test.run=") && strings.Contains(arg, "/")
	})
}

// A testCase is an archive of testdata/cases.
type testCase struct {
	path    string
	archive *txtar.Archive
	flags   []string // of deed revision --autogenerate
	major   int      // the first major version of PostgreSQL that has it
	strange bool     // the tables of before.sql are nobody's
	dir     string   // of the environment
	url     string
	conn    *pgx.Conn
}

// readCase reads an archive. Its comment says what it is about; lines that
// begin with a word and a colon are settings.
func readCase(t *testing.T, path string) *testCase {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := &testCase{path: path, archive: archive}
	for line := range strings.Lines(string(archive.Comment)) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch name {
		case "flags":
			c.flags = strings.Fields(value)
		case "since":
			if _, err := fmt.Sscanf(value, "PostgreSQL %d", &c.major); err != nil {
				t.Fatalf("%s: %s: %v", path, line, err)
			}
		case "before":
			c.strange = value == "not adopted"
		}
	}
	return c
}

func (c *testCase) newerThan(t *testing.T) bool {
	t.Helper()
	return c.major > 0 && pgtest.Major(t, pgtest.Connect(t, pgtest.Database(t))) < c.major
}

func (c *testCase) file(name string) string {
	for _, f := range c.archive.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

// run returns the operations that the case drafted for the way there.
func (c *testCase) run(t *testing.T) []op.Operation {
	t.Helper()
	c.url = pgtest.Database(t)
	c.conn = pgtest.Connect(t, c.url)
	pgtest.Exec(t, c.conn, c.file("before.sql"))
	c.writeService(t)
	before := c.observe(t, c.conn)

	up, down := c.draft(t)
	c.golden(t, "up.sql", script(t, up))
	c.golden(t, "down.sql", script(t, down))

	c.apply(t, up)
	c.stamp(t, revisionID)
	if after := c.file("after.sql"); after != "" {
		direct := pgtest.Connect(t, pgtest.Database(t))
		pgtest.Exec(t, direct, after)
		same(t, "after the upgrade, against after.sql", c.observe(t, direct), c.observe(t, c.conn))
	}
	if out, status := c.deed("check", c.flags...); status != 0 && c.file("written.go") == "" {
		t.Errorf("a second comparison finds (status %d):\n%s", status, out)
	}
	c.apply(t, down)
	same(t, "after the downgrade, against before", before, c.observe(t, c.conn))
	return up
}

const (
	adoptionID = "000000000000"
	revisionID = "3f1c9a20b7de"
)

// writeService writes a service that owns all that is in the database: it has
// adopted tables, sequences and types, and Owns claims the rest.
func (c *testCase) writeService(t *testing.T) {
	t.Helper()
	root := t.TempDir()
	c.dir = filepath.Join(root, "migrations")
	env := codegen.Environment{Package: "migrations", Variable: "Revisions"}
	env.Service, env.Models, env.Owns = "case", []string{"../models"}, []string{"*.*"}
	source, err := codegen.WriteEnvironment(env)
	check(t, err)
	write(t, filepath.Join(c.dir, "env.go"), source)
	write(t, filepath.Join(root, "go.mod"), []byte("module example.com/case\n\ngo 1.26.0\n"))
	write(t, filepath.Join(root, "models", "models.go"), []byte(c.file("models.go")))
	adoption := codegen.Revision{
		Package: "migrations", Variable: "Revisions", ID: adoptionID, Message: "adopt", Upgrade: c.adoptions(t), Downgrade: []codegen.Step{},
	}
	source, err = codegen.WriteRevision(adoption)
	check(t, err)
	write(t, filepath.Join(c.dir, "0_adopt.go"), source)
	write(t, filepath.Join(c.dir, "HEAD"), []byte(adoptionID+"\n"))
	pgtest.Exec(t, c.conn, "CREATE TABLE deed_version_case (version_num varchar(32) PRIMARY KEY); INSERT INTO deed_version_case VALUES ('"+adoptionID+"')")
}

func (c *testCase) adoptions(t *testing.T) []codegen.Step {
	t.Helper()
	steps := []codegen.Step{}
	if c.strange {
		return steps
	}
	rows, err := c.conn.Query(context.Background(), `SELECT x.kind, n.nspname, x.name FROM (
			SELECT 'table', relnamespace, relname FROM pg_class WHERE relkind IN ('r', 'p')
			UNION ALL SELECT 'sequence', relnamespace, relname FROM pg_class WHERE relkind = 'S'
			UNION ALL SELECT 'type', typnamespace, typname FROM pg_type t LEFT JOIN pg_class c ON c.oid = typrelid
				WHERE typtype IN ('e', 'd', 'r') OR typtype = 'c' AND c.relkind = 'c'
		) x (kind, namespace, name) JOIN pg_namespace n ON n.oid = x.namespace
		WHERE nspname <> 'information_schema' AND nspname !~ '^pg_' ORDER BY 1, 2, 3`)
	check(t, err)
	for rows.Next() {
		var kind, in, name string
		check(t, rows.Scan(&kind, &in, &name))
		if n := schema.NewName(in, name); kind == "table" {
			steps = append(steps, codegen.Steps(op.AdoptTable{Table: n})...)
		} else {
			steps = append(steps, codegen.Steps(op.Adopt{Kind: op.Kind(kind), Name: n})...)
		}
	}
	check(t, rows.Err())
	return steps
}

// draft lets deed write the revision, and reads it back as everybody does.
func (c *testCase) draft(t *testing.T) (up, down []op.Operation) {
	t.Helper()
	path := filepath.Join(c.dir, "written.go")
	if written := c.file("written.go"); written != "" {
		write(t, path, []byte(written))
	} else {
		flags := append([]string{"--autogenerate", "--rev-id", revisionID, "--prove", "off"}, c.flags...)
		out, status := c.deed("revision", flags...)
		if status != 0 {
			t.Fatalf("drafting: status %d\n%s", status, out)
		}
		found, err := filepath.Glob(filepath.Join(c.dir, "*_"+revisionID+"_*.go"))
		if err != nil || len(found) != 1 {
			t.Fatalf("deed wrote %d files: %s", len(found), out)
		}
		path = found[0]
	}
	source, err := os.ReadFile(path)
	check(t, err)
	r, err := codegen.ReadRevision(path, source)
	check(t, err)
	up, down = operations(t, r.Upgrade), operations(t, r.Downgrade)
	c.golden(t, "operations", describe(up))
	if c.file("written.go") == "" {
		c.golden(t, "revision.go", unproven.ReplaceAllString(drafted.ReplaceAllString(string(source), "drafted DATE by"), ""))
	}
	return up, down
}

var (
	drafted  = regexp.MustCompile(`drafted \S+ \S+ UTC by`)
	unproven = regexp.MustCompile(`//\n// Not proven: proving was switched off.\n`)
)

func operations(t *testing.T, steps []codegen.Step) []op.Operation {
	t.Helper()
	var list []op.Operation
	for _, s := range steps {
		if s.Op == nil {
			t.Fatal("a step is no operation")
		}
		list = append(list, s.Op)
	}
	return list
}

func describe(ops []op.Operation) string {
	var b strings.Builder
	for _, o := range ops {
		b.WriteString(op.Describe(o) + "\n")
	}
	return b.String()
}

// deed runs a command of deed on the service.
func (c *testCase) deed(name string, flags ...string) (out string, status int) {
	var b bytes.Buffer
	args := append([]string{"-C", c.dir, "--database-url", c.url, name, "--drop-unmodelled"}, flags...)
	status = cli.Run(context.Background(), args, nil, &b, &b)
	return b.String(), status
}

func script(t *testing.T, ops []op.Operation) string {
	t.Helper()
	return ddl.Script(statements(t, ops))
}

func statements(t *testing.T, ops []op.Operation) []ddl.Statement {
	t.Helper()
	var list []ddl.Statement
	for _, o := range ops {
		s, err := ddl.Statements(o)
		if err != nil {
			t.Fatalf("%s: %v", op.Describe(o), err)
		}
		list = append(list, s...)
	}
	return list
}

func (c *testCase) apply(t *testing.T, ops []op.Operation) {
	t.Helper()
	for _, s := range statements(t, ops) {
		if _, err := c.conn.Exec(context.Background(), s.SQL, pgx.QueryExecModeSimpleProtocol); err != nil {
			t.Fatalf("%s\n%v", s.SQL, err)
		}
	}
}

func (c *testCase) stamp(t *testing.T, id string) {
	t.Helper()
	pgtest.Exec(t, c.conn, "UPDATE deed_version_case SET version_num = '"+id+"'")
}

func (c *testCase) observe(t *testing.T, conn *pgx.Conn) observe.Snapshot {
	t.Helper()
	snapshot, err := observe.Take(context.Background(), conn, observe.Options{Ignore: []schema.Name{"deed_version_case"}})
	check(t, err)
	return snapshot
}

func same(t *testing.T, when string, want, got observe.Snapshot) {
	t.Helper()
	if differences := observe.Diff(want, got); len(differences) > 0 {
		t.Errorf("%s:\n%s", when, observe.Describe(differences, 20))
	}
}

// golden compares a section of the archive, or with -update writes it.
func (c *testCase) golden(t *testing.T, name, got string) {
	t.Helper()
	if c.file(name) == got && slices.ContainsFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == name }) {
		return
	}
	if !*update {
		t.Errorf("%s is\n%s\nand not\n%s", name, got, c.file(name))
		return
	}
	i := slices.IndexFunc(c.archive.Files, func(f txtar.File) bool { return f.Name == name })
	if i < 0 {
		i = len(c.archive.Files)
		c.archive.Files = append(c.archive.Files, txtar.File{Name: name})
	}
	c.archive.Files[i].Data = []byte(got)
	write(t, c.path, txtar.Format(c.archive))
}

// A tally holds the types of operation that the cases have.
type tally struct {
	mu   sync.Mutex
	seen map[string]bool
}

func (l *tally) add(ops []op.Operation) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	for _, o := range ops {
		l.seen[strings.TrimPrefix(fmt.Sprintf("%T", o), "op.")] = true
	}
}

// check fails for types of operation that no case has on its way there.
func (l *tally) check(t *testing.T, major int) {
	t.Helper()
	for _, name := range operationTypes(t) {
		if !l.seen[name] {
			t.Errorf("no case of %s drafts an op.%s (on PostgreSQL %d)", casesDir, name, major)
		}
	}
}

// operationTypes takes the types from the source of package op: those that
// have an Inverse.
func operationTypes(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../op/*.go")
	check(t, err)
	var names []string
	for _, file := range files {
		source, err := os.ReadFile(file)
		check(t, err)
		for _, match := range inverse.FindAllSubmatch(source, -1) {
			names = append(names, string(match[1]))
		}
	}
	if len(names) < 40 {
		t.Fatalf("only %d types of operation found in package op", len(names))
	}
	return names
}

var inverse = regexp.MustCompile(`(?m)^func \((?:\w+ )?(\w+)\) Inverse\(\)`)

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	check(t, os.MkdirAll(filepath.Dir(path), 0o755))
	check(t, os.WriteFile(path, data, 0o644))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		var hinted interface{ Hint() string }
		if errors.As(err, &hinted) {
			t.Fatalf("%v\nhint: %s", err, hinted.Hint())
		}
		t.Fatal(err)
	}
}
