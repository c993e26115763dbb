package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// baselineFile holds, beside env.go, what was there before the history.
const baselineFile = "baseline.sql"

// loadBaseline makes what was there before the history.
func (v *verification) loadBaseline(ctx context.Context) error {
	file, text, err := v.baseline()
	if err != nil {
		return fmt.Errorf("reading the baseline: %w", err)
	}
	if _, err := v.conn.PgConn().Exec(ctx, withoutMeta(text)).ReadAll(); err != nil {
		return fmt.Errorf("loading the baseline %s: %w", file, err)
	}
	if _, err = v.conn.PgConn().Exec(ctx, "RESET ALL").ReadAll(); err != nil {
		return err
	}
	return v.conn.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", v.versionTable().SQL()).Scan(&v.late)
}

// baseline reads the file that --baseline names, or the one beside env.go, or
// none.
func (v *verification) baseline() (file, text string, err error) {
	file, _ = v.in.Flags.GetString("baseline")
	named := file != ""
	if !named {
		file = filepath.Join(v.env.Dir, baselineFile)
	}
	content, err := os.ReadFile(file)
	if !named && errors.Is(err, fs.ErrNotExist) {
		v.bare = true
		return "", "", nil
	}
	return file, string(content), err
}

// withoutMeta drops the lines that only psql understands.
func withoutMeta(sql string) string {
	var b strings.Builder
	for line := range strings.Lines(sql) {
		if !strings.HasPrefix(line, `\`) {
			b.WriteString(line)
		}
	}
	return b.String()
}
