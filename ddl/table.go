package ddl

import (
	"cmp"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// createTable returns CREATE TABLE with the columns and constraints in it,
// and what has to follow it.
func createTable(t schema.Table) []string {
	sql := []string{createStatement(t)}
	_, later := ownConstraints(t)
	if attachesLater(t) {
		sql = append(sql, attach(t.Name, *t.PartitionOf))
	}
	if actions := lateActions(t); len(actions) > 0 {
		sql = append(sql, alter(t.Name, actions...))
	}
	for _, c := range t.Columns {
		if late := lateNotNull(t.Name, c); len(late) > 0 {
			sql = append(sql, alter(t.Name, late...))
		}
		sql = append(sql, lateSequence(t.Name, c)...)
	}
	for _, c := range later {
		sql = append(sql, alter(t.Name, add(c)))
	}
	for _, x := range ownIndexes(t) {
		x.Comment, x.Clustered = "", false
		sql = append(sql, createIndex(t.Name, x, false))
		sql = append(sql, attachIndex(t.Name, x.Name, x.AttachTo)...)
		sql = append(sql, indexSettings(t.Name, x)...)
	}
	for _, s := range t.Statistics {
		s.Comment = ""
		sql = append(sql, createStatistics(t.Name, s)...)
	}
	if actions := settingActions(schema.Settings{}, lateSettings(t)); len(actions) > 0 {
		sql = append(sql, alter(t.Name, actions...))
	}
	return append(sql, tableComments(t)...)
}

func createStatement(t schema.Table) string {
	head := words.Join("CREATE", words.When(t.Settings.Unlogged, "UNLOGGED"), "TABLE", t.Name.SQL())
	var elements []string
	bound := ""
	if t.PartitionOf != nil && !attachesLater(t) {
		head += " PARTITION OF " + t.PartitionOf.Parent.SQL()
		elements = overrides(t)
		bound = t.PartitionOf.Bound
	} else {
		elements = columns(t)
	}
	inline, _ := ownConstraints(t)
	if attachesLater(t) { // the partition must have its parent's checks by then
		inline = append(inline, inheritedChecks(t)...)
	}
	for _, c := range inline {
		elements = append(elements, namedConstraint(c))
	}
	for _, c := range t.Columns {
		if namedByChild(t, c) {
			elements = append(elements, "CONSTRAINT "+quote(c.NotNullName)+" NOT NULL "+quote(c.Name))
		}
	}
	switch {
	case len(elements) > 0:
		head += " (\n    " + strings.Join(elements, ",\n    ") + "\n)"
	case t.PartitionOf == nil:
		head += " ()"
	}
	return words.Join(head, bound, words.Group("INHERITS", names(t.Inherits)), words.Clause("PARTITION BY", t.PartitionBy),
		words.Clause("USING", quoteSome(t.Settings.AccessMethod)), words.Group("WITH", parameters(t.Settings.With)),
		words.Clause("TABLESPACE", quoteSome(t.Settings.Tablespace)))
}

func quoteSome(ident string) string { return words.When(ident != "", quote(ident)) }

func names(list []schema.Name) string {
	written := make([]string, len(list))
	for i, n := range list {
		written[i] = n.SQL()
	}
	return strings.Join(written, ", ")
}

// attachesLater reports whether a partition is made as a table and then
// attached: PARTITION OF cannot define columns, and a column that is the
// partition's own would become its parent's.
func attachesLater(t schema.Table) bool {
	return t.PartitionOf != nil && slices.ContainsFunc(t.Columns, func(c schema.Column) bool { return !c.Inherited })
}

func attach(table schema.Name, p schema.Partition) string {
	return "ALTER TABLE " + p.Parent.SQL() + " ATTACH PARTITION " + table.SQL() + " " + p.Bound
}

// columns returns the definitions of the table's own columns, aligned.
func columns(t schema.Table) []string {
	width := 0
	var own []schema.Column
	for _, c := range t.Columns {
		if !c.Inherited || attachesLater(t) {
			own = append(own, c)
			width = max(width, len([]rune(quote(c.Name))))
		}
	}
	defined := make([]string, len(own))
	for i, c := range own {
		defined[i] = column(c, width)
	}
	return defined
}

// overrides returns what a partition says of its own about the columns of its
// parent.
func overrides(t schema.Table) []string {
	var list []string
	for _, c := range t.Columns {
		if c.Default != "" || c.Generated != nil || notNull(c) != "" {
			list = append(list, words.Join(quote(c.Name), words.Clause("DEFAULT", defaultExpr(c.Default)), generated(c.Generated), notNull(c)))
		}
	}
	return list
}

func inheritedChecks(t schema.Table) []schema.Constraint {
	var list []schema.Constraint
	for _, c := range t.Checks {
		if c.Inherited && !c.NotValid {
			list = append(list, c)
		}
	}
	return list
}

// lateActions returns what CREATE TABLE has no words for in a column (in
// PostgreSQL 13) and, for a child table, what it has of its own in a column
// of its parent.
func lateActions(t schema.Table) []string {
	var actions []string
	for _, c := range t.Columns {
		if c.Inherited && t.PartitionOf == nil {
			if namedByChild(t, c) {
				c.NotNull = false // it is there by now
			}
			actions = append(actions, childActions(c)...)
		}
		actions = append(actions, columnSettings(schema.Column{Name: c.Name}, c)...)
	}
	return actions
}

// namedByChild reports whether a table that inherits has its own name for the
// NOT NULL of a column of its parent. PostgreSQL 18 takes it in CREATE TABLE
// only: after that, the parent's name stands.
func namedByChild(t schema.Table, c schema.Column) bool {
	return c.Inherited && len(t.Inherits) > 0 && c.NotNull && !c.NotNullNotValid && !c.NotNullNoInherit && c.NotNullName != ""
}

func childActions(c schema.Column) []string {
	var actions []string
	switch {
	case !c.NotNull || c.NotNullNotValid:
	case c.NotNullName != "" || c.NotNullNoInherit:
		actions = append(actions, addNotNull(c))
	default:
		actions = append(actions, "ALTER COLUMN "+quote(c.Name)+" SET NOT NULL")
	}
	if c.Default != "" {
		actions = append(actions, "ALTER COLUMN "+quote(c.Name)+" SET DEFAULT "+c.Default)
	}
	return actions
}

// lateSettings leaves out the settings that CREATE TABLE makes.
func lateSettings(t schema.Table) schema.Settings {
	return schema.Settings{
		Of:               t.Settings.Of,
		ReplicaIdentity:  t.Settings.ReplicaIdentity,
		RowSecurity:      t.Settings.RowSecurity,
		ForceRowSecurity: t.Settings.ForceRowSecurity,
	}
}

func tableComments(t schema.Table) []string {
	sql := newComment("TABLE "+t.Name.SQL(), t.Comment)
	for _, c := range t.Columns {
		sql = append(sql, columnComments(t.Name, c)...)
	}
	for _, c := range t.Constraints() {
		sql = append(sql, constraintSettings(t.Name, c)...)
	}
	for _, x := range t.Indexes {
		sql = append(sql, newComment("INDEX "+t.Name.Sibling(x.Name).SQL(), x.Comment)...)
		sql = append(sql, changedClustering(t.Name, x.Name, false, x.Clustered)...)
	}
	for _, s := range t.Statistics {
		sql = append(sql, newComment("STATISTICS "+s.Name.SQL(), s.Comment)...)
	}
	return sql
}

func alterTable(o op.AlterTable) []string {
	var sql []string
	if actions := settingActions(o.From, o.To); len(actions) > 0 {
		sql = append(sql, alter(o.Table, actions...))
	}
	return sql
}

// settingActions returns the ALTER TABLE actions that change settings.
func settingActions(from, to schema.Settings) []string {
	var actions []string
	add := func(condition bool, action string) {
		if condition {
			actions = append(actions, action)
		}
	}
	add(from.Of != "" && to.Of == "", "NOT OF")
	add(from.Of != to.Of && to.Of != "", "OF "+to.Of.SQL())
	add(to.Unlogged && !from.Unlogged, "SET UNLOGGED")
	add(from.Unlogged && !to.Unlogged, "SET LOGGED")
	method := quote(cmp.Or(to.AccessMethod, "heap"))
	if to.AccessMethod == "default" { // a partitioned table says none
		method = "DEFAULT"
	}
	add(from.AccessMethod != to.AccessMethod, "SET ACCESS METHOD "+method)
	add(from.Tablespace != to.Tablespace, "SET TABLESPACE "+tablespace(to.Tablespace))
	actions = append(actions, parameterActions("", from.With, to.With)...)
	add(from.ReplicaIdentity != to.ReplicaIdentity, "REPLICA IDENTITY "+replicaIdentity(to.ReplicaIdentity))
	add(to.RowSecurity && !from.RowSecurity, "ENABLE ROW LEVEL SECURITY")
	add(from.RowSecurity && !to.RowSecurity, "DISABLE ROW LEVEL SECURITY")
	add(to.ForceRowSecurity && !from.ForceRowSecurity, "FORCE ROW LEVEL SECURITY")
	add(from.ForceRowSecurity && !to.ForceRowSecurity, "NO FORCE ROW LEVEL SECURITY")
	return actions
}

func replicaIdentity(setting string) string {
	index, found := strings.CutPrefix(setting, "INDEX ")
	switch {
	case setting == "":
		return "DEFAULT"
	case !found:
		return setting
	case strings.HasPrefix(index, `"`):
		return "USING INDEX " + index
	}
	return "USING INDEX " + quote(index)
}
