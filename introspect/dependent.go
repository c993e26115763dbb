package introspect

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/schema"
)

// A Dependent is an object, or a part of one, that depends on another and is
// dropped with it, or keeps it from being dropped or altered.
type Dependent struct {
	Kind DependentKind
	// Name is the view, function, type or sequence, or the table that the
	// dependent is a part of.
	Name schema.Name
	// Part is the dependent itself where it is a part of Name: the name of the
	// trigger, rule, policy, column, constraint or index; of a publication,
	// the publication; of a grant, the role; of a function, its arguments.
	Part string
	// Detail tells more: the privileges of a grant.
	Detail string
	On     Ref
}

// A DependentKind says what a [Dependent] is.
type DependentKind string

// The kinds of dependents. The last five are parts of tables, views or types.
// Others are called as pg_identify_object calls them: "cast", "operator", "server".
const (
	DependentView             DependentKind = "view"
	DependentMaterializedView DependentKind = "materialized view"
	DependentRule             DependentKind = "rule"
	DependentTrigger          DependentKind = "trigger"
	DependentPolicy           DependentKind = "policy"
	DependentFunction         DependentKind = "function"
	DependentPublication      DependentKind = "publication"
	DependentGrant            DependentKind = "grant"
	DependentType             DependentKind = "type"
	DependentTable            DependentKind = "table" // a child or partition
	DependentTypedTable       DependentKind = "typed table"
	DependentColumn           DependentKind = "column"
	DependentDefault          DependentKind = "default"
	DependentConstraint       DependentKind = "constraint"
	DependentForeignKey       DependentKind = "foreign key"
	DependentIndex            DependentKind = "index"
)

// A Ref is what a [Dependent] depends on.
type Ref struct {
	Kind   RefKind
	Name   schema.Name
	Column string // empty: the whole of it
	Key    string // the primary key or unique constraint, where it is that
}

// A RefKind says what a [Ref] is.
type RefKind string

// The kinds of what is depended on.
const (
	RefRelation RefKind = "relation" // any but a sequence
	RefSequence RefKind = "sequence"
	RefType     RefKind = "type"
	RefFunction RefKind = "function"
	// RefSchema is a schema other than public, on which the functions in it
	// depend.
	RefSchema RefKind = "schema"
	// RefExtension is an extension, of whose types, functions and operators
	// one is needed.
	RefExtension RefKind = "extension"
)

// dependents is what is known of objects that deed does not model.
type dependents struct {
	parts     map[object]part // of triggers, policies, rules
	functions map[uint32]function
	published map[uint32]Dependent // by the row of pg_publication_rel
	list      []Dependent          // outside of what was read
	uses      []Dependent          // inside
}

// A part is a trigger, policy or rule.
type part struct {
	kind     DependentKind
	relation uint32
	name     string
}

type function struct {
	name      schema.Name
	arguments string
}

func (r *reader) readDependents() []step {
	r.dependents.parts = map[object]part{}
	r.dependents.functions = map[uint32]function{}
	r.dependents.published = map[uint32]Dependent{}
	steps := []step{
		r.readFunctions(),
		r.readParts(triggerClass, `SELECT t.oid, t.tgrelid, t.tgname, false FROM pg_trigger t
WHERE NOT t.tgisinternal AND t.tgparentid = 0`),
		r.readParts(policyClass, `SELECT p.oid, p.polrelid, p.polname, false FROM pg_policy p`),
		r.readParts(rewriteClass, `SELECT w.oid, w.ev_class, w.rulename, w.rulename = '_RETURN'
FROM pg_rewrite w WHERE w.ev_class >= 16384`),
		r.readPublished(), r.readDepend(), r.readOthers(),
	}
	if len(r.opts.Schemas) > 0 {
		steps = append(steps, r.readForeignKeysOutside())
	}
	return steps
}

func (r *reader) readFunctions() step {
	return step{`SELECT p.oid, p.proname, p.pronamespace, pg_get_function_identity_arguments(p.oid)
FROM pg_proc p WHERE p.pronamespace IN ` + userSchemas + ` AND NOT EXISTS ( -- those that a range type brings along
	SELECT FROM pg_depend d WHERE d.classid = 1255 AND d.objid = p.oid AND d.deptype = 'i')`, func(f *fields) {
		oid, name := f.oid(), f.text()
		p := function{r.name(f.oid(), name), f.text()}
		r.dependents.functions[oid] = p
		if n := p.name.Schema(); n != schema.DefaultSchema && !r.isMember(procClass, oid) {
			r.addDependent(Dependent{Kind: DependentFunction, Name: p.name, Part: p.arguments},
				Ref{Kind: RefSchema, Name: schema.NewName("", n)})
		}
	}}
}

// readParts reads triggers, policies or rules. Each depends on its table.
func (r *reader) readParts(class uint32, sql string) step {
	return step{sql, func(f *fields) {
		x := object{class: class, oid: f.oid()}
		p := part{relation: f.oid(), name: f.text()}
		switch {
		case f.flag():
			p.kind, p.name = DependentView, ""
		case class == triggerClass:
			p.kind = DependentTrigger
		case class == policyClass:
			p.kind = DependentPolicy
		default:
			p.kind = DependentRule
		}
		relation := r.relations[p.relation]
		if relation == nil || r.isMember(relationClass, p.relation) {
			return
		}
		if p.kind == DependentView && relation.kind == 'm' {
			p.kind = DependentMaterializedView
		}
		r.dependents.parts[x] = p
		if p.name != "" {
			r.addDependent(Dependent{Kind: p.kind, Name: relation.name, Part: p.name}, r.refTo(relationClass, p.relation, 0))
		}
	}}
}

// readPublished reads which tables are published, and which of their columns
// by name.
func (r *reader) readPublished() step {
	return step{`SELECT t.oid, p.pubname, t.prrelid, ` + r.since(15, "t.prattrs", "NULL") + `
FROM pg_publication_rel t JOIN pg_publication p ON p.oid = t.prpubid`, func(f *fields) {
		oid, name, relation := f.oid(), f.text(), f.oid()
		on := r.refTo(relationClass, relation, 0)
		d := Dependent{Kind: DependentPublication, Name: on.Name, Part: name}
		r.dependents.published[oid] = d
		r.addDependent(d, on)
		for _, n := range f.ints() {
			r.addDependent(d, r.refTo(relationClass, relation, n))
		}
	}}
}

// readDepend reads from pg_depend what the objects that deed does not model
// need, and what the parts of tables and types need beside tables.
func (r *reader) readDepend() step {
	return step{`SELECT d.classid, d.objid, d.objsubid, coalesce(a.adrelid, k.conrelid, i.indrelid), a.adnum,
	coalesce(k.conname, CASE WHEN i.indrelid IS NOT NULL THEN x.relname WHEN NOT x.relnamespace ` + r.schemas() + ` THEN
		(SELECT t.attname FROM pg_attribute t WHERE t.attrelid = x.oid AND t.attnum = coalesce(a.adnum, d.objsubid)) END),
	k.contypid, d.refclassid, coalesce(rk.conrelid, d.refobjid), d.refobjsubid, rk.conname
FROM pg_depend d
	LEFT JOIN pg_attrdef a ON d.classid = 2604 AND a.oid = d.objid
	LEFT JOIN pg_constraint k ON d.classid = 2606 AND k.oid = d.objid
	LEFT JOIN pg_constraint rk ON d.refclassid = 2606 AND rk.oid = d.refobjid
	LEFT JOIN pg_index i ON d.classid = 1259 AND i.indexrelid = d.objid
	LEFT JOIN pg_class x ON x.oid = CASE d.classid WHEN 2604 THEN a.adrelid WHEN 1259 THEN d.objid END
WHERE d.deptype = 'n' AND d.refobjid >= 16384 AND (
	d.classid IN (2618, 2620, 3256, 1255, 6106) AND d.refclassid IN (1259, 1247, 1255, 2617)
	OR d.classid IN (2618, 1255) AND d.refclassid = 2606
	OR d.classid IN (1259, 1247, 2604, 2606) AND d.refclassid IN (1247, 1255)
	OR d.classid = 2604 AND d.refclassid = 1259)`, r.loadDepend}
}

// readOthers reads what rarer objects need: casts, operators and their classes and
// families, transforms, languages, event triggers, conversions, foreign servers
// and what belongs to text search. A cast has no name of its own.
func (r *reader) readOthers() step {
	return step{`SELECT d.classid, d.objid, i.type, CASE WHEN i.name IS NOT NULL THEN i.schema END, coalesce(i.name, i.identity), d.refclassid, d.refobjid
FROM pg_depend d CROSS JOIN pg_identify_object(d.classid, d.objid, 0) i
WHERE d.deptype = 'n' AND d.refobjid >= 16384 AND d.refclassid IN (1247, 1255, 1259, 1417, 2328, 2615, 2617, 3600, 3764)
	AND d.classid IN (1417, 2328, 2605, 2607, 2612, 2616, 2617, 2753, 3466, 3576, 3600, 3601, 3602, 3764)`, func(f *fields) {
		by := object{class: f.oid(), oid: f.oid()}
		d := Dependent{Kind: DependentKind(f.text()), Name: schema.NewName(f.word(), f.text())}
		to := object{class: f.oid(), oid: f.oid()}
		switch extension := r.members[to]; {
		case r.isMember(by.class, by.oid):
		case extension != "":
			r.addDependent(d, Ref{Kind: RefExtension, Name: schema.NewName("", extension)})
		case to.class != namespaceClass:
			r.addDependent(d, r.refTo(to.class, to.oid, 0))
		case r.namespaces[to.oid].name != schema.DefaultSchema:
			r.addDependent(d, Ref{Kind: RefSchema, Name: schema.NewName("", r.namespaces[to.oid].name)})
		}
	}}
}

func (r *reader) loadDepend(f *fields) {
	by := object{f.oid(), f.oid(), f.int()}
	owner, column, name, domain := f.oid(), f.int(), f.word(), f.oid()
	to := object{f.oid(), f.oid(), f.int()}
	on := r.refTo(to.class, to.oid, to.sub)
	on.Key = f.word()
	to.sub = 0
	if extension := r.members[to]; extension != "" && r.loadProgram(by, Ref{Kind: RefExtension, Name: schema.NewName("", extension)}) {
		return
	}
	if on.Name == "" || r.loadProgram(by, on) {
		return
	}
	switch by.class {
	case attrdefClass:
		if on.Kind != RefRelation { // a generated column names its sisters
			r.addUse(owner, Dependent{Kind: DependentDefault, Part: cmp.Or(name, r.columnName(owner, column)), On: on})
		}
	case constraintClass:
		r.addUse(owner, Dependent{Kind: DependentConstraint, Part: name, On: on})
		r.addTypeUse(domain, Dependent{Kind: DependentConstraint, Part: name, On: on})
	case relationClass:
		if owner != 0 {
			r.addUse(owner, Dependent{Kind: DependentIndex, Part: name, On: on})
			return
		}
		r.addUse(by.oid, Dependent{Kind: DependentColumn, Part: cmp.Or(name, r.columnName(by.oid, by.sub)), On: on})
	case typeClass:
		r.addTypeUse(by.oid, Dependent{Kind: DependentType, On: on})
	}
}

// loadProgram files what a view, rule, trigger, policy, function or publication
// needs, and reports whether it is one.
func (r *reader) loadProgram(by object, on Ref) bool {
	switch by.class {
	case rewriteClass, triggerClass, policyClass:
		r.loadPart(by, on)
	case procClass:
		if p, ok := r.dependents.functions[by.oid]; ok && !r.isMember(procClass, by.oid) {
			r.addDependent(Dependent{Kind: DependentFunction, Name: p.name, Part: p.arguments}, on)
		}
	case publicationRelClass:
		if d, ok := r.dependents.published[by.oid]; ok {
			r.addDependent(d, on)
		}
	default:
		return false
	}
	return true
}

// loadPart files what a view, rule, trigger or policy needs. A view's rule
// needs the view too, which says nothing.
func (r *reader) loadPart(by object, on Ref) {
	p, ok := r.dependents.parts[by]
	if !ok {
		return
	}
	d := Dependent{Kind: p.kind, Name: r.relations[p.relation].name, Part: p.name}
	if d.Part != "" || d.Name != on.Name {
		r.addDependent(d, on)
	}
}

// refTo names what a row of pg_depend refers to; a row type or array is named
// by what it is made of.
func (r *reader) refTo(class, oid uint32, sub int) Ref {
	switch class {
	case relationClass, constraintClass: // a constraint by its table
		x := r.relations[oid]
		switch {
		case x == nil:
			return Ref{}
		case x.kind == 'S':
			return Ref{Kind: RefSequence, Name: x.name}
		case x.kind == 'c':
			return Ref{Kind: RefType, Name: x.name, Column: r.columnName(oid, sub)}
		}
		return Ref{Kind: RefRelation, Name: x.name, Column: r.columnName(oid, sub)}
	case typeClass:
		t := r.types[oid]
		if t != nil && t.element != 0 && r.types[t.element] != nil {
			t = r.types[t.element]
		}
		if t == nil {
			return Ref{}
		}
		if x := r.relations[t.relation]; x != nil && x.kind != 'c' {
			return Ref{Kind: RefRelation, Name: x.name}
		}
		return Ref{Kind: RefType, Name: t.name}
	}
	return Ref{Kind: RefFunction, Name: r.dependents.functions[oid].name} // of an operator, which is none, ""
}

// columnName returns a column's name, empty for number 0.
func (r *reader) columnName(relation uint32, number int) string {
	if number == 0 {
		return ""
	}
	return r.columnNames(relation, []int{number})[0]
}

func (r *reader) addDependent(d Dependent, on Ref) {
	d.On = on
	if on.Name != "" {
		r.dependents.list = append(r.dependents.list, d)
	}
}

// addUse files a part of a relation: under what was read, or outside.
func (r *reader) addUse(relation uint32, d Dependent) {
	x := r.relations[relation]
	if x == nil {
		return
	}
	d.Name = x.name
	switch {
	case x.table != nil || x.kind == 'c' && x.columns != nil:
		r.dependents.uses = append(r.dependents.uses, d)
	case x.kind == 'v' || x.kind == 'm': // has a rule that says the same
	default:
		r.dependents.list = append(r.dependents.list, d)
	}
}

// addTypeUse is addUse for a part of a type.
func (r *reader) addTypeUse(oid uint32, d Dependent) {
	t := r.types[oid]
	if t == nil || r.isMember(typeClass, oid) {
		return
	}
	d.Name = t.name
	switch {
	case r.namespaces[t.namespace].read:
		r.dependents.uses = append(r.dependents.uses, d)
	default:
		r.dependents.list = append(r.dependents.list, d)
	}
}

// addDependents puts the dependents into the catalog when all is read.
func (r *reader) addDependents() {
	for _, x := range r.order {
		if x.of != 0 {
			r.addDependent(Dependent{Kind: DependentTypedTable, Name: x.name}, r.refTo(typeClass, x.of, 0))
		}
		if x.table == nil && x.kind != 'S' && x.kind != 'c' {
			for _, p := range r.parents[x.oid] {
				r.addDependent(Dependent{Kind: DependentTable, Name: x.name}, r.refTo(relationClass, p, 0))
			}
		}
	}
	r.cat.Dependents = sorted(r.dependents.list)
	r.cat.Uses = sorted(slices.DeleteFunc(r.dependents.uses, func(d Dependent) bool { return r.serials[d.On.Name] }))
}

func sorted(list []Dependent) []Dependent {
	slices.SortFunc(list, func(a, b Dependent) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Part, b.Part),
			cmp.Compare(a.On.Name, b.On.Name), cmp.Compare(a.On.Kind, b.On.Kind), cmp.Compare(a.On.Column, b.On.Column),
			cmp.Compare(a.On.Key, b.On.Key))
	})
	return slices.Compact(list)
}
