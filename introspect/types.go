package introspect

import (
	"github.com/deedsql/deed/schema"
)

// A typ is a type of the database with what is needed while reading.
type typ struct {
	oid       uint32
	name      schema.Name
	namespace uint32
	kind      byte   // typtype
	relation  uint32 // of a composite type or a table's row type
	element   uint32 // of an array
	labels    []string
	domain    schema.Domain
	ranged    schema.Range
}

// readTypes reads all types, also those that only dependents mention: row
// types and arrays.
func (r *reader) readTypes() step {
	return step{`SELECT t.oid, t.typname, t.typnamespace, t.typtype, t.typrelid,
	CASE WHEN t.typlen = -1 THEN t.typelem ELSE 0 END,
	CASE WHEN t.typacl IS NOT NULL THEN pg_get_userbyid(t.typowner) END, t.typacl,
	CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END, t.typnotnull,
	CASE WHEN t.typtype = 'd' THEN pg_get_expr(t.typdefaultbin, 0) END,
	CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation END
FROM pg_type t LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE ` + r.onlyTypes("t.oid", "t.typnamespace IN "+userSchemas), r.loadType}
}

func (r *reader) loadType(f *fields) {
	x := &typ{oid: f.oid()}
	name := f.text()
	x.namespace = f.oid()
	x.name, x.kind, x.relation, x.element = r.name(x.namespace, name), f.char(), f.oid(), f.oid()
	r.types[x.oid] = x
	r.typeOrder = append(r.typeOrder, x)
	r.addGrants(object{class: typeClass, oid: x.oid}, f.word(), f.list())
	if x.kind == 'd' {
		x.domain = schema.Domain{
			Name: x.name, Type: r.typeName(f.raw()), NotNull: f.flag(), Default: f.text(),
			Collation: r.collations[f.oid()], Comment: r.comment(typeClass, x.oid, 0),
		}
	}
}

func (r *reader) readEnumLabels() step {
	return step{`SELECT enumtypid, enumlabel FROM pg_enum WHERE ` + r.onlyTypes("enumtypid", "true") + ` ORDER BY enumtypid, enumsortorder`, func(f *fields) {
		if x := r.types[f.oid()]; x != nil {
			x.labels = append(x.labels, f.text())
		}
	}}
}

func (r *reader) readRanges() step {
	return step{`SELECT r.rngtypid, format_type(r.rngsubtype, NULL),
	CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation END,
	CASE WHEN NOT o.opcdefault THEN o.opcname END, o.opcnamespace,
	nullif(r.rngcanonical::text, '-'), nullif(r.rngsubdiff::text, '-'), ` + r.since(14, "m.typname, m.typnamespace", "NULL, NULL") + `
FROM pg_range r JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc
	` + r.since(14, "JOIN pg_type m ON m.oid = r.rngmultitypid", "") + `
WHERE ` + r.onlyTypes("r.rngtypid", "r.rngtypid >= 16384"), r.loadRange}
}

func (r *reader) loadRange(f *fields) {
	x := r.types[f.oid()]
	if x == nil {
		return
	}
	x.ranged = schema.Range{Name: x.name, Comment: r.comment(typeClass, x.oid, 0)}
	x.ranged.Subtype, x.ranged.Collation = r.typeName(f.raw()), r.collations[f.oid()]
	opclass, namespace := f.text(), f.oid()
	if opclass != "" {
		x.ranged.SubtypeOpClass = r.quoted(namespace, opclass)
	}
	x.ranged.Canonical, x.ranged.SubtypeDiff = f.text(), f.text()
	multirange := f.text()
	if name := r.name(f.oid(), multirange); multirange != "" && name != x.name.Sibling(schema.MultirangeName(x.name.Object())) {
		x.ranged.MultirangeName = name
	}
}

// readDomainChecks reads the checks of domains and, since PostgreSQL 17, the
// names of their NOT NULL constraints.
func (r *reader) readDomainChecks() step {
	return step{`SELECT k.oid, k.contypid, k.contype, k.conname, pg_get_expr(k.conbin, 0), k.convalidated
FROM pg_constraint k WHERE k.contype IN ('c', 'n') AND ` + r.onlyTypes("k.contypid", "k.contypid = ANY (ARRAY(SELECT t.oid FROM pg_type t WHERE t.typtype = 'd'))"), func(f *fields) {
		oid := f.oid()
		x := r.types[f.oid()]
		if x == nil {
			return
		}
		if f.char() == 'n' {
			if name := f.text(); name != schema.ObjectName(x.name.Object(), "", "not_null") {
				x.domain.NotNullName = name
			}
			return
		}
		c := schema.Check{Name: f.text(), Expr: schema.StripParens(f.text()), NotValid: !f.flag()}
		c.Comment = r.comment(constraintClass, oid, 0)
		x.domain.Checks = append(x.domain.Checks, c)
	}}
}

// addTypes puts the types into the catalog when all is read.
func (r *reader) addTypes() {
	for _, x := range r.typeOrder {
		if !r.namespaces[x.namespace].read || r.isMember(typeClass, x.oid) {
			continue
		}
		switch x.kind {
		case 'e':
			r.cat.Enums = append(r.cat.Enums, schema.Enum{Name: x.name, Values: x.labels, Comment: r.comment(typeClass, x.oid, 0)})
		case 'd':
			r.cat.Domains = append(r.cat.Domains, x.domain)
		case 'r':
			r.cat.Ranges = append(r.cat.Ranges, x.ranged)
		case 'c':
			if relation := r.relations[x.relation]; relation != nil && relation.kind == 'c' {
				r.cat.Composites = append(r.cat.Composites, r.composite(x, relation))
			}
		}
	}
}

func (r *reader) composite(x *typ, relation *relation) schema.Composite {
	c := schema.Composite{Name: x.name, Comment: r.comment(typeClass, x.oid, 0)}
	for _, a := range withoutDropped(relation.columns) {
		c.Attributes = append(c.Attributes, schema.Attribute{Name: a.Name, Type: a.Type, Collation: a.Collation, Comment: a.Comment})
	}
	return c
}
