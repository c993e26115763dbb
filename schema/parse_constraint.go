package schema

import "strings"

// ParseConstraint reads a table constraint as SQL writes it and as
// pg_get_constraintdef returns it: "CHECK (…)", "UNIQUE (…)", "PRIMARY KEY
// (…)", "FOREIGN KEY (…) REFERENCES …", "EXCLUDE USING … (…)".
func ParseConstraint(name, def string) (Constraint, error) {
	p := newParser(def)
	switch {
	case p.accept("check"):
		return p.check(name)
	case p.accept("unique"):
		return p.unique(name)
	case p.accept("primary", "key"):
		return p.primaryKey(name)
	case p.accept("exclude"):
		return p.exclusion(name)
	case p.accept("foreign", "key"):
		return p.foreignKey(name)
	}
	return nil, p.errorf("expected CHECK, UNIQUE, PRIMARY KEY, EXCLUDE or FOREIGN KEY, found %q", p.peek().Text)
}

func (p *parser) check(name string) (Constraint, error) {
	c := Check{Name: name}
	expr, err := p.group("the condition")
	c.Expr = StripParens(expr)
	for !p.done() && err == nil {
		switch {
		case p.accept("no", "inherit"):
			c.NoInherit = true
		case p.accept("not", "valid"):
			c.NotValid = true
		case p.accept("not", "enforced"):
			c.NotEnforced = true
		default:
			err = p.errorf("expected NO INHERIT, NOT VALID or NOT ENFORCED, found %q", p.peek().Text)
		}
	}
	return c, err
}

func (p *parser) unique(name string) (Constraint, error) {
	c := Unique{Name: name}
	c.NullsNotDistinct = p.accept("nulls", "not", "distinct")
	if !c.NullsNotDistinct {
		p.accept("nulls", "distinct")
	}
	var err error
	if c.Columns, c.WithoutOverlaps, err = p.keyColumns(); err != nil {
		return c, err
	}
	o, err := p.indexed()
	c.Include, c.With, c.Tablespace, c.Deferrable = o.include, o.with, o.tablespace, o.deferrable
	return c, err
}

func (p *parser) primaryKey(name string) (Constraint, error) {
	c := PrimaryKey{Name: name}
	var err error
	if c.Columns, c.WithoutOverlaps, err = p.keyColumns(); err != nil {
		return c, err
	}
	o, err := p.indexed()
	c.Include, c.With, c.Tablespace, c.Deferrable = o.include, o.with, o.tablespace, o.deferrable
	return c, err
}

// keyColumns takes "(a, b [WITHOUT OVERLAPS])".
func (p *parser) keyColumns() (columns []string, withoutOverlaps bool, err error) {
	inner, err := p.inner("column names")
	if err != nil {
		return nil, false, err
	}
	columns, err = inner.list(nil, func() {
		withoutOverlaps = inner.accept("without", "overlaps")
	})
	return columns, withoutOverlaps, err
}

// indexOptions are what may stand behind the columns of a constraint that
// has an index.
type indexOptions struct {
	include, with []string
	tablespace    string
	where         string
	deferrable    Deferrable
}

func (p *parser) indexed() (o indexOptions, err error) {
	for !p.done() && err == nil {
		switch {
		case p.accept("include"):
			o.include, err = p.idents()
		case p.accept("with"):
			o.with, err = p.parameters()
		case p.accept("using", "index", "tablespace"):
			o.tablespace, err = p.ident()
		case p.accept("where"):
			var where string
			where, err = p.group("the predicate")
			o.where = StripParens(where)
		case p.acceptDeferrable(&o.deferrable):
		default:
			err = p.errorf("expected INCLUDE, WITH, USING INDEX TABLESPACE or DEFERRABLE, found %q", p.peek().Text)
		}
	}
	return o, err
}

func (p *parser) acceptDeferrable(d *Deferrable) bool {
	switch {
	case p.accept("not", "deferrable"), p.accept("initially", "immediate"):
	case p.accept("deferrable"):
		if *d == NotDeferrable {
			*d = InitiallyImmediate
		}
	case p.accept("initially", "deferred"):
		*d = InitiallyDeferred
	default:
		return false
	}
	return true
}

func (p *parser) exclusion(name string) (Constraint, error) {
	c := Exclusion{Name: name, Method: "btree"}
	var err error
	if p.accept("using") {
		if c.Method, err = p.ident(); err != nil {
			return c, err
		}
	}
	inner, err := p.group("the elements")
	if err != nil {
		return c, err
	}
	c.Elements = SplitTop(inner, ",")
	o, err := p.indexed()
	c.Include, c.With, c.Tablespace, c.Where, c.Deferrable = o.include, o.with, o.tablespace, o.where, o.deferrable
	return c, err
}

func (p *parser) foreignKey(name string) (Constraint, error) {
	c := ForeignKey{Name: name}
	var err error
	if c.Columns, c.Period, err = p.periodColumns(); err != nil {
		return c, err
	}
	if !p.accept("references") {
		return c, p.errorf("expected REFERENCES")
	}
	err = p.references(&c)
	return c, err
}

// ParseReferences reads what stands behind REFERENCES: "users (id) ON DELETE
// CASCADE".
func ParseReferences(fragment string) (ForeignKey, error) {
	var c ForeignKey
	err := newParser(fragment).references(&c)
	return c, err
}

func (p *parser) references(c *ForeignKey) (err error) {
	if c.References, err = p.name(); err != nil {
		return err
	}
	if p.peek().Is("(") {
		if c.RefColumns, _, err = p.periodColumns(); err != nil {
			return err
		}
	}
	for !p.done() && err == nil {
		err = p.foreignKeyOption(c)
	}
	return err
}

func (p *parser) foreignKeyOption(c *ForeignKey) (err error) {
	switch {
	case p.accept("match", "full"):
		c.Match = "FULL"
	case p.accept("match", "simple"):
	case p.accept("on", "update"):
		c.OnUpdate, _, err = p.action()
	case p.accept("on", "delete"):
		c.OnDelete, c.OnDeleteColumns, err = p.action()
	case p.accept("not", "valid"):
		c.NotValid = true
	case p.accept("not", "enforced"):
		c.NotEnforced = true
	case p.acceptDeferrable(&c.Deferrable):
	case p.accept("on"):
		err = p.errorf("expected DELETE or UPDATE, found %q", p.peek().Text)
	default:
		err = p.errorf("expected MATCH, ON DELETE, ON UPDATE, DEFERRABLE or NOT VALID, found %q", p.peek().Text)
	}
	return err
}

func (p *parser) action() (action string, columns []string, err error) {
	for _, words := range [][]string{{"no", "action"}, {"restrict"}, {"cascade"}, {"set", "null"}, {"set", "default"}} {
		if !p.accept(words...) {
			continue
		}
		if words[0] != "no" {
			action = strings.ToUpper(strings.Join(words, " "))
		}
		if p.peek().Is("(") {
			columns, err = p.idents()
		}
		return action, columns, err
	}
	return "", nil, p.errorf("expected NO ACTION, RESTRICT, CASCADE, SET NULL or SET DEFAULT, found %q", p.peek().Text)
}

// periodColumns takes "(a, PERIOD b)".
func (p *parser) periodColumns() (columns []string, period bool, err error) {
	inner, err := p.inner("column names")
	if err != nil {
		return nil, false, err
	}
	columns, err = inner.list(func() {
		if n := inner.i + 1; n < len(inner.tokens) && inner.tokens[n].Kind <= Quoted {
			period = inner.accept("period") || period
		}
	}, nil)
	return columns, period, err
}
