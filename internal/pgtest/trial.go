package pgtest

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A Trial is a revision that somebody tries, in a file: what it does to others
// is held against the fence and against lint.
type Trial struct {
	Name  string
	Head  map[string]string // "-- key: value" at the top of the file
	Steps []TrialStep
	// Earlier are the revisions that come before, and pass.
	Earlier []Trial
}

// A TrialStep is one step of a trial.
type TrialStep struct {
	In  string // "func", "connection", "alone"; empty for plain SQL
	SQL string
}

// Trials reads the trials of a folder, in the order of their names. The file
// setup.sql is none.
func Trials(t testing.TB, dir string) []Trial {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.sql"))
	check(t, err)
	var list []Trial
	for _, path := range paths {
		if filepath.Base(path) == "setup.sql" {
			continue
		}
		source, err := os.ReadFile(path)
		check(t, err)
		name := strings.TrimSuffix(filepath.Base(path), ".sql")
		var revisions []Trial
		for text := range strings.SplitSeq(string(source), "-- next revision\n") {
			revisions = append(revisions, readTrial(name, text))
		}
		last := len(revisions) - 1
		trial := revisions[last]
		trial.Head, trial.Earlier = revisions[0].Head, revisions[:last]
		list = append(list, trial)
	}
	if len(list) < 40 {
		t.Fatalf("%s has %d trials", dir, len(list))
	}
	return list
}

// readTrial reads a file. A later step says "in" anew where it differs.
func readTrial(name, source string) Trial {
	trial := Trial{Name: name, Head: map[string]string{}}
	for i, part := range strings.Split(source, "-- next step\n") {
		head, text := readHead(part)
		if i == 0 {
			maps.Copy(trial.Head, head)
		}
		in, given := head["in"]
		if !given {
			in = trial.Head["in"]
		}
		trial.Steps = append(trial.Steps, TrialStep{in, strings.TrimSpace(text)})
	}
	return trial
}

// readHead takes the comments off the top.
func readHead(part string) (head map[string]string, text string) {
	head = map[string]string{}
	for strings.HasPrefix(part, "-- ") {
		line, rest, _ := strings.Cut(part, "\n")
		if key, value, found := strings.Cut(strings.TrimPrefix(line, "-- "), ": "); found {
			head[key] = value
		}
		part = rest
	}
	return head, part
}
