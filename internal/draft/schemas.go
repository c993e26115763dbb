package draft

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// namespaces returns the schemas that the models want: those declared, those
// that are in use and missing, and those that the service owns and uses.
func namespaces(want, live schema.Database, owned ownership.Selection) []schema.Namespace {
	list := slices.Clone(want.Schemas)
	has := func(in []schema.Namespace, name string) *schema.Namespace {
		if i := slices.IndexFunc(in, func(n schema.Namespace) bool { return n.Name == name }); i >= 0 {
			return &in[i]
		}
		return nil
	}
	for _, name := range modelSchemas(want) {
		if name == schema.DefaultSchema || has(list, name) != nil {
			continue
		}
		if own := has(owned.Schemas, name); own != nil {
			list = append(list, *own)
		} else if has(live.Schemas, name) == nil {
			list = append(list, schema.Namespace{Name: name})
		}
	}
	slices.SortFunc(list, func(a, b schema.Namespace) int {
		if a.Name < b.Name {
			return -1
		}
		return 1
	})
	return list
}

// modelSchemas returns the schemas of everything that models declare.
func modelSchemas(db schema.Database) []string {
	var names []string
	add := func(n schema.Name) { names = union(names, []string{n.Schema()}) }
	for _, x := range db.Tables {
		add(x.Name)
		for _, k := range x.ForeignKeys {
			add(k.References)
		}
	}
	for name := range db.Types() {
		add(name)
	}
	for _, x := range db.Sequences {
		add(x.Name)
	}
	for _, x := range db.Schemas {
		names = union(names, []string{x.Name})
	}
	return names
}

func schemasOf(ops []op.Operation) []string {
	var names []string
	for _, o := range ops {
		if x, ok := op.Adopting(o); ok {
			names = union(names, []string{x.Name.Schema()})
		}
		for _, x := range o.Targets() {
			switch x.Kind {
			case op.KindSchema:
				names = union(names, []string{x.Name.Object()})
			case op.KindTable, op.KindSequence, op.KindType:
				names = union(names, []string{x.Name.Schema()})
			}
		}
	}
	return names
}

func union(a, b []string) []string {
	for _, s := range b {
		if !slices.Contains(a, s) {
			a = append(slices.Clip(a), s)
		}
	}
	return a
}

// resolveReferences fills in the columns of foreign keys that name only a
// table: they mean its primary key, as the database or the models have it.
func resolveReferences(want *schema.Database, live schema.Database) {
	for i := range want.Tables {
		t := &want.Tables[i]
		t.ForeignKeys = slices.Clone(t.ForeignKeys)
		for j := range t.ForeignKeys {
			k := &t.ForeignKeys[j]
			if len(k.RefColumns) > 0 {
				continue
			}
			for _, db := range []*schema.Database{want, &live} {
				if target := db.Table(k.References); target != nil && target.PrimaryKey != nil && len(k.RefColumns) == 0 {
					k.RefColumns = target.PrimaryKey.Columns
				}
			}
		}
	}
}
