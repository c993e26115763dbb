package diff

import (
	"maps"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about the names of NOT NULL constraints where tables have parents,
// as PostgreSQL 18 knows them. A child that has one of its own when its parent
// gets one keeps it, and its name; another gets its parent's, and the name with
// it. From then on PostgreSQL refuses to rename the child's, and fails to
// rename the parent's where the child's is called otherwise. So where names do not
// simply follow, the parent's ceases to be inherited for the while, and where
// both get one, the child's comes first.

// untangle draws up what goes before all else, and tells from as it is then.
func (d *differ) untangle() {
	if d.opts.ServerVersion < 180000 {
		return
	}
	heirs := d.heirs()
	d.tangled = map[schema.Name]bool{}
	columns := d.columnsOfHeirs(heirs)
	if len(columns) == 0 {
		return
	}
	for _, t := range heirs {
		d.tangled[t] = d.isTangled(t, columns) || d.mustWrap(*d.from.Table(t), *d.to.Table(t))
	}
	d.alone = map[key]bool{}
	d.from.Tables, d.to.Tables = slices.Clone(d.from.Tables), slices.Clone(d.to.Tables)
	d.spellOutLeaving(columns)
	for _, column := range columns {
		x := tangle{d, column, slices.DeleteFunc(slices.Clone(heirs), func(t schema.Name) bool { return d.tangled[t] }), map[schema.Name]bool{}}
		x.untangle()
	}
}

// spellOutLeaving writes the names down that tables have from parents which let
// them go, for ever or for the while: what these are called by then is nothing to
// them.
func (d *differ) spellOutLeaving(columns []string) {
	for i := range d.from.Tables {
		t := &d.from.Tables[i]
		if len(parentsOf(*t)) == len(d.keptParents(t.Name)) && !d.tangled[t.Name] || d.to.Table(t.Name) == nil {
			continue
		}
		for _, column := range columns {
			x := tangle{d: d, column: column}
			if name := x.side(&d.from, t.Name).name; name != "" && (d.tangled[t.Name] || len(x.inheritedFrom(t.Name)) == 0) {
				x.tell(&d.from, t.Name, func(c *schema.Column) { c.NotNullName = name })
			}
		}
	}
}

// heirs returns the tables that have a parent all the way, and are not made anew,
// children first.
func (d *differ) heirs() []schema.Name {
	var heirs []schema.Name
	for _, f := range d.from.Tables {
		if len(d.keptParents(f.Name)) > 0 && !d.mustRecreate(f, *d.to.Table(f.Name), nil) {
			heirs = append(heirs, f.Name)
		}
	}
	return d.childrenFirst(heirs)
}

func (d *differ) childrenFirst(tables []schema.Name) []schema.Name {
	depth := func(n schema.Name) int { return d.depth(*d.from.Table(n)) }
	slices.SortStableFunc(tables, func(a, b schema.Name) int { return depth(b) - depth(a) })
	return tables
}

// keptParents returns the parents that a table has on both sides.
func (d *differ) keptParents(table schema.Name) []schema.Name {
	f, t := d.from.Table(table), d.to.Table(table)
	if f == nil || t == nil || f.PartitionOf != nil && !samePartition(f.PartitionOf, t.PartitionOf) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(parentsOf(*f)), func(n schema.Name) bool {
		return !slices.Contains(parentsOf(*t), n) || d.from.Table(n) == nil || d.to.Table(n) == nil
	})
}

// columnsOfHeirs returns the names of the columns whose NOT NULL constraint changes
// in one of the tables or a parent of one, or whose type does there. With others
// nothing goes on, however many partitions have them.
func (d *differ) columnsOfHeirs(heirs []schema.Name) []string {
	family := map[schema.Name]bool{}
	for _, n := range heirs {
		family[n] = true
		for _, p := range d.keptParents(n) {
			family[p] = true
		}
	}
	var names []string
	for _, n := range slices.Sorted(maps.Keys(family)) {
		from, to := d.withInherited(*d.from.Table(n), d.from), d.withInherited(*d.to.Table(n), d.to)
		for _, c := range slices.Concat(from.Columns, to.Columns) {
			if c.NotNull && !slices.Contains(names, c.Name) && d.notNullMoves(from, to, c.Name) {
				names = append(names, c.Name)
			}
		}
	}
	return names
}

// notNullMoves reports whether the NOT NULL of a column, or its type, is not the
// same on both sides.
func (d *differ) notNullMoves(from, to schema.Table, column string) bool {
	f, t := from.Column(column), to.Column(column)
	if f == nil || t == nil || f.NotNull != t.NotNull || d.retypes(from.Name, *f, *t) {
		return true
	}
	return !sameNotNull(*f, *t) || from.NotNullName(column, d.from.Table) != to.NotNullName(column, d.to.Table)
}

// retypes reports whether a column changes its type in place.
func (d *differ) retypes(table schema.Name, from, to schema.Column) bool {
	return !replaced(from, to) && (from.Type != to.Type || from.Collation != to.Collation || d.isRenewed(table, from, to) || d.isReshaped(to.Type))
}

// isReshaped reports whether a type is an enumeration that has other values: it is
// built anew, there or on the way back.
func (d *differ) isReshaped(typ string) bool {
	name := typeName(typ)
	is := func(e schema.Enum) bool { return e.Name == name }
	f, t := slices.IndexFunc(d.from.Enums, is), slices.IndexFunc(d.to.Enums, is)
	return name != "" && f >= 0 && t >= 0 && reshapes(d.from.Enums[f], d.to.Enums[t])
}

// A tangle is what goes on with the NOT NULL constraints of one column.
type tangle struct {
	d      *differ
	column string
	heirs  []schema.Name        // children first
	cut    map[schema.Name]bool // parents whose constraint is not inherited for the while
}

func (x tangle) untangle() {
	x.loosen()
	x.dropAlone()
	x.addAlone()
	for again := true; again; {
		again = false
		for _, t := range x.heirs {
			for _, p := range x.inheritedFrom(t) {
				if x.d.from.Table(t).PartitionOf == nil && (x.cut[t] || x.mustCut(p, t)) {
					x.cut[p], again = true, true
				}
			}
		}
	}
	parents := x.cutParents()
	x.spellOut()
	for _, p := range slices.Backward(parents) {
		x.cease(p)
	}
	for _, n := range x.members(parents) {
		x.rename(n)
	}
	for _, t := range x.heirs {
		x.getOwn(t)
	}
	for _, p := range parents {
		if x.side(&x.d.to, p).passes {
			x.inheritAgain(p)
		}
	}
}

// cease makes the constraint of a parent not inherited: before all that comes of
// it where its column is dropped.
func (x tangle) cease(p schema.Name) {
	before := len(x.d.ops)
	x.alter(p, func(c *schema.Column) { c.NotNullNoInherit = true })
	if x.isMissing(p, &x.d.to) {
		x.d.alone[column(p, x.column)] = true
		x.d.departing = append(x.d.departing, x.d.ops[before:]...)
		x.d.ops = x.d.ops[:before]
	}
}

// inheritAgain makes the constraint of a parent inherited: at once, or when its
// column has another type, since PostgreSQL makes the constraints of all children
// anew with the type, and fails where they are not as the parent's.
func (x tangle) inheritAgain(p schema.Name) {
	before := len(x.d.ops)
	x.alter(p, func(c *schema.Column) { c.NotNullNoInherit = false })
	if is := x.whole(&x.d.to, p); x.isRetyped(p) {
		is = x.d.named(p, is, x.side(&x.d.to, p).name)
		was := is
		was.NotNullNoInherit = true
		x.d.ops = x.d.ops[:before]
		x.d.inheritAgain = append(x.d.inheritAgain, op.AlterColumn{Table: p, From: was, To: is})
	}
}

// isRetyped reports whether the column of a table changes its type in place.
func (x tangle) isRetyped(table schema.Name) bool {
	if x.isMissing(table, &x.d.from) || x.isMissing(table, &x.d.to) {
		return false
	}
	return x.d.retypes(table, x.whole(&x.d.from, table), x.whole(&x.d.to, table))
}

// spellOut writes the names down that children of those that are cut have from
// them.
func (x tangle) spellOut() {
	isCut := func(p schema.Name) bool { return x.cut[p] }
	for _, t := range x.heirs {
		if name := x.side(&x.d.from, t).name; name != "" && slices.ContainsFunc(x.d.keptParents(t), isCut) {
			x.tell(&x.d.from, t, func(c *schema.Column) { *c = x.d.named(t, *c, name) })
			x.share(t, name)
		}
	}
}

// cutParents returns the parents whose constraint is not inherited for the while,
// children first: none can cease to be inherited that is from a parent itself.
func (x tangle) cutParents() []schema.Name {
	return x.d.childrenFirst(slices.Sorted(maps.Keys(x.cut)))
}

// members returns the tables that have parents, and those that are cut.
func (x tangle) members(cut []schema.Name) []schema.Name {
	isHeir := func(n schema.Name) bool { return slices.Contains(x.heirs, n) }
	return append(slices.Clone(x.heirs), without(cut, isHeir)...)
}

// A named NOT NULL is a constraint as one side has it. The zero value is none.
type namedNotNull struct {
	name     string
	passes   bool // to children
	notValid bool
}

// side returns the NOT NULL constraint that a table has on one side.
func (x tangle) side(db *schema.Database, table schema.Name) namedNotNull {
	return x.d.notNullOn(db, table, x.column)
}

func (d *differ) notNullOn(db *schema.Database, table schema.Name, column string) namedNotNull {
	t := db.Table(table)
	whole := d.withInherited(*t, *db)
	c := whole.Column(column)
	if c == nil || !c.NotNull {
		return namedNotNull{}
	}
	return namedNotNull{t.NotNullName(column, db.Table), !c.NotNullNoInherit, c.NotNullNotValid}
}

// inheritedFrom returns the parents, kept, from which a table has the
// constraint before.
func (x tangle) inheritedFrom(t schema.Name) []schema.Name {
	return slices.DeleteFunc(x.d.keptParents(t), func(p schema.Name) bool { return x.cut[p] || !x.side(&x.d.from, p).passes })
}

// gainsFrom returns the parents, kept, from which a table gets the constraint, the
// one that has it first first.
func (x tangle) gainsFrom(t schema.Name) []schema.Name {
	gains := slices.DeleteFunc(x.d.keptParents(t), func(p schema.Name) bool {
		return x.cut[p] || x.side(&x.d.from, p).passes || !x.side(&x.d.to, p).passes
	})
	return x.d.asCompared(gains)
}

// mustCut reports whether the constraint that a table has from a parent has to
// be its own while something changes.
func (x tangle) mustCut(p, t schema.Name) bool {
	fp, tp := x.side(&x.d.from, p), x.side(&x.d.to, p)
	ft, tt := x.side(&x.d.from, t), x.side(&x.d.to, t)
	switch {
	case tp.name != "" && !tp.passes:
		return true
	case ft.name == "":
		return false
	case x.isMissing(p, &x.d.to) && (!x.isMissing(t, &x.d.to) || ft.name != fp.name):
		return true
	case tt.name == "": // the parent that goes last comes first on the way back, and names it
		all := x.d.asCompared(x.inheritedFrom(t))
		return len(all) > 1 && x.side(&x.d.from, all[len(all)-1]).name != ft.name
	case tp.name == "":
		return ft != tt || ft.name == fp.name && len(x.keepers(t)) == 0
	case (ft.name != fp.name || ft.notValid != fp.notValid) && (x.isRetyped(t) || x.isRetyped(p)), validatedApart(fp, tp, ft, tt):
		return true
	case ft.name == tt.name:
		return fp.name != tp.name
	}
	return !x.follows(t)
}

// validatedApart reports whether the constraint of a child becomes valid, or not
// valid, and its parent's does not, or the other way round.
func validatedApart(fp, tp, ft, tt namedNotNull) bool {
	follows := ft.notValid == fp.notValid && tt.notValid == tp.notValid
	stays := ft.notValid == tt.notValid && fp.notValid == tp.notValid
	return !follows && !stays
}

// keepers returns the parents from which a table has the constraint all the way.
func (x tangle) keepers(t schema.Name) []schema.Name {
	return slices.DeleteFunc(x.inheritedFrom(t), func(p schema.Name) bool { return !x.side(&x.d.to, p).passes })
}

// follows reports whether the constraint of a table is renamed with its
// parents', which have it from one table in the end.
func (x tangle) follows(t schema.Name) bool {
	from, to := x.side(&x.d.from, t), x.side(&x.d.to, t)
	all := x.passersTo(t)
	return len(all) > 0 && len(x.keepers(t)) == len(all) && len(x.rootsOf(t)) == 1 &&
		!slices.ContainsFunc(all, func(p schema.Name) bool {
			return x.side(&x.d.from, p).name != from.name || x.side(&x.d.to, p).name != to.name || len(x.passersTo(p)) > 0 && !x.follows(p)
		})
}

// passersTo returns the parents, kept, that pass the constraint to a table before
// anything is done.
func (x tangle) passersTo(t schema.Name) []schema.Name {
	return slices.DeleteFunc(x.d.keptParents(t), func(p schema.Name) bool { return !x.cut[p] && !x.side(&x.d.from, p).passes })
}

// rootsOf returns the tables from which another one has the constraint in the end.
func (x tangle) rootsOf(t schema.Name) map[schema.Name]bool {
	roots := map[schema.Name]bool{}
	for _, p := range x.passersTo(t) {
		above := x.rootsOf(p)
		maps.Copy(roots, above)
		if len(above) == 0 {
			roots[p] = true
		}
	}
	return roots
}

// rename gives the constraint of a table its name, if it is the table's own now
// and a parent has its own, or gets it. One that follows its parent's has it then.
func (x tangle) rename(t schema.Name) {
	from, to := x.side(&x.d.from, t), x.side(&x.d.to, t)
	if from.name == "" || to.name == "" || from.name == to.name && from.notValid == to.notValid {
		return
	}
	isCut := func(p schema.Name) bool { return x.cut[p] }
	switch {
	case x.getsAnother(t), from.notValid != to.notValid && !x.cut[t] && !slices.ContainsFunc(x.d.keptParents(t), isCut):
	case x.follows(t):
		x.tell(&x.d.from, t, func(c *schema.Column) { c.NotNullName = to.name })
	case x.cut[t], slices.ContainsFunc(x.d.keptParents(t), isCut), len(x.gainsFrom(t)) > 0 && len(x.inheritedFrom(t)) == 0:
		x.alter(t, func(c *schema.Column) { c.NotNullName, c.NotNullNotValid = to.name, to.notValid })
		x.share(t, to.name)
	}
}

// getsAnother reports whether a table's constraint, which is not inherited, has to
// go before a parent's comes.
func (x tangle) getsAnother(t schema.Name) bool {
	return !x.cut[t] && !x.side(&x.d.from, t).passes && len(x.gainsFrom(t)) > 0
}

// share writes the name down that the constraints of those above a table have by
// themselves, before or after, and its own has meanwhile.
func (x tangle) share(t schema.Name, name string) {
	for _, p := range x.d.keptParents(t) {
		for _, db := range []*schema.Database{&x.d.from, &x.d.to} {
			if x.side(db, p).name == name {
				x.d.shared[p.Sibling(name)] = true
				x.tell(db, p, func(c *schema.Column) { c.NotNullName = name })
			}
		}
		x.share(p, name)
	}
}

// getOwn gives a table its own constraint before it would get its parent's
// under another name, and takes one from it that is not inherited, to which
// none of a parent's can come.
func (x tangle) getOwn(t schema.Name) {
	from, to := x.side(&x.d.from, t), x.side(&x.d.to, t)
	gains := x.gainsFrom(t)
	if len(gains) == 0 || to.name == "" || from.passes || x.cut[t] || x.isMissing(t, &x.d.from) {
		return
	}
	if from.name != "" {
		x.alter(t, func(c *schema.Column) { *c = withoutNotNull(*c) })
	}
	if x.side(&x.d.to, gains[0]).name != to.name || x.isMissing(gains[0], &x.d.from) {
		own := x.whole(&x.d.to, t)
		x.alter(t, func(c *schema.Column) {
			c.NotNull, c.NotNullName, c.NotNullNotValid = true, to.name, own.NotNullNotValid
		})
		x.pass(t, to.name)
	}
}

// pass tells what the children of a table have from it then.
func (x tangle) pass(parent schema.Name, name string) {
	for _, t := range x.heirs {
		if slices.Contains(x.d.keptParents(t), parent) && x.side(&x.d.from, t).name == "" && !x.isMissing(t, &x.d.from) {
			x.tell(&x.d.from, t, func(c *schema.Column) { c.NotNull, c.NotNullName = true, name })
			x.pass(t, name)
		}
	}
}

// isMissing reports whether a table has no such column on one side.
func (x tangle) isMissing(table schema.Name, db *schema.Database) bool {
	t := x.d.withInherited(*db.Table(table), *db)
	return t.Column(x.column) == nil
}

// whole returns the column as a table has it on one side.
func (x tangle) whole(db *schema.Database, table schema.Name) schema.Column {
	t := x.d.withInherited(*db.Table(table), *db)
	return *t.Column(x.column)
}

// alter changes the constraint of a table.
func (x tangle) alter(table schema.Name, change func(*schema.Column)) {
	was := x.d.named(table, x.whole(&x.d.from, table), x.side(&x.d.from, table).name)
	is := was
	change(&is)
	is = x.d.named(table, is, is.NotNullName)
	x.tell(&x.d.from, table, func(c *schema.Column) { *c = is })
	x.d.add(op.AlterColumn{Table: table, From: was, To: is})
}

// tell changes what one side says of the column of a table.
func (x tangle) tell(db *schema.Database, table schema.Name, change func(*schema.Column)) {
	t := db.Table(table)
	*t = x.d.withInherited(*t, *db)
	t.Columns = slices.Clone(t.Columns)
	c := t.Column(x.column)
	inherited := c.Inherited
	change(c)
	c.Inherited = inherited
}
