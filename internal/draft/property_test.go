package draft_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"pgregory.net/rapid"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/internal/schemagen"
	"github.com/deedsql/deed/internal/scratch"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/model"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// defaults are the flags of rapid where none is given: few pairs and always the
// same, so that nobody's change fails for what was there before. make fuzz
// draws others.
var defaults = map[string]string{"rapid.checks": "25", "rapid.seed": "1"}

// TestDraftsLeadThereAndBack holds the law of drafts for random pairs of
// schemas: the models of one, drafted against a database with the other, lead
// to the one exactly; then there is nothing left to draft; and the way back
// leads back exactly.
func TestDraftsLeadThereAndBack(t *testing.T) {
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || strings.HasPrefix(f.Name, "rapid.") })
	for name, value := range defaults {
		if given {
			break
		}
		if err := flag.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	server := pgtest.Server(t, nil)
	makeTablespace(t, server)
	root := t.TempDir()
	tried, refused, drafted := 0, 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		p := schemagen.Draw(rt)
		dir, err := os.MkdirTemp(root, "")
		if err != nil {
			rt.Fatal(err)
		}
		l := &law{t: rt, dir: dir, before: fresh(rt, server), after: fresh(rt, server), renames: renamesOf(p)}
		l.load(l.before, "before", p.Before)
		l.load(l.after, "after", p.After)
		if p.Rows {
			l.seed()
		}
		tried, refused = tried+len(p.Before)+len(p.After), refused+l.refused
		drafted += l.hold()
	})
	t.Logf("%d of %d statements refused, %d operations drafted", refused, tried, drafted)
}

// law is one trial.
type law struct {
	t             *rapid.T
	dir           string // of the models
	before, after *pgx.Conn
	renames       []diff.Rename
	history       []op.Operation
	refused       int
	rows          map[schema.Name]int
	log           strings.Builder // what was done, for who has to see why it failed
}

// fresh connects to a new database.
func fresh(t *rapid.T, server *scratch.Server) *pgx.Conn {
	url, err := server.CreateDatabase(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = conn.Close(context.Background())
		_ = server.DropDatabase(context.Background(), conn.Config().Database)
	})
	return conn
}

// load runs a script and leaves out what the server refuses.
func (l *law) load(conn *pgx.Conn, name string, script []string) {
	fmt.Fprintf(&l.log, "-- %s\n", name)
	for _, sql := range script {
		if _, err := conn.Exec(l.t.Context(), sql, pgx.QueryExecModeSimpleProtocol); err != nil {
			l.refused++
			if os.Getenv("DEED_TEST_REFUSED") != "" {
				fmt.Println(sql, err)
			}
			continue
		}
		fmt.Fprintf(&l.log, "%s;\n", sql)
	}
}

func (l *law) fatal(format string, args ...any) {
	l.t.Helper()
	l.t.Fatalf(format+"\n%s", append(args, l.log.String())...)
}

// hold holds the law and returns the number of operations.
func (l *law) hold() int {
	start, end := l.observe(l.before), l.observe(l.after)
	l.history = l.created()
	models := l.models()
	d := l.draft(models)
	if !l.apply("upgrade", d.Ops) {
		return 0
	}
	l.rowsSurvive(d.Ops)
	if left := observe.Diff(local(l.observe(l.before)), local(end)); len(left) > 0 {
		l.fatal("the upgrade does not lead to what the models say:\n%s", observe.Describe(left, 8))
	}
	if again := l.draft(models); len(again.Ops) > 0 {
		l.fatal("there is more to draft: %s", describe(again.Ops))
	}
	if !l.apply("downgrade", d.Reverse) {
		return len(d.Ops)
	}
	if left := observe.Diff(valid(local(start)), valid(local(l.observe(l.before)))); len(left) > 0 {
		l.fatal("the downgrade does not lead back:\n%s", observe.Describe(left, 8))
	}
	return len(d.Ops)
}

func (l *law) observe(conn *pgx.Conn) observe.Snapshot {
	s, err := observe.Take(l.t.Context(), conn, observe.Options{})
	if err != nil {
		l.fatal("%v", err)
	}
	return s
}

// models writes models of the database after, and reads them.
func (l *law) models() draft.Models {
	c, err := introspect.Read(l.t.Context(), l.after, introspect.Options{})
	if err != nil {
		l.fatal("%v", err)
	}
	files, err := codegen.WriteModels(c.Database, codegen.ModelOptions{})
	if err != nil {
		l.fatal("writing models: %v", err)
	}
	for name, src := range files {
		if err := os.WriteFile(filepath.Join(l.dir, name), src, 0o644); err != nil {
			l.t.Fatal(err)
		}
	}
	if len(files) == 0 {
		return draft.Models{}
	}
	m, err := model.Load(model.Options{Dirs: []string{l.dir}})
	if err != nil {
		for _, src := range files {
			fmt.Fprintf(&l.log, "%s\n", src)
		}
		l.fatal("loading models: %v", err)
	}
	return draft.Models{Database: m.Database, Renames: l.renames, Unnamed: func(table schema.Name, part string) bool {
		return m.Unnamed(model.Ref{Kind: model.Constraint, Object: table, Part: part}) ||
			m.Unnamed(model.Ref{Kind: model.Index, Object: table, Part: part})
	}}
}

func (l *law) draft(models draft.Models) *draft.Draft {
	d, err := draft.Make(l.t.Context(), l.before, draft.Request{
		Models: func() (draft.Models, error) { return models, nil }, History: l.history, Owns: ownership.Globs{"*.*"}, DropUnmodelled: true,
	})
	if err != nil {
		l.fatal("drafting: %v", err)
	}
	return d
}

// apply executes operations, and reports whether no row stood in their way.
func (l *law) apply(name string, ops []op.Operation) bool {
	fmt.Fprintf(&l.log, "-- %s\n", name)
	for _, o := range ops {
		fmt.Fprintf(&l.log, "-- %s\n", op.Describe(o))
		statements, err := ddl.Statements(o)
		if err != nil {
			l.fatal("%v", err)
		}
		for _, s := range statements {
			fmt.Fprintf(&l.log, "%s;\n", s.SQL)
			_, err := l.before.Exec(l.t.Context(), s.SQL, pgx.QueryExecModeSimpleProtocol)
			if l.isForRows(err) {
				return false
			}
			if err != nil {
				l.fatal("%s: %v", name, err)
			}
		}
	}
	return true
}

func describe(ops []op.Operation) string {
	var list []string
	for _, o := range ops {
		list = append(list, op.Describe(o))
	}
	return strings.Join(list, "\n")
}
