package diff

import (
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about domains that are made anew and have checks that are not valid.
// Values that are there need not keep these: so they go before columns are text,
// and come when columns are of the domain again.

// doubt takes the checks that are not valid off a domain that is made anew.
func (d *differ) doubt(f, t schema.Domain) {
	d.doubted[f.Name] = true
	for _, o := range []op.AlterDomain{{From: f, To: d.sure(f)}, {From: d.sure(t), To: t}} {
		if !sameDomain(o.From, o.To) {
			d.add(o)
		}
	}
}

// sure returns a domain as it is made anew.
func (d *differ) sure(x schema.Domain) schema.Domain {
	if d.doubted[x.Name] {
		x.Checks = without(x.Checks, isNotValid)
	}
	return x
}

func isNotValid(c schema.Check) bool { return c.NotValid }

// awaitDoubts lets the checks go before columns do, and come after them.
func (d *differ) awaitDoubts(n *node) {
	if len(d.doubted) == 0 {
		return
	}
	switch o := n.op.(type) {
	case op.AlterDomain:
		switch name := o.To.Name; {
		case !d.doubted[name]:
		case len(o.To.Checks) < len(o.From.Checks):
			n.creates, n.drops, n.needs = []key{doubtless(name)}, []key{doubtless(name)}, nil
		default:
			n.creates, n.drops, n.frees = nil, nil, nil
			n.needs = append(n.needs, typ(name), returned(name))
		}
	case op.DropDomain:
		n.needs = append(n.needs, doubtless(o.Domain.Name))
	case op.AlterColumn:
		if o.From.Type == o.To.Type {
			return
		}
		for part := range d.partsOf(typeName(o.From.Type)) {
			n.needs = append(n.needs, doubtless(part))
		}
		for part := range d.partsOf(typeName(o.To.Type)) {
			n.creates = append(n.creates, returned(part))
		}
	}
}

// doubtless stands for a domain having no check that is not valid, returned for
// columns being of it again.
func doubtless(n schema.Name) key { return key{kind: "doubtless", name: n} }
func returned(n schema.Name) key  { return key{kind: "returned", name: n} }
