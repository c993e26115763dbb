package model

import (
	"errors"
	"slices"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

// A part is a constraint, an index or a statistics object of a table. Its
// name is settled when all explicit names are known and all expressions read,
// for a default name depends on both.
type part struct {
	kind  Kind
	label string // what a default name ends with: "key", "fkey", …
	at    fragment
	naming
	// columns are what the default name is made of.
	columns func() []string
	// store puts the part into its table under its name.
	store func(name string)
	// group holds the columns of fields that share the part by its name.
	group *[]string
}

// A naming is the name that a person gave a part; empty for PostgreSQL's
// default.
type naming struct {
	name   string
	nameAt fragment
}

// add adds a part to a table. A name may be given in front of it.
func (t *table) add(p *part) *part {
	t.parts = append(t.parts, p)
	return p
}

// shared returns the part that a field before has begun under the name.
func (t *table) shared(kind Kind, label, name string) *part {
	for _, p := range t.parts {
		if p.group != nil && name != "" && p.kind == kind && p.label == label && p.name == name {
			return p
		}
	}
	return nil
}

// partName takes the optional name of a part, and "was old_name" behind it.
// stop holds the words that are no names here.
func (l *loader) partName(t *table, kind Kind, c *cursor, stops ...string) (n naming, err *Error) {
	if !c.atIdent() || c.tokens[c.i].Kind == schema.Word && isOneOf(c.tokens[c.i], stops) {
		return n, nil
	}
	n.name, n.nameAt, err = c.ident("a name")
	if err == nil && c.accept("was") {
		var old string
		if old, _, err = c.ident("the old name"); err == nil {
			l.rename(Ref{kind, t.Name, n.name}, old)
		}
	}
	return n, err
}

// colonName takes "NAME:" off the front of a fragment.
func (l *loader) colonName(t *table, f fragment) (naming, fragment, *Error) {
	c := f.cursor()
	for i, tok := range c.tokens {
		if !tok.Is(":") {
			continue
		}
		if i > 3 || nested(c.tokens[:i]) {
			break
		}
		head := f.slice(0, tok.Pos).cursor()
		name, err := l.partName(t, Constraint, head)
		if err == nil {
			err = head.finish("a name before the colon")
		}
		return name, f.from(tok.End()).trim(), err
	}
	return naming{}, f, nil
}

func nested(tokens []schema.Token) bool {
	return slices.ContainsFunc(tokens, func(t schema.Token) bool { return nesting(t) != 0 })
}

// definition reads a constraint as SQL writes it: head ("UNIQUE ") and what
// the fragment holds, in which "clustered" may stand.
func definition(head string, f fragment) (schema.Constraint, *Error) {
	rest, clustered := f.cut("clustered")
	c, err := schema.ParseConstraint("", head+rest.text)
	if err == nil && !clustered.empty() {
		if c = schema.WithKeyIndex(c, schema.KeyIndex{Clustered: true}); !schema.KeyIndexOf(c).Clustered {
			return nil, errorAt(clustered, "only what has an index can be clustered")
		}
	}
	return c, parseError(rest, len(head), err)
}

// attachment takes "attach to INDEX" out of the definition of a key.
func (l *loader) attachment(f fragment) (rest fragment, index schema.Name, err *Error) {
	c := f.cursor()
	head := c.until("attach")
	if !c.accept("attach", "to") {
		return f, "", nil
	}
	index, _, err = c.name("the parent's index", l.schema)
	return join(head, c.rest()), index, err
}

// checkAttachments complains about indexes and keys that are attached to what is
// not there. What the parent has from a parent of its own, no model says.
func (l *loader) checkAttachments(t *table) {
	check := func(kind Kind, name string, to schema.Name) {
		if to == "" {
			return
		}
		ref := Ref{Kind: kind, Object: t.Name, Part: name}
		if t.PartitionOf == nil {
			l.failf(l.models.at.of(ref), "only what belongs to a partition is attached to an index, and table %s is none", t.Name)
			return
		}
		parent := l.byName[t.PartitionOf.Parent]
		if parent == nil || parent.PartitionOf != nil || parent.open {
			return
		}
		if parent.Index(to.Object()) == nil && parent.Constraint(to.Object()) == nil {
			l.failf(l.models.at.of(ref).find(to.Object()), "table %s has no index %q", parent.Name, to.Object())
		}
	}
	for _, x := range t.Indexes {
		check(Index, x.Name, x.AttachTo)
	}
	for _, c := range t.Constraints() {
		check(Constraint, c.ConstraintName(), schema.AttachedTo(c))
	}
}

func parseError(f fragment, offset int, err error) *Error {
	failure := (*schema.ParseError)(nil)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &failure):
		return errorAt(f.word(max(failure.Pos-offset, 0)), "%s", failure.Msg)
	}
	return errorAt(f, "%v", err)
}

// known complains about the columns that a table lacks, where f names them.
// It is asked when all columns are there.
func (l *loader) known(t *table, f fragment, columns ...[]string) {
	for _, name := range slices.Concat(columns...) {
		if !t.knows(name) {
			l.failf(f.find(name), "table %s has no column %q%s", t.Name, name, didYouMean(name, t.columnNames()))
		}
	}
}

func (l *loader) tablePrimaryKey(t *table, c *cursor) *Error {
	c.accept("key")
	name, err := l.partName(t, Constraint, c, "on")
	if err != nil {
		return err
	}
	only := c.accept("on", "only")
	f, to, err := l.attachment(c.rest())
	if err != nil {
		return err
	}
	con, err := definition("PRIMARY KEY ", f)
	if err != nil {
		return err
	}
	key := con.(schema.PrimaryKey)
	key.OnOnly, key.AttachTo = only, to
	return l.addPrimaryKey(t, key, name, f)
}

func (l *loader) addPrimaryKey(t *table, key schema.PrimaryKey, name naming, f fragment) *Error {
	if t.primary != nil {
		return errorAt(f, "table %s has a primary key already, in line %d", t.Name, t.primary.at.position().Line)
	}
	t.primary = t.add(&part{
		kind: Constraint, label: "pkey", naming: name, at: f,
		columns: func() []string { return nil },
		store: func(name string) {
			l.known(t, f, key.Columns, key.Include)
			key.Name = name
			t.PrimaryKey = &key
			for _, column := range key.Columns {
				c := t.Column(column)
				if c == nil {
					continue
				}
				c.NotNull = true
				if c.NotNullNotValid || c.NotNullNoInherit {
					l.failf(f, "the primary key needs a NOT NULL of column %s that is valid and that children have too", column)
				}
			}
		},
	})
	return nil
}

func (l *loader) columnPrimaryKey(c *column, v fragment) {
	t := c.table
	c.NotNull = true
	name, err := l.partName(t, Constraint, v.cursor())
	if l.fail(err) {
		return
	}
	if t.primary != nil && t.primary.group != nil {
		*t.primary.group = append(*t.primary.group, c.Name)
		if t.primary.name == "" {
			t.primary.naming = name
		} else if name.name != "" && name.name != t.primary.name {
			l.failf(v, "the primary key has the name %s already", t.primary.name)
		}
		return
	}
	columns := &[]string{c.Name}
	t.primary = t.add(&part{
		kind: Constraint, label: "pkey", naming: name, at: c.word("pk"), group: columns,
		columns: func() []string { return nil },
		store:   func(name string) { t.PrimaryKey = &schema.PrimaryKey{Name: name, Columns: *columns} },
	})
}

func (l *loader) tableUnique(t *table, c *cursor) *Error {
	if c.accept("index") {
		return l.readIndex(t, c, true)
	}
	name, err := l.partName(t, Constraint, c, "on", "nulls")
	if err != nil {
		return err
	}
	only := c.accept("on", "only")
	f, to, err := l.attachment(c.rest())
	if err != nil {
		return err
	}
	moved, nulls := f.cut("nulls", "not", "distinct")
	con, err := definition("UNIQUE ", join(nulls, moved))
	if err != nil {
		return err
	}
	key := con.(schema.Unique)
	key.OnOnly, key.AttachTo = only, to
	l.addUnique(t, key, name, f)
	return nil
}

func (l *loader) addUnique(t *table, key schema.Unique, name naming, f fragment) {
	t.add(&part{
		kind: Constraint, label: "key", naming: name, at: f,
		columns: func() []string { return slices.Concat(key.Columns, key.Include) },
		store: func(name string) {
			l.known(t, f, key.Columns, key.Include)
			key.Name = name
			t.Uniques = append(t.Uniques, key)
		},
	})
}

func (l *loader) columnUnique(c *column, v fragment) {
	t, k := c.table, v.cursor()
	name, err := l.partName(t, Constraint, k, "nulls")
	nulls := k.accept("nulls", "not", "distinct")
	if l.fail(err) {
		return
	}
	var when schema.Deferrable
	if !k.done() {
		con, err := definition("UNIQUE (x) ", k.rest())
		if l.fail(err) {
			return
		}
		when = con.(schema.Unique).Deferrable
	}
	if p := t.shared(Constraint, "key", name.name); p != nil {
		*p.group = append(*p.group, c.Name)
		return
	}
	columns := &[]string{c.Name}
	t.add(&part{
		kind: Constraint, label: "key", naming: name, at: c.word("unique"), group: columns,
		columns: func() []string { return *columns },
		store: func(name string) {
			t.Uniques = append(t.Uniques, schema.Unique{Name: name, Columns: *columns, NullsNotDistinct: nulls, Deferrable: when})
		},
	})
}

func (l *loader) tableExclude(t *table, c *cursor) *Error {
	name, err := l.partName(t, Constraint, c, "using")
	if err != nil {
		return err
	}
	f := c.rest()
	con, err := definition("EXCLUDE ", f)
	if err != nil {
		return err
	}
	l.addExclusion(t, con.(schema.Exclusion), name, f)
	return nil
}

func (l *loader) addExclusion(t *table, con schema.Exclusion, name naming, f fragment) {
	keys := f.elements(len(con.Elements))
	var named []func() string
	for _, key := range keys {
		named = append(named, l.key(t, key))
	}
	k := f.cursor()
	if k.until("where"); k.accept("where") {
		if where, err := k.group("the predicate"); !l.fail(err) {
			l.expression(t, where, true)
		}
	}
	t.add(&part{
		kind: Constraint, label: "excl", naming: name, at: f,
		columns: func() []string { return indexColumns(named, con.Include) },
		store: func(name string) {
			l.known(t, f, con.Include)
			con.Name = name
			t.Exclusions = append(t.Exclusions, con)
		},
	})
}

// tableConstraint reads "constraint NAME CHECK (…)" and any other constraint
// in the words of PostgreSQL.
func (l *loader) tableConstraint(t *table, c *cursor) *Error {
	name, err := l.partName(t, Constraint, c)
	if err != nil {
		return err
	}
	if name.name == "" {
		return c.expected("the constraint's name")
	}
	f, to, err := l.attachment(c.rest())
	if err != nil {
		return err
	}
	con, err := definition("", f)
	if err != nil {
		return err
	}
	con = schema.WithAttachTo(con, to)
	switch con := con.(type) {
	case schema.PrimaryKey:
		return l.addPrimaryKey(t, con, name, f)
	case schema.Unique:
		l.addUnique(t, con, name, f)
	case schema.ForeignKey:
		l.addForeignKey(t, con, name, f, f)
	case schema.Exclusion:
		l.addExclusion(t, con, name, f)
	case schema.Check:
		k := f.cursor()
		k.accept("check")
		inner, err := k.group("the condition")
		if err != nil {
			return err
		}
		l.addCheck(t, con, name, inner)
	}
	return nil
}

func (l *loader) addCheck(t *table, con schema.Check, name naming, expr fragment) {
	e := l.expression(t, expr, true)
	t.add(&part{
		kind: Constraint, label: "check", naming: name, at: expr,
		columns: func() []string { return checkColumns(e.parsed) },
		store: func(name string) {
			con.Name = name
			t.Checks = append(t.Checks, con)
		},
	})
}

// checkColumns returns the column that a check's default name contains: the
// only one that it refers to.
func checkColumns(e *pgparse.Expr) []string {
	if e == nil {
		return nil
	}
	var names []string
	for _, ref := range e.Columns {
		if !slices.Contains(names, ref.Name()) {
			names = append(names, ref.Name())
		}
	}
	if len(names) != 1 {
		return nil
	}
	return names
}
