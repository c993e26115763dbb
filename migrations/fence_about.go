package migrations

import (
	"maps"
	"slices"
)

// What the look from outside is about is what the look inside has shown.

// about are the objects in question, by catalog.
func (v *view) about() map[string][]string {
	ids := map[string]map[string]bool{}
	ask := func(r ref) {
		if ids[r.class] == nil {
			ids[r.class] = map[string]bool{}
		}
		ids[r.class][r.id] = true
	}
	relation := func(id string) { ask(ref{"pg_class", id}) }
	for _, l := range v.locks {
		relation(l.relation)
	}
	for _, o := range v.objects {
		ask(o.ref)
	}
	for _, r := range v.changed {
		ask(r)
	}
	for r := range v.names {
		ask(r)
	}
	for _, types := range v.uses {
		for _, id := range types {
			ask(ref{"pg_type", id})
		}
	}
	for _, r := range v.remotes {
		if r.target != "0" {
			relation(r.target)
		}
	}
	for _, id := range v.ties {
		relation(id)
	}
	for _, k := range v.keys {
		relation(k.from)
	}
	lists := make(map[string][]string, len(ids))
	for class, set := range ids {
		lists[class] = slices.Sorted(maps.Keys(set))
	}
	return lists
}

// locked are the relations on which there are locks.
func (v *view) locked() (ids []string) {
	for _, l := range v.locks {
		ids = append(ids, l.relation)
	}
	return ids
}

// shaped are the changed types that say which values they take.
func (v *view) shaped() []string {
	return slices.Concat(slices.Sorted(maps.Keys(v.labels)), slices.Sorted(maps.Keys(v.domains)))
}

// bearing are the changed objects on which others hang: schemas, types,
// composite types by their relations, and domains by constraints that may be
// theirs.
func (v *view) bearing() [][]string {
	var schemas, constraints []string
	types := v.shaped()
	for _, r := range v.changed {
		switch {
		case r.class == "pg_namespace":
			schemas = append(schemas, r.id)
		case r.class == "pg_type" && len(v.names[r]) > 0 && !slices.Contains(types, r.id):
			types = append(types, r.id)
		}
	}
	for _, o := range v.objects { // of a check that was dropped nothing is left but the lock
		if o.class == "pg_constraint" && o.mode == "AccessExclusiveLock" {
			constraints = append(constraints, o.id)
		}
	}
	return [][]string{schemas, types, v.composites, constraints}
}
