package migrations

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A ref is an object of the database by catalog and identifier.
type ref struct{ class, id string }

// An object is what a ref is called.
type object struct {
	kind     string      // in PostgreSQL's words: "table", "materialized view", "function"
	name     schema.Name // of schemas, extensions and the like their own
	identity string      // as pg_identify_object has it, with a function's arguments
}

func (o object) String() string {
	if classOf(o.kind) == "relation" || classOf(o.kind) == "type" {
		return o.kind + " " + string(o.name)
	}
	return o.kind + " " + o.identity
}

// classOf returns the name space that a kind of object lives in.
func classOf(kind string) string {
	switch kind {
	case "table", "view", "materialized view", "foreign table", "sequence", "index":
		return "relation"
	case "type", "domain", "composite type":
		return "type"
	case "function", "procedure", "aggregate":
		return "function"
	}
	return kind
}

// A held lock is one of this transaction's on a relation.
type heldLock struct {
	relation, mode string
	there          bool // the relation is
	written        bool // rows of it were
}

// A foreignKey is one that points at a relation.
type foreignKey struct{ target, from, version, actions string }

// A trigger is one that PostgreSQL made for a foreign key.
type keyTrigger struct{ relation, key, enabled string }

// A view is what one side of the transaction sees.
type view struct {
	locks    []heldLock
	changed  []ref
	names    map[ref][]object // the object, and what it belongs to
	keys     map[string]foreignKey
	parts    map[string]string
	triggers map[string]keyTrigger
	there    map[ref]bool // nil: not asked
}

func newView() *view {
	return &view{names: map[ref][]object{}, keys: map[string]foreignKey{}, parts: map[string]string{}, triggers: map[string]keyTrigger{}}
}

// read takes in a row of the queries in fence_sql.go.
func (v *view) read(columns []string) {
	word, c := columns[0], columns[1:]
	switch word {
	case "lock":
		l := heldLock{relation: c[0], mode: c[1]}
		if len(c) > 2 {
			l.there, l.written = c[2] == "true", c[3] != "0"
		}
		v.locks = append(v.locks, l)
	case "changed":
		v.changed = append(v.changed, ref{c[0], c[1]})
	case "name":
		r := ref{c[0], c[1]}
		v.names[r] = append(v.names[r], named(c[3], c[4], c[5], c[6]))
	case "key":
		v.keys[c[1]] = foreignKey{target: c[0], from: c[2], version: c[3], actions: c[4]}
	case "parts":
		v.parts[c[0]] = c[1]
	case "trigger":
		v.triggers[c[1]] = keyTrigger{c[0], c[2], c[3]}
	case "there":
		if v.there == nil {
			v.there = map[ref]bool{}
		}
		for id := range strings.FieldsSeq(c[1]) {
			v.there[ref{c[0], id}] = true
		}
	}
}

// named makes an object of what pg_identify_object returns: schema and name
// are quoted where they need it.
func named(kind, space, name, identity string) object {
	o := object{kind: kind, identity: strings.ReplaceAll(identity, "pg_catalog.", "")}
	if name == "" {
		name = identity
	}
	if space != "" {
		o.name = schema.ParseName(space + "." + name)
	} else {
		o.name = schema.NewName("", unquote(name))
	}
	return o
}

func unquote(name string) string {
	if strings.HasPrefix(name, `"`) {
		return strings.ReplaceAll(strings.Trim(name, `"`), `""`, `"`)
	}
	return name
}

// temporary reports whether it goes with the session.
func (o object) temporary() bool {
	return strings.HasPrefix(o.name.Schema(), "pg_temp") || o.kind == "schema" && strings.HasPrefix(o.identity, "pg_t")
}

// modeRank orders the modes that the fence looks at.
func modeRank(mode string) int {
	return slices.Index([]string{
		"RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock",
	}, mode)
}
