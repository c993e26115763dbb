package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func (d *differ) constraints(from, to schema.Table) {
	added, dropped, both := pairs(from.Constraints(), to.Constraints(), schema.Constraint.ConstraintName)
	attached := samePartition(from.PartitionOf, to.PartitionOf) || len(to.Inherits) > 0
	for _, c := range d.parentsChecks(added, from, to, d.to) {
		d.comment("constraint", to.Name, c.Name, "", c.Comment)
	}
	for _, c := range d.parentsChecks(dropped, from, to, d.from) {
		d.departing = append(d.departing, d.only(func() { d.comment("constraint", to.Name, c.Name, c.Comment, "") })...)
	}
	added = d.ownConstraints(added, from, to, d.to)
	dropped = d.ownConstraints(dropped, from, to, d.from)
	added, dropped = d.renameConstraints(to.Name, added, dropped)
	for _, p := range both {
		p[0] = d.followAttachment(p[0])
		goes, comes := d.alterConstraint(to.Name, p[0], p[1], attached)
		if goes {
			dropped = append(dropped, p[0])
		}
		if comes {
			added = append(added, p[1])
		}
	}
	inMakingOrder(d, to.Name, dropped, added, schema.Constraint.ConstraintName)
	for _, c := range dropped {
		c = schema.WithAttachTo(c, schema.AttachedTo(from.Constraint(c.ConstraintName())))
		d.add(op.DropConstraint{Table: to.Name, Constraint: uninherited(c)})
	}
	for _, c := range added {
		if c = uninherited(c); !c.IsInherited() { // else attaching builds it
			d.add(op.AddConstraint{Table: to.Name, Constraint: c})
		}
	}
}

// alterConstraint compares a constraint that is there before and after, and
// reports whether it has to go, and to come anew.
func (d *differ) alterConstraint(table schema.Name, from, to schema.Constraint, attached bool) (goes, comes bool) {
	switch {
	case attached && !isCheck(from) && from.IsInherited() != to.IsInherited():
		return to.IsInherited(), !to.IsInherited() // the other one comes with the parent's
	case !isCheck(to) && !from.IsInherited() && d.comesAnew(table, to.ConstraintName(), attached):
		return true, true
	case from.IsInherited() && attached:
		d.recluster(table, from, to)
	case schema.IsOnOnly(to) && d.partitionsMove(table):
		return true, true
	case sameConstraint(uncommented(from), uncommented(to)):
	case alterable(from, to):
		d.add(op.AlterConstraint{Table: table, From: from, To: to})
	default:
		return true, true
	}
	d.constraintComments(table, to.ConstraintName(), from, to)
	return false, false
}

// uninherited returns a check as the table's own. The others are made on
// partitions only with those of the parent.
func uninherited(c schema.Constraint) schema.Constraint {
	if check, ok := c.(schema.Check); ok {
		check.Inherited = false
		return check
	}
	return c
}

// ownConstraints leaves out what comes and goes with a parent that the table
// has on both sides. A table that gets a parent must have its checks before,
// and one that is let go by a parent keeps them.
func (d *differ) ownConstraints(list []schema.Constraint, from, to schema.Table, in schema.Database) []schema.Constraint {
	var own []schema.Constraint
	for _, c := range list {
		if !c.IsInherited() || !d.isKeptParents(c.ConstraintName(), from, to, in) {
			own = append(own, c)
		}
	}
	return own
}

// parentsChecks returns the checks that come and go with a parent's.
func (d *differ) parentsChecks(list []schema.Constraint, from, to schema.Table, in schema.Database) []schema.Check {
	var checks []schema.Check
	for _, c := range list {
		if check, ok := c.(schema.Check); ok && check.Inherited && d.isKeptParents(check.Name, from, to, in) {
			checks = append(checks, check)
		}
	}
	return checks
}

// isKeptParents reports whether a parent that the table has on both sides has a
// constraint of that name in one.
func (d *differ) isKeptParents(name string, from, to schema.Table, in schema.Database) bool {
	if samePartition(from.PartitionOf, to.PartitionOf) && to.PartitionOf != nil {
		return true
	}
	return slices.ContainsFunc(to.Inherits, func(n schema.Name) bool {
		p := in.Table(n)
		return slices.Contains(from.Inherits, n) && p != nil && p.Constraint(name) != nil
	})
}

// renameConstraints turns a constraint that is gone and a new one that is the
// same but for its name into a rename.
func (d *differ) renameConstraints(table schema.Name, added, dropped []schema.Constraint) (add, drop []schema.Constraint) {
	for _, a := range added {
		i := indexOf(dropped, func(c schema.Constraint) bool {
			return sameConstraint(anonymous(d.followAttachment(c)), anonymous(a)) && !d.isAlike(table, a.ConstraintName()) &&
				!(schema.IsOnOnly(a) && d.partitionsMove(table))
		})
		if i < 0 {
			add = append(add, a)
			continue
		}
		name := dropped[i].ConstraintName()
		if !d.keepsName(table, a.ConstraintName()) {
			d.add(op.RenameConstraint{Table: table, From: name, To: a.ConstraintName()})
			name = a.ConstraintName()
		}
		d.constraintComments(table, name, dropped[i], a)
		dropped = append(dropped[:i:i], dropped[i+1:]...)
	}
	return add, dropped
}

// recluster compares whether CLUSTER uses the index of a constraint that a
// partition has from its parent.
func (d *differ) recluster(table schema.Name, from, to schema.Constraint) {
	own := schema.KeyIndexOf(from)
	if own.Clustered = schema.KeyIndexOf(to).Clustered; own != schema.KeyIndexOf(from) {
		d.add(op.AlterConstraint{Table: table, From: from, To: schema.WithKeyIndex(from, own)})
	}
}

// constraintComments compares the comments on a constraint and on its index.
func (d *differ) constraintComments(table schema.Name, name string, from, to schema.Constraint) {
	d.comment("constraint", table, name, from.ConstraintComment(), to.ConstraintComment())
	d.comment("index", table, name, schema.KeyIndexOf(from).Comment, schema.KeyIndexOf(to).Comment)
}

// hasOwn reports whether a constraint that a partition has from its parent has
// something of the partition's own.
func hasOwn(c schema.Constraint) bool {
	return c.ConstraintComment() != "" || schema.KeyIndexOf(c) != schema.KeyIndex{}
}

func isCheck(c schema.Constraint) bool {
	_, ok := c.(schema.Check)
	return ok
}

func indexOf[T any](list []T, ok func(T) bool) int {
	for i, x := range list {
		if ok(x) {
			return i
		}
	}
	return -1
}

// alterable reports whether ALTER TABLE can get from one to the other: it
// validates a constraint, changes when a foreign key is checked, and whether
// CLUSTER uses an index. Back, a validated constraint is dropped and added.
func alterable(from, to schema.Constraint) bool {
	switch f := from.(type) {
	case schema.Check:
		t, ok := to.(schema.Check)
		validated := ok && f.NotValid && !t.NotValid
		t.NotValid, t.Comment = f.NotValid, f.Comment
		return validated && sameConstraint(f, t)
	case schema.ForeignKey:
		t, ok := to.(schema.ForeignKey)
		if !ok || t.NotValid && !f.NotValid {
			return false
		}
		t.NotValid, t.Comment, t.Deferrable = f.NotValid, f.Comment, f.Deferrable
		return sameConstraint(f, t)
	}
	return sameConstraint(schema.WithKeyIndex(uncommented(from), schema.KeyIndex{}), schema.WithKeyIndex(uncommented(to), schema.KeyIndex{}))
}

// anonymous returns what a constraint says, whatever it is called.
func anonymous(c schema.Constraint) schema.Constraint { return uncommented(c).Named("") }

func uncommented(c schema.Constraint) schema.Constraint {
	return schema.WithKeyIndex(c.Commented(""), schema.KeyIndex{Clustered: schema.KeyIndexOf(c).Clustered})
}
