package diff

import (
	"reflect"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// sequences compares the sequences that stand by themselves. OWNED BY is set
// after the column exists and the sequence may be needed before it, so it is
// an operation of its own unless nothing happens to the column's table.
func (d *differ) sequences() {
	added, dropped, both := pairs(d.from.Sequences, d.to.Sequences, func(s schema.Sequence) schema.Name { return s.Name })
	for _, s := range added {
		free := disowned(s)
		d.add(op.CreateSequence{Sequence: free})
		if s.OwnedBy != nil {
			d.add(op.AlterSequence{From: free, To: s})
		}
	}
	for _, s := range dropped {
		free := disowned(s)
		if s.OwnedBy != nil {
			d.add(op.AlterSequence{From: s, To: free})
		}
		d.add(op.DropSequence{Sequence: free})
	}
	for _, p := range both {
		d.alterSequence(p[0], p[1])
	}
}

func (d *differ) alterSequence(from, to schema.Sequence) {
	from = d.followedSequence(from, to)
	if reflect.DeepEqual(from, to) {
		return
	}
	if reflect.DeepEqual(from.OwnedBy, to.OwnedBy) || from.OwnedBy == nil || to.OwnedBy == nil {
		d.add(op.AlterSequence{From: from, To: to})
		return
	}
	d.add(op.AlterSequence{From: from, To: disowned(from)}, op.AlterSequence{From: disowned(from), To: to})
}

// followedSequence returns a sequence as it is when the table that owns it has
// become logged or unlogged, which the sequences of its columns follow. One that
// gets another column is nobody's meanwhile.
func (d *differ) followedSequence(from, to schema.Sequence) schema.Sequence {
	if from.OwnedBy == nil || !reflect.DeepEqual(from.OwnedBy, to.OwnedBy) || d.opts.ServerVersion < 150000 {
		return from
	}
	f, t := d.from.Table(from.OwnedBy.Table), d.to.Table(to.OwnedBy.Table)
	if f == nil || t == nil || f.Settings.Unlogged == t.Settings.Unlogged {
		return from
	}
	if like := from; from.Unlogged != f.Settings.Unlogged { // as it will be on the way back
		like.Unlogged = f.Settings.Unlogged
		d.departing = append(d.departing, op.AlterSequence{From: from, To: like})
	}
	from.Unlogged = t.Settings.Unlogged
	return from
}

// keepOwned lets sequences go of columns that are dropped and made anew on one of
// the two ways, with their table, by themselves or with a parent's: PostgreSQL
// would drop the sequences with them.
func (d *differ) keepOwned() {
	for _, s := range d.to.Sequences {
		i := slices.IndexFunc(d.from.Sequences, func(f schema.Sequence) bool { return f.Name == s.Name })
		if i < 0 || s.OwnedBy == nil || !reflect.DeepEqual(d.from.Sequences[i].OwnedBy, s.OwnedBy) || !d.remakes(s.OwnedBy.Table, s.OwnedBy.Column) {
			continue
		}
		from := s
		d.ops = slices.DeleteFunc(d.ops, func(o op.Operation) bool {
			a, ok := o.(op.AlterSequence)
			if ok = ok && a.To.Name == s.Name; ok {
				from = a.From
			}
			return ok
		})
		d.add(op.AlterSequence{From: from, To: disowned(from)}, op.AlterSequence{From: disowned(from), To: s})
	}
}

// remakes reports whether a column of a table or of its parents is dropped and made
// anew, or would be on the way back.
func (d *differ) remakes(table schema.Name, column string) bool {
	if slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		switch o := o.(type) {
		case op.DropTable:
			return o.Table.Name == table
		case op.DropColumn:
			return o.Table == table && o.Column.Name == column
		case op.AlterColumn:
			return o.Table == table && o.To.Name == column && (o.From.Generated == nil) != (o.To.Generated == nil)
		}
		return false
	}) {
		return true
	}
	t := d.to.Table(table)
	return t != nil && slices.ContainsFunc(parentsOf(*t), func(n schema.Name) bool { return d.remakes(n, column) })
}

func disowned(s schema.Sequence) schema.Sequence {
	s.OwnedBy = nil
	return s
}
