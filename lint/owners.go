package lint

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// An Owner says whose an object is. A list of them is what
// "deed owners --json" writes and lint reads:
//
//	[
//	  {"kind": "table", "name": "auth.users", "service": "auth", "evidence": "created", "since": "3f1c9a20b7de"},
//	  {"kind": "schema", "name": "auth", "service": "auth", "evidence": "owns"}
//	]
//
// Kind is a word of package op ("table", "sequence", "type", "schema",
// "extension"), or "view", "materialized view", "index", "function". Name is a
// [schema.Name]; of a schema it is the schema's own name. Evidence is
// "created", "adopted", "model" or "owns". Since is a revision. An entry
// without a service is ignored, and so are fields that are not named here.
type Owner struct {
	Kind     op.Kind            `json:"kind"`
	Name     schema.Name        `json:"name"`
	Service  string             `json:"service"`
	Evidence ownership.Evidence `json:"evidence,omitempty"`
	Since    string             `json:"since,omitempty"`
}

// ReadOwners reads the list that "deed owners --json" writes.
func ReadOwners(r io.Reader) ([]Owner, error) {
	var list []Owner
	if err := json.NewDecoder(r).Decode(&list); err != nil {
		return nil, fmt.Errorf("reading owners: %w", err)
	}
	for i := range list {
		list[i].Name = schema.ParseName(string(list[i].Name))
		list[i].Kind = cmp.Or(list[i].Kind, kindTable)
	}
	return slices.DeleteFunc(list, func(o Owner) bool { return o.Service == "" }), nil
}

// A key finds an object by its name space.
type key struct {
	class op.Kind
	name  schema.Name
}

func keyOf(o object) key { return key{class(o.kind), o.name} }

// A registry knows who owns what, of all services.
type registry struct {
	owners map[key][]Owner
	bare   map[key][]schema.Name // by the name without its schema
	within map[string][]string   // services that own something, by schema
	claims []claim
	// borders are where a change of an object reaches one of another service.
	borders map[key][]border
}

// A claim is what a service's Owns says.
type claim struct {
	service string
	globs   ownership.Globs
}

func newRegistry() *registry {
	return &registry{owners: map[key][]Owner{}, bare: map[key][]schema.Name{}, within: map[string][]string{}, borders: map[key][]border{}}
}

func (r *registry) add(o Owner) {
	k := key{class(o.Kind), o.Name}
	if slices.ContainsFunc(r.owners[k], func(known Owner) bool { return known.Service == o.Service }) {
		return
	}
	r.owners[k] = append(r.owners[k], o)
	short := key{k.class, schema.NewName("", o.Name.Object())}
	r.bare[short] = append(r.bare[short], o.Name)
	if s := o.Name.Schema(); !schemaless(o.Kind) && !slices.Contains(r.within[s], o.Service) {
		r.within[s] = append(r.within[s], o.Service)
	}
}

// owner returns the service other than this one with the strongest evidence
// for an object.
func (r *registry) owner(o object, service string) (Owner, bool) {
	var best Owner
	for _, owner := range r.owners[keyOf(o)] {
		if owner.Service != service && (best.Service == "" || rank(owner.Evidence) < rank(best.Evidence)) {
			best = owner
		}
	}
	if best.Service != "" {
		return best, true
	}
	for _, c := range r.claims {
		if c.service != service && !schemaless(o.kind) && c.globs.Match(o.name) {
			return Owner{Kind: o.kind, Name: o.name, Service: c.service, Evidence: ownership.Claimed}, true
		}
	}
	return Owner{}, false
}

// schemaOwner returns who owns the schema that an object lies in.
func (r *registry) schemaOwner(o object, service string) (Owner, bool) {
	if schemaless(o.kind) || o.name.Schema() == schema.DefaultSchema {
		return Owner{}, false
	}
	owner, ok := r.owner(object{kind: kindSchema, name: schema.NewName("", o.name.Schema())}, service)
	if ok {
		return owner, true
	}
	// Whoever owns something there is the likeliest to be asked.
	for _, s := range r.within[o.name.Schema()] {
		if s != service {
			return Owner{Service: s}, true
		}
	}
	return Owner{}, false
}

func rank(e ownership.Evidence) int {
	order := []ownership.Evidence{ownership.Created, ownership.Adopted, ownership.Modelled, ownership.Claimed}
	if i := slices.Index(order, e); i >= 0 {
		return i
	}
	return len(order)
}

// tool returns the tool or platform whose own an object is, empty if it looks
// like none's.
func (r *registry) tool(o object) string {
	switch o.name.Schema() {
	case "pg_catalog", "information_schema", "pg_toast":
		return "PostgreSQL"
	}
	if schemaless(o.kind) {
		return ""
	}
	if t := ownership.Tool(o.name); t != "" {
		return t
	}
	return ownership.Platform(o.name.Schema(), func(name string) bool { return len(r.within[name]) > 0 })
}
