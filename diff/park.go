package diff

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// This file is about settings that are in the way while a table changes: one of a
// composite type gets and loses no columns, the index of its replica identity
// cannot go, and one that logical decoding takes for a catalog is not written
// anew. Such a setting is parked: taken back before, and made again after.

// parkSettings splits what changes the settings of tables where some are parked.
func (d *differ) parkSettings() {
	if len(d.ops) == 0 {
		return
	}
	s := d.disturbed()
	for i := range d.from.Tables {
		f := &d.from.Tables[i]
		if t := d.to.Table(f.Name); t != nil && (mayPark(f.Settings) || mayPark(t.Settings)) && !s.dropped[relation(f.Name)] {
			d.park(f, t, s)
		}
	}
}

// mayPark reports whether some of the settings can be in the way.
func mayPark(s schema.Settings) bool { return s.Of != "" || replicaIndex(s) != "" || isCatalog(s) }

func (d *differ) park(from, to *schema.Table, s disturbance) {
	f, t := from.Settings, to.Settings
	f.ReplicaIdentity = d.followedReplica(*from)
	at := slices.IndexFunc(d.ops, func(o op.Operation) bool { return isAlterTable(o, from.Name) })
	if at >= 0 {
		o := d.ops[at].(op.AlterTable)
		f, t = o.From, o.To
	}
	was, is := f, t
	if f.Of != t.Of || f.Of != "" && (d.renewed[f.Of] || !sameRow(*from, *to) || d.changesRow(from.Name)) {
		was.Of, is.Of = "", ""
	}
	if d.losesReplica(*from, f, t, s) {
		was.ReplicaIdentity, is.ReplicaIdentity = "", ""
	}
	if (isCatalog(f) || isCatalog(t)) && d.rewrites(from.Name) {
		was, is = noCatalog(was), noCatalog(is)
	}
	if same(was, f) && same(is, t) {
		return
	}
	if at >= 0 {
		d.ops = slices.Delete(d.ops, at, at+1)
	}
	for _, step := range [][2]schema.Settings{{f, was}, {was, is}, {is, t}} {
		if !same(step[0], step[1]) {
			d.add(op.AlterTable{Table: to.Name, From: step[0], To: step[1]})
		}
	}
}

func isAlterTable(o op.Operation, table schema.Name) bool {
	a, ok := o.(op.AlterTable)
	return ok && a.Table == table
}

// changesRow reports whether an operation makes, drops or retypes a column of a
// table.
func (d *differ) changesRow(table schema.Name) bool {
	return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		switch o := o.(type) {
		case op.AddColumn:
			return o.Table == table
		case op.DropColumn:
			return o.Table == table
		case op.AlterColumn:
			return o.Table == table && (o.From.Type != o.To.Type || o.From.Collation != o.To.Collation)
		}
		return false
	})
}

// losesReplica reports whether the index of a table's replica identity is made
// anew, or goes where the new one cannot be there before.
func (d *differ) losesReplica(table schema.Table, from, to schema.Settings, s disturbance) bool {
	name := replicaIndex(table.Settings)
	if name == "" {
		return false
	}
	if from.ReplicaIdentity == to.ReplicaIdentity {
		return s.dropped[relation(table.Name.Sibling(name))]
	}
	return replicaIndex(to) != "" && d.mustPark(table.Name, name)
}

const catalogOption = "user_catalog_table="

// isCatalog reports whether logical decoding takes the table for a catalog.
func isCatalog(s schema.Settings) bool {
	return slices.ContainsFunc(s.With, func(p string) bool {
		value, found := strings.CutPrefix(p, catalogOption)
		return found && !slices.Contains([]string{"false", "off", "no", "0"}, strings.ToLower(value))
	})
}

func noCatalog(s schema.Settings) schema.Settings {
	s.With = without(s.With, func(p string) bool { return strings.HasPrefix(p, catalogOption) })
	return s
}

// rewrites reports whether an operation, there or back, may write a table anew.
func (d *differ) rewrites(table schema.Name) bool {
	fills := func(c schema.Column) bool {
		return c.Default != "" || c.Generated != nil || c.Identity != nil || schema.IntegerType(c.Type) != "" || strings.Contains(c.Type, ".")
	}
	return slices.ContainsFunc(d.ops, func(o op.Operation) bool {
		switch o := o.(type) {
		case op.AddColumn:
			return d.reaches(o.Table, table) && fills(o.Column)
		case op.DropColumn:
			return d.reaches(o.Table, table) && fills(o.Column)
		case op.AlterColumn:
			return d.reaches(o.Table, table) && (o.From.Type != o.To.Type || !sameGenerated(o.From.Generated, o.To.Generated))
		case op.AlterEnum:
			return slices.ContainsFunc(o.Uses, func(u op.EnumUse) bool { return d.reaches(u.Table, table) })
		case op.AlterTable:
			return o.Table == table && (o.From.Unlogged != o.To.Unlogged || o.From.AccessMethod != o.To.AccessMethod)
		}
		return false
	})
}

// catalogEffect is that of a table that becomes a catalog: its rows are not
// written anew before it is none again.
func (d *differ) catalogEffect(e *effect, table schema.Name) {
	e.need(rewritten(table))
	d.needColumns(e, table)
	e.need(d.absences(table)...)
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(table); t != nil {
			for _, parent := range parentsOf(*t) {
				d.catalogEffect(e, parent)
			}
		}
	}
}

// reaches reports whether what is done to the columns of a table is done to those
// of another, its heir or itself.
func (d *differ) reaches(table, other schema.Name) bool {
	return table == other || slices.Contains(d.followersOf(table), other)
}
