package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// renameColumnIn writes the new name of a column wherever the table has it,
// as the server does.
func renameColumnIn(t *schema.Table, from, to string) {
	words := func(list []string) []string { return replaceWord(list, from, to) }
	rewriteOverColumns(t, func(sql string) string { return replaceIdent(sql, from, to) })
	for i := range t.Columns {
		if t.Columns[i].Name == from {
			t.Columns[i].Name = to
		}
	}
	if t.PrimaryKey != nil {
		pk := *t.PrimaryKey
		pk.Columns, pk.Include = words(pk.Columns), words(pk.Include)
		t.PrimaryKey = &pk
	}
	t.Uniques = slices.Clone(t.Uniques)
	for i := range t.Uniques {
		t.Uniques[i].Columns, t.Uniques[i].Include = words(t.Uniques[i].Columns), words(t.Uniques[i].Include)
	}
	for i := range t.Exclusions {
		t.Exclusions[i].Include = words(t.Exclusions[i].Include)
	}
	for i := range t.ForeignKeys {
		k := &t.ForeignKeys[i]
		k.Columns, k.OnDeleteColumns = words(k.Columns), words(k.OnDeleteColumns)
	}
	for i := range t.Indexes {
		t.Indexes[i].Include = words(t.Indexes[i].Include)
	}
}

func replaceWord(list []string, from, to string) []string {
	out := slices.Clone(list)
	for i := range out {
		if out[i] == from {
			out[i] = to
		}
	}
	return out
}

func (d *differ) renameValue(from *schema.Database, r Rename) {
	i := slices.IndexFunc(from.Enums, func(e schema.Enum) bool { return e.Name == r.Of })
	if i < 0 {
		return
	}
	e := &from.Enums[i]
	j := slices.Index(e.Values, r.Old)
	if j < 0 || slices.Contains(e.Values, r.New) {
		return
	}
	d.add(op.RenameEnumValue{Enum: r.Of, From: r.Old, To: r.New})
	e.Values = slices.Clone(e.Values)
	e.Values[j] = r.New
	follow := func(sql string) string { return replaceValue(sql, r) }
	for k := range from.Tables {
		rewrite(&from.Tables[k], follow)
	}
	for k := range from.Domains {
		rewriteDomain(&from.Domains[k], follow)
	}
	renameBounds(from, r)
}

// renameBounds follows a renamed value in the bounds of partitions, which do not
// tell its type.
func renameBounds(from *schema.Database, r Rename) {
	for k := range from.Tables {
		t := &from.Tables[k]
		if t.PartitionOf == nil {
			continue
		}
		parent := from.Table(t.PartitionOf.Parent)
		if parent != nil && slices.ContainsFunc(parent.Columns, func(c schema.Column) bool {
			return typeName(c.Type) == r.Of && mentions([]string{parent.PartitionBy}, c.Name)
		}) {
			bound := strings.ReplaceAll(t.PartitionOf.Bound, schema.Literal(r.Old), schema.Literal(r.New))
			t.PartitionOf = &schema.Partition{Parent: t.PartitionOf.Parent, Bound: bound}
		}
	}
}

func (d *differ) renameType(from *schema.Database, r Rename) {
	i := slices.IndexFunc(from.Ranges, func(x schema.Range) bool { return x.Name == r.From })
	if _, wanted := typesOf(d.to)[r.To]; !wanted && !isForNow(r.To.Object()) || !renameOneOf(from, r) {
		return
	}
	if d.opts.ServerVersion >= 170000 {
		keepDomainNotNull(from, r)
	}
	if i < 0 {
		d.add(op.RenameType{From: r.From, To: r.To})
		followType(from, r)
		return
	}
	was := from.Ranges[i]
	d.add(op.RenameType{From: r.From, To: r.To, Subtype: was.Subtype})
	followType(from, r)
	if was.MultirangeName == "" && d.opts.ServerVersion >= 140000 {
		of := r.To
		r.From, r.To = multirange(schema.Range{Name: r.From}), multirange(schema.Range{Name: r.To})
		d.add(op.RenameType{From: r.From, To: r.To, RangeOf: of})
		followType(from, r)
	}
}

// followType writes the new name of a type wherever something is of it.
func followType(from *schema.Database, r Rename) {
	follow := func(sql string) string { return replaceTypeName(sql, r.From, r.To) }
	for i := range from.Tables {
		rewrite(&from.Tables[i], follow)
		_ = renameIf(&from.Tables[i].Settings.Of, r)
		for j := range from.Tables[i].Columns {
			c := &from.Tables[i].Columns[j]
			c.Type = follow(c.Type)
		}
	}
	for i := range from.Domains {
		x := &from.Domains[i]
		rewriteDomain(x, follow)
		x.Type = follow(x.Type)
	}
	for i := range from.Composites {
		x := &from.Composites[i]
		x.Attributes = slices.Clone(x.Attributes)
		for j := range x.Attributes {
			x.Attributes[j].Type = follow(x.Attributes[j].Type)
		}
	}
	for i := range from.Ranges {
		from.Ranges[i].Subtype = follow(from.Ranges[i].Subtype)
	}
}

// renameOneOf renames the type of that name, of whichever kind, and reports
// whether there is one.
func renameOneOf(from *schema.Database, r Rename) bool {
	for i := range from.Enums {
		if renameIf(&from.Enums[i].Name, r) {
			return true
		}
	}
	for i := range from.Domains {
		if renameIf(&from.Domains[i].Name, r) {
			return true
		}
	}
	for i := range from.Composites {
		if renameIf(&from.Composites[i].Name, r) {
			return true
		}
	}
	for i := range from.Ranges {
		if renameIf(&from.Ranges[i].Name, r) {
			return true
		}
	}
	return false
}

// keepDomainNotNull writes the name of the NOT NULL constraint of a renamed domain
// down: PostgreSQL keeps it as it was.
func keepDomainNotNull(from *schema.Database, r Rename) {
	for i := range from.Domains {
		x := &from.Domains[i]
		if x.Name != r.To || !x.NotNull {
			continue
		}
		x.NotNullName = cmp.Or(x.NotNullName, schema.ObjectName(r.From.Object(), "", "not_null"))
		if x.NotNullName == schema.ObjectName(r.To.Object(), "", "not_null") {
			x.NotNullName = ""
		}
	}
}

func renameIf(name *schema.Name, r Rename) bool {
	if *name != r.From {
		return false
	}
	*name = r.To
	return true
}

func (d *differ) renameSequence(from *schema.Database, r Rename) {
	wanted := slices.ContainsFunc(d.to.Sequences, func(s schema.Sequence) bool { return s.Name == r.To })
	for i := range from.Sequences {
		if !wanted && !isForNow(r.To.Object()) {
			return
		}
		d.letGo(&from.Sequences[i], r)
		if renameIf(&from.Sequences[i].Name, r) {
			followRelation(from, r.From, r.To)
			d.add(op.RenameSequence{From: r.From, To: r.To})
		}
	}
}

// letGo takes a sequence that moves to another schema from its column: PostgreSQL
// moves it only with the table.
func (d *differ) letGo(s *schema.Sequence, r Rename) {
	if s.Name != r.From || s.OwnedBy == nil || r.From.Schema() == r.To.Schema() {
		return
	}
	free := *s
	free.OwnedBy = nil
	d.add(op.AlterSequence{From: *s, To: free})
	*s = free
}
