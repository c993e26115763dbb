package introspect

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A Relation is a relation of the database.
type Relation struct {
	Name schema.Name
	Kind RelationKind
	// Extension is the extension that it is a member of; empty: none.
	Extension string
	// PartitionOf is the table that it is a partition of; empty: none.
	PartitionOf schema.Name
}

// A RelationKind tells relations apart.
type RelationKind string

// The kinds of relations.
const (
	Table            RelationKind = "table"
	PartitionedTable RelationKind = "partitioned table"
	View             RelationKind = "view"
	MaterializedView RelationKind = "materialized view"
	ForeignTable     RelationKind = "foreign table"
	Sequence         RelationKind = "sequence"
	CompositeType    RelationKind = "composite type"
)

var relationKinds = map[byte]RelationKind{
	'r': Table, 'p': PartitionedTable, 'v': View, 'm': MaterializedView, 'f': ForeignTable, 'S': Sequence, 'c': CompositeType,
}

// A relation is a relation with what is needed while reading.
type relation struct {
	oid       uint32
	namespace uint32
	name      schema.Name
	kind      byte
	unlogged  bool
	owner     string
	partition bool
	bound     string
	of        uint32          // the type of a typed table
	columns   []schema.Column // by number; a dropped one has no name
	table     *schema.Table   // nil for what is not read as a table
}

// column returns the column of that number, or nil.
func (x *relation) column(number int) *schema.Column {
	if number < 1 || number > len(x.columns) {
		return nil
	}
	return &x.columns[number-1]
}

func (r *reader) readRelations() step {
	return step{`SELECT c.oid, c.relname, c.relnamespace, c.relkind, c.relpersistence, c.relnatts,
	CASE WHEN c.relacl IS NOT NULL OR c.relkind IN ('r', 'p') THEN pg_get_userbyid(c.relowner) END, c.relacl,
	c.relispartition, CASE WHEN c.relispartition THEN pg_get_expr(c.relpartbound, c.oid) END,
	CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END,
	c.reloptions, t.reloptions,
	CASE WHEN c.reltablespace <> 0 THEN (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = c.reltablespace) END,
	CASE WHEN c.relam <> 0 AND (c.relam <> ` + heap + ` OR c.relkind = 'p') THEN (SELECT a.amname FROM pg_am a WHERE a.oid = c.relam) END,
	c.relreplident, c.relrowsecurity, c.relforcerowsecurity,
	c.reloftype, CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END
FROM pg_class c LEFT JOIN pg_class t ON t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL
WHERE ` + r.relationsWanted(), r.loadRelation}
}

// relationsWanted is the condition on relations: all in a full read, else
// those asked for and those they refer to.
func (r *reader) relationsWanted() string {
	if !r.opts.limited() {
		return "c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S', 'c') AND c.relnamespace IN " + userSchemas
	}
	set := r.tables()
	return "c.oid " + set +
		" OR c.oid = ANY (ARRAY(SELECT k.confrelid FROM pg_constraint k WHERE k.conrelid " + set + " AND k.contype = 'f'))" +
		" OR c.oid = ANY (ARRAY(SELECT i.inhparent FROM pg_inherits i WHERE i.inhrelid " + set + "))"
}

func (r *reader) loadRelation(f *fields) {
	x := &relation{oid: f.oid()}
	name := f.text()
	x.namespace = f.oid()
	x.name, x.kind, x.unlogged = r.name(x.namespace, name), f.char(), f.char() == 'u'
	r.relations[x.oid] = x
	r.order = append(r.order, x)
	if natts := f.int(); r.reads(x) {
		x.columns = make([]schema.Column, natts)
	}
	x.owner = f.word()
	r.addGrants(object{class: relationClass, oid: x.oid}, x.owner, f.list())
	x.partition, x.bound = f.flag(), f.text()
	if x.columns == nil || x.kind == 'c' {
		return
	}
	t := &schema.Table{Name: x.name, PartitionBy: f.text(), Comment: r.comment(relationClass, x.oid, 0)}
	t.Settings = schema.Settings{Unlogged: x.unlogged, With: f.list()}
	for _, option := range f.list() {
		t.Settings.With = append(t.Settings.With, "toast."+option)
	}
	slices.Sort(t.Settings.With)
	t.Settings.Tablespace, t.Settings.AccessMethod = f.text(), f.text()
	t.Settings.ReplicaIdentity = map[byte]string{'f': "FULL", 'n': "NOTHING"}[f.char()]
	t.Settings.RowSecurity, t.Settings.ForceRowSecurity = f.flag(), f.flag()
	if x.of = f.oid(); x.of != 0 {
		t.Settings.Of = schema.ParseName(f.text())
	}
	x.table = t
}

// reads reports whether a relation is asked for and is a table or composite
// type that no extension has brought.
func (r *reader) reads(x *relation) bool {
	if x.kind != 'r' && x.kind != 'p' && x.kind != 'c' || r.isMember(relationClass, x.oid) {
		return false
	}
	if r.opts.limited() {
		return r.named[x.name]
	}
	return r.namespaces[x.namespace].read
}

// addRelations puts the relations into the catalog when all is read.
func (r *reader) addRelations() {
	r.cat.Tables = make([]schema.Table, 0, len(r.order))
	for _, x := range r.order {
		if !r.opts.limited() {
			r.cat.Relations = append(r.cat.Relations, r.publicRelation(x))
		}
		if x.table != nil {
			r.hang(x)
			r.nameNotNulls(x)
			x.table.Columns = withoutDropped(x.columns)
			r.cat.Tables = append(r.cat.Tables, *x.table)
		}
	}
	slices.SortFunc(r.cat.Relations, func(a, b Relation) int { return strings.Compare(string(a.Name), string(b.Name)) })
}

func (r *reader) publicRelation(x *relation) Relation {
	public := Relation{Name: x.name, Kind: relationKinds[x.kind], Extension: r.members[object{class: relationClass, oid: x.oid}]}
	if x.partition {
		public.PartitionOf = r.parent(x.oid)
	}
	return public
}

// parent returns the name of the first parent.
func (r *reader) parent(oid uint32) schema.Name {
	for _, p := range r.parents[oid] {
		if parent := r.relations[p]; parent != nil {
			return parent.name
		}
	}
	return ""
}

// hang hangs a partition or child into its parents.
func (r *reader) hang(x *relation) {
	if x.partition {
		x.table.PartitionOf = &schema.Partition{Parent: r.parent(x.oid), Bound: x.bound}
		return
	}
	for _, p := range r.parents[x.oid] {
		if parent := r.relations[p]; parent != nil {
			x.table.Inherits = append(x.table.Inherits, parent.name)
		}
	}
}

// withoutDropped takes out the places of dropped columns.
func withoutDropped(columns []schema.Column) []schema.Column {
	return slices.DeleteFunc(columns, func(c schema.Column) bool { return c.Name == "" })
}
