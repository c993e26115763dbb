package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func (d *differ) columns(from, to schema.Table) {
	for _, tc := range to.Columns {
		fc := d.followed(from, to, tc.Name)
		if fc == nil || from.Column(tc.Name) == nil && isOwnBeside(to, tc) {
			d.addColumn(to.Name, d.joining(to.Name, tc, &d.to))
			continue
		}
		if own := from.Column(tc.Name); own != nil && isOwnBeside(from, *own) && isOwnBeside(to, tc) && d.isReplacedAbove(to, tc.Name) {
			d.add(op.DropColumn{Table: to.Name, Column: *own}, op.AddColumn{Table: to.Name, Column: tc})
			continue
		}
		d.alterColumn(to.Name, *fc, tc)
	}
	for _, fc := range slices.Backward(from.Columns) { // the way back adds them in their order
		if to.Column(fc.Name) != nil {
			continue
		}
		if d.followed(from, to, fc.Name) != nil {
			d.dropColumn(to.Name, d.joining(to.Name, fc, &d.from))
		}
	}
}

// joining returns a column as a table has it that joins, or leaves, the parents
// which it has it from: as its own, with its NOT NULL called as there.
func (d *differ) joining(table schema.Name, c schema.Column, in *schema.Database) schema.Column {
	if d.opts.ServerVersion < 180000 || !c.Inherited || !c.NotNull {
		return c
	}
	return d.ownNotNull(table, c, in)
}

// isOwnBeside reports whether a column of a child is its own, whether or not a
// parent has one of that name too: it is there before the parent's is, and until
// after.
func isOwnBeside(child schema.Table, c schema.Column) bool {
	return !c.Inherited && len(child.Inherits) > 0
}

// isReplacedAbove reports whether a parent drops a column and adds it anew. Its
// own operations are there by now.
func (d *differ) isReplacedAbove(child schema.Table, name string) bool {
	drops := func(o op.Operation) bool {
		drop, ok := o.(op.DropColumn)
		return ok && drop.Column.Name == name && slices.Contains(child.Inherits, drop.Table)
	}
	adds := func(o op.Operation) bool {
		add, ok := o.(op.AddColumn)
		return ok && add.Column.Name == name && slices.Contains(child.Inherits, add.Table)
	}
	return slices.ContainsFunc(d.ops, drops) && slices.ContainsFunc(d.ops, adds)
}

func (d *differ) alterColumn(table schema.Name, from, to schema.Column) {
	switch {
	case !from.Inherited && !to.Inherited:
	case d.inheritsNotNull(table, to.Name):
		to.NotNullName = from.NotNullName // the parent names it
	case d.opts.ServerVersion >= 180000 && to.NotNull:
		to = d.ownNotNull(table, to, &d.to)
		if from.NotNull {
			from = d.ownNotNull(table, from, &d.from)
		}
	}
	renewed := d.isRenewed(table, from, to)
	switch {
	case !renewed && d.computesAnew(table, from, to):
	case renewed && (from.Generated != nil || to.Generated != nil), !sameColumn(from, to) && (replaced(from, to) || d.keepsExpression(table, from, to)):
		d.dropColumn(table, from)
		d.addColumn(table, to)
		return
	case renewed:
		from = d.meanwhile(table, from)
	}
	d.alterPlainly(table, from, to, &d.to)
}

// alterPlainly alters a column whose type is not renewed and that is not made
// anew.
func (d *differ) alterPlainly(table schema.Name, from, to schema.Column, in *schema.Database) {
	d.comment("column", table, to.Name, from.Comment, to.Comment)
	comment := "" // while the column is altered: one that goes goes before, all else comes after
	if to.Comment != "" {
		comment = from.Comment
	}
	if from.Comment = to.Comment; sameColumn(from, to) {
		return
	}
	from.Comment, to.Comment = comment, comment
	from, to = d.alterNotNull(table, from, to, in)
	if sameColumn(from, to) {
		return
	}
	if meanwhile := from; d.defaultGoes(from, to) || d.sequenceChanges(table, from, to) {
		meanwhile.Default, meanwhile.Identity = "", nil
		d.add(op.AlterColumn{Table: table, From: from, To: meanwhile})
		from = meanwhile
	}
	d.add(op.AlterColumn{Table: table, From: from, To: to})
	d.unloggedSerial(table, from, to)
}

// defaultGoes reports whether a default has to go while the column's type is
// built anew: neither side has the values of both defaults.
func (d *differ) defaultGoes(from, to schema.Column) bool {
	return from.Type == to.Type && (d.reshaped[typeName(to.Type)] == mixed || d.altersComposite(typeName(to.Type))) &&
		from.Default != "" && to.Default != "" && !sameDefault(to.Type, from.Default, to.Default)
}

// sequenceChanges reports whether a column that takes its default from a
// sequence gets one of its own under the same name, or the other way round: the
// one has to go before the other comes.
func (d *differ) sequenceChanges(table schema.Name, from, to schema.Column) bool {
	return takesFrom(from, ownSequence(table, to), d.from, d.to) || takesFrom(to, ownSequence(table, from), d.to, d.from)
}

// takesFrom reports whether the default of a column is from a sequence that one
// side has as an object and the other has not.
func takesFrom(c schema.Column, name schema.Name, has, lacks schema.Database) bool {
	is := func(s schema.Sequence) bool { return s.Name == name }
	return name != "" && slices.ContainsFunc(has.Sequences, is) && !slices.ContainsFunc(lacks.Sequences, is) &&
		slices.Contains(nameKeys(c.Default), relation(name))
}

// computesAnew reports whether the expression of a column that a table has from
// a parent, and cannot drop, is another than the parent's: PostgreSQL 17 has
// words for that.
func (d *differ) computesAnew(table schema.Name, from, to schema.Column) bool {
	return d.opts.ServerVersion >= 170000 && from.Generated != nil && to.Generated != nil &&
		from.Generated.Virtual == to.Generated.Virtual && !sameGenerated(from.Generated, to.Generated) && d.followsParent(table, to.Name)
}

// keepsExpression reports whether a column is to be generated no longer and
// PostgreSQL has no words for that: DROP EXPRESSION goes down to children, and
// fails at those that have children themselves.
func (d *differ) keepsExpression(table schema.Name, from, to schema.Column) bool {
	return from.Generated != nil && to.Generated == nil &&
		slices.ContainsFunc(d.childrenOf(table), func(n schema.Name) bool { return len(d.childrenOf(n)) > 0 })
}

// replaced reports whether a column has to be dropped and added: no server
// up to 16 turns a plain column into a generated one or changes its
// expression, and a change of STORED to VIRTUAL is beyond all of them.
func replaced(from, to schema.Column) bool {
	if to.Generated == nil {
		return from.Generated != nil && from.Generated.Virtual
	}
	return !sameGenerated(from.Generated, to.Generated)
}
