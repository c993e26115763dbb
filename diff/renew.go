package diff

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about types that PostgreSQL cannot alter while columns are of
// them: a domain over another type, a range over another subtype, a composite
// type with an attribute of another type. Such a type is renewed: dropped and
// created again, with all that is made of it, and in the meantime its columns
// are text, which every value can be written as and read from.

// renewals returns the types that are on both sides and have to be renewed.
func (d *differ) renewals() map[schema.Name]bool {
	from, to := typesOf(d.from), typesOf(d.to)
	if len(from) == 0 {
		return nil
	}
	held := holding{map[schema.Name]bool{}, map[schema.Name]bool{}}
	held.walk(d.from, from)
	held.walk(d.to, to)
	renewed, changed := map[schema.Name]bool{}, map[schema.Name]bool{}
	for name, f := range from {
		t, both := to[name]
		renewed[name] = both && mustRenew(f, t, held.any[name], held.inside[name])
		changed[name] = renewed[name] || both && reshapes(f, t)
	}
	isChanged := func(n schema.Name) bool { return changed[n] }
	for found := true; found; {
		found = false
		for name, f := range from {
			t, both := to[name]
			if both && !renewed[name] && slices.ContainsFunc(append(madeOf(f), madeOf(t)...), isChanged) {
				renewed[name], changed[name], found = true, true, true
			}
		}
	}
	maps.DeleteFunc(renewed, func(_ schema.Name, yes bool) bool { return !yes })
	return renewed
}

// typesOf returns all types that a database declares, a multirange as its range.
func typesOf(db schema.Database) map[schema.Name]any {
	types := map[schema.Name]any{}
	for name, x := range db.Types() {
		types[name] = x
		if r, ok := x.(schema.Range); ok {
			types[multirange(r)] = r
		}
	}
	return types
}

func multirange(x schema.Range) schema.Name {
	if x.MultirangeName != "" {
		return x.MultirangeName
	}
	return x.Name.Sibling(schema.MultirangeName(x.Name.Object()))
}

// madeOf returns the types that a type is made of.
func madeOf(x any) []schema.Name {
	var names []schema.Name
	for _, typ := range madeOfTypes(x) {
		names = append(names, typeName(typ))
	}
	return names
}

func madeOfTypes(x any) []string {
	var types []string
	switch x := x.(type) {
	case schema.Domain:
		types = append(types, x.Type)
	case schema.Range:
		types = append(types, x.Subtype)
	case schema.Composite:
		for _, a := range x.Attributes {
			types = append(types, a.Type)
		}
	}
	return types
}

// A holding tells which types columns are made of, and which of them stand
// inside of others: in arrays, composite types, ranges.
type holding struct{ any, inside map[schema.Name]bool }

func (h holding) walk(db schema.Database, types map[schema.Name]any) {
	seen := map[string]bool{}
	for i := range db.Tables {
		for j := range db.Tables[i].Columns {
			if typ := db.Tables[i].Columns[j].Type; !seen[typ] {
				seen[typ] = true
				h.hold(typ, false, types)
			}
		}
	}
}

func (h holding) hold(typ string, inside bool, types map[schema.Name]any) {
	name := typeName(typ)
	x, declared := types[name]
	if !declared {
		return
	}
	inside = inside || strings.HasSuffix(typ, "[]")
	h.any[name], h.inside[name] = true, h.inside[name] || inside
	_, isDomain := x.(schema.Domain)
	for _, part := range madeOfTypes(x) {
		h.hold(part, inside || !isDomain, types)
	}
}

// mustRenew reports whether PostgreSQL cannot alter a type to the other.
func mustRenew(from, to any, held, inside bool) bool {
	switch f := from.(type) {
	case schema.Domain:
		t, ok := to.(schema.Domain)
		return !ok || f.Type != t.Type || f.Collation != t.Collation || inside && !sameConditions(f, t)
	case schema.Range:
		t, ok := to.(schema.Range)
		t.Comment = f.Comment
		return !ok || f != t
	case schema.Composite:
		t, ok := to.(schema.Composite)
		return !ok || held && retypesAttribute(f, t)
	}
	return reflect.TypeOf(from) != reflect.TypeOf(to)
}

// sameConditions reports whether two domains allow the same values, but for checks
// that are not valid, which come and go in place.
func sameConditions(a, b schema.Domain) bool {
	return a.NotNull == b.NotNull && slices.EqualFunc(without(a.Checks, isNotValid), without(b.Checks, isNotValid), func(x, y schema.Check) bool {
		return sameConstraint(uncommented(x), uncommented(y))
	})
}

func retypesAttribute(from, to schema.Composite) bool {
	return slices.ContainsFunc(from.Attributes, func(a schema.Attribute) bool {
		return slices.ContainsFunc(to.Attributes, func(b schema.Attribute) bool {
			return a.Name == b.Name && (a.Type != b.Type || a.Collation != b.Collation)
		})
	})
}

// fitComposites lets the composite types that are renewed lose and get attributes
// while columns are still of them: what the values are written as then has as many
// fields as the new type, in its order. It refuses what would be read as others.
func (d *differ) fitComposites() error {
	d.fitted = map[schema.Name]bool{}
	if len(d.renewed) == 0 {
		return nil
	}
	renamed := func(n schema.Name) bool {
		return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
			return slices.ContainsFunc(o.Targets(), func(t op.Object) bool { return t.Name == n })
		})
	}
	d.from.Composites = slices.Clone(d.from.Composites)
	for i, f := range d.from.Composites {
		to, ok := typesOf(d.to)[f.Name].(schema.Composite)
		if !ok || !d.renewed[f.Name] || sameNames(f, to) {
			continue
		}
		fit := trimmed(f, to)
		if renamed(f.Name) || d.isOfTable(f.Name) || !sameNames(fit, to) || d.isInDefault(f.Name) && !sameNames(trimmed(fit, f), f) {
			if len(f.Attributes) == len(to.Attributes) {
				err := fmt.Errorf("comparing type %s: its values would be read with the attributes in another order", f.Name)
				return hint.Wrap(err, "change the type in two revisions: its attributes in one, their types in the other")
			}
			continue // PostgreSQL refuses to read values with fewer or more
		}
		d.fitted[f.Name] = true
		d.add(op.AlterComposite{From: f, To: fit})
		d.from.Composites[i] = fit
	}
	return nil
}

// fittedEffect is that of a type that gets and loses attributes before it is made
// anew: it rests on the types of those that it gets, as they are then.
func (d *differ) fittedEffect(e *effect, o op.AlterComposite) {
	added := o.To
	added.Attributes = without(added.Attributes, func(a schema.Attribute) bool { return hasAttribute(o.From, a.Name) })
	d.compositeEffect(e, added)
	e.needs = without(e.needs, func(k key) bool { // what it gets may be of a type that changes when it is gone
		_, reshaped := d.reshaped[k.name]
		return k == typ(k.name) && (d.renewed[k.name] || reshaped && !d.undoing)
	})
	e.creates = []key{fitted(o.To.Name)}
}

// awaitFit lets composite types fit before columns, and they themselves, go for the
// while, but after defaults that are told by the attributes of before.
func (d *differ) awaitFit(n *node) {
	if len(d.fitted) == 0 {
		return
	}
	switch o := n.op.(type) {
	case op.DropComposite:
		n.needs = append(n.needs, fitted(o.Composite.Name))
	case op.AlterColumn:
		of := typeName(o.From.Type)
		if o.From.Type == o.To.Type && o.To.Default == "" && d.fitted[of] {
			n.frees = append(n.frees, fitted(of))
		}
		for part := range d.partsOf(of) {
			if o.From.Type != o.To.Type {
				n.needs = append(n.needs, fitted(part))
			}
		}
	}
}

// trimmed returns the composite type x with the attributes of to: its own first.
func trimmed(x, to schema.Composite) schema.Composite {
	x = withAttributes(x, to)
	x.Attributes = slices.DeleteFunc(x.Attributes, func(a schema.Attribute) bool { return !hasAttribute(to, a.Name) })
	return x
}

// isInDefault reports whether a column has a default with a value of a composite
// type, which names no attributes.
func (d *differ) isInDefault(composite schema.Name) bool {
	return slices.ContainsFunc(d.from.Tables, func(t schema.Table) bool {
		return slices.ContainsFunc(t.Columns, func(c schema.Column) bool {
			return c.Default != "" && d.partsOf(typeName(c.Type))[composite]
		})
	})
}

// isOfTable reports whether a table is one of a type, which can lose and get
// attributes with CASCADE alone.
func (d *differ) isOfTable(composite schema.Name) bool {
	return slices.ContainsFunc(d.from.Tables, func(t schema.Table) bool { return t.Settings.Of == composite })
}

// sameNames reports whether composite types have the same attributes, by name, in
// the same order.
func sameNames(a, b schema.Composite) bool {
	return slices.EqualFunc(a.Attributes, b.Attributes, func(x, y schema.Attribute) bool { return x.Name == y.Name })
}

func hasAttribute(x schema.Composite, name string) bool {
	return slices.ContainsFunc(x.Attributes, func(a schema.Attribute) bool { return a.Name == name })
}

// reshapes reports whether two enumerations have other values: what is made of
// one cannot be while it is built anew.
func reshapes(from, to any) bool {
	f, ok1 := from.(schema.Enum)
	t, ok2 := to.(schema.Enum)
	return ok1 && ok2 && !slices.Equal(f.Values, t.Values)
}

// meanwhile takes a column to text, and returns it as it is then.
func (d *differ) meanwhile(table schema.Name, c schema.Column) schema.Column {
	if bare := c; d.fitted[typeName(c.Type)] && c.Default != "" { // it has the attributes of before
		bare.Default = ""
		d.add(op.AlterColumn{Table: table, From: c, To: bare})
		c = bare
	}
	text := c
	text.Type, text.Default = "text", ""
	if strings.HasSuffix(c.Type, "[]") {
		text.Type = "text[]"
	}
	d.add(op.AlterColumn{Table: table, From: c, To: text})
	return text
}

// isRenewed reports whether a column changes from one declared type to another,
// or stays of the one, while either is renewed or what both are made of is
// altered. The column of a child follows that of its parent.
func (d *differ) isRenewed(table schema.Name, from, to schema.Column) bool {
	f, t := typeName(from.Type), typeName(to.Type)
	return (d.renewed[f] || d.renewed[t] || from.Type != to.Type && d.shareAltered(f, t)) && strings.Contains(from.Type, ".") && strings.Contains(to.Type, ".") &&
		!d.followsParent(table, to.Name)
}

// shareAltered reports whether two types are, or are made of, one that is
// altered: a column can be of neither while it is.
func (d *differ) shareAltered(a, b schema.Name) bool {
	altered := map[schema.Name]bool{}
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.AlterEnum:
			altered[o.Name] = true
		case op.AlterDomain:
			altered[o.To.Name] = true
		case op.AlterComposite:
			altered[o.To.Name] = true
		}
	}
	if len(altered) == 0 {
		return false
	}
	inB := d.partsOf(b)
	for n := range d.partsOf(a) {
		if altered[n] && inB[n] {
			return true
		}
	}
	return false
}

// partsOf returns a type and all that it is made of on either side.
func (d *differ) partsOf(name schema.Name) map[schema.Name]bool {
	from, to := typesOf(d.from), typesOf(d.to)
	parts := map[schema.Name]bool{}
	var walk func(schema.Name)
	walk = func(n schema.Name) {
		if parts[n] {
			return
		}
		parts[n] = true
		for _, part := range append(madeOf(from[n]), madeOf(to[n])...) {
			walk(part)
		}
	}
	walk(name)
	return parts
}

// followsParent reports whether what is done to a column is done to its
// parent's: not where a partition is taken out meanwhile.
func (d *differ) followsParent(table schema.Name, column string) bool {
	from, to := d.from.Table(table), d.to.Table(table)
	if from == nil || to == nil || d.mustWrap(*from, *to) || from.PartitionOf != nil && !samePartition(from.PartitionOf, to.PartitionOf) {
		return false
	}
	return slices.ContainsFunc(parentsOf(*to), func(n schema.Name) bool {
		pf, pt := d.from.Table(n), d.to.Table(n)
		if !slices.Contains(parentsOf(*from), n) || pf == nil || pt == nil {
			return false
		}
		f, t := d.withInherited(*pf, d.from), d.withInherited(*pt, d.to)
		return t.Column(column) != nil && (f.Column(column) != nil || from.Column(column) == nil)
	})
}

// holdsRenewed reports whether a table has a column of a type that is renewed.
func (d *differ) holdsRenewed(t schema.Table) bool {
	return len(d.renewed) > 0 && (d.renewed[t.Settings.Of] || slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return d.renewed[typeName(c.Type)] }))
}
