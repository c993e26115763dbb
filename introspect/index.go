package introspect

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// An opclass is an operator class of btree.
type opclass struct {
	name   string   // as an SQL fragment
	plain  bool     // the default of its type
	others []string // types that it takes as they are, though it is not their default
}

func (r *reader) readOpclasses() step {
	return step{`SELECT o.oid, o.opcname, o.opcnamespace, o.opcdefault, c.others
FROM pg_opclass o LEFT JOIN (
	SELECT c.casttarget, array_agg(format_type(c.castsource, NULL)) AS others
	FROM pg_cast c JOIN pg_type t ON t.oid = c.casttarget
	WHERE c.castmethod = 'b' AND c.castcontext = 'i' AND (NOT t.typispreferred OR EXISTS (SELECT FROM pg_opclass d
		WHERE d.opcmethod = ` + btree + ` AND d.opcdefault AND d.opcintype = c.castsource))
	GROUP BY c.casttarget) c ON c.casttarget = o.opcintype
WHERE o.opcmethod = ` + btree, func(f *fields) {
		oid, name := f.oid(), f.text()
		x := opclass{name: r.quoted(f.oid(), name), plain: f.flag(), others: f.list()}
		for i, t := range x.others {
			x.others[i] = schema.NormalizeType(t)
		}
		r.opclasses[oid] = x
	}}
}

// isDefault reports whether an index takes the class for a column where none is
// said.
func (c opclass) isDefault(columnType string) bool {
	if len(c.others) == 0 {
		return c.plain
	}
	plain, _, _ := strings.Cut(columnType, "(")
	return c.plain && !slices.Contains(c.others, plain)
}

// readIndexes reads indexes and what the indexes of constraints add to them.
// Only an index that has expressions, or is not a btree, is deparsed by the
// server, which takes it as long as the rest of the row thirty times over.
func (r *reader) readIndexes() step {
	return step{`SELECT i.indexrelid, i.indrelid, x.relname, x.relkind = 'I', x.relispartition, x.reloptions,
	CASE WHEN x.reltablespace <> 0 THEN (SELECT s.spcname FROM pg_tablespace s WHERE s.oid = x.reltablespace) END,
	i.indisunique, i.indisvalid, i.indisclustered, i.indisreplident, ` + r.since(15, "i.indnullsnotdistinct", "false") + `,
	CASE WHEN x.relkind = 'I' THEN
		(SELECT array_agg(a.attname ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = i.indexrelid) END,
	i.indnkeyatts, i.indkey, i.indoption, i.indclass, i.indcollation,
	CASE WHEN i.indisexclusion THEN NULL
		WHEN i.indexprs IS NOT NULL OR x.relam <> ` + btree + ` THEN pg_get_indexdef(i.indexrelid) END,
	CASE WHEN i.indexprs IS NULL AND i.indpred IS NOT NULL THEN pg_get_expr(i.indpred, i.indrelid) END,
	CASE WHEN i.indexprs IS NOT NULL THEN
		(SELECT array_agg(a.attnum || '=' || a.attstattarget) FROM pg_attribute a
		WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) END
FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid
WHERE i.indrelid ` + r.tables(), r.loadIndex}
}

func (r *reader) loadIndex(f *fields) {
	oid, owner := f.oid(), f.oid()
	relation := r.relations[owner]
	if relation == nil || relation.table == nil {
		return
	}
	x := schema.Index{Name: f.text()}
	partitioned, attached := f.flag(), f.flag()
	x.With, x.Tablespace, x.Unique = f.list(), f.word(), f.flag()
	valid := f.flag()
	x.Invalid, x.OnOnly, x.Clustered = !valid && !partitioned, !valid && partitioned, f.flag()
	if f.flag() {
		relation.table.Settings.ReplicaIdentity = "INDEX " + schema.Quote(x.Name)
	}
	x.NullsNotDistinct = f.flag()
	names, keys := f.list(), f.int()
	columns, options, classes, collations := f.ints(), f.ints(), f.ints(), f.ints()
	x.Include = r.columnNames(owner, columns[keys:])
	backed, isBacked := r.backed[oid]
	if partitioned {
		r.partitionedIndexes[oid] = partitionedIndex{relation.name.Sibling(x.Name), isBacked, x.OnOnly}
	}
	if parents := r.parents[oid]; attached && len(parents) > 0 {
		r.attached = append(r.attached, attachedIndex{relation.table, x.Name, isBacked, parents[0]})
	}
	if isBacked {
		x.Comment = r.comment(relationClass, oid, 0)
		addToConstraint(relation.table, backed, x)
		if backed.kind == 'u' {
			x.Key = r.columnNames(owner, columns[:keys])
			for i, name := range x.Key {
				x.Key[i] = schema.Quote(name)
			}
			r.noteOldNames(relation.name, x, names)
		}
		return
	}
	def, where, targets := f.raw(), f.word(), f.list()
	x.Comment, x.Statistics, x.Where = r.comment(relationClass, oid, 0), targets, schema.StripParens(where)
	if def == nil {
		x.Key = make([]string, keys)
		for i := range x.Key {
			x.Key[i] = r.words.get([]byte(r.indexKey(owner, columns[i], options[i], classes[i], collations[i])))
		}
	} else if err := takeDefinition(&x, string(def)); err != nil && f.err == nil {
		f.err = err
	}
	r.noteOldNames(relation.name, x, names)
	relation.table.Indexes = append(relation.table.Indexes, x)
}

// noteOldNames notes a table that has an index whose columns are called otherwise
// than PostgreSQL would call them now.
func (r *reader) noteOldNames(table schema.Name, x schema.Index, columns []string) {
	if len(columns) == 0 || slices.Equal(columns, x.ColumnNames()) {
		return
	}
	if r.cat.OldNames == nil {
		r.cat.OldNames = map[schema.Name]bool{}
	}
	r.cat.OldNames[table] = true
}

// An attachedIndex is the index of a partition that is part of an index of the
// partitioned table.
type attachedIndex struct {
	table  *schema.Table
	name   string
	backed bool // it stands behind a constraint
	parent uint32
}

// A partitionedIndex is an index of a partitioned table.
type partitionedIndex struct {
	name   schema.Name
	backed bool // it stands behind a constraint
	only   bool // partitions lack it
}

// addParentIndexes names the parents, once all are known. What is attached to an
// index that partitions lack is its partition's own.
func (r *reader) addParentIndexes() {
	for _, x := range r.attached {
		parent := r.partitionedIndexes[x.parent]
		switch {
		case x.backed && parent.only:
			attachConstraint(x.table, x.name, parent.name)
		case x.backed:
		case parent.only:
			x.table.Index(x.name).AttachTo = parent.name
		case !parent.backed:
			x.table.Index(x.name).Parent = parent.name
		}
	}
}

func attachConstraint(t *schema.Table, name string, index schema.Name) {
	if k := t.PrimaryKey; k != nil && k.Name == name {
		k.AttachTo, k.Inherited = index, false
		return
	}
	for i := range t.Uniques {
		if u := &t.Uniques[i]; u.Name == name {
			u.AttachTo, u.Inherited = index, false
		}
	}
}

// addToConstraint puts into a constraint what only its index knows.
func addToConstraint(t *schema.Table, c constraintIndex, x schema.Index) {
	switch c.kind {
	case 'p':
		k := t.PrimaryKey
		k.Include, k.With, k.Tablespace, k.OnOnly = x.Include, x.With, x.Tablespace, x.OnOnly
		k.IndexComment, k.Clustered = x.Comment, x.Clustered
	case 'u':
		u := &t.Uniques[c.position]
		u.Include, u.With, u.Tablespace, u.NullsNotDistinct, u.OnOnly = x.Include, x.With, x.Tablespace, x.NullsNotDistinct, x.OnOnly
		u.IndexComment, u.Clustered = x.Comment, x.Clustered
	case 'x':
		e := &t.Exclusions[c.position]
		e.With, e.Tablespace, e.IndexComment, e.Clustered = x.With, x.Tablespace, x.Comment, x.Clustered
	}
}

// indexKey spells a plain column of a btree index as pg_get_indexdef does.
func (r *reader) indexKey(relation uint32, column, option, class, collation int) string {
	c := r.relations[relation].column(column)
	key := schema.Quote(c.Name)
	if collation != 0 {
		own, ok := r.collated[attribute{relation, column}]
		if !ok {
			own = defaultCollation
		}
		if uint32(collation) != own {
			key += " COLLATE " + r.collations[uint32(collation)]
		}
	}
	if own := r.opclasses[uint32(class)]; !own.isDefault(c.Type) {
		key += " " + own.name
	}
	const descending, nullsFirst = 1, 2
	switch option & (descending | nullsFirst) {
	case descending | nullsFirst:
		key += " DESC"
	case descending:
		key += " DESC NULLS LAST"
	case nullsFirst:
		key += " NULLS FIRST"
	}
	return key
}

// takeDefinition takes method, key and predicate from pg_get_indexdef's text.
func takeDefinition(x *schema.Index, def string) error {
	parsed, err := schema.ParseIndexDef(def)
	if err != nil {
		return err
	}
	x.Method, x.Key = parsed.Method, parsed.Key
	if parsed.Where != "" {
		x.Where = parsed.Where
	}
	return nil
}
