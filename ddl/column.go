package ddl

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/schema"
)

// column returns the definition of a column: its name, padded to width, its
// type and what CREATE TABLE and ADD COLUMN can say about it.
func column(c schema.Column, width int) string {
	return words.Join(fmt.Sprintf("%-*s", width, quote(c.Name)), c.Type, words.Clause("COLLATE", c.Collation),
		words.Clause("DEFAULT", defaultExpr(c.Default)), generated(c.Generated), identity(c.Identity), notNull(c))
}

func notNull(c schema.Column) string {
	implied := impliesNotNull(c)
	if !c.NotNull || c.NotNullNotValid || implied && c.NotNullName == "" {
		return ""
	}
	return words.Join(words.Clause("CONSTRAINT", quoteSome(c.NotNullName)), "NOT NULL", words.When(c.NotNullNoInherit && !implied, "NO INHERIT"))
}

// impliesNotNull reports whether a column that says nothing of it is NOT NULL.
func impliesNotNull(c schema.Column) bool {
	return schema.IntegerType(c.Type) != "" || c.Identity != nil
}

// lateNotNull returns the actions that make what the definition of a column has
// no words for: a NOT NULL constraint that is not valid, or that children do not
// have though the column implies one that they do.
func lateNotNull(table schema.Name, c schema.Column) []string {
	switch {
	case !c.NotNull:
	case c.NotNullNotValid && impliesNotNull(c):
		return []string{"ALTER COLUMN " + quote(c.Name) + " DROP NOT NULL", addNotNull(c)}
	case c.NotNullNotValid:
		return []string{addNotNull(c)}
	case c.NotNullNoInherit && impliesNotNull(c):
		return []string{"ALTER CONSTRAINT " + quote(notNullName(table, c)) + " NO INHERIT"}
	}
	return nil
}

// addNotNull returns the action that adds the column's NOT NULL constraint.
func addNotNull(c schema.Column) string {
	return words.Join("ADD", words.Clause("CONSTRAINT", quoteSome(c.NotNullName)), "NOT NULL", quote(c.Name),
		words.When(c.NotNullNoInherit, "NO INHERIT"), words.When(c.NotNullNotValid, "NOT VALID"))
}

// notNullName returns the name of the NOT NULL constraint of a table's own
// column.
func notNullName(table schema.Name, c schema.Column) string {
	return cmp.Or(c.NotNullName, schema.ObjectName(table.Object(), c.Name, "not_null"))
}

func generated(g *schema.Generated) string {
	switch {
	case g == nil:
		return ""
	case g.Virtual:
		return "GENERATED ALWAYS AS (" + g.Expr + ") VIRTUAL"
	}
	return "GENERATED ALWAYS AS (" + g.Expr + ") STORED"
}

func addColumn(table schema.Name, c schema.Column) []string {
	sql := []string{alter(table, "ADD COLUMN "+column(c, 0))}
	if settings := columnSettings(schema.Column{Name: c.Name}, c); len(settings) > 0 {
		sql = append(sql, alter(table, settings...))
	}
	if late := lateNotNull(table, c); len(late) > 0 {
		sql = append(sql, alter(table, late...))
	}
	sql = append(sql, lateSequence(table, c)...)
	return append(sql, columnComments(table, c)...)
}

// columnComments returns the comments on a column that is new, and on its NOT
// NULL constraint.
func columnComments(table schema.Name, c schema.Column) []string {
	sql := newComment(onColumn(table, c.Name), c.Comment)
	if i := c.Identity; i != nil {
		sql = append(sql, newComment("SEQUENCE "+sequenceName(table, c).SQL(), i.Comment)...)
	}
	if c.NotNull {
		sql = append(sql, newComment(onConstraint(table, notNullName(table, c)), c.NotNullComment)...)
	}
	return sql
}

// columnSettings returns the ALTER TABLE actions that change how a column is
// stored and analyzed.
func columnSettings(from, to schema.Column) []string {
	alter := "ALTER COLUMN " + quote(to.Name) + " "
	var actions []string
	if from.Storage != to.Storage {
		actions = append(actions, alter+"SET STORAGE "+strings.ToUpper(cmp.Or(to.Storage, typeStorage(to.Type))))
	}
	if from.Compression != to.Compression {
		actions = append(actions, alter+"SET COMPRESSION "+cmp.Or(to.Compression, "DEFAULT"))
	}
	switch {
	case to.Statistics != nil && (from.Statistics == nil || *from.Statistics != *to.Statistics):
		actions = append(actions, alter+"SET STATISTICS "+strconv.Itoa(*to.Statistics))
	case to.Statistics == nil && from.Statistics != nil:
		actions = append(actions, alter+"SET STATISTICS -1")
	}
	return append(actions, parameterActions(alter, from.Options, to.Options)...)
}

// typeStorage returns the storage that a built-in type has of its own. For
// others it returns DEFAULT, which servers before PostgreSQL 16 do not know.
func typeStorage(typ string) string {
	name, _, _ := strings.Cut(typ, "(")
	switch {
	case strings.HasSuffix(typ, "[]"):
		return "extended"
	case name == "numeric", name == "inet", name == "cidr":
		return "main"
	case varlenaTypes[name]:
		return "extended"
	}
	return "default"
}

var varlenaTypes = map[string]bool{
	"text": true, "varchar": true, "char": true, "bytea": true, "json": true, "jsonb": true, "xml": true, "bit": true,
	"varbit": true, "path": true, "polygon": true, "tsvector": true, "tsquery": true, "jsonpath": true,
	"int4range": true, "int8range": true, "numrange": true, "tsrange": true, "tstzrange": true, "daterange": true,
}
