package diff

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// alignParameters writes the storage parameters of indexes in the order that
// they have in from wherever they are the same: a definition shows the order,
// but it means nothing. An index that may be invalid is so only where it is.
func (d *differ) alignParameters() {
	var tables []schema.Table
	for i, t := range d.to.Tables {
		f := d.from.Table(t.Name)
		if f == nil || identical(*f, t) {
			continue
		}
		if aligned, changed := aligned(*f, t); changed {
			if tables == nil {
				tables = slices.Clone(d.to.Tables)
			}
			tables[i] = aligned
		}
	}
	if tables != nil {
		d.to.Tables = tables
	}
}

// aligned returns a table with the parameters in the order of another's.
func aligned(from, t schema.Table) (_ schema.Table, changed bool) {
	align := func(like []string, with *[]string) {
		if !slices.Equal(like, *with) && slices.Equal(sortedCopy(like), sortedCopy(*with)) {
			*with, changed = like, true
		}
	}
	t.Indexes, t.Uniques, t.Exclusions = slices.Clone(t.Indexes), slices.Clone(t.Uniques), slices.Clone(t.Exclusions)
	for i, x := range t.Indexes {
		f := from.Index(x.Name)
		if f != nil {
			align(f.With, &t.Indexes[i].With)
		}
		if x.Invalid && (f == nil || !f.Invalid) { // nothing makes one that is not valid
			t.Indexes[i].Invalid, changed = false, true
		}
	}
	for i := range t.Uniques {
		if f, ok := from.Constraint(t.Uniques[i].Name).(schema.Unique); ok {
			align(f.With, &t.Uniques[i].With)
		}
	}
	for i := range t.Exclusions {
		if f, ok := from.Constraint(t.Exclusions[i].Name).(schema.Exclusion); ok {
			align(f.With, &t.Exclusions[i].With)
		}
	}
	if from.PrimaryKey != nil && t.PrimaryKey != nil {
		k := *t.PrimaryKey
		align(from.PrimaryKey.With, &k.With)
		t.PrimaryKey = &k
	}
	return t, changed
}

func sortedCopy(list []string) []string { return slices.Sorted(slices.Values(list)) }
