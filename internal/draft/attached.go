package draft

import (
	"fmt"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// attachedKeys refuses to make or drop what PostgreSQL does not let go of again:
// a key of a partition that is attached to an index which is no key's.
func attachedKeys(ops []op.Operation, sides ...schema.Database) error {
	for _, o := range ops {
		var table schema.Name
		var key schema.Constraint
		switch o := o.(type) {
		case op.AddConstraint:
			table, key = o.Table, o.Constraint
		case op.DropConstraint:
			table, key = o.Table, o.Constraint
		default:
			continue
		}
		to := schema.AttachedTo(key)
		if to != "" && isPlainIndex(to, table, sides) {
			return hint.New(
				fmt.Sprintf("constraint %s on %s is attached to index %s, which is no constraint's: PostgreSQL drops neither without the other",
					key.ConstraintName(), table, to),
				fmt.Sprintf("detach %s by hand, change the indexes, and attach it again, or make %s a constraint too", table, to.Object()))
		}
	}
	return nil
}

// isPlainIndex reports whether an index of the parent of a table is no
// constraint's.
func isPlainIndex(index, child schema.Name, sides []schema.Database) bool {
	for _, db := range sides {
		t := db.Table(child)
		if t == nil || t.PartitionOf == nil {
			continue
		}
		if p := db.Table(t.PartitionOf.Parent); p != nil && p.Index(index.Object()) != nil {
			return true
		}
	}
	return false
}
