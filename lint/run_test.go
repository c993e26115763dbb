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
