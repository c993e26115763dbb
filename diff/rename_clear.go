package diff

import (
	"fmt"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// moved is what such names begin with. Unlike other names in the meantime they
// are told of, as what they name may go.
const moved = "deed_moved_"

// clearWay gives indexes of a table that moves to another schema, those of its
// keys too, other names where theirs are taken there: they move along.
func (d *differ) clearWay(from *schema.Database, t *schema.Table, r Rename) {
	if r.From.Schema() == r.To.Schema() {
		return
	}
	taken := relations(*from)
	for _, c := range t.Constraints() {
		if hasIndex(c) && taken[r.To.Sibling(c.ConstraintName())] {
			name := fmt.Sprint(moved, len(d.ops))
			d.add(op.RenameConstraint{Table: t.Name, From: c.ConstraintName(), To: name})
			renamePartIn(t, c.ConstraintName(), name)
		}
	}
	for _, x := range t.Indexes {
		if taken[r.To.Sibling(x.Name)] {
			name := fmt.Sprint(moved, len(d.ops))
			d.add(op.RenameIndex{Table: t.Name, From: x.Name, To: name})
			followParent(from, t.Name.Sibling(x.Name), t.Name.Sibling(name))
			renamePartIn(t, x.Name, name)
		}
	}
}

// renamePartIn writes the new name of a constraint or an index into a table.
func renamePartIn(t *schema.Table, old, name string) {
	if k := t.PrimaryKey; k != nil && k.Name == old {
		key := *k
		key.Name = name
		t.PrimaryKey = &key
	}
	t.Uniques, t.Exclusions, t.Indexes = slices.Clone(t.Uniques), slices.Clone(t.Exclusions), slices.Clone(t.Indexes)
	for i, u := range t.Uniques {
		if u.Name == old {
			t.Uniques[i].Name = name
		}
	}
	for i, x := range t.Exclusions {
		if x.Name == old {
			t.Exclusions[i].Name = name
		}
	}
	for i, x := range t.Indexes {
		if x.Name == old {
			t.Indexes[i].Name = name
		}
	}
	if replicaIndex(t.Settings) == old {
		t.Settings.ReplicaIdentity = "INDEX " + schema.Quote(name)
	}
}

// followParent lets what partitions have from an index be from it under another
// name.
func followParent(db *schema.Database, old, name schema.Name) {
	for i := range db.Tables {
		t := &db.Tables[i]
		for j, x := range t.Indexes {
			if x.Parent == old {
				t.Indexes = slices.Clone(t.Indexes)
				t.Indexes[j].Parent = name
			}
		}
	}
}
