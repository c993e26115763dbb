package model

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzLoad holds that no directive and no tag makes Load fail in another way
// than with a mistake at a place.
func FuzzLoad(f *testing.F) {
	archives, _ := filepath.Glob("testdata/*.txtar")
	for _, path := range archives {
		data, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if _, directive, ok := strings.Cut(line, "//deed:"); ok {
				f.Add(strings.TrimSpace(directive), "null")
			}
			if _, tag, ok := strings.Cut(line, `deed:"`); ok {
				tag, _, _ = strings.Cut(tag, "\"`")
				f.Add("unlogged", tag)
			}
		}
	}
	f.Fuzz(func(t *testing.T, directive, tag string) {
		if strings.ContainsAny(directive+tag, "\n\r`") {
			return
		}
		dir := t.TempDir()
		write(t, filepath.Join(dir, "m.go"), []byte("package m\n\n//deed:table t\n//deed:"+directive+"\ntype T struct {\n\tA int `deed:\""+tag+"\"`\n\tB *string\n}\n"))
		_, err := Load(Options{Dirs: []string{dir}})
		var mistakes Errors
		if err != nil && !errors.As(err, &mistakes) {
			t.Fatalf("%q, %q: %v", directive, tag, err)
		}
		for _, e := range mistakes {
			if !e.Pos.IsValid() || e.Line == "" {
				t.Errorf("%q, %q: no place: %v", directive, tag, e)
			}
			_ = e.Error()
		}
	})
}
