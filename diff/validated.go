package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about foreign keys of partitions that are validated one by one
// where their parent's is NOT VALID, as PostgreSQL 18 has them. No statement makes
// such a key not valid again but making the parent's anew, which does so on every
// partition; so they are validated after it, on both ways.

// A validated key is a partition's that is valid where its parent's is not.
type validated struct {
	table schema.Name
	key   schema.ForeignKey
	root  key // the constraint that it is from in the end
}

// validateOne sets the keys not valid that go or change with their parent's, and
// validates those that come. All other operations are there by now.
func (d *differ) validateOne() {
	from, to := d.validatedIn(&d.from), d.validatedIn(&d.to)
	if len(from)+len(to) == 0 {
		return
	}
	isKept := func(x validated, in []validated) bool {
		return slices.ContainsFunc(in, func(y validated) bool { return x.table == y.table && x.key.Name == y.key.Name && x.root == y.root })
	}
	anew := d.changedKeys()
	for _, x := range from {
		if !isKept(x, to) && d.staysPartition(x.table) {
			d.makeAnew(x.root, anew)
		}
	}
	for _, x := range to {
		if !isKept(x, from) && d.staysPartition(x.table) {
			d.makeAnew(x.root, anew)
		}
	}
	for _, x := range from {
		if anew[x.root] || !d.staysPartition(x.table) {
			d.departing = append(d.departing, op.AlterConstraint{Table: x.table, From: x.key, To: doubted(x.key)})
		}
	}
	for _, x := range to {
		if anew[x.root] || !d.staysPartition(x.table) {
			d.arriving = append(d.arriving, op.AlterConstraint{Table: x.table, From: doubted(x.key), To: x.key})
		}
	}
}

func doubted(k schema.ForeignKey) schema.ForeignKey {
	k.NotValid = true
	return k
}

// validatedIn returns the keys of one side.
func (d *differ) validatedIn(db *schema.Database) []validated {
	var list []validated
	for i := range db.Tables {
		list = append(list, validatedOn(db, &db.Tables[i])...)
	}
	return list
}

// validatedOn returns those of a table.
func validatedOn(db *schema.Database, t *schema.Table) []validated {
	parent := parentIn(db, t)
	if parent == nil {
		return nil
	}
	var list []validated
	for _, m := range matchForeignKeys(parent.ForeignKeys, t.ForeignKeys) {
		if m[0].NotValid && !m[0].NotEnforced && !m[1].NotValid {
			list = append(list, validated{t.Name, m[1], keySource(db, *parent, m[0])})
		}
	}
	return list
}

// changedKeys returns the foreign keys that are dropped, made or altered.
func (d *differ) changedKeys() map[key]bool {
	changed := map[key]bool{}
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.DropConstraint:
			changed[partOf(o.Table, o.Constraint.ConstraintName())] = true
		case op.AddConstraint:
			changed[partOf(o.Table, o.Constraint.ConstraintName())] = true
		case op.AlterConstraint:
			changed[partOf(o.Table, o.To.ConstraintName())] = true
		case op.CreateTable:
			for _, k := range o.Table.ForeignKeys {
				changed[partOf(o.Table.Name, k.Name)] = true
			}
		case op.DropTable:
			for _, k := range o.Table.ForeignKeys {
				changed[partOf(o.Table.Name, k.Name)] = true
			}
		}
	}
	return changed
}

// makeAnew drops a foreign key and adds it again, unless it changes anyway.
func (d *differ) makeAnew(root key, anew map[key]bool) {
	f, t := d.from.Table(root.name), d.to.Table(root.name)
	if anew[root] || f == nil || t == nil || f.Constraint(root.part) == nil || t.Constraint(root.part) == nil {
		return
	}
	anew[root] = true
	d.add(op.DropConstraint{Table: f.Name, Constraint: f.Constraint(root.part)}, op.AddConstraint{Table: t.Name, Constraint: t.Constraint(root.part)})
}
