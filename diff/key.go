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
func extension(n string) key                 { return key{kind: "extension", part: n} }
func typ(n schema.Name) key                  { return key{kind: "type", name: n} }
func namespace(n string) key                 { return key{kind: "schema", part: n} }
func column(t schema.Name, c string) key     { return key{"column", t, c} }
func constraint(t schema.Name, c string) key { return key{"constraint", t, c} }
func target(t schema.Name, c string) key     { return key{"target", t, c} }
func isTarget(k key) bool                    { return k.kind == "target" }
func primary(t schema.Name) key              { return key{kind: "primary key", name: t} }
func readied(t schema.Name, c string) key    { return key{"readied", t, c} }
func ownCheck(t schema.Name, c string) key   { return key{"own check", t, c} }
func notNull(n schema.Name) key              { return key{kind: "not null", name: n} }
func nameOfNotNull(n schema.Name) key        { return key{kind: "name of not null", name: n} }
func logged(t schema.Name) key               { return key{kind: "logged", name: t} }
func unlogged(t schema.Name) key             { return key{kind: "unlogged", name: t} }
func statistics(n schema.Name) key           { return key{kind: "statistics", name: n} }
func partition(t schema.Name) key            { return key{kind: "partition", name: t} }
func referenced(t schema.Name) key           { return key{kind: "referenced", name: t} }
func clustering(t schema.Name) key           { return key{kind: "clustering", name: t} }

// rewritten stands for all rows of a table being where its settings say.
func rewritten(t schema.Name) key { return key{kind: "rewritten", name: t} }

// fitted stands for a composite type having the attributes, while columns are of
// it, with which it is made anew.
func fitted(n schema.Name) key { return key{kind: "fitted", name: n} }

// following stands for the sequences of a table's columns being logged or
// unlogged as the table is when that changes.
func following(t schema.Name) key { return key{kind: "following", name: t} }

// absence stands for a column that is not there.
func absence(t schema.Name, c string) key { return key{"absence", t, c} }

// absentCheck stands for a check that is not there.
func absentCheck(t schema.Name, c string) key { return key{"absence", t, "check " + c} }

// bounds stands for what a partition takes of its parent's values: it has to be
// given back before another takes it.
func bounds(parent schema.Name) key { return key{kind: "bounds", name: parent} }

// partitionPart stands for an index or constraint of a partitioned table as
// the partitions have it. It is made and dropped with the parent's, and it
// comes and goes with each partition: a partition that is detached to be
// attached again must be out while the parent's part changes.
func partitionPart(t schema.Name, name string) key { return key{"partition part", t, name} }

// hasIndex reports whether an index stands behind the constraint.
func hasIndex(c schema.Constraint) bool {
	switch c.(type) {
	case schema.PrimaryKey, schema.Unique, schema.Exclusion:
		return true
	}
	return false
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

// overColumns returns the keys of [columnKeys], and the types of the columns
// among them whose values change: what rests on such a column is made when its
// type is as it shall be, and dropped before.
func (d *differ) overColumns(t schema.Name, expressions ...string) []key {
	keys := append(columnKeys(t, expressions...), d.overAttributes(t, expressions)...)
	if len(d.reshaped) == 0 {
		return keys
	}
	for _, db := range []*schema.Database{&d.from, &d.to} {
		table := db.Table(t)
		if table == nil {
			continue
		}
		for _, c := range table.Columns {
			if n := typeName(c.Type); d.reshaped[n] != kept && slices.Contains(keys, column(t, c.Name)) {
				keys = append(keys, typ(n))
			}
		}
	}
	return keys
}

// overAttributes returns the attributes of composite types, which come and go,
// that expressions over columns of these may mention.
func (d *differ) overAttributes(t schema.Name, expressions []string) []key {
	var keys []key
	for _, o := range d.ops {
		a, ok := o.(op.AlterComposite)
		if !ok || !d.hasColumnOf(t, a.To.Name) {
			continue
		}
		for _, sql := range expressions {
			keys = append(keys, d.attributesIn(sql, a.To.Name)...)
		}
	}
	return keys
}

// hasColumnOf reports whether a table has a column of a composite type, or of what
// is made of it, on either side.
func (d *differ) hasColumnOf(table, composite schema.Name) bool {
	return slices.ContainsFunc([]*schema.Database{&d.from, &d.to}, func(db *schema.Database) bool {
		t := db.Table(table)
		return t != nil && slices.ContainsFunc(d.withInherited(*t, *db).Columns, func(c schema.Column) bool {
			return d.partsOf(typeName(c.Type))[composite]
		})
	})
}

func quoted(names []string) []string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = schema.Quote(n)
	}
	return list
}

// nameKeys returns keys for the types and sequences that an expression names.
func nameKeys(sql string) []key {
	var keys []key
	tokens := schema.Tokens(sql)
	for i, tok := range tokens {
		switch {
		case tok.Kind == schema.String && mayBeRelation(tokens, i):
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

// mayBeRelation reports whether the constant at token i can name a relation:
// it is cast to a regclass, or the argument of a function. 'c'::e and a plain
// 'c' are values.
func mayBeRelation(tokens []schema.Token, i int) bool {
	if i+2 < len(tokens) && tokens[i+1].Is("::") {
		return tokens[i+2].Is("regclass") || tokens[i+2].Is("text") && i > 0 && tokens[i-1].Is("(")
	}
	return i > 0 && tokens[i-1].Is("(")
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

// typeName returns the name of a type without modifier and array bounds; empty for
// one of PostgreSQL's own, which alone is not qualified: users may have one that
// is called the same.
func typeName(sql string) schema.Name {
	if tokens := schema.Tokens(sql); len(tokens) > 2 && tokens[1].Is(".") {
		return qualified(tokens, 0)
	}
	return ""
}

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

// isPartition reports whether a table is a partition on either side.
func (d *differ) isPartition(name schema.Name) bool {
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(name); t != nil && t.PartitionOf != nil {
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
			if schema.IsOnOnly(c) {
				continue
			}
			if hasIndex(c) {
				e.create(partitionPart(parent, c.ConstraintName()))
			}
			if _, ok := c.(schema.ForeignKey); !ok {
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
			if k, ok := c.(schema.ForeignKey); (!ok || k.Inherited) && !isOneByOne(c) && !d.isTwinThen(table, c.ConstraintName()) {
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

// parentsPart returns the parent's part that a partition's of that name is from,
// on which the renaming of it rests.
func (d *differ) parentsPart(db *schema.Database, table schema.Name, name string) []key {
	t := db.Table(table)
	if t == nil || name == "" {
		return nil
	}
	parent := parentIn(db, t)
	if parent == nil {
		return nil
	}
	var keys []key
	for _, x := range d.derivations(*parent, *t) {
		if x.child == name && !d.isRenamed(parent.Name.Sibling(x.parent)) {
			keys = append(keys, constraint(parent.Name, x.parent), relation(parent.Name.Sibling(x.parent)))
		}
	}
	return keys
}

// isRenamed reports whether a constraint or an index gets or gives up the name: it
// stays as it is, and what rests on it need not wait.
func (d *differ) isRenamed(part schema.Name) bool {
	return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		from, to := renamedPart(o)
		return from == part || to == part
	})
}

// absences returns the columns that a table has on one side only, as not being
// there. Those that go are gone when a partition is attached, and those that
// come do so when it is detached: partition and parent must have the same.
func (d *differ) absences(table schema.Name) []key {
	f, t := d.from.Table(table), d.to.Table(table)
	if f == nil || t == nil {
		return nil
	}
	var keys []key
	for _, sides := range [][2]*schema.Table{{f, t}, {t, f}} {
		for _, c := range sides[0].Columns {
			if sides[1].Column(c.Name) == nil {
				keys = append(keys, absence(table, c.Name))
			}
		}
	}
	return keys
}
