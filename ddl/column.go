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
	implied := schema.IntegerType(c.Type) != "" || c.Identity != nil
	switch {
	case !c.NotNull, implied && c.NotNullName == "":
		return ""
	case c.NotNullName != "":
		return "CONSTRAINT " + quote(c.NotNullName) + " NOT NULL"
	}
	return "NOT NULL"
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

func identity(i *schema.Identity) string {
	if i == nil {
		return ""
	}
	options := sequenceOptions(i.Sequence)
	if i.SequenceName != "" {
		options = words.Join("SEQUENCE NAME", i.SequenceName.SQL(), options)
	}
	return words.Join("GENERATED", identityKind(i), "AS IDENTITY", words.When(options != "", "("+options+")"))
}

func identityKind(i *schema.Identity) string {
	if i.Always {
		return "ALWAYS"
	}
	return "BY DEFAULT"
}

func addColumn(table schema.Name, c schema.Column) []string {
	sql := []string{alter(table, "ADD COLUMN "+column(c, 0))}
	if settings := columnSettings(schema.Column{Name: c.Name}, c); len(settings) > 0 {
		sql = append(sql, alter(table, settings...))
	}
	return append(sql, newComment(onColumn(table, c.Name), c.Comment)...)
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
