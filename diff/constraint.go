package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func (d *differ) constraints(from, to schema.Table) {
	added, dropped, both := pairs(from.Constraints(), to.Constraints(), schema.Constraint.ConstraintName)
	attached := samePartition(from.PartitionOf, to.PartitionOf) || len(to.Inherits) > 0
	added = withoutInherited(added, sameParents(from, to))
	dropped = withoutInherited(dropped, attached)
	added, dropped = d.renameConstraints(to.Name, added, dropped)
	for _, p := range both {
		switch {
		case attached && !isCheck(p[0]) && p[0].IsInherited() != p[1].IsInherited():
			if p[1].IsInherited() { // the other one comes with the parent's
				dropped = append(dropped, p[0])
			} else {
				added = append(added, p[1])
			}
			continue
		case !attached && hasIndex(p[1]) && d.isTwin(from, to, p[1].ConstraintName()):
			dropped, added = append(dropped, p[0]), append(added, p[1])
			continue
		case p[0].IsInherited() && attached:
		case sameConstraint(uncommented(p[0]), uncommented(p[1])):
		case alterable(p[0], p[1]):
			d.add(op.AlterConstraint{Table: to.Name, From: p[0], To: p[1]})
		default:
			dropped, added = append(dropped, p[0]), append(added, p[1])
			continue
		}
		d.comment("constraint", to.Name, p[1].ConstraintName(), p[0].ConstraintComment(), p[1].ConstraintComment())
	}
	for _, c := range dropped {
		d.add(op.DropConstraint{Table: to.Name, Constraint: c})
	}
	for _, c := range added {
		if check, ok := c.(schema.Check); ok {
			check.Inherited = false
			c = check
		} else if c.IsInherited() {
			continue // attaching builds it
		}
		d.add(op.AddConstraint{Table: to.Name, Constraint: c})
	}
}

// sameParents reports whether a table hangs under the same parents on both
// sides. One that gets a parent must have its checks before.
func sameParents(from, to schema.Table) bool {
	return slices.Equal(parentsOf(from), parentsOf(to))
}

// withoutInherited leaves out, where attached, what the parents create and
// drop.
func withoutInherited(list []schema.Constraint, attached bool) []schema.Constraint {
	var own []schema.Constraint
	for _, c := range list {
		if !attached || !c.IsInherited() {
			own = append(own, c)
		}
	}
	return own
}

// renameConstraints turns a constraint that is gone and a new one that is the
// same but for its name into a rename.
func (d *differ) renameConstraints(table schema.Name, added, dropped []schema.Constraint) (add, drop []schema.Constraint) {
	for _, a := range added {
		i := indexOf(dropped, func(c schema.Constraint) bool {
			return sameConstraint(anonymous(c), anonymous(a))
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
		d.comment("constraint", table, name, dropped[i].ConstraintComment(), a.ConstraintComment())
		dropped = append(dropped[:i:i], dropped[i+1:]...)
	}
	return add, dropped
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
// validates a constraint, and changes when a foreign key is checked. Back, a
// validated constraint is dropped and added.
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
	return false
}

// anonymous returns what a constraint says, whatever it is called.
func anonymous(c schema.Constraint) schema.Constraint { return uncommented(c).Named("") }

func uncommented(c schema.Constraint) schema.Constraint { return c.Commented("") }
