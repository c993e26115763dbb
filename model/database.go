package model

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// databaseDirectives declare what belongs to no table. They may stand in any
// comment of the package. Above a type that is no table, domain, type, range
// and enum are also what that Go type means.
var databaseDirectives = map[string]func(*loader, *cursor) (schema.Name, *Error){
	"domain":    (*loader).readDomain,
	"enum":      (*loader).readEnum,
	"extension": (*loader).readExtension,
	"range":     (*loader).readRange,
	"schema":    (*loader).readSchema,
	"sequence":  (*loader).readSequence,
	"type":      (*loader).readComposite,
}

// typeDirectives may stand above a Go type that is no table.
var typeDirectives = []string{"as", "comment", "text", "was", "more"}

// declareTypes reads the directives that belong to no table, and what the
// directives above Go types make of them.
func (l *loader) declareTypes() {
	for _, p := range l.packages {
		l.foresee(p)
	}
	for _, p := range l.packages {
		for _, f := range p.files {
			l.declareFile(f)
		}
	}
}

// foresee notes the names of the types that a package declares, so that they
// can be used before.
func (l *loader) foresee(p *goPackage) {
	for _, f := range p.files {
		for _, group := range f.syntax.Comments {
			for _, x := range f.directives(group) {
				if slices.Contains([]string{"domain", "type", "range", "enum"}, x.word.text) {
					if name, _, err := x.args.cursor().name("", l.schema); err == nil {
						l.declared[name] = true
					}
				}
			}
		}
	}
	for name := range p.byType {
		if d := p.types[name]; d != nil && l.resolver.isEnum(d) {
			l.declared[l.enumName(d)] = true
			l.goEnums[l.enumName(d)] = d
		}
	}
}

func (l *loader) declareFile(f *file) {
	for _, c := range misspelled(f) {
		l.failf(c, "a directive has no blank behind the slashes: //%s", strings.TrimLeft(c.text[2:], " \t"))
	}
	owners := map[int]*typeDecl{} // by the offset of a directive above a type
	for _, d := range f.types {
		for _, x := range d.directives {
			owners[x.word.offset(0)] = d
		}
	}
	for _, c := range f.consts {
		for _, x := range c.directives {
			owners[x.word.offset(0)] = &typeDecl{}
		}
	}
	for _, group := range f.syntax.Comments {
		for _, x := range f.directives(group) {
			l.declare(x, owners[x.word.offset(0)])
		}
	}
}

func (l *loader) declare(x directive, owner *typeDecl) {
	word := x.word.text
	read := databaseDirectives[word]
	switch {
	case word == "more":
		l.failf(x.word, "there is no directive above this that it could continue")
		return
	case word == "enum" && owner != nil && !strings.Contains(x.args.text, "("):
		return // the name of the enum that the Go type is
	case read == nil && (word == "as" || word == "text") && owner != nil:
		l.bindType(x, owner)
		return
	case word == "comment" && x.args.cursor().is("on") && owner == nil:
		l.fail(l.readComment(x.args.cursor(), nil))
		return
	case read == nil && owner == nil:
		known := slices.Concat(keys(databaseDirectives), keys(tableDirectives))
		if tableDirectives[word] != nil {
			l.failf(x.word, "directive %q stands directly above the struct that is the table", word)
		} else {
			l.failf(x.word, "unknown directive %q%s", word, didYouMean(word, known))
		}
		return
	case read == nil:
		return
	}
	name, err := read(l, x.args.cursor())
	if !l.fail(err) && owner != nil && owner.file != nil && !owner.isTable() && slices.Contains([]string{"domain", "type", "range", "enum"}, word) {
		l.resolver.bound[owner] = boundType{qualified(name)}
	}
}

func (d *typeDecl) isTable() bool {
	return slices.ContainsFunc(d.directives, func(x directive) bool { return x.word.text == "table" })
}

// bindType reads "as TYPE" and "text" above a Go type.
func (l *loader) bindType(x directive, owner *typeDecl) {
	switch {
	case owner.file == nil || owner.isTable():
		l.failf(x.word, "directive %q is for types that are no tables", x.word.text)
	case x.word.text == "text":
		l.resolver.bound[owner] = boundType{"text"}
	case x.args.empty():
		l.failf(x.word, "//deed:as needs a type of PostgreSQL")
	default:
		l.resolver.bound[owner] = boundType{l.sqlType(x.args)}
	}
}

// qualified returns the name of a type as a column has it.
func qualified(name schema.Name) string { return name.SQL() }

// newType notes the declaration of a type.
func (l *loader) newType(kind Kind, name schema.Name, at fragment) *Error {
	if first, twice := l.types[name]; twice {
		return errorAt(at, "type %s is declared already, at %s", name, first.position())
	}
	l.types[name] = at
	l.models.at.set(Ref{kind, name, ""}, at)
	return nil
}

// typeHead reads "NAME [was OLD]" of a type.
func (l *loader) typeHead(kind Kind, c *cursor) (schema.Name, *Error) {
	name, at, err := c.name("a name", l.schema)
	if err != nil {
		return name, err
	}
	if err := l.newType(kind, name, at); err != nil {
		return name, err
	}
	return name, l.acceptWas(c, Ref{kind, name, ""})
}

func (l *loader) readSchema(c *cursor) (schema.Name, *Error) {
	name, at, err := c.ident("the schema's name")
	if err != nil {
		return "", err
	}
	ref := Ref{Schema, schema.NewName("", name), ""}
	if first, twice := l.models.at.get(ref); twice {
		return "", errorAt(at, "schema %s is declared already, at %s", name, first.position())
	}
	l.models.at.set(ref, at)
	l.models.Database.Schemas = append(l.models.Database.Schemas, schema.Namespace{Name: name})
	if c.accept("was") {
		old, _, err := c.ident("the old name")
		if err != nil {
			return "", err
		}
		l.rename(ref, old)
	}
	return "", c.finish("nothing behind the schema's name")
}

func (l *loader) readExtension(c *cursor) (_ schema.Name, err *Error) {
	name, at, err := c.ident("the extension's name")
	if err != nil {
		return "", err
	}
	x := schema.Extension{Name: name}
	for !c.done() && err == nil {
		switch {
		case c.accept("schema"):
			x.Schema, _, err = c.ident("a schema")
		case c.accept("version"):
			if v := c.at(); !c.done() {
				x.Version, c.i = textOf(v), c.i+1
				if strings.HasPrefix(x.Version, `"`) {
					x.Version = c.tokens[c.i-1].Unquote()
				}
			}
		default:
			err = c.expected("schema or version")
		}
	}
	l.models.at.set(Ref{Extension, schema.NewName("", name), ""}, at)
	l.models.Database.Extensions = append(l.models.Database.Extensions, x)
	return "", err
}

func (l *loader) readEnum(c *cursor) (schema.Name, *Error) {
	name, err := l.typeHead(Enum, c)
	if err != nil {
		return name, err
	}
	c.accept("as")
	c.accept("enum")
	inner, err := c.group("the values")
	if err != nil {
		return name, err
	}
	x := schema.Enum{Name: name}
	for _, part := range inner.splitTop(",") {
		if part.empty() {
			continue
		}
		tokens := schema.Tokens(part.text)
		if tokens[0].Kind != schema.String {
			return name, errorAt(part, "expected a value in single quotes, found %q", part.text)
		}
		value := literal(tokens[0].Text)
		l.addValue(&x, value, part)
		if len(tokens) == 3 && tokens[1].Is("was") {
			l.rename(Ref{EnumValue, name, value}, textOf(part.token(tokens[2])))
		} else if len(tokens) > 1 {
			return name, errorAt(part.token(tokens[1]), "expected a comma, found %q", tokens[1].Text)
		}
	}
	l.models.Database.Enums = append(l.models.Database.Enums, x)
	return name, c.finish("nothing behind the values")
}

func (l *loader) addValue(x *schema.Enum, value string, at fragment) {
	if slices.Contains(x.Values, value) {
		l.failf(at, "enum %s has the value %q already", x.Name, value)
		return
	}
	if len(value) > schema.MaxIdentifier {
		l.failf(at, "PostgreSQL takes values of at most %d bytes", schema.MaxIdentifier)
	}
	x.Values = append(x.Values, value)
	l.models.at.set(Ref{EnumValue, x.Name, value}, at)
}

func (l *loader) readDomain(c *cursor) (schema.Name, *Error) {
	name, err := l.typeHead(Domain, c)
	if err != nil {
		return name, err
	}
	c.accept("as")
	x := schema.Domain{Name: name}
	typ := c.until("collate", "not", "null", "default", "constraint", "check")
	if typ.empty() {
		return name, c.expected("the domain's type")
	}
	x.Type = l.sqlType(typ)
	for !c.done() && err == nil {
		err = l.domainOption(&x, c)
	}
	l.models.Database.Domains = append(l.models.Database.Domains, x)
	return name, err
}

func (l *loader) domainOption(x *schema.Domain, c *cursor) (err *Error) {
	switch {
	case c.accept("collate"):
		x.Collation = l.collation(c)
	case c.accept("not", "null"):
		x.NotNull = true
	case c.accept("null"):
	case c.accept("default"):
		f := c.value("not", "null", "constraint", "check")
		x.Default = f.text
		l.expression(nil, f, false)
	case c.is("constraint"), c.is("check"):
		err = l.domainCheck(x, c)
	default:
		err = c.expected("collate, not null, default, constraint or check")
	}
	return err
}

func (l *loader) domainCheck(x *schema.Domain, c *cursor) (err *Error) {
	con := schema.Check{}
	if c.accept("constraint") {
		if con.Name, _, err = c.ident("the constraint's name"); err != nil {
			return err
		}
	}
	if con.Name != "" && c.accept("not", "null") {
		x.NotNull = true
		if con.Name != schema.ObjectName(x.Name.Object(), "", "not_null") {
			x.NotNullName = con.Name
		}
		return nil
	}
	if !c.accept("check") {
		return c.expected("check")
	}
	expr, err := c.group("the condition")
	if err != nil {
		return err
	}
	con.NotValid = c.accept("not", "valid")
	con.Expr = schema.StripParens(expr.text)
	l.expression(nil, expr, true)
	taken := func(name string) bool {
		return slices.ContainsFunc(x.Checks, func(c schema.Check) bool { return c.Name == name })
	}
	if con.Name == "" {
		con.Name = schema.ChooseName(x.Name.Object(), "", "check", taken)
	} else if taken(con.Name) {
		return errorAt(expr, "domain %s has a constraint %s already", x.Name, con.Name)
	}
	x.Checks = append(x.Checks, con)
	l.models.at.set(Ref{Constraint, x.Name, con.Name}, expr)
	return nil
}

func (l *loader) readComposite(c *cursor) (schema.Name, *Error) {
	name, err := l.typeHead(Composite, c)
	if err != nil {
		return name, err
	}
	c.accept("as")
	inner, err := c.group("the attributes")
	if err != nil {
		return name, err
	}
	x := schema.Composite{Name: name}
	for _, part := range inner.splitTop(",") {
		if part.empty() {
			continue
		}
		a, err := l.attribute(name, part.cursor())
		if err != nil {
			return name, err
		}
		x.Attributes = append(x.Attributes, a)
	}
	l.models.Database.Composites = append(l.models.Database.Composites, x)
	return name, c.finish("nothing behind the attributes")
}

func (l *loader) attribute(of schema.Name, c *cursor) (a schema.Attribute, err *Error) {
	var at fragment
	if a.Name, at, err = c.ident("an attribute"); err != nil {
		return a, err
	}
	l.models.at.set(Ref{Attribute, of, a.Name}, at)
	if c.accept("was") {
		old, _, err := c.ident("the old name")
		if err != nil {
			return a, err
		}
		l.rename(Ref{Attribute, of, a.Name}, old)
	}
	typ := c.until("collate")
	if typ.empty() {
		return a, c.expected("the attribute's type")
	}
	a.Type = l.sqlType(typ)
	if c.accept("collate") {
		a.Collation = l.collation(c)
	}
	return a, c.finish("a comma")
}

func (l *loader) readRange(c *cursor) (schema.Name, *Error) {
	name, err := l.typeHead(Range, c)
	if err != nil {
		return name, err
	}
	c.accept("as")
	c.accept("range")
	inner, err := c.group("the options")
	if err != nil {
		return name, err
	}
	x := schema.Range{Name: name}
	for _, part := range inner.splitTop(",") {
		if err := l.rangeOption(&x, part.cursor()); err != nil {
			return name, err
		}
	}
	if x.Subtype == "" {
		return name, errorAt(inner, "a range needs its subtype = …")
	}
	if x.MultirangeName == name.Sibling(schema.MultirangeName(name.Object())) {
		x.MultirangeName = ""
	}
	l.models.Database.Ranges = append(l.models.Database.Ranges, x)
	return name, c.finish("nothing behind the options")
}

func (l *loader) rangeOption(x *schema.Range, c *cursor) *Error {
	word, at, err := c.ident("an option")
	if err != nil {
		return err
	}
	if !c.accept("=") {
		return c.expected("=")
	}
	value := c.rest()
	switch word {
	case "subtype":
		x.Subtype = l.sqlType(value)
	case "subtype_opclass":
		x.SubtypeOpClass = value.text
	case "collation":
		x.Collation = l.collation(value.cursor())
	case "canonical":
		x.Canonical = value.text
	case "subtype_diff":
		x.SubtypeDiff = value.text
	case "multirange_type_name":
		x.MultirangeName, _, err = value.cursor().name("a name", x.Name.Schema())
	default:
		known := []string{"subtype", "subtype_opclass", "collation", "canonical", "subtype_diff", "multirange_type_name"}
		err = errorAt(at, "unknown option %q%s", word, didYouMean(word, known))
	}
	return err
}
