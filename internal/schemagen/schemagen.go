package schemagen

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// A Pair is two scripts, each a list of statements that stand for themselves.
type Pair struct {
	Before, After []string
	Renames       []Rename
	// Rows: the tables before have a row each, as far as their columns have
	// defaults.
	Rows bool
}

// A Rename says that a thing is called otherwise after. Names are as SQL has
// them; a column is of a table by its new name, a value of a type.
type Rename struct{ Kind, Of, From, To string }

// Draw makes a pair.
func Draw(t *rapid.T) Pair {
	g := &generator{T: t, families: slices.Clone(families)}
	before := g.database()
	after := g.edited(before)
	after = g.renamed(after)
	return Pair{before.script(), after.script(), g.renames, g.seldom()}
}

// A generator draws parts of schemas. Names are numbered, so that each is there
// once.
type generator struct {
	*rapid.T
	names     int
	families  []family // with those of declared types
	sequences []string
	columns   []column // of the table in the making
	extended  bool     // there are extensions
	renames   []Rename
}

// A database is a schema in plain values.
type database struct {
	extensions []string
	namespaces []namespace
	objects    []object
	tables     []table
}

func (g *generator) database() database {
	db := database{extensions: g.extensions(), namespaces: g.namespaces()}
	for range g.roll(4) {
		db.objects = append(db.objects, g.object())
	}
	for range 1 + g.roll(3) {
		db.tables = append(db.tables, g.tables()...)
	}
	for i := range db.tables {
		g.parts(&db, &db.tables[i])
	}
	g.owners(&db)
	return db
}

func (g *generator) edited(before database) database {
	db := database{extensions: before.extensions, namespaces: before.namespaces}
	if g.rarely() {
		db.namespaces = g.namespaces()
	}
	if g.seldom() {
		db.extensions = g.extensions()
	}
	db.objects = edit(g, before.objects, g.editedObject, g.object)
	db.tables = edit(g, before.tables, g.editedTable, g.table)
	for i := range db.tables {
		g.follow(&db, &db.tables[i])
		g.editParts(&db, &db.tables[i])
	}
	g.owners(&db)
	return db
}

// follow gives a partition, or a child that joins it, the columns of its parent,
// and a bound that fits.
func (g *generator) follow(db *database, t *table) {
	for _, parent := range db.tables {
		if t.parent != parent.name || t.bound == "" && !t.joined {
			continue
		}
		t.columns = parent.columns
		if by := fmt.Sprint(parent.by, parent.keys); t.bound != "" && (t.boundBy != by || g.rarely()) {
			t.bound, t.boundBy = g.bound(parent, t.slot), by
		}
	}
}

func (db database) script() []string {
	var s []string
	for _, n := range db.namespaces {
		s = append(append(s, "CREATE SCHEMA "+n.name), commentOn("SCHEMA "+n.name, n.text)...)
	}
	s = append(s, db.extensions...)
	for _, o := range db.objects {
		s = append(s, o.create()...)
	}
	for _, t := range db.tables {
		s = append(s, t.create()...)
	}
	for _, o := range db.objects {
		if o.owner != "" {
			s = append(s, "ALTER SEQUENCE "+o.name+" OWNED BY "+o.owner)
		}
	}
	for _, kind := range []partKind{constraint, index, foreignKey, statistics} {
		for _, t := range db.tables {
			for _, p := range t.parts {
				if p.kind == kind {
					s = append(s, p.create(t)...)
				}
			}
		}
	}
	s = append(s, db.attachments()...)
	for _, t := range db.tables {
		s = append(s, t.settings()...)
	}
	return s
}

// owners gives sequences to columns.
func (g *generator) owners(db *database) {
	for i := range db.objects {
		o := &db.objects[i]
		if o.kind == sequence && g.seldom() && len(db.tables) > 0 {
			o.owner = ""
			if t := &db.tables[g.roll(len(db.tables))]; len(t.columns) > 0 {
				o.owner = t.name + "." + g.some(t).name
			}
		}
	}
}

// edit keeps, changes and drops what is in a list and may add to it.
func edit[T any](g *generator, list []T, change func(T) T, fresh func() T) []T {
	var edited []T
	for _, x := range list {
		switch g.roll(8) {
		case 0, 1, 2:
			edited = append(edited, x)
		case 3, 4, 5, 6:
			edited = append(edited, change(x))
		}
	}
	if g.seldom() {
		edited = append(edited, fresh())
	}
	return edited
}

// roll draws a number below n, all alike: numbers that rapid draws by itself
// are mostly small, and nothing rare would ever be seen.
func (g *generator) roll(n int) int {
	if n < 2 {
		return 0
	}
	return dice(n).Draw(g.T, "roll")
}

func dice(n int) *rapid.Generator[int] {
	return rapid.Custom(func(t *rapid.T) int {
		v := 0
		for limit := 1; limit < n; limit *= 2 {
			v *= 2
			if rapid.Bool().Draw(t, "bit") {
				v++
			}
		}
		return v % n
	})
}

func (g *generator) seldom() bool { return g.roll(4) == 3 }

func (g *generator) rarely() bool { return g.roll(16) == 15 }

func (g *generator) one(values ...string) string { return values[g.roll(len(values))] }

// perhaps draws one of the values seldom, else nothing.
func (g *generator) perhaps(values ...string) string {
	if !g.seldom() {
		return ""
	}
	return g.one(values...)
}

// stems are what names are made of, the plainest first.
var stems = []string{
	"n", "n", "user_id", "Order", "select", "a b", `q"q`, "über", "x.y", "it's", "-- a", "end",
	strings.Repeat("long_", 12), strings.Repeat("名", 20),
}

// name draws a quoted name.
func (g *generator) name() string {
	g.names++
	stem := g.one(stems...)
	return `"` + strings.ReplaceAll(fmt.Sprintf("%s%d", stem, g.names), `"`, `""`) + `"`
}

// comment draws a comment as a literal, or nothing.
func (g *generator) comment() string {
	return g.perhaps("'plain'", "'it''s; here'", "E'two\\nlines'", "' padded '", "'é //deed:x'", "'`tick` \"quote\" \\'")
}

func commentOn(object, comment string) []string {
	if comment == "" {
		return nil
	}
	return []string{"COMMENT ON " + object + " IS " + comment}
}

// join puts the parts that are there next to each other.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}
