package migrations

import (
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/schema"
)

// A logTable is deed_log: what was done to the database by which service's
// history. Alembic's version table has no room for it. One table serves all
// services of a schema, so deed names the columns that it writes and lives
// with more of them, and lives without the table where it may not have it;
// then only what needs the progress of a divided revision is refused.
type logTable struct {
	name    schema.Name
	service string
	version schema.Name // the version table, which tells histories apart
}

// exceptions notes what the revision was allowed to change of others.
func (t logTable) exceptions(r Revision) entry {
	return bookkeeping("the log "+string(t.name), fmt.Sprintf(
		"UPDATE %[1]s SET touches = %[2]s WHERE id = (SELECT max(id) FROM %[1]s WHERE version_table = %[3]s AND revision = %[4]s)",
		t.name.SQL(), schema.Literal(r.touches()), schema.Literal(string(t.version)), schema.Literal(r.ID)), 1)
}

// createSQL creates the table if it is not there.
func (t logTable) createSQL() string {
	return fmt.Sprintf(`CREATE TABLE IF NOT EXISTS %s (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    service text NOT NULL,
    version_table text NOT NULL,
    revision text NOT NULL,
    direction text NOT NULL,
    checksum text NOT NULL,
    units integer NOT NULL,
    reached integer NOT NULL,
    running boolean NOT NULL DEFAULT false,
    started_at timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    database_user text NOT NULL DEFAULT current_user,
    application text NOT NULL DEFAULT current_setting('application_name'),
    touches text,
    deed text NOT NULL
)`, t.name.SQL())
}

// A passage is one way of one revision, as the log tells it.
type passage struct {
	revision  string
	direction string
	checksum  string
	units     int // statements and functions of the revision
	reached   int // how many of them are committed
	// running: the next one, which is in no transaction, was begun, and its end
	// was not seen.
	running bool
}

// start writes the beginning of a passage; a passage that is finished at once
// has all its units behind it.
func (t logTable) start(p passage, finished bool) entry {
	end := "NULL"
	if finished {
		end = "clock_timestamp()"
	}
	return bookkeeping("the log "+string(t.name), fmt.Sprintf(
		"INSERT INTO %s (service, version_table, revision, direction, checksum, units, reached, finished_at, deed) VALUES (%s, %s, %s, %s, %s, %d, %d, %s, %s)",
		t.name.SQL(), schema.Literal(t.service), schema.Literal(string(t.version)), schema.Literal(p.revision),
		schema.Literal(p.direction), schema.Literal(p.checksum), p.units, p.reached, end, schema.Literal(Version())), 1)
}

// progress writes how far the open passage came.
func (t logTable) progress(p passage, finished bool) entry {
	end := ""
	if finished {
		end = ", finished_at = clock_timestamp()"
	}
	return bookkeeping("the log "+string(t.name), fmt.Sprintf(
		"UPDATE %s SET reached = %d, running = %t%s WHERE version_table = %s AND revision = %s AND finished_at IS NULL",
		t.name.SQL(), p.reached, p.running, end, schema.Literal(string(t.version)), schema.Literal(p.revision)), 1)
}

// abandon closes an open passage without finishing it.
func (t logTable) abandon() entry {
	return bookkeeping("the log "+string(t.name), fmt.Sprintf(
		"UPDATE %s SET finished_at = clock_timestamp() WHERE version_table = %s AND finished_at IS NULL",
		t.name.SQL(), schema.Literal(string(t.version))), -1)
}

// A record is what the log knows of a history.
type record struct {
	open      *passage             // a divided revision that was left half-way
	checksums map[string]string    // of the revisions that were applied last, by id
	upgraded  map[string]time.Time // when those were begun that were not stamped
}

// queue asks for the record of this history.
func (t logTable) queue(b *pgx.Batch, into *record) {
	b.Queue(strings.ReplaceAll(`
SELECT DISTINCT ON (revision, finished_at IS NULL)
       revision, direction, checksum, units, reached, running, started_at, finished_at IS NULL
FROM LOG WHERE version_table = $1
ORDER BY revision, finished_at IS NULL, id DESC`, "LOG", t.name.SQL()), string(t.version)).Query(func(rows pgx.Rows) error {
		if err := into.take(rows); err != nil {
			return fmt.Errorf("reading %s: %w", t.name, err)
		}
		return nil
	})
}

func newRecord() record {
	return record{checksums: map[string]string{}, upgraded: map[string]time.Time{}}
}

// take takes in the rows of the log.
func (r *record) take(rows pgx.Rows) error {
	var p passage
	var open bool
	var started time.Time
	_, err := pgx.ForEachRow(rows, []any{&p.revision, &p.direction, &p.checksum, &p.units, &p.reached, &p.running, &started, &open}, func() error {
		switch {
		case open:
			half := p
			r.open = &half
		case p.reached == p.units && p.direction != string(Down):
			r.checksums[p.revision] = p.checksum
			if p.direction == string(Up) {
				r.upgraded[p.revision] = started
			}
		}
		return nil
	})
	return err
}
