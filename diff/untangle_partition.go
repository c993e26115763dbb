package diff

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// This file is about partitions whose NOT NULL constraints cannot change in their
// place: they are taken out for the while, or under a foreign key, which does not
// let them go, all do without the constraint.

// isTangled reports whether a partition has to be taken out while the NOT NULL
// constraint that it has from its parent changes: PostgreSQL cannot make that
// not inherited for the while.
func (d *differ) isTangled(table schema.Name, columns []string) bool {
	return d.from.Table(table).PartitionOf != nil && slices.ContainsFunc(columns, func(column string) bool {
		return d.isTangledBy(table, column) && !d.canLoosen(table, column)
	})
}

// isTangledBy reports so of the constraint of one column.
func (d *differ) isTangledBy(table schema.Name, column string) bool {
	x := tangle{d: d, column: column}
	if d.from.Table(table).PartitionOf == nil || x.isMissing(table, &d.from) || x.isMissing(table, &d.to) {
		return false
	}
	parent := d.from.Table(table).PartitionOf.Parent
	ft, tt := x.side(&d.from, table), x.side(&d.to, table)
	fp, tp := x.side(&d.from, parent), x.side(&d.to, parent)
	switch {
	case fp.name == "" || ft.name == "" || tt.name == "":
		return false
	case tp.name == "":
		return true // that of an attached partition is the parent's, whatever its name
	case ft.notValid != tt.notValid && validatedApart(fp, tp, ft, tt):
		return true
	case fp.name == tp.name: // with another type, PostgreSQL would give it its parent's name
		return ft.name != tt.name || ft.name != fp.name && (x.isRetyped(table) || x.isRetyped(parent))
	}
	return ft.name != fp.name || tt.name != tp.name
}

// loosen takes the constraint off the column of a partitioned table that foreign
// keys refer to, so that its partitions cannot be taken out, while it changes its
// type or its partitions' are named.
func (x tangle) loosen() {
	for _, p := range x.family() {
		if !x.d.isPartitioned(p) || !x.isRoot(&x.d.from, p) || !slices.ContainsFunc(x.below(p), x.isLoose) {
			continue
		}
		apart := x.apart(p)
		for _, t := range apart {
			x.share(t, x.side(&x.d.from, t).name)
			x.tell(&x.d.from, t, func(c *schema.Column) { c.NotNullName = x.side(&x.d.from, t).name })
		}
		x.alter(p, func(c *schema.Column) { *c = withoutNotNull(*c) })
		for _, t := range x.below(p) {
			if slices.Contains(apart, t) {
				x.alter(t, func(c *schema.Column) { *c = withoutNotNull(*c) })
			}
			x.tell(&x.d.from, t, func(c *schema.Column) { *c = withoutNotNull(*c) })
		}
	}
}

// isLoose reports whether loosen does for a partition what taking it out does for
// others.
func (x tangle) isLoose(t schema.Name) bool {
	return x.d.isTangledBy(t, x.column) && x.d.canLoosen(t, x.column)
}

// canLoosen reports whether a foreign key refers to what a table is a partition
// of, and the constraint of the column is no key's.
func (d *differ) canLoosen(table schema.Name, column string) bool {
	referenced := false
	for _, db := range []*schema.Database{&d.from, &d.to} {
		for t := db.Table(table); t != nil; t = parentIn(db, t) {
			c := t.Column(column)
			if c != nil && c.Identity != nil || t.PrimaryKey != nil && slices.Contains(t.PrimaryKey.Columns, column) {
				return false
			}
			referenced = referenced || d.isReferenced(t.Name, *db)
		}
	}
	return referenced
}
