package diff

import (
	"cmp"
	"reflect"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// Options steer a comparison. The zero value compares as it stands.
type Options struct {
	// Renames are the renames that a person declared. They are applied to
	// from before anything is paired.
	Renames []Rename
	// ServerVersion is the server's version number, as server_version_num
	// gives it. It decides which side effects a rename has; 0 means none.
	ServerVersion int
	// AnyName reports whether a constraint or index of to may keep whatever
	// name it has in from. Defaults to none.
	AnyName func(table schema.Name, part string) bool
}

// Diff returns the operations that turn from into to, in an order in which
// they can be executed one by one. Both must be sorted and, where their
// spellings are not surely the same, spelled by the same server.
//
// The inverse list in reverse order turns to into from.
func Diff(from, to schema.Database, opts Options) ([]op.Operation, error) {
	d := &differ{to: to, opts: opts, reshaped: map[schema.Name]shape{}}
	d.from = d.rename(from)
	d.from, d.to = spellOutSerials(d.from, to), spellOutSerials(to, d.from)
	d.namespaces()
	d.types()
	d.sequences()
	d.tables()
	d.rebuild()
	d.derived()
	return d.order()
}

// differ collects the operations of one comparison.
type differ struct {
	from, to schema.Database // from with the renames applied
	opts     Options
	ops      []op.Operation
	reshaped map[schema.Name]shape         // enumeration types whose values change
	children map[schema.Name][]schema.Name // by parent, of both sides
}

// keepsName reports whether a part of to may bear another name in from.
func (d *differ) keepsName(table schema.Name, part string) bool {
	return d.opts.AnyName != nil && d.opts.AnyName(table, part)
}

func (d *differ) add(ops ...op.Operation) { d.ops = append(d.ops, ops...) }

func (d *differ) namespaces() {
	added, dropped, both := pairs(d.from.Schemas, d.to.Schemas, func(s schema.Namespace) string { return s.Name })
	for _, s := range added {
		d.add(op.CreateSchema{Schema: s})
	}
	for _, s := range dropped {
		d.add(op.DropSchema{Schema: s})
	}
	for _, p := range both {
		d.comment("schema", schema.NewName("", p[0].Name), "", p[0].Comment, p[1].Comment)
	}
	d.extensions()
}

func (d *differ) extensions() {
	added, dropped, both := pairs(d.from.Extensions, d.to.Extensions, func(e schema.Extension) string { return e.Name })
	for _, e := range added {
		d.add(op.CreateExtension{Extension: e})
	}
	for _, e := range dropped {
		d.add(op.DropExtension{Extension: e})
	}
	for _, p := range both {
		f, t := p[0], p[1]
		if t.Comment != "" {
			d.comment("extension", schema.NewName("", f.Name), "", f.Comment, t.Comment)
		}
		t.Version, t.Schema, t.Comment = cmp.Or(t.Version, f.Version), cmp.Or(t.Schema, f.Schema), f.Comment
		if t != f {
			d.add(op.AlterExtension{From: f, To: t})
		}
	}
}

func (d *differ) types() {
	d.enums()
	d.domains()
	d.composites()
	d.ranges()
}

func (d *differ) domains() {
	added, dropped, both := pairs(d.from.Domains, d.to.Domains, func(x schema.Domain) schema.Name { return x.Name })
	for _, x := range added {
		d.add(op.CreateDomain{Domain: x})
	}
	for _, x := range dropped {
		d.add(op.DropDomain{Domain: x})
	}
	for _, p := range both {
		if !sameDomain(p[0], p[1]) {
			d.add(op.AlterDomain{From: p[0], To: p[1]})
		}
	}
}

func (d *differ) composites() {
	added, dropped, both := pairs(d.from.Composites, d.to.Composites, func(x schema.Composite) schema.Name { return x.Name })
	for _, x := range added {
		d.add(op.CreateComposite{Composite: x})
	}
	for _, x := range dropped {
		d.add(op.DropComposite{Composite: x})
	}
	for _, p := range both {
		if !sameComposite(p[0], p[1]) {
			d.add(op.AlterComposite{From: p[0], To: p[1]})
		}
	}
}

func (d *differ) ranges() {
	added, dropped, both := pairs(d.from.Ranges, d.to.Ranges, func(x schema.Range) schema.Name { return x.Name })
	for _, p := range both {
		comment := p[0].Comment
		if p[0].Comment = p[1].Comment; !reflect.DeepEqual(p[0], p[1]) {
			p[0].Comment = comment
			dropped, added = append(dropped, p[0]), append(added, p[1])
			continue
		}
		d.comment("type", p[0].Name, "", comment, p[1].Comment)
	}
	for _, x := range added {
		d.add(op.CreateRange{Range: x})
	}
	for _, x := range dropped {
		d.add(op.DropRange{Range: x})
	}
}

// comment adds a SetComment where the comments differ.
func (d *differ) comment(on string, object schema.Name, part, from, to string) {
	if from != to {
		d.add(op.SetComment{On: on, Object: object, Part: part, From: from, To: to})
	}
}
