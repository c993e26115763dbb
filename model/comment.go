package model

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// A comment is "comment on KIND NAME is TEXT", applied when all names are
// known.
type comment struct {
	table *table // nil: of an object of the database
	kind  fragment
	name  schema.Name // of a part of the table: its object part
	part  string      // the attribute of a type, the constraint of a domain
	at    fragment
	text  string
}

func (l *loader) tableComment(t *table, c *cursor) *Error {
	if len(c.tokens) > 3 && c.tokens[0].Text == "on" &&
		(slices.Contains(commentKinds, c.tokens[1].Text) || c.tokens[3].Text == "is") {
		return l.readComment(c, t)
	}
	t.Comment = textOf(c.fragment)
	return nil
}

// commentKinds are what a comment can be on.
var commentKinds = []string{
	"attribute", "column", "constraint", "domain", "enum", "extension", "index", "range", "schema", "sequence",
	"statistics", "type",
}

func (l *loader) readComment(c *cursor, t *table) (err *Error) {
	c.accept("on")
	x := comment{table: t, kind: c.at()}
	if c.done() || !slices.Contains(commentKinds, x.kind.text) {
		return errorAt(c.at(), "a comment cannot be on %q%s", c.at().text, didYouMean(c.at().text, commentKinds))
	}
	c.i++
	if t == nil && (x.kind.text == "attribute" || x.kind.text == "column") {
		err = l.attributeName(c, &x)
	} else {
		def := l.schema
		if t != nil || x.kind.text == "schema" || x.kind.text == "extension" || x.kind.text == "constraint" {
			def = schema.DefaultSchema
		}
		x.name, x.at, err = c.name("a name", def)
	}
	if err == nil && t == nil && x.kind.text == "constraint" {
		x.part = x.name.Object()
		if c.accept("on"); err == nil {
			c.accept("domain")
			x.name, _, err = c.name("the domain's name", l.schema)
		}
	}
	if err != nil {
		return err
	}
	if !c.accept("is") {
		return c.expected("is")
	}
	x.text = textOf(c.rest())
	l.comments = append(l.comments, x)
	return nil
}

// attributeName takes "type.attribute".
func (l *loader) attributeName(c *cursor, x *comment) *Error {
	x.at = c.at()
	ref, err := l.columnRef(c)
	if err != nil {
		return err
	}
	x.name, x.part = ref.Table, ref.Column
	return nil
}

// applyComments puts the comments where they belong.
func (l *loader) applyComments() {
	for _, x := range l.comments {
		var place *string
		if x.table != nil {
			place = x.table.commentOn(x.kind.text, x.name.Object())
			if place == nil && x.kind.text == "constraint" {
				place = l.notNullComment(x.table, x.name.Object())
			}
		} else {
			place = l.commentOn(x.kind.text, x)
		}
		if place == nil {
			l.failf(x.at, "there is no %s %s to comment on", x.kind.text, x.at.text)
			continue
		}
		*place = x.text
	}
}

// notNullComment returns where the comment on a NOT NULL constraint is held.
func (l *loader) notNullComment(t *table, name string) *string {
	find := func(n schema.Name) *schema.Table {
		if x := l.byName[n]; x != nil {
			return &x.Table
		}
		return nil
	}
	for i := range t.Columns {
		if c := &t.Columns[i]; c.NotNull && t.NotNullName(c.Name, find) == name {
			return &c.NotNullComment
		}
	}
	return nil
}

// commentOn returns where the comment on a part of a table is held, nil if
// there is no such part.
func (t *table) commentOn(kind, name string) *string {
	switch kind {
	case "column":
		if c := t.Column(name); c != nil {
			return &c.Comment
		}
	case "index":
		if x := t.Index(name); x != nil {
			return &x.Comment
		}
		_, index := t.keyComments(name)
		return index
	case "sequence":
		return t.identityComment(name)
	case "statistics":
		for i := range t.Statistics {
			if t.Statistics[i].Name.Object() == name {
				return &t.Statistics[i].Comment
			}
		}
	case "constraint":
		return t.constraintComment(name)
	}
	return nil
}

func (t *table) constraintComment(name string) *string {
	if own, _ := t.keyComments(name); own != nil {
		return own
	}
	if c := t.check(name); c != nil {
		return &c.Comment
	}
	for i := range t.ForeignKeys {
		if t.ForeignKeys[i].Name == name {
			return &t.ForeignKeys[i].Comment
		}
	}
	return nil
}

// identityComment returns where the comment on the sequence of an identity
// column is held.
func (t *table) identityComment(name string) *string {
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Identity == nil {
			continue
		}
		if sequence := c.Identity.SequenceName; sequence.Object() == name ||
			sequence == "" && schema.ObjectName(t.Name.Object(), c.Name, "seq") == name {
			return &c.Identity.Comment
		}
	}
	return nil
}

// keyComments returns where the comments on a constraint with an index, and on
// that index, are held; nil if there is no such constraint.
func (t *table) keyComments(name string) (own, index *string) {
	if k := t.PrimaryKey; k != nil && k.Name == name {
		return &k.Comment, &k.IndexComment
	}
	for i := range t.Uniques {
		if u := &t.Uniques[i]; u.Name == name {
			return &u.Comment, &u.IndexComment
		}
	}
	for i := range t.Exclusions {
		if x := &t.Exclusions[i]; x.Name == name {
			return &x.Comment, &x.IndexComment
		}
	}
	return nil, nil
}

// commentOn returns where the comment on an object of the database is held.
func (l *loader) commentOn(kind string, x comment) *string {
	db := &l.models.Database
	switch kind {
	case "schema":
		return findComment(db.Schemas, func(s *schema.Namespace) (bool, *string) { return s.Name == x.name.Object(), &s.Comment })
	case "extension":
		return findComment(db.Extensions, func(s *schema.Extension) (bool, *string) { return s.Name == x.name.Object(), &s.Comment })
	case "sequence":
		return findComment(db.Sequences, func(s *schema.Sequence) (bool, *string) { return s.Name == x.name, &s.Comment })
	case "attribute", "column":
		for i := range db.Composites {
			if c := &db.Composites[i]; c.Name == x.name {
				return findComment(c.Attributes, func(a *schema.Attribute) (bool, *string) { return a.Name == x.part, &a.Comment })
			}
		}
		return nil
	case "constraint":
		for i := range db.Domains {
			if d := &db.Domains[i]; d.Name == x.name {
				return findComment(d.Checks, func(c *schema.Check) (bool, *string) { return c.Name == x.part, &c.Comment })
			}
		}
		return nil
	}
	return typeComment(db, x.name)
}

// typeComment finds a type of any kind.
func typeComment(db *schema.Database, name schema.Name) *string {
	for _, place := range []*string{
		findComment(db.Enums, func(s *schema.Enum) (bool, *string) { return s.Name == name, &s.Comment }),
		findComment(db.Domains, func(s *schema.Domain) (bool, *string) { return s.Name == name, &s.Comment }),
		findComment(db.Composites, func(s *schema.Composite) (bool, *string) { return s.Name == name, &s.Comment }),
		findComment(db.Ranges, func(s *schema.Range) (bool, *string) { return s.Name == name, &s.Comment }),
	} {
		if place != nil {
			return place
		}
	}
	return nil
}

func findComment[T any](list []T, match func(*T) (bool, *string)) *string {
	for i := range list {
		if found, place := match(&list[i]); found {
			return place
		}
	}
	return nil
}
