package lint

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/hint"
)

// Options say what to lint, and what is known of owners.
type Options struct {
	// Paths are directories of revisions, revision files, or "DIR/..." for
	// all services under a directory. A directory that has no environment
	// stands for its subdirectory "migrations". Defaults to the working
	// directory.
	Paths []string
	// Root is the directory under which the environments of other services
	// are looked for. Defaults to the repository that holds the first path.
	Root string
	// OwnerFiles are files that "deed owners --json" has written.
	OwnerFiles []string
	// Owners are more owners, such as those that a database's register
	// names.
	Owners []Owner
	// Rules changes the severity of rules, by the ID of one or the name of a
	// group; "off" leaves them out.
	Rules map[string]Severity
	// Since is a revision; it and those before it are not reported on.
	// Defaults to none.
	Since string
}

// Off leaves a rule out, in [Options.Rules].
const Off Severity = "off"

// Run lints revisions.
func Run(opts Options) (Report, error) {
	if err := opts.check(); err != nil {
		return Report{}, err
	}
	targets, err := findTargets(opts.Paths)
	if err != nil {
		return Report{}, err
	}
	owners, err := opts.owners()
	if err != nil {
		return Report{}, err
	}
	dirs := targets.dirs()
	others, err := findEnvironments(cmp.Or(opts.Root, repository(dirs[0])))
	if err != nil {
		return Report{}, fmt.Errorf("looking for services: %w", err)
	}
	services, err := load(dirs, others)
	if err != nil {
		return Report{}, err
	}
	known := newRegistry()
	for _, o := range owners {
		known.add(o)
	}
	for _, s := range services {
		s.owners = owners
		s.register(known)
	}
	var report Report
	since := opts.Since == ""
	for _, s := range services {
		if slices.Contains(dirs, s.env.Dir) {
			report.add(s.lint(known, opts.Rules, s.selection(targets[s.env.Dir], opts.Since)))
			since = since || s.revision(opts.Since) != nil
		}
	}
	if !since {
		return Report{}, fmt.Errorf("there is no revision %s to lint from", opts.Since)
	}
	return report, nil
}

func (o Options) check() error {
	for id, severity := range o.Rules {
		if _, ok := RuleByID(id); !ok && !slices.Contains([]Group{Ownership, Safety, Suppression}, Group(id)) {
			return hint.Wrap(fmt.Errorf("there is no rule or group %q", id), "%s", nearestRule(id))
		}
		if !slices.Contains([]Severity{Error, Warning, Note, Off}, severity) {
			return fmt.Errorf("rule %s: %q is no severity: error, warning, note or off", id, severity)
		}
	}
	return nil
}

func (o Options) owners() ([]Owner, error) {
	list := slices.Clone(o.Owners)
	for _, name := range o.OwnerFiles {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("reading owners: %w", err)
		}
		read, err := ReadOwners(bytes.NewReader(text))
		if err != nil {
			return nil, hint.Wrap(fmt.Errorf("%s: %w", name, err), "write it with: deed owners --json > %s", name)
		}
		list = append(list, read...)
	}
	return list, nil
}

func (r *Report) add(other Report) {
	r.Findings = sortFindings(append(r.Findings, other.Findings...))
	r.Suppressed = sortFindings(append(r.Suppressed, other.Suppressed...))
	r.Services++
	r.Revisions += other.Revisions
	r.Statements += other.Statements
	r.Opaque += other.Opaque
}

// targets maps directories with an environment to the files in them that are
// to be linted; nil: all.
type targets map[string][]string

func (t targets) dirs() []string {
	var list []string
	for dir := range t {
		list = append(list, dir)
	}
	slices.Sort(list)
	return list
}

func findTargets(paths []string) (targets, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	found := targets{}
	for _, path := range paths {
		if err := found.add(path); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (t targets) add(path string) error {
	if dir, ok := strings.CutSuffix(filepath.ToSlash(path), "/..."); ok || path == "..." {
		if path == "..." {
			dir = "."
		}
		dirs, err := findEnvironments(dir)
		for _, d := range dirs {
			t[d] = nil
		}
		if err == nil && len(dirs) == 0 {
			err = hint.New(fmt.Sprintf("no deed.Environment under %s", dir), "run deed init in a service to begin")
		}
		return err
	}
	path = filepath.Clean(path)
	info, err := os.Stat(path)
	if err != nil {
		return fmt.Errorf("looking for revisions: %w", err)
	}
	if !info.IsDir() {
		dir := filepath.Dir(path)
		if files, all := t[dir]; !all || files != nil {
			t[dir] = append(files, path)
		}
		return nil
	}
	for _, dir := range []string{path, filepath.Join(path, "migrations")} {
		if hasEnvironment(dir) {
			t[dir] = nil
			return nil
		}
	}
	return hint.Wrap(fmt.Errorf("%s: %w", path, codegen.ErrNoEnvironment), "name the directory of the revisions, or %s/... for all below it", path)
}

// findEnvironments returns the directories under root whose Go files seem to
// hold an environment.
func findEnvironments(root string) ([]string, error) {
	var dirs []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !entry.IsDir() {
			return nil
		}
		name := entry.Name()
		if path != root && (name == "vendor" || name == "node_modules" || name == "testdata" || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_")) {
			return fs.SkipDir
		}
		if hasEnvironment(path) {
			dirs = append(dirs, filepath.Clean(path))
		}
		return nil
	})
	return dirs, err
}

// hasEnvironment reports whether a Go file of a directory looks as if it held
// an environment.
func hasEnvironment(dir string) bool {
	for _, name := range goFiles(dir) {
		text, err := os.ReadFile(name)
		if err == nil && bytes.Contains(text, []byte(".Environment{")) && bytes.Contains(text, []byte(deedPath)) {
			return true
		}
	}
	return false
}

// goFiles returns the Go files of a directory but its tests.
func goFiles(dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var list []string
	for _, e := range entries {
		name := e.Name()
		if !e.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !strings.HasPrefix(name, "_") && !strings.HasPrefix(name, ".") {
			list = append(list, filepath.Join(dir, name))
		}
	}
	return list
}

// repository returns the directory of the repository that holds dir, or of
// its module, or dir.
func repository(dir string) string {
	for _, mark := range []string{".git", "go.work", "go.mod"} {
		at, err := filepath.Abs(dir)
		for ; err == nil; at = filepath.Dir(at) {
			if _, missing := os.Stat(filepath.Join(at, mark)); missing == nil {
				return at
			}
			if at == filepath.Dir(at) {
				break
			}
		}
	}
	return dir
}

// load reads the services in the directories to lint, where every failure
// counts, and those elsewhere, where what cannot be read is not known.
func load(wanted, others []string) ([]*service, error) {
	dirs := slices.Clone(wanted)
	for _, dir := range others {
		if !slices.ContainsFunc(dirs, func(d string) bool { return sameDir(d, dir) }) {
			dirs = append(dirs, dir)
		}
	}
	services := make([]*service, len(dirs))
	err := inParallel(len(dirs), func(i int) (err error) {
		services[i], err = readService(dirs[i])
		if i >= len(wanted) {
			return nil
		}
		return err
	})
	return slices.DeleteFunc(services, func(s *service) bool { return s == nil }), err
}

func sameDir(a, b string) bool {
	x, errX := filepath.Abs(a)
	y, errY := filepath.Abs(b)
	return errX == nil && errY == nil && x == y
}
