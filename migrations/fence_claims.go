package migrations

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/ownership"
)

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
	for _, o := range v.inside.objects {
		if o.gone && !slices.ContainsFunc(v.chain(o.ref)[min(1, len(v.chain(o.ref))):], func(of object) bool { return classOf(of.kind) != "extension" }) {
			list = append(list, o.ref)
		}
	}
	return list
}
