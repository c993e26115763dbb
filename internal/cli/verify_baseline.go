package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/schema"
)

// baselineFile holds, beside env.go, what was there before the history.
const baselineFile = "baseline.sql"

// loadBaseline makes what was there before the history.
func (v *verification) loadBaseline(ctx context.Context) error {
	file, text, err := v.baseline()
	if err != nil {
		return fmt.Errorf("reading the baseline: %w", err)
	}
	if err := v.load(ctx, withoutMeta(text)); err != nil {
		return hint.Wrap(fmt.Errorf("loading the baseline %s: %w", whereIn(file, text, err), err),
			"load it with psql to see more; the extensions that it names have to be installed on this machine")
	}
	if _, err = v.conn.PgConn().Exec(ctx, "RESET ALL").ReadAll(); err != nil {
		return err
	}
	return v.conn.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", v.versionTable().SQL()).Scan(&v.late)
}

// load executes a script. The roles that it misses are made: no dump of a
// database has them, and policies name them all the same.
func (v *verification) load(ctx context.Context, script string) error {
	for {
		_, err := v.conn.PgConn().Exec(ctx, script).ReadAll()
		role := missingRole(err)
		if role == "" {
			return err
		}
		if _, refused := v.conn.Exec(ctx, "CREATE ROLE "+schema.Quote(role)); refused != nil {
			return errors.Join(err, refused)
		}
	}
}

var roleMissing = regexp.MustCompile(`^role "(.+)" does not exist$`)

// missingRole returns the role that a script failed for.
func missingRole(err error) string {
	var refusal *pgconn.PgError
	if !errors.As(err, &refusal) || refusal.Code != "42704" {
		return ""
	}
	if found := roleMissing.FindStringSubmatch(refusal.Message); found != nil {
		return found[1]
	}
	return ""
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

// whereIn returns file:line:column of an error of the server, as far as it says.
func whereIn(file, text string, err error) string {
	pgErr := new(pgconn.PgError)
	if !errors.As(err, &pgErr) || pgErr.Position == 0 {
		return file
	}
	before := []rune(withoutMeta(text))
	before = before[:min(int(pgErr.Position)-1, len(before))]
	line := string(before)
	column := utf8.RuneCountInString(line[strings.LastIndex(line, "\n")+1:]) + 1
	return fmt.Sprintf("%s:%d:%d", file, strings.Count(line, "\n")+1, column)
}

// withoutMeta empties the lines that only psql understands.
func withoutMeta(sql string) string {
	var b strings.Builder
	for line := range strings.Lines(sql) {
		if strings.HasPrefix(line, `\`) {
			line = "\n"
		}
		b.WriteString(line)
	}
	return b.String()
}
