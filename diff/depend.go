package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A key names something that operations create, drop and need. Tables,
// indexes and sequences share one space of names, as in PostgreSQL.
type key struct {
	kind string
	name schema.Name
	part string
}

func relation(n schema.Name) key             { return key{kind: "relation", name: n} }
func typ(n schema.Name) key                  { return key{kind: "type", name: n} }
func namespace(n string) key                 { return key{kind: "schema", part: n} }
func column(t schema.Name, c string) key     { return key{"column", t, c} }
func constraint(t schema.Name, c string) key { return key{"constraint", t, c} }
func partition(t schema.Name) key            { return key{kind: "partition", name: t} }

// partitionPart stands for an index or constraint of a partitioned table as
// the partitions have it. It is made and dropped with the parent's, and it
// comes and goes with each partition: a partition that is detached to be
// attached again must be out while the parent's part changes.
func partitionPart(t schema.Name, name string) key { return key{"partition part", t, name} }

// effect says what is there after an operation that was not before, or not
// as it is now, and on what that rests.
type effect struct{ creates, needs []key }

func (e *effect) create(keys ...key) { e.creates = append(e.creates, keys...) }
func (e *effect) need(keys ...key)   { e.needs = append(e.needs, keys...) }

// effectOf returns the effect of an operation. Drops have none: what they end
// is the effect of their inverse.
func (d *differ) effectOf(o op.Operation) effect {
	var e effect
	switch o := o.(type) {
	case op.CreateTable:
		d.tableEffect(&e, o.Table)
	case op.RenameTable:
		e.create(relation(o.To), typ(o.To))
		e.need(namespace(o.To.Schema()))
	case op.AddColumn:
		d.columnEffect(&e, o.Table, o.Column)
		for _, child := range d.childrenOf(o.Table) {
			e.create(column(child, o.Column.Name))
		}
	case op.AlterColumn:
		d.columnEffect(&e, o.Table, o.To)
	case op.RenameColumn:
		e.create(column(o.Table, o.To))
	case op.AddConstraint:
		d.constraintEffect(&e, o.Table, o.Constraint)
	case op.AlterConstraint:
		d.constraintEffect(&e, o.Table, o.To)
	case op.RenameConstraint:
		e.create(constraint(o.Table, o.To), relation(o.Table.Sibling(o.To)))
		d.needParents(&e, o.Table, o.To)
	case op.CreateIndex:
		d.indexEffect(&e, o.Table, o.Index)
	case op.AlterIndex:
		d.indexEffect(&e, o.Table, o.To)
	case op.RenameIndex:
		e.create(relation(o.Table.Sibling(o.To)))
		d.needParents(&e, o.Table, o.To)
	case op.CreateStatistics:
		e.create(key{kind: "statistics", name: o.Statistics.Name})
		e.need(columnKeys(o.Table, o.Statistics.Columns...)...)
	case op.AttachPartition:
		e.create(partition(o.Table))
		d.attachEffect(&e, o.Partition.Parent)
		d.attachedEffect(&e, o.Table)
		e.need(relation(o.Partition.Parent))
		d.needParts(&e, o.Partition.Parent)
		d.needParts(&e, o.Table)
	case op.Inherit:
		e.create(partition(o.Table))
		e.need(relation(o.Parent))
		d.needParts(&e, o.Parent)
		d.needParts(&e, o.Table)
	case op.AlterTable:
		if name := replicaIndex(o.To); name != "" {
			e.need(relation(o.Table.Sibling(name)), constraint(o.Table, name))
			e.need(d.indexedColumns(o.Table, name)...) // they have to be NOT NULL
		}
	default:
		d.otherEffect(&e, o)
	}
	return e
}

// indexedColumns returns the columns of an index or of a constraint's index,
// old and new.
func (d *differ) indexedColumns(table schema.Name, index string) []key {
	var keys []key
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(table)
		if t == nil {
			continue
		}
		if x := t.Index(index); x != nil {
			keys = append(keys, columnKeys(table, x.Key...)...)
		}
		switch c := t.Constraint(index).(type) {
		case schema.PrimaryKey:
			keys = append(keys, columnsOf(table, c.Columns)...)
		case schema.Unique:
			keys = append(keys, columnsOf(table, c.Columns)...)
		}
	}
	return keys
}

func (d *differ) otherEffect(e *effect, o op.Operation) {
	switch o := o.(type) {
	case op.CreateEnum:
		e.create(typ(o.Enum.Name))
		e.need(namespace(o.Enum.Name.Schema()))
	case op.AlterEnum:
		e.create(typ(o.Name))
	case op.CreateDomain:
		d.domainEffect(e, o.Domain)
	case op.AlterDomain:
		d.domainEffect(e, o.To)
	case op.CreateComposite:
		d.compositeEffect(e, o.Composite)
	case op.AlterComposite:
		d.compositeEffect(e, o.To)
	case op.CreateRange:
		e.create(typ(o.Range.Name))
		e.need(append(typeKeys(o.Range.Subtype), namespace(o.Range.Name.Schema()))...)
	case op.RenameType:
		e.create(typ(o.To))
		e.need(namespace(o.To.Schema()))
	case op.CreateSequence:
		e.create(relation(o.Sequence.Name))
		e.need(namespace(o.Sequence.Name.Schema()))
	case op.AlterSequence:
		if o.To.OwnedBy != nil {
			e.create(key{kind: "owner", name: o.To.Name})
			e.need(relation(o.To.Name), relation(o.To.OwnedBy.Table), column(o.To.OwnedBy.Table, o.To.OwnedBy.Column))
		}
	case op.RenameSequence:
		e.create(relation(o.To))
		e.need(namespace(o.To.Schema()))
	case op.CreateSchema:
		e.create(namespace(o.Schema.Name))
	case op.CreateExtension:
		e.create(key{kind: "extension"})
		e.need(namespace(o.Extension.Schema))
	}
}

func (d *differ) tableEffect(e *effect, t schema.Table) {
	e.create(relation(t.Name), typ(t.Name))
	e.need(namespace(t.Name.Schema()), key{kind: "extension"})
	for _, c := range t.Columns {
		d.columnEffect(e, t.Name, c)
	}
	for _, c := range t.Constraints() {
		d.constraintEffect(e, t.Name, c)
	}
	for _, x := range t.Indexes {
		d.indexEffect(e, t.Name, x)
	}
	if t.PartitionOf != nil {
		e.create(partition(t.Name))
	}
	for _, parent := range parentsOf(t) {
		e.need(relation(parent))
		d.needParts(e, parent)
	}
	inside := unique(e.creates)
	for _, n := range d.partitionsOf(t.Name) { // they come after
		inside = append(inside, relation(n), partition(n))
	}
	for _, k := range inside {
		e.needs = slices.DeleteFunc(e.needs, func(n key) bool { return n == k })
	}
}

func (d *differ) columnEffect(e *effect, t schema.Name, c schema.Column) {
	e.create(column(t, c.Name))
	e.need(typeKeys(c.Type)...)
	e.need(nameKeys(c.Default)...)
	if schema.IntegerType(c.Type) != "" || c.Identity != nil {
		e.create(relation(t.Sibling(schema.ObjectName(t.Object(), c.Name, "seq"))))
	}
	if c.Generated != nil {
		e.need(columnKeys(t, c.Generated.Expr)...)
	}
	e.needs = slices.DeleteFunc(e.needs, func(k key) bool { return k == column(t, c.Name) })
}

func (d *differ) constraintEffect(e *effect, t schema.Name, c schema.Constraint) {
	e.create(constraint(t, c.ConstraintName()))
	_, isKey := c.(schema.ForeignKey)
	if d.isPartitioned(t) && !isKey {
		e.create(partitionPart(t, c.ConstraintName()))
	}
	switch c := c.(type) {
	case schema.PrimaryKey:
		e.create(relation(t.Sibling(c.Name)))
		e.need(columnsOf(t, slices.Concat(c.Columns, c.Include))...)
	case schema.Unique:
		e.create(relation(t.Sibling(c.Name)))
		e.need(columnsOf(t, slices.Concat(c.Columns, c.Include))...)
	case schema.Check:
		e.need(columnKeys(t, c.Expr)...)
	case schema.Exclusion:
		e.create(relation(t.Sibling(c.Name)))
		e.need(columnKeys(t, append(slices.Clone(c.Elements), c.Where)...)...)
		e.need(columnsOf(t, c.Include)...)
	case schema.ForeignKey:
		e.need(relation(c.References))
		for _, n := range d.partitionsOf(c.References) {
			if n != t {
				e.need(relation(n), partition(n))
			}
		}
		for _, n := range d.partitionsOf(t) {
			e.need(relation(n), partition(n))
		}
		e.need(columnsOf(t, c.Columns)...)
		e.need(columnsOf(c.References, c.RefColumns)...)
		d.needUnique(e, c)
	}
}

// needUnique makes a foreign key rest on every constraint and index, old or
// new, that can guarantee its target.
func (d *differ) needUnique(e *effect, k schema.ForeignKey) {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(k.References); t != nil {
			for _, name := range uniqueOver(t, k.RefColumns) {
				e.need(constraint(t.Name, name), relation(t.Name.Sibling(name)))
			}
		}
	}
}

// uniqueOver returns the names of the keys and unique indexes over exactly
// these columns, in any order.
func uniqueOver(t *schema.Table, columns []string) []string {
	want := slices.Sorted(slices.Values(columns))
	same := func(list []string) bool { return slices.Equal(slices.Sorted(slices.Values(list)), want) }
	var names []string
	if t.PrimaryKey != nil && same(t.PrimaryKey.Columns) {
		names = append(names, t.PrimaryKey.Name)
	}
	for _, u := range t.Uniques {
		if same(u.Columns) {
			names = append(names, u.Name)
		}
	}
	for _, x := range t.Indexes {
		if x.Unique && x.Where == "" && same(x.Key) {
			names = append(names, x.Name)
		}
	}
	return names
}

func (d *differ) indexEffect(e *effect, t schema.Name, x schema.Index) {
	e.create(relation(t.Sibling(x.Name)))
	e.need(columnKeys(t, append(slices.Clone(x.Key), x.Where)...)...)
	e.need(columnsOf(t, x.Include)...)
	e.need(key{kind: "extension"})
	if x.Parent != "" {
		e.need(relation(x.Parent))
	}
	if d.duplicates(t, x) {
		e.need(partition(t))
	}
	if x.OnOnly {
		for _, n := range d.partitionsOf(t) {
			e.need(relation(n), partition(n))
		}
	} else if d.isPartitioned(t) {
		e.create(partitionPart(t, x.Name))
	}
}

func (d *differ) domainEffect(e *effect, x schema.Domain) {
	e.create(typ(x.Name))
	e.need(append(typeKeys(x.Type), namespace(x.Name.Schema()), key{kind: "extension"})...)
	e.need(nameKeys(x.Default)...)
	for _, c := range x.Checks {
		e.need(nameKeys(c.Expr)...)
	}
}

func (d *differ) compositeEffect(e *effect, x schema.Composite) {
	e.create(typ(x.Name))
	e.need(namespace(x.Name.Schema()), key{kind: "extension"})
	for _, a := range x.Attributes {
		e.need(typeKeys(a.Type)...)
	}
}

// needParts makes an effect rest on every column and constraint that a table
// has at the end: a partition must match its parent.
func (d *differ) needParts(e *effect, table schema.Name) {
	t := d.to.Table(table)
	if t == nil {
		return
	}
	for _, c := range t.Columns {
		e.need(column(table, c.Name))
	}
	for _, c := range t.Constraints() {
		if _, ok := c.(schema.ForeignKey); !ok {
			e.need(constraint(table, c.ConstraintName()))
		}
	}
}

func columnsOf(t schema.Name, names []string) []key {
	keys := make([]key, len(names))
	for i, n := range names {
		keys[i] = column(t, n)
	}
	return keys
}

// columnKeys returns a key for every name in expressions over a table: it may
// be a column, a type or a sequence. Keys that nothing creates or drops mean
// nothing, so a name too many does no harm.
func columnKeys(t schema.Name, expressions ...string) []key {
	var keys []key
	for _, sql := range expressions {
		for _, tok := range schema.Tokens(sql) {
			if tok.Kind <= schema.Quoted {
				keys = append(keys, column(t, tok.Unquote()))
			}
		}
		keys = append(keys, nameKeys(sql)...)
	}
	return keys
}

// nameKeys returns keys for the types and sequences that an expression names.
func nameKeys(sql string) []key {
	var keys []key
	tokens := schema.Tokens(sql)
	for i, tok := range tokens {
		switch {
		case tok.Kind == schema.String:
			inner := schema.Tokens(schema.StringValue(tok.Text))
			if len(inner) <= 3 {
				keys = append(keys, relation(qualified(inner, 0)))
			}
		case tok.Kind <= schema.Quoted && (i == 0 || !tokens[i-1].Is(".")) && mayBeType(tokens, i):
			keys = append(keys, typ(qualified(tokens, i)))
		}
	}
	return keys
}

// mayBeType reports whether the name at token i can be a type's: it is
// qualified, or stands where a type must. A bare name elsewhere is a column's,
// and a table, which is a type too, may be called the same.
func mayBeType(tokens []schema.Token, i int) bool {
	if i+1 < len(tokens) && (tokens[i+1].Is(".") || tokens[i+1].Kind == schema.String) {
		return true
	}
	return i > 0 && (tokens[i-1].Is("::") || tokens[i-1].Is("as"))
}

// qualified returns the name that starts at token i, "a" or "a.b".
func qualified(tokens []schema.Token, i int) schema.Name {
	if i >= len(tokens) || tokens[i].Kind > schema.Quoted {
		return ""
	}
	if i+2 < len(tokens) && tokens[i+1].Is(".") && tokens[i+2].Kind <= schema.Quoted {
		return schema.NewName(tokens[i].Unquote(), tokens[i+2].Unquote())
	}
	return schema.NewName("", tokens[i].Unquote())
}

func typeKeys(sql string) []key { return []key{typ(typeName(sql)), {kind: "extension"}} }

// typeName returns the name of a type without modifier and array bounds.
func typeName(sql string) schema.Name { return qualified(schema.Tokens(sql), 0) }

// mentions reports whether one of the expressions contains the name.
func mentions(expressions []string, name string) bool {
	return slices.ContainsFunc(expressions, func(sql string) bool {
		return slices.ContainsFunc(schema.Tokens(sql), func(t schema.Token) bool {
			return t.Kind <= schema.Quoted && t.Unquote() == name
		})
	})
}

func replicaIndex(s schema.Settings) string {
	tokens := schema.Tokens(s.ReplicaIdentity)
	if len(tokens) == 2 && tokens[0].Is("index") {
		return tokens[1].Unquote()
	}
	return ""
}

func (d *differ) isPartitioned(name schema.Name) bool {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(name); t != nil && t.PartitionBy != "" {
			return true
		}
	}
	return false
}

// attachEffect makes attaching a partition come after its parent's parts are
// as they shall be, and detaching before.
func (d *differ) attachEffect(e *effect, parent schema.Name) {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(parent)
		if t == nil {
			continue
		}
		for _, c := range t.Constraints() {
			if _, ok := c.(schema.ForeignKey); !ok {
				e.create(partitionPart(parent, c.ConstraintName()))
				e.need(constraint(parent, c.ConstraintName()))
			}
		}
		for _, x := range t.Indexes {
			if !x.OnOnly {
				e.create(partitionPart(parent, x.Name))
				e.need(relation(parent.Sibling(x.Name)))
			}
		}
	}
}

// attachedEffect makes attaching a partition come after what it must have by
// then, and detaching before what it keeps until then.
func (d *differ) attachedEffect(e *effect, table schema.Name) {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(table)
		if t == nil {
			continue
		}
		for _, c := range t.Constraints() {
			if k, ok := c.(schema.ForeignKey); !ok || k.Inherited {
				e.need(constraint(table, c.ConstraintName()))
			}
		}
		for _, x := range t.Indexes {
			if x.Parent != "" {
				e.need(relation(table.Sibling(x.Name)))
			}
		}
	}
}

// duplicates reports whether an index of a partition's own is like one that it
// has from its parent: attaching would take either.
func (d *differ) duplicates(table schema.Name, x schema.Index) bool {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(table)
		if t == nil || t.PartitionOf == nil || x.Parent != "" {
			continue
		}
		for _, y := range t.Indexes {
			if y.Parent != "" && y.Name != x.Name {
				if y.Name = x.Name; sameOwnIndex(x, y) {
					return true
				}
			}
		}
	}
	return false
}

// needParents makes the renaming of what a partition has from its parent rest
// on the parent's.
func (d *differ) needParents(e *effect, table schema.Name, name string) {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(table)
		if t == nil || t.PartitionOf == nil {
			continue
		}
		parent := db.Table(t.PartitionOf.Parent)
		if parent == nil {
			continue
		}
		for _, x := range derivations(*parent, *t) {
			if x.child == name {
				e.need(constraint(parent.Name, x.parent), relation(parent.Name.Sibling(x.parent)))
			}
		}
	}
}
