package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"regexp"

	"github.com/deedsql/deed/diff"
)

// A pair is one schema change: a line of a corpus file.
type pair struct {
	Name   string   `json:"name"`
	Before string   `json:"before"`
	After  string   `json:"after"`
	Setup  string   `json:"setup"` // to run before either
	Roles  []string `json:"roles"` // to create first
	// Noop: both sides are the same schema.
	Noop bool `json:"noop"`
	// TableScope: nothing but what deed models.
	TableScope bool     `json:"table_scope_only"`
	Kinds      []string `json:"kinds"`
	// Since is the first major version that knows its SQL; 0: any.
	Since int `json:"since"`
	// Renames are declared for the first draft.
	Renames []diff.Rename `json:"renames"`
	// Refuses is what the refusal names that must stand instead of a draft;
	// empty: nothing has to be refused.
	Refuses string `json:"refuses"`
}

// readPairs reads the pairs of a file whose names match only.
func readPairs(file string, only *regexp.Regexp) ([]pair, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var pairs []pair
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		if only.MatchString(p.Name) {
			pairs = append(pairs, p)
		}
	}
	return pairs, lines.Err()
}
