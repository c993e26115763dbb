package schema

import (
	"cmp"
	"iter"
	"slices"
)

// A Database is a set of schemas and what they hold, each list sorted by name.
type Database struct {
	Schemas    []Namespace
	Extensions []Extension
	Enums      []Enum
	Domains    []Domain
	Composites []Composite
	Ranges     []Range
	Sequences  []Sequence
	Tables     []Table
}

// A Namespace is a schema in PostgreSQL's sense, by its catalog's name.
type Namespace struct {
	Name    string
	Comment string
}

// An Extension is an installed extension.
type Extension struct {
	Name    string
	Schema  string // empty: wherever CREATE EXTENSION puts it
	Version string // empty: any
	Comment string
}

// Table returns the table of that name, or nil. Tables must be sorted.
func (d *Database) Table(name Name) *Table {
	i, found := slices.BinarySearchFunc(d.Tables, name, func(t Table, n Name) int {
		return cmp.Compare(t.Name, n)
	})
	if !found {
		return nil
	}
	return &d.Tables[i]
}

// Types goes through the types of every kind: an [Enum], a [Domain], a
// [Composite] or a [Range], by its name.
func (d *Database) Types() iter.Seq2[Name, any] {
	return func(yield func(Name, any) bool) {
		_ = each(d.Enums, func(x Enum) bool { return yield(x.Name, x) }) &&
			each(d.Domains, func(x Domain) bool { return yield(x.Name, x) }) &&
			each(d.Composites, func(x Composite) bool { return yield(x.Name, x) }) &&
			each(d.Ranges, func(x Range) bool { return yield(x.Name, x) })
	}
}

// each calls do for the elements of a list until it says to stop.
func each[T any](list []T, do func(T) bool) bool {
	for _, x := range list {
		if !do(x) {
			return false
		}
	}
	return true
}

// Sort puts every list into the order of names. Columns keep theirs.
func (d *Database) Sort() {
	sortBy(d.Schemas, func(x Namespace) string { return x.Name })
	sortBy(d.Extensions, func(x Extension) string { return x.Name })
	sortBy(d.Enums, func(x Enum) Name { return x.Name })
	sortBy(d.Domains, func(x Domain) Name { return x.Name })
	sortBy(d.Composites, func(x Composite) Name { return x.Name })
	sortBy(d.Ranges, func(x Range) Name { return x.Name })
	sortBy(d.Sequences, func(x Sequence) Name { return x.Name })
	sortBy(d.Tables, func(x Table) Name { return x.Name })
	for i := range d.Domains {
		sortBy(d.Domains[i].Checks, func(x Check) string { return x.Name })
	}
	for i := range d.Tables {
		d.Tables[i].sortParts()
	}
}

func (t *Table) sortParts() {
	sortBy(t.Uniques, func(x Unique) string { return x.Name })
	sortBy(t.Checks, func(x Check) string { return x.Name })
	sortBy(t.Exclusions, func(x Exclusion) string { return x.Name })
	sortBy(t.ForeignKeys, func(x ForeignKey) string { return x.Name })
	sortBy(t.Indexes, func(x Index) string { return x.Name })
	sortBy(t.Statistics, func(x Statistics) Name { return x.Name })
}

func sortBy[T any, K cmp.Ordered](list []T, key func(T) K) {
	slices.SortFunc(list, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
