package model

import (
	"math"
	"slices"
	"strconv"

	"github.com/deedsql/deed/schema"
)

func (l *loader) readSequence(c *cursor) (schema.Name, *Error) {
	name, at, err := c.name("the sequence's name", l.schema)
	if err != nil {
		return name, err
	}
	x := schema.Sequence{Name: name}
	l.models.at.set(Ref{Sequence, name, ""}, at)
	if err := l.acceptWas(c, Ref{Sequence, name, ""}); err != nil {
		return name, err
	}
	if l.sequenceOptions(c, &x) {
		x.Name, x.Options = name, x.Options.Normalize("bigint")
		l.models.Database.Sequences = append(l.models.Database.Sequences, x)
	}
	return name, nil
}

// sequenceOptions reads the options of a sequence to the end, and reports
// whether they are right. "sequence name X" gives its name, for identity
// columns.
func (l *loader) sequenceOptions(c *cursor, x *schema.Sequence) bool {
	for !c.done() {
		if l.fail(l.sequenceOption(c, x)) {
			return false
		}
	}
	return true
}

func (l *loader) sequenceOption(c *cursor, x *schema.Sequence) (err *Error) {
	o := &x.Options
	switch {
	case c.accept("unlogged"):
		x.Unlogged = true
	case c.accept("as"):
		o.Type, err = l.sequenceType(c.until("increment", "start", "minvalue", "maxvalue", "no", "cache", "cycle", "owned", "unlogged", "sequence"))
	case c.accept("increment"):
		c.accept("by")
		o.Increment, err = c.number()
	case c.accept("start"):
		c.accept("with")
		o.Start, err = c.numberPointer()
	case c.accept("minvalue"):
		o.Min, err = c.numberPointer()
	case c.accept("maxvalue"):
		o.Max, err = c.numberPointer()
	case c.accept("cache"):
		o.Cache, err = c.number()
	case c.accept("no", "minvalue"), c.accept("no", "maxvalue"), c.accept("no", "cycle"), c.accept("owned", "by", "none"):
	case c.accept("cycle"):
		o.Cycle = true
	case c.accept("owned", "by"):
		x.OwnedBy, err = l.columnRef(c)
	case c.accept("sequence", "name"):
		x.Name, _, err = c.name("the sequence's name", l.schema)
	default:
		err = c.expected("as, increment, start, minvalue, maxvalue, cache, cycle or owned by")
	}
	return err
}

// sequenceType reads the type of a sequence's numbers.
func (l *loader) sequenceType(f fragment) (string, *Error) {
	typ := l.sqlType(f)
	if !slices.Contains([]string{"smallint", "integer", "bigint"}, typ) {
		return "", errorAt(f, "a sequence is smallint, integer or bigint")
	}
	return typ, nil
}

func (c *cursor) number() (int64, *Error) {
	start := c.at()
	negative := c.accept("-")
	c.accept("+")
	if c.done() || c.tokens[c.i].Kind != schema.Number {
		return 0, c.expected("a number")
	}
	text := c.tokens[c.i].Text
	if negative {
		text = "-" + text
	}
	c.i++
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, errorAt(start, "expected a number from %d to %d", math.MinInt64, math.MaxInt64)
	}
	return n, nil
}

func (c *cursor) numberPointer() (*int64, *Error) {
	n, err := c.number()
	return &n, err
}

// columnRef takes "[schema.]table.column".
func (l *loader) columnRef(c *cursor) (*schema.ColumnRef, *Error) {
	var parts []string
	for {
		part, _, err := c.ident("table.column")
		if err != nil {
			return nil, err
		}
		if parts = append(parts, part); !c.accept(".") {
			break
		}
	}
	switch len(parts) {
	case 2:
		return &schema.ColumnRef{Table: schema.NewName(l.schema, parts[0]), Column: parts[1]}, nil
	case 3:
		return &schema.ColumnRef{Table: schema.NewName(parts[0], parts[1]), Column: parts[2]}, nil
	}
	return nil, c.expected("table.column")
}
