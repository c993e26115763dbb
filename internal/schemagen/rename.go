package schemagen

import (
	"slices"
	"strings"
)

// renamed calls some things of a database otherwise. Names are there once, so
// they can be replaced wherever they stand.
func (g *generator) renamed(db database) database {
	db = db.copied()
	for i := range db.tables {
		t := &db.tables[i]
		if g.rarely() {
			name := g.one(g.qualified(), g.moved(t.name))
			g.rename(&db, Rename{Kind: "table", From: t.name, To: name})
		}
		for _, c := range t.columns {
			if t.parent == "" && g.rarely() {
				g.rename(&db, Rename{Kind: "column", Of: t.name, From: c.name, To: g.name()})
			}
		}
	}
	for i := range db.objects {
		o := &db.objects[i]
		if o.kind != span && g.rarely() { // the functions of a range keep their names
			g.rename(&db, Rename{Kind: kindNames[o.kind], From: o.name, To: g.one(g.qualified(), g.moved(o.name))})
		}
		if o.kind == enum && len(o.list) > 0 && g.rarely() {
			g.rename(&db, Rename{Kind: "value", Of: o.name, From: o.list[0], To: g.element(*o)})
		}
	}
	return db
}

var kindNames = map[objectKind]string{enum: "type", domain: "type", composite: "type", sequence: "sequence"}

// moved returns a name in another schema.
func (g *generator) moved(name string) string {
	schema, object, _ := strings.Cut(name, ".")
	if schema == "auth" {
		return "public." + object
	}
	return "auth." + object
}

func (g *generator) rename(db *database, r Rename) {
	if r.From == r.To {
		return
	}
	for i := range g.renames { // what is of a table is of it by its last name
		if g.renames[i].Of == r.From {
			g.renames[i].Of = r.To
		}
	}
	g.renames = append(g.renames, r)
	db.replace(func(sql string) string { return strings.ReplaceAll(sql, r.From, r.To) })
}

// copied returns a database that shares no lists with the other.
func (db database) copied() database {
	db.tables, db.objects = slices.Clone(db.tables), slices.Clone(db.objects)
	for i := range db.tables {
		t := &db.tables[i]
		t.columns, t.parts = slices.Clone(t.columns), slices.Clone(t.parts)
		for j := range t.parts {
			t.parts[j].more = slices.Clone(t.parts[j].more)
		}
	}
	for i := range db.objects {
		db.objects[i].list = slices.Clone(db.objects[i].list)
	}
	return db
}

// replace applies a function to all SQL in a database.
func (db *database) replace(sql func(string) string) {
	all := func(places ...*string) {
		for _, p := range places {
			*p = sql(*p)
		}
	}
	for i := range db.tables {
		t := &db.tables[i]
		all(&t.name, &t.parent, &t.second, &t.over)
		for j := range t.columns {
			c := &t.columns[j]
			all(&c.name, &c.typ, &c.value, &c.doubt)
		}
		for j := range t.parts {
			all(&t.parts[j].body)
		}
	}
	for i := range db.objects {
		o := &db.objects[i]
		all(&o.name, &o.base, &o.more, &o.owner)
		for j := range o.list {
			all(&o.list[j])
		}
	}
}
