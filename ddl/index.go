package ddl

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func createIndexOp(o op.CreateIndex) []Statement {
	statements := []Statement{{SQL: createIndex(o.Table, o.Index, o.Concurrently), NoTransaction: o.Concurrently}}
	statements = append(statements, plain(attachIndex(o.Table, o.Index.Name, attachedTo(o.Index))...)...)
	return append(statements, plain(indexSettings(o.Table, o.Index)...)...)
}

// createIndex returns CREATE INDEX. Its name is bare: an index lives where
// its table does.
func createIndex(table schema.Name, x schema.Index, concurrently bool) string {
	return words.Join("CREATE", words.When(x.Unique, "UNIQUE"), "INDEX", words.When(concurrently, "CONCURRENTLY"), quote(x.Name),
		"ON", words.When(x.OnOnly, "ONLY"), table.SQL(), indexDefinition(x))
}

func indexDefinition(x schema.Index) string {
	return words.Join(words.Clause("USING", x.Method), "("+strings.Join(x.Key, ", ")+")",
		words.Group("INCLUDE", schema.QuoteAll(x.Include)), words.When(x.NullsNotDistinct, "NULLS NOT DISTINCT"),
		words.Group("WITH", parameters(x.With)), words.When(x.Tablespace != "", "TABLESPACE "+quote(x.Tablespace)),
		words.Clause("WHERE", x.Where))
}

// indexSettings returns the statements that follow CREATE INDEX.
func indexSettings(table schema.Name, x schema.Index) []string {
	sql := changedStatistics(table, nil, x)
	sql = append(sql, changedClustering(table, x.Name, false, x.Clustered)...)
	return append(sql, newComment("INDEX "+table.Sibling(x.Name).SQL(), x.Comment)...)
}

func changedStatistics(table schema.Name, from []string, x schema.Index) []string {
	set, reset := changedParameters(from, x.Statistics)
	for _, column := range reset {
		set = append(set, column+"=-1")
	}
	var sql []string
	for _, s := range set {
		column, target, _ := strings.Cut(s, "=")
		sql = append(sql, fmt.Sprintf("ALTER INDEX %s ALTER COLUMN %s SET STATISTICS %s",
			table.Sibling(x.Name).SQL(), column, target))
	}
	return sql
}

// changedClustering returns the statement that makes CLUSTER use an index, or
// none.
func changedClustering(table schema.Name, index string, from, to bool) []string {
	switch {
	case to && !from:
		return []string{alter(table, "CLUSTER ON "+quote(index))}
	case from && !to:
		return []string{alter(table, "SET WITHOUT CLUSTER")}
	}
	return nil
}

func dropIndex(table schema.Name, x schema.Index, concurrently bool) string {
	return words.Join("DROP INDEX", words.When(concurrently, "CONCURRENTLY"), table.Sibling(x.Name).SQL())
}

// attachedTo returns what an index is attached to once it is made, if anything.
func attachedTo(x schema.Index) schema.Name { return cmp.Or(x.AttachTo, x.Parent) }

func attachIndex(table schema.Name, name string, to schema.Name) []string {
	if to == "" {
		return nil
	}
	return []string{"ALTER INDEX " + to.SQL() + " ATTACH PARTITION " + table.Sibling(name).SQL()}
}

func alterIndex(o op.AlterIndex) ([]string, error) {
	from, to := o.From, o.To
	if err := alterableIndex(from, to); err != nil {
		return nil, fmt.Errorf("altering index %s of %s: %w", from.Name, o.Table, err)
	}
	index := "ALTER INDEX " + o.Table.Sibling(to.Name).SQL() + " "
	sql := orderedParameterActions(index, from.With, to.With)
	if from.Tablespace != to.Tablespace {
		sql = append(sql, index+"SET TABLESPACE "+tablespace(to.Tablespace))
	}
	if attachedTo(from) == "" {
		sql = append(sql, attachIndex(o.Table, to.Name, attachedTo(to))...)
	}
	sql = append(sql, changedStatistics(o.Table, from.Statistics, to)...)
	sql = append(sql, changedClustering(o.Table, to.Name, from.Clustered, to.Clustered)...)
	return append(sql, changedComment("INDEX "+o.Table.Sibling(to.Name).SQL(), from.Comment, to.Comment)...), nil
}

// alterableIndex refuses what ALTER INDEX cannot change.
func alterableIndex(from, to schema.Index) error {
	from.With, from.Tablespace = to.With, to.Tablespace
	same := from.Name == to.Name && from.Unique == to.Unique && indexDefinition(from) == indexDefinition(to)
	if !same {
		return fmt.Errorf("PostgreSQL cannot change its definition; drop and create it")
	}
	if was := attachedTo(from); was != "" && was != attachedTo(to) {
		return fmt.Errorf("PostgreSQL cannot detach it from %s", was)
	}
	return nil
}

// tablespace returns the name of a tablespace; the database's own when empty.
func tablespace(name string) string {
	if name == "" {
		return "pg_default"
	}
	return quote(name)
}

func createStatistics(table schema.Name, s schema.Statistics) []string {
	sql := []string{words.Join("CREATE STATISTICS", s.Name.SQL(), words.When(len(s.Kinds) > 0, "("+strings.Join(s.Kinds, ", ")+")"),
		"ON", strings.Join(s.Columns, ", "), "FROM", table.SQL())}
	if s.Target != nil {
		sql = append(sql, fmt.Sprintf("ALTER STATISTICS %s SET STATISTICS %d", s.Name.SQL(), *s.Target))
	}
	return append(sql, newComment("STATISTICS "+s.Name.SQL(), s.Comment)...)
}

// ownIndexes returns the indexes that the parent table does not make.
func ownIndexes(t schema.Table) []schema.Index {
	return slices.DeleteFunc(slices.Clone(t.Indexes), func(x schema.Index) bool { return x.Parent != "" })
}
