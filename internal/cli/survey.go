package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// A surveyor finds out whose everything is.
type surveyor struct {
	service  string
	claims   ownership.Claims
	catalog  *introspect.Catalog
	register map[op.Object]migrations.Registration
	since    map[op.Object]string // the revision of this service's that created or adopted it
	list     []holding
	owners   map[schema.Name]*holding // of relations
}

// survey returns everything in the database with its owner.
func (p *project) survey(ctx context.Context, conn *pgx.Conn) ([]holding, error) {
	catalog, err := introspect.Read(ctx, conn, introspect.Options{})
	if err != nil {
		return nil, err
	}
	s := &surveyor{
		service: p.env.Service, catalog: catalog, since: p.sinceRevision(),
		claims:   ownership.Claims{History: ownership.Replay(p.history()), Owns: p.env.Owns},
		register: map[op.Object]migrations.Registration{}, owners: map[schema.Name]*holding{},
	}
	if s.claims.Models, err = p.modelled(); err != nil {
		return nil, err
	}
	for _, r := range p.registered {
		s.register[objectOf(r.Kind, r.Name)] = r
	}
	s.everything()
	s.crossings()
	return s.list, nil
}

// sinceRevision returns the revisions that created or adopted what the history
// has.
func (p *project) sinceRevision() map[op.Object]string {
	since := map[op.Object]string{}
	for _, r := range p.revisions {
		for _, step := range r.Upgrade {
			switch o := step.Op.(type) {
			case nil:
			case op.AdoptTable, op.Adopt:
				adopted, _ := op.Adopting(o)
				since[adopted] = r.ID
			case op.ReleaseTable, op.Release:
				released, _ := op.Releasing(o)
				delete(since, released)
			case op.CreateTable, op.CreateEnum, op.CreateDomain, op.CreateComposite, op.CreateRange, op.CreateSequence, op.CreateSchema, op.CreateExtension:
				since[o.Targets()[0]] = r.ID
			case op.RenameTable, op.RenameType, op.RenameSequence:
				since[o.Targets()[1]] = since[o.Targets()[0]]
			}
		}
	}
	return since
}

// objectOf puts what shares a name space under one kind.
func objectOf(kind string, name schema.Name) op.Object {
	switch kind {
	case "domain", "composite type":
		kind = string(op.KindType)
	case "view", "materialized view", "foreign table", "sequence":
		kind = string(op.KindTable)
	}
	return op.Object{Kind: op.Kind(kind), Name: name}
}

func (s *surveyor) everything() {
	for _, r := range s.catalog.Relations {
		if r.Kind == introspect.CompositeType {
			continue
		}
		kind := strings.TrimPrefix(string(r.Kind), "partitioned ")
		h := s.hold(kind, r.Name)
		switch {
		case h.Service != "":
		case r.Extension != "":
			h.Of = "extension " + r.Extension
		case ownership.Tool(r.Name) != "":
			h.Of = "history table of " + ownership.Tool(r.Name)
		case ownership.Platform(r.Name.Schema(), s.hasSchema) != "":
			h.Of = "schema of " + ownership.Platform(r.Name.Schema(), s.hasSchema)
		}
		s.list = append(s.list, h)
	}
	for name := range s.catalog.Types() {
		s.list = append(s.list, s.hold("type", name))
	}
	s.registeredOnly()
	sortHoldings(s.list)
	for i := range s.list {
		if h := &s.list[i]; isRelation(h.Kind) {
			s.owners[h.Name] = h
		}
	}
	s.inherit()
}

// registeredOnly adds what the register knows and introspection does not list:
// functions, schemas, extensions.
func (s *surveyor) registeredOnly() {
	for _, r := range s.register {
		switch r.Kind {
		case "function", "procedure", "aggregate", "schema", "extension":
			name := r.Name
			if i := strings.IndexByte(string(name), '('); i >= 0 && r.Kind != "schema" {
				name = schema.Name(strings.Trim(string(name)[:i], `"`))
			}
			h := s.hold(r.Kind, r.Name)
			h.Name = name
			s.list = append(s.list, h)
		}
	}
}

// inherit gives to partitions and to sequences of columns, which nobody
// registers, the owner of their table.
func (s *surveyor) inherit() {
	take := func(part, whole schema.Name) {
		h, of := s.owners[part], s.owners[whole]
		if h != nil && of != nil && h.Service == "" && h.Of == "" {
			h.Service, h.Evidence, h.Since, h.Of = of.Service, of.Evidence, of.Since, of.Of
		}
	}
	for _, r := range s.catalog.Relations {
		if r.PartitionOf != "" {
			take(r.Name, r.PartitionOf)
		}
	}
	for _, q := range s.catalog.Sequences {
		if q.OwnedBy != nil {
			take(q.Name, q.OwnedBy.Table)
		}
	}
	for _, t := range s.catalog.Tables {
		for _, c := range t.Columns { // serials are not among the sequences
			take(schema.NewName(t.Name.Schema(), schema.ChooseName(t.Name.Object(), c.Name, "seq", func(string) bool { return false })), t.Name)
		}
	}
}

func (s *surveyor) hasSchema(name string) bool {
	return slices.ContainsFunc(s.catalog.Schemas, func(n schema.Namespace) bool { return n.Name == name })
}

// hold finds the owner of an object.
func (s *surveyor) hold(kind string, name schema.Name) holding {
	h := holding{Kind: kind, Name: name}
	o := objectOf(kind, name)
	mine := s.evidence(kind, o)
	if r, found := s.register[o]; found {
		h.Service, h.Evidence, h.Since = r.Service, string(r.Evidence), r.Revision
		if !r.Since.IsZero() {
			h.At = r.Since.UTC().Format(time.DateOnly)
		}
		if mine != ownership.None && r.Service != s.service {
			h.Also = []string{fmt.Sprintf("%s (%s)", s.service, mine)}
		}
		return h
	}
	if mine != ownership.None {
		h.Service, h.Evidence, h.Since = s.service, string(mine), s.since[op.Object{Kind: o.Kind, Name: name}]
	}
	return h
}

func (s *surveyor) evidence(kind string, o op.Object) ownership.Evidence {
	if kind == string(op.KindSequence) {
		if e := s.claims.Evidence(op.Object{Kind: op.KindSequence, Name: o.Name}); e != ownership.None {
			return e
		}
	}
	if o.Kind == op.KindType && s.modelsType(o.Name) {
		return ownership.Modelled
	}
	return s.claims.Evidence(o)
}

func (s *surveyor) modelsType(name schema.Name) bool {
	m := s.claims.Models
	return slices.ContainsFunc(m.Enums, func(x schema.Enum) bool { return x.Name == name }) ||
		slices.ContainsFunc(m.Domains, func(x schema.Domain) bool { return x.Name == name }) ||
		slices.ContainsFunc(m.Composites, func(x schema.Composite) bool { return x.Name == name })
}

// crossings finds what ties objects of different owners together.
func (s *surveyor) crossings() {
	for _, t := range s.catalog.Tables {
		for _, k := range t.ForeignKeys {
			s.tie(t.Name, k.References, fmt.Sprintf("foreign key %s of %s", k.Name, t.Name), fmt.Sprintf("foreign key %s to %s", k.Name, k.References))
		}
		for _, parent := range t.Inherits {
			s.tie(t.Name, parent, "child "+string(t.Name), "child of "+string(parent))
		}
		if t.PartitionOf != nil {
			s.tie(t.Name, t.PartitionOf.Parent, "partition "+string(t.Name), "partition of "+string(t.PartitionOf.Parent))
		}
	}
	for _, d := range s.catalog.Dependents {
		if d.Kind == introspect.DependentGrant || d.On.Kind == introspect.RefFunction {
			continue
		}
		what := strings.TrimSpace(fmt.Sprintf("%s %s", d.Kind, d.Part))
		s.tie(d.Name, d.On.Name, fmt.Sprintf("%s %s", what, d.Name), fmt.Sprintf("%s on %s", what, d.On.Name))
	}
}

// tie notes a dependence on both sides, if they have different owners.
func (s *surveyor) tie(from, to schema.Name, in, out string) {
	a, b := s.owners[from], s.owners[to]
	if b == nil || from == to || a != nil && a.owner() == b.owner() {
		return
	}
	service := ""
	if a != nil {
		service = a.owner()
		add(a, crossing{Direction: "out", What: out, Object: string(to), Service: b.owner()})
	}
	add(b, crossing{Direction: "in", What: in, Object: string(from), Service: service})
}

func add(h *holding, c crossing) {
	if !slices.Contains(h.Crosses, c) {
		h.Crosses = append(h.Crosses, c)
	}
}
