package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/schema"
)

// scriptCommands are the words that scripts have beside those of testscript.
var scriptCommands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"await":     await,
	"dump":      dump,
	"edit":      edit,
	"example":   example,
	"exits":     exits,
	"gomod":     gomod,
	"migrate":   migrate,
	"normalize": normalize,
	"password":  password,
	"pick":      pick,
	"psql":      psql,
	"service":   service,
	"urlform":   urlform,
}

// psql runs SQL, or the file of that name, and prints each row's values with
// | between them.
func psql(ts *testscript.TestScript, neg bool, args []string) {
	for _, sql := range args {
		if strings.HasSuffix(sql, ".sql") {
			sql = ts.ReadFile(sql)
		}
		err := query(ts, ts.Stdout(), sql)
		if err != nil {
			fmt.Fprintln(ts.Stderr(), err)
		}
		if neg != (err != nil) {
			ts.Fatalf("psql %s: %v", sql, err)
		}
	}
}

func query(ts *testscript.TestScript, w io.Writer, sql string) error {
	conn := connect(ts)
	defer conn.Close(context.Background())
	results, err := conn.PgConn().Exec(context.Background(), sql).ReadAll()
	for _, result := range results {
		for _, row := range result.Rows {
			fmt.Fprintln(w, rowText(row))
		}
	}
	return err
}

func rowText(row [][]byte) string {
	cells := make([]string, len(row))
	for i, cell := range row {
		cells[i] = string(cell)
	}
	return strings.Join(cells, "|")
}

func connect(ts *testscript.TestScript) *pgx.Conn {
	conn, err := pgx.Connect(context.Background(), ts.Getenv("DATABASE_URL"))
	ts.Check(err)
	return conn
}

// await runs a query until its answer is t.
func await(ts *testscript.TestScript, _ bool, args []string) {
	var answer strings.Builder
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		answer.Reset()
		ts.Check(query(ts, &answer, args[0]))
		if answer.String() == "t\n" {
			return
		}
	}
	ts.Fatalf("await %s: still %q", args[0], answer.String())
}

// dump writes all that the catalogs say into a file, but for version tables:
// dump FILE. With -all it leaves only deed_log and deed_ownership out.
func dump(ts *testscript.TestScript, _ bool, args []string) {
	conn := connect(ts)
	defer conn.Close(context.Background())
	var opts observe.Options
	file, all := args[len(args)-1], args[0] == "-all"
	if !all {
		opts.Ignore = versionTables(ts, conn)
	}
	snapshot, err := observe.Take(context.Background(), conn, opts)
	ts.Check(err)
	var b strings.Builder
	for _, object := range slices.Sorted(maps.Keys(snapshot)) {
		fmt.Fprintf(&b, "%s\n\t%s\n", object, strings.ReplaceAll(strings.TrimSpace(snapshot[object]), "\n", "\n\t"))
	}
	ts.Check(os.WriteFile(ts.MkAbs(file), []byte(b.String()), 0o644))
}

func versionTables(ts *testscript.TestScript, conn *pgx.Conn) []schema.Name {
	rows, err := conn.Query(context.Background(),
		"SELECT table_schema, table_name FROM information_schema.columns WHERE column_name = 'version_num' AND character_maximum_length = 32")
	ts.Check(err)
	names, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (schema.Name, error) {
		var in, name string
		err := row.Scan(&in, &name)
		return schema.NewName(in, name), err
	})
	ts.Check(err)
	return names
}

// gomod makes the current directory a module that uses this repository:
// gomod MODULE.
func gomod(ts *testscript.TestScript, _ bool, args []string) {
	root := ts.Getenv("REPO")
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	ts.Check(err)
	text := "module " + args[0] + "\n\ngo 1.26.0\n\nrequire github.com/deedsql/deed v0.0.0\n\nreplace github.com/deedsql/deed => " + root + "\n"
	ts.Check(os.WriteFile(ts.MkAbs("go.mod"), []byte(text), 0o644))
	ts.Check(os.WriteFile(ts.MkAbs("go.sum"), sum, 0o644))
}

// example copies an example of testdata/examples and lets it use this
// repository: example NAME. Its .env files stand behind DATABASE_URL.
func example(ts *testscript.TestScript, _ bool, args []string) {
	root := ts.Getenv("REPO")
	ts.Check(os.CopyFS(ts.MkAbs("."), os.DirFS(filepath.Join(root, "testdata", "examples", args[0]))))
	ts.Check(filepath.WalkDir(ts.MkAbs("."), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) != "go.mod" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(path, replaced.ReplaceAll(text, []byte("=> "+root)), 0o644)
	}))
}

var replaced = regexp.MustCompile(`=> \.\./[./]*`)

// service starts a history in the current directory, as most scripts need it:
// service NAME [FLAGS OF deed init].
func service(ts *testscript.TestScript, _ bool, args []string) {
	gomod(ts, false, []string{"example.com/" + args[0]})
	ts.Check(ts.Exec("deed", append([]string{"init", "--service", args[0]}, args[1:]...)...))
}

// migrate builds the service's migrate program as migrate.exe, beside the
// module.
func migrate(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Setenv("CGO_ENABLED", "0")
	ts.Check(ts.Exec("go", "build", "-ldflags=-s -w", "-o", "migrate.exe", "./migrations/migrate"))
}

// edit replaces a text in a file, which must have it once: edit FILE OLD NEW.
// The texts may hold \n and \t.
func edit(ts *testscript.TestScript, _ bool, args []string) {
	unquote := strings.NewReplacer(`\n`, "\n", `\t`, "\t").Replace
	text, old := ts.ReadFile(args[0]), unquote(args[1])
	if n := strings.Count(text, old); n != 1 {
		ts.Fatalf("edit %s: %q stands there %d times", args[0], old, n)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, old, unquote(args[2]), 1)), 0o644))
}

// exits runs a program that must exit with a status: exits 1 deed check.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s exits with %d, not with %d", strings.Join(args[1:], " "), got, want)
	}
}

// pick copies the one file that matches a pattern: pick PATTERN FILE.
func pick(ts *testscript.TestScript, _ bool, args []string) {
	found, err := filepath.Glob(ts.MkAbs(args[0]))
	ts.Check(err)
	if len(found) != 1 {
		ts.Fatalf("pick %s: there are %d: %v", args[0], len(found), found)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), []byte(ts.ReadFile(found[0])), 0o644))
}

var (
	randomID = regexp.MustCompile(`\b[0-9a-f]{12}\b`)
	varying  = []struct {
		pattern *regexp.Regexp
		text    string
	}{
		{regexp.MustCompile(`\b20\d{6}_\d{4}_`), "DATE_"},
		{regexp.MustCompile(`\b20\d\d-\d\d-\d\d \d\d:\d\d UTC`), "DATE"},
		{regexp.MustCompile(` +\d+ ms|  +\d+\.\d s`), " TIME"},
	}
)

// normalize makes a file the same from run to run: its random ids become ID1,
// ID2, …, dates DATE, and durations TIME. The names stdout and stderr stand
// for what the last program printed, and give files of that name.
func normalize(ts *testscript.TestScript, _ bool, args []string) {
	for _, file := range args {
		text := ts.ReadFile(file)
		for _, v := range varying {
			text = v.pattern.ReplaceAllString(text, v.text)
		}
		ids := map[string]string{}
		text = randomID.ReplaceAllStringFunc(strings.ReplaceAll(text, "_", "\x00"), func(id string) string {
			if ids[id] == "" {
				ids[id] = fmt.Sprintf("ID%d", len(ids)+1)
			}
			return ids[id]
		})
		ts.Check(os.WriteFile(ts.MkAbs(strings.TrimPrefix(file, "std")), []byte(strings.ReplaceAll(text, "\x00", "_")), 0o644))
	}
}

// password gives the script a server that asks the role app for the password
// "correct horse", and puts its URL without user into PASSWORD_HOST.
func password(ts *testscript.TestScript, _ bool, _ []string) {
	t, ok := ts.Value(testKey{}).(testing.TB)
	if !ok {
		ts.Fatalf("no testing.TB")
	}
	server := pgtest.Server(t, nil)
	url, err := server.CreateDatabase(context.Background(), "guarded")
	ts.Check(err)
	conn := pgtest.Connect(t, url)
	pgtest.Exec(t, conn, `SET password_encryption = 'scram-sha-256'; -- 13 would take md5
		CREATE ROLE app LOGIN PASSWORD 'correct horse';
		GRANT ALL ON SCHEMA public TO app;
		DO $$ BEGIN EXECUTE format('COPY (VALUES (''local all app scram-sha-256''), (''local all all trust'')) TO %L', current_setting('hba_file')); END $$;
		SELECT pg_reload_conf()`)
	config, err := pgx.ParseConfig(url)
	ts.Check(err)
	ts.Setenv("PASSWORD_HOST", config.Host)
}

// urlform writes NATIVE, the URL of the script's database, into DATABASE_URL
// as other people write theirs.
func urlform(ts *testscript.TestScript, _ bool, args []string) {
	native := ts.Getenv("NATIVE")
	config, err := pgx.ParseConfig(native)
	ts.Check(err)
	rest := strings.TrimPrefix(native, "postgres://")
	form := map[string]string{
		"quoted":   `  "` + native + `"` + "\n",
		"prisma":   native + "&connection_limit=5&schema=public",
		"keywords": fmt.Sprintf("host=%s user=%s dbname=%s", config.Host, config.User, config.Database),
	}
	url, found := form[args[0]]
	if !found {
		url = args[0] + "://" + rest
	}
	ts.Setenv("DATABASE_URL", url)
}
