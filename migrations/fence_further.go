package migrations

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/deedsql/deed/schema"
)

// What is judged here touches nothing that is foreign, and changes what it
// means all the same.

// judgeCasts looks at new casts and default operator classes: those of types
// that are not ours change how everybody's expressions are read.
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
		if r.class == "pg_opclass" {
			does = "adds a default operator class to"
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
	replica := v.replica || slices.ContainsFunc(v.points, func(p *checkpoint) bool { return p.replica })
	for _, l := range v.inside.locks {
		if !replica || !l.deleted && !v.uncounted {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(v.outside.keys)) {
			if key := v.outside.keys[id]; key.target == l.relation && v.foreignRelation(key.from) && !v.foreignRelation(l.relation) {
				v.note(ref{"pg_class", key.from}, "deletes rows that a foreign key needs, of", v.whenLocked(l))
			}
		}
	}
}

// judgeRemotes looks at foreign tables that lead back to this database: what is
// written to one is written over a connection of the server's own, which
// commits with the transaction.
func (v *verdict) judgeRemotes() {
	for _, l := range v.inside.locks {
		if id, leads := v.inside.remotes[l.relation]; leads && v.foreignRelation(id) {
			v.note(ref{"pg_class", id}, "writes, by way of a foreign table,", v.whenLocked(l))
		}
	}
}

// judgeSchemas looks at what lies in schemas of ours that changed: it changes
// with them, and no row of it does.
func (v *verdict) judgeSchemas(ctx context.Context) error {
	for _, r := range v.inside.changed {
		if r.class != "pg_namespace" || len(v.chain(r)) == 0 || v.foreign(r) || v.inside.names[r] != nil && v.inside.names[r][0] == v.chain(r)[0] {
			continue
		}
		if err := v.noteForeign(ctx, r, inSchemaSQL(r.id), "moves"); err != nil {
			return err
		}
	}
	return nil
}

// judgeShapes looks at the foreign columns that have a type of ours, if the
// values change that it stands for or allows.
func (v *verdict) judgeShapes(ctx context.Context) error {
	for _, r := range v.inside.changed {
		if does := v.reshapes(r); does != "" {
			of := r.id
			if r.class == "pg_class" {
				of = "(SELECT reltype FROM pg_class WHERE oid = " + r.id + ")"
			}
			if err := v.noteForeign(ctx, r, columnsOfSQL(of), does); err != nil {
				return err
			}
		}
	}
	for _, o := range v.inside.objects { // of a check that was dropped nothing is left but the lock
		chain := v.chain(o.ref)
		if o.mode != "AccessExclusiveLock" || len(chain) == 0 || chain[0].kind != "domain constraint" || v.foreign(o.ref) {
			continue
		}
		domain := "(SELECT contypid FROM pg_constraint WHERE oid = " + o.id + ")"
		if err := v.noteForeign(ctx, o.ref, columnsOfSQL(domain), "changes what may stand in"); err != nil {
			return err
		}
	}
	return nil
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

// noteForeign notes what is foreign of the objects that hang on a changed one
// of ours.
func (v *verdict) noteForeign(ctx context.Context, of ref, sql, does string) error {
	hanging, err := v.runner.lock.look(ctx, sql)
	if err != nil {
		return err
	}
	maps.Copy(v.outside.names, hanging.names)
	for _, r := range slices.SortedFunc(maps.Keys(hanging.names), func(a, b ref) int { return cmp.Compare(a.id, b.id) }) {
		if v.foreign(r) {
			v.note(r, does, v.when(func(p *checkpoint) bool { return slices.Contains(p.changed, of) }))
		}
	}
	return nil
}

// judgeRoles looks at roles, their memberships and settings, where the
// transaction has changed something of the kind.
func (v *verdict) judgeRoles(ctx context.Context) error {
	if !v.inside.roles {
		return nil
	}
	return v.judgeGone(ctx, rolesSQL, "takes something from", func(p *checkpoint) bool { return p.roles })
}

// judgeLargeObjects looks at what is in them, where the transaction has changed
// or deleted pages: only a superuser sees the rows themselves, and nobody one
// that was deleted by hand.
func (v *verdict) judgeLargeObjects(ctx context.Context) error {
	if !v.inside.pages {
		return nil
	}
	return v.judgeGone(ctx, pagesSQL, "changes", func(p *checkpoint) bool { return p.pages })
}

// judgeGone looks at what a question lists outside and not inside. What others
// change meanwhile is seen in the second look from outside, or in both.
func (v *verdict) judgeGone(ctx context.Context, sql, does string, shows func(*checkpoint) bool) error {
	looks := [3]*view{}
	for i := range looks {
		var err error
		if i == 1 {
			looks[i] = newView()
			err = v.lookInside(ctx, sql, looks[i])
		} else {
			looks[i], err = v.runner.lock.look(ctx, sql)
		}
		if err != nil {
			return err
		}
	}
	ids := map[string][]string{}
	for r := range looks[0].there {
		if !looks[1].there[r] && looks[2].there[r] {
			ids[subject(r).class] = append(ids[subject(r).class], subject(r).id)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	names, err := v.runner.lock.look(ctx, v.runner.lock.asker.outsideSQL(ids, nil))
	if err != nil {
		return err
	}
	maps.Copy(v.outside.names, names.names)
	for r := range names.names {
		if v.foreign(r) {
			v.note(r, does, v.when(shows))
		}
	}
	return nil
}
