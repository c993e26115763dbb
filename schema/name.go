package schema

import (
	"cmp"
	"strings"
)

// DefaultSchema is the schema of a [Name] that names none.
const DefaultSchema = "public"

// A Name is the name of an object that lives in a schema: a table, an index,
// a sequence, a type. It is written as people write it: "universities", or
// "auth.users" outside [DefaultSchema]. A part that contains a dot or a double
// quote is double-quoted as in SQL; letter case is kept without quotes. Names
// made with [NewName] or [ParseName] are in normal form and can be compared
// with ==.
type Name string

// NewName returns the normal form of the name of an object in a schema. An
// empty schema stands for [DefaultSchema].
func NewName(schema, object string) Name {
	if schema == "" || schema == DefaultSchema {
		return Name(protect(object))
	}
	return Name(protect(schema) + "." + protect(object))
}

// ParseName returns the normal form of a name that a person wrote, such as
// "public.users".
func ParseName(s string) Name {
	schema, object := Name(s).split()
	return NewName(schema, object)
}

// Schema returns the schema part, [DefaultSchema] when none is written.
func (n Name) Schema() string {
	schema, _ := n.split()
	return cmp.Or(schema, DefaultSchema)
}

// Object returns the part after the schema, without quotes.
func (n Name) Object() string {
	_, object := n.split()
	return object
}

// SQL returns the name schema-qualified and quoted as SQL needs it. It is
// qualified always, so that no search_path can point it at another table.
func (n Name) SQL() string {
	return Quote(n.Schema()) + "." + Quote(n.Object())
}

// Sibling returns the name of another object in the same schema.
func (n Name) Sibling(object string) Name { return NewName(n.Schema(), object) }

func (n Name) split() (schema, object string) {
	s := string(n)
	if !strings.ContainsAny(s, `."`) {
		return "", s
	}
	first, rest := cutPart(s)
	if rest == "" {
		return "", first
	}
	second, _ := cutPart(rest)
	return first, second
}

// cutPart takes one possibly quoted part and the dot after it off s.
func cutPart(s string) (part, rest string) {
	if !strings.HasPrefix(s, `"`) {
		part, rest, _ = strings.Cut(s, ".")
		return part, rest
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != '"' {
			b.WriteByte(s[i])
			continue
		}
		if i+1 < len(s) && s[i+1] == '"' {
			b.WriteByte('"')
			i++
			continue
		}
		return b.String(), strings.TrimPrefix(s[i+1:], ".")
	}
	return b.String(), ""
}

func protect(part string) string {
	if !strings.ContainsAny(part, `."`) {
		return part
	}
	return `"` + strings.ReplaceAll(part, `"`, `""`) + `"`
}
