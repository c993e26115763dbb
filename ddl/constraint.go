package ddl

import (
	"reflect"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// namedConstraint returns "CONSTRAINT name definition".
func namedConstraint(c schema.Constraint) string {
	return "CONSTRAINT " + quote(c.ConstraintName()) + " " + constraint(c)
}

// constraint returns the definition of a constraint, without NOT VALID.
func constraint(c schema.Constraint) string {
	switch c := value(c).(type) {
	case schema.PrimaryKey:
		return words.Join("PRIMARY KEY ("+keyColumns(c.Columns, c.WithoutOverlaps)+")",
			indexTail(c.Include, c.With, c.Tablespace), deferrable(c.Deferrable))
	case schema.Unique:
		return words.Join("UNIQUE", words.When(c.NullsNotDistinct, "NULLS NOT DISTINCT"),
			"("+keyColumns(c.Columns, c.WithoutOverlaps)+")",
			indexTail(c.Include, c.With, c.Tablespace), deferrable(c.Deferrable))
	case schema.Check:
		return words.Join("CHECK ("+c.Expr+")", words.When(c.NoInherit, "NO INHERIT"), words.When(c.NotEnforced, "NOT ENFORCED"))
	case schema.Exclusion:
		return words.Join("EXCLUDE", words.Clause("USING", c.Method), "("+strings.Join(c.Elements, ", ")+")",
			indexTail(c.Include, c.With, c.Tablespace), words.Group("WHERE", c.Where), deferrable(c.Deferrable))
	case schema.ForeignKey:
		return foreignKey(c)
	}
	return ""
}

// value returns the constraint a pointer points to: both are a
// [schema.Constraint].
func value(c schema.Constraint) schema.Constraint {
	if v := reflect.ValueOf(c); v.Kind() == reflect.Pointer && !v.IsNil() {
		return v.Elem().Interface().(schema.Constraint)
	}
	return c
}

func keyColumns(columns []string, withoutOverlaps bool) string {
	return schema.QuoteAll(columns) + words.When(withoutOverlaps, " WITHOUT OVERLAPS")
}

func indexTail(include, with []string, tablespace string) string {
	return words.Join(words.Group("INCLUDE", schema.QuoteAll(include)), words.Group("WITH", parameters(with)),
		words.When(tablespace != "", "USING INDEX TABLESPACE "+quote(tablespace)))
}

func deferrable(d schema.Deferrable) string {
	switch d {
	case schema.InitiallyDeferred:
		return "DEFERRABLE INITIALLY DEFERRED"
	case schema.InitiallyImmediate:
		return "DEFERRABLE"
	case schema.NotDeferrable:
	}
	return ""
}

func foreignKey(c schema.ForeignKey) string {
	references := c.References.SQL()
	if len(c.RefColumns) > 0 {
		references += " (" + periodColumns(c.RefColumns, c.Period) + ")"
	}
	return words.Join("FOREIGN KEY ("+periodColumns(c.Columns, c.Period)+") REFERENCES", references,
		words.Clause("MATCH", c.Match), words.Clause("ON UPDATE", c.OnUpdate), words.Clause("ON DELETE", c.OnDelete),
		words.When(len(c.OnDeleteColumns) > 0, "("+schema.QuoteAll(c.OnDeleteColumns)+")"),
		deferrable(c.Deferrable), words.When(c.NotEnforced, "NOT ENFORCED"))
}

func periodColumns(columns []string, period bool) string {
	if !period || len(columns) == 0 {
		return schema.QuoteAll(columns)
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = quote(c)
	}
	quoted[len(quoted)-1] = "PERIOD " + quoted[len(quoted)-1]
	return strings.Join(quoted, ", ")
}

// notValid reports whether the constraint is NOT VALID, which CREATE TABLE
// has no words for. What is not enforced is never valid.
func notValid(c schema.Constraint) bool {
	switch c := value(c).(type) {
	case schema.Check:
		return c.NotValid && !c.NotEnforced
	case schema.ForeignKey:
		return c.NotValid && !c.NotEnforced
	}
	return false
}

func add(c schema.Constraint) string {
	return words.Join("ADD", namedConstraint(c), words.When(notValid(c), "NOT VALID"))
}

func addConstraint(table schema.Name, c schema.Constraint) []string {
	sql := alter(table, add(c))
	if schema.IsOnOnly(value(c)) {
		sql = strings.Replace(sql, "ALTER TABLE ", "ALTER TABLE ONLY ", 1)
	}
	return append([]string{sql}, constraintSettings(table, c)...)
}

// constraintSettings returns the statements that follow a constraint.
func constraintSettings(table schema.Name, c schema.Constraint) []string {
	sql := attachIndex(table, c.ConstraintName(), schema.AttachedTo(value(c)))
	sql = append(sql, newComment(onConstraint(table, c.ConstraintName()), c.ConstraintComment())...)
	return append(sql, changedKeyIndex(table, c.ConstraintName(), schema.KeyIndex{}, schema.KeyIndexOf(value(c)))...)
}

// changedKeyIndex returns the statements that change what the index behind a
// constraint has of its own.
func changedKeyIndex(table schema.Name, name string, from, to schema.KeyIndex) []string {
	return append(changedClustering(table, name, from.Clustered, to.Clustered),
		changedComment("INDEX "+table.Sibling(name).SQL(), from.Comment, to.Comment)...)
}

// alterConstraint changes a constraint in place where PostgreSQL can, else it
// drops and adds it in one statement.
func alterConstraint(o op.AlterConstraint) []string {
	name := quote(o.To.ConstraintName())
	var sql []string
	actions, inPlace := constraintActions(value(o.From), value(o.To))
	switch {
	case !inPlace:
		sql = append(sql, alter(o.Table, "DROP CONSTRAINT "+quote(o.From.ConstraintName()), add(o.To)))
		return append(sql, constraintSettings(o.Table, o.To)...)
	case len(actions) > 0:
		for _, a := range actions {
			sql = append(sql, alter(o.Table, a))
		}
	}
	if o.From.ConstraintName() != o.To.ConstraintName() {
		rename := alter(o.Table, "RENAME CONSTRAINT "+quote(o.From.ConstraintName())+" TO "+name)
		sql = append([]string{rename}, sql...)
	}
	sql = append(sql, changedComment(onConstraint(o.Table, o.To.ConstraintName()), o.From.ConstraintComment(), o.To.ConstraintComment())...)
	return append(sql, changedKeyIndex(o.Table, o.To.ConstraintName(), schema.KeyIndexOf(value(o.From)), schema.KeyIndexOf(value(o.To)))...)
}

// constraintActions returns the actions that turn from into to; inPlace is
// false where there are none that would.
func constraintActions(from, to schema.Constraint) (actions []string, inPlace bool) {
	name := quote(to.ConstraintName())
	switch to := to.(type) {
	case schema.Check:
		from, ok := from.(schema.Check)
		if !ok || constraint(from) != constraint(to) || notValid(to) && !notValid(from) {
			return nil, false
		}
		if notValid(from) && !notValid(to) {
			actions = append(actions, "VALIDATE CONSTRAINT "+name)
		}
		return actions, true
	case schema.ForeignKey:
		from, ok := from.(schema.ForeignKey)
		doubted := notValid(to) && !notValid(from)
		if !ok || !sameForeignKey(from, to) || doubted && !to.Inherited {
			return nil, false
		}
		return foreignKeyActions(from, to), true // a partition's ceases to be valid with its parent's, made anew
	}
	return nil, reflect.TypeOf(from) == reflect.TypeOf(to) && constraint(from) == constraint(to)
}

// sameForeignKey leaves out what ALTER CONSTRAINT and VALIDATE change.
func sameForeignKey(a, b schema.ForeignKey) bool {
	a.Deferrable, a.NotEnforced = b.Deferrable, b.NotEnforced
	return foreignKey(a) == foreignKey(b)
}

func foreignKeyActions(from, to schema.ForeignKey) []string {
	alter := "ALTER CONSTRAINT " + quote(to.Name) + " "
	var actions []string
	if from.NotEnforced != to.NotEnforced {
		actions = append(actions, alter+words.When(to.NotEnforced, "NOT ")+"ENFORCED")
	}
	if from.Deferrable != to.Deferrable {
		timing := deferrable(to.Deferrable)
		switch to.Deferrable {
		case schema.NotDeferrable:
			timing = "NOT DEFERRABLE"
		case schema.InitiallyImmediate:
			timing = "DEFERRABLE INITIALLY IMMEDIATE"
		case schema.InitiallyDeferred:
		}
		actions = append(actions, alter+timing)
	}
	if notValid(from) && !notValid(to) && !to.NotEnforced {
		actions = append(actions, "VALIDATE CONSTRAINT "+quote(to.Name))
	}
	return actions
}

// ownConstraints returns the constraints that the table does not have from
// its parent, apart: those that CREATE TABLE can make, and those to add
// afterwards, because NOT VALID has no meaning there, because one of the same
// kind is there already, or because a primary key would give the NOT NULL
// constraints of a child, which are its parent's, names of its own.
func ownConstraints(t schema.Table) (inline, later []schema.Constraint) {
	own := slices.DeleteFunc(t.Constraints(), schema.Constraint.IsInherited)
	isChild := t.PartitionOf != nil && !attachesLater(t) || len(t.Inherits) > 0
	for _, c := range own {
		_, primary := c.(schema.PrimaryKey)
		k, foreign := c.(schema.ForeignKey)
		if primary && isChild || foreign && isChild && k.References == t.Name || notValid(c) || slices.ContainsFunc(inline, func(other schema.Constraint) bool { return merges(other, c) }) {
			later = append(later, c)
		} else {
			inline = append(inline, c)
		}
	}
	return inline, later
}

// merges reports whether CREATE TABLE makes only the first one of two
// constraints, having found that their indexes are alike
// (transformIndexConstraints in parse_utilcmd.c).
func merges(first, second schema.Constraint) bool {
	switch b := second.(type) {
	case schema.Unique:
		switch a := first.(type) {
		case schema.PrimaryKey:
			return slices.Equal(a.Columns, b.Columns) && slices.Equal(a.Include, b.Include) && a.Deferrable == b.Deferrable
		case schema.Unique:
			return slices.Equal(a.Columns, b.Columns) && slices.Equal(a.Include, b.Include) && a.Deferrable == b.Deferrable
		}
	case schema.Exclusion:
		a, ok := first.(schema.Exclusion)
		return ok && slices.Equal(a.Elements, b.Elements)
	}
	return false
}
