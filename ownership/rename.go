package ownership

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A Rename says that the models call something by another name than before: a
// table, type or sequence, or a column of a table.
type Rename struct {
	Kind     op.Kind     // of From and To; for a column, that of its table
	From, To schema.Name // for a column, To is its table by its new name
	Old, New string      // the column
}

func (r Rename) isColumn() bool { return r.New != "" }

// pending returns the renames of objects that are still to be done, and all
// those of columns. An old name says nothing any more once the new one is
// there: who has it now may be anybody.
func pending(renames []Rename, live schema.Database) []Rename {
	if len(renames) == 0 {
		return nil
	}
	there := present(live)
	var list []Rename
	for {
		found := len(list)
		for _, r := range renames {
			free := func(n schema.Name) bool {
				return !there[op.Object{Kind: r.Kind, Name: n}] ||
					slices.ContainsFunc(list, func(o Rename) bool { return !o.isColumn() && o.Kind == r.Kind && o.From == n })
			}
			if !slices.Contains(list, r) && (r.isColumn() || free(r.To)) {
				list = append(list, r)
			}
		}
		if len(list) == found {
			return list
		}
	}
}

// present returns the tables, types and sequences of a database.
func present(db schema.Database) map[op.Object]bool {
	there := map[op.Object]bool{}
	add := func(kind op.Kind, name schema.Name) { there[op.Object{Kind: kind, Name: name}] = true }
	for _, t := range db.Tables {
		add(op.KindTable, t.Name)
	}
	for name := range db.Types() {
		add(op.KindType, name)
	}
	for _, x := range db.Sequences {
		add(op.KindSequence, x.Name)
	}
	return there
}

// renamed returns the new name of an object that is being renamed.
func (c Claims) renamed(o op.Object) (to schema.Name, ok bool) {
	for _, r := range c.Renamed {
		if !r.isColumn() && r.Kind == o.Kind && r.From == o.Name {
			return r.To, true
		}
	}
	return o.Name, false
}

// A successor is the model of a table, and how it calls what the table has.
type successor struct {
	*schema.Table
	was     schema.Name       // the table
	columns map[string]string // the new names of columns that are being renamed
}

// successor returns the model of a table; the table may have another name.
func (c Claims) successor(t schema.Table) (successor, bool) {
	s := successor{was: t.Name, columns: map[string]string{}}
	name, _ := c.renamed(op.Object{Kind: op.KindTable, Name: t.Name})
	if s.Table = c.Models.Table(name); s.Table == nil {
		return s, false
	}
	for _, r := range c.Renamed {
		if r.isColumn() && r.To == name && t.Column(r.Old) != nil && t.Column(r.New) == nil {
			s.columns[r.Old] = r.New
		}
	}
	return s, true
}

// column returns what the model calls a column of the table.
func (s successor) column(name string) string {
	if renamed, ok := s.columns[name]; ok {
		return renamed
	}
	return name
}

// list returns what the model calls columns of the table.
func (s successor) list(names []string) []string {
	renamed := make([]string, len(names))
	for i, n := range names {
		renamed[i] = s.column(n)
	}
	return renamed
}

// part returns what the model may call a constraint, index or statistics
// object whose name begins, as default names do, with that of the table, and of
// a column behind it.
func (s successor) part(name string) string {
	rest, ok := strings.CutPrefix(name, s.was.Object()+"_")
	if !ok {
		return name
	}
	for old, renamed := range s.columns {
		if label, ok := strings.CutPrefix(rest, old+"_"); ok {
			rest = renamed + "_" + label
			break
		}
	}
	return s.Name.Object() + "_" + rest
}
