package lint

import (
	"strings"

	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// resolve finds out what a name means, as PostgreSQL does: a temporary table,
// or what is first on the path. Of several schemas, one in which the service
// owns something of that name is preferred.
func (j *judge) resolve(o object) object {
	if j.temp[keyOf(o)] && (o.bare || o.temp) {
		o.temp = true
		return o
	}
	if !o.bare {
		return o
	}
	plain := o.name.Object()
	if strings.HasPrefix(plain, "pg_") && class(o.kind) == "relation" {
		o.name = schema.NewName("pg_catalog", plain)
		return o
	}
	found := false
	for _, s := range j.searched() {
		candidate := o
		candidate.name = schema.NewName(s, plain)
		if j.evidence(candidate) != ownership.None {
			return candidate
		}
		if _, foreign := j.registry.owner(candidate, j.service); foreign && !found {
			o.name, found = candidate.name, true
		}
	}
	if found {
		return o
	}
	if others := j.others(o); len(others) == 1 && j.path == nil {
		o.name = others[0] // nothing else of that name is known
		return o
	}
	if path := j.searched(); len(path) > 0 {
		o.name = schema.NewName(path[0], plain)
	}
	return o
}

// others returns the names of objects of other services that are called the
// same in whatever schema.
func (j *judge) others(o object) []schema.Name {
	var list []schema.Name
	for _, name := range j.registry.bare[key{class(o.kind), schema.NewName("", o.name.Object())}] {
		candidate := o
		candidate.name = name
		if _, foreign := j.registry.owner(candidate, j.service); foreign && j.evidence(candidate) == ownership.None {
			list = append(list, name)
		}
	}
	return list
}

// belonging finds what belongs to a table that the service did not create, and
// whose sequences and indexes it therefore does not know: by PostgreSQL's
// habit of beginning their names with the table's.
func (j *judge) belonging(o object) bool {
	if o.kind != kindSequence && o.kind != kindIndex {
		return false
	}
	plain := o.name.Object()
	for i := len(plain) - 1; i > 0; i-- {
		if plain[i] != '_' {
			continue
		}
		table := object{kind: kindTable, name: o.name.Sibling(plain[:i])}
		_, foreign := j.registry.owner(table, j.service)
		switch evidence := j.evidence(table); {
		case foreign && evidence == ownership.None:
			return false
		case evidence != ownership.None:
			return evidence != ownership.Created && j.isOwn(table)
		}
	}
	return false
}

// isOwn reports whether the service may change an object: what it created or
// adopted itself, and what only its models or Owns claim if nobody else has
// better evidence.
func (j *judge) isOwn(o object) bool {
	evidence := j.evidence(o)
	if evidence == ownership.None {
		_, foreign := j.registry.owner(o, j.service)
		return !foreign && !j.released[keyOf(o)] && j.belonging(o)
	}
	if evidence == ownership.Created || evidence == ownership.Adopted {
		return true
	}
	owner, foreign := j.registry.owner(o, j.service)
	return !foreign || rank(owner.Evidence) >= rank(evidence)
}
