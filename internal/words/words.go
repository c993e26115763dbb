// Package words puts clauses of SQL together, of which most may be absent.
package words

import (
	"slices"
	"strings"
)

// Join joins what is not empty with blanks.
func Join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// When returns text if the condition holds, else nothing.
func When(condition bool, text string) string {
	if condition {
		return text
	}
	return ""
}

// Clause returns "word value", nothing for an empty value.
func Clause(word, value string) string { return When(value != "", word+" "+value) }

// Group returns "word (value)", nothing for an empty value.
func Group(word, value string) string { return When(value != "", word+" ("+value+")") }
