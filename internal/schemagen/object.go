package schemagen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

type objectKind int

// The kinds of objects.
const (
	enum objectKind = iota
	domain
	composite
	span
	sequence
)

// An object is a type or a sequence.
type object struct {
	kind   objectKind
	name   string   // qualified
	family int      // of columns of the type
	base   string   // of a domain, of a range
	list   []string // values, checks, attributes
	more   string   // clauses
	owner  string   // of a sequence: table.column
	text   string
}

// qualified draws a name and the schema it is in.
func (g *generator) qualified() string {
	return g.one("public", "public", "public", "auth", `"Auth 2"`) + "." + g.name()
}

func (g *generator) object() object {
	o := object{kind: objectKind(g.roll(5)), name: g.qualified()}
	if o.kind == sequence {
		g.sequences = append(g.sequences, o.name)
	} else {
		o.family = len(g.families)
		g.families = append(g.families, family{types: []string{o.name}})
	}
	for range 3 {
		o.list = append(o.list, g.element(o))
	}
	return g.redrawObject(o)
}

// element draws a value of an enumeration, a check of a domain, an attribute.
func (g *generator) element(o object) string {
	g.names++
	switch o.kind {
	case enum:
		return fmt.Sprintf("'%s%d'", g.one("on", "", "it''s", "a-b", "é", "on column ", `\`), g.names)
	case domain:
		return "CONSTRAINT " + g.name() + " CHECK (" + fill(g.one("%s IS NOT NULL", "%s::text <> ''", "length(%s::text) < 20"), "VALUE") + ")"
	case composite:
		return join(g.name(), g.one("integer", "text", "varchar(5)", `text COLLATE "C"`, "timestamptz[]", g.ownType(o)))
	}
	return ""
}

// ownType draws a type that was declared before, or text.
func (g *generator) ownType(o object) string {
	if o.family <= len(families) {
		return "text"
	}
	return g.families[len(families)+g.roll(o.family-len(families))].types[0]
}

func (g *generator) redrawObject(o object) object {
	o.text = g.comment()
	switch o.kind {
	case domain:
		if o.base == "" || g.rarely() {
			o.base = g.one("text", "integer", "varchar(20)", `text COLLATE "C"`, g.ownType(o))
		}
		o.more = join(g.perhaps("DEFAULT '7'", "DEFAULT 1 + 2"), g.perhaps("NOT NULL"))
	case span:
		if o.base == "" || g.seldom() {
			o.base = g.one("double precision", "text", "timestamptz")
			o.more = g.perhaps(`, collation = "C"`, ", subtype_diff = float8mi")
		}
	case sequence:
		o.base = g.perhaps("UNLOGGED")
		o.more = join(g.perhaps("AS integer", "AS smallint"), g.sequenceOptions())
	}
	return g.declared(o)
}

// declared tells what columns of the type can be.
func (g *generator) declared(o object) object {
	switch o.kind {
	case enum:
		f := &g.families[o.family]
		f.types = []string{o.name, "text", o.name + "[]"}
		f.defaults = o.list
		f.expressions = []string{"(%s)::text", "%s"}
		f.checks = []string{"%s IS NOT NULL"}
		for _, v := range o.list {
			f.checks = append(f.checks, "%s <> "+escape(v), "%s IN ("+escape(v)+")")
		}
	case domain:
		f := &g.families[o.family]
		base, _, _ := strings.Cut(o.base, " COLLATE")
		f.types = []string{o.name, o.name, base, o.name + "[]"}
		f.defaults = []string{"'7'", "NULL"}
		f.expressions = []string{"(%s)::text", "%s"}
		f.checks = []string{"%s IS NOT NULL", "%s::text <> ''"}
	case composite, span:
		f := &g.families[o.family]
		f.expressions, f.checks = []string{"(%s)::text"}, []string{"%s IS NOT NULL"}
	}
	return o
}

// escape makes a literal part of a format.
func escape(sql string) string { return strings.ReplaceAll(sql, "%", "%%") }

func (g *generator) editedObject(o object) object {
	if g.seldom() && o.kind != enum {
		return g.redrawObject(o)
	}
	o.list = slices.Clone(o.list)
	switch at := g.roll(len(o.list) + 1); {
	case at == len(o.list) || g.roll(3) > 0:
		o.list = slices.Insert(o.list, at, g.element(o))
	case o.kind == composite && g.roll(2) == 1: // another type
		name, _, _ := strings.Cut(o.list[at], `" `)
		_, rest, _ := strings.Cut(g.element(o), `" `)
		o.list[at] = name + `" ` + rest
	default:
		o.list = slices.Delete(o.list, at, at+1)
	}
	return g.declared(o)
}

func (o object) create() []string {
	var s string
	on := "TYPE "
	switch o.kind {
	case enum:
		s = "CREATE TYPE " + o.name + " AS ENUM (" + strings.Join(o.list, ", ") + ")"
	case domain:
		s = join("CREATE DOMAIN", o.name, "AS", o.base, o.more, strings.Join(o.list, " "))
		on = "DOMAIN "
	case composite:
		s = "CREATE TYPE " + o.name + " AS (" + strings.Join(o.list, ", ") + ")"
	case span:
		s = "CREATE TYPE " + o.name + " AS RANGE (subtype = " + o.base + o.more + ")"
	case sequence:
		s = join("CREATE", o.base, "SEQUENCE", o.name, o.more)
		on = "SEQUENCE "
	}
	return append(append([]string{s}, commentOn(on+o.name, o.text)...), o.comments()...)
}

// comments are those on the first of what is listed.
func (o object) comments() []string {
	if len(o.list) == 0 {
		return nil
	}
	name, _, _ := strings.Cut(strings.TrimPrefix(o.list[0], "CONSTRAINT "), `" `)
	switch o.kind {
	case domain:
		return commentOn("CONSTRAINT "+name+`" ON DOMAIN `+o.name, o.text)
	case composite:
		return commentOn("COLUMN "+o.name+"."+name+`"`, o.text)
	}
	return nil
}

// sequence names a sequence, without quotes of SQL around the whole.
func (g *generator) sequence() string {
	if len(g.sequences) == 0 {
		return "public.none"
	}
	return strings.ReplaceAll(g.sequences[g.roll(len(g.sequences))], "'", "''")
}

// extensions draws extensions that types and keys may need, with a comment
// always: where models have none, it stays.
func (g *generator) extensions() []string {
	var list []string
	for _, name := range []string{"citext", "btree_gist"} {
		if g.roll(8) == 7 {
			list = append(append(list, "CREATE EXTENSION "+name+" SCHEMA public"), commentOn("EXTENSION "+name, cmp.Or(g.comment(), "'plain'"))...)
		}
	}
	g.extended = g.extended || len(list) > 0
	return list
}

// A namespace is a schema beside public.
type namespace struct{ name, text string }

func (g *generator) namespaces() []namespace {
	var list []namespace
	for _, name := range []string{"auth", `"Auth 2"`} {
		if !g.rarely() {
			list = append(list, namespace{name, g.comment()})
		}
	}
	return list
}
