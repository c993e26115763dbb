package migrations

import (
	"cmp"
	"slices"
	"strings"
)

// A verdict compares what a transaction sees with what everybody else sees.
type verdict struct {
	*watch
	inside, outside *view
	ownKeys         map[string]bool // foreign keys of our own that changed
	clones          map[string]bool // foreign keys to our own whose partitions changed
	explained       map[string]bool // relations that only those touched
	found           []Trespass
	noted           map[string]bool
}

// chain returns an object of before and what it belongs to; none if the
// transaction made it.
func (v *verdict) chain(r ref) []object { return v.outside.names[r] }

// foreign reports whether an object was there before and is somebody else's.
func (v *verdict) foreign(r ref) bool {
	chain := v.chain(r)
	return len(chain) > 0 && !v.territory.owns(chain)
}

func (v *verdict) foreignRelation(id string) bool { return v.foreign(ref{"pg_class", id}) }

// needsParts reports whether a foreign relation is locked as a foreign key
// locks its target.
func (v *verdict) needsParts() bool {
	return slices.ContainsFunc(v.inside.locks, func(l heldLock) bool { return l.asTarget() && v.foreignRelation(l.relation) })
}

// asTarget reports whether it is as a foreign key locks its target.
func (l heldLock) asTarget() bool {
	return l.mode == "ShareLock" || l.mode == "ShareRowExclusiveLock" || l.mode == "AccessExclusiveLock"
}

// explain finds the foreign relations that are locked because a foreign key
// of our own points at them, or theirs at a partition of ours, and that are
// otherwise what they were.
func (v *verdict) explain() {
	v.ownKeys, v.clones, v.explained, v.noted = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	targets := map[string]bool{}
	for _, sides := range [][2]*view{{v.inside, v.outside}, {v.outside, v.inside}} {
		for id, key := range sides[0].keys {
			switch other, both := sides[1].keys[id]; {
			case both && other == key:
			case !v.foreignRelation(key.from):
				v.ownKeys[id], targets[key.target] = true, true
			case key.clone && !v.foreignRelation(key.target):
				v.clones[id], targets[key.from] = true, true
			}
		}
	}
	if v.passing() {
		for relation := range v.inside.parts {
			targets[relation] = true
		}
	}
	for relation := range targets {
		if parts, there := v.inside.parts[relation]; there && parts == v.outside.parts[relation] && v.sameTriggers(relation) {
			v.explained[relation] = true
		}
	}
}

// passing reports whether the transaction has made and dropped a table or a
// constraint: a foreign key that came and went has left nothing but locks.
func (v *verdict) passing() bool {
	return slices.ContainsFunc(v.inside.locks, func(l heldLock) bool {
		return !l.there && len(v.chain(ref{"pg_class", l.relation})) == 0
	}) || slices.ContainsFunc(v.inside.objects, func(o heldObject) bool {
		return o.class == "pg_constraint" && o.mode == "AccessExclusiveLock" && len(v.chain(o.ref)) == 0
	})
}

// sameTriggers reports whether the triggers of other foreign keys on a table
// are what they were.
func (v *verdict) sameTriggers(relation string) bool {
	for id, before := range v.outside.triggers {
		if v.ownKeys[before.key] || v.clones[before.key] || before.relation != relation {
			continue
		}
		if v.inside.triggers[id] != before {
			return false
		}
	}
	return true
}

// judge collects the trespasses.
func (v *verdict) judge() {
	v.judgeLocks()
	v.judgeObjects()
	if !v.inside.complete { // the look broke off behind the locks
		v.found = slices.DeleteFunc(v.found, func(t Trespass) bool { return t.Does != "drops" && !v.runner.keeps(t.Object) })
		return
	}
	v.judgeChanges()
	v.judgeCasts()
	v.judgePlaces()
	v.judgeKeys()
	v.judgeTies()
	v.judgeRemotes()
	v.judgeSchemas()
	v.judgeShapes()
}

// keeps reports whether an object is a table that the runner writes for all
// services.
func (r *runner) keeps(object string) bool {
	return object == "table "+string(r.log.name) || object == "table "+string(r.register.table)
}

// judgeLocks looks at the locks, the strongest first.
func (v *verdict) judgeLocks() {
	slices.SortFunc(v.inside.locks, func(a, b heldLock) int {
		return cmp.Or(modeRank(b.mode)-modeRank(a.mode), cmp.Compare(a.relation, b.relation))
	})
	for _, l := range v.inside.locks {
		if !v.foreignRelation(l.relation) || v.isBookkeeping(l) {
			continue
		}
		if does := v.does(l); does != "" {
			v.note(ref{"pg_class", l.relation}, does, v.whenLocked(l))
			if n := len(v.found); does == "takes values from" && n > 0 && v.found[n-1].Does == does {
				v.found[n-1].sequence = l.relation
			}
		}
	}
}

// isBookkeeping reports whether the runner itself has taken the lock, which is
// only seen by a look behind its bookkeeping.
func (v *verdict) isBookkeeping(l heldLock) bool {
	chain := v.chain(ref{"pg_class", l.relation})
	name := chain[len(chain)-1].name
	if rows, writes := v.booked[name]; !writes || l.mode != "RowExclusiveLock" || l.rows < 0 || l.rows > rows {
		return false
	}
	return !slices.ContainsFunc(v.points[:len(v.points)-1], func(p *checkpoint) bool { return p.holds(l) })
}

func (p *checkpoint) holds(l heldLock) bool {
	return slices.ContainsFunc(p.locks, func(h heldLock) bool { return h.relation == l.relation && h.mode == l.mode })
}

// judgeObjects looks at the locks on what is no relation. Parts of relations
// are left out, but for what is done to them alone.
func (v *verdict) judgeObjects() {
	for _, o := range v.inside.objects {
		if !v.foreign(o.ref) {
			continue
		}
		does := "changes"
		if o.mode == "AccessExclusiveLock" {
			if goesWithRelation(v.chain(o.ref)[0].kind) {
				continue
			}
			switch changed := slices.Contains(v.inside.changed, o.ref); {
			case changed:
				does = "alters"
			case !o.gone && kept(o.class):
				continue // something else was made to depend on it
			default:
				does = "drops"
			}
		}
		v.note(o.ref, does, v.when(func(p *checkpoint) bool { return slices.Contains(p.objects, o) }))
	}
}

// kept reports whether it is told of a catalog's objects whether they are gone.
func kept(class string) bool {
	return slices.Contains([]string{"pg_proc", "pg_type", "pg_namespace", "pg_extension"}, class)
}

// goesWithRelation reports whether a kind of object is changed and dropped
// under a lock on its table.
func goesWithRelation(kind string) bool {
	return slices.Contains([]string{"table constraint", "trigger", "policy", "rule", "default value", "publication relation"}, kind)
}

// whenLocked finds the steps of which one took the lock.
func (v *verdict) whenLocked(l heldLock) []int {
	return v.between(func(p *checkpoint) bool { return true }, func(p *checkpoint) bool { return p.holds(l) })
}

// when finds the steps of which one did what full looks show.
func (v *verdict) when(shows func(*checkpoint) bool) []int {
	return v.between(func(p *checkpoint) bool { return p.full }, shows)
}

// between returns the steps between two looks that tell of something, the
// first of which does not show it and the second does.
func (v *verdict) between(tells, shows func(*checkpoint) bool) (steps []int) {
	from, to := 0, len(v.units)
	for _, p := range v.points {
		if !tells(p) {
			continue
		}
		if shows(p) {
			to = p.behind
			break
		}
		from = min(p.behind, len(v.units))
	}
	for _, u := range v.units[from:to] {
		steps = append(steps, u.step)
	}
	return slices.Compact(steps)
}

// does says what a lock on a foreign relation means; empty if it means no
// harm.
func (v *verdict) does(l heldLock) string {
	kind := v.chain(ref{"pg_class", l.relation})[0].kind
	switch {
	case l.mode == "RowExclusiveLock" && kind == "sequence":
		return "takes values from"
	case l.mode == "RowExclusiveLock" && (kind == "index" || kind == "toast table"):
		return "" // its table is locked as well
	case l.mode == "RowExclusiveLock" && !l.written && !v.uncounted && (v.cascades(l.relation) || v.descends(l.relation)):
		return ""
	case l.mode == "RowExclusiveLock":
		return "writes rows of"
	case v.explained[l.relation] && l.asTarget():
		return ""
	case !l.there:
		return "drops"
	case l.mode == "ShareUpdateExclusiveLock", l.mode == "ShareLock", l.mode == "ShareRowExclusiveLock":
		return "adds to or alters"
	}
	return "alters, truncates or locks"
}

// cascades reports whether a foreign key that acts on its own rows points from
// the relation at one of ours: then PostgreSQL has looked for rows to change
// there, and found none.
func (v *verdict) cascades(relation string) bool {
	for _, key := range v.outside.keys {
		if key.from == relation && key.actions != "aa" && !v.foreign(ref{"pg_class", key.target}) {
			return true
		}
	}
	return false
}

// descends reports whether a relation inherits from one of ours: a statement
// that changes rows there looks for some in it.
func (v *verdict) descends(relation string) bool {
	return slices.ContainsFunc(v.outside.parents[relation], func(parent string) bool {
		return len(v.chain(ref{"pg_class", parent})) > 0 && !v.foreignRelation(parent) || v.descends(parent)
	})
}

// judgeChanges looks at the catalog rows that the transaction wrote.
func (v *verdict) judgeChanges() {
	for _, r := range v.inside.changed {
		if !v.foreign(r) || r.class == "pg_class" && v.explained[r.id] {
			continue
		}
		v.note(r, "changes", v.when(func(p *checkpoint) bool { return slices.Contains(p.changed, r) }))
	}
}

// note notes a trespass, unless the revision says that it will happen.
func (v *verdict) note(r ref, does string, steps []int) {
	v.noteObject(v.chain(r), does, steps)
}

func (v *verdict) noteObject(chain []object, does string, steps []int) {
	name := chain[0].String()
	if v.noted[name] {
		return
	}
	v.noted[name] = true
	if v.move.revision.declares(chain) {
		return
	}
	owner, claimed := v.territory.owner(chain)
	t := Trespass{Object: name, Does: does, Owner: owner, claimed: claimed, steps: steps, of: chain[1:], says: []string{chain[0].name.Object()}}
	if first := v.units[0].step; len(t.steps) == 0 && v.units[len(v.units)-1].step == first {
		t.steps = []int{first}
	}
	if len(t.steps) == 1 {
		t.unit = v.unitOf(t.steps[0])
	}
	v.found = append(v.found, t)
}

func (v *verdict) unitOf(step int) *unit {
	for i := range v.units {
		if lastOfStep(v.units, i) && v.units[i].step == step {
			return &v.units[i]
		}
	}
	return nil
}

// err is what was found, as an error of the first step that did it.
func (v *verdict) err() error {
	if len(v.found) == 0 {
		return nil
	}
	found := slices.Clone(v.found)
	v.found = slices.DeleteFunc(v.found, func(t Trespass) bool { return goesAlong(t, found) })
	slices.SortStableFunc(v.found, func(a, b Trespass) int { return cmp.Compare(rankOf(a), rankOf(b)) })
	first := v.found[0]
	e := &FenceError{Service: v.territory.env.Service, Trespasses: v.found}
	if first.unit == nil {
		e.steps = first.steps
		return &entryError{err: e}
	}
	return e.at(first.unit.sql, first.unit)
}

// rankOf puts first what is dropped, and then what a table is said of.
func rankOf(t Trespass) int {
	switch {
	case t.Does == "drops":
		return 0
	case strings.Contains(t.Object, " pg_catalog."), strings.Contains(t.Object, " information_schema."):
		return 3
	case strings.HasPrefix(t.Object, "sequence "):
		return 2
	}
	return 1
}

// goesAlong reports whether something need not be named, because what it
// belongs to is dropped with it, or it is an index, or only where a table keeps
// long values, or the type of arrays.
func goesAlong(t Trespass, all []Trespass) bool {
	return slices.ContainsFunc(t.of, func(o object) bool {
		return slices.ContainsFunc(all, func(other Trespass) bool {
			hidden := other.Does == "drops" || strings.HasPrefix(t.Object, "index ") && t.Does == other.Does || strings.Contains(t.Object, " pg_toast.") || strings.HasPrefix(t.Object, "type ")
			return other.Object == o.String() && other.Object != t.Object && hidden
		})
	})
}
