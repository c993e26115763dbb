package schemagen

import (
	"fmt"
)

// A table is a table in plain values.
type table struct {
	name     string // as SQL has it
	columns  []column
	parts    []part
	unlogged bool
	with     string
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
const tableAttributes = 5

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
	}
	return t
}

func (g *generator) editedTable(t table) table {
	if g.seldom() {
		t = g.redrawTable(t, g.roll(tableAttributes))
	}
	g.columns = t.columns
	t.columns = edit(g, t.columns, g.editedColumn, g.column)
	return t
}

func (t table) create() []string {
	unlogged := ""
	if t.unlogged {
		unlogged = "UNLOGGED"
	}
	s := []string{join("CREATE", unlogged, "TABLE", t.name, "()")}
	for _, c := range t.columns {
		s = append(s, "ALTER TABLE "+t.name+" ADD COLUMN "+c.definition())
	}
	for _, c := range t.columns {
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
