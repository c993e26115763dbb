package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// beyondTables finds in a script what deed does not model.
var beyondTables = regexp.MustCompile(`(?i)\b(CREATE|ALTER)\s+(OR\s+REPLACE\s+)?(TEMP\w*\s+)?` +
	`(FUNCTION|PROCEDURE|AGGREGATE|VIEW|MATERIALIZED|RECURSIVE|TRIGGER|CONSTRAINT\s+TRIGGER|EVENT\s+TRIGGER|RULE|POLICY|OPERATOR|CAST|COLLATION|FOREIGN|SERVER|PUBLICATION|TEXT\s+SEARCH)\b`)

// wayBack begins the second half of a file of goose, sql-migrate or dbmate.
var wayBack = regexp.MustCompile(`(?m)^--\s*(\+goose Down|\+migrate Down|migrate:down)`)

// concurrently has to go for a script to run in one transaction; what it makes
// is the same without.
var concurrently = regexp.MustCompile(`(?i)\bCONCURRENTLY\b`)

// readHistory makes a pair of each step of a history: scripts of SQL that are
// applied one after the other. What they do to rows is not looked at.
func readHistory(files []string, only *regexp.Regexp) ([]pair, error) {
	var pairs []pair
	var before strings.Builder
	for i, file := range files {
		step, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		if end := wayBack.FindIndex(step); end != nil {
			step = step[:end[0]]
		}
		p := pair{Name: fmt.Sprintf("%d %s", i+1, filepath.Base(file)), Before: before.String()}
		fmt.Fprintf(&before, "%s\n;\n", concurrently.ReplaceAll(step, nil))
		p.After = before.String()
		p.TableScope = !beyondTables.MatchString(p.After)
		if only.MatchString(p.Name) {
			pairs = append(pairs, p)
		}
	}
	return pairs, nil
}
