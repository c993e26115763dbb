package lint

import (
	"cmp"
	"go/token"
	"slices"

	"github.com/deedsql/deed/schema"
)

// A Finding is one place where a rule applies.
type Finding struct {
	Rule     string
	Severity Severity
	Message  string
	Object   schema.Name // what is touched; empty where no single object is
	Owner    string      // the service it belongs to; empty: nobody is known
	Pos, End token.Position
	Hint     string
	// Source is the line that Pos is in.
	Source string
	// Service and Revision say in whose history it was found.
	Service, Revision string
	// Statement is the statement or the operation, in a normal form that
	// lines and blanks do not change.
	Statement string
	// Reason is why it is allowed, in the words of the suppression or of the
	// declared touch.
	Reason string
}

// A Report is the result of linting.
type Report struct {
	Findings   []Finding // sorted by position
	Suppressed []Finding // allowed by a comment, with their Reason

	Services   int
	Revisions  int
	Statements int // operations, statements of raw SQL, Go steps
	Opaque     int // those of them that could not be seen through
}

// Failed reports whether an error was found.
func (r Report) Failed() bool { return r.Count(Error) > 0 }

// Count returns how many findings have that severity.
func (r Report) Count(s Severity) int {
	n := 0
	for _, f := range r.Findings {
		if f.Severity == s {
			n++
		}
	}
	return n
}

func sortFindings(list []Finding) []Finding {
	slices.SortStableFunc(list, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Pos.Filename, b.Pos.Filename),
			cmp.Compare(a.Pos.Offset, b.Pos.Offset),
			cmp.Compare(a.Rule, b.Rule),
			cmp.Compare(a.Message, b.Message))
	})
	return slices.CompactFunc(list, func(a, b Finding) bool {
		return a.Pos == b.Pos && a.Rule == b.Rule && a.Message == b.Message
	})
}
