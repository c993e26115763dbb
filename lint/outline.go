package lint

import (
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// An outline is what a history makes of the keys of a table. Rules on what a
// later revision should have done look at it as it is in the end.
type outline struct {
	whole    bool                // created by an operation: nothing of it is unknown
	keys     map[string][]string // the columns that indexes and unique keys begin with
	primary  string              // the one of the primary key
	foreign  map[string][]string // the columns of foreign keys
	notValid map[string]bool
}

func newOutline() *outline {
	return &outline{keys: map[string][]string{}, foreign: map[string][]string{}, notValid: map[string]bool{}}
}

// unindexed reports whether the table has that foreign key and no index that
// finds the rows which refer to a row.
func (o *outline) unindexed(foreignKey string) bool {
	if o == nil || !o.whole {
		return false
	}
	columns, there := o.foreign[foreignKey]
	for _, key := range o.keys {
		if len(key) >= len(columns) && sameSet(key[:len(columns)], columns) {
			return false
		}
	}
	return there
}

func sameSet(a, b []string) bool {
	return !slices.ContainsFunc(a, func(x string) bool { return !slices.Contains(b, x) })
}

func (o *outline) table(t schema.Table) {
	o.whole = t.PartitionOf == nil && len(t.Inherits) == 0
	for _, c := range t.Constraints() {
		o.constraint(c)
	}
	for _, x := range t.Indexes {
		o.index(x)
	}
}

func (o *outline) constraint(c schema.Constraint) {
	switch c := c.(type) {
	case schema.PrimaryKey:
		o.keys[c.Name], o.primary = c.Columns, c.Name
	case schema.Unique:
		o.keys[c.Name] = c.Columns
	case schema.ForeignKey:
		o.foreign[c.Name] = c.Columns
		o.notValid[c.Name] = c.NotValid && !c.NotEnforced
	case schema.Check:
		o.notValid[c.Name] = c.NotValid && !c.NotEnforced
	}
}

// index takes the columns that an index begins with. A partial index does not
// find every row, and of other methods it is not known.
func (o *outline) index(x schema.Index) {
	if x.Where == "" && (x.Method == "" || x.Method == "btree" || x.Method == "hash") {
		o.keys[x.Name] = leadingColumns(x.Key)
	}
}

func leadingColumns(key []string) []string {
	var columns []string
	for _, k := range key {
		tokens := schema.Tokens(k)
		if len(tokens) == 0 || !isIdent(tokens[0]) || len(tokens) > 1 && tokens[1].Is("(") {
			break
		}
		columns = append(columns, tokens[0].Unquote())
	}
	return columns
}

func (o *outline) drop(name string) {
	delete(o.keys, name)
	delete(o.foreign, name)
	delete(o.notValid, name)
}

func (o *outline) rename(from, to string) {
	if o.primary == from {
		o.primary = to
	}
	move(o.keys, from, to)
	move(o.foreign, from, to)
	move(o.notValid, from, to)
}

func move[K comparable, V any](m map[K]V, from, to K) {
	if v, ok := m[from]; ok {
		delete(m, from)
		m[to] = v
	}
}

// renameColumn renames a column in all keys; without a new name the keys over
// it are gone.
func (o *outline) renameColumn(from, to string) {
	for _, keys := range []map[string][]string{o.keys, o.foreign} {
		for name, columns := range keys {
			i := slices.Index(columns, from)
			switch {
			case i >= 0 && to == "":
				delete(keys, name)
			case i >= 0:
				keys[name] = slices.Clone(columns)
				keys[name][i] = to
			}
		}
	}
}

// outlines notes what an operation makes of the keys of its table.
func (r *opReader) outlines(o op.Operation) {
	note := func(table schema.Name, does func(*outline)) {
		r.emit(effect{kind: outlines, object: object{kind: kindTable, name: table}, outline: does})
	}
	switch o := o.(type) {
	case op.CreateTable:
		note(o.Table.Name, func(t *outline) { t.table(o.Table) })
	case op.AddConstraint:
		note(o.Table, func(t *outline) { t.constraint(o.Constraint) })
	case op.DropConstraint:
		note(o.Table, func(t *outline) { t.drop(o.Constraint.ConstraintName()) })
	case op.AlterConstraint:
		note(o.Table, func(t *outline) { t.drop(o.From.ConstraintName()); t.constraint(o.To) })
	case op.RenameConstraint:
		note(o.Table, func(t *outline) { t.rename(o.From, o.To) })
	case op.CreateIndex:
		note(o.Table, func(t *outline) { t.index(o.Index) })
	case op.DropIndex:
		note(o.Table, func(t *outline) { t.drop(o.Index.Name) })
	case op.RenameIndex:
		note(o.Table, func(t *outline) { t.rename(o.From, o.To) })
	case op.RenameColumn:
		note(o.Table, func(t *outline) { t.renameColumn(o.From, o.To) })
	case op.DropColumn:
		note(o.Table, func(t *outline) { t.renameColumn(o.Column.Name, "") })
	}
}
