package schema

import "slices"

// An Indexed is a part of a table that has an index, a constraint or the index
// itself, in what PostgreSQL compares when it looks for an index of a partition
// that can stand for one of its parent.
type Indexed struct {
	Name       string
	Constraint bool
	Derived    bool // a partition has it from its parent
	Index      Index
}

// Indexed returns all parts that have an index but for exclusion constraints,
// which PostgreSQL does not compare.
func (t *Table) Indexed() []Indexed {
	var parts []Indexed
	if p := t.PrimaryKey; p != nil {
		parts = append(parts, Indexed{p.Name, true, p.Inherited, keyIndex(p.Columns, p.Include, p.WithoutOverlaps, p.OnOnly)})
	}
	for _, u := range t.Uniques {
		x := keyIndex(u.Columns, u.Include, u.WithoutOverlaps, u.OnOnly)
		x.NullsNotDistinct = u.NullsNotDistinct
		parts = append(parts, Indexed{u.Name, true, u.Inherited, x})
	}
	for _, x := range t.Indexes {
		parts = append(parts, Indexed{x.Name, false, x.Parent != "", x})
	}
	return parts
}

func keyIndex(columns, include []string, overlaps, onOnly bool) Index {
	x := Index{Unique: true, Include: include, OnOnly: onOnly}
	if overlaps {
		x.Method = "gist"
	}
	for _, c := range columns {
		x.Key = append(x.Key, Quote(c))
	}
	return x
}

// StandsFor reports whether PostgreSQL would take the part of a partition for
// that of its parent, whatever it is called and however it is ordered, stored
// and checked (CompareIndexInfo in index.c).
func (x Indexed) StandsFor(parent Indexed) bool {
	a, b := x.Index, parent.Index
	return !b.OnOnly && (x.Constraint || !parent.Constraint) &&
		a.Unique == b.Unique && a.NullsNotDistinct == b.NullsNotDistinct && a.Method == b.Method &&
		slices.Equal(a.Include, b.Include) && a.Where == b.Where &&
		slices.EqualFunc(a.Key, b.Key, func(k, l string) bool { return unordered(k) == unordered(l) })
}

// unordered returns an element of an index's key without its order.
func unordered(element string) string {
	tokens := Tokens(element)
	n := len(tokens)
	if n > 2 && tokens[n-2].Is("nulls") {
		n -= 2
	}
	if n > 1 && (tokens[n-1].Is("desc") || tokens[n-1].Is("asc")) {
		n--
	}
	if n == 0 {
		return element
	}
	return element[:tokens[n-1].End()]
}

// ColumnNames returns the names of the columns of the constraint's index, after
// which PostgreSQL names it.
func (c Unique) ColumnNames() []string {
	return keyIndex(c.Columns, c.Include, false, false).ColumnNames()
}
