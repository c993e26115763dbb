package diff

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// rebuild takes down and puts up again what stays the same but rests on
// something that does not: a foreign key over a primary key that is built
// anew, a generated column over a column whose type changes. What is rebuilt
// can carry more, so it repeats until nothing is found.
func (d *differ) rebuild() {
	for {
		found := false
		disturbed := d.disturbed()
		if disturbed.none() {
			return
		}
		reach := d.reachOf(disturbed)
		for i := range d.from.Tables {
			f := &d.from.Tables[i]
			if !reach.includes(f) {
				continue
			}
			if t := d.to.Table(f.Name); t != nil && !disturbed.dropped[relation(f.Name)] {
				found = d.rebuildParts(f, t, disturbed) || found
			}
		}
		if !found {
			return
		}
	}
}

// A disturbance tells what the operations so far take away, and which columns
// change their type so much that expressions over them may not survive.
type disturbance struct {
	dropped map[key]bool         // dropped, created again or not
	retyped map[key]bool         // the type changes at all
	alien   map[key]bool         // the type changes to another family
	swapped map[key]bool         // the type is an enumeration that is built anew, there or back
	nulled  map[key]bool         // of a child, whose parent's comes to allow NULL, there or back
	parted  map[schema.Name]bool // a child, or one below, is let go and comes again
	// reshaped: there is such an enumeration, which expressions may name.
	reshaped bool
	// attached: an index comes or goes that is attached to another by itself.
	attached bool
}

func (d *differ) disturbed() disturbance {
	s := disturbance{
		dropped: map[key]bool{}, retyped: map[key]bool{}, alien: map[key]bool{}, swapped: map[key]bool{}, nulled: map[key]bool{},
		parted: d.partedParents(),
	}
	for _, o := range d.ops {
		s.attached = s.attached || attachment(o) != ""
		if a, ok := o.(op.AlterEnum); ok {
			s.reshaped = true
			for _, u := range a.Uses {
				for _, t := range append(d.heirsOf(u.Table), u.Table) {
					s.swapped[column(t, u.Column.Name)] = true
				}
			}
		}
		if a, ok := o.(op.AlterColumn); ok {
			for _, t := range append(d.heirsOf(a.Table), a.Table) {
				s.alters(column(t, a.From.Name), a)
				s.nulled[column(t, a.From.Name)] = s.nulled[column(t, a.From.Name)] || t != a.Table && a.From.NotNull != a.To.NotNull
			}
			continue
		}
		if x, ok := o.(op.DetachPartition); ok && d.returns(x) { // which no row may hold that a key refers to
			s.dropped[referenced(x.Table)] = true
		}
		if isModification(o) {
			continue
		}
		for _, k := range d.undone(o).creates {
			s.dropped[k] = true
		}
		for _, k := range d.effectOf(o).creates {
			if k.kind == "part" { // what is like it gives way to it
				s.dropped[k] = true
			}
		}
	}
	return s
}

// returns reports whether a partition is put back to its parent after it was taken
// out.
func (d *differ) returns(o op.DetachPartition) bool {
	t := d.to.Table(o.Table)
	return t != nil && t.PartitionOf != nil && t.PartitionOf.Parent == o.Partition.Parent
}

// alters notes what an operation changes of a column.
func (s disturbance) alters(column key, o op.AlterColumn) {
	note := func(in map[key]bool, changed bool) { in[column] = in[column] || changed }
	note(s.retyped, o.From.Type != o.To.Type || o.From.Collation != o.To.Collation)
	note(s.alien, family(o.From.Type) != family(o.To.Type))
	// Going back, the column is dropped and made anew.
	note(s.dropped, (o.From.Generated == nil) != (o.To.Generated == nil))
}

// none reports whether everything can stay.
func (s disturbance) none() bool {
	set := func(m map[key]bool) bool {
		for _, yes := range m {
			if yes {
				return true
			}
		}
		return false
	}
	return !s.reshaped && !s.attached && len(s.parted) == 0 && !set(s.dropped) && !set(s.retyped) && !set(s.alien) && !set(s.swapped) && !set(s.nulled)
}

// isModification reports whether the operation leaves the object in place.
func isModification(o op.Operation) bool {
	switch o.(type) {
	case op.AlterTable, op.AlterConstraint, op.AlterIndex, op.AlterEnum, op.AlterDomain, op.AlterComposite, op.AlterSequence,
		op.RenameTable, op.RenameColumn, op.RenameConstraint, op.RenameIndex, op.RenameSequence, op.RenameType,
		op.AttachPartition, op.DetachPartition, op.Inherit, op.NoInherit, op.AddColumn, op.CreateTable:
		return true
	}
	return false
}

func (d *differ) rebuildParts(f, t *schema.Table, s disturbance) bool {
	before := len(d.ops)
	for _, c := range f.Constraints() {
		same := t.Constraint(d.partAfter(f.Name, c.ConstraintName()))
		if same == nil || c.IsInherited() || s.dropped[constraint(f.Name, c.ConstraintName())] || !d.shaken(f.Name, c, s) &&
			!(schema.IsOnOnly(c) && d.reattaches(f.Name.Sibling(c.ConstraintName()), t.Name.Sibling(same.ConstraintName()))) {
			continue
		}
		d.instead(func(o op.Operation) bool {
			a, ok := o.(op.AlterConstraint)
			return ok && a.Table == f.Name && a.From.ConstraintName() == c.ConstraintName() || commentsPart(o, f.Name, same.ConstraintName()) ||
				renamesPart(o, f.Name, c.ConstraintName()) || d.isFromKey(o, f.Name, c)
		}, op.DropConstraint{Table: f.Name, Constraint: c}, op.AddConstraint{Table: t.Name, Constraint: same})
	}
	for _, x := range f.Indexes {
		same := t.Index(d.partAfter(f.Name, x.Name))
		if same == nil || x.Parent != "" || s.dropped[relation(f.Name.Sibling(x.Name))] || !d.shakenIndex(f.Name, x, s) &&
			!(x.OnOnly && d.reattaches(f.Name.Sibling(x.Name), t.Name.Sibling(same.Name))) {
			continue
		}
		d.instead(func(o op.Operation) bool {
			a, ok := o.(op.AlterIndex)
			return ok && a.Table == f.Name && a.From.Name == x.Name || commentsPart(o, f.Name, same.Name) || renamesPart(o, f.Name, x.Name)
		}, op.DropIndex{Table: f.Name, Index: x}, op.CreateIndex{Table: t.Name, Index: *same})
	}
	for _, x := range f.Statistics {
		i := slices.IndexFunc(t.Statistics, func(y schema.Statistics) bool { return y.Name == x.Name })
		if i < 0 || s.dropped[key{kind: "statistics", name: x.Name}] || !shakenStatistics(f.Name, x, s) && !d.namesReshaped(x.Columns...) {
			continue
		}
		d.add(op.DropStatistics{Table: f.Name, Statistics: x}, op.CreateStatistics{Table: t.Name, Statistics: t.Statistics[i]})
	}
	for _, c := range f.Columns {
		same := t.Column(c.Name)
		if same == nil || c.Generated == nil || c.Inherited || s.dropped[column(f.Name, c.Name)] {
			continue
		}
		if over := columnKeys(f.Name, c.Generated.Expr); anyOf(over, s.dropped) || anyOf(over, s.retyped) || anyOf(over, s.swapped) || d.namesReshaped(c.Generated.Expr) {
			d.instead(func(o op.Operation) bool { return isColumn(o, f.Name, c.Name) }, op.DropColumn{Table: f.Name, Column: c}, op.AddColumn{Table: t.Name, Column: *same})
		}
	}
	return len(d.ops) > before
}

// partAfter returns what a constraint or an index of a table is called after its
// renaming, if the differ renames it.
func (d *differ) partAfter(table schema.Name, name string) string {
	for _, o := range d.ops {
		if _, to := renamedPart(o); renamesPart(o, table, name) && !d.declared[o] {
			return to.Object()
		}
	}
	return name
}

// renamesPart reports whether the operation renames a constraint or an index.
func renamesPart(o op.Operation, table schema.Name, name string) bool {
	from, _ := renamedPart(o)
	return from == table.Sibling(name) && o.Targets()[0].Name == table
}

// commentsPart reports whether the operation comments on a constraint or an
// index, which are made with their comments.
func commentsPart(o op.Operation, table schema.Name, name string) bool {
	c, ok := o.(op.SetComment)
	return ok && (c.On == "constraint" || c.On == "index") && c.Object == table && c.Part == name
}

// isFromKey reports whether an operation drops or adds, on a partition that is
// taken out or put in, what it has from a foreign key of its parent: where that
// is made anew, it goes and comes with it.
func (d *differ) isFromKey(o op.Operation, parent schema.Name, c schema.Constraint) bool {
	switch o := o.(type) {
	case op.DropConstraint:
		return isDerivedKey(&d.from, o.Table, o.Constraint, parent, c)
	case op.AddConstraint:
		return isDerivedKey(&d.to, o.Table, o.Constraint, parent, c)
	}
	return false
}

func isDerivedKey(db *schema.Database, table schema.Name, part schema.Constraint, parent schema.Name, of schema.Constraint) bool {
	t, p := db.Table(table), db.Table(parent)
	if _, ok := of.(schema.ForeignKey); !ok || t == nil || p == nil || t.PartitionOf == nil || t.PartitionOf.Parent != parent {
		return false
	}
	return slices.ContainsFunc(matchForeignKeys(p.ForeignKeys, t.ForeignKeys), func(m [2]schema.ForeignKey) bool {
		return m[0].Name == of.ConstraintName() && m[1].Name == part.ConstraintName()
	})
}

// instead puts the operations in the place of those that change in place what
// they make anew.
func (d *differ) instead(of func(op.Operation) bool, ops ...op.Operation) {
	d.ops = slices.DeleteFunc(d.ops, of)
	d.add(ops...)
}

// shaken reports whether a constraint has to be rebuilt.
func (d *differ) shaken(t schema.Name, c schema.Constraint, s disturbance) bool {
	var e effect
	d.constraintEffect(&e, t, c)
	if anyOf(e.needs, s.dropped) {
		return true
	}
	switch c := c.(type) {
	case schema.PrimaryKey:
		// The server rebuilds it, but before PostgreSQL 18 it lets no column in it
		// allow NULL, as its parent's does.
		return d.opts.ServerVersion < 180000 && anyOf(columnsOf(t, c.Columns), s.nulled)
	case schema.Unique:
		return false // the server rebuilds it
	case schema.Check:
		return anyOf(e.needs, s.alien) || d.namesReshaped(c.Expr) && !d.castAlong(t, c.Name) ||
			s.parted[t] && !c.NoInherit // it would become the child's own
	case schema.Exclusion:
		return anyOf(e.needs, s.alien) || anyOf(e.needs, s.swapped) || d.namesReshaped(append(slices.Clone(c.Elements), c.Where)...)
	case schema.ForeignKey:
		return anyOf(e.needs, s.alien) || anyOf(e.needs, s.swapped)
	}
	return anyOf(e.needs, s.alien)
}

func (d *differ) shakenIndex(t schema.Name, x schema.Index, s disturbance) bool {
	var e effect
	d.indexEffect(&e, t, x)
	if anyOf(e.needs, s.dropped) || d.namesReshaped(append(slices.Clone(x.Key), x.Where)...) && !d.castAlong(t, x.Name) {
		return true
	}
	if (x.OnOnly || d.isRenamedBelow(t, x.Name)) && (anyOf(columnKeys(t, x.Key...), s.retyped) || anyOf(columnsOf(t, x.Include), s.retyped)) {
		return true // the server would rebuild it on the partitions too, and name those
	}
	// The server rebuilds it, without the statistics targets.
	if len(x.Statistics) > 0 && anyOf(columnKeys(t, append(slices.Clone(x.Key), x.Where)...), s.retyped) {
		return true
	}
	if x.Method != "" { // which may not know the other type
		return anyOf(columnKeys(t, append(slices.Clone(x.Key), x.Where)...), s.alien)
	}
	return anyOf(columnKeys(t, indexExpressions(x)...), s.alien)
}

// isRenamedBelow reports whether a partition that stays calls what it has from an
// index of its parent otherwise than PostgreSQL would.
func (d *differ) isRenamedBelow(table schema.Name, index string) bool {
	parent := d.from.Table(table)
	return parent != nil && slices.ContainsFunc(d.childrenOf(table), func(n schema.Name) bool {
		return d.staysPartition(n) && slices.ContainsFunc(d.derivations(*parent, *d.from.Table(n)), func(x derivation) bool {
			return x.parent == index && !x.constraint && x.child != "" && (x.child != x.auto || d.isRenamedBelow(n, x.child))
		})
	})
}

func shakenStatistics(t schema.Name, x schema.Statistics, s disturbance) bool {
	over := columnKeys(t, x.Columns...)
	// The server rebuilds it, without the target.
	return anyOf(over, s.dropped) || anyOf(over, s.alien) || x.Target != nil && (anyOf(over, s.retyped) || anyOf(over, s.swapped))
}

func anyOf(keys []key, in map[key]bool) bool {
	return slices.ContainsFunc(keys, func(k key) bool { return in[k] })
}

// family returns what types have in common whose values the server converts
// inside an expression by itself.
func family(typ string) string {
	base, _, _ := strings.Cut(typ, "(")
	if i := schema.IntegerType(base); i != "" {
		base = i
	}
	switch base {
	case "smallint", "integer", "bigint", "numeric", "real", "double precision":
		return "number"
	case "text", "varchar":
		return "string"
	}
	return base
}
