package ddl

import (
	"fmt"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// comment returns COMMENT ON for an object written as SQL. An empty text
// removes the comment.
func comment(on, text string) string {
	if text == "" {
		return "COMMENT ON " + on + " IS NULL"
	}
	return "COMMENT ON " + on + " IS " + literal(text)
}

// newComment returns the comment of an object just created, if it has one.
func newComment(on, text string) []string {
	if text == "" {
		return nil
	}
	return []string{comment(on, text)}
}

// changedComment returns the comment of an altered object, if it changed.
func changedComment(on, from, to string) []string {
	if from == to {
		return nil
	}
	return []string{comment(on, to)}
}

func setComment(o op.SetComment) ([]string, error) {
	on := strings.ToUpper(o.On) + " "
	switch o.On {
	case "table", "sequence", "type", "domain":
		on += o.Object.SQL()
	case "column":
		on = onColumn(o.Object, o.Part)
	case "constraint":
		on = onConstraint(o.Object, o.Part)
	case "index":
		on += o.Object.Sibling(o.Part).SQL()
	case "statistics":
		on += statisticsName(o.Object, o.Part).SQL()
	case "schema", "extension":
		on += quote(o.Object.Object())
		if o.To == "" {
			return []string{broughtComment(on, o)}, nil
		}
	default:
		return nil, fmt.Errorf("writing a comment: %q is not a kind of object (see op.SetComment.On)", o.On)
	}
	return []string{comment(on, o.To)}, nil
}

// broughtComment takes away somebody's comment on a schema or extension. Public
// and extensions come with one of their own, which is put back.
func broughtComment(on string, o op.SetComment) string {
	switch {
	case o.On == "extension":
		return "DO " + literal("BEGIN EXECUTE (SELECT format('COMMENT ON EXTENSION %I IS %L', name, comment) "+
			"FROM pg_catalog.pg_available_extensions WHERE name = "+literal(o.Object.Object())+"); END")
	case o.Object.Object() == schema.DefaultSchema:
		return comment(on, "standard public schema")
	}
	return comment(on, "")
}

func onColumn(table schema.Name, column string) string {
	return "COLUMN " + table.SQL() + "." + quote(column)
}

func onConstraint(table schema.Name, name string) string {
	return "CONSTRAINT " + quote(name) + " ON " + table.SQL()
}

// statisticsName reads the name of a statistics object, which lives in its
// table's schema unless it is written with another.
func statisticsName(table schema.Name, part string) schema.Name {
	name := schema.Name(part)
	if name.Schema() == schema.DefaultSchema {
		return table.Sibling(name.Object())
	}
	return name
}
