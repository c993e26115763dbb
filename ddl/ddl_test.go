package ddl_test

import (
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

var update = flag.Bool("update", false, "write testdata anew")

func opName(o op.Operation) string { return reflect.TypeOf(o).Name() }

// operations returns the names of the operations that package op declares.
func operations(t *testing.T) []string {
	t.Helper()
	var names []string
	files, err := filepath.Glob("../op/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("listing package op: %d files, %v", len(files), err)
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok && embedsBase(spec) {
				names = append(names, spec.Name.Name)
			}
			return true
		})
	}
	return names
}

func embedsBase(spec *ast.TypeSpec) bool {
	s, ok := spec.Type.(*ast.StructType)
	if !ok || len(s.Fields.List) == 0 || len(s.Fields.List[0].Names) > 0 {
		return false
	}
	ident, ok := s.Fields.List[0].Type.(*ast.Ident)
	return ok && ident.Name == "base"
}

// TestGolden compares the SQL of every case, and of its inverse, with
// testdata. Every operation has a case.
func TestGolden(t *testing.T) {
	t.Parallel()
	names := operations(t)
	if len(names) < 40 {
		t.Fatalf("found %d operations only", len(names))
	}
	for _, name := range names {
		got := golden(t, name)
		if got == "" {
			t.Errorf("op.%s has no case", name)
			continue
		}
		file := filepath.Join("testdata", name+".sql")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", file, diff)
		}
	}
}

func golden(t *testing.T, name string) string {
	t.Helper()
	var b strings.Builder
	for _, c := range cases {
		if opName(c.op) != name {
			continue
		}
		fmt.Fprintf(&b, "-- %s\n%s", c.reason, script(statements(t, c.op)))
		if inverse, err := c.op.Inverse(); err == nil && !c.oneWay {
			fmt.Fprintf(&b, "-- and back\n%s", script(statements(t, inverse)))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func statements(t *testing.T, o op.Operation) []ddl.Statement {
	t.Helper()
	list, err := ddl.Statements(o)
	if err != nil {
		t.Fatalf("%T: %v", o, err)
	}
	return list
}

func script(list []ddl.Statement) string {
	var b strings.Builder
	for _, s := range list {
		switch {
		case s.NoTransaction:
			b.WriteString("-- outside a transaction:\n")
		case s.Commit:
			b.WriteString("-- commit after:\n")
		}
		b.WriteString(ddl.Script([]ddl.Statement{s}))
	}
	return b.String()
}

// TestPostgres runs every case on PostgreSQL, its inverse after it, and it
// again, each case in a transaction that is rolled back if it can be.
func TestPostgres(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	major := pgtest.Major(t, conn)
	for _, c := range cases {
		if c.min > major || opName(c.op) == "AlterExtension" && major < 14 {
			continue
		}
		t.Run(opName(c.op)+" "+c.reason, func(t *testing.T) { runCase(t, conn, c) })
	}
}

func runCase(t *testing.T, conn *pgx.Conn, c testCase) {
	t.Helper()
	plan := [][]ddl.Statement{statements(t, c.op)}
	if inverse, err := c.op.Inverse(); err == nil && !c.oneWay {
		plan = append(plan, statements(t, inverse), plan[0])
	}
	ctx := t.Context()
	if len(plan[0]) > 0 && plan[0][0].NoTransaction {
		conn = pgtest.Connect(t, pgtest.Database(t))
	} else {
		if _, err := conn.Exec(ctx, "BEGIN"); err != nil {
			t.Fatal(err)
		}
		defer func() {
			if _, err := conn.Exec(ctx, "ROLLBACK"); err != nil {
				t.Error(err)
			}
		}()
	}
	pgtest.Exec(t, conn, c.setup)
	for _, list := range plan {
		for _, s := range list {
			if _, err := conn.Exec(ctx, s.SQL, pgx.QueryExecModeSimpleProtocol); err != nil {
				t.Fatalf("%v\n%s", err, s.SQL)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	generated := schema.Column{Name: "a", Type: "integer", Generated: &schema.Generated{Expr: "b"}}
	virtual := schema.Column{Name: "a", Type: "integer", Generated: &schema.Generated{Expr: "b", Virtual: true}}
	for _, c := range []struct {
		op   op.Operation
		want string
	}{
		{
			op.AlterColumn{Table: "t", From: column("a", "integer"), To: column("b", "integer")},
			"altering column a of t: its name cannot change to b here; use op.RenameColumn",
		},
		{
			op.AlterColumn{Table: "t", From: generated, To: virtual},
			"altering column a of t: PostgreSQL cannot turn a virtual column into a stored one, or back; drop and add it",
		},
		{
			op.AlterDomain{From: schema.Domain{Name: "d", Type: "text"}, To: schema.Domain{Name: "d", Type: "integer"}},
			"altering domain d: PostgreSQL cannot change its type; make a new domain",
		},
		{
			op.AlterSequence{From: schema.Sequence{Name: "a"}, To: schema.Sequence{Name: "b"}},
			"altering sequence a: its name cannot change to b here; use a rename operation",
		},
		{
			op.AlterIndex{Table: "t", From: schema.Index{Name: "i", Key: []string{"a"}}, To: schema.Index{Name: "i", Key: []string{"b"}}},
			"altering index i of t: PostgreSQL cannot change its definition; drop and create it",
		},
		{op.SetComment{On: "view", Object: "v"}, `writing a comment: "view" is not a kind of object (see op.SetComment.On)`},
	} {
		_, err := ddl.Statements(c.op)
		if err == nil || err.Error() != c.want {
			t.Errorf("%T: error %v, want %s", c.op, err, c.want)
		}
	}
}

// TestSequencesGoOn: a column that becomes serial or identity goes on behind
// the values it has.
func TestSequencesGoOn(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	identity := schema.Column{Name: "id", Type: "bigint", NotNull: true, Identity: &schema.Identity{Always: true}}
	plain := schema.Column{Name: "id", Type: "integer"}
	serial := schema.Column{Name: "id", Type: "serial", NotNull: true}
	pgtest.Exec(t, conn, "CREATE TABLE t (id integer, n integer); INSERT INTO t VALUES (41, 0)")
	for i, step := range [][2]schema.Column{{plain, serial}, {serial, identity}, {identity, serial}, {serial, plain}, {plain, identity}} {
		for _, s := range statements(t, op.AlterColumn{Table: "t", From: step[0], To: step[1]}) {
			pgtest.Exec(t, conn, s.SQL)
		}
		if step[1].Identity == nil && step[1].Type == "integer" {
			continue
		}
		var next int
		if err := conn.QueryRow(t.Context(), "INSERT INTO t (n) SELECT max(id) FROM t RETURNING id - n", pgx.QueryExecModeSimpleProtocol).Scan(&next); err != nil {
			t.Fatal(err)
		}
		if next != 1 {
			t.Errorf("step %d: the next id is %d behind the last one", i, next)
		}
	}
}

func TestScriptEndsComments(t *testing.T) {
	t.Parallel()
	got := ddl.Script([]ddl.Statement{{SQL: "SELECT 1 -- one"}, {SQL: "SELECT 2"}})
	if want := "SELECT 1 -- one\n;\nSELECT 2;\n"; got != want {
		t.Errorf("Script = %q, want %q", got, want)
	}
}
