package diff

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about expressions that name an enumeration type whose values
// change, in whatever they belong to: a default 'new'::status::text of a text
// column, a check of a domain. An enumeration that is built anew, there or back,
// cannot be while they are there. Columns of the type itself are cast along.

// namesReshaped reports whether one of the expressions names an enumeration
// whose values change.
func (d *differ) namesReshaped(expressions ...string) bool {
	return len(d.reshaped) > 0 && slices.ContainsFunc(expressions, func(sql string) bool {
		return sql != "" && slices.ContainsFunc(nameKeys(sql), func(k key) bool { return k.kind == "type" && d.reshaped[k.name] != kept })
	})
}

// castAlong reports whether a part of a table goes and comes with the casts of an
// enumeration's columns.
func (d *differ) castAlong(table schema.Name, part string) bool {
	return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		a, ok := o.(op.AlterEnum)
		return ok && slices.ContainsFunc(a.Uses, func(u op.EnumUse) bool {
			return u.Table == table && (slices.ContainsFunc(u.Indexes, func(x schema.Index) bool { return x.Name == part }) ||
				slices.ContainsFunc(u.Checks, func(c schema.Check) bool { return c.Name == part }))
		})
	})
}

// parkNamed takes away the defaults and the checks of domains that name an
// enumeration while its values change.
func (d *differ) parkNamed() {
	if len(d.reshaped) == 0 {
		return
	}
	d.parkDefaults()
	d.parkDomains()
}

// parkDefaults does so for the defaults of columns: those that change lose the
// old one first, those that stay are there again after. What a child has of its own
// goes before its parent's, and comes after.
func (d *differ) parkDefaults() {
	altered := map[key]bool{}
	var named []op.AlterColumn
	d.ops = slices.DeleteFunc(d.ops, func(o op.Operation) bool {
		a, ok := o.(op.AlterColumn)
		if !ok {
			return false
		}
		altered[column(a.Table, a.To.Name)] = true
		mustPark := d.namesReshaped(a.From.Default) && d.namesReshaped(a.To.Default, a.To.Type) && !d.castsColumn(a.Table, a.To)
		if mustPark {
			named = append(named, a)
		}
		return mustPark
	})
	for _, f := range d.from.Tables {
		for _, c := range f.Columns {
			if !altered[column(f.Name, c.Name)] && d.keepsNamed(f, c) {
				named = append(named, op.AlterColumn{Table: f.Name, From: c, To: c})
			}
		}
	}
	depth := func(o op.AlterColumn) int {
		t := d.from.Table(o.Table)
		if t == nil {
			return 0
		}
		return d.depth(*t)
	}
	slices.SortStableFunc(named, func(a, b op.AlterColumn) int { return depth(b) - depth(a) })
	for _, a := range named {
		d.add(op.AlterColumn{Table: a.Table, From: a.From, To: d.parked(a)})
	}
	for _, a := range slices.Backward(named) {
		d.add(op.AlterColumn{Table: a.Table, From: d.parked(a), To: a.To, Using: a.Using})
	}
}

// parked returns a column between losing a default and getting one, of the type
// that is no enumeration whose values change.
func (d *differ) parked(o op.AlterColumn) schema.Column {
	c := o.From
	if d.namesReshaped(c.Type) {
		c = o.To
	}
	c.Default = ""
	return c
}

// keepsNamed reports whether a column keeps a default of its own that names an
// enumeration whose values change.
func (d *differ) keepsNamed(f schema.Table, c schema.Column) bool {
	t := d.to.Table(f.Name)
	if t == nil || !d.namesReshaped(c.Default) || d.castsColumn(f.Name, c) {
		return false
	}
	same := t.Column(c.Name)
	if same == nil || same.Default != c.Default || slices.ContainsFunc(d.ops, func(o op.Operation) bool { return dropsColumn(o, f.Name, c.Name) }) {
		return false
	}
	follows := slices.ContainsFunc(parentsOf(*t), func(n schema.Name) bool {
		p := d.from.Table(n)
		return p != nil && p.Column(c.Name) != nil && p.Column(c.Name).Default == c.Default && d.followsParent(f.Name, c.Name)
	})
	return !follows
}

func dropsColumn(o op.Operation, table schema.Name, column string) bool {
	switch o := o.(type) {
	case op.DropColumn:
		return o.Table == table && o.Column.Name == column
	case op.DropTable:
		return o.Table.Name == table
	}
	return false
}

// castsColumn reports whether a column is of an enumeration whose values change,
// and cast along.
func (d *differ) castsColumn(table schema.Name, c schema.Column) bool {
	return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		a, ok := o.(op.AlterEnum)
		return ok && typeName(c.Type) == a.Name && slices.ContainsFunc(a.Uses, func(u op.EnumUse) bool {
			return u.Table == table && u.Column.Name == c.Name || u.Column.Name == c.Name && d.followsParent(table, c.Name)
		})
	})
}

// parkDomains does so for the domains that are there before and after.
func (d *differ) parkDomains() {
	altered := map[schema.Name]bool{}
	for i, o := range d.ops {
		a, ok := o.(op.AlterDomain)
		if !ok {
			continue
		}
		altered[a.To.Name] = true
		if parked := d.unnamed(a.From); !sameDomain(parked, a.From) {
			d.ops[i] = op.AlterDomain{From: a.From, To: parked}
			d.add(op.AlterDomain{From: parked, To: a.To})
		}
	}
	_, _, both := pairs(d.from.Domains, d.to.Domains, func(x schema.Domain) schema.Name { return x.Name })
	for _, p := range both {
		if parked := d.unnamed(p[0]); !altered[p[0].Name] && !d.renewed[p[0].Name] && !sameDomain(parked, p[0]) {
			d.add(op.AlterDomain{From: p[0], To: parked}, op.AlterDomain{From: parked, To: p[1]})
		}
	}
}

// unnamed returns a domain without what names an enumeration whose values change.
func (d *differ) unnamed(x schema.Domain) schema.Domain {
	if d.namesReshaped(x.Default) {
		x.Default = ""
	}
	x.Checks = without(x.Checks, func(c schema.Check) bool { return d.namesReshaped(c.Expr) })
	return x
}
