package schemagen

import (
	"fmt"
)

// Tablespace is the tablespace that tables may be in, where the server has it.
const Tablespace = "elsewhere"

// A table is a table in plain values.
type table struct {
	name     string // as SQL has it
	columns  []column
	by       string // PARTITION BY, without the key, which is the first column
	parent   string // a table that this one is a partition or a child of
	bound    string // as a partition; empty: a child
	boundBy  string // how the parent is partitioned
	slot     int    // which of the parent's partitions it is
	off      bool   // a partition that is not attached
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
	if t.bound != "" && g.rarely() {
		t.off = !t.off
	}
	if t.by != "" && g.rarely() {
		t.by = g.one("RANGE", "LIST", "HASH")
	}
	if g.seldom() {
		t = g.redrawTable(t, g.roll(tableAttributes))
	}
	if t.bound != "" {
		return t // it has the columns of its parent
	}
	g.columns = t.columns
	if t.by != "" { // but for the key, which PostgreSQL cannot change
		t.columns = append(t.columns[:1:1], edit(g, t.columns[1:], g.editedColumn, g.column)...)
		return t
	}
	t.columns = edit(g, t.columns, g.editedColumn, g.column)
	return t
}

func (t table) create() []string {
	unlogged := ""
	if t.unlogged {
		unlogged = "UNLOGGED"
	}
	head := join("CREATE", unlogged, "TABLE", t.name)
	var s []string
	own := t.columns
	switch {
	case t.bound != "" && !t.off && t.by != "":
		s, own = []string{join(head, "PARTITION OF", t.parent, t.bound, "PARTITION BY", t.by, "("+own[0].name+")")}, nil
	case t.bound != "" && !t.off:
		s, own = []string{join(head, "PARTITION OF", t.parent, t.bound)}, nil
	case t.parent != "" && t.bound == "":
		s = []string{head + " () INHERITS (" + t.parent + ")"}
	case t.by != "" && len(own) > 0:
		s = []string{head + " (" + own[0].definition() + ") PARTITION BY " + t.by + " (" + own[0].name + ")"}
		own = own[1:]
	default:
		s = []string{head + " ()"}
	}
	for _, c := range own {
		s = append(s, "ALTER TABLE "+t.name+" ADD COLUMN "+c.definition())
	}
	for _, c := range t.columns {
		if t.bound != "" && !t.off {
			c.doubt = "" // it has that of its parent
		}
		s = append(s, c.settings(t.name)...)
	}
	return append(s, commentOn("TABLE "+t.name, t.text)...)
}

// settings are the statements that may need the parts of the table.
func (t table) settings() []string {
	var s []string
	if t.with != "" {
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
	list := []table{root}
	switch g.roll(6) {
	case 4: // partitioned
		root.columns[0] = column{name: root.columns[0].name, typ: g.one("integer", "bigint"), notNull: g.notNull()}
		root.by = g.one("RANGE", "LIST", "HASH")
		list[0] = root
		for i := range 1 + g.roll(2) {
			p := g.partition(root, i)
			if g.rarely() { // partitioned in turn
				p.by = g.one("RANGE", "LIST", "HASH")
				list = append(list, p, g.partition(p, 0))
				continue
			}
			p.off = g.rarely()
			list = append(list, p)
		}
	case 5: // inherited from
		child := g.table()
		child.parent = root.name
		list = append(list, child)
	}
	return list
}

func (g *generator) partition(root table, i int) table {
	return table{
		name: g.qualified(), columns: root.columns, parent: root.name, text: g.comment(),
		bound: g.bound(root.by, i), boundBy: root.by, slot: i,
	}
}

// bound draws the bound of a partition.
func (g *generator) bound(by string, i int) string {
	switch by {
	case "RANGE":
		return fmt.Sprintf("FOR VALUES FROM (%d) TO (%d)", 10*i, 10*i+5+g.roll(5))
	case "LIST":
		if i > 0 {
			return g.one("DEFAULT", fmt.Sprintf("FOR VALUES IN (%d)", i))
		}
		return fmt.Sprintf("FOR VALUES IN (%d, NULL)", i)
	}
	return fmt.Sprintf("FOR VALUES WITH (modulus 4, remainder %d)", i)
}
