package cli

import (
	"fmt"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// conventionalMessage names a revision after what it does, for when no -m is
// given: add_<column>_to_<table>, create_<table>, drop_<table>,
// alter_<table>_constraints. Several changes to one table become alter_<table>,
// changes to several tables the names of the first two.
func conventionalMessage(ops []op.Operation) string {
	var words []string
	tables := map[schema.Name]bool{}
	var order []string
	for _, o := range telling(ops) {
		words = append(words, convention(o))
		for _, t := range o.Targets() {
			if !tables[t.Name] {
				tables[t.Name] = true
				order = append(order, t.Name.Object())
			}
		}
	}
	words = distinct(words)
	switch {
	case len(words) == 0:
		return "empty"
	case len(words) <= 2:
		return strings.Join(words, "_and_")
	case len(order) == 1:
		return "alter_" + order[0]
	case len(order) == 2:
		return "alter_" + order[0] + "_and_" + order[1]
	}
	return fmt.Sprintf("alter_%s_and_%d_more", order[0], len(order)-1)
}

// telling returns the operations that say what a revision is for. Types,
// sequences, comments and names of parts come along with tables and are told
// only where they come alone; adoptions never are.
func telling(ops []op.Operation) []op.Operation {
	var main, rest []op.Operation
	for _, o := range ops {
		targets := o.Targets()
		if len(targets) == 0 {
			continue
		}
		switch o.(type) {
		case op.SetComment, op.RenameConstraint, op.RenameIndex:
			rest = append(rest, o)
			continue
		}
		if targets[0].Kind == op.KindTable {
			main = append(main, o)
		} else {
			rest = append(rest, o)
		}
	}
	if len(main) > 0 {
		return main
	}
	return rest
}

// convention returns the words for one operation.
func convention(o op.Operation) string {
	switch o := o.(type) {
	case op.CreateTable:
		return "create_" + o.Table.Name.Object()
	case op.DropTable:
		return "drop_" + o.Table.Name.Object()
	case op.RenameTable:
		return "rename_" + o.From.Object() + "_to_" + o.To.Object()
	case op.AddColumn:
		return "add_" + o.Column.Name + "_to_" + o.Table.Object()
	case op.DropColumn:
		return "drop_" + o.Column.Name + "_from_" + o.Table.Object()
	case op.RenameColumn:
		return "rename_" + o.Table.Object() + "_" + o.From + "_to_" + o.To
	case op.AlterColumn:
		return "alter_" + o.Table.Object() + "_" + o.To.Name
	case op.AddConstraint, op.DropConstraint, op.AlterConstraint, op.RenameConstraint:
		return "alter_" + o.Targets()[0].Name.Object() + "_constraints"
	case op.CreateIndex:
		return "add_" + o.Index.Name
	case op.DropIndex:
		return "drop_" + o.Index.Name
	case op.CreateEnum:
		return "create_" + o.Enum.Name.Object()
	case op.AlterEnum:
		return "alter_" + o.Name.Object()
	}
	if targets := o.Targets(); len(targets) > 0 {
		return "alter_" + targets[0].Name.Object()
	}
	return "run_sql"
}

func distinct(words []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, w := range words {
		if !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
