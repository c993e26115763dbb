package lint

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRun lints the repositories in testdata. The comment of an archive says
// what is linted on its first line; its file "want" is the report.
func TestRun(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			dir := unpack(t, archive)
			var got bytes.Buffer
			if err := runIn(t, dir, archive).Write(&got, Human, WriteOptions{Root: dir, Notes: true}); err != nil {
				t.Fatal(err)
			}
			golden(t, name, archive, got.String())
		})
	}
}

// unpack writes an archive's files to a directory.
func unpack(t testing.TB, archive *txtar.Archive) string {
	t.Helper()
	dir := t.TempDir()
	for _, f := range archive.Files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func runIn(t testing.TB, dir string, archive *txtar.Archive) Report {
	t.Helper()
	first, _, _ := strings.Cut(string(archive.Comment), "\n")
	opts := Options{Root: dir}
	for _, arg := range strings.Fields(first) {
		if strings.HasSuffix(arg, ".json") {
			opts.OwnerFiles = append(opts.OwnerFiles, filepath.Join(dir, arg))
			continue
		}
		opts.Paths = append(opts.Paths, filepath.Join(dir, arg))
	}
	report, err := Run(opts)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func golden(t *testing.T, name string, archive *txtar.Archive, got string) {
	t.Helper()
	for i, f := range archive.Files {
		if f.Name != "want" {
			continue
		}
		if *update {
			archive.Files[i].Data = []byte(got)
			if err := os.WriteFile(name, txtar.Format(archive), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		if diff := cmp.Diff(string(f.Data), got); diff != "" {
			t.Errorf("report (-want +got):\n%s", diff)
		}
		return
	}
	t.Error("the archive has no file want")
}

// TestOptions lints one repository in several ways.
func TestOptions(t *testing.T) {
	t.Parallel()
	archive, err := txtar.ParseFile("testdata/operations.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := unpack(t, archive)
	tests := []struct {
		name                        string
		opts                        Options
		errors, warnings, revisions int
		failure                     string
	}{
		{name: "all", errors: 18, warnings: 15, revisions: 2},
		{name: "a file", opts: Options{Paths: []string{filepath.Join(dir, "o1.go")}}, revisions: 1},
		{name: "since", opts: Options{Since: "o1"}, errors: 18, warnings: 15, revisions: 1},
		{name: "since the head", opts: Options{Since: "o2"}},
		{name: "a group off", opts: Options{Rules: map[string]Severity{"safety": Off, "own-opaque": Off}}, errors: 18, warnings: 1, revisions: 2},
		{name: "a rule within a group", opts: Options{Rules: map[string]Severity{"ownership": Off, "own-opaque": Error, "safety": Off}}, errors: 1, revisions: 2},
		{name: "no such rule", opts: Options{Rules: map[string]Severity{"own-dorp": Off}}, failure: `there is no rule or group "own-dorp"`},
		{name: "no such severity", opts: Options{Rules: map[string]Severity{"own-drop": "fatal"}}, failure: `rule own-drop: "fatal" is no severity: error, warning, note or off`},
		{name: "no such revision", opts: Options{Since: "o9"}, failure: "there is no revision o9 to lint from"},
		{name: "no such path", opts: Options{Paths: []string{filepath.Join(dir, "none")}}, failure: "no such file or directory"},
		{name: "no environment", opts: Options{Paths: []string{t.TempDir()}}, failure: "no deed.Environment"},
		{name: "no owners", opts: Options{OwnerFiles: []string{filepath.Join(dir, "o1.go")}}, failure: "o1.go: reading owners: "},
	}
	for _, test := range tests {
		opts := test.opts
		opts.Root = dir
		if opts.Paths == nil {
			opts.Paths = []string{dir}
		}
		report, err := Run(opts)
		switch {
		case test.failure != "" && (err == nil || !strings.Contains(err.Error(), test.failure)):
			t.Errorf("%s: error %v, want %s", test.name, err, test.failure)
		case test.failure == "" && (err != nil || report.Count(Error) != test.errors || report.Count(Warning) != test.warnings || report.Revisions != test.revisions):
			t.Errorf("%s: %d errors, %d warnings in %d revisions, error %v", test.name, report.Count(Error), report.Count(Warning), report.Revisions, err)
		}
	}
}
