package op

import (
	"fmt"
	"strings"

	"github.com/deedsql/deed/schema"
)

// Describe says in a line what an operation does, as a person would: "add
// column universities.is_verified boolean NOT NULL DEFAULT false".
func Describe(o Operation) string {
	switch o := o.(type) {
	case CreateTable:
		return fmt.Sprintf("create table %s (%s)", o.Table.Name, columnList(o.Table))
	case DropTable:
		return "drop table " + string(o.Table.Name)
	case AddColumn:
		return fmt.Sprintf("add column %s.%s", o.Table, describeColumn(o.Column))
	case DropColumn:
		return fmt.Sprintf("drop column %s.%s", o.Table, o.Column.Name)
	case AlterColumn:
		return fmt.Sprintf("alter column %s.%s: %s", o.Table, o.To.Name, columnChange(o.From, o.To))
	case AddConstraint:
		return fmt.Sprintf("add %s %s on %s", constraintKind(o.Constraint), o.Constraint.ConstraintName(), o.Table)
	case DropConstraint:
		return fmt.Sprintf("drop %s %s on %s", constraintKind(o.Constraint), o.Constraint.ConstraintName(), o.Table)
	case AlterConstraint:
		return fmt.Sprintf("alter %s %s on %s", constraintKind(o.To), o.To.ConstraintName(), o.Table)
	case CreateIndex:
		return fmt.Sprintf("create %s %s on %s (%s)", indexKind(o.Index), o.Index.Name, o.Table, strings.Join(o.Index.Key, ", "))
	case DropIndex:
		return fmt.Sprintf("drop index %s on %s", o.Index.Name, o.Table)
	case AlterIndex:
		return fmt.Sprintf("alter index %s on %s", o.To.Name, o.Table)
	case AlterTable:
		return "alter settings of table " + string(o.Table)
	case SetComment:
		return describeComment(o)
	}
	return describeOther(o)
}

func describeOther(o Operation) string {
	switch o := o.(type) {
	case RenameTable:
		return renamed("table", o.From, o.To)
	case RenameColumn:
		return fmt.Sprintf("rename column %s.%s to %s", o.Table, o.From, o.To)
	case RenameConstraint:
		return fmt.Sprintf("rename constraint %s on %s to %s", o.From, o.Table, o.To)
	case RenameIndex:
		return fmt.Sprintf("rename index %s on %s to %s", o.From, o.Table, o.To)
	case RenameSequence:
		return renamed("sequence", o.From, o.To)
	case RenameType:
		return renamed("type", o.From, o.To)
	case RenameEnumValue:
		return fmt.Sprintf("rename value %s of %s to %s", o.From, o.Enum, o.To)
	case AttachPartition:
		return fmt.Sprintf("attach partition %s to %s %s", o.Table, o.Partition.Parent, o.Partition.Bound)
	case DetachPartition:
		return fmt.Sprintf("detach partition %s from %s", o.Table, o.Partition.Parent)
	case Inherit:
		return fmt.Sprintf("let table %s inherit %s", o.Table, o.Parent)
	case NoInherit:
		return fmt.Sprintf("end inheritance of table %s from %s", o.Table, o.Parent)
	case CreateStatistics:
		return fmt.Sprintf("create statistics %s on %s", o.Statistics.Name, o.Table)
	case DropStatistics:
		return fmt.Sprintf("drop statistics %s on %s", o.Statistics.Name, o.Table)
	case AdoptTable:
		return "adopt table " + string(o.Table)
	case ReleaseTable:
		return "release table " + string(o.Table)
	case Adopt:
		return fmt.Sprintf("adopt %s %s", o.Kind, o.Name)
	case Release:
		return fmt.Sprintf("release %s %s", o.Kind, o.Name)
	case SQL:
		first, _, more := strings.Cut(strings.TrimSpace(o.Up), "\n")
		if more {
			first += " …"
		}
		return "run SQL: " + first
	}
	return describeObject(o)
}

func describeObject(o Operation) string {
	switch o := o.(type) {
	case CreateEnum:
		return fmt.Sprintf("create enum %s (%s)", o.Enum.Name, strings.Join(o.Enum.Values, ", "))
	case DropEnum:
		return "drop enum " + string(o.Enum.Name)
	case AlterEnum:
		return fmt.Sprintf("alter enum %s: %s", o.Name, listChange(o.From, o.To))
	case CreateDomain:
		return fmt.Sprintf("create domain %s %s", o.Domain.Name, o.Domain.Type)
	case DropDomain:
		return "drop domain " + string(o.Domain.Name)
	case AlterDomain:
		return "alter domain " + string(o.To.Name)
	case CreateComposite:
		return "create type " + string(o.Composite.Name)
	case DropComposite:
		return "drop type " + string(o.Composite.Name)
	case AlterComposite:
		return "alter type " + string(o.To.Name)
	case CreateRange:
		return "create range type " + string(o.Range.Name)
	case DropRange:
		return "drop range type " + string(o.Range.Name)
	case CreateSequence:
		return "create sequence " + string(o.Sequence.Name)
	case DropSequence:
		return "drop sequence " + string(o.Sequence.Name)
	case AlterSequence:
		return "alter sequence " + string(o.To.Name)
	case CreateSchema:
		return "create schema " + o.Schema.Name
	case DropSchema:
		return "drop schema " + o.Schema.Name
	case CreateExtension:
		return "create extension " + o.Extension.Name
	case DropExtension:
		return "drop extension " + o.Extension.Name
	}
	return fmt.Sprintf("%T", o)
}

func renamed(kind string, from, to schema.Name) string {
	return fmt.Sprintf("rename %s %s to %s", kind, from, to)
}

func columnList(t schema.Table) string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return strings.Join(names, ", ")
}

func describeColumn(c schema.Column) string {
	words := []string{c.Name, c.Type}
	if c.NotNull {
		words = append(words, "NOT NULL")
	}
	if c.Default != "" {
		words = append(words, "DEFAULT "+c.Default)
	}
	if c.Identity != nil {
		words = append(words, "IDENTITY")
	}
	if c.Generated != nil {
		words = append(words, "GENERATED ("+c.Generated.Expr+")")
	}
	return strings.Join(words, " ")
}

// columnChange names what differs: "type varchar(50) → text, NOT NULL".
func columnChange(from, to schema.Column) string {
	var changes []string
	if from.Type != to.Type {
		changes = append(changes, "type "+from.Type+" → "+to.Type)
	}
	if from.NotNull != to.NotNull {
		changes = append(changes, map[bool]string{true: "NOT NULL", false: "NULL allowed"}[to.NotNull])
	}
	if from.NotNull && to.NotNull {
		changes = append(changes, notNullChange(from, to)...)
	}
	if from.Default != to.Default {
		changes = append(changes, "default "+orNone(from.Default)+" → "+orNone(to.Default))
	}
	if from.Collation != to.Collation {
		changes = append(changes, "collation "+orNone(from.Collation)+" → "+orNone(to.Collation))
	}
	if (from.Identity == nil) != (to.Identity == nil) || from.Identity != nil && *from.Identity != *to.Identity {
		changes = append(changes, "identity")
	}
	if (from.Generated == nil) != (to.Generated == nil) {
		changes = append(changes, "generation")
	}
	if len(changes) == 0 {
		return "storage settings"
	}
	return strings.Join(changes, ", ")
}

// notNullChange names what differs in the NOT NULL constraint.
func notNullChange(from, to schema.Column) []string {
	var changes []string
	if from.NotNullNotValid != to.NotNullNotValid {
		changes = append(changes, map[bool]string{true: "NOT NULL not valid", false: "NOT NULL validated"}[to.NotNullNotValid])
	}
	if from.NotNullNoInherit != to.NotNullNoInherit {
		changes = append(changes, map[bool]string{true: "NOT NULL not inherited", false: "NOT NULL inherited"}[to.NotNullNoInherit])
	}
	if from.NotNullName != to.NotNullName {
		changes = append(changes, "name of NOT NULL")
	}
	return changes
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func listChange(from, to []string) string {
	var changes []string
	for _, v := range without(to, from) {
		changes = append(changes, "+"+v)
	}
	for _, v := range without(from, to) {
		changes = append(changes, "-"+v)
	}
	if len(changes) == 0 {
		return "order of values"
	}
	return strings.Join(changes, " ")
}

func constraintKind(c schema.Constraint) string {
	switch c.(type) {
	case schema.PrimaryKey:
		return "primary key"
	case schema.Unique:
		return "unique constraint"
	case schema.Check:
		return "check"
	case schema.Exclusion:
		return "exclusion constraint"
	case schema.ForeignKey:
		return "foreign key"
	}
	return "constraint"
}

func indexKind(x schema.Index) string {
	if x.Unique {
		return "unique index"
	}
	return "index"
}

func describeComment(o SetComment) string {
	name := string(o.Object)
	if o.Part != "" {
		name += "." + o.Part
	}
	if o.To == "" {
		return fmt.Sprintf("remove comment on %s %s", o.On, name)
	}
	return fmt.Sprintf("set comment on %s %s", o.On, name)
}
