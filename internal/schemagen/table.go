package schemagen

import (
	"fmt"
	"slices"
	"strings"
)

// Tablespace is the tablespace that tables may be in, where the server has it.
const Tablespace = "elsewhere"

// A table is a table in plain values.
type table struct {
	name     string // as SQL has it
	columns  []column
	by       string // PARTITION BY, without the key
	over     string // the key
	keys     int    // how many columns, the first ones, the key is over
	parent   string // a table that this one is a partition or a child of
	second   string // another one that it is a child of
	joined   bool   // a child that has its columns by itself and joins its parent then
	bound    string // as a partition; empty: a child
	boundBy  string // how the parent is partitioned
	slot     int    // which of the parent's partitions it is
	off      bool   // a partition that is not attached, a child that has not joined
	parts    []part
	unlogged bool
	with     string
	space    string // a tablespace
	replica  string
	security []string
	text     string
}

func (g *generator) table() table {
	t := table{name: g.qualified()}
	g.columns = nil
	for range 1 + g.roll(4) {
		g.columns = append(g.columns, g.column())
	}
	t.columns = g.columns
	if !g.seldom() { // for foreign keys
		t.parts = append(t.parts, part{kind: constraint, body: "PRIMARY KEY (" + t.columns[0].name + ")"})
	}
	for a := range tableAttributes {
		t = g.redrawTable(t, a)
	}
	return t
}

// tableAttributes is how many attributes redrawTable knows.
const tableAttributes = 6

func (g *generator) redrawTable(t table, attribute int) table {
	switch attribute {
	case 0:
		t.unlogged = g.rarely()
	case 1:
		t.with = ""
		if g.rarely() {
			t.with = g.one("fillfactor=70", "autovacuum_enabled=false, fillfactor=50", "toast.autovacuum_enabled=false", "parallel_workers=3")
		}
	case 2:
		t.replica = ""
		if g.rarely() {
			t.replica = g.one("FULL", "NOTHING", "INDEX")
		}
	case 3:
		t.security = nil
		if g.rarely() {
			t.security = append(t.security, "ENABLE ROW LEVEL SECURITY")
		}
		if g.rarely() {
			t.security = append(t.security, "FORCE ROW LEVEL SECURITY")
		}
	case 4:
		t.text = g.comment()
	case 5:
		t.space = ""
		if g.rarely() {
			t.space = Tablespace
		}
	}
	return t
}

func (g *generator) editedTable(t table) table {
	if (t.bound != "" || t.joined) && g.rarely() {
		t.off = !t.off
	}
	if t.by != "" && g.rarely() {
		t = g.split(t)
	}
	if g.seldom() {
		t = g.redrawTable(t, g.roll(tableAttributes))
	}
	if t.bound != "" || t.joined {
		return t // it has the columns of its parent
	}
	g.columns = t.columns
	key, rest := t.columns[:t.keys:t.keys], t.columns[t.keys:] // a key PostgreSQL cannot change
	t.columns = append(key, edit(g, rest, g.editedColumn, g.column)...)
	return t
}

func (t table) create() []string {
	s, own := t.head()
	for _, c := range own {
		s = append(s, "ALTER TABLE "+t.name+" ADD COLUMN "+c.definition())
	}
	for _, c := range t.columns {
		if t.bound != "" && !t.off {
			c.doubt = "" // it has that of its parent
		}
		s = append(s, c.settings(t.name)...)
	}
	if t.joined && !t.off {
		s = append(s, "ALTER TABLE "+t.name+" INHERIT "+t.parent)
	}
	return append(s, commentOn("TABLE "+t.name, t.text)...)
}

// head returns CREATE TABLE, and the columns that it leaves out.
func (t table) head() (create []string, rest []column) {
	unlogged := ""
	if t.unlogged && t.by == "" { // a partitioned one would have no rows to log
		unlogged = "UNLOGGED"
	}
	head := join("CREATE", unlogged, "TABLE", t.name)
	partitioned := ""
	if t.by != "" {
		partitioned = "PARTITION BY " + t.by + " (" + t.over + ")"
	}
	switch {
	case t.bound != "" && !t.off:
		return []string{join(head, "PARTITION OF", t.parent, t.bound, partitioned)}, nil
	case t.second != "":
		return []string{head + " () INHERITS (" + t.parent + ", " + t.second + ")"}, t.columns
	case t.parent != "" && t.bound == "" && !t.joined:
		return []string{head + " () INHERITS (" + t.parent + ")"}, t.columns
	}
	var keys []string
	for _, c := range t.columns[:min(t.keys, len(t.columns))] {
		keys = append(keys, c.definition())
	}
	return []string{join(head, "("+strings.Join(keys, ", ")+")", partitioned)}, t.columns[len(keys):]
}

// losesTOAST reports whether settings are of a TOAST table that may be there
// from before a column was PLAIN: written anew, the table has none, and nothing
// brings it back.
func (t table) losesTOAST() bool {
	return strings.HasPrefix(t.with, "toast.") && slices.ContainsFunc(t.columns, func(c column) bool { return c.storage == "PLAIN" })
}

// settings are the statements that may need the parts of the table.
func (t table) settings() []string {
	var s []string
	if t.with != "" && !t.losesTOAST() {
		s = append(s, fmt.Sprintf("ALTER TABLE %s SET (%s)", t.name, t.with))
	}
	if t.space != "" {
		s = append(s, fmt.Sprintf("ALTER TABLE %s SET TABLESPACE %s", t.name, t.space))
	}
	for _, x := range t.security {
		s = append(s, fmt.Sprintf("ALTER TABLE %s %s", t.name, x))
	}
	switch {
	case t.replica == "INDEX":
		for _, p := range t.parts {
			if p.kind == index && p.name != "" {
				s = append(s, fmt.Sprintf("ALTER TABLE %s REPLICA IDENTITY USING INDEX %s", t.name, p.name))
			}
		}
	case t.replica != "":
		s = append(s, fmt.Sprintf("ALTER TABLE %s REPLICA IDENTITY %s", t.name, t.replica))
	}
	return s
}

// tables draws a table, a partitioned table with partitions, or a table with children.
func (g *generator) tables() []table {
	root := g.table()
	switch g.roll(6) {
	case 4:
		return g.partitioned(root)
	case 5:
		return g.heirs(root)
	}
	return []table{root}
}

func (g *generator) partitioned(root table) []table {
	for len(root.columns) < 2 {
		root.columns = append(root.columns, g.column())
	}
	for i := range 2 {
		root.columns[i] = column{name: root.columns[i].name, typ: g.one("integer", "bigint"), notNull: g.notNull()}
	}
	root = g.split(root)
	list := []table{root}
	for i := range 1 + g.roll(2) {
		p := g.partition(root, i)
		if g.rarely() { // partitioned in turn
			p = g.split(p)
			list = append(list, p, g.partition(p, 0))
			continue
		}
		p.off = g.rarely()
		list = append(list, p)
	}
	return list
}

// split makes a table a partitioned one.
func (g *generator) split(t table) table {
	a := t.columns[0].name
	t.by, t.over, t.keys = g.one("RANGE", "LIST", "HASH"), a, 1
	switch {
	case g.seldom() && t.by != "LIST" && len(t.columns) > 1:
		t.over, t.keys = a+", "+t.columns[1].name, 2
	case g.rarely():
		t.over = g.one("abs("+a+")", "("+a+" + 1)")
	}
	return t
}

// heirs draws a table with children, which may have another parent.
func (g *generator) heirs(root table) []table {
	child := g.table()
	child.parent = root.name
	if g.seldom() {
		child.joined, child.off, child.columns = true, g.rarely(), root.columns
	}
	if g.roll(2) == 0 {
		return []table{root, child}
	}
	last := g.table()
	last.parent = child.name
	if g.roll(2) == 0 {
		last.second = root.name
		if g.seldom() {
			other := g.table()
			last.second = other.name
			return []table{root, child, other, last}
		}
	}
	return []table{root, child, last}
}

func (g *generator) partition(root table, i int) table {
	return table{
		name: g.qualified(), columns: root.columns, parent: root.name, text: g.comment(),
		bound: g.bound(root, i), boundBy: fmt.Sprint(root.by, root.keys), slot: i,
	}
}

// bound draws the bound of a partition.
func (g *generator) bound(of table, i int) string {
	switch of.by {
	case "RANGE":
		rest := strings.Repeat(", MINVALUE", of.keys-1)
		return fmt.Sprintf("FOR VALUES FROM (%d%s) TO (%d%s)", 10*i, rest, 10*i+5+g.roll(5), rest)
	case "LIST":
		if i > 0 {
			return g.one("DEFAULT", fmt.Sprintf("FOR VALUES IN (%d)", i))
		}
		return fmt.Sprintf("FOR VALUES IN (%d, NULL)", i)
	}
	return fmt.Sprintf("FOR VALUES WITH (modulus 4, remainder %d)", i)
}
