package diff

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func (d *differ) tables() {
	from, to := d.tablesThatDiffer()
	added, dropped, both := pairs(from, to, func(t schema.Table) schema.Name { return t.Name })
	anew := map[schema.Name]bool{}
	for _, p := range both {
		if d.mustRecreate(p[0], p[1], anew) {
			anew[p[0].Name] = true
			dropped, added = append(dropped, p[0]), append(added, p[1])
		}
	}
	// What is done to a parent is done to its children too, before their own.
	slices.SortStableFunc(both, func(a, b [2]schema.Table) int { return d.depth(a[1]) - d.depth(b[1]) })
	d.createTables(added, anew)
	d.dropTables(dropped, anew)
	for _, p := range both {
		switch {
		case anew[p[0].Name]:
		case d.mustWrap(p[0], p[1]):
			d.wrap(p[0], p[1])
		default:
			d.alterTable(p[0], p[1])
		}
	}
}

// tablesThatDiffer returns the tables of both sides but for those that are one
// and the same: of ten thousand, nearly all.
func (d *differ) tablesThatDiffer() (from, to []schema.Table) {
	rest := d.to.Tables
	for i := range d.from.Tables {
		f := &d.from.Tables[i]
		for len(rest) > 0 && rest[0].Name < f.Name {
			to, rest = append(to, rest[0]), rest[1:]
		}
		if len(rest) > 0 && rest[0].Name == f.Name && identical(*f, rest[0]) && !d.holdsRenewed(*f) && !d.retypesKey(*f, rest[0]) &&
			!d.standsAside(f) {
			rest = rest[1:]
			continue
		}
		from = append(from, *f)
	}
	return from, append(to, rest...)
}

// mustRecreate reports whether ALTER TABLE cannot get from one table to the
// other: whether and by what a table is partitioned is fixed for good, and so
// are the types of the columns that it is partitioned by. The partitions go with
// their parent.
func (d *differ) mustRecreate(from, to schema.Table, anew map[schema.Name]bool) bool {
	if !sameExpr(from.PartitionBy, to.PartitionBy) || d.retypesKey(from, to) {
		return true
	}
	if from.PartitionOf == nil || to.PartitionOf == nil {
		return false
	}
	parent := from.PartitionOf.Parent
	f, t := d.from.Table(parent), d.to.Table(parent)
	return anew[parent] || f != nil && t != nil && d.mustRecreate(*f, *t, anew)
}

// retypesKey reports whether a column that the table is partitioned by changes
// its type, or is of an enumeration that is built anew.
func (d *differ) retypesKey(from, to schema.Table) bool {
	return from.PartitionBy != "" && (d.splitsByReshaped(from) || slices.ContainsFunc(from.Columns, func(f schema.Column) bool {
		t := to.Column(f.Name)
		if t == nil || !mentions([]string{from.PartitionBy}, f.Name) {
			return false
		}
		if shape := d.reshaped[typeName(f.Type)]; shape == shrunk || shape == mixed {
			return true
		}
		return d.passedOn(from.Name, &f).Type != d.passedOn(to.Name, t).Type || f.Collation != t.Collation || d.isRenewed(from.Name, f, *t)
	}))
}

// splitsByReshaped reports whether an expression that the table is partitioned by
// names an enumeration that loses values or gets them in another order.
func (d *differ) splitsByReshaped(t schema.Table) bool {
	return slices.ContainsFunc(nameKeys(t.PartitionBy), func(k key) bool {
		return k.kind == "type" && (d.reshaped[k.name] == shrunk || d.reshaped[k.name] == mixed)
	})
}

// createTables creates tables with all their parts. Foreign keys in a circle
// are taken out and added afterwards.
func (d *differ) createTables(tables []schema.Table, anew map[schema.Name]bool) {
	whole, loose := d.splitCircles(tables)
	for _, t := range whole {
		t, keys, only := withoutOnly(t)
		comments := commentNotNulls(t, d.to)
		t, invalid := d.withoutInvalid(t, d.to)
		t, doubts := d.withoutDoubts(t, d.to)
		t, joins := d.joinsLater(t, d.to)
		if d.attachesLater(t, d.to, d.relations[1], anew) {
			t, twins := d.withoutTwins(&d.to, t)
			alone, key := d.withoutYoungKey(d.standalone(t, d.to), t)
			d.add(op.CreateTable{Table: alone})
			d.add(key...)
			d.add(op.AttachPartition{Table: t.Name, Partition: *t.PartitionOf})
			d.add(twins.made(t.Name)...)
		} else {
			d.add(op.CreateTable{Table: d.lean(t, d.to)})
			d.add(d.ownWays(t, d.to)...)
			for _, x := range d.renames(t, d.to) {
				d.renameBrought(t.Name, x)
			}
		}
		for _, parent := range joins {
			d.add(op.Inherit{Table: t.Name, Parent: parent})
		}
		d.add(makeOnly(t.Name, keys, only)...)
		for _, c := range invalid {
			d.add(op.AddConstraint{Table: t.Name, Constraint: c})
		}
		for _, o := range doubts {
			d.add(o)
		}
		for _, o := range comments {
			d.add(o)
		}
	}
	for _, l := range loose {
		d.add(op.AddConstraint{Table: l.table, Constraint: l.key})
	}
}

func (d *differ) dropTables(tables []schema.Table, anew map[schema.Name]bool) {
	whole, loose := d.splitCircles(tables)
	for _, l := range loose {
		d.add(op.DropConstraint{Table: l.table, Constraint: l.key})
	}
	for _, t := range whole {
		t, keys, only := withoutOnly(t)
		d.add(undo(makeOnly(t.Name, keys, only))...)
		t, invalid := d.withoutInvalid(t, d.from)
		for _, c := range invalid {
			d.add(op.DropConstraint{Table: t.Name, Constraint: c})
		}
		for _, o := range commentNotNulls(t, d.from) {
			d.departing = append(d.departing, op.SetComment{On: o.On, Object: o.Object, Part: o.Part, From: o.To})
		}
		t, doubts := d.withoutDoubts(t, d.from)
		for _, o := range doubts {
			d.add(op.AlterColumn{Table: o.Table, From: o.To, To: o.From})
		}
		t, joins := d.joinsLater(t, d.from)
		for _, parent := range slices.Backward(joins) {
			d.add(op.NoInherit{Table: t.Name, Parent: parent})
		}
		if d.attachesLater(t, d.from, d.relations[0], anew) {
			t, twins := d.withoutTwins(&d.from, t)
			d.add(twins.dropped(t.Name)...)
			d.add(op.DetachPartition{Table: t.Name, Partition: *t.PartitionOf})
			alone, key := d.withoutYoungKey(d.standalone(t, d.from), t)
			d.add(undo(key)...)
			d.add(op.DropTable{Table: alone})
		} else {
			for _, x := range d.renames(t, d.from) {
				d.renameTaken(t.Name, x)
			}
			if back, err := op.Reverse(d.ownWays(t, d.from)); err == nil {
				d.departing = append(d.departing, back...)
			}
			d.add(op.DropTable{Table: d.lean(t, d.from)})
		}
	}
}

// joinsLater takes the parents off a table that has to be made without them and
// join them then: before PostgreSQL 16 CREATE TABLE refuses a generated column
// that a parent has too, and none takes parents that do not agree on a column.
func (d *differ) joinsLater(t schema.Table, in schema.Database) (schema.Table, []schema.Name) {
	isShared := func(c schema.Column) bool {
		return c.Generated != nil && slices.ContainsFunc(t.Inherits, func(n schema.Name) bool {
			p := in.Table(n)
			return p != nil && p.Column(c.Name) != nil
		})
	}
	isInherited := func(c schema.Column) bool { return c.Inherited }
	if d.opts.ServerVersion < 160000 && slices.ContainsFunc(t.Columns, isShared) && !slices.ContainsFunc(t.Columns, isInherited) {
		parents := t.Inherits
		t.Inherits = nil
		return t, parents
	}
	agree := d.agreeing(t, in)
	late := t.Inherits[agree:]
	if len(late) > 0 {
		t.Inherits = slices.Clip(t.Inherits[:agree])
		t = d.ownOfLate(t, in)
	}
	return t, late
}

// agreeing returns how many of the parents of a table, the first ones, agree on
// the default and the storage of columns that several of them have.
func (d *differ) agreeing(t schema.Table, in schema.Database) int {
	seen := map[string]schema.Column{}
	for i, n := range t.Inherits {
		p := in.Table(n)
		if p == nil {
			continue
		}
		for _, c := range d.withInherited(*p, in).Columns {
			c = *d.passedOn(n, &c)
			own, before := t.Column(c.Name), seen[c.Name]
			unsaid := own == nil || own.Default == "" || own.Inherited
			if before.Name != "" && (c.Storage != before.Storage || unsaid && c.Default != "" && before.Default != "" && c.Default != before.Default) {
				return i
			}
			c.Default = cmp.Or(before.Default, c.Default)
			seen[c.Name] = c
		}
	}
	return len(t.Inherits)
}

// ownOfLate makes what a table has from parents that it joins later its own.
func (d *differ) ownOfLate(t schema.Table, in schema.Database) schema.Table {
	parents := d.parentTables(t, in)
	t.Columns, t.Checks = slices.Clone(t.Columns), slices.Clone(t.Checks)
	for i, c := range t.Columns {
		if c.Inherited && !slices.ContainsFunc(parents, func(p schema.Table) bool { return p.Column(c.Name) != nil }) {
			t.Columns[i] = d.standaloneColumn(t, i, in)
		}
	}
	for i, c := range t.Checks {
		if c.Inherited && !slices.ContainsFunc(parents, func(p schema.Table) bool { return p.Constraint(c.Name) != nil }) {
			t.Checks[i].Inherited = false
		}
	}
	return t
}

// withoutInvalid takes the checks out of a table that are not valid on its
// children either: a child made after them would have them valid.
func (d *differ) withoutInvalid(t schema.Table, in schema.Database) (schema.Table, []schema.Check) {
	var invalid, rest []schema.Check
	for _, c := range t.Checks {
		if c.NotValid && !c.Inherited && len(d.invalidOn(t.Name, c.Name, in)) > 0 {
			invalid = append(invalid, c)
		} else {
			rest = append(rest, c)
		}
	}
	t.Checks = rest
	return t, invalid
}

// invalidOn returns the children of a table, and theirs, that have its check not
// valid.
func (d *differ) invalidOn(parent schema.Name, check string, in schema.Database) []schema.Name {
	return slices.DeleteFunc(d.heirsOf(parent), func(n schema.Name) bool {
		t := in.Table(n)
		if t == nil || len(parentsOf(*t)) == 0 {
			return true
		}
		c, ok := t.Constraint(check).(schema.Check)
		return !ok || !c.NotValid || !c.Inherited
	})
}

// A looseKey is a foreign key that cannot be created with its table.
type looseKey struct {
	table schema.Name
	key   schema.ForeignKey
}

// splitCircles takes the fewest foreign keys out of tables that reference
// each other in a circle, walking them by name.
func (d *differ) splitCircles(tables []schema.Table) (whole []schema.Table, loose []looseKey) {
	waiting := make(map[schema.Name]bool, len(tables))
	for _, t := range tables {
		waiting[t.Name] = true
	}
	rest := slices.Clone(tables)
	for len(rest) > 0 {
		i := slices.IndexFunc(rest, func(t schema.Table) bool { return !d.waits(t, waiting) })
		if i < 0 { // parents first: a partition cannot go while a key refers to it
			i = slices.IndexFunc(rest, func(t schema.Table) bool {
				return !slices.ContainsFunc(parentsOf(t), func(n schema.Name) bool { return waiting[n] })
			})
		}
		t := rest[i]
		rest = slices.Delete(rest, i, i+1)
		delete(waiting, t.Name)
		if d.waits(t, waiting) {
			t.ForeignKeys = slices.Clone(t.ForeignKeys)
			t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(k schema.ForeignKey) bool {
				loosen := d.keyWaits(t.Name, k, waiting) || d.takesOver(t.Name, waiting)
				if loosen && !k.Inherited {
					loose = append(loose, looseKey{t.Name, k})
				}
				return loosen
			})
		}
		whole = append(whole, t)
	}
	return whole, loose
}

func (d *differ) waits(t schema.Table, waiting map[schema.Name]bool) bool {
	if slices.ContainsFunc(parentsOf(t), func(n schema.Name) bool { return waiting[n] }) {
		return true
	}
	return len(t.ForeignKeys) > 0 && d.takesOver(t.Name, waiting) || slices.ContainsFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return d.keyWaits(t.Name, k, waiting) })
}

// takesOver reports whether a partitioned table takes partitions over that
// are there already, or leaves some behind. Its foreign keys then come after
// them and go before them, so that what they make on the partitions goes too.
func (d *differ) takesOver(t schema.Name, waiting map[schema.Name]bool) bool {
	return slices.ContainsFunc(d.partitionsOf(t), func(n schema.Name) bool {
		return d.from.Table(n) != nil && d.to.Table(n) != nil && !waiting[n]
	})
}

// keyWaits reports whether a foreign key needs a table that waits: the one
// it refers to, or a partition of that.
func (d *differ) keyWaits(t schema.Name, k schema.ForeignKey, waiting map[schema.Name]bool) bool {
	if k.References != t && waiting[k.References] {
		return true
	}
	return slices.ContainsFunc(d.partitionsOf(k.References), func(n schema.Name) bool { return n != t && waiting[n] })
}

// alterTable compares two tables of one name, part by part.
func (d *differ) alterTable(from, to schema.Table) {
	from, to = d.withInherited(from, d.from), d.withInherited(to, d.to)
	from, to = d.identitySequences(from, to)
	d.parents(from, to)
	if samePartition(from.PartitionOf, to.PartitionOf) {
		d.columns(from, to)
	} else {
		from, to = d.detached(from, d.from), d.detached(to, d.to)
		d.columns(alone(from), alone(to))
	}
	d.constraints(from, to)
	d.indexes(from, to)
	d.statistics(from, to)
	from.Settings.ReplicaIdentity = d.followedReplica(from)
	d.settings(from, to)
	d.comment("table", to.Name, "", from.Comment, to.Comment)
}

// settings compares the settings of two tables of one name.
func (d *differ) settings(from, to schema.Table) {
	f, t := from.Settings, to.Settings
	if from.PartitionBy != "" && to.PartitionBy != "" {
		f.Unlogged = t.Unlogged // it holds no rows, and PostgreSQL alters nothing
	}
	if to.PartitionBy != "" && f.AccessMethod != t.AccessMethod {
		f.AccessMethod, t.AccessMethod = cmp.Or(f.AccessMethod, "default"), cmp.Or(t.AccessMethod, "default")
	}
	if !same(f, t) {
		d.add(op.AlterTable{Table: to.Name, From: f, To: t})
	}
}

func same(a, b schema.Settings) bool { return reflect.DeepEqual(a, b) }

// sameRow reports whether two tables have the same columns, but for what no
// type says about them.
func sameRow(from, to schema.Table) bool {
	byName := func(a, b schema.Column) int { return cmp.Compare(a.Name, b.Name) }
	was, is := slices.SortedFunc(slices.Values(from.Columns), byName), slices.SortedFunc(slices.Values(to.Columns), byName)
	return slices.EqualFunc(was, is, func(f, t schema.Column) bool {
		return f.Name == t.Name && f.Type == t.Type && f.Collation == t.Collation
	})
}

// followedReplica returns the replica identity of a table after the renames of
// its indexes and constraints.
func (d *differ) followedReplica(t schema.Table) string {
	name := replicaIndex(t.Settings)
	for _, o := range d.ops {
		if from, to := renamedPart(o); name != "" && from == t.Name.Sibling(name) {
			return "INDEX " + schema.Quote(to.Object())
		}
	}
	return t.Settings.ReplicaIdentity
}

// alone returns a table as nobody's partition.
func alone(t schema.Table) schema.Table {
	t.PartitionOf = nil
	return t
}

func (d *differ) statistics(from, to schema.Table) {
	added, dropped, both := pairs(from.Statistics, to.Statistics, func(s schema.Statistics) schema.Name { return s.Name })
	for _, p := range both {
		if !sameStatistics(p[0], p[1]) {
			dropped, added = append(dropped, p[0]), append(added, p[1])
		}
	}
	for _, s := range dropped {
		d.add(op.DropStatistics{Table: from.Name, Statistics: s})
	}
	for _, s := range added {
		d.add(op.CreateStatistics{Table: to.Name, Statistics: s})
	}
}
