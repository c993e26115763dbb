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
	logged := schema.Sequence{Name: ownSequence(table, schema.Column{Name: to.Name, Type: "serial"})}
	without := logged
	without.Unlogged = true
	if isSerial && unlogged(d.to) {
		d.add(op.AlterSequence{From: logged, To: without})
	}
	if wasSerial && unlogged(d.from) {
		d.departing = append(d.departing, op.AlterSequence{From: without, To: logged})
	}
}
