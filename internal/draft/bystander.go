package draft

import (
	"fmt"
	"slices"

	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// Bystanders returns what deed does not model and rests on a table: views,
// triggers, policies, functions, grants, … each in a few words, sorted.
func (d *Draft) Bystanders(table schema.Name) []string {
	var list []string
	for _, x := range d.Catalog.Dependents {
		if x.On.Kind != introspect.RefRelation || x.On.Name != table {
			continue
		}
		if text := describe(x); !slices.Contains(list, text) {
			list = append(list, text)
		}
	}
	slices.Sort(list)
	return list
}

// TakenAlong returns what an operation takes away besides what it names, and
// its inverse does not bring back.
func (d *Draft) TakenAlong(o op.Operation) []string {
	var list []string
	for _, x := range d.Catalog.Dependents {
		if takesAlong(o, x) {
			list = append(list, describe(x))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// takesAlong reports whether a dependent goes with what the operation drops.
func takesAlong(o op.Operation, x introspect.Dependent) bool {
	is := func(kind introspect.RefKind, name schema.Name) bool { return x.On.Kind == kind && x.On.Name == name }
	grant := x.Kind == introspect.DependentGrant
	switch o := o.(type) {
	case op.DropTable:
		return is(introspect.RefRelation, o.Table.Name) && (grant || goesAlong(x)) || x.Kind == introspect.DependentTypedTable && x.Name == o.Table.Name && o.Table.Settings.Of == ""
	case op.DropColumn:
		return grant && is(introspect.RefRelation, o.Table) && x.On.Column == o.Column.Name
	case op.DropSequence:
		return grant && is(introspect.RefSequence, o.Sequence.Name)
	case op.AlterEnum: // built anew there or back
		return grant && is(introspect.RefType, o.Name)
	case op.DropEnum, op.DropDomain, op.DropComposite, op.DropRange:
		return grant && is(introspect.RefType, o.Targets()[0].Name)
	}
	return false
}

// Blocked returns what stands in the way of an operation of Reverse: it may be
// there when the draft is applied, but not when it is taken back.
func (d *Draft) Blocked(o op.Operation) []string {
	var list []string
	for _, r := range ownership.Refuse([]op.Operation{o}, d.dependents) {
		for _, x := range r.Dependents {
			list = append(list, x.What)
		}
	}
	if alter, ok := o.(op.AlterEnum); ok {
		list = append(list, d.partitionKeys(alter)...)
	}
	slices.Sort(list)
	return list
}

// partitionKeys returns the partition keys with a column of an enumeration that
// would have to be built anew: a type in one cannot be.
func (d *Draft) partitionKeys(o op.AlterEnum) []string {
	var list []string
	for _, u := range o.Uses {
		t := d.Catalog.Table(u.Table)
		if o.BuildsAnew() && t != nil && slices.ContainsFunc(schema.Tokens(t.PartitionBy), func(k schema.Token) bool {
			return k.Kind <= schema.Quoted && k.Unquote() == u.Column.Name
		}) {
			list = append(list, fmt.Sprintf("the partition key of table %s", u.Table))
		}
	}
	return list
}

// Touched returns the tables that the draft changes.
func (d *Draft) Touched() []schema.Name {
	var names []schema.Name
	for _, o := range d.Ops {
		for _, x := range o.Targets() {
			if x.Kind == op.KindTable && !slices.Contains(names, x.Name) {
				names = append(names, x.Name)
			}
		}
	}
	return names
}

// Summary puts a list into few words: "3 policies, 1 view" would hide what
// matters, so the first names are told and the rest counted.
func Summary(list []string) string {
	const most = 4
	text := ""
	for i, s := range list {
		if i == most {
			return fmt.Sprintf("%s and %d more", text, len(list)-most)
		}
		if i > 0 {
			text += ", "
		}
		text += s
	}
	return text
}
