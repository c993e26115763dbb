package diff

import "github.com/deedsql/deed/schema"

// standing returns the relations that both databases have: their names are
// taken all the way from one to the other.
func standing(from, to schema.Database) map[schema.Name]bool {
	f, both := relations(from), map[schema.Name]bool{}
	for name := range relations(to) {
		both[name] = f[name]
	}
	return both
}

// relations returns the names of tables, indexes and sequences, which share one
// space.
func relations(db schema.Database) map[schema.Name]bool {
	names := map[schema.Name]bool{}
	for _, s := range db.Sequences {
		names[s.Name] = true
	}
	for _, t := range db.Tables {
		names[t.Name] = true
		for _, c := range t.Constraints() {
			if hasIndex(c) {
				names[t.Name.Sibling(c.ConstraintName())] = true
			}
		}
		for _, x := range t.Indexes {
			names[t.Name.Sibling(x.Name)] = true
		}
	}
	return names
}
