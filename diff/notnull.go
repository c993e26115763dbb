package diff

import (
	"cmp"
	"maps"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about NOT NULL constraints as PostgreSQL 18 has them: with a name
// and a comment, not valid, or not inherited.

// alterNotNull prepares a change of a column whose NOT NULL stays, and returns
// the two sides of what is left to do. What a child has from its parent is
// called as in that schema.
func (d *differ) alterNotNull(table schema.Name, from, to schema.Column, in *schema.Database) (_, _ schema.Column) {
	if !from.NotNull || !to.NotNull {
		return from, to
	}
	if from.Inherited && to.Inherited && from.NotNullName == "" {
		to.NotNullName = "" // it is called as the parent's
	}
	hasIdentity := from.Identity != nil || to.Identity != nil
	if from.NotNullNoInherit != to.NotNullNoInherit && len(d.childrenOf(table)) > 0 && !hasIdentity {
		// Else the children would keep it as their own.
		nullable := withoutNotNull(from)
		d.add(op.AlterColumn{Table: table, From: from, To: nullable})
		return nullable, to
	}
	if from.NotNullName != to.NotNullName && (from.NotNullNotValid || !to.NotNullNotValid) {
		name := func(c schema.Column) string {
			return cmp.Or(c.NotNullName, schema.ObjectName(table.Object(), c.Name, "not_null"))
		}
		d.add(op.RenameConstraint{Table: table, From: name(from), To: name(to)})
		from.NotNullName = to.NotNullName
	}
	if t := in.Table(table); t != nil && from.Inherited && from.NotNullName == "" && !sameNotNull(from, to) {
		from.NotNullName = t.NotNullName(from.Name, in.Table) // it is called as the parent's
		to.NotNullName = from.NotNullName
	}
	return from, to
}

// ownNotNull returns a column that a table has from a parent with the name of its
// NOT NULL constraint, which the parent has not.
func (d *differ) ownNotNull(table schema.Name, c schema.Column, in *schema.Database) schema.Column {
	if t := in.Table(table); t != nil && c.NotNullName == "" {
		return d.named(table, c, t.NotNullName(c.Name, in.Table))
	}
	return d.named(table, c, c.NotNullName)
}

// named returns a column as a table's own, with the name of its NOT NULL
// constraint.
func (d *differ) named(table schema.Name, c schema.Column, name string) schema.Column {
	c.Inherited = false
	if c.NotNullName = name; name == schema.ObjectName(table.Object(), c.Name, "not_null") && !d.isShared(table.Sibling(name)) {
		c.NotNullName = ""
	}
	return c
}

// keepNotNullNames writes the names down that NOT NULL constraints keep which to
// does not name.
func (d *differ) keepNotNullNames() {
	if d.opts.AnyNotNull == nil || d.opts.ServerVersion < 180000 {
		return
	}
	d.to.Tables = slices.Clone(d.to.Tables)
	for i := range d.to.Tables {
		t := &d.to.Tables[i]
		f := d.from.Table(t.Name)
		if f == nil || !d.opts.AnyNotNull(t.Name) {
			continue
		}
		whole := d.withInherited(*t, d.to)
		for _, c := range f.Columns {
			is := whole.Column(c.Name)
			if c.NotNullName == "" || d.following[c.NotNullName] || is == nil || !is.NotNull || is.NotNullName != "" {
				continue
			}
			if t.Column(c.Name) == nil {
				t.Columns = append(slices.Clip(t.Columns), *is)
			} else {
				t.Columns = slices.Clone(t.Columns)
			}
			t.Column(c.Name).NotNullName = c.NotNullName
		}
	}
}

// nameShared writes the names of NOT NULL constraints down that another one of
// the schema has too: PostgreSQL 18 would choose another one by itself.
func (d *differ) nameShared() {
	if d.opts.ServerVersion < 180000 {
		return
	}
	d.shared = sharedNotNulls(d.from)
	maps.Copy(d.shared, sharedNotNulls(d.to))
	d.shareNamed()
	if len(d.shared) > 0 {
		d.from, d.to = d.withSharedNamed(d.from), d.withSharedNamed(d.to)
	}
}

// sharedNotNulls returns the names that NOT NULL constraints of several tables
// would have.
func sharedNotNulls(db schema.Database) map[schema.Name]bool {
	seen, shared := map[schema.Name]bool{}, map[schema.Name]bool{}
	for i := range db.Tables {
		t := &db.Tables[i]
		for _, c := range t.Columns {
			if name := t.Name.Sibling(t.NotNullName(c.Name, db.Table)); c.NotNull && len(t.Name.Object())+len(c.Name)+len("__not_null") > schema.MaxIdentifier {
				shared[name], seen[name] = seen[name], true
			}
		}
	}
	maps.DeleteFunc(shared, func(_ schema.Name, twice bool) bool { return !twice })
	return shared
}

// shareNamed notes the names, PostgreSQL's choice for one constraint, that a model or
// a child gives to another one.
func (d *differ) shareNamed() {
	given := map[schema.Name]bool{}
	each := func(do func(t *schema.Table, c *schema.Column)) {
		for _, db := range []*schema.Database{&d.from, &d.to} {
			for i := range db.Tables {
				for j := range db.Tables[i].Columns {
					do(&db.Tables[i], &db.Tables[i].Columns[j])
				}
			}
		}
	}
	each(func(t *schema.Table, c *schema.Column) {
		if c.NotNull && c.NotNullName != "" {
			given[t.Name.Sibling(c.NotNullName)] = true
		}
	})
	for _, db := range []*schema.Database{&d.from, &d.to} {
		for i := range db.Tables {
			d.nameFromAfar(db, &db.Tables[i], given)
		}
	}
	if len(given) == 0 {
		return
	}
	each(func(t *schema.Table, c *schema.Column) {
		if c.NotNull && c.NotNullName == "" && !c.Inherited {
			if auto := t.Name.Sibling(schema.ObjectName(t.Name.Object(), c.Name, "not_null")); given[auto] {
				d.shared[auto] = true
			}
		}
	})
}

// nameFromAfar notes the names that a table has from a parent in another schema.
func (d *differ) nameFromAfar(db *schema.Database, t *schema.Table, given map[schema.Name]bool) {
	isAfar := func(n schema.Name) bool { return n.Schema() != t.Name.Schema() }
	if !slices.ContainsFunc(parentsOf(*t), isAfar) {
		return
	}
	for _, c := range d.withInherited(*t, *db).Columns {
		if c.NotNull {
			given[t.Name.Sibling(t.NotNullName(c.Name, db.Table))] = true
		}
	}
}

func (d *differ) isShared(name schema.Name) bool { return d.shared[name] }

func (d *differ) withSharedNamed(db schema.Database) schema.Database {
	db.Tables = slices.Clone(db.Tables)
	for i := range db.Tables {
		t := &db.Tables[i]
		t.Columns = slices.Clone(t.Columns)
		for j := range t.Columns {
			c := &t.Columns[j]
			if auto := schema.ObjectName(t.Name.Object(), c.Name, "not_null"); c.NotNull && !c.Inherited && c.NotNullName == "" && d.isShared(t.Name.Sibling(auto)) {
				c.NotNullName = auto
			}
		}
	}
	return db
}

func withoutNotNull(c schema.Column) schema.Column {
	c.NotNull, c.NotNullName, c.NotNullNotValid, c.NotNullNoInherit, c.NotNullComment = false, "", false, false, ""
	return c
}

// sameNotNull compares NOT NULL constraints in all but their names.
func sameNotNull(a, b schema.Column) bool {
	return a.NotNullNotValid == b.NotNullNotValid && a.NotNullNoInherit == b.NotNullNoInherit && a.NotNullComment == b.NotNullComment
}

// followNotNullOf applies to a child's column what changes on its parent's NOT
// NULL.
func followNotNullOf(child *schema.Column, parentFrom, parentTo schema.Column) {
	switch {
	case parentFrom.NotNull == parentTo.NotNull && parentFrom.NotNullNotValid == parentTo.NotNullNotValid:
	case !parentTo.NotNull:
		child.NotNull, child.NotNullNotValid, child.NotNullComment = false, false, ""
	case parentFrom.NotNull:
		child.NotNullNotValid = parentTo.NotNullNotValid
		if parentTo.NotNullNotValid { // it is made anew
			child.NotNullComment = ""
		}
	case !child.NotNull:
		child.NotNull, child.NotNullNotValid = true, parentTo.NotNullNotValid
	}
}

// withoutDoubts takes the NOT NULL off the columns of a table that is not valid
// on its children either: a child made after it would have it valid.
func (d *differ) withoutDoubts(t schema.Table, in schema.Database) (schema.Table, []op.AlterColumn) {
	var late []op.AlterColumn
	for i, c := range t.Columns {
		if len(d.doubtedBy(t.Name, c, &in)) == 0 {
			continue
		}
		if late == nil {
			t.Columns = append([]schema.Column(nil), t.Columns...)
		}
		t.Columns[i] = withoutNotNull(c)
		late = append(late, op.AlterColumn{Table: t.Name, From: t.Columns[i], To: c})
	}
	return t, late
}

// doubtedBy returns the children of a table, and theirs, that have the NOT NULL of its column
// not valid.
func (d *differ) doubtedBy(table schema.Name, c schema.Column, in *schema.Database) []schema.Name {
	if !c.NotNull || !c.NotNullNotValid || c.Inherited {
		return nil
	}
	var names []schema.Name
	for _, n := range d.heirsOf(table) {
		if t := in.Table(n); t != nil {
			if own := t.Column(c.Name); own != nil && own.NotNull && own.NotNullNotValid {
				names = append(names, n)
			}
		}
	}
	return names
}

// inheritedNotNullEffect is that of a change to the NOT NULL that a child has
// from its parent, under the name that the parent's has then.
func inheritedNotNullEffect(e *effect, parents []schema.Name, c schema.Column) {
	for _, n := range parents {
		e.need(constraint(n, c.NotNullName))
	}
}

// inheritsNotNull reports whether a table shall have the NOT NULL of a column from
// a parent that it has already: from a new one it keeps its own.
func (d *differ) inheritsNotNull(table schema.Name, column string) bool {
	f, t := d.from.Table(table), d.to.Table(table)
	if t == nil || f != nil && f.PartitionOf != nil && !samePartition(f.PartitionOf, t.PartitionOf) {
		return false
	}
	return slices.ContainsFunc(parentsOf(*t), func(n schema.Name) bool {
		p := d.to.Table(n)
		return (p == nil || p.HasNotNull(column, d.to.Table)) && (f == nil || slices.Contains(parentsOf(*f), n))
	})
}

// keepsNotNull reports whether a child's column is NOT NULL whatever becomes of
// that of one of its parents: there is another, or it has one of its own.
func (d *differ) keepsNotNull(t schema.Table, column string, parent schema.Name) bool {
	own := t.Column(column)
	if d.opts.ServerVersion < 180000 || own == nil || !own.NotNull {
		return false
	}
	name := t.NotNullName(column, d.from.Table)
	if !slices.ContainsFunc(parentsOf(t), func(n schema.Name) bool {
		p := d.from.Table(n)
		return p == nil || p.HasNotNull(column, d.from.Table) && p.NotNullName(column, d.from.Table) == name
	}) {
		return true
	}
	return slices.ContainsFunc(t.Inherits, func(n schema.Name) bool {
		other := d.to.Table(n)
		return n != parent && other != nil && other.HasNotNull(column, d.to.Table)
	})
}

// commentNotNulls returns the comments on the NOT NULL constraints that a table
// has from its parents.
func commentNotNulls(t schema.Table, in schema.Database) []op.SetComment {
	var list []op.SetComment
	for _, c := range t.Columns {
		if c.Inherited && c.NotNull && c.NotNullComment != "" {
			list = append(list, op.SetComment{On: "constraint", Object: t.Name, Part: t.NotNullName(c.Name, in.Table), To: c.NotNullComment})
		}
	}
	return list
}
