package diff

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A reach is how far a disturbance can go: of ten thousand tables, one that
// changes concerns itself, its relatives, and those whose foreign keys refer to
// them. All others need not be looked into.
type reach struct {
	all    bool                 // a type, a sequence or an extension goes
	tables map[schema.Name]bool // with what they are partitions or children of, and what is of them
	// named are the relations and types that go with the tables: an
	// expression anywhere may name them.
	named map[key]bool
}

func (d *differ) reachOf(s disturbance) reach {
	r := reach{tables: map[schema.Name]bool{}, named: map[key]bool{}}
	for _, o := range d.ops {
		if a, ok := o.(op.AlterEnum); ok {
			r.named[typ(a.Name)] = true
			for _, u := range a.Uses {
				d.addRelatives(r.tables, u.Table)
			}
		}
		if isModification(o) && !isAlterColumn(o) && !isDetach(o) {
			continue
		}
		for _, target := range o.Targets() {
			if target.Kind != op.KindTable {
				r.all = true
			}
			d.addRelatives(r.tables, target.Name)
		}
	}
	for k, gone := range s.dropped {
		if gone && (k.kind == "relation" || k.kind == "type") {
			r.named[k] = true
		}
	}
	return r
}

func isAlterColumn(o op.Operation) bool {
	_, ok := o.(op.AlterColumn)
	return ok
}

func isDetach(o op.Operation) bool {
	_, ok := o.(op.DetachPartition)
	return ok
}

// addRelatives adds a table with its relatives by partitioning and
// inheritance, however far.
func (d *differ) addRelatives(tables map[schema.Name]bool, name schema.Name) {
	if tables[name] {
		return
	}
	tables[name] = true
	for _, child := range d.childrenOf(name) {
		d.addRelatives(tables, child)
	}
	for _, db := range []*schema.Database{&d.from, &d.to} {
		if t := db.Table(name); t != nil {
			for _, parent := range parentsOf(*t) {
				d.addRelatives(tables, parent)
			}
		}
	}
}

// includes reports whether a part of the table may rest on what is disturbed.
func (r reach) includes(t *schema.Table) bool {
	return r.all || r.tables[t.Name] ||
		slices.ContainsFunc(t.ForeignKeys, func(k schema.ForeignKey) bool { return r.tables[k.References] }) ||
		len(r.named) > 0 && slices.ContainsFunc(expressionsOf(t), r.isNamedIn)
}

func (r reach) isNamedIn(sql string) bool {
	return strings.ContainsAny(sql, " \t\n'.:") && anyOf(nameKeys(sql), r.named) // else it is one word, a column
}

// expressionsOf returns the fragments of SQL in a table that parts of it rest
// on.
func expressionsOf(t *schema.Table) []string {
	var list []string
	for i := range t.Columns {
		if g := t.Columns[i].Generated; g != nil {
			list = append(list, g.Expr)
		}
	}
	for i := range t.Checks {
		list = append(list, t.Checks[i].Expr)
	}
	for i := range t.Exclusions {
		list = append(append(list, t.Exclusions[i].Where), t.Exclusions[i].Elements...)
	}
	for i := range t.Indexes {
		list = append(append(list, t.Indexes[i].Where), t.Indexes[i].Key...)
	}
	for i := range t.Statistics {
		list = append(list, t.Statistics[i].Columns...)
	}
	return list
}
