package draft

import (
	"fmt"
	"slices"

	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
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
	drop, ok := o.(op.DropTable)
	if !ok {
		return nil
	}
	var list []string
	for _, x := range d.Catalog.Dependents {
		if x.On.Kind == introspect.RefRelation && x.On.Name == drop.Table.Name && (goesAlong(x) || x.Kind == introspect.DependentGrant) {
			list = append(list, describe(x))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
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
