package migrations

import (
	"slices"
	"strings"
	"time"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// A place is an object in its name space.
type place struct {
	class string
	name  schema.Name
}

func placeOf(o object) place {
	if o.kind == "schema" || o.kind == "extension" || o.kind == "role" {
		return place{o.kind, schema.NewName("", unquote(o.identity))}
	}
	return place{classOf(o.kind), o.name}
}

// A territory is what is the service's own, by the evidence that its history,
// its environment and the register give. It moves along with the database.
type territory struct {
	env      *Environment
	history  *ownership.History
	raw      map[place]bool // created by raw SQL of the history, as far as nothing better is known
	while    map[place]bool // own at any moment of the revision that runs
	running  []Step         // of it
	register register
	upgraded map[string]time.Time // when revisions were applied
	live     bool                 // what settles now is being applied
}

// newTerritory returns the territory of a database with these version rows.
func newTerritory(env *Environment, graph *Graph, rows []string, r register, known record) *territory {
	t := &territory{env: env, history: ownership.Replay(nil), raw: map[place]bool{}, while: map[place]bool{}, register: r, upgraded: known.upgraded}
	for _, id := range graph.list(graph.applied(rows)) {
		t.run(env.revision(id).Upgrade, 0)
		t.settle(env.revision(id), Up)
	}
	t.live = true
	return t
}

// run begins a revision, some steps of which may be done. What was own before
// stays so until it ends, and what it adopts is own at once. What it creates is
// own when it is there: the name alone may be somebody else's until then.
func (t *territory) run(steps []Step, done int) {
	t.while, t.running = map[place]bool{}, steps[done:]
	apply(t.history, steps[:done])
	for _, s := range t.running {
		switch o := s.(type) {
		case op.AdoptTable:
			t.while[place{"relation", o.Table}] = true
		case op.Operation:
			for _, x := range o.Targets() {
				if t.history.Evidence(x) != ownership.None {
					t.while[placeOfTarget(x)] = true
				}
			}
		}
	}
}

func apply(h *ownership.History, steps []Step) {
	for _, s := range steps {
		if o, ok := s.(op.Operation); ok {
			h.Apply(o)
		}
	}
}

// settle ends a revision: what its raw SQL created is there, or there no more.
func (t *territory) settle(r Revision, direction Direction) {
	apply(t.history, t.running)
	t.running = nil
	taken, given := adoptions(r.Upgrade, r.ID)
	if direction == Down {
		taken, given = given, taken
	}
	for i := range taken {
		taken[i].evidence = ownership.Adopted
	}
	for i := range given {
		given[i].evidence = ownership.None
	}
	t.register.apply(append(given, taken...))
	t.remember(r, direction)
	for _, c := range given {
		delete(t.raw, c.place)
	}
}

// witnessed reports whether what a revision has made is in the register, which
// was there when the revision was applied. It holds names and signatures as they
// are; what raw SQL says of them depends on the search path, among others.
func (t *territory) witnessed(id string) bool {
	row, found := t.register.rows[place{"relation", t.env.VersionTableName()}]
	if !found || !t.register.usable() || !t.register.mayEdit || row.service != t.env.Service {
		return false
	}
	begun, logged := t.upgraded[id]
	return t.live || logged && !row.since.IsZero() && begun.After(row.since)
}

// enter takes note of what a transaction has made.
func (t *territory) enter(claims []claim) {
	t.register.apply(claims)
	for _, c := range claims {
		if c.evidence != ownership.None {
			t.while[c.place] = true
		}
	}
}

func placeOfTarget(x op.Object) place {
	switch x.Kind {
	case op.KindTable, op.KindSequence:
		return place{"relation", x.Name}
	}
	return place{string(x.Kind), x.Name}
}

// owns reports whether an object, followed by what it belongs to, is the
// service's own. What another service has registered is not, whatever else
// speaks for it.
func (t *territory) owns(chain []object) bool {
	if len(chain) > 1 && chain[0].kind == "cast" { // of two types, one may be ours
		return slices.ContainsFunc(chain[1:], func(o object) bool { return t.owns([]object{o}) })
	}
	for _, o := range chain {
		if row, found := t.register.find(o); found {
			return row.service == t.env.Service
		}
	}
	return slices.ContainsFunc(chain, t.claims)
}

// claims reports whether history or environment claim the object itself.
func (t *territory) claims(o object) bool {
	p := placeOf(o)
	if o.kind == "operator" { // its name has the types of its operands
		symbols, _, _ := strings.Cut(p.name.Object(), "(")
		p.name = schema.NewName(p.name.Schema(), symbols)
	}
	switch {
	case o.temporary(), t.while[p], t.raw[p]:
		return true
	case o.kind == "schema":
		return t.history.Evidence(op.Object{Kind: op.KindSchema, Name: p.name}) != ownership.None ||
			p.name != schema.DefaultSchema && ownership.Globs(t.env.Owns).MatchSchema(p.name.Object())
	case o.kind == "extension":
		return t.history.Evidence(op.Object{Kind: op.KindExtension, Name: p.name}) != ownership.None
	case p.class == "relation":
		if o.name == t.env.VersionTableName() {
			return true
		}
		return t.history.Evidence(op.Object{Kind: op.KindTable, Name: o.name}) != ownership.None ||
			t.history.Evidence(op.Object{Kind: op.KindSequence, Name: o.name}) != ownership.None || ownership.Globs(t.env.Owns).Match(o.name)
	case p.class == "type":
		return t.history.Evidence(op.Object{Kind: op.KindType, Name: o.name}) != ownership.None || ownership.Globs(t.env.Owns).Match(o.name)
	case p.class == "function":
		return ownership.Globs(t.env.Owns).Match(o.name)
	}
	return false
}

// foreignSchema returns the schema of an object if it is another service's,
// or PostgreSQL's own.
func (t *territory) foreignSchema(o object) (object, bool) {
	name := o.name.Schema()
	space := object{kind: "schema", name: schema.NewName("", name), identity: schema.Quote(name)}
	if ofPostgreSQL(name) {
		return space, true
	}
	row, found := t.register.find(space)
	foreign := found && row.service != t.env.Service && name != schema.DefaultSchema
	return space, foreign && !slices.Contains(t.env.Schemas, name) && !ownership.Globs(t.env.Owns).Match(o.name)
}

func ofPostgreSQL(space string) bool {
	return space == "pg_catalog" || space == "information_schema" || space == "pg_toast"
}

// owner says whose a foreign object is, and whether anybody's.
func (t *territory) owner(chain []object) (whose string, claimed bool) {
	for _, o := range chain {
		if row, found := t.register.find(o); found {
			return row.describe(), true
		}
	}
	for _, o := range chain {
		if o.name.Schema() == "pg_catalog" || o.name.Schema() == "information_schema" || o.kind == "schema" && ofPostgreSQL(o.name.Object()) {
			return "it belongs to PostgreSQL", true
		}
		if o.kind == "extension" && o != chain[0] {
			return "it belongs to extension " + o.identity, true
		}
		if tool := ownership.Tool(o.name); tool != "" && classOf(o.kind) == "relation" {
			return "it belongs to " + tool, true
		}
	}
	if chain[0].kind == "server" {
		return "it belongs to those who run the server", true
	}
	space := object{kind: "schema", identity: schema.Quote(chain[0].name.Schema())}
	if row, found := t.register.find(space); found && chain[0].name.Schema() != schema.DefaultSchema {
		return "it lies in schema " + space.identity + ": " + row.describe(), true
	}
	if slices.Contains([]string{"database", "role", "tablespace"}, chain[0].kind) {
		return "nobody has claimed it; all services share it", false
	}
	return "nobody has claimed it", false
}
