package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about what a partition or child table has of its own on a
// column that it has from a parent: a comment, a default, a statistics target.
// It goes with the column where the parent's is dropped, and with what changes
// on the parent's, so it is taken off before, which the way back puts on again;
// and it is put on where the parent's is made anew.

// childColumns adds what strips and furnishes the columns that children have
// from parents. All operations on the parents are there by now.
func (d *differ) childColumns() {
	c := childColumns{d, map[key]bool{}, map[key]bool{}}
	detached := map[schema.Name]bool{}
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.DropColumn:
			c.dropped[column(o.Table, o.Column.Name)] = true
		case op.AddColumn:
			c.added[column(o.Table, o.Column.Name)] = true
		case op.DetachPartition:
			detached[o.Table] = true // its columns are its own while they change
		case op.DropTable:
			detached[o.Table.Name] = true // it is made anew
		}
	}
	for _, f := range d.from.Tables {
		t := d.to.Table(f.Name)
		if t == nil || detached[f.Name] || (f.PartitionOf == nil) != (t.PartitionOf == nil) { // a parent whose children become partitions is made anew
			continue
		}
		if len(parentsOf(f)) > 0 {
			c.table(d.withInherited(f, d.from), d.withInherited(*t, d.to))
		}
	}
}

// childColumns knows the columns that are dropped and added.
type childColumns struct {
	d              *differ
	dropped, added map[key]bool
}

func (x childColumns) table(from, to schema.Table) {
	for _, c := range from.Columns {
		old := x.d.broughtBy(from, to, c.Name, x.dropped, &x.d.from)
		if is := to.Column(c.Name); is != nil && isOwnBeside(from, c) && isOwnBeside(to, *is) || old != nil && x.keeps(from, to, c.Name) {
			old = nil
		}
		switch {
		case x.dropped[column(from.Name, c.Name)]:
		case old == nil:
			x.strip(from.Name, c, x.d.agreed(from, to, c))
		default:
			old.Identity = c.Identity
			x.strip(from.Name, c, *old)
			x.furnish(from, to, c.Name)
		}
	}
}

// keeps reports whether a child has a column from a parent that neither drops it nor
// makes it anew, whatever another one does.
func (x childColumns) keeps(from, to schema.Table, name string) bool {
	return slices.ContainsFunc(parentsOf(to), func(n schema.Name) bool {
		pf, pt := x.d.from.Table(n), x.d.to.Table(n)
		if !slices.Contains(parentsOf(from), n) || pf == nil || pt == nil || x.dropped[column(n, name)] {
			return false
		}
		f, t := x.d.withInherited(*pf, x.d.from), x.d.withInherited(*pt, x.d.to)
		return f.Column(name) != nil && t.Column(name) != nil && (x.d.broughtBy(f, t, name, x.dropped, &x.d.from) == nil || x.keeps(f, t, name))
	})
}

func (x childColumns) strip(table schema.Name, own, brought schema.Column) {
	x.d.departing = append(x.d.departing, x.d.only(func() { x.d.alterPlainly(table, own, brought, &x.d.from) })...)
}

func (x childColumns) furnish(from, to schema.Table, name string) {
	fresh, own := x.d.broughtBy(from, to, name, x.added, &x.d.to), to.Column(name)
	if fresh == nil || own == nil {
		return
	}
	fresh.Identity = own.Identity
	x.d.instead(func(o op.Operation) bool { return isColumn(o, to.Name, name) },
		x.d.only(func() { x.d.alterPlainly(to.Name, *fresh, *own, &x.d.to) })...)
}

// agreed returns a child's column as it has to be before what changes on its
// parents' changes on it too: in that, as theirs. So the way back can bring
// back what it was.
func (d *differ) agreed(from, to schema.Table, c schema.Column) schema.Column {
	for _, n := range parentsOf(to) {
		pf, pt := d.from.Table(n), d.to.Table(n)
		if !slices.Contains(parentsOf(from), n) || pf == nil || pt == nil {
			continue
		}
		f, t := d.withInherited(*pf, d.from), d.withInherited(*pt, d.to)
		if fc, tc := d.passedOn(n, f.Column(c.Name)), d.passedOn(n, t.Column(c.Name)); fc != nil && tc != nil {
			identity := c.Identity
			same := from.NotNullName(c.Name, d.from.Table) == pf.NotNullName(c.Name, d.from.Table)
			if same && fc.NotNull && fc.NotNullNotValid && (!tc.NotNull || !tc.NotNullNotValid) { // going back makes it anew
				c.NotNullNotValid = c.NotNull
			}
			own := c
			c = follow(c, *tc, *fc)
			c.Identity = identity
			if own.NotNull && !c.NotNull && d.opts.ServerVersion >= 180000 { // it is not that parent's, and stays
				c.NotNull, c.NotNullNotValid, c.NotNullComment = true, own.NotNullNotValid, own.NotNullComment
			}
		}
	}
	return c
}

// addColumn adds a column. Where children get it too, the identity comes after:
// PostgreSQL adds no identity column to a table that tables inherit from, nor,
// before 17, to a partitioned one.
func (d *differ) addColumn(table schema.Name, c schema.Column) {
	plain, whole := d.apartFrom(table, c), c
	c.NotNullNoInherit = c.NotNullNoInherit || plain.NotNullNoInherit
	if d.hasHeirs(table) {
		plain.Identity = nil
	}
	d.add(op.AddColumn{Table: table, Column: plain})
	if c.NotNullNoInherit != whole.NotNullNoInherit {
		d.inheritAgain = append(d.inheritAgain, op.AlterColumn{Table: table, From: c, To: whole})
	}
	if !sameColumn(plain, c) {
		d.add(op.AlterColumn{Table: table, From: plain, To: c})
	}
}

// dropColumn drops a column in a way that addColumn brings it back.
func (d *differ) dropColumn(table schema.Name, c schema.Column) {
	plain := d.withoutLeak(table, c)
	if d.hasHeirs(table) {
		plain.Identity = nil
	}
	if !sameColumn(plain, c) {
		d.departing = append(d.departing, op.AlterColumn{Table: table, From: c, To: plain})
	}
	d.add(op.DropColumn{Table: table, Column: plain})
}

// hasHeirs reports whether a column of the table becomes one of children that
// cannot have an identity.
func (d *differ) hasHeirs(table schema.Name) bool {
	return len(d.childrenOf(table)) > 0 && (d.opts.ServerVersion < 170000 || !d.isPartitioned(table))
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

// broughtBy returns a column as a child has it from the first parent among whose
// changed columns it is, on one side, or nil; on the way back the last one is the
// first. In PostgreSQL 18 it is NOT NULL where another one's is.
func (d *differ) broughtBy(from, to schema.Table, name string, changed map[key]bool, in *schema.Database) *schema.Column {
	var brought *schema.Column
	parents := d.asCompared(parentsOf(to))
	if in == &d.from {
		slices.Reverse(parents)
	}
	for _, n := range parents {
		parent := in.Table(n)
		if parent == nil || !slices.Contains(parentsOf(from), n) {
			continue
		}
		p := d.withInherited(*parent, *in)
		c := p.Column(name)
		if c == nil || !changed[column(n, name)] && d.broughtBy(p, p, name, changed, in) == nil {
			continue
		}
		c = inheritedFrom(*d.passedOn(n, c))
		if brought == nil {
			brought = c
		}
		brought.NotNull = brought.NotNull || c.NotNull && d.opts.ServerVersion >= 180000
	}
	return brought
}
