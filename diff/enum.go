package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func (d *differ) alterEnum(f, t schema.Enum) (anew bool) {
	if !slices.Equal(f.Values, t.Values) {
		d.reshaped[f.Name] = shapeOf(f.Values, t.Values)
		d.add(op.AlterEnum{Name: f.Name, From: f.Values, To: t.Values, Uses: d.enumUses(f.Name), Comment: f.Comment})
	}
	d.comment("type", f.Name, "", f.Comment, t.Comment)
	return false
}

// enumUses returns the columns of the enumeration type on both sides: a
// column that is new or gone is no use of it while the type is built anew,
// whichever way. The parts that compare with values of the type go along when
// they stay; others are dropped before or created after.
func (d *differ) enumUses(name schema.Name) []op.EnumUse {
	var uses []op.EnumUse
	for i := range d.from.Tables {
		f := &d.from.Tables[i]
		t := d.to.Table(f.Name)
		if t == nil || d.mustRecreate(*f, *t, nil) {
			continue
		}
		from, to := d.withInherited(*f, d.from), d.withInherited(*t, d.to)
		for _, c := range from.Columns {
			tc := to.Column(c.Name)
			if tc == nil || typeName(c.Type) != name || tc.Type != c.Type {
				continue
			}
			use := enumUse(f, t, c, *tc)
			use.Column.Default = d.standingDefault(c, *tc)
			use.Column.Inherited = d.followsParent(f.Name, c.Name)
			if !use.Column.Inherited || len(use.Indexes)+len(use.Checks) > 0 || use.Column.Default != "" && f.Column(c.Name) != nil {
				uses = append(uses, use)
			}
		}
	}
	return uses
}

func enumUse(f, t *schema.Table, fc, tc schema.Column) op.EnumUse {
	use := op.EnumUse{Table: f.Name, Column: schema.Column{Name: fc.Name, Type: fc.Type}}
	for _, x := range f.Indexes {
		y := t.Index(x.Name)
		over := indexExpressions(x)
		if len(x.Statistics) > 0 { // which would be forgotten
			over = x.Key
		}
		if y != nil && sameIndex(x, *y) && mentions(over, fc.Name) {
			use.Indexes = append(use.Indexes, x)
		}
	}
	for _, x := range f.Checks {
		y, ok := t.Constraint(x.Name).(schema.Check)
		if ok && sameConstraint(x, y) && mentions([]string{x.Expr}, fc.Name) {
			use.Checks = append(use.Checks, x)
		}
	}
	return use
}

// castAlone returns the enumerations that are built anew, there or back, while
// the table is no partition: its columns are cast by themselves.
func (d *differ) castAlone(table schema.Name) []key {
	var enums []key
	for _, o := range d.ops {
		a, ok := o.(op.AlterEnum)
		if ok && slices.ContainsFunc(a.Uses, func(u op.EnumUse) bool { return u.Table == table && !u.Column.Inherited }) {
			enums = append(enums, typ(a.Name))
		}
	}
	return enums
}

// indexExpressions returns what of an index is more than a column: a plain
// column is cast along with its index.
func indexExpressions(x schema.Index) []string {
	expressions := []string{x.Where}
	for _, k := range x.Key {
		if len(schema.Tokens(k)) > 1 {
			expressions = append(expressions, k)
		}
	}
	return expressions
}

// A shape says how the values of a type change.
type shape int

const (
	kept   shape = iota
	grown        // values are added, in place
	shrunk       // values are removed: adding them is the way back
	mixed        // the type is built anew both ways
)

func shapeOf(from, to []string) shape {
	switch {
	case addsOnly(from, to):
		return grown
	case addsOnly(to, from):
		return shrunk
	}
	return mixed
}

// standingDefault returns the default that a column of the type has while the
// type is built anew. Where the default changes too, it changes on the side
// that has all values; where no side has, it is gone meanwhile.
func (d *differ) standingDefault(from, to schema.Column) string {
	if sameDefault(from.Type, from.Default, to.Default) {
		return from.Default
	}
	switch d.reshaped[typeName(from.Type)] {
	case grown:
		return from.Default
	case shrunk:
		return to.Default
	}
	return ""
}

// beforeType reports whether the alteration of a column comes before that of
// its enumeration type: when it takes away a default, or changes it while the
// type still has all values. A column that comes has the type as it is after.
func (d *differ) beforeType(o op.AlterColumn) bool {
	if !d.hadColumn(o.Table, o.To.Name) || o.From.NotNullNoInherit && !o.To.NotNullNoInherit {
		return false
	}
	if o.From.Type == o.To.Type && d.altersComposite(typeName(o.To.Type)) {
		return o.To.Default == ""
	}
	if o.From.Type != o.To.Type || d.reshaped[typeName(o.To.Type)] == kept {
		return false
	}
	return o.To.Default == "" || d.reshaped[typeName(o.To.Type)] == shrunk
}

// hadColumn reports whether a table has a column before.
func (d *differ) hadColumn(table schema.Name, name string) bool {
	f := d.from.Table(table)
	if f == nil {
		return false
	}
	whole := d.withInherited(*f, d.from)
	return whole.Column(name) != nil
}

// addsOnly reports whether to has all values of from in their order, so that
// the new ones can be added in place.
func addsOnly(from, to []string) bool {
	i := 0
	for _, v := range to {
		if i < len(from) && from[i] == v {
			i++
		}
	}
	return i == len(from)
}

// altersComposite reports whether a composite type gets or loses attributes: a
// default of such a type goes before and comes after.
func (d *differ) altersComposite(name schema.Name) bool {
	return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		a, ok := o.(op.AlterComposite)
		return ok && a.To.Name == name
	})
}
