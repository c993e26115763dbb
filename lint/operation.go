package lint

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// readOperation returns the effects of an operation. Raw SQL has its own
// reader.
func readOperation(o op.Operation) []effect {
	r := &opReader{}
	r.read(o)
	return r.effects
}

type opReader struct{ effects []effect }

func (r *opReader) emit(e effect) { r.effects = append(r.effects, e) }

func (r *opReader) touch(rule, does string, kind op.Kind, name schema.Name) {
	r.emit(effect{kind: touches, rule: rule, does: does, object: object{kind: kind, name: name}})
}

func (r *opReader) cross(of, to schema.Name, how crossing, key ...string) {
	r.emit(effect{kind: crosses, object: object{kind: kindTable, name: of}, to: object{kind: kindTable, name: to}, cross: how, key: key})
}

func (r *opReader) read(o op.Operation) {
	r.changes(o) // while what they drop is still there
	switch o := o.(type) {
	case op.CreateTable:
		r.createTable(o.Table)
	case op.AdoptTable, op.Adopt:
		x, _ := op.Adopting(o)
		r.emit(effect{kind: adopts, rule: "own-adopt", does: "adopts", object: object{kind: x.Kind, name: x.Name}})
	case op.ReleaseTable, op.Release:
		x, _ := op.Releasing(o)
		r.emit(effect{kind: releases, rule: "own-adopt", object: object{kind: x.Kind, name: x.Name}})
	case op.CreateEnum, op.CreateDomain, op.CreateComposite, op.CreateRange, op.CreateSequence, op.CreateSchema:
		for _, x := range o.Targets() {
			r.emit(effect{kind: creates, rule: "own-create-taken", does: "creates", object: object{kind: x.Kind, name: x.Name}})
		}
		if o, ok := o.(op.CreateRange); ok && o.Range.MultirangeName != "" {
			r.emit(effect{kind: creates, rule: "own-create-taken", does: "creates", object: object{kind: kindType, name: o.Range.MultirangeName}})
		}
	case op.CreateExtension:
		r.emit(effect{kind: creates, object: object{kind: kindExtension, name: schema.NewName("", o.Extension.Name)}})
		if o.Extension.Schema != "" {
			r.touch("own-unowned-create", "installs an extension in", kindSchema, schema.NewName("", o.Extension.Schema))
		}
	case op.DropTable, op.DropEnum, op.DropDomain, op.DropComposite, op.DropRange, op.DropSequence, op.DropSchema, op.DropExtension:
		for _, x := range o.Targets() {
			r.touch(dropRule(x.Kind), "drops", x.Kind, x.Name)
			r.emit(effect{kind: drops, object: object{kind: x.Kind, name: x.Name}})
		}
	case op.RenameTable, op.RenameType, op.RenameSequence:
		r.rename(o.Targets())
	case op.AttachPartition:
		r.touch("own-alter", "attaches to a partitioned table the", kindTable, o.Table)
		r.touch("own-attach-object", "attaches a partition to", kindTable, o.Partition.Parent)
		r.cross(o.Partition.Parent, o.Table, partOf)
	case op.Inherit:
		r.touch("own-alter", "changes the parents of", kindTable, o.Table)
		r.touch("own-attach-object", "changes the children of", kindTable, o.Parent)
		r.cross(o.Parent, o.Table, inherits)
	default:
		rule, does := words(o)
		for _, x := range o.Targets() {
			touched := rule
			if x.Kind != kindTable && rule == "own-alter" {
				touched = alterRule(x.Kind)
			}
			r.touch(touched, does, x.Kind, x.Name)
		}
	}
	r.parts(o)
	r.outlines(o)
	r.fragments(reflect.ValueOf(o))
}

// fragments reads what hides behind a semicolon in the SQL fragments of an
// operation: a type, a default, an expression. Names, comments and values of
// enumerations are quoted when they are written and harm nobody.
func (r *opReader) fragments(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			r.fragments(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			r.fragments(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			switch f := v.Type().Field(i); {
			case !f.IsExported() || f.Name == "Comment" || f.Name == "Values" || f.Name == "Up" || f.Name == "Down":
			case (f.Name == "From" || f.Name == "To") && f.Type.Kind() != reflect.Struct && f.Type.Kind() != reflect.Interface:
			default:
				r.fragments(v.Field(i))
			}
		}
	case reflect.String:
		if v.Type() != reflect.TypeFor[schema.Name]() {
			r.fragment(v.String())
		}
	}
}

func (r *opReader) fragment(sql string) {
	parts := []string{sql}
	switch {
	case closesOthers(sql): // what follows stands beside it, and where it would be at the top
		r.emit(effect{kind: says, rule: "own-opaque", does: "a parenthesis is closed that is not open in " + strconv.Quote(sql)})
		parts = strings.Split(sql, ";")
	case strings.Contains(sql, ";"):
		parts = schema.SplitTop(sql, ";")
	}
	if len(parts) < 2 {
		return
	}
	r.emit(effect{kind: says, rule: "own-opaque", does: "more than one statement hides in " + strconv.Quote(sql)})
	for _, hidden := range parts[1:] {
		for _, s := range readSQL(hidden) {
			for _, e := range s.effects {
				if e.rule != "own-opaque" {
					r.emit(e)
				}
			}
		}
	}
}

// closesOthers reports whether a fragment closes a parenthesis that it has not
// opened.
func closesOthers(sql string) bool {
	if !strings.Contains(sql, ")") {
		return false
	}
	depth := 0
	for _, t := range schema.Tokens(sql) {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		}
		if depth < 0 {
			return true
		}
	}
	return false
}

// words returns the rule and the words for an operation that changes its
// targets.
func words(o op.Operation) (rule, does string) {
	switch o := o.(type) {
	case op.AddColumn:
		return "own-alter", "adds column " + o.Column.Name + " to"
	case op.DropColumn:
		return "own-alter", "drops column " + o.Column.Name + " of"
	case op.AlterColumn:
		return "own-alter", "alters column " + o.From.Name + " of"
	case op.RenameColumn:
		return "own-alter", "renames column " + o.From + " of"
	case op.AddConstraint:
		return "own-alter", "adds constraint " + o.Constraint.ConstraintName() + " to"
	case op.DropConstraint:
		return "own-alter", "drops constraint " + o.Constraint.ConstraintName() + " of"
	case op.CreateIndex:
		return "own-attach-object", "creates index " + o.Index.Name + " on"
	case op.DropIndex:
		return "own-alter", "drops index " + o.Index.Name + " of"
	case op.CreateStatistics:
		return "own-attach-object", "puts statistics on"
	case op.SetComment:
		if o.Part != "" {
			return "own-attach-object", "comments on " + o.On + " " + o.Part + " of"
		}
		return "own-attach-object", "comments on"
	case op.DetachPartition:
		return "own-alter", "detaches a partition of"
	case op.AlterEnum:
		if op.Loss(o) == "" {
			return "own-alter", "adds values to"
		}
	}
	return "own-alter", "alters"
}

func (r *opReader) rename(targets []op.Object) {
	from := object{kind: targets[0].Kind, name: targets[0].Name}
	to := object{kind: targets[1].Kind, name: targets[1].Name}
	r.touch(alterRule(from.kind), "renames", from.kind, from.name)
	r.emit(effect{kind: renames, rule: "own-create-taken", does: "renames " + string(from.name) + " to", object: from, to: to})
}

func (r *opReader) createTable(t schema.Table) {
	r.emit(effect{kind: creates, rule: "own-create-taken", does: "creates", object: object{kind: kindTable, name: t.Name}})
	if t.PartitionOf != nil {
		r.touch("own-attach-object", "creates a partition of", kindTable, t.PartitionOf.Parent)
		r.cross(t.PartitionOf.Parent, t.Name, partOf)
	}
	for _, parent := range t.Inherits {
		r.touch("own-attach-object", "creates a child of", kindTable, parent)
		r.cross(parent, t.Name, inherits)
	}
	for _, c := range t.Columns {
		r.column(t.Name, c)
	}
	for _, c := range t.Constraints() {
		r.constraint(t.Name, c)
	}
	for _, x := range t.Indexes {
		r.index(t.Name, x.Name)
	}
	for _, k := range t.ForeignKeys {
		r.threaten(kindTable, t.Name, change{what: unindexed, table: t.Name, part: k.Name})
	}
}

// parts notes what comes and goes with parts of a table.
func (r *opReader) parts(o op.Operation) {
	switch o := o.(type) {
	case op.AddColumn:
		r.column(o.Table, o.Column)
	case op.AlterColumn:
		r.column(o.Table, o.To)
		r.expression(o.Using)
	case op.AddConstraint:
		r.constraint(o.Table, o.Constraint)
	case op.CreateIndex:
		r.index(o.Table, o.Index.Name)
		for _, key := range append(o.Index.Key, o.Index.Where) {
			r.expression(key)
		}
	case op.CreateStatistics:
		r.emit(effect{kind: creates, rule: "own-create-taken", does: "creates", object: object{kind: "statistics", name: o.Statistics.Name}})
	case op.RenameIndex:
		r.index(o.Table, o.To)
	case op.RenameConstraint:
		r.index(o.Table, o.To)
	case op.AlterSequence:
		if o.To.OwnedBy != nil && (o.From.OwnedBy == nil || *o.From.OwnedBy != *o.To.OwnedBy) {
			r.touch("own-attach-object", "ties a sequence to", kindTable, o.To.OwnedBy.Table)
		}
	case op.CreateSequence:
		if o.Sequence.OwnedBy != nil {
			r.touch("own-attach-object", "ties a sequence to", kindTable, o.Sequence.OwnedBy.Table)
		}
	}
}

func (r *opReader) index(table schema.Name, name string) {
	r.emit(effect{kind: creates, object: object{kind: kindIndex, name: table.Sibling(name)}})
}

// column notes the sequences that a column brings or uses.
func (r *opReader) column(table schema.Name, c schema.Column) {
	if c.Identity != nil || schema.IntegerType(c.Type) != "" {
		r.emit(effect{kind: creates, object: sequenceOf(object{name: table}, c.Name)})
	}
	r.expression(c.Default)
	if t := schema.Tokens(c.Type); len(t) > 2 && t[1].Is(".") { // types that somebody has made are qualified
		of := object{kind: kindType, name: schema.NewName(t[0].Unquote(), t[2].Unquote())}
		r.emit(effect{kind: crosses, object: of, to: object{kind: kindTable, name: table}, cross: ofType})
	}
}

// expression reads the function calls of an expression that PostgreSQL
// evaluates for the rows of a table.
func (r *opReader) expression(sql string) {
	tokens := schema.Tokens(sql)
	for i := 0; i+1 < len(tokens); i++ {
		if !isIdent(tokens[i]) || !tokens[i+1].Is("(") {
			continue
		}
		if name := tokens[i].Unquote(); builtins[name] && name != "nextval" && name != "setval" {
			continue
		}
		inner := &reader{done: statement{sql: sql}, tokens: tokens}
		inner.expressions(sql, "", func(span) span { return span{} })
		r.effects = append(r.effects, inner.done.effects...)
		return
	}
}

func (r *opReader) constraint(table schema.Name, c schema.Constraint) {
	switch c := c.(type) {
	case schema.ForeignKey:
		r.touch("own-foreign-key", fmt.Sprintf("puts foreign key %s of %s to", c.Name, table), kindTable, c.References)
		if c.OnDelete != "" && c.OnDelete != "RESTRICT" {
			r.cross(c.References, table, deletesToo)
		}
		if c.OnUpdate != "" && c.OnUpdate != "RESTRICT" {
			r.cross(c.References, table, updatesToo, c.RefColumns...)
		}
	case schema.PrimaryKey, schema.Unique, schema.Exclusion:
		r.index(table, c.ConstraintName())
	case schema.Check:
		r.expression(c.Expr)
	}
}

// changes notes what safety rules look at.
func (r *opReader) changes(o op.Operation) {
	add := func(list ...change) {
		for _, c := range list {
			r.threaten(kindTable, c.table, c)
		}
	}
	switch o := o.(type) {
	case op.DropTable:
		add(change{what: dropTable, table: o.Table.Name})
	case op.DropColumn:
		add(change{what: dropColumn, table: o.Table, part: o.Column.Name})
	case op.RenameTable:
		add(change{what: renameTable, table: o.From, part: string(o.To)})
	case op.RenameColumn:
		add(change{what: renameColumn, table: o.Table, part: o.From})
	case op.AddColumn:
		add(columnChanges(o.Table, o.Column)...)
	case op.AlterColumn:
		add(alterations(o)...)
	case op.AddConstraint:
		add(constraintChanges(o.Table, o.Constraint)...)
	case op.AttachPartition:
		add(change{what: attach, table: o.Partition.Parent, part: string(o.Table)})
	case op.DetachPartition:
		add(change{what: detach, table: o.Partition.Parent, part: string(o.Table)})
	case op.AlterConstraint:
		if notValid(o.From) && !notValid(o.To) {
			add(change{what: validate, table: o.Table, part: o.To.ConstraintName()})
		}
	case op.RenameEnumValue:
		r.threaten(kindType, o.Enum, change{what: renameValue, table: o.Enum, part: schema.Literal(o.From)})
	case op.AlterEnum:
		if op.Loss(o) != "" {
			r.threaten(kindType, o.Name, change{what: dropValue, table: o.Name, part: removed(o)})
		}
	case op.CreateIndex:
		if !o.Concurrently {
			add(change{what: createIndex, table: o.Table, part: o.Index.Name})
		}
	case op.DropIndex:
		if !o.Concurrently {
			r.threaten(kindTable, o.Table, change{what: dropIndex, table: o.Table.Sibling(o.Index.Name)})
		}
	}
}

func (r *opReader) threaten(kind op.Kind, name schema.Name, c change) {
	r.emit(effect{kind: threatens, rule: c.what, change: c, object: object{kind: kind, name: name}})
}

// removed lists the values that an enumeration loses.
func removed(o op.AlterEnum) string {
	var gone []string
	for _, value := range o.From {
		if !slices.Contains(o.To, value) {
			gone = append(gone, schema.Literal(value))
		}
	}
	return strings.Join(gone, ", ")
}

func alterations(o op.AlterColumn) []change {
	var list []change
	if !o.From.NotNull && o.To.NotNull {
		list = append(list, change{what: setNotNull, table: o.Table, part: o.To.Name})
	}
	if o.From.NotNull && !o.To.NotNull {
		list = append(list, change{what: dropNotNull, table: o.Table, part: o.To.Name})
	}
	if ddl.Rewrites(o.From.Type, o.To.Type) {
		list = append(list, change{what: changeType, table: o.Table, part: o.To.Name, more: " from " + o.From.Type + " to " + o.To.Type})
	}
	return list
}

func notValid(c schema.Constraint) bool {
	switch c := c.(type) {
	case schema.Check:
		return c.NotValid
	case schema.ForeignKey:
		return c.NotValid
	}
	return false
}
