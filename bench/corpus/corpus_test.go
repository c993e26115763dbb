package main

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/pgtest"
)

// TestPairs holds the law of drafts for our own pairs: up to what the models
// say, down to what was, and nothing left to draft.
func TestPairs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	pairs, err := readPairs("../../testdata/pairs/changes.jsonl", regexp.MustCompile(""))
	if err != nil {
		t.Fatal(err)
	}
	server := pgtest.Server(t, nil)
	pairs = known(pairs, server.Installation.Major)
	results, err := runAll(ctx, runner{server: server, prove: true}, pairs)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if r.Unloadable != "" || !r.ok() || r.TableScope && r.Refused != "" {
			var report strings.Builder
			printResult(&report, r, true)
			t.Error(report.String())
		}
		if r.Refuses != "" && !strings.Contains(r.Refused, r.Refuses) {
			t.Errorf("%s: the refusal does not name %s: %q", r.Name, r.Refuses, r.Refused)
		}
		if r.Noop && strings.TrimSpace(strings.ReplaceAll(r.Script, "-- downgrade", "")) != "" {
			t.Errorf("%s: both sides are the same, but something is drafted:\n%s", r.Name, r.Script)
		}
	}
}

// TestHistory runs the steps of a history as changes, without their way back.
func TestHistory(t *testing.T) {
	t.Parallel()
	files := make([]string, 2)
	for i, step := range []string{
		"CREATE TABLE t (id integer PRIMARY KEY, a text)",
		"-- +goose Up\nCREATE INDEX CONCURRENTLY i ON t (a);\nALTER TABLE t ADD COLUMN b integer\n-- +goose Down\nDROP TABLE t",
	} {
		files[i] = filepath.Join(t.TempDir(), strconv.Itoa(i)+".sql")
		if err := os.WriteFile(files[i], []byte(step), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pairs, err := readHistory(files, regexp.MustCompile(""))
	if err != nil {
		t.Fatal(err)
	}
	results, err := runAll(context.Background(), runner{server: pgtest.Server(t, nil)}, pairs)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"CREATE TABLE", "CREATE INDEX"} {
		if r := results[i]; !r.ok() || r.Unloadable != "" || !strings.Contains(r.Script, want) {
			t.Errorf("step %d: %+v", i, r)
		}
	}
}
