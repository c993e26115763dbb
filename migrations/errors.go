package migrations

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgconn"
)

// A StepError says which statement of which revision failed, and where the
// database stands now.
type StepError struct {
	Revision  string
	Message   string
	File      string // that holds the revision
	Direction Direction
	Step      int // counted from 1; 0: the runner's own bookkeeping
	Steps     int
	SQL       string // empty for a Func
	Position  int    // of the error in SQL, in characters from 1; 0: unknown
	Err       error
	// Whose says whose the object is that PostgreSQL has refused to drop, alter
	// or create, if it is not the service's own; else nil.
	Whose *FenceError
	// Standing says where the database stands now.
	Standing string
}

func (e *StepError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of %s", e.Direction, Revision{ID: e.Revision, Message: e.Message}.title())
	if e.Step > 0 {
		fmt.Fprintf(&b, ", step %d of %d", e.Step, e.Steps)
	}
	if e.Position > 0 && strings.Contains(strings.TrimSpace(e.SQL), "\n") {
		fmt.Fprintf(&b, ", line %d of its SQL", lineAt(e.SQL, e.Position))
	}
	fmt.Fprintf(&b, ": %s", message(e.Err))
	if e.Whose != nil {
		fmt.Fprintf(&b, "\n%s", e.Whose)
	}
	return b.String()
}

// Unwrap returns the cause, for a server's error a [pgconn.PgError].
func (e *StepError) Unwrap() error { return e.Err }

// message is PostgreSQL's own message, or the error's text.
func message(err error) string {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return fmt.Sprintf("%s (SQLSTATE %s)", pgErr.Message, pgErr.Code)
	}
	return err.Error()
}

// Hint is PostgreSQL's hint, or ours for errors that come with migrations.
func (e *StepError) Hint() string {
	var pgErr *pgconn.PgError
	if !errors.As(e.Err, &pgErr) {
		return ""
	}
	switch {
	case e.Whose != nil: // and not CASCADE
		return e.Whose.Hint()
	case pgErr.Code == "2BP01": // CASCADE would take what is others'
		return "drop what depends on it first, where it is this service's own; what is others' their revisions change"
	case pgErr.Hint != "":
		return pgErr.Hint
	case pgErr.Code == "55P03":
		return "somebody else holds a lock on the table; try again when it is quiet, or wait longer with --lock-timeout"
	case pgErr.Code == "40P01":
		return "another transaction wanted the same tables in another order; try again"
	case pgErr.Code == "0A000" && e.SQL == "": // BEGIN READ WRITE
		return "a standby can only be read: give the address of the primary"
	case pgErr.Code == "25001":
		return "mark the statement with NoTransaction: true"
	case pgErr.Code == "42501":
		return "the role that runs migrations must own the table, or be a member of the role that does"
	}
	return ""
}

// Detail shows the file, the statement with a mark under the error, what
// PostgreSQL adds, and where the database stands.
func (e *StepError) Detail() string {
	var b strings.Builder
	if e.SQL != "" {
		if e.File != "" && e.Step > 0 {
			fmt.Fprintf(&b, "in %s:\n", e.File)
		}
		b.WriteString(indent(markPosition(e.SQL, e.Position)))
		b.WriteString("\n")
	}
	var pgErr *pgconn.PgError
	if errors.As(e.Err, &pgErr) {
		if pgErr.Detail != "" {
			fmt.Fprintf(&b, "\n    %s\n", pgErr.Detail)
		}
		if pgErr.InternalQuery != "" {
			fmt.Fprintf(&b, "\n%s\n", indent(markPosition(pgErr.InternalQuery, int(pgErr.InternalPosition))))
		}
		if pgErr.Where != "" {
			fmt.Fprintf(&b, "\n%s\n", indent(pgErr.Where))
		}
	}
	if e.Standing != "" {
		fmt.Fprintf(&b, "\n%s", e.Standing)
	}
	return strings.TrimLeft(b.String(), "\n")
}

func indent(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n    ")
}

// lineAt returns the line of a position, counted from 1 as the position is.
func lineAt(sql string, position int) int {
	before := []rune(sql)
	return strings.Count(string(before[:min(position-1, len(before))]), "\n") + 1
}

// markPosition puts a caret under the character at position, counted from 1.
func markPosition(sql string, position int) string {
	if position <= 0 {
		return sql
	}
	var out []string
	for line := range strings.SplitSeq(sql, "\n") {
		out = append(out, line)
		width := utf8.RuneCountInString(line) + 1
		if position >= 1 && position <= width {
			out = append(out, strings.Repeat(" ", position-1)+"^")
		}
		position -= width
	}
	return strings.Join(out, "\n")
}
