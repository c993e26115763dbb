package diff

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// renameColumnIn writes the new name of a column wherever the table has it,
// as the server does.
func renameColumnIn(t *schema.Table, from, to string) {
	words := func(list []string) []string { return replaceWord(list, from, to) }
	fragments := func(list []string) []string { return replaceInAll(list, from, to) }
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Name == from {
			c.Name = to
		}
		if c.Generated != nil {
			c.Generated = &schema.Generated{Expr: replaceIdent(c.Generated.Expr, from, to), Virtual: c.Generated.Virtual}
		}
	}
	if t.PrimaryKey != nil {
		pk := *t.PrimaryKey
		pk.Columns, pk.Include = words(pk.Columns), words(pk.Include)
		t.PrimaryKey = &pk
	}
	t.Uniques, t.Checks, t.Exclusions = slices.Clone(t.Uniques), slices.Clone(t.Checks), slices.Clone(t.Exclusions)
	t.Indexes, t.Statistics = slices.Clone(t.Indexes), slices.Clone(t.Statistics)
	for i := range t.Uniques {
		t.Uniques[i].Columns, t.Uniques[i].Include = words(t.Uniques[i].Columns), words(t.Uniques[i].Include)
	}
	for i := range t.Checks {
		t.Checks[i].Expr = replaceIdent(t.Checks[i].Expr, from, to)
	}
	for i := range t.Exclusions {
		x := &t.Exclusions[i]
		x.Elements, x.Include, x.Where = fragments(x.Elements), words(x.Include), replaceIdent(x.Where, from, to)
	}
	for i := range t.ForeignKeys {
		k := &t.ForeignKeys[i]
		k.Columns, k.OnDeleteColumns = words(k.Columns), words(k.OnDeleteColumns)
	}
	for i := range t.Indexes {
		x := &t.Indexes[i]
		x.Key, x.Include, x.Where = fragments(x.Key), words(x.Include), replaceIdent(x.Where, from, to)
	}
	for i := range t.Statistics {
		t.Statistics[i].Columns = fragments(t.Statistics[i].Columns)
	}
	t.PartitionBy = replaceIdent(t.PartitionBy, from, to)
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

func replaceInAll(list []string, from, to string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = replaceIdent(out[i], from, to)
	}
	return out
}

// replaceIdent replaces a column's name in an expression. A word behind a dot
// or a cast, or before a parenthesis, is no column.
func replaceIdent(sql, from, to string) string {
	var b strings.Builder
	last := 0
	tokens := schema.Tokens(sql)
	for i, t := range tokens {
		if t.Kind > schema.Quoted || t.Unquote() != from {
			continue
		}
		if i > 0 && (tokens[i-1].Is(".") || tokens[i-1].Is("::")) || i+1 < len(tokens) && tokens[i+1].Is("(") {
			continue
		}
		b.WriteString(sql[last:t.Pos])
		b.WriteString(schema.Quote(to))
		last = t.End()
	}
	return b.String() + sql[last:]
}

func (d *differ) renameValue(from *schema.Database, r Rename) {
	for i := range from.Enums {
		e := &from.Enums[i]
		j := slices.Index(e.Values, r.Old)
		if e.Name != r.Of || j < 0 || slices.Contains(e.Values, r.New) {
			continue
		}
		d.add(op.RenameEnumValue{Enum: r.Of, From: r.Old, To: r.New})
		e.Values = slices.Clone(e.Values)
		e.Values[j] = r.New
		for k := range from.Tables {
			renameValueIn(&from.Tables[k], e.Name, r)
		}
	}
}

// renameValueIn follows a renamed value in defaults; the server shows it
// under its new name everywhere.
func renameValueIn(t *schema.Table, enum schema.Name, r Rename) {
	for i := range t.Columns {
		c := &t.Columns[i]
		if typeName(c.Type) == enum {
			c.Default = strings.ReplaceAll(c.Default, schema.Literal(r.Old), schema.Literal(r.New))
		}
	}
}

func (d *differ) renameType(from *schema.Database, r Rename) {
	found := false
	for i := range from.Enums {
		found = renameIf(&from.Enums[i].Name, r) || found
	}
	for i := range from.Domains {
		found = renameIf(&from.Domains[i].Name, r) || found
	}
	for i := range from.Composites {
		found = renameIf(&from.Composites[i].Name, r) || found
	}
	for i := range from.Ranges {
		found = renameIf(&from.Ranges[i].Name, r) || found
	}
	if !found {
		return
	}
	d.add(op.RenameType{From: r.From, To: r.To})
	for i := range from.Tables {
		for j := range from.Tables[i].Columns {
			c := &from.Tables[i].Columns[j]
			c.Type = renameTypeIn(c.Type, r)
			c.Default = renameTypeIn(c.Default, r)
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

func renameTypeIn(sql string, r Rename) string {
	return strings.ReplaceAll(sql, r.From.SQL(), r.To.SQL())
}

func (d *differ) renameSequence(from *schema.Database, r Rename) {
	for i := range from.Sequences {
		if renameIf(&from.Sequences[i].Name, r) {
			d.add(op.RenameSequence{From: r.From, To: r.To})
		}
	}
}
