package diff

import (
	"reflect"

	"github.com/deedsql/deed/schema"
)

// identical reports whether two tables are one value in memory, as they are
// where the caller has found them to be the same. It costs nothing to see. A
// table with parents is never: what it is depends on them.
func identical(a, b schema.Table) bool {
	return a.Name == b.Name && len(parentsOf(a)) == 0 && len(parentsOf(b)) == 0 && a.PartitionBy == b.PartitionBy &&
		a.Comment == b.Comment && a.PrimaryKey == b.PrimaryKey && shared(a.Columns, b.Columns) &&
		shared(a.Uniques, b.Uniques) && shared(a.Checks, b.Checks) && shared(a.Exclusions, b.Exclusions) &&
		shared(a.ForeignKeys, b.ForeignKeys) && shared(a.Indexes, b.Indexes) && shared(a.Statistics, b.Statistics) &&
		reflect.DeepEqual(a.Settings, b.Settings)
}

// shared reports whether two lists are one in memory, or both empty.
func shared[T any](a, b []T) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}
