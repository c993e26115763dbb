package lint

import (
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/pgtest"
)

// harmless are revisions that the fence lets pass because of how they turn
// out, which lint cannot know.
var harmless = map[string]string{
	"exception":              "own-drop profiles auth",                                       // an exception undoes it
	"savepoint":              "own-drop profiles auth",                                       // ROLLBACK TO undoes it
	"function_defined":       "own-server-wide",                                              // it is not called
	"if_exists":              "own-drop nobody_has_this; own-shared-type nor_this",           // there is no such thing
	"delete_own_rows":        "own-dml auth.favorites auth",                                  // no row refers to these
	"cast_own":               "own-server-wide; own-server-wide",                             // whose casts are is not known
	"extension_own":          "own-cascade",                                                  // only own columns have the type
	"index_own":              "own-alter measures_id_idx",                                    // PostgreSQL named it
	"large_object_rewritten": "own-server-wide; own-server-wide",                             // numbers belong to nobody
	"language_do":            "own-opaque",                                                   // it executes what it puts together
	"large_object":           "own-server-wide; own-server-wide; own-grant; own-server-wide", // numbers belong to nobody
	"replica_own":            "own-session",                                                  // no foreign key points at these
	"deferred_writes":        "own-dml auth.more_things auth",                                // no rows there
	"partition_rows":         "own-dml auth.more_things auth",                                // nor there
	"role_own":               "own-server-wide; own-grant; own-server-wide; own-attach-object deed_trial_legit; own-server-wide",
	"select_for_update":      "own-lock auth.users auth",    // nobody else writes these meanwhile
	"partition_by_do":        "own-opaque",                  // it executes what it puts together
	"virtual_column":         "own-opaque; own-opaque",      // the parser does not know PostgreSQL 18
	"without_overlaps":       "own-opaque",                  // nor this
	"typed":                  "own-cascade",                 // the typed tables are own
	"partitions_by_format":   "own-opaque",                  // it executes what it puts together
	"rows_moved":             "own-dml auth.favorites auth", // no row refers to these
}

// TestAttacks lints the attacks that the fence is tested with.
func TestAttacks(t *testing.T) {
	t.Parallel()
	s := setScene(t)
	for _, tr := range pgtest.Trials(t, "../testdata/attacks") {
		if tr.Head["blind"] != "" {
			continue // only a database can tell
		}
		report := s.lint(t, tr)
		if report.Count(Error)+report.Count(Warning) == 0 {
			t.Errorf("%s: nothing found\n%s", tr.Name, strings.Join(goSteps(tr), "\n-- next step\n"))
		}
	}
}

// TestLegitimateTrials lints the revisions that the fence lets pass.
func TestLegitimateTrials(t *testing.T) {
	t.Parallel()
	s := setScene(t)
	for _, tr := range pgtest.Trials(t, "../testdata/legitimate") {
		if got := rulesOf(s.lint(t, tr)); got != harmless[tr.Name] {
			t.Errorf("%s: found %q\n%s", tr.Name, got, strings.Join(goSteps(tr), "\n-- next step\n"))
		}
	}
}

// goSteps writes the steps of a trial as Go source.
func goSteps(trial pgtest.Trial) []string {
	var steps []string
	for _, s := range trial.Steps {
		text := strconv.Quote(s.SQL)
		switch s.In {
		case "func":
			steps = append(steps, "deed.Func(func(ctx context.Context, tx pgx.Tx) error {\n_, err := tx.Exec(ctx, "+text+")\nreturn err\n})")
		case "alone":
			steps = append(steps, "op.SQL{Up: "+text+", NoTransaction: true}")
		default:
			steps = append(steps, "op.SQL{Up: "+text+"}")
		}
	}
	return steps
}

// A scene is the database of setup.sql: what the service auth has, and the
// first revision of shop.
type scene struct {
	known *registry
	shop  string
}

func setScene(t *testing.T) scene {
	t.Helper()
	source, err := os.ReadFile("../testdata/attacks/setup.sql")
	if err != nil {
		t.Fatal(err)
	}
	s := scene{known: newRegistry()}
	var auth []string
	for section := range strings.SplitSeq("\n"+string(source), "\n-- service ") {
		title, body, _ := strings.Cut(section, "\n")
		step := "op.SQL{Up: " + strconv.Quote(body) + "}"
		switch {
		case strings.HasPrefix(title, "auth"):
			auth = append(auth, revisionSource(fmt.Sprint("auth", len(auth)+1), fmt.Sprint("auth", len(auth)), "", step))
		case strings.HasPrefix(title, "shop"):
			s.shop = revisionSource("shop1", "", "", step)
		}
	}
	serviceOf(t, "auth", auth).register(s.known)
	return s
}

// lint returns what is found in a trial as a revision of shop.
func (s scene) lint(t *testing.T, tr pgtest.Trial) Report {
	t.Helper()
	touches := ""
	if object := tr.Head["touches"]; object != "" {
		touches = fmt.Sprintf("Touches: []deed.Touch{{Object: %q, Reason: \"agreed\"}},", object)
	}
	list, parent := []string{s.shop}, "shop1"
	for i, one := range append(tr.Earlier, tr) {
		id := fmt.Sprint("trial", i)
		list = append(list, revisionSource(id, parent, touches, goSteps(one)...))
		touches, parent = "", id
	}
	return serviceOf(t, "shop", list).lint(s.known, map[string]Severity{"safety": Off}, func(r *revision) bool { return r.ID != "shop1" })
}

func revisionSource(id, parent, fields string, steps ...string) string {
	return fmt.Sprintf(`package migrations
import ("context"; "github.com/jackc/pgx/v5"; "github.com/deedsql/deed"; "github.com/deedsql/deed/op")
var _ = Revisions.Add(deed.Revision{ID: %q, Parents: []string{%q}, Message: "m", %s
Upgrade: []deed.Step{
%s,
},
Downgrade: []deed.Step{}})
`, id, parent, fields, strings.Join(steps, ",\n"))
}

func serviceOf(t *testing.T, name string, revisions []string) *service {
	t.Helper()
	fset := token.NewFileSet()
	var files []File
	for i, src := range revisions {
		file := fmt.Sprintf("%s%d.go", name, i)
		tree, err := parser.ParseFile(fset, file, src, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, File{Name: file, Src: []byte(src), AST: tree})
	}
	env := codegen.Environment{Variable: "Revisions"}
	env.Service = name
	s, err := newService(env, newFolder(fset, files, "Revisions", nil))
	if err != nil {
		t.Fatal(err)
	}
	return s
}
