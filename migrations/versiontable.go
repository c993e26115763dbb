package migrations

import (
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/schema"
)

// A versionTable is the table with a row for each head that the database is
// at. Its shape is Alembic's to the letter, so that a history can move from
// Alembic to deed, and back, in place.
type versionTable struct{ name schema.Name }

// createSQL creates the table if it is not there.
func (t versionTable) createSQL() string {
	return fmt.Sprintf(`CREATE TABLE IF NOT EXISTS %s (
    version_num varchar(32) NOT NULL,
    CONSTRAINT %s PRIMARY KEY (version_num)
)`, t.name.SQL(), schema.Quote(t.name.Object()+"_pkc"))
}

// queue asks for the rows, sorted.
func (t versionTable) queue(b *pgx.Batch, into *[]string) {
	b.Queue("SELECT version_num FROM " + t.name.SQL() + " ORDER BY version_num").Query(func(rows pgx.Rows) (err error) {
		if *into, err = pgx.CollectRows(rows, pgx.RowTo[string]); err != nil {
			return fmt.Errorf("reading version table %s: %w", t.name, err)
		}
		return nil
	})
}

// changeSQL returns the statements that turn the rows before into the rows
// after, as Alembic writes them. Each must change exactly one row: a row that
// is not as expected means that somebody else has moved the database.
func (t versionTable) changeSQL(before, after []string) []string {
	gone := without(before, after)
	added := without(after, before)
	var statements []string
	for i := range max(len(gone), len(added)) {
		switch {
		case i >= len(gone):
			statements = append(statements, fmt.Sprintf("INSERT INTO %s (version_num) VALUES (%s)", t.name.SQL(), schema.Literal(added[i])))
		case i >= len(added):
			statements = append(statements, fmt.Sprintf("DELETE FROM %s WHERE version_num = %s", t.name.SQL(), schema.Literal(gone[i])))
		default:
			statements = append(statements, fmt.Sprintf("UPDATE %s SET version_num = %s WHERE version_num = %s",
				t.name.SQL(), schema.Literal(added[i]), schema.Literal(gone[i])))
		}
	}
	return statements
}

// expect returns the statement that fails unless these rows are there, none
// for no rows.
func (t versionTable) expect(rows []string) []ddl.Statement {
	if len(rows) == 0 {
		return nil
	}
	literals := make([]string, len(rows))
	for i, r := range rows {
		literals[i] = schema.Literal(r)
	}
	return []ddl.Statement{{SQL: fmt.Sprintf(
		"DO $$ BEGIN IF (SELECT count(*) FROM %s WHERE version_num IN (%s)) <> %d THEN RAISE USING MESSAGE = %s; END IF; END $$", t.name.SQL(), strings.Join(literals, ", "), len(rows), schema.Literal("nothing done: the database is not at "+at(rows)))}}
}

func (t versionTable) change(before, after []string) []entry {
	var entries []entry
	for _, sql := range t.changeSQL(before, after) {
		entries = append(entries, bookkeeping("the version table "+string(t.name), sql, 1))
	}
	return entries
}

func without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(other, s) })
}

// at says where a database with these rows stands.
func at(rows []string) string {
	if len(rows) == 0 {
		return "base"
	}
	return strings.Join(rows, " and ")
}
