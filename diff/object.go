package diff

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A kind says how objects of one kind are created, dropped and altered.
type kind[T any, K comparable] struct {
	key    func(T) K
	create func(T) op.Operation
	drop   func(T) op.Operation
	// alter adds what turns one object into the other of the same key, or
	// returns true if that takes dropping and creating it.
	alter func(from, to T) (anew bool)
}

// compare adds the operations between two lists of objects.
func compare[T any, K comparable](d *differ, from, to []T, k kind[T, K]) {
	added, dropped, both := pairs(from, to, k.key)
	for _, p := range both {
		if k.alter(p[0], p[1]) {
			dropped, added = append(dropped, p[0]), append(added, p[1])
		}
	}
	for _, x := range added {
		d.add(k.create(x))
	}
	for _, x := range dropped {
		d.add(k.drop(x))
	}
}

// objects compares what is neither table nor sequence.
func (d *differ) objects() {
	compare(d, d.from.Schemas, d.to.Schemas, kind[schema.Namespace, string]{
		func(x schema.Namespace) string { return x.Name },
		func(x schema.Namespace) op.Operation { return op.CreateSchema{Schema: x} },
		func(x schema.Namespace) op.Operation { return op.DropSchema{Schema: x} },
		d.alterSchema,
	})
	compare(d, d.from.Extensions, d.to.Extensions, kind[schema.Extension, string]{
		func(x schema.Extension) string { return x.Name },
		func(x schema.Extension) op.Operation { return op.CreateExtension{Extension: x} },
		func(x schema.Extension) op.Operation { return op.DropExtension{Extension: x} },
		d.alterExtension,
	})
	compare(d, d.from.Enums, d.to.Enums, kind[schema.Enum, schema.Name]{
		func(x schema.Enum) schema.Name { return x.Name },
		func(x schema.Enum) op.Operation { return op.CreateEnum{Enum: x} },
		func(x schema.Enum) op.Operation { return op.DropEnum{Enum: x} },
		d.alterEnum,
	})
	compare(d, d.from.Domains, d.to.Domains, kind[schema.Domain, schema.Name]{
		func(x schema.Domain) schema.Name { return x.Name },
		func(x schema.Domain) op.Operation { return op.CreateDomain{Domain: d.sure(x)} },
		func(x schema.Domain) op.Operation { return op.DropDomain{Domain: d.sure(x)} },
		d.alterDomain,
	})
	compare(d, d.from.Composites, d.to.Composites, kind[schema.Composite, schema.Name]{
		func(x schema.Composite) schema.Name { return x.Name },
		func(x schema.Composite) op.Operation { return op.CreateComposite{Composite: x} },
		func(x schema.Composite) op.Operation { return op.DropComposite{Composite: x} },
		d.alterComposite,
	})
	compare(d, d.from.Ranges, d.to.Ranges, kind[schema.Range, schema.Name]{
		func(x schema.Range) schema.Name { return x.Name },
		func(x schema.Range) op.Operation { return op.CreateRange{Range: x} },
		func(x schema.Range) op.Operation { return op.DropRange{Range: x} },
		d.alterRange,
	})
}

func (d *differ) alterSchema(f, t schema.Namespace) (anew bool) {
	d.comment("schema", schema.NewName("", f.Name), "", f.Comment, t.Comment)
	return false
}

func (d *differ) alterExtension(f, t schema.Extension) (anew bool) {
	if t.Comment != "" {
		d.comment("extension", schema.NewName("", f.Name), "", f.Comment, t.Comment)
	}
	t.Version, t.Schema, t.Comment = cmp.Or(t.Version, f.Version), cmp.Or(t.Schema, f.Schema), f.Comment
	if t != f {
		d.add(op.AlterExtension{From: f, To: t})
	}
	return false
}

func (d *differ) alterDomain(f, t schema.Domain) (anew bool) {
	if d.renewed[f.Name] {
		d.doubt(f, t)
		return true
	}
	if d.opts.ServerVersion < 170000 {
		t.NotNullName = f.NotNullName
	}
	if !sameDomain(f, t) {
		d.add(op.AlterDomain{From: f, To: t})
	}
	return false
}

func (d *differ) alterComposite(f, t schema.Composite) (anew bool) {
	if d.renewed[f.Name] {
		return true
	}
	if sameComposite(f, t) {
		return false
	}
	if both := withAttributes(f, t); len(both.Attributes) > max(len(f.Attributes), len(t.Attributes)) && d.isUnderDomain(f.Name) {
		d.add(op.AlterComposite{From: f, To: both}) // the checks of the domain come between
		f = both
	}
	d.add(op.AlterComposite{From: f, To: t})
	return false
}

// withAttributes returns the composite type x with the attributes that it gets.
func withAttributes(x, to schema.Composite) schema.Composite {
	x.Attributes = slices.Clone(x.Attributes)
	for _, a := range to.Attributes {
		if !hasAttribute(x, a.Name) {
			x.Attributes = append(x.Attributes, a)
		}
	}
	return x
}

func (d *differ) isUnderDomain(composite schema.Name) bool {
	return slices.ContainsFunc(d.to.Domains, func(x schema.Domain) bool { return typeName(x.Type) == composite })
}

func (d *differ) alterRange(f, t schema.Range) (anew bool) {
	if d.renewed[f.Name] {
		return true
	}
	d.comment("type", f.Name, "", f.Comment, t.Comment)
	return false
}
