package ownership

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A Dependent is something that is not the service's own, or that deed does
// not model, and rests on something that is.
type Dependent struct {
	What   string      // "view public.university_names"
	Name   schema.Name // the view, or the table that it is a part of
	Owner  string      // in words; empty: nobody, or not known
	On     op.Object   // what it rests on
	Column string      // empty: the whole of it
	Key    string      // the primary key or unique constraint that it rests on
	// Whole is true for what rests on all columns, as a typed table and its
	// type do on each other.
	Whole bool
	// RowType is true for what is of the table's row type: it lets columns
	// come and go, but not change their types.
	RowType bool
	// Goes is true for what belongs to the object it rests on and goes with
	// it: a policy, a trigger or a grant on a table.
	Goes bool
}

// A Refusal is an operation that cannot be drafted because it would take
// something away from others.
type Refusal struct {
	Op         op.Operation
	Dependents []Dependent
}

// Refusals are the operations of a draft that cross the border.
type Refusals []Refusal //nolint:errname // what it is matters more than that it is an error

func (list Refusals) Error() string {
	var lines []string
	for _, r := range list {
		lines = append(lines, fmt.Sprintf("cannot %s: %s", op.Describe(r.Op), names(r.Dependents)))
	}
	return strings.Join(lines, "\n")
}

// Hint says what to do.
func (Refusals) Hint() string {
	return "let the owner of the dependents change them first, or drop and create them around the step by hand; deed never cascades"
}

func names(list []Dependent) string {
	var words []string
	for _, d := range list {
		on := ""
		if d.Column != "" {
			on = " (column " + d.Column + ")"
		}
		if d.Owner != "" {
			on += " (" + d.Owner + ")"
		}
		words = append(words, d.What+on)
	}
	return strings.Join(words, ", ") + " depend" + map[bool]string{true: "s", false: ""}[len(list) == 1] + " on it"
}

// Refuse returns the operations that would drop, or be refused because of,
// what rests on their target.
func Refuse(ops []op.Operation, dependents []Dependent) Refusals {
	var refused Refusals
	for _, o := range ops {
		var hit []Dependent
		for _, d := range dependents {
			if crosses(o, d) && !slices.ContainsFunc(hit, func(x Dependent) bool { return x.What == d.What }) {
				hit = append(hit, d)
			}
		}
		if len(hit) > 0 {
			refused = append(refused, Refusal{o, hit})
		}
	}
	return refused
}

// crosses reports whether the operation would hurt the dependent.
func crosses(o op.Operation, d Dependent) bool {
	table := func(name schema.Name) bool { return d.On == op.Object{Kind: op.KindTable, Name: name} }
	switch o := o.(type) {
	case op.DropTable:
		return table(o.Table.Name) && !d.Goes && !d.RowType
	case op.AddColumn:
		return table(o.Table) && d.Whole
	case op.DropColumn:
		return table(o.Table) && (d.Column == o.Column.Name && !d.RowType || d.Whole)
	case op.AlterColumn:
		return table(o.Table) && (d.Column == o.From.Name || d.Whole) && (o.From.Type != o.To.Type || o.From.Collation != o.To.Collation)
	case op.DropConstraint:
		return table(o.Table) && d.Key == o.Constraint.ConstraintName()
	case op.AlterEnum:
		return o.BuildsAnew() && (d.On == op.Object{Kind: op.KindType, Name: o.Name} || slices.ContainsFunc(o.Uses, func(u op.EnumUse) bool {
			return table(u.Table) && d.Column == u.Column.Name
		}))
	case op.AlterComposite:
		return slices.Contains(o.Targets(), d.On) && (d.Column == "" && d.Whole || losesAttribute(o, d.Column))
	case op.DropEnum, op.DropDomain, op.DropComposite, op.DropRange, op.DropSequence, op.DropSchema, op.DropExtension:
		return slices.Contains(o.Targets(), d.On)
	}
	return false
}

// losesAttribute reports whether an attribute goes, or changes its type.
func losesAttribute(o op.AlterComposite, name string) bool {
	named := func(a schema.Attribute) bool { return a.Name == name }
	i, j := slices.IndexFunc(o.From.Attributes, named), slices.IndexFunc(o.To.Attributes, named)
	return i >= 0 && (j < 0 || o.From.Attributes[i].Type != o.To.Attributes[j].Type || o.From.Attributes[i].Collation != o.To.Attributes[j].Collation)
}

// Foreign returns what the tables of a database that are not in the selection
// rest on within it: keys to its tables, columns of its types, partitions and
// children of its tables, defaults from its sequences.
func (s Selection) Foreign(live schema.Database) []Dependent {
	var list []Dependent
	for _, t := range live.Tables {
		if s.Table(t.Name) != nil {
			continue
		}
		what := "table " + string(t.Name)
		for _, k := range t.ForeignKeys {
			list = append(list, s.keyDependents(t.Name, k)...)
		}
		for _, c := range t.Columns {
			if !strings.Contains(c.Type, ".") {
				continue // built in
			}
			name := schema.ParseName(strings.TrimSuffix(c.Type, "[]"))
			list = append(list, Dependent{What: what, Name: t.Name, On: op.Object{Kind: op.KindType, Name: name}, Whole: true})
		}
		if t.PartitionOf != nil {
			list = append(list, Dependent{What: what, Name: t.Name, On: op.Object{Kind: op.KindTable, Name: t.PartitionOf.Parent}})
		}
		for _, parent := range t.Inherits {
			list = append(list, Dependent{What: what, Name: t.Name, On: op.Object{Kind: op.KindTable, Name: parent}})
		}
	}
	return list
}

// keyDependents are what a foreign key from outside rests on: the table, the
// columns, and the keys over them.
func (s Selection) keyDependents(from schema.Name, k schema.ForeignKey) []Dependent {
	target := s.Table(k.References)
	if target == nil {
		return nil
	}
	what := fmt.Sprintf("foreign key %s of table %s", k.Name, from)
	on := op.Object{Kind: op.KindTable, Name: k.References}
	list := []Dependent{{What: what, Name: from, On: on}}
	for _, c := range k.RefColumns {
		list = append(list, Dependent{What: what, Name: from, On: on, Column: c})
	}
	if target.PrimaryKey != nil && slices.Equal(target.PrimaryKey.Columns, k.RefColumns) {
		list = append(list, Dependent{What: what, Name: from, On: on, Key: target.PrimaryKey.Name})
	}
	for _, u := range target.Uniques {
		if slices.Equal(u.Columns, k.RefColumns) {
			list = append(list, Dependent{What: what, Name: from, On: on, Key: u.Name})
		}
	}
	return list
}
