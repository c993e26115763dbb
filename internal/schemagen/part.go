package schemagen

import (
	"fmt"
	"slices"
	"strings"
)

type partKind int

// The kinds of parts.
const (
	constraint partKind = iota
	index
	foreignKey
	statistics
)

// A part is what a table has besides columns: a constraint, an index, a
// statistics object.
type part struct {
	kind partKind
	name string // empty: PostgreSQL's choice
	body string
	only bool // an index ON ONLY the table
	// attached are the partitions, a bit for each, whose like index is attached to
	// one ON ONLY the table.
	attached int
	// invalid: an index as a failed CREATE INDEX CONCURRENTLY leaves it.
	invalid bool
	text    string // a comment
	more    []string
}

// parts draws the parts of a table; the other tables can be referenced.
func (g *generator) parts(db *database, t *table) {
	for range g.roll(4) {
		t.parts = append(t.parts, g.part(db, t))
	}
	t.parts = distinct(t)
}

// distinct leaves out keys of a partitioned table over the same columns: which
// of them a partition has which of its keys from, no model could say.
func distinct(t *table) []part {
	if t.by == "" {
		return t.parts
	}
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(t.parts), func(p part) bool {
		what, _, _ := strings.Cut(p.body, ")")
		again := p.kind == constraint && seen[what]
		seen[what] = true
		return again
	})
}

func (g *generator) editParts(db *database, t *table) {
	t.parts = edit(g, t.parts, func(p part) part {
		fresh := g.body(db, t, p.kind)
		p.body, p.only, p.attached, p.text, p.more = fresh.body, fresh.only, fresh.attached, fresh.text, fresh.more
		return p
	}, func() part { return g.part(db, t) })
	t.parts = distinct(t)
	for i := range t.parts {
		t.parts[i].invalid = false // which no statement can lead to
	}
}

func (g *generator) part(db *database, t *table) part {
	kinds := []partKind{constraint, constraint, constraint, index, index, foreignKey, foreignKey, statistics}
	p := g.body(db, t, kinds[g.roll(len(kinds))])
	if p.kind == statistics || g.roll(2) == 1 {
		p.name = g.name()
	}
	return p
}

// body draws a part without a name.
func (g *generator) body(db *database, t *table, kind partKind) part {
	p := part{kind: kind, text: g.comment()}
	if len(t.columns) == 0 {
		p.body = "CHECK (1 < 2)"
		return p
	}
	switch kind {
	case constraint:
		p.body = g.constraint(t)
	case index:
		p.body, p.more = g.index(t)
		if p.only = t.by != "" && g.seldom(); p.only {
			p.attached = g.roll(4)
		}
		p.invalid = t.by == "" && t.bound == "" && g.rarely()
	case foreignKey:
		p.body = g.foreignKey(db, t)
	case statistics:
		p.body = g.statistics(t)
		p.more = []string{g.perhaps("ALTER STATISTICS %s SET STATISTICS 50")}
	}
	return p
}

func (g *generator) some(t *table) column { return t.columns[g.roll(len(t.columns))] }

// list draws one or two columns.
func (g *generator) list(t *table) string {
	a := g.some(t).name
	if b := g.some(t).name; b != a && g.seldom() {
		return a + ", " + b
	}
	return a
}

// during returns the name of a column of ranges, if there is one.
func (t *table) during() string {
	for _, c := range t.columns {
		if c.typ == "int4range" {
			return c.name
		}
	}
	return ""
}

func (g *generator) include(t *table) string {
	if g.rarely() {
		return "INCLUDE (" + g.list(t) + ")"
	}
	return ""
}

func (g *generator) deferrable() string {
	return g.perhaps("DEFERRABLE", "DEFERRABLE INITIALLY DEFERRED")
}

func (g *generator) constraint(t *table) string {
	if during := t.during(); during != "" && g.seldom() {
		return join(g.one("PRIMARY KEY", "UNIQUE"), "("+g.some(t).name+", "+during+" WITHOUT OVERLAPS)", g.deferrable())
	}
	switch g.roll(8) {
	case 0:
		return join("PRIMARY KEY ("+g.list(t)+")", g.include(t), g.perhaps("WITH (fillfactor=70)"), g.deferrable())
	case 1, 2, 3:
		return join("UNIQUE", g.perhaps("NULLS NOT DISTINCT"), "("+g.list(t)+")", g.include(t), g.perhaps("WITH (fillfactor=70)"), g.deferrable())
	case 4:
		c := g.some(t)
		return join("EXCLUDE USING gist ("+g.one(c.name, "int4range("+c.name+", 9)", "("+c.name+"::text::inet) inet_ops"), "WITH &&)", g.perhaps("WHERE ("+g.check(c)+")"), g.deferrable())
	}
	return join("CHECK ("+g.condition(t)+")", g.perhaps("NO INHERIT"), g.perhaps("NOT VALID", "NOT ENFORCED"))
}

// check draws a condition on a column.
func (g *generator) check(c column) string {
	return fill(g.one(g.families[c.family].checks...), c.name)
}

func fill(format, column string) string {
	// Columns that the format does not name make no trouble.
	if !strings.Contains(format, "%") {
		return format
	}
	return fmt.Sprintf(format, column)
}

// condition draws a condition on one or two columns.
func (g *generator) condition(t *table) string {
	first := g.check(g.some(t))
	if !g.seldom() {
		return first
	}
	return first + g.one(" AND ", " OR ") + g.check(g.some(t))
}

func (g *generator) foreignKey(db *database, t *table) string {
	target := t
	if len(db.tables) > 0 && !g.seldom() {
		target = &db.tables[g.roll(len(db.tables))]
	}
	columns := g.list(t)
	ref := ""
	switch {
	case t.during() != "" && target.during() != "" && g.seldom():
		columns = g.some(t).name + ", PERIOD " + t.during()
		ref = "(" + g.some(target).name + ", PERIOD " + target.during() + ")"
	case len(target.columns) > 0 && g.seldom():
		ref = "(" + g.list(target) + ")"
	}
	actions := []string{"CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION"}
	onDelete := g.perhaps(append(actions, "SET NULL ("+columns+")", "SET DEFAULT ("+columns+")")...)
	if onDelete != "" {
		onDelete = "ON DELETE " + onDelete
	}
	onUpdate := g.perhaps(actions...)
	if onUpdate != "" {
		onUpdate = "ON UPDATE " + onUpdate
	}
	return join("FOREIGN KEY ("+columns+") REFERENCES", target.name, ref, g.perhaps("MATCH FULL", "MATCH SIMPLE"),
		onDelete, onUpdate, g.deferrable(), g.perhaps("NOT VALID", "NOT ENFORCED"))
}

// index draws an index from the method on, and what to set on it.
func (g *generator) index(t *table) (string, []string) {
	c := g.some(t)
	unique := g.perhaps("UNIQUE")
	method := g.perhaps("USING hash", "USING gin", "USING gist", "USING brin", "USING spgist")
	if c.typ == "jsonb" || c.typ == "tsvector" || strings.HasSuffix(c.typ, "]") {
		method = g.one("USING gin", "")
	}
	key := g.key(c, method == "")
	if g.seldom() {
		key += ", " + g.key(g.some(t), method == "")
	}
	where := ""
	if g.seldom() {
		where = "WHERE " + g.condition(t)
	}
	nulls := ""
	if unique != "" {
		nulls = g.perhaps("NULLS NOT DISTINCT")
	}
	with := ""
	if method == "" {
		with = g.perhaps("WITH (fillfactor=70)", "WITH (deduplicate_items=off)")
	}
	body := unique + "|" + join(method, "("+key+")", g.include(t), nulls, with, where)
	more := ""
	if g.rarely() {
		more = g.one("ALTER TABLE %[2]s CLUSTER ON %[3]s", "ALTER INDEX %[1]s ALTER COLUMN 1 SET STATISTICS 300")
	}
	return body, []string{more}
}

// key draws one element of an index's key.
func (g *generator) key(c column, btree bool) string {
	f := g.families[c.family]
	element := c.name
	if g.seldom() {
		element = "(" + fill(g.one(f.expressions...), c.name) + ")"
	}
	collation, class := "", ""
	if f.collatable {
		collation = g.perhaps(`COLLATE "C"`, `COLLATE "POSIX"`)
		if c.family == 1 && btree {
			class = g.perhaps("text_pattern_ops", "text_ops", "varchar_pattern_ops", "bpchar_pattern_ops")
		}
	}
	if c.typ == "jsonb" && !btree {
		class = g.perhaps("jsonb_path_ops", "jsonb_ops")
	}
	order := ""
	if btree {
		order = join(g.perhaps("DESC", "ASC"), g.perhaps("NULLS FIRST", "NULLS LAST"))
	}
	return join(element, collation, class, order)
}

func (g *generator) statistics(t *table) string {
	kinds := g.perhaps("(ndistinct)", "(dependencies, mcv)", "(mcv)")
	columns := g.list(t)
	if c := g.some(t); g.seldom() {
		kinds, columns = "", "("+fill(g.one(g.families[c.family].expressions...), c.name)+")"
	} else if len(t.columns) > 1 {
		columns = t.columns[0].name + ", " + t.columns[1].name
	}
	return kinds + " ON " + columns
}

func (p part) create(t table) []string {
	schema, _, _ := strings.Cut(t.name, ".")
	qualified := schema + "." + p.name
	var s []string
	object := ""
	switch p.kind {
	case constraint, foreignKey:
		name := ""
		if p.name != "" {
			name = "CONSTRAINT " + p.name
			object = "CONSTRAINT " + p.name + " ON " + t.name
		}
		s = []string{join("ALTER TABLE", t.name, "ADD", name, p.body)}
	case index:
		unique, rest, _ := strings.Cut(p.body, "|")
		only := ""
		if p.only {
			only = "ONLY"
		}
		s = []string{join("CREATE", unique, "INDEX", p.name, "ON", only, t.name, rest)}
		object = "INDEX " + qualified
	case statistics:
		s = []string{join("CREATE STATISTICS", qualified, p.body, "FROM", t.name)}
		object = "STATISTICS " + qualified
	}
	if p.name == "" {
		return s
	}
	if p.invalid {
		s = append(s, "UPDATE pg_index SET indisvalid = false WHERE indexrelid = '"+strings.ReplaceAll(qualified, "'", "''")+"'::regclass")
	}
	for _, m := range p.more {
		if m != "" {
			s = append(s, fmt.Sprintf(m+"%.0[1]s%.0[2]s%.0[3]s", qualified, t.name, p.name))
		}
	}
	return append(s, commentOn(object, p.text)...)
}

// attachments make like indexes of partitions and attach them to those ON ONLY
// their tables.
func (db database) attachments() []string {
	var s []string
	for _, t := range db.tables {
		for _, p := range t.parts {
			if p.only && p.name != "" {
				s = append(s, db.attach(t, p)...)
			}
		}
	}
	return s
}

func (db database) attach(t table, p part) []string {
	schema, _, _ := strings.Cut(t.name, ".")
	unique, rest, _ := strings.Cut(p.body, "|")
	var s []string
	n := 0
	for _, child := range db.tables {
		if child.parent != t.name || child.bound == "" || child.off {
			continue
		}
		if p.attached&(1<<n) != 0 {
			number := p.name[len(strings.TrimRight(p.name, `0123456789"`)):]
			name := fmt.Sprintf(`"at%d %s`, n, number)
			at, _, _ := strings.Cut(child.name, ".")
			s = append(s, join("CREATE", unique, "INDEX", name, "ON", child.name, rest),
				"ALTER INDEX "+schema+"."+p.name+" ATTACH PARTITION "+at+"."+name)
		}
		n++
	}
	return s
}
