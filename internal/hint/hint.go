// Package hint lets an error carry what to try next.
//
// The text of an error says what went wrong; its hint says what a person can
// do about it. The command line prints the hints below the error, each on a
// line of its own.
package hint

import (
	"errors"
	"fmt"
)

type hinted struct {
	error
	hint string
}

func (e *hinted) Unwrap() error { return e.error }

// Hint returns what to try next.
func (e *hinted) Hint() string { return e.hint }

// Wrap gives err a hint. A nil error stays nil.
func Wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &hinted{err, fmt.Sprintf(format, args...)}
}

// New returns an error with that text and hint.
func New(text, hint string) error { return &hinted{errors.New(text), hint} }

// Of returns the hints of err and of all that it wraps, outermost first, each
// once.
func Of(err error) []string {
	var hints []string
	seen := map[string]bool{}
	walk(err, func(e error) {
		h, ok := e.(interface{ Hint() string })
		if !ok || h.Hint() == "" || seen[h.Hint()] {
			return
		}
		seen[h.Hint()] = true
		hints = append(hints, h.Hint())
	})
	return hints
}

// walk calls visit for err and for every error that it wraps, outermost first.
func walk(err error, visit func(error)) {
	if err == nil {
		return
	}
	visit(err)
	switch e := err.(type) { //nolint:errorlint // this walks the tree itself
	case interface{ Unwrap() error }:
		walk(e.Unwrap(), visit)
	case interface{ Unwrap() []error }:
		for _, inner := range e.Unwrap() {
			walk(inner, visit)
		}
	}
}
