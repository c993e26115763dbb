package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// effect says what is there after an operation that was not before, or not
// as it is now, and on what that rests.
type effect struct{ creates, needs []key }

func (e *effect) create(keys ...key) { e.creates = append(e.creates, keys...) }
func (e *effect) need(keys ...key)   { e.needs = append(e.needs, keys...) }

// effectOf returns the effect of an operation. Drops have hardly any: what they
// end is the effect of their inverse.
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
		d.followersEffect(&e, o.Table, o.Column.Name)
		d.besideEffect(&e, o)
	case op.DropColumn:
		e.create(absence(o.Table, o.Column.Name))
	case op.AlterColumn:
		d.alterColumnEffect(&e, o)
	case op.RenameColumn:
		e.create(column(o.Table, o.To))
	case op.DropConstraint:
		if isCheck(o.Constraint) {
			e.create(absentCheck(o.Table, o.Constraint.ConstraintName()))
		}
	case op.AddConstraint, op.AlterConstraint, op.RenameConstraint, op.CreateIndex, op.AlterIndex, op.RenameIndex, op.CreateStatistics:
		d.partEffect(&e, o)
	case op.AttachPartition:
		d.attachEffect(&e, o.Partition.Parent)
		d.attachedEffect(&e, o.Table)
		e.create(bounds(o.Partition.Parent), partition(o.Table), referenced(o.Table))
		e.need(d.absences(o.Table)...)
		d.childEffect(&e, o.Table, o.Partition.Parent)
	case op.Inherit:
		e.create(heritage(o.Table, o.Parent))
		e.need(d.heritagesBefore(o)...)
		d.childEffect(&e, o.Table, o.Parent)
		if d.away[heritage(o.Table, o.Parent)] {
			e.needs = without(e.needs, d.isPassedCheck(o.Table, o.Parent))
		}
	case op.NoInherit:
		d.passOnEffect(&e, o.Table, o.Parent)
	case op.AlterTable:
		d.alterTableEffect(&e, o)
	default:
		d.otherEffect(&e, o)
	}
	return e
}

func (d *differ) alterTableEffect(e *effect, o op.AlterTable) {
	if name := replicaIndex(o.To); name != "" && o.From.ReplicaIdentity != o.To.ReplicaIdentity {
		e.need(relation(o.Table.Sibling(name)), constraint(o.Table, name))
		e.need(d.indexedColumns(o.Table, name)...) // they have to be NOT NULL
	}
	if o.From.Of != o.To.Of && o.To.Of != "" {
		d.typedEffect(e, o.Table, o.To.Of)
	}
	if slices.ContainsFunc(o.To.With, func(p string) bool { return strings.HasPrefix(p, "toast.") }) {
		d.needColumns(e, o.Table) // of which one may bring the TOAST table
	}
	if o.From.Unlogged != o.To.Unlogged {
		d.loggedEffect(e, o)
		e.create(following(o.Table))
	}
	if o.From.Unlogged != o.To.Unlogged || o.From.AccessMethod != o.To.AccessMethod {
		e.create(rewritten(o.Table))
	}
	if isCatalog(o.To) && !isCatalog(o.From) {
		d.catalogEffect(e, o.Table)
	}
}

func (d *differ) alterColumnEffect(e *effect, o op.AlterColumn) {
	c := o.To
	fromParent := c.Inherited && o.From.NotNull && c.NotNull && c.NotNullName != ""
	c.NotNull = c.NotNull && !fromParent
	if sameColumn(withoutNotNull(o.From), withoutNotNull(o.To)) { // nothing else of it is touched
		c.Type, c.Default, c.Generated = cmp.Or(schema.IntegerType(c.Type), c.Type), "", nil
	}
	d.columnEffect(e, o.Table, c)
	followers := d.followersOf(o.Table)
	if o.From.Type != o.To.Type || o.From.Collation != o.To.Collation {
		for _, n := range append([]schema.Name{o.Table}, followers...) {
			if d.retypesOwn(n, c.Name) {
				e.create(readied(n, c.Name))
			}
		}
	}
	if o.From.NotNull && o.To.NotNull { // PostgreSQL chooses no name
		isName := func(k key) bool {
			return k.kind == "not null" || k.kind == "name of not null" && o.From.NotNullName == o.To.NotNullName
		}
		e.creates, e.needs = without(e.creates, isName), without(e.needs, isName)
	}
	if of := typeName(c.Type); o.From.Type == o.To.Type && d.renewed[of] { // it is another type in the meantime
		e.needs = without(e.needs, func(k key) bool { return k == typ(of) })
	}
	for _, heir := range followers {
		if d.from.Table(heir) != nil && d.to.Table(heir) != nil { // else it is made after, or gone before
			e.create(column(heir, c.Name))
		}
	}
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(o.Table); t != nil && fromParent && !c.NotNullNotValid {
			inheritedNotNullEffect(e, parentsOf(*t), c)
		}
		for _, n := range d.doubtedBy(o.Table, o.To, db) {
			e.need(relation(n))
		}
	}
}

// loggedEffect is that of a table that becomes logged or unlogged: what is
// logged cannot refer to what is not.
func (d *differ) loggedEffect(e *effect, o op.AlterTable) {
	if o.To.Unlogged {
		e.create(unlogged(o.Table))
		return
	}
	e.create(logged(o.Table))
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(o.Table)
		if t == nil {
			continue
		}
		for _, k := range t.ForeignKeys {
			if k.References != o.Table {
				e.need(logged(k.References))
			}
		}
	}
}

// typedEffect is that of a table that becomes one of a composite type, whose
// columns it must have by then, and keep.
func (d *differ) typedEffect(e *effect, table, of schema.Name) {
	e.create(key{kind: "typed", name: table})
	e.need(typ(of))
	e.need(d.absences(table)...)
	d.needColumns(e, table)
}

// needColumns makes an effect rest on all columns that a table has on either
// side.
func (d *differ) needColumns(e *effect, table schema.Name) {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(table); t != nil {
			for _, c := range t.Columns {
				e.need(column(table, c.Name))
			}
		}
	}
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
	case op.SetComment:
		switch {
		case o.On == "column" && o.To != "":
			e.need(column(o.Object, o.Part))
		case (o.On == "index" || o.On == "constraint") && o.To != "":
			e.need(relation(o.Object.Sibling(o.Part)), constraint(o.Object, o.Part))
		case o.On == "type" || o.On == "domain":
			e.need(typ(o.Object)) // which may be built anew with the comment it had
		}
	case op.CreateSequence:
		e.create(relation(o.Sequence.Name))
		e.need(namespace(o.Sequence.Name.Schema()))
	case op.AlterSequence:
		if o.To.OwnedBy != nil {
			e.create(key{kind: "owner", name: o.To.Name})
			e.need(relation(o.To.Name), relation(o.To.OwnedBy.Table), column(o.To.OwnedBy.Table, o.To.OwnedBy.Column),
				following(o.To.OwnedBy.Table))
		}
	case op.RenameSequence:
		e.create(relation(o.To))
		e.need(namespace(o.To.Schema()))
	case op.CreateSchema:
		e.create(namespace(o.Schema.Name))
	case op.CreateExtension:
		e.create(key{kind: "extension"}, extension(o.Extension.Name))
		for _, name := range d.opts.Requires[o.Extension.Name] {
			e.need(extension(name))
		}
		e.need(namespace(o.Extension.Schema))
	case op.AlterExtension:
		e.need(namespace(o.To.Schema))
	default:
		d.typeOpEffect(e, o)
	}
}

// typeOpEffect is that of an operation on a type.
func (d *differ) typeOpEffect(e *effect, o op.Operation) {
	switch o := o.(type) {
	case op.CreateEnum:
		e.create(typ(o.Enum.Name))
		e.need(namespace(o.Enum.Name.Schema()))
	case op.AlterEnum:
		e.create(typ(o.Name))
		for _, u := range o.Uses {
			e.create(rewritten(u.Table))
		}
	case op.CreateDomain:
		d.domainEffect(e, o.Domain)
	case op.AlterDomain:
		d.domainEffect(e, o.To)
	case op.CreateComposite:
		d.compositeEffect(e, o.Composite)
	case op.AlterComposite:
		if d.fitted[o.To.Name] {
			d.fittedEffect(e, o)
		} else {
			d.compositeEffect(e, o.To)
		}
		for _, a := range o.To.Attributes {
			if !slices.ContainsFunc(o.From.Attributes, func(b schema.Attribute) bool { return a.Name == b.Name }) {
				e.create(column(o.To.Name, a.Name))
			}
		}
	case op.CreateRange:
		e.create(typ(o.Range.Name), typ(multirange(o.Range)))
		e.need(append(typeKeys(o.Range.Subtype), namespace(o.Range.Name.Schema()))...)
	case op.RenameType:
		e.create(typ(o.To))
		e.need(namespace(o.To.Schema()))
	}
}

func (d *differ) tableEffect(e *effect, t schema.Table) {
	e.create(relation(t.Name), typ(t.Name))
	e.need(namespace(t.Name.Schema()), key{kind: "extension"})
	if t.Settings.Of != "" {
		e.need(typ(t.Settings.Of))
	}
	for _, c := range t.Columns {
		d.columnEffect(e, t.Name, c)
	}
	for _, c := range t.Constraints() {
		d.constraintEffect(e, t.Name, c)
	}
	for _, x := range t.Indexes {
		d.indexEffect(e, t.Name, x)
	}
	for _, x := range t.Statistics {
		e.create(statistics(x.Name))
	}
	if t.PartitionBy != "" {
		e.need(nameKeys(t.PartitionBy)...)
	}
	if t.PartitionOf != nil {
		e.create(partition(t.Name), bounds(t.PartitionOf.Parent))
		d.needDerived(e, t)
		d.broughtEffect(e, t)
		d.namesakes(e, t)
	}
	for _, parent := range parentsOf(t) {
		e.need(relation(parent))
		d.needParts(e, parent)
		if len(t.Inherits) > 1 { // which have to agree
			e.need(d.absences(parent)...)
		}
	}
	d.needNotNulls(e, t)
	inside := append(unique(e.creates), d.partsOfTable(t.Name)...)
	for _, n := range d.partitionsOf(t.Name) { // they come after
		if !slices.Contains(parentsOf(t), n) { // but for one that is its parent on the other side
			inside = append(inside, relation(n), partition(n))
		}
	}
	isInside := func(k key) bool { // columns of a parent's are there with the table
		return k == column(t.Name, k.part) || k == referenced(t.Name) || slices.Contains(inside, k)
	}
	e.needs = slices.DeleteFunc(e.needs, isInside)
}

// partsOfTable returns the constraints and indexes of a table, which it has by
// itself or with its parents.
func (d *differ) partsOfTable(table schema.Name) []key {
	var keys []key
	for _, db := range []*schema.Database{&d.from, &d.to} {
		t := db.Table(table)
		if t == nil {
			continue
		}
		for _, x := range t.Indexed() {
			keys = append(keys, relation(table.Sibling(x.Name)), constraint(table, x.Name))
		}
	}
	return keys
}

func (d *differ) columnEffect(e *effect, t schema.Name, c schema.Column) {
	e.create(column(t, c.Name))
	if c.NotNull && d.opts.ServerVersion >= 180000 {
		d.notNullEffect(e, t, c)
	}
	e.need(typeKeys(c.Type)...)
	d.rowTypeEffect(e, typeName(c.Type))
	e.need(nameKeys(c.Default)...)
	if name := ownSequence(t, c); name != "" {
		e.create(relation(name))
	}
	if isApart(c) {
		e.need(following(t))
	}
	if c.Generated != nil {
		e.need(d.overColumns(t, c.Generated.Expr)...)
	}
	e.needs = slices.DeleteFunc(e.needs, func(k key) bool { return k == column(t, c.Name) })
}

// rowTypeEffect is that of a column of a table's row type: while there is one,
// PostgreSQL changes no column's type in that table, and what goes from it may be
// of this one's.
func (d *differ) rowTypeEffect(e *effect, row schema.Name) {
	if row != "" && (d.from.Table(row) != nil || d.to.Table(row) != nil) {
		d.needColumns(e, row)
		e.need(d.absences(row)...)
	}
}

// notNullEffect is that of a NOT NULL constraint. One that PostgreSQL names
// gets a name that no constraint of the schema has, so it is made before one
// that is given such a name, and goes after it; and one that is to go leaves its
// name before another gets it, unless both say it.
func (d *differ) notNullEffect(e *effect, t schema.Name, c schema.Column) {
	auto := schema.ObjectName(t.Object(), c.Name, "not_null")
	e.create(constraint(t, cmp.Or(c.NotNullName, auto)))
	if c.NotNullName != "" {
		e.need(notNull(t.Sibling(c.NotNullName)))
		return
	}
	e.create(notNull(t.Sibling(auto)))
	if name := t.Sibling(auto); !d.isShared(name) {
		e.create(nameOfNotNull(name))
	}
}

func (d *differ) domainEffect(e *effect, x schema.Domain) {
	e.create(typ(x.Name))
	e.need(append(typeKeys(x.Type), namespace(x.Name.Schema()), key{kind: "extension"})...)
	e.need(nameKeys(x.Default)...)
	for _, c := range x.Checks {
		e.need(nameKeys(c.Expr)...)
		e.need(d.attributesIn(c.Expr, typeName(x.Type))...)
	}
}

// attributesIn returns the attributes of a composite type that an expression
// may mention.
func (d *differ) attributesIn(expr string, composite schema.Name) []key {
	var keys []key
	for _, db := range []*schema.Database{&d.from, &d.to} {
		for _, x := range db.Composites {
			for _, a := range x.Attributes {
				if x.Name == composite && mentions([]string{expr}, a.Name) {
					keys = append(keys, column(composite, a.Name))
				}
			}
		}
	}
	return keys
}

func (d *differ) compositeEffect(e *effect, x schema.Composite) {
	e.create(typ(x.Name), relation(x.Name)) // no table, index or sequence is called so
	e.need(namespace(x.Name.Schema()), key{kind: "extension"})
	for _, a := range x.Attributes {
		e.need(typeKeys(a.Type)...)
	}
}
