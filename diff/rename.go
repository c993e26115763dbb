package diff

import (
	"maps"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A Rename is what a person declared: that the thing of the new name is the
// one that had the old name.
type Rename struct {
	Kind RenameKind
	Of   schema.Name // the table of a column, by its new name; the type of an enum value
	From schema.Name // with RenameTable and the like
	To   schema.Name
	Old  string // with RenameColumn, RenameValue
	New  string
	// Now is true for what is declared for one draft only, as on the command
	// line, so that it is surely not done yet.
	Now bool
}

// In reports whether operations carry the rename out.
func (r Rename) In(ops []op.Operation) bool {
	return slices.ContainsFunc(ops, func(o op.Operation) bool {
		switch o := o.(type) {
		case op.RenameTable:
			return r.Kind == RenameTable && o.From == r.From
		case op.RenameColumn:
			return r.Kind == RenameColumn && o.Table == r.Of && o.From == r.Old
		}
		return false
	})
}

// RenameKind says what is renamed.
type RenameKind string

// What can be renamed.
const (
	RenameTable    RenameKind = "table"
	RenameColumn   RenameKind = "column"
	RenameValue    RenameKind = "value"
	RenameType     RenameKind = "type"
	RenameSequence RenameKind = "sequence"
)

// rename applies the declared renames that are still to be done to from: the
// old name is there and the new one is not.
func (d *differ) rename(from schema.Database) schema.Database {
	d.oldNames = maps.Clone(d.opts.OldNames)
	if len(d.opts.Renames) == 0 {
		return from
	}
	if d.oldNames == nil {
		d.oldNames = map[schema.Name]bool{}
	}
	from = clone(from)
	renames := d.untangled(&from)
	d.autoNamed = d.namedByServer(from, renames)
	for _, r := range renames {
		switch r.Kind {
		case RenameTable:
			d.renameTable(&from, r)
		case RenameColumn:
			d.renameColumn(&from, r)
		case RenameValue:
			d.renameValue(&from, r)
		case RenameType:
			d.renameType(&from, r)
		case RenameSequence:
			d.renameSequence(&from, r)
		}
	}
	from.Sort()
	return from
}

// namedByServer returns the parts that partitions have from their parents under
// names of PostgreSQL's choice. As other default names, they follow what they
// are called after.
func (d *differ) namedByServer(from schema.Database, renames []Rename) map[key]bool {
	parts := map[key]bool{}
	for _, t := range from.Tables {
		parent := parentIn(&from, &t)
		if parent == nil {
			continue
		}
		name := t.Name
		for _, r := range renames {
			if r.Kind == RenameTable && r.From == name {
				name = r.To
			}
		}
		for _, x := range d.derivations(*parent, t) {
			if x.child == x.auto {
				parts[constraint(name, x.child)] = true
			}
		}
	}
	return parts
}

// clone copies the lists that renames write to.
func clone(db schema.Database) schema.Database {
	db.Enums, db.Sequences = slices.Clone(db.Enums), slices.Clone(db.Sequences)
	db.Domains, db.Composites, db.Ranges = slices.Clone(db.Domains), slices.Clone(db.Composites), slices.Clone(db.Ranges)
	db.Tables = slices.Clone(db.Tables)
	for i := range db.Tables {
		t := &db.Tables[i]
		t.Columns, t.ForeignKeys = slices.Clone(t.Columns), slices.Clone(t.ForeignKeys)
	}
	return db
}

func (d *differ) renameTable(from *schema.Database, r Rename) {
	t := from.Table(r.From)
	if t == nil || from.Table(r.To) != nil || d.to.Table(r.To) == nil && !isForNow(r.To.Object()) {
		return
	}
	d.clearWay(from, t, r)
	d.add(op.RenameTable{From: r.From, To: r.To})
	d.oldNames[r.To] = d.oldNames[r.From]
	for i, c := range t.Columns {
		d.followSequence(from, c, r.From, r.To, c.Name, c.Name)
		d.keepNotNullName(from, t, &t.Columns[i], r.To.Object(), c.Name)
	}
	moveSequences(from, t, r.To)
	t.Name = r.To
	for i := range from.Tables {
		renameReferences(&from.Tables[i], r.From, r.To)
	}
	for i := range from.Sequences {
		if o := from.Sequences[i].OwnedBy; o != nil && o.Table == r.From {
			from.Sequences[i].OwnedBy = &schema.ColumnRef{Table: r.To, Column: o.Column}
		}
	}
	from.Sort()
}

// moveSequences takes the sequences that a table owns to its new schema, as the
// server does.
func moveSequences(from *schema.Database, t *schema.Table, to schema.Name) {
	if t.Name.Schema() == to.Schema() {
		return
	}
	for i := range t.Columns {
		if id := t.Columns[i].Identity; id != nil && id.SequenceName != "" {
			moved := *id
			moved.SequenceName = to.Sibling(id.SequenceName.Object())
			t.Columns[i].Identity = &moved
		}
	}
	for i := range from.Sequences {
		if s := &from.Sequences[i]; s.OwnedBy != nil && s.OwnedBy.Table == t.Name {
			was := s.Name
			s.Name = to.Sibling(was.Object())
			followRelation(from, was, s.Name)
		}
	}
}

// followRelation writes the new name of a sequence wherever a default has it.
func followRelation(from *schema.Database, was, is schema.Name) {
	follow := func(sql string) string { return replaceRelation(sql, was, is) }
	for i := range from.Tables {
		for j := range from.Tables[i].Columns {
			c := &from.Tables[i].Columns[j]
			c.Default = follow(c.Default)
		}
	}
	for i := range from.Domains {
		from.Domains[i].Default = follow(from.Domains[i].Default)
	}
}

func renameReferences(t *schema.Table, from, to schema.Name) {
	for i := range t.ForeignKeys {
		if t.ForeignKeys[i].References == from {
			t.ForeignKeys[i].References = to
		}
	}
	if t.PartitionOf != nil && t.PartitionOf.Parent == from {
		t.Indexes = slices.Clone(t.Indexes)
		for i, x := range t.Indexes {
			if x.Parent != "" {
				t.Indexes[i].Parent = to.Sibling(x.Parent.Object())
			}
			if x.AttachTo != "" {
				t.Indexes[i].AttachTo = to.Sibling(x.AttachTo.Object())
			}
		}
		t.PartitionOf = &schema.Partition{Parent: to, Bound: t.PartitionOf.Bound}
	}
	if i := slices.Index(t.Inherits, from); i >= 0 {
		t.Inherits = slices.Clone(t.Inherits)
		t.Inherits[i] = to
	}
}

// followSequence renames the sequence behind a serial or identity column as
// its default name goes along with the column's.
func (d *differ) followSequence(db *schema.Database, c schema.Column, oldTable, newTable schema.Name, oldColumn, newColumn string) {
	if schema.IntegerType(c.Type) == "" && (c.Identity == nil || c.Identity.SequenceName != "") {
		return
	}
	was := newTable.Sibling(schema.ObjectName(oldTable.Object(), oldColumn, "seq"))
	is := newTable.Sibling(schema.ObjectName(newTable.Object(), newColumn, "seq"))
	if was != is {
		from := d.takeBack(func(o op.Operation) bool {
			r, ok := o.(op.RenameSequence)
			return ok && r.To == was && !isForNow(was.Object())
		})
		if earlier, ok := from.(op.RenameSequence); ok {
			was = earlier.From
		}
		d.add(op.RenameSequence{From: was, To: is})
	}
	followRelation(db, oldTable.Sibling(schema.ObjectName(oldTable.Object(), oldColumn, "seq")), is)
}

// keepNotNullName writes the name of a NOT NULL constraint down that is called
// after a table and a column of which one is renamed: PostgreSQL 18 keeps it.
func (d *differ) keepNotNullName(from *schema.Database, t *schema.Table, c *schema.Column, newTable, newColumn string) {
	if d.opts.ServerVersion < 180000 || !c.NotNull {
		return
	}
	name := t.NotNullName(c.Name, from.Table)
	if c.NotNullName == "" && name != schema.ObjectName(t.Name.Object(), c.Name, "not_null") {
		return // it is called as the parent's
	}
	if c.NotNullName == "" {
		d.following[name] = true
	}
	if c.NotNullName = name; name == schema.ObjectName(newTable, newColumn, "not_null") {
		c.NotNullName = ""
	}
}

// takeBack takes an operation back that a later one makes a detour: where
// both a table and its column are renamed, what is called after both is
// renamed once. It returns nil if there is none.
func (d *differ) takeBack(match func(op.Operation) bool) op.Operation {
	i := slices.IndexFunc(d.ops, match)
	if i < 0 {
		return nil
	}
	o := d.ops[i]
	d.ops = slices.Delete(d.ops, i, i+1)
	return o
}

func (d *differ) renameColumn(from *schema.Database, r Rename) {
	t := from.Table(r.Of)
	if t == nil || t.Column(r.Old) == nil || t.Column(r.New) != nil || !d.wantsColumn(r.Of, r.New) {
		return
	}
	d.add(op.RenameColumn{Table: r.Of, From: r.Old, To: r.New})
	d.followColumn(from, t, r)
}

// wantsColumn reports whether a table shall have a column of that name.
func (d *differ) wantsColumn(table schema.Name, name string) bool {
	t := d.to.Table(table)
	if t == nil || isForNow(name) {
		return t != nil
	}
	whole := d.withInherited(*t, d.to)
	return whole.Column(name) != nil
}

// followColumn renames a column in a table, and in the children of that, as the
// server does.
func (d *differ) followColumn(from *schema.Database, t *schema.Table, r Rename) {
	c := t.Column(r.Old)
	if c == nil {
		return
	}
	if t.PartitionBy != "" && mentions(expressionsOf(&schema.Table{Indexes: indexesOf(*t)}), r.Old) {
		d.oldNames[t.Name] = true
	}
	d.followSequence(from, *c, t.Name, t.Name, r.Old, r.New)
	d.keepNotNullName(from, t, c, t.Name.Object(), r.New)
	for i := range from.Tables {
		child := &from.Tables[i]
		for j := range child.ForeignKeys {
			if k := &child.ForeignKeys[j]; k.References == t.Name {
				k.RefColumns = replaceWord(k.RefColumns, r.Old, r.New)
			}
		}
		if slices.Contains(parentsOf(*child), t.Name) {
			d.followColumn(from, child, r)
		}
	}
	for i := range from.Sequences {
		if o := from.Sequences[i].OwnedBy; o != nil && o.Table == t.Name && o.Column == r.Old {
			from.Sequences[i].OwnedBy = &schema.ColumnRef{Table: t.Name, Column: r.New}
		}
	}
	renameColumnIn(t, r.Old, r.New)
}
