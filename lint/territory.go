package lint

import (
	"maps"
	"slices"

	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// A territory is what is a service's own at one point of its history.
type territory struct {
	service string
	schemas []string // those of the environment
	owns    ownership.Globs
	models  map[key]bool

	own      map[key]held
	released map[key]bool
	views    map[schema.Name][]object // what views select from
	crossed  []border                 // what of it leads over to whom
	outlines map[key]*outline
	path     []string // search_path as the revision sets it; nil: not set
	saved    []string

	revision string
	fresh    map[key]bool // created in this revision
	temp     map[key]bool // temporary tables of this revision
	undo     []func()     // takes back what a downgrade has changed
}

// A border is where a change of one object reaches another.
type border struct {
	object, to object
	how        crossing
	key        []string // that it follows; none: the primary key
}

// held is how the service came to an object.
type held struct {
	evidence ownership.Evidence
	since    string
}

func newTerritory(service string, schemas []string, owns []string) *territory {
	if len(schemas) == 0 {
		schemas = []string{schema.DefaultSchema}
	}
	return &territory{
		service: service, schemas: schemas, owns: owns, models: map[key]bool{},
		own: map[key]held{}, released: map[key]bool{}, views: map[schema.Name][]object{}, outlines: map[key]*outline{},
	}
}

func (t *territory) outline(o object) *outline {
	if t.outlines[keyOf(o)] == nil {
		t.outlines[keyOf(o)] = newOutline()
	}
	return t.outlines[keyOf(o)]
}

// begin starts a revision, or its downgrade.
func (t *territory) begin(revision string) {
	t.revision, t.path, t.undo = revision, nil, nil
	t.fresh, t.temp = map[key]bool{}, map[key]bool{}
}

// rollback takes back what happened since begin.
func (t *territory) rollback() {
	for _, undo := range slices.Backward(t.undo) {
		undo()
	}
	t.undo = nil
}

func (t *territory) create(o object) {
	if o.temp {
		t.temp[keyOf(o)] = true
		return
	}
	t.fresh[keyOf(o)] = true
	t.hold(keyOf(o), held{ownership.Created, t.revision})
}

func (t *territory) adopt(o object) {
	if t.own[keyOf(o)].evidence == ownership.None {
		t.hold(keyOf(o), held{ownership.Adopted, t.revision})
	}
}

func (t *territory) hold(k key, h held) {
	before, had := t.own[k]
	was := t.released[k]
	t.undo = append(t.undo, func() {
		t.released[k] = was
		if t.own[k] = before; !had {
			delete(t.own, k)
		}
	})
	t.own[k] = h
	delete(t.released, k)
}

func (t *territory) drop(o object, release bool) {
	k := keyOf(o)
	if o.temp {
		delete(t.temp, k)
		return
	}
	before, had := t.own[k]
	was := t.released[k]
	t.undo = append(t.undo, func() {
		t.released[k] = was
		if had {
			t.own[k] = before
		}
	})
	delete(t.own, k)
	t.released[k] = release
	delete(t.outlines, k)
	if o.kind == kindIndex {
		t.dropIndex(o.name)
	}
}

// dropIndex drops an index from the outline of its table, which is in the
// same schema.
func (t *territory) dropIndex(name schema.Name) {
	for k, table := range t.outlines {
		if k.name.Schema() == name.Schema() {
			table.drop(name.Object())
		}
	}
}

func (t *territory) rename(from, to object) {
	move(t.outlines, keyOf(from), keyOf(to))
	h, had := t.own[keyOf(from)]
	fresh := t.fresh[keyOf(from)]
	t.drop(from, false)
	if had {
		t.hold(keyOf(to), h)
		t.fresh[keyOf(to)] = fresh
	}
	if from.kind == kindSchema {
		t.renameWithin(from.name.Object(), to.name.Object())
	}
}

// renameWithin renames what lies in a schema that is renamed.
func (t *territory) renameWithin(from, to string) {
	for k := range maps.Clone(t.own) {
		if !schemaless(k.class) && k.name.Schema() == from {
			t.rename(object{kind: k.class, name: k.name}, object{kind: k.class, name: schema.NewName(to, k.name.Object())})
		}
	}
}

// evidence returns why an object is the service's own.
func (t *territory) evidence(o object) ownership.Evidence {
	k := keyOf(o)
	switch {
	case o.temp:
		return ownership.Created
	case t.own[k].evidence != ownership.None:
		return t.own[k].evidence
	case t.released[k]:
		return ownership.None
	case t.models[k]:
		return ownership.Modelled
	case !schemaless(o.kind) && t.owns.Match(o.name), k.class == kindSchema && o.name != schema.DefaultSchema && t.owns.MatchSchema(o.name.Object()):
		return ownership.Claimed
	}
	return ownership.None
}

// searched are the schemas in which a name without one is looked for.
func (t *territory) searched() []string {
	if t.path != nil {
		return t.path
	}
	return t.schemas
}

// mayCreateIn reports whether a schema is one of the service's.
func (t *territory) mayCreateIn(name string) bool {
	own := object{kind: kindSchema, name: schema.NewName("", name)}
	return name == schema.DefaultSchema || name == "pg_temp" || slices.Contains(t.schemas, name) || t.evidence(own) != ownership.None ||
		slices.ContainsFunc(t.owns, func(glob string) bool { return schema.Name(glob).Schema() == name })
}
