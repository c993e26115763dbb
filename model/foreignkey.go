package model

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

func (l *loader) tableForeignKey(t *table, c *cursor) *Error {
	c.accept("key")
	name, err := l.partName(t, Constraint, c)
	if err != nil {
		return err
	}
	f := c.rest()
	con, err := definition("FOREIGN KEY ", f)
	if err != nil {
		return err
	}
	l.addForeignKey(t, con.(schema.ForeignKey), name, f, f)
	return nil
}

func (l *loader) columnReferences(c *column, v fragment) {
	if !l.value(c, "references", v, "references: accounts(id) on delete cascade") {
		return
	}
	name, v, err := l.colonName(c.table, v)
	if l.fail(err) {
		return
	}
	key, failure := schema.ParseReferences(v.text)
	if l.fail(parseError(v, 0, failure)) {
		return
	}
	key.Columns = []string{c.Name}
	l.addForeignKey(c.table, key, name, v, v)
}

// addForeignKey adds a foreign key; references is the fragment that holds the
// referenced table's name.
func (l *loader) addForeignKey(t *table, key schema.ForeignKey, name naming, f, references fragment) {
	key.References = l.inDefaultSchema(key.References, references)
	t.add(&part{
		kind: Constraint, label: "fkey", naming: name, at: f,
		columns: func() []string { return key.Columns },
		store: func(name string) {
			l.known(t, f, key.Columns, key.OnDeleteColumns)
			l.resolveReference(&key, f)
			key.Name = name
			t.ForeignKeys = append(t.ForeignKeys, key)
		},
	})
}

// inDefaultSchema returns a parsed name, which is public where none is
// written, in the default schema. f is where it was written.
func (l *loader) inDefaultSchema(name schema.Name, f fragment) schema.Name {
	if l.schema == schema.DefaultSchema || name.Schema() != schema.DefaultSchema {
		return name
	}
	tokens := schema.Tokens(f.text)
	for i, t := range tokens {
		if t.Unquote() == name.Object() && (i == 0 || tokens[i-1].Is("references")) {
			return schema.NewName(l.schema, name.Object())
		}
	}
	return name
}

// resolveReference fills in the primary key of a referenced model, and checks
// the columns against it.
func (l *loader) resolveReference(key *schema.ForeignKey, f fragment) {
	target := l.byName[key.References]
	if target == nil {
		return
	}
	if len(key.RefColumns) > 0 {
		l.known(target, f, key.RefColumns)
		return
	}
	key.RefColumns = target.primaryColumns()
	switch n := len(key.RefColumns); {
	case n == 0 && !target.open:
		l.failf(f, "table %s has no primary key to refer to; name the columns", target.Name)
	case n != len(key.Columns) && n > 0:
		l.failf(f, "the foreign key has %d columns, and the primary key of %s has %d", len(key.Columns), target.Name, n)
	}
}

// primaryColumns returns the columns of the primary key, which may not be
// stored yet.
func (t *table) primaryColumns() []string {
	switch {
	case t.primary == nil:
		return nil
	case t.PrimaryKey == nil && t.primary.group != nil:
		return slices.Clone(*t.primary.group)
	case t.PrimaryKey == nil:
		if con, err := definition("PRIMARY KEY ", t.primary.at); err == nil {
			return con.(schema.PrimaryKey).Columns
		}
		return nil
	}
	return slices.Clone(t.PrimaryKey.Columns)
}
