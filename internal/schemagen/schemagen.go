package schemagen

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// A Pair is two scripts, each a list of statements that stand for themselves.
type Pair struct{ Before, After []string }

// Draw makes a pair.
func Draw(t *rapid.T) Pair {
	g := &generator{T: t}
	before := g.database()
	after := g.edited(before)
	return Pair{before.script(), after.script()}
}

// A generator draws parts of schemas. Names are numbered, so that each is there
// once.
type generator struct {
	*rapid.T
	names int
}

// A database is a schema in plain values.
type database struct {
	tables []table
}

func (g *generator) database() database {
	var db database
	for range g.count(3) {
		db.tables = append(db.tables, g.table())
	}
	for i := range db.tables {
		g.parts(&db, &db.tables[i])
	}
	return db
}

func (g *generator) edited(before database) database {
	var db database
	db.tables = edit(g, before.tables, g.editedTable, g.table)
	for i := range db.tables {
		g.editParts(&db, &db.tables[i])
	}
	return db
}

func (db database) script() []string {
	var s []string
	for _, t := range db.tables {
		s = append(s, t.create()...)
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
	for _, t := range db.tables {
		s = append(s, t.settings()...)
	}
	return s
}

// edit keeps, changes and drops what is in a list and may add to it.
func edit[T any](g *generator, list []T, change func(T) T, fresh func() T) []T {
	var edited []T
	for _, x := range list {
		switch rapid.IntRange(0, 9).Draw(g.T, "edit") {
		case 0, 1, 2, 3, 4:
			edited = append(edited, x)
		case 5, 6, 7, 8:
			edited = append(edited, change(x))
		}
	}
	if g.seldom() {
		edited = append(edited, fresh())
	}
	return edited
}

// count draws how many of something there are.
func (g *generator) count(most int) int { return rapid.IntRange(0, most).Draw(g.T, "count") }

func (g *generator) seldom() bool { return rapid.IntRange(0, 4).Draw(g.T, "seldom") == 4 }

func (g *generator) rarely() bool { return rapid.IntRange(0, 14).Draw(g.T, "rarely") == 14 }

func (g *generator) one(values ...string) string { return rapid.SampledFrom(values).Draw(g.T, "one") }

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
