package introspect

import (
	"github.com/deedsql/deed/schema"
)

// A constraintIndex says which constraint an index stands behind.
type constraintIndex struct {
	kind     byte // 'p', 'u', 'x'
	position int  // in the table's list
}

// A constraintRow is a row of pg_constraint.
type constraintRow struct {
	oid         uint32
	name        string
	comment     string
	kind        byte
	relation    uint32
	deferrable  schema.Deferrable
	notValid    bool
	index       uint32
	inherited   bool // from a partitioned table
	references  uint32
	update      byte
	delete      byte
	match       byte
	local       bool
	noInherit   bool
	key         []int
	refKey      []int
	deleteKey   []int
	notEnforced bool
	period      bool
	expr        string // of a check, or the definition of an exclusion constraint
}

// readConstraints reads all constraints but NOT NULL. Where a foreign key
// refers to a partitioned table, the server keeps a row for each partition
// too; those are left out.
func (r *reader) readConstraints() step {
	return step{`SELECT k.oid, k.conname, k.contype, k.conrelid, k.condeferrable, k.condeferred, k.convalidated,
	k.conindid, k.conparentid <> 0, k.confrelid, k.confupdtype, k.confdeltype, k.confmatchtype, k.conislocal, k.connoinherit,
	k.conkey, k.confkey, ` + r.since(15, "k.confdelsetcols", "NULL") + `,
	` + r.since(18, "k.conenforced, k.conperiod", "true, false") + `,
	CASE k.contype WHEN 'c' THEN pg_get_expr(k.conbin, k.conrelid) WHEN 'x' THEN pg_get_constraintdef(k.oid) END
FROM pg_constraint k
WHERE k.contype IN ('p', 'u', 'f', 'c', 'x') AND k.conrelid ` + r.tables() + `
	AND (k.contype <> 'f' OR k.conparentid = 0
		OR k.conrelid <> (SELECT p.conrelid FROM pg_constraint p WHERE p.oid = k.conparentid))`, r.loadConstraint}
}

func (r *reader) loadConstraint(f *fields) {
	k := constraintRow{oid: f.oid(), name: f.text(), kind: f.char(), relation: f.oid()}
	relation := r.relations[k.relation]
	if relation == nil || relation.table == nil {
		return
	}
	k.deferrable = deferrable(f.flag(), f.flag())
	k.notValid, k.index, k.inherited, k.references = !f.flag(), f.oid(), f.flag(), f.oid()
	k.update, k.delete, k.match, k.local, k.noInherit = f.char(), f.char(), f.char(), f.flag(), f.flag()
	k.key, k.refKey, k.deleteKey = f.ints(), f.ints(), f.ints()
	k.notEnforced, k.period, k.expr = !f.flag(), f.flag(), f.word()
	k.comment = r.comment(constraintClass, k.oid, 0)
	if err := r.addConstraint(relation.table, k); err != nil && f.err == nil {
		f.err = err
	}
}

func deferrable(can, initially bool) schema.Deferrable {
	switch {
	case initially:
		return schema.InitiallyDeferred
	case can:
		return schema.InitiallyImmediate
	}
	return schema.NotDeferrable
}

func (r *reader) addConstraint(t *schema.Table, k constraintRow) error {
	switch k.kind {
	case 'p':
		t.PrimaryKey = &schema.PrimaryKey{
			Name: k.name, Columns: r.columnNames(k.relation, k.key), WithoutOverlaps: k.period,
			Deferrable: k.deferrable, Inherited: k.inherited, Comment: k.comment,
		}
		r.backed[k.index] = constraintIndex{kind: 'p'}
	case 'u':
		r.backed[k.index] = constraintIndex{'u', len(t.Uniques)}
		t.Uniques = append(t.Uniques, schema.Unique{
			Name: k.name, Columns: r.columnNames(k.relation, k.key), WithoutOverlaps: k.period,
			Deferrable: k.deferrable, Inherited: k.inherited, Comment: k.comment,
		})
	case 'c':
		t.Checks = append(t.Checks, schema.Check{
			Name: k.name, Expr: schema.StripParens(k.expr), NoInherit: k.noInherit,
			NotValid: k.notValid && !k.notEnforced, NotEnforced: k.notEnforced, Inherited: !k.local, Comment: k.comment,
		})
	case 'x':
		return r.addExclusion(t, k)
	case 'f':
		t.ForeignKeys = append(t.ForeignKeys, r.foreignKey(k))
	}
	return nil
}

func (r *reader) addExclusion(t *schema.Table, k constraintRow) error {
	parsed, err := schema.ParseConstraint(k.name, k.expr)
	if err != nil {
		return err
	}
	x := parsed.(schema.Exclusion)
	x.Deferrable, x.Inherited, x.Comment = k.deferrable, k.inherited, k.comment
	r.backed[k.index] = constraintIndex{'x', len(t.Exclusions)}
	t.Exclusions = append(t.Exclusions, x)
	return nil
}

func (r *reader) foreignKey(k constraintRow) schema.ForeignKey {
	key := schema.ForeignKey{
		Name: k.name, Columns: r.columnNames(k.relation, k.key), RefColumns: r.columnNames(k.references, k.refKey),
		OnUpdate: actions[k.update], OnDelete: actions[k.delete], OnDeleteColumns: r.columnNames(k.relation, k.deleteKey),
		Period: k.period, NotValid: k.notValid && !k.notEnforced, NotEnforced: k.notEnforced,
		Deferrable: k.deferrable, Inherited: k.inherited, Comment: k.comment,
	}
	if to := r.relations[k.references]; to != nil {
		key.References = to.name
	}
	if k.match == 'f' {
		key.Match = "FULL"
	}
	return key
}

var actions = map[byte]string{'r': "RESTRICT", 'c': "CASCADE", 'n': "SET NULL", 'd': "SET DEFAULT"}
