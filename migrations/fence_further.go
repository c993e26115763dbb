package migrations

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// What is judged here touches nothing that is foreign, and changes what it
// means all the same.

// judgeCasts looks at new casts, transforms and default operator classes: those
// of types that are not ours change how everybody's expressions are read.
func (v *verdict) judgeCasts() {
	for r, types := range v.inside.uses {
		ours := func(t string) bool { return t != "0" && !v.foreign(ref{"pg_type", t}) }
		if len(v.chain(r)) > 0 || slices.ContainsFunc(types, ours) {
			continue
		}
		chain := v.chain(ref{"pg_type", types[0]})
		if chain == nil {
			chain = []object{v.runner.database()}
		}
		does := "adds a cast to"
		switch r.class {
		case "pg_opclass":
			does = "adds a default operator class to"
		case "pg_transform":
			does = "adds a transform to"
		}
		v.noteObject(chain, does, v.when(func(p *checkpoint) bool { return slices.Contains(p.changed, r) }))
	}
}

// database is the one that the runner is connected to.
func (r *runner) database() object {
	name := r.conn.Config().Database
	return object{kind: "database", name: schema.NewName("", name), identity: schema.Quote(name)}
}

// judgePlaces looks at what was made in a foreign schema, or moved there.
func (v *verdict) judgePlaces() {
	refs := slices.SortedFunc(maps.Keys(v.inside.names), func(a, b ref) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.id, b.id)) })
	for _, r := range refs {
		now, before := v.inside.names[r][0], v.chain(r)
		lies, found := v.inside.places[r]
		switch {
		case found:
			now.name = schema.NewName(lies, now.name.Object())
		case now.temporary(), now.kind == "schema", now.kind == "extension", len(before) > 0 && before[0].name.Schema() == now.name.Schema():
			continue
		}
		if space, foreign := v.territory.foreignSchema(now); foreign {
			v.noteObject([]object{space}, "adds "+now.String()+" to", v.when(func(p *checkpoint) bool { return p.names[r] != nil }))
		}
	}
}

// judgeKeys looks at foreign keys of others that point at ours and were
// switched off.
func (v *verdict) judgeKeys() {
	for _, id := range slices.Sorted(maps.Keys(v.outside.triggers)) {
		before := v.outside.triggers[id]
		key, found := v.outside.keys[before.key]
		if after, there := v.inside.triggers[id]; found && there && after != before && v.foreignRelation(key.from) {
			v.note(ref{"pg_class", key.from}, "switches off a foreign key of", nil)
		}
	}
	for _, l := range v.inside.locks {
		for _, id := range slices.Sorted(maps.Keys(v.outside.keys)) {
			if key := v.outside.keys[id]; key.target == l.relation && v.evades(l, key) && v.foreignRelation(key.from) && !v.foreignRelation(l.relation) {
				v.note(ref{"pg_class", key.from}, "deletes rows that a foreign key needs, of", v.whenLocked(l))
			}
		}
	}
}

// evades reports whether rows were deleted and a foreign key that points at
// them may not have known: triggers may have been switched off, or a superuser
// has switched them off under a name that was put together, so that
// PostgreSQL has not looked for rows that refer to these.
func (v *verdict) evades(l heldLock, key foreignKey) bool {
	replica := v.replica || slices.ContainsFunc(v.points, func(p *checkpoint) bool { return p.replica })
	if replica {
		return l.deleted || v.uncounted
	}
	return l.deleted && v.runner.server.mighty && v.asked.parts && !slices.Contains(v.inside.fired, key.from)
}

// judgeTies looks at sequences that were given to columns of others.
func (v *verdict) judgeTies() {
	for _, sequence := range slices.Sorted(maps.Keys(v.inside.ties)) {
		table, before := v.inside.ties[sequence], v.chain(ref{"pg_class", sequence})
		if chain := v.chain(ref{"pg_class", table}); v.foreignRelation(table) && !slices.Contains(before, chain[0]) {
			v.note(ref{"pg_class", table}, "gives a sequence to", v.whenLocked(heldLock{relation: sequence, mode: "AccessExclusiveLock"}))
		}
	}
}

// judgeRemotes looks at foreign tables that lead back to this database: what is
// written to one is written over a connection of the server's own, which
// commits with the transaction, and what is set off there nobody can look at.
func (v *verdict) judgeRemotes() {
	for _, id := range slices.Sorted(maps.Keys(v.inside.remotes)) {
		leads := v.inside.remotes[id]
		at := slices.IndexFunc(v.inside.locks, func(l heldLock) bool { return l.relation == id })
		switch {
		case at >= 0 && v.foreignRelation(leads.target):
			v.note(ref{"pg_class", leads.target}, "writes, by way of a foreign table,", v.whenLocked(v.inside.locks[at]))
		case leads.back && (at >= 0 || leads.hides):
			v.noteObject([]object{v.runner.database()}, "works over a connection of the server's own, by way of a foreign table, in", nil)
		}
	}
}

// judgeSchemas looks at what lies in schemas of ours that changed: it changes
// with them, and no row of it does.
func (v *verdict) judgeSchemas() {
	for _, r := range v.inside.changed {
		if r.class != "pg_namespace" || len(v.chain(r)) == 0 || v.foreign(r) || v.inside.names[r] != nil && v.inside.names[r][0] == v.chain(r)[0] {
			continue
		}
		v.noteHanging(r, "moves")
	}
}

// judgeShapes looks at the foreign columns that have a type of ours, if the
// values change that it stands for or allows.
func (v *verdict) judgeShapes() {
	for _, r := range v.inside.changed {
		if does := v.reshapes(r); does != "" {
			v.noteHanging(r, does)
		}
	}
	for _, o := range v.inside.objects {
		chain := v.chain(o.ref)
		if o.mode == "AccessExclusiveLock" && len(chain) > 0 && chain[0].kind == "domain constraint" && !v.foreign(o.ref) {
			v.noteHanging(o.ref, "changes what may stand in")
		}
	}
}

// reshapes says what a change of one of our types does to columns of it.
func (v *verdict) reshapes(r ref) string {
	switch chain := v.chain(r); {
	case len(chain) == 0 || v.foreign(r):
		return ""
	case r.class == "pg_class" && chain[0].kind == "composite type":
		return "changes values of"
	case r.class != "pg_type":
		return ""
	}
	if now := v.inside.names[r]; len(now) > 0 && now[0].name != v.chain(r)[0].name {
		return "renames the type of"
	}
	if v.inside.domains[r.id] != v.outside.domains[r.id] {
		return "changes what may stand in"
	}
	for id, before := range v.outside.labels[r.id] {
		if now, there := v.inside.labels[r.id][id]; there && now != before {
			return "changes values of"
		}
	}
	return ""
}

// noteHanging notes what is foreign of the objects that hang on a changed one
// of ours.
func (v *verdict) noteHanging(of ref, does string) {
	for _, r := range v.outside.hanging[of] {
		if v.foreign(r) {
			v.note(r, does, v.when(func(p *checkpoint) bool {
				return slices.Contains(p.changed, of) || slices.ContainsFunc(p.objects, func(o heldObject) bool { return o.ref == of })
			}))
		}
	}
}

// judgeGone looks at roles, their memberships and settings, and at what is in
// large objects, where the transaction has changed something of the kind: of
// those only a superuser sees the rows, and nobody one that was deleted. What is
// there outside and not inside may have been made by others meanwhile: then a
// second look finds it on both sides, or on none.
func (v *verdict) judgeGone(ctx context.Context) error {
	v.judgeUnseen()
	suspects := v.outside.without(v.inside)
	suspects = slices.DeleteFunc(suspects, func(r ref) bool { return v.territory.owns(v.chain(subject(r))) })
	if len(suspects) == 0 {
		return nil
	}
	further, inside := v.runner.furtherSQL(v.asker(), forecast{roles: v.inside.roles, pages: v.inside.pages}), newView()
	if err := v.lookInside(ctx, further, inside); err != nil {
		return err
	}
	ids := map[string][]string{}
	for _, r := range suspects {
		ids[subject(r).class] = append(ids[subject(r).class], subject(r).id)
	}
	outside, err := v.runner.lock.look(ctx, further+v.runner.lock.asker.objectsSQL(ids))
	if err != nil {
		return err
	}
	maps.Copy(v.outside.names, outside.names)
	for _, r := range suspects {
		if outside.there[r] && !inside.there[r] {
			v.noteGone(subject(r))
		}
	}
	return nil
}

func (v *verdict) noteGone(r ref) {
	does, shows := "takes something from", func(p *checkpoint) bool { return p.roles }
	if r.class == "pg_largeobject" {
		does, shows = "changes", func(p *checkpoint) bool { return p.pages }
	}
	if v.foreign(r) {
		v.note(r, does, v.when(shows))
	}
}

// without lists what is there and not in the other view.
func (v *view) without(other *view) (list []ref) {
	for r := range v.there {
		if !other.there[r] {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b ref) int { return cmp.Or(cmp.Compare(a.class, b.class), cmp.Compare(a.id, b.id)) })
	return list
}

// subject returns the object that an entry of a list is about.
func subject(r ref) ref {
	id, _, _ := strings.Cut(r.id, "/")
	return ref{strings.TrimPrefix(r.class, "of "), id}
}
