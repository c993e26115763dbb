package diff

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// Candidates returns the renames that would explain a drop and an addition
// among the operations of a draft: a column of the same type in the same
// table, a table with the same columns. Where several could have been renamed
// to one, or one to several, there is no telling, and none is returned.
func Candidates(ops []op.Operation) []Rename {
	columns, tables := pairing[columnKey, string]{}, pairing[string, schema.Name]{}
	for _, o := range ops {
		switch o := o.(type) {
		case op.DropColumn:
			columns.dropped(keyOf(o.Table, o.Column), o.Column.Name)
		case op.AddColumn:
			columns.added(keyOf(o.Table, o.Column), o.Column.Name)
		case op.DropTable:
			tables.dropped(outline(o.Table), o.Table.Name)
		case op.CreateTable:
			tables.added(outline(o.Table), o.Table.Name)
		}
	}
	var list []Rename
	tables.each(func(_ string, from, to schema.Name) {
		list = append(list, Rename{Kind: RenameTable, From: from, To: to})
	})
	columns.each(func(k columnKey, from, to string) {
		list = append(list, Rename{Kind: RenameColumn, Of: k.table, Old: from, New: to})
	})
	return list
}

// A columnKey is what a renamed column keeps.
type columnKey struct {
	table     schema.Name
	typ       string
	generated bool
}

func keyOf(table schema.Name, c schema.Column) columnKey {
	return columnKey{table, c.Type, c.Generated != nil}
}

// outline is what a renamed table keeps: names and types of its columns, in any
// order. It is empty for what has none.
func outline(t schema.Table) string {
	var columns []string
	for _, c := range t.Columns {
		columns = append(columns, schema.Quote(c.Name)+" "+c.Type)
	}
	slices.Sort(columns)
	return strings.Join(columns, ", ")
}

// A pairing collects what was dropped and what was added by what they have in
// common.
type pairing[K comparable, V any] struct {
	order []K
	sides map[K]*[2][]V
}

func (p *pairing[K, V]) dropped(k K, v V) { p.put(k, 0, v) }
func (p *pairing[K, V]) added(k K, v V)   { p.put(k, 1, v) }

func (p *pairing[K, V]) put(k K, side int, v V) {
	if p.sides == nil {
		p.sides = map[K]*[2][]V{}
	}
	if p.sides[k] == nil {
		p.order, p.sides[k] = append(p.order, k), &[2][]V{}
	}
	p.sides[k][side] = append(p.sides[k][side], v)
}

// each calls visit where there is exactly one on either side.
func (p *pairing[K, V]) each(visit func(k K, from, to V)) {
	var none K
	for _, k := range p.order {
		if s := p.sides[k]; len(s[0]) == 1 && len(s[1]) == 1 && k != none {
			visit(k, s[0][0], s[1][0])
		}
	}
}
