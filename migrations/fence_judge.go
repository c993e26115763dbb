package migrations

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/deedsql/deed/ownership"
)

// A verdict compares what a transaction sees with what everybody else sees.
type verdict struct {
	*watch
	inside, outside *view
	ownKeys         map[string]foreignKey // foreign keys of our own that changed
	explained       map[string]bool       // relations that only those touched
	found           []Trespass
	noted           map[ref]bool
}

// chain returns an object of before and what it belongs to; none if the
// transaction made it.
func (v *verdict) chain(r ref) []object { return v.outside.names[r] }

// foreign reports whether an object was there before and is somebody else's.
func (v *verdict) foreign(r ref) bool {
	chain := v.chain(r)
	return len(chain) > 0 && !v.territory.owns(chain)
}

// explain finds the foreign relations that are locked because a foreign key
// of our own points at them, and that are otherwise what they were.
func (v *verdict) explain() {
	v.ownKeys, v.explained, v.noted = map[string]foreignKey{}, map[string]bool{}, map[ref]bool{}
	for _, sides := range [][2]*view{{v.inside, v.outside}, {v.outside, v.inside}} {
		for id, key := range sides[0].keys {
			if other, both := sides[1].keys[id]; (!both || other != key) && !v.foreign(ref{"pg_class", key.from}) {
				v.ownKeys[id] = key
			}
		}
	}
	targets := map[string]bool{}
	for _, key := range v.ownKeys {
		targets[key.target] = true
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

// passing reports whether the transaction has made and dropped a table: its
// foreign keys have left nothing but locks.
func (v *verdict) passing() bool {
	return slices.ContainsFunc(v.inside.locks, func(l heldLock) bool {
		return !l.there && len(v.chain(ref{"pg_class", l.relation})) == 0
	})
}

// sameTriggers reports whether the triggers of other foreign keys on a table
// are what they were.
func (v *verdict) sameTriggers(relation string) bool {
	for id, before := range v.outside.triggers {
		if _, own := v.ownKeys[before.key]; own || before.relation != relation {
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
	if v.inside.there == nil { // the look broke off behind the locks
		v.found = slices.DeleteFunc(v.found, func(t Trespass) bool { return t.Does != "drops" })
		return
	}
	v.judgeChanges()
	v.judgeGone()
}

// judgeLocks looks at the locks, the strongest first.
func (v *verdict) judgeLocks() {
	slices.SortFunc(v.inside.locks, func(a, b heldLock) int {
		return cmp.Or(modeRank(b.mode)-modeRank(a.mode), cmp.Compare(a.relation, b.relation))
	})
	for _, l := range v.inside.locks {
		r := ref{"pg_class", l.relation}
		if !v.foreign(r) || v.isBookkeeping(l) {
			continue
		}
		if does := v.does(l); does != "" {
			v.note(r, does, v.whenLocked(l))
		}
	}
}

// isBookkeeping reports whether the runner itself has taken the lock, to write
// the log before the first step.
func (v *verdict) isBookkeeping(l heldLock) bool {
	chain := v.chain(ref{"pg_class", l.relation})
	return v.logged && l.mode == "RowExclusiveLock" && chain[len(chain)-1].name == v.runner.log.name
}

// whenLocked finds the step behind which the lock was held first.
func (v *verdict) whenLocked(l heldLock) []int {
	for _, p := range v.points {
		held := slices.ContainsFunc(p.locks, func(h heldLock) bool { return h.relation == l.relation && h.mode == l.mode })
		if held && p.unit != nil {
			return []int{p.unit.step}
		}
	}
	return nil
}

// when finds the steps of which one did what full looks show.
func (v *verdict) when(shows func(*checkpoint) bool) []int {
	var since []int
	for _, p := range v.points {
		if p.unit != nil && mayHide(v.move, p.unit.step) {
			since = append(since, p.unit.step)
		}
		if p.full && shows(p) {
			return since
		}
		if p.full {
			since = nil
		}
	}
	return since
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
	case l.mode == "RowExclusiveLock" && !l.written && v.cascades(l.relation):
		return ""
	case l.mode == "RowExclusiveLock":
		return "writes rows of"
	case v.explained[l.relation] && (l.mode == "ShareRowExclusiveLock" || l.mode == "AccessExclusiveLock"):
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

// judgeChanges looks at the catalog rows that the transaction wrote.
func (v *verdict) judgeChanges() {
	for _, r := range v.inside.changed {
		if !v.foreign(r) || r.class == "pg_class" && v.explained[r.id] {
			continue
		}
		v.note(r, "changes", v.when(func(p *checkpoint) bool { return slices.Contains(p.changed, r) }))
	}
}

// judgeSchemas looks at what lies in schemas of ours that changed.
func (v *verdict) judgeSchemas(ctx context.Context) error {
	for _, r := range v.inside.changed {
		if r.class != "pg_namespace" || len(v.chain(r)) == 0 || v.foreign(r) || v.inside.names[r] != nil && v.inside.names[r][0] == v.chain(r)[0] {
			continue
		}
		within, err := v.inSchema(ctx, r.id)
		if err != nil {
			return err
		}
		maps.Copy(v.outside.names, within)
		for _, part := range slices.SortedFunc(maps.Keys(within), func(a, b ref) int { return cmp.Compare(a.id, b.id) }) {
			if v.foreign(part) {
				v.note(part, "moves", v.when(func(p *checkpoint) bool { return slices.Contains(p.changed, r) }))
			}
		}
	}
	return nil
}

// judgeGone looks at what disappeared without a lock on a relation.
func (v *verdict) judgeGone() {
	for r := range v.gone(v.inside) {
		s := subject(r)
		if !v.outside.there[r] || !v.foreign(s) {
			continue // somebody else has dropped it, or it was ours
		}
		does := "drops"
		if s != r {
			does = "takes something from"
		}
		v.note(s, does, v.when(func(p *checkpoint) bool { return !p.there[r] }))
	}
}

// note notes a trespass, unless the revision says that it will happen.
func (v *verdict) note(r ref, does string, steps []int) {
	if v.noted[r] {
		return
	}
	v.noted[r] = true
	chain := v.chain(r)
	for _, t := range v.move.revision.Touches {
		if slices.ContainsFunc(chain, t.covers) {
			return
		}
	}
	t := Trespass{Object: chain[0].String(), Does: does, Owner: v.territory.owner(chain), steps: steps, of: chain[1:]}
	if len(t.steps) == 1 {
		t.unit = v.unitOf(t.steps[0])
	}
	v.found = append(v.found, t)
}

func (v *verdict) unitOf(step int) *unit {
	for _, p := range v.points {
		if p.unit != nil && p.unit.step == step {
			return p.unit
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
	first := v.found[0]
	e := &FenceError{Service: v.territory.env.Service, Trespasses: v.found}
	if first.unit == nil {
		e.steps = first.steps
		return &entryError{err: e}
	}
	return &entryError{entry: &entry{sql: first.unit.sql, unit: first.unit}, err: e}
}

// goesAlong reports whether something need not be named, because what it
// belongs to is dropped with it, or it is only where a table keeps long values.
func goesAlong(t Trespass, all []Trespass) bool {
	return slices.ContainsFunc(t.of, func(o object) bool {
		return slices.ContainsFunc(all, func(other Trespass) bool {
			hidden := other.Does == "drops" || strings.Contains(t.Object, " pg_toast.")
			return other.Object == o.String() && other.Object != t.Object && hidden
		})
	})
}

// claims are what the register must say of what the transaction made, renamed
// or dropped.
func (v *verdict) claims() []claim {
	var list []claim
	revision := v.move.Revision
	for r, chain := range v.inside.names {
		now := chain[0]
		before := v.chain(r)
		switch {
		case now.temporary() || !registrable(now.kind):
		case len(before) == 0:
			list = append(list, claim{registerKey(now), now.kind, ownership.Created, revision})
		case registerKey(before[0]) != registerKey(now) && v.territory.owns(before):
			was, found := v.territory.register.find(before[0])
			if !found {
				was.evidence, was.revision = string(ownership.Created), revision
			}
			list = append(list, claim{registerKey(before[0]), before[0].kind, ownership.None, revision},
				claim{registerKey(now), now.kind, ownership.Evidence(was.evidence), was.revision})
		}
	}
	for _, r := range v.dropped() {
		if chain := v.chain(r); len(chain) > 0 && registrable(chain[0].kind) {
			list = append(list, claim{registerKey(chain[0]), chain[0].kind, ownership.None, revision})
		}
	}
	slices.SortFunc(list, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.place.class, b.place.class), cmp.Compare(a.place.name, b.place.name), cmp.Compare(a.evidence, b.evidence))
	})
	return list
}

// dropped are the objects that are there for everybody else and not inside.
func (v *verdict) dropped() []ref {
	var list []ref
	for _, l := range v.inside.locks {
		if !l.there && l.mode == "AccessExclusiveLock" {
			list = append(list, ref{"pg_class", l.relation})
		}
	}
	for r := range v.gone(v.inside) {
		if subject(r) == r && v.outside.there[r] {
			list = append(list, r)
		}
	}
	return list
}
