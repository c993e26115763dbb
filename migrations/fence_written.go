package migrations

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// rowEvents are what is done to rows of a relation, as in pg_trigger.tgtype.
type rowEvents int32

const (
	rowsInserted  rowEvents = 1 << 2
	rowsDeleted   rowEvents = 1 << 3
	rowsUpdated   rowEvents = 1 << 4
	rowsTruncated rowEvents = 1<<5 | rowsDeleted
)

// writtenAt reports whether the name that begins at a token stands where a
// statement says what it writes or changes: anywhere but behind FROM, JOIN and
// in expressions; and what the statement does to rows.
func writtenAt(tokens []schema.Token, i int) (events rowEvents, written bool) {
	if i > 0 && tokens[i-1].Is(".") {
		return 0, false
	}
	before := i - 1
	for before >= 0 && slices.ContainsFunc([]string{"only", "if", "exists", "not", "concurrently", "table", "verbose", "(", ")"}, tokens[before].Is) {
		switch open := opening(tokens[:before+1]); {
		case tokens[before].Is(")") && open > 0 && slices.ContainsFunc([]string{"analyze", "cluster", "vacuum", "reindex"}, tokens[open-1].Is):
			before = open // of options
		case tokens[before].Is(")"), tokens[before].Is("(") && (before == 0 || !tokens[before-1].Is("inherits") && !tokens[before-1].Is("only")):
			return 0, false
		}
		before--
	}
	switch {
	case before < 0:
		return 0, false
	case tokens[before].Is(","):
		verb := verbOfList(tokens[:before])
		return eventsOf(tokens, verb), verb >= 0
	case tokens[before].Is("from"):
		return rowsDeleted, before > 0 && tokens[before-1].Is("delete")
	}
	return eventsOf(tokens, before), slices.ContainsFunc(writing, tokens[before].Is)
}

// writing are the words before what a statement writes or changes.
var writing = []string{
	"into", "update", "truncate", "copy", "lock", "on", "view", "sequence", "index", "alter", "drop", "vacuum", "analyze", "reindex", "cluster", "refresh",
	"of", "inherit", "inherits", "partition",
}

// eventsOf says what a statement does to rows, by the word before their table.
func eventsOf(tokens []schema.Token, at int) (events rowEvents) {
	switch is := tokens[max(at, 0)].Is; {
	case is("truncate"):
		return rowsTruncated
	case is("update"):
		return rowsUpdated
	case is("copy"), is("into"):
		events = rowsInserted
	}
	for _, t := range tokens[at+1:] {
		switch {
		case events == 0, t.Is(";"):
			return events
		case t.Is("update"): // of MERGE, or ON CONFLICT
			events |= rowsUpdated
		case t.Is("delete"):
			events |= rowsDeleted
		}
	}
	return events
}

// opening returns the place of the parenthesis that the last token closes, or -1.
func opening(tokens []schema.Token) int {
	depth := 0
	for i := len(tokens) - 1; i >= 0; i-- {
		switch {
		case tokens[i].Is(")"):
			depth++
		case tokens[i].Is("("):
			depth--
		}
		if depth <= 0 {
			return i
		}
	}
	return -1
}

// verbOfList returns the place of the verb of a statement that can name several
// tables, if a comma behind the tokens stands in such a list; or -1.
func verbOfList(tokens []schema.Token) int {
	for i := len(tokens) - 1; i >= 0 && !tokens[i].Is(";"); i-- {
		switch is := tokens[i].Is; {
		case slices.ContainsFunc([]string{"truncate", "drop", "lock", "analyze", "vacuum"}, is):
			return i
		case is(")"):
			i = max(opening(tokens[:i+1]), 0)
		case is("("), is("select"), is("from"):
			return -1
		}
	}
	return -1
}
