package cli_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/deedsql/deed/internal/cli"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/internal/scratch"
)

var update = flag.Bool("update", false, "write the goldens of testdata/script and testdata/cases anew")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"deed": func() { os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScript runs the scripts of testdata/script, which use deed as a person
// does. Each has a database of its own, named by DATABASE_URL.
func TestScript(t *testing.T) {
	t.Parallel()
	world := machine(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		Setup:               func(env *testscript.Env) error { return world.setup(env) },
		Cmds:                scriptCommands,
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}

// A world is what scripts see of the machine.
type world struct {
	root  string // of this repository
	cache string // of the user
	env   map[string]string
}

// machine asks the go command for its caches: they are shared, and filled by
// the build of this test, so that no script downloads or compiles deed.
func machine(t *testing.T) world {
	t.Helper()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	w := world{root: root, env: map[string]string{
		"GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOSUMDB": "off", "GOTOOLCHAIN": "local", "GOWORK": "off", "TZ": "UTC",
	}}
	names := []string{"GOCACHE", "GOMODCACHE", "GOPATH"}
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, value := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		w.env[names[i]] = value
	}
	if w.cache, err = os.UserCacheDir(); err != nil {
		t.Fatal(err)
	}
	var servers []string
	for _, found := range scratch.Find(t.Context()) {
		servers = append(servers, found.Bin)
	}
	w.env["DEED_PG_BIN"] = strings.Join(servers, string(filepath.ListSeparator))
	return w
}

func (w world) setup(env *testscript.Env) error {
	t, ok := env.T().(testing.TB)
	if !ok {
		return fmt.Errorf("testscript's T is a %T", env.T())
	}
	for name, value := range w.env {
		env.Setenv(name, value)
	}
	if err := w.shareTemplates(filepath.Join(env.WorkDir, ".cache")); err != nil {
		return err
	}
	env.Setenv("REPO", w.root)
	env.Setenv("HOME", filepath.Join(env.WorkDir, ".home"))
	env.Setenv("XDG_CACHE_HOME", filepath.Join(env.WorkDir, ".cache"))
	env.Setenv("DATABASE_URL", pgtest.Database(t))
	env.Values[testKey{}] = t
	return nil
}

// shareTemplates gives a script's cache folder the templates of scratch servers
// that the machine has; all else in it is the script's own.
func (w world) shareTemplates(cache string) error {
	if err := os.MkdirAll(filepath.Join(cache, "deed"), 0o755); err != nil {
		return err
	}
	return os.Symlink(filepath.Join(w.cache, "deed", "scratch"), filepath.Join(cache, "deed", "scratch"))
}

// testKey is the key under which a script's commands find its testing.TB.
type testKey struct{}
