package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// spellOutSerials writes the serial columns of one side as an integer, a
// default and a sequence where the other side has a sequence of that name
// standing by itself: then the sequence stays and is given to the column, or
// taken from it.
func spellOutSerials(in, other schema.Database) schema.Database {
	free := map[schema.Name]bool{}
	for _, s := range other.Sequences {
		free[s.Name] = true
	}
	if len(free) == 0 {
		return in
	}
	cloned := false
	for i := range in.Tables {
		for j, c := range in.Tables[i].Columns {
			base := schema.IntegerType(c.Type)
			t := in.Tables[i].Name
			name := t.Sibling(schema.ObjectName(t.Object(), c.Name, "seq"))
			if base == "" || !free[name] {
				continue
			}
			if !cloned {
				in.Tables, in.Sequences, cloned = slices.Clone(in.Tables), slices.Clone(in.Sequences), true
			}
			in.Tables[i].Columns = slices.Clone(in.Tables[i].Columns)
			c.Type, c.Default = base, "nextval("+schema.Literal(name.SQL())+"::regclass)"
			in.Tables[i].Columns[j] = c
			in.Sequences = append(in.Sequences, schema.Sequence{
				Name: name, OwnedBy: &schema.ColumnRef{Table: t, Column: c.Name},
				Options: schema.SequenceOptions{Type: base}.Normalize("bigint"),
			})
		}
	}
	if cloned {
		in.Sort()
	}
	return in
}

// ownSequence returns the sequence that comes and goes with a column, as those
// of serial and identity columns do, or "".
func ownSequence(table schema.Name, c schema.Column) schema.Name {
	switch {
	case c.Identity != nil && c.Identity.SequenceName != "":
		return c.Identity.SequenceName
	case c.Identity != nil, schema.IntegerType(c.Type) != "":
		return table.Sibling(schema.ObjectName(table.Object(), c.Name, "seq"))
	}
	return ""
}

// unloggedSerial makes the sequence of a column that becomes serial, or ceases
// to be, as unlogged as the table is. CREATE TABLE does so by itself.
func (d *differ) unloggedSerial(table schema.Name, from, to schema.Column) {
	unlogged := func(db schema.Database) bool {
		t := db.Table(table)
		return t != nil && t.Settings.Unlogged && d.opts.ServerVersion >= 150000
	}
	wasSerial, isSerial := schema.IntegerType(from.Type) != "", schema.IntegerType(to.Type) != ""
	if wasSerial == isSerial {
		return
	}
	serial := schema.Column{Name: to.Name, Type: "serial"}
	if isSerial && unlogged(d.to) {
		d.add(alterPersistence(table, serial, false, true)...)
	}
	if wasSerial && unlogged(d.from) {
		d.departing = append(d.departing, alterPersistence(table, serial, true, false)...)
	}
}

// identitySequences makes the sequences of columns that stay identity columns
// logged or unlogged apart from their table, and returns the tables without it.
// The server takes them along when the table changes, there and on the way back.
func (d *differ) identitySequences(from, to schema.Table) (schema.Table, schema.Table) {
	if !slices.ContainsFunc(slices.Concat(from.Columns, to.Columns), isApart) {
		return from, to
	}
	f, t := from.Settings.Unlogged, to.Settings.Unlogged
	from.Columns, to.Columns = slices.Clone(from.Columns), slices.Clone(to.Columns)
	for i := range to.Columns {
		fc, tc := from.Column(to.Columns[i].Name), &to.Columns[i]
		if fc == nil || fc.Identity == nil || tc.Identity == nil {
			continue
		}
		was, is := isUnlogged(*fc, f), isUnlogged(*tc, t)
		if f != t {
			d.departing = append(d.departing, alterPersistence(from.Name, *fc, was, f)...)
			was = t
		}
		d.add(alterPersistence(to.Name, *tc, was, is)...)
		fc.Identity, tc.Identity = likeTable(*fc.Identity), likeTable(*tc.Identity)
	}
	return from, to
}

func isApart(c schema.Column) bool { return c.Identity != nil && c.Identity.Persistence != "" }

// isUnlogged reports whether the sequence of an identity column is unlogged, in
// a table that is or is not.
func isUnlogged(c schema.Column, table bool) bool {
	return c.Identity.Persistence == "unlogged" || !isApart(c) && table
}

func likeTable(i schema.Identity) *schema.Identity {
	i.Persistence = ""
	return &i
}

// alterPersistence makes the sequence of a column logged or unlogged.
func alterPersistence(table schema.Name, c schema.Column, from, to bool) []op.Operation {
	if from == to {
		return nil
	}
	before := schema.Sequence{Name: ownSequence(table, c), OwnedBy: &schema.ColumnRef{Table: table, Column: c.Name}, Unlogged: from}
	after := before
	after.Unlogged = to
	return []op.Operation{op.AlterSequence{From: before, To: after}}
}
