package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about what a partition or child table has of its own on a
// column that it has from a parent: a comment, a default, a statistics target.
// It goes with the column where the parent's is dropped, so it is taken off
// before, which the way back puts on again; and it is put on where the parent's
// is made anew.

// childColumns adds what furnishes the columns that come and go with the
// parent's. All operations on the parents are there by now.
func (d *differ) childColumns() {
	dropped, added, detached := map[key]bool{}, map[key]bool{}, map[schema.Name]bool{}
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.DropColumn:
			dropped[column(o.Table, o.Column.Name)] = true
		case op.AddColumn:
			added[column(o.Table, o.Column.Name)] = true
		case op.DetachPartition:
			detached[o.Table] = true // its columns are its own while they change
		}
	}
	for _, f := range d.from.Tables {
		t := d.to.Table(f.Name)
		if t == nil || len(parentsOf(f)) == 0 || len(dropped) == 0 || detached[f.Name] {
			continue
		}
		from, to := d.withInherited(f, d.from), d.withInherited(*t, d.to)
		for _, c := range from.Columns {
			old := d.broughtBy(from, to, c.Name, dropped, d.from)
			if old == nil || dropped[column(f.Name, c.Name)] {
				continue
			}
			d.departing = append(d.departing, d.only(func() { d.alterColumn(f.Name, c, *old) })...)
			if fresh := d.broughtBy(from, to, c.Name, added, d.to); fresh != nil && to.Column(c.Name) != nil {
				d.instead(func(o op.Operation) bool { return isColumn(o, f.Name, c.Name) },
					d.only(func() { d.alterColumn(f.Name, *fresh, *to.Column(c.Name)) })...)
			}
		}
	}
}

// only returns what the function adds, and leaves the operations as they were.
func (d *differ) only(add func()) []op.Operation {
	before := d.ops
	d.ops = nil
	add()
	added := d.ops
	d.ops = before
	return added
}

// isColumn reports whether the operation alters the column in place.
func isColumn(o op.Operation, table schema.Name, column string) bool {
	switch o := o.(type) {
	case op.AlterColumn:
		return o.Table == table && o.To.Name == column
	case op.SetComment:
		return o.On == "column" && o.Object == table && o.Part == column
	}
	return false
}

// broughtBy returns a column as a child has it from the parent among whose
// changed columns it is, on one side, or nil.
func (d *differ) broughtBy(from, to schema.Table, name string, changed map[key]bool, in schema.Database) *schema.Column {
	for _, n := range parentsOf(to) {
		parent := in.Table(n)
		if parent == nil || !slices.Contains(parentsOf(from), n) {
			continue
		}
		p := d.withInherited(*parent, in)
		if !changed[column(n, name)] && d.broughtBy(p, p, name, changed, in) == nil {
			continue
		}
		if c := p.Column(name); c != nil {
			return inheritedFrom(*integerColumn(n, c))
		}
	}
	return nil
}
