package introspect

import (
	"github.com/deedsql/deed/schema"
)

// finish puts all that was read into the catalog.
func (r *reader) finish() *Catalog {
	r.addNamespaces()
	r.addParentIndexes()
	r.addSequences()
	r.addDependents() // while columns still stand at their numbers
	r.addTypes()
	r.addRelations()
	r.cat.Sort()
	return r.cat
}

func (r *reader) addNamespaces() {
	for oid, ns := range r.namespaces {
		if !ns.read || r.opts.limited() || r.isMember(namespaceClass, oid) {
			continue
		}
		comment := r.comment(namespaceClass, oid, 0)
		if ns.name == schema.DefaultSchema && comment == "standard public schema" {
			comment = ""
		}
		r.cat.Schemas = append(r.cat.Schemas, schema.Namespace{Name: ns.name, Comment: comment})
	}
}
