package model

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/deedsql/deed/internal/hint"
)

// An Error is a mistake in a model: where it stands, what is wrong, and the
// source line to show with it.
type Error struct {
	Pos   token.Position
	Msg   string
	Line  string // the source line, tabs as they are
	Width int    // how many bytes of it are wrong, from Pos.Column on
}

// Error returns "file:line:column: message" and, on lines of their own, the
// source with the wrong part underlined.
func (e *Error) Error() string {
	head := fmt.Sprintf("%s: %s", e.Pos, e.Msg)
	if e.Line == "" {
		return head
	}
	line := strings.TrimLeft(e.Line, " \t")
	column := min(max(e.Pos.Column-1-(len(e.Line)-len(line)), 0), len(line))
	end := min(column+max(e.Width, 1), max(len(line), column+1))
	before := utf8.RuneCountInString(line[:column])
	under := max(utf8.RuneCountInString(line[column:min(end, len(line))]), 1)
	line = strings.ReplaceAll(line, "\t", " ")
	return fmt.Sprintf("%s\n\t%s\n\t%s%s", head, line, strings.Repeat(" ", before), strings.Repeat("^", under))
}

// Errors are all the mistakes found, in the order of their places.
type Errors []*Error

func (list Errors) Error() string {
	texts := make([]string, len(list))
	for i, e := range list {
		texts[i] = e.Error()
	}
	return strings.Join(texts, "\n")
}

// Unwrap returns the single errors.
func (list Errors) Unwrap() []error {
	all := make([]error, len(list))
	for i, e := range list {
		all[i] = e
	}
	return all
}

// errorAt makes an error that underlines a fragment, up to the end of its
// first line.
func errorAt(f fragment, format string, args ...any) *Error {
	start := f.offset(0)
	pos := f.file.position(start)
	line, lineStart := f.file.line(start)
	width := 1
	if n := len(f.text); n > 0 {
		width = f.offset(n-1) + 1 - start
	}
	width = max(min(width, lineStart+len(line)-start), 1)
	return &Error{Pos: pos, Msg: fmt.Sprintf(format, args...), Line: line, Width: width}
}

func sortErrors(list Errors) Errors {
	slices.SortStableFunc(list, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Filename, b.Pos.Filename), cmp.Compare(a.Pos.Offset, b.Pos.Offset))
	})
	return slices.CompactFunc(list, func(a, b *Error) bool { return a.Pos == b.Pos && a.Msg == b.Msg })
}

// didYouMean returns " (did you mean …?)" with the nearest of the words, or
// nothing if none is near.
func didYouMean(word string, known []string) string {
	if near := hint.Nearest(word, known); near != "" {
		return fmt.Sprintf(" (did you mean %q?)", near)
	}
	return ""
}
