package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about the one index of a table that its replica identity uses. A
// new one has to be there before the old one can go. Where it cannot be, as
// only one index is CLUSTER's or a column of both changes in between, the table has
// the default identity meanwhile.

// mustPark reports whether an index goes that is CLUSTER's, or over a column that
// changes.
func (d *differ) mustPark(table schema.Name, index string) bool {
	over := d.indexedColumns(table, index)
	goes, blocked := false, false
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.DropIndex:
			this := o.Table == table && o.Index.Name == index
			goes, blocked = goes || this, blocked || this && o.Index.Clustered
		case op.DropConstraint:
			this := o.Table == table && o.Constraint.ConstraintName() == index
			goes, blocked = goes || this, blocked || this && schema.KeyIndexOf(o.Constraint).Clustered
		case op.AlterColumn:
			blocked = blocked || slices.Contains(over, column(o.Table, o.To.Name))
		}
	}
	return goes && blocked
}

// settle makes an effect that is on what an index has beside its definition rest
// on the index, and not bring it.
func (e *effect) settle() {
	isIndex := func(k key) bool { return k.kind == "relation" || k.kind == "constraint" }
	for _, k := range e.creates {
		if isIndex(k) {
			e.need(k)
		}
	}
	e.creates = slices.DeleteFunc(e.creates, isIndex)
}
