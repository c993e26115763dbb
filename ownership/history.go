package ownership

import (
	"maps"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// Evidence says why an object is a service's own.
type Evidence string

// The kinds of evidence, the strongest first.
const (
	Created  Evidence = "created" // by a revision of the service
	Adopted  Evidence = "adopted" // by a revision of the service
	Modelled Evidence = "model"   // declared by a model
	Claimed  Evidence = "owns"    // named in Owns
	None     Evidence = ""
)

// A History is what the revisions of a service show to be its own.
type History struct {
	objects map[op.Object]Evidence
	parts   map[Part]bool
}

// Replay follows the operations of a history from its base to its head.
func Replay(ops []op.Operation) *History {
	h := &History{objects: map[op.Object]Evidence{}, parts: map[Part]bool{}}
	for _, o := range ops {
		h.Apply(o)
	}
	return h
}

// Objects returns what the history created or adopted and still has.
func (h *History) Objects() map[op.Object]Evidence { return maps.Clone(h.objects) }

// Evidence returns [Created], [Adopted] or [None].
func (h *History) Evidence(o op.Object) Evidence { return h.objects[o] }

func (h *History) knows(table schema.Name, kind, name string) bool {
	return h.parts[Part{table, kind, name}]
}

// Apply follows one more operation.
func (h *History) Apply(o op.Operation) {
	switch o := o.(type) {
	case op.CreateTable:
		h.create(o)
		h.knowTable(o.Table)
	case op.DropTable, op.DropEnum, op.DropDomain, op.DropComposite, op.DropRange, op.DropSequence, op.DropSchema, op.DropExtension:
		for _, x := range o.Targets() {
			delete(h.objects, x)
		}
	case op.CreateEnum, op.CreateDomain, op.CreateComposite, op.CreateRange, op.CreateSequence, op.CreateSchema, op.CreateExtension:
		h.create(o)
	case op.RenameTable, op.RenameType, op.RenameSequence:
		h.rename(o.Targets())
	case op.AdoptTable, op.Adopt:
		if x, _ := op.Adopting(o); h.objects[x] != Created {
			h.objects[x] = Adopted
		}
	case op.ReleaseTable, op.Release:
		x, _ := op.Releasing(o)
		delete(h.objects, x)
	default:
		h.applyPart(o)
	}
}

func (h *History) create(o op.Operation) {
	for _, x := range o.Targets() {
		h.objects[x] = Created
	}
}

func (h *History) rename(fromTo []op.Object) {
	from, to := fromTo[0], fromTo[1]
	if e, found := h.objects[from]; found {
		delete(h.objects, from)
		h.objects[to] = e
	}
	for p := range maps.Clone(h.parts) {
		if p.Table == from.Name {
			h.parts[Part{to.Name, p.Kind, p.Name}] = true
		}
	}
}

func (h *History) applyPart(o op.Operation) {
	switch o := o.(type) {
	case op.AddColumn:
		h.know(o.Table, "column", o.Column.Name)
	case op.AlterColumn:
		h.know(o.Table, "column", o.To.Name)
	case op.RenameColumn:
		h.know(o.Table, "column", o.To)
	case op.AddConstraint:
		h.know(o.Table, "constraint", o.Constraint.ConstraintName())
	case op.RenameConstraint:
		h.know(o.Table, "constraint", o.To)
	case op.CreateIndex:
		h.know(o.Table, "index", o.Index.Name)
	case op.RenameIndex:
		h.know(o.Table, "index", o.To)
	case op.CreateStatistics:
		h.know(o.Table, "statistics", string(o.Statistics.Name))
	}
}

func (h *History) knowTable(t schema.Table) {
	for _, c := range t.Columns {
		h.know(t.Name, "column", c.Name)
	}
	for _, c := range t.Constraints() {
		h.know(t.Name, "constraint", c.ConstraintName())
	}
	for _, x := range t.Indexes {
		h.know(t.Name, "index", x.Name)
	}
	for _, s := range t.Statistics {
		h.know(t.Name, "statistics", string(s.Name))
	}
}

func (h *History) know(table schema.Name, kind, name string) {
	h.parts[Part{table, kind, name}] = true
}
