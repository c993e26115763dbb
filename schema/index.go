package schema

// An Index is an index that no constraint made. Its schema is its table's.
type Index struct {
	Name   string
	Unique bool
	Method string // empty: btree
	// Key holds one SQL fragment for each key column, spelled as
	// pg_get_indexdef spells it: "name", "lower(name)",
	// `title COLLATE "C" text_pattern_ops DESC NULLS LAST`.
	Key              []string
	Include          []string // column names
	NullsNotDistinct bool
	With             []string // storage parameters, "fillfactor=70", sorted
	Tablespace       string
	Where            string // predicate, without the outer parentheses
	Comment          string

	// OnOnly is true for an index on a partitioned table that is not created
	// on the partitions (ON ONLY).
	OnOnly bool
	// Parent is the partitioned index that this one is attached to. It is
	// created and dropped with it.
	Parent Name
	// Invalid is true for what a failed CREATE INDEX CONCURRENTLY left.
	Invalid bool
	// Clustered is true for the index that CLUSTER uses.
	Clustered bool
	// Statistics are the statistics targets of expression columns, by their
	// position, "2=500".
	Statistics []string
}

// ColumnNames returns the names that PostgreSQL gives to the columns of an
// index: an expression is called after its function.
func (x Index) ColumnNames() []string {
	names := make([]string, 0, len(x.Key)+len(x.Include))
	for _, k := range x.Key {
		tokens := Tokens(k)
		switch {
		case len(tokens) == 0 || tokens[0].Kind > Quoted:
			names = append(names, "expr")
		default:
			last := 0
			for last+2 < len(tokens) && tokens[last+1].Is(".") {
				last += 2
			}
			names = append(names, tokens[last].Unquote())
		}
	}
	return append(names, x.Include...)
}
