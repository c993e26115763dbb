package schema

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// MaxIdentifier is the length of an identifier in bytes past which PostgreSQL
// cuts it off (NAMEDATALEN - 1).
const MaxIdentifier = 63

// ObjectName returns the name that PostgreSQL makes of a table, columns and a
// label, such as "users_email_key": of the first two the longer one is
// shortened until all fits into 63 bytes, never inside a character. An empty
// columns or label is left out (makeObjectName in indexcmds.c).
func ObjectName(table, columns, label string) string {
	room := MaxIdentifier
	if columns != "" {
		room--
	}
	if label != "" {
		room -= len(label) + 1
	}
	n, m := len(table), len(columns)
	for n+m > room {
		if n > m {
			n--
		} else {
			m--
		}
	}
	parts := []string{Truncate(table, n)}
	if columns != "" {
		parts = append(parts, Truncate(columns, m))
	}
	if label != "" {
		parts = append(parts, label)
	}
	return strings.Join(parts, "_")
}

// ChooseName is [ObjectName] with a number behind the label where the name is
// taken: "t_a_check1" (ChooseRelationName in indexcmds.c).
func ChooseName(table, columns, label string, taken func(string) bool) string {
	name := ObjectName(table, columns, label)
	for i := 1; taken(name); i++ {
		name = ObjectName(table, columns, label+strconv.Itoa(i))
	}
	return name
}

// JoinColumns joins column names as the default names of constraints and
// indexes have them; it stops once an identifier's length is reached.
func JoinColumns(columns []string) string {
	var b strings.Builder
	for i, c := range columns {
		if i > 0 {
			b.WriteByte('_')
		}
		b.WriteString(Truncate(c, MaxIdentifier))
		if b.Len() > MaxIdentifier {
			break
		}
	}
	return b.String()
}

// Truncate cuts s to at most n bytes and never inside a character.
func Truncate(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// MultirangeName returns the name that PostgreSQL gives to the multirange type
// of a range type. It may cut a character in two, as the server does
// (makeMultirangeTypeName in pg_type.c).
func MultirangeName(ranged string) string {
	if before, after, found := strings.Cut(ranged, "range"); found {
		return Truncate(before+"multirange"+after, MaxIdentifier)
	}
	const suffix = "_multirange"
	return ranged[:min(len(ranged), MaxIdentifier-len(suffix))] + suffix
}
