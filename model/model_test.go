package model

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/deedsql/deed/internal/hint"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata")

// TestGolden loads the models of each archive (all folders but those named
// lib) and compares the schema, or the errors, with its last section.
func TestGolden(t *testing.T) {
	t.Parallel()
	archives, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no archives in testdata: %v", err)
	}
	for _, path := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			golden(t, path)
		})
	}
}

func golden(t *testing.T, path string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var dirs []string
	var want *txtar.File
	for i, f := range archive.Files {
		if f.Name == "want" {
			want = &archive.Files[i]
			continue
		}
		write(t, filepath.Join(dir, f.Name), f.Data)
		folder := filepath.Join(dir, filepath.Dir(f.Name))
		if strings.HasSuffix(f.Name, ".go") && filepath.Base(folder) != "lib" && !slices.Contains(dirs, folder) {
			dirs = append(dirs, folder)
		}
	}
	if want == nil {
		archive.Files = append(archive.Files, txtar.File{Name: "want"})
		want = &archive.Files[len(archive.Files)-1]
	}
	opts := Options{Dirs: dirs, Root: dir}
	for _, option := range strings.Fields(string(archive.Comment)) {
		if value, ok := strings.CutPrefix(option, "schema="); ok {
			opts.DefaultSchema = value
		}
		if value, ok := strings.CutPrefix(option, "tag="); ok {
			opts.Tags = append(opts.Tags, value)
		}
	}
	got := show(Load(opts))
	if *update {
		want.Data = []byte(got)
		write(t, path, txtar.Format(archive))
		return
	}
	if got != string(want.Data) {
		t.Errorf("got:\n%s\nwant:\n%s", got, want.Data)
	}
}

// extract writes the files of an archive into a directory.
func extract(t *testing.T, path, dir string) {
	t.Helper()
	archive, err := txtar.ParseFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range archive.Files {
		write(t, filepath.Join(dir, f.Name), f.Data)
	}
}

func write(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func show(m *Models, err error) string {
	if err != nil {
		return err.Error() + "\n"
	}
	var b strings.Builder
	dump(&b, "", "", reflect.ValueOf(m.Database))
	for _, r := range m.Renames {
		fmt.Fprintf(&b, "rename %s was %s\n", r.Ref, r.Was)
	}
	return b.String()
}

// dump prints what is not zero: a line for each value that is listed, what is
// plain in it on that line.
func dump(b *strings.Builder, indent, name string, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	if name != "" {
		fmt.Fprintf(b, "%s%s", indent, strings.ToLower(name))
		for i := range v.NumField() {
			b.WriteString(plain(v.Type().Field(i).Name, v.Field(i)))
		}
		b.WriteByte('\n')
		indent += "  "
	}
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case f.IsZero() || plain(name, f) != "":
		case f.Kind() == reflect.Slice:
			for j := range f.Len() {
				dump(b, indent, f.Type().Elem().Name(), f.Index(j))
			}
		default:
			dump(b, indent, name, f)
		}
	}
}

// plain returns the text of a value that is neither a struct nor a list of
// such.
func plain(name string, v reflect.Value) string {
	if v.Kind() == reflect.Pointer && !v.IsNil() && v.Elem().Kind() != reflect.Struct {
		return fmt.Sprintf(" %s=%v", name, v.Elem())
	}
	switch {
	case v.IsZero():
	case v.Kind() == reflect.Bool:
		return " " + name
	case v.Kind() == reflect.String && name == "Name":
		return " " + v.String()
	case v.Kind() == reflect.String, v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.String:
		return fmt.Sprintf(" %s=%q", name, v)
	case v.Kind() == reflect.Int64, v.Kind() == reflect.Int:
		return fmt.Sprintf(" %s=%d", name, v.Int())
	}
	return ""
}

func TestErrorAt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, filepath.Join(dir, "m.go"), []byte("package m\n\n//deed:table t\n//deed:check a_ok a > 0\ntype T struct {\n\tA int `deed:\"default: f(1)\"`\n}\n"))
	m, err := Load(Options{Dirs: []string{dir}, Root: dir})
	if err != nil {
		t.Fatal(err)
	}
	cause := errors.New("function f(integer) does not exist")
	err = m.ErrorAt(Ref{Default, "t", "a"}, "", 0, cause)
	want := "m.go:6:24: function f(integer) does not exist\n\tA int `deed:\"default: f(1)\"`\n\t                      ^"
	if err.Error() != want {
		t.Errorf("got:\n%s\nwant:\n%s", err, want)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	if pos, ok := m.Position(Ref{Constraint, "t", "a_ok"}); !ok || pos.Line != 4 || pos.Column != 19 {
		t.Errorf("got %v, %v, want line 4, column 19", pos, ok)
	}
	if err := m.ErrorAt(Ref{Index, "t", "none"}, "", 0, cause); !errors.Is(err, cause) || strings.Contains(err.Error(), "m.go") {
		t.Errorf("got %v, want the error itself", err)
	}
}

func TestSnakeCase(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ID": "id", "UserID": "user_id", "UUIDs": "uuids", "UserIDs": "user_ids", "OAuth2Token": "o_auth2_token",
		"HTTPServer": "http_server", "URL": "url", "APIKey": "api_key", "Name": "name", "IsActive": "is_active",
		"SHA256Sum": "sha256_sum", "Foo_Bar": "foo_bar", "X": "x", "AbC": "ab_c",
	} {
		if got := snakeCase(in); got != want {
			t.Errorf("snakeCase(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"uniqe": "unique", "defualt": "default", "indx": "index", "xyz": "", "colate": "collate"} {
		if got := hint.Nearest(in, keys(columnOptions)); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", in, got, want)
		}
	}
}
