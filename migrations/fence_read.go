package migrations

import (
	"slices"
	"strconv"
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
	written        bool // rows of it were, or it cannot be told
	rows           int  // so many; -1 if it cannot be told
	deleted        bool // rows of it were
}

// A held object is one that is no relation, with the lock on it.
type heldObject struct {
	ref
	mode string
	gone bool // told of what the register keeps
}

// A remote is what a foreign table leads to in this database.
type remote struct {
	target string // 0: nothing that is seen
	hides  bool   // reading it may run code
	back   bool   // the server is surely this one
}

// A foreignKey is one that points at a relation.
type foreignKey struct {
	target, from, version, actions string
	clone                          bool // made for a partition of what another one points at
}

// A trigger is one that PostgreSQL made for a foreign key.
type keyTrigger struct{ relation, key, enabled string }

// A view is what one side of the transaction sees.
type view struct {
	locks      []heldLock
	objects    []heldObject
	roles      bool              // something was done to roles
	unseen     unseen            // how often
	pages      bool              // something was done to pages of large objects
	replica    bool              // triggers and foreign keys were switched off
	laid       bool              // functions are laid under what others are defined with
	deferrable bool              // there are triggers that can be put off to the commit
	remotes    map[string]remote // what foreign tables, that were used, are in this database
	ties       map[string]string // the tables of sequences
	fired      []string          // tables in which PostgreSQL has looked for what refers to rows
	more       bool              // was done than define relations
	rare       bool              // things were done that are seldom looked for
	changed    []ref
	uses       map[ref][]string // the types of casts and operator classes
	names      map[ref][]object // the object, and what it belongs to
	places     map[ref]string   // the schemas that extensions were put into
	keys       map[string]foreignKey
	parents    map[string][]string // what relations inherit from, or are partitions of
	parts      map[string]string
	triggers   map[string]keyTrigger
	labels     map[string]map[string]string // of enumerations
	domains    map[string]string
	composites []string      // changed types, as relations
	hanging    map[ref][]ref // what changes with an object
	there      map[ref]bool
	complete   bool
	sequences  map[string]counter // where they stand
	fetched    map[string]int     // how often this session has used one
}

// A counter is where a sequence stands.
type counter struct {
	name      string // as SQL
	value     int64
	called    bool
	increment int64
	fetched   int // how often this session had used it
}

func newView() *view {
	return &view{
		uses: map[ref][]string{}, names: map[ref][]object{}, places: map[ref]string{}, keys: map[string]foreignKey{}, parents: map[string][]string{}, remotes: map[string]remote{}, parts: map[string]string{},
		sequences: map[string]counter{}, fetched: map[string]int{},
		triggers: map[string]keyTrigger{}, labels: map[string]map[string]string{}, domains: map[string]string{}, hanging: map[ref][]ref{}, ties: map[string]string{}, there: map[ref]bool{},
	}
}

// read takes in a row of the queries in fence_sql.go.
func (v *view) read(columns []string) {
	word, c := columns[0], columns[1:]
	switch word {
	case "step":
		v.locks = append(v.locks, heldLock{relation: c[0], mode: c[1]})
		v.replica = v.replica || c[2] == "replica"
	case "replica":
		v.replica = true
	case "lock":
		v.locks = append(v.locks, heldLock{relation: c[0], mode: c[1], there: c[2] == "true", written: c[3] != "0", rows: -1, deleted: c[4] != "0"})
		if rows, err := strconv.Atoi(c[3]); err == nil {
			v.locks[len(v.locks)-1].rows = rows
		}
		if fetched, err := strconv.Atoi(c[5]); err == nil {
			v.fetched[c[0]] = fetched
		}
	case "object":
		v.objects = append(v.objects, heldObject{ref: ref{c[0], c[1]}, mode: c[2], gone: c[3] == "false"})
	case "roles":
		v.roles = true
		v.unseen.roles, v.unseen.mappings = max(v.unseen.roles, number(c[0])), max(v.unseen.mappings, number(c[1]))
	case "remote":
		v.remotes[c[0]] = remote{target: c[1], hides: c[2] == "true", back: c[3] == "true"}
	case "pages":
		v.pages = true
	case "laid":
		v.laid = true
	case "deferrable":
		v.deferrable = true
	case "tie":
		v.ties[c[0]] = c[1]
	case "fired":
		v.fired = append(v.fired, c[0])
	case "more":
		v.more = true
	case "rare":
		v.rare = true
	case "composite":
		v.composites = append(v.composites, c[0])
	case "changed":
		v.changed = append(v.changed, ref{c[0], c[1]})
	case "uses":
		v.uses[ref{c[0], c[1]}] = append(v.uses[ref{c[0], c[1]}], c[2])
	case "end":
		v.complete = true
	default:
		v.readObject(word, c)
	}
}

// readObject takes in what an object is.
func (v *view) readObject(word string, c []string) {
	switch word {
	case "name":
		r := ref{c[0], c[1]}
		v.names[r] = append(v.names[r], named(c[3], c[4], c[5], c[6]))
	case "place":
		v.places[ref{c[0], c[1]}] = unquote(c[2])
	case "key":
		v.keys[c[1]] = foreignKey{target: c[0], from: c[2], version: c[3], actions: c[4], clone: c[5] == "true"}
	case "child":
		v.parents[c[0]] = append(v.parents[c[0]], c[1])
	case "parts":
		v.parts[c[0]] = c[1]
	case "trigger":
		v.triggers[c[1]] = keyTrigger{c[0], c[2], c[3]}
	case "label":
		if v.labels[c[0]] == nil {
			v.labels[c[0]] = map[string]string{}
		}
		v.labels[c[0]][c[1]] = c[2]
	case "hangs":
		of := ref{c[0], c[1]}
		v.hanging[of] = append(v.hanging[of], ref{c[2], c[3]})
	case "domain":
		v.domains[c[0]] = c[1]
	case "sequence":
		n := func(i int) int64 { number, _ := strconv.ParseInt(c[i], 10, 64); return number }
		v.sequences[c[0]] = counter{name: c[1], value: n(2), called: c[3] == "true", increment: n(4), fetched: int(n(5))}
	case "there":
		for id := range strings.FieldsSeq(c[1]) {
			v.there[ref{c[0], id}] = true
		}
	}
}

// byHand reports whether rows of a catalog were written by hand.
func (v *view) byHand() bool {
	return slices.ContainsFunc(v.locks, func(l heldLock) bool {
		return (len(l.relation) < 5 || len(l.relation) == 5 && l.relation < "16384") && l.mode == "RowExclusiveLock"
	})
}

// hooks reports whether tables, on whose rows the transaction is yet to write,
// were changed so that this may do more.
func (v *view) hooks(tables []string) bool {
	return v.byHand() || slices.ContainsFunc(v.locks, func(l heldLock) bool {
		return l.mode != "RowExclusiveLock" && slices.Contains(tables, l.relation)
	})
}

// named makes an object of what pg_identify_object returns: schema and name
// are quoted where they need it.
func named(kind, space, name, identity string) object {
	o := object{kind: kind, identity: strings.ReplaceAll(identity, "pg_catalog.", "")}
	if name == "" { // as operators have none of their own
		name = schema.Quote(strings.TrimPrefix(identity, space+"."))
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
