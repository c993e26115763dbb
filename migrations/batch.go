package migrations

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
)

// An entry is one text of SQL in a batch: what one unit does, or bookkeeping.
type entry struct {
	sql  string
	unit *unit // nil for bookkeeping
	what string
	// rows is how many rows the entry must change; negative: any number.
	rows int64
	// read is given the rows of the entry that the fence asked for.
	read func(columns []string)
	// claim is the one that the entry enters into the register.
	claim *claim
}

func unitEntry(u *unit) entry { return entry{sql: u.sql, unit: u, rows: -1} }

func bookkeeping(what, sql string, rows int64) entry {
	return entry{sql: sql, what: what, rows: rows}
}

// markerColumn heads the row that stands before each entry's results.
const markerColumn = "deed_entry"

// A batch is sent as one string, in one round trip, whatever its entries are:
// the extended protocol would refuse an entry that holds several statements.
// So that an error can be given to the right one, each entry is announced by
// a row with its number; where PostgreSQL reports a position, that decides.
type batch struct {
	prefix  string // sent before the first entry: BEGIN and its settings
	entries []entry
}

// text returns the batch as one string and where each entry begins in it,
// counted in characters as PostgreSQL does.
func (b batch) text() (text string, starts []int) {
	var s strings.Builder
	s.WriteString(b.prefix)
	length := utf8.RuneCountInString(b.prefix)
	write := func(part string) {
		s.WriteString(part)
		length += utf8.RuneCountInString(part)
	}
	for i, e := range b.entries {
		write("SELECT " + strconv.Itoa(i) + " AS " + markerColumn + ";\n")
		starts = append(starts, length)
		write(e.sql)
		write("\n;\n") // the line break ends a comment at the end of the entry
	}
	return s.String(), starts
}

// An entryError is an error with the entry that caused it.
type entryError struct {
	entry    *entry // nil: the prefix
	position int    // in the entry's text, counted in characters from 1; 0: unknown
	err      error
}

func (e *entryError) Error() string { return e.err.Error() }
func (e *entryError) Unwrap() error { return e.err }

// run sends the batch and checks what comes back.
func (b batch) run(ctx context.Context, conn *pgconn.PgConn) error {
	if b.prefix == "" && len(b.entries) == 0 {
		return nil
	}
	if err := checkReader(conn); err != nil {
		return &entryError{err: err}
	}
	text, starts := b.text()
	current, changed := -1, int64(0)
	results := conn.Exec(ctx, text)
	for results.NextResult() {
		result := results.ResultReader()
		if number, found := marker(result); found {
			if err := b.check(current, changed); err != nil {
				return errors.Join(err, results.Close())
			}
			if number != current+1 {
				return errors.Join(b.lost(current), results.Close())
			}
			current, changed = number, 0
			continue
		}
		if current >= 0 && b.entries[current].read != nil {
			readRows(result, b.entries[current].read)
		}
		tag, err := result.Close()
		if err == nil {
			changed += tag.RowsAffected()
		}
	}
	if err := results.Close(); err != nil {
		return b.attribute(err, starts, current)
	}
	if current != len(b.entries)-1 {
		return b.lost(current)
	}
	return b.check(current, changed)
}

// marker reads the number of a marker's row.
func marker(result *pgconn.ResultReader) (int, bool) {
	fields := result.FieldDescriptions()
	if len(fields) != 1 || fields[0].Name != markerColumn || !result.NextRow() {
		return 0, false
	}
	number, err := strconv.Atoi(string(result.Values()[0]))
	if err != nil {
		return 0, false
	}
	_, err = result.Close()
	return number, err == nil
}

// readRows hands the rows that answer the fence to read.
func readRows(result *pgconn.ResultReader, read func(columns []string)) {
	fields := result.FieldDescriptions()
	if len(fields) == 0 || fields[0].Name != fenceColumn {
		return
	}
	for result.NextRow() {
		columns := make([]string, len(fields))
		for i, value := range result.Values() {
			columns[i] = string(value)
		}
		read(columns)
	}
}

// check compares the rows that an entry changed with what it must change.
func (b batch) check(i int, changed int64) error {
	if i < 0 || b.entries[i].rows < 0 || b.entries[i].rows == changed {
		return nil
	}
	e := &b.entries[i]
	return &entryError{entry: e, err: fmt.Errorf("%s has %d rows to change instead of %d: somebody else has changed the table meanwhile", e.what, changed, e.rows)}
}

// lost reports an entry that swallowed the one after it, as a text with an
// unclosed quote can.
func (b batch) lost(current int) error {
	var e *entry
	if current >= 0 {
		e = &b.entries[current]
	}
	return &entryError{entry: e, err: errUnclosed}
}

// attribute finds the entry that an error belongs to.
func (b batch) attribute(err error, starts []int, current int) error {
	result := &entryError{err: err}
	if current >= 0 {
		result.entry = &b.entries[current]
	}
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || pgErr.Position == 0 {
		return result
	}
	for i := range b.entries {
		if int(pgErr.Position) > starts[i] {
			result.entry = &b.entries[i]
			result.position = int(pgErr.Position) - starts[i]
		}
	}
	return result
}
