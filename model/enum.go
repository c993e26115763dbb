package model

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

// enumName returns the name of the enum that a Go string type is.
func (l *loader) enumName(d *typeDecl) schema.Name {
	for _, x := range d.directives {
		if x.word.text == "enum" && !x.args.empty() {
			name, _, err := x.args.cursor().name("the enum's name", l.schema)
			if err == nil {
				return name
			}
		}
	}
	return schema.NewName(l.schema, schema.Truncate(snakeCase(d.spec.Name.Name), schema.MaxIdentifier))
}

// enumType notes that a Go type is used as an enum and returns its SQL name.
func (l *loader) enumType(d *typeDecl) string {
	if !slices.Contains(l.enums, d) {
		l.enums = append(l.enums, d)
	}
	return qualified(l.enumName(d))
}

// addEnums adds the enums of Go types: those in use, and those with a
// directive in the packages of the models.
func (l *loader) addEnums() {
	for _, p := range l.packages {
		for _, f := range p.files {
			for _, d := range f.types {
				if _, bound := l.resolver.bound[d]; !bound && !d.isTable() &&
					slices.ContainsFunc(d.directives, func(x directive) bool { return x.word.text == "enum" }) {
					l.enumType(d)
				}
			}
		}
	}
	for _, d := range l.enums {
		l.addEnum(d)
	}
}

func (l *loader) addEnum(d *typeDecl) {
	at := d.file.node(d.spec.Name)
	x := schema.Enum{Name: l.enumName(d)}
	if l.fail(l.newType(Enum, x.Name, at)) {
		return
	}
	for _, dir := range d.directives {
		l.enumDirective(&x, dir)
	}
	constants := d.constants()
	if len(constants) == 0 {
		l.failf(at, "enum %s has no values: type %s has no string constants", x.Name, d.spec.Name.Name)
	}
	for _, c := range constants {
		value, err := d.file.pkg.value(c.value, 0)
		if err != nil {
			l.failf(c.file.node(c.name), "the value of %s is not plain: %v", c.name.Name, err)
			continue
		}
		l.addValue(&x, value, c.file.node(c.name))
		l.constantDirectives(x.Name, value, c)
	}
	l.models.Database.Enums = append(l.models.Database.Enums, x)
}

func (l *loader) enumDirective(x *schema.Enum, d directive) {
	switch d.word.text {
	case "comment":
		x.Comment = textOf(d.args)
	case "was":
		old, _, err := d.args.cursor().name("the old name", x.Name.Schema())
		if !l.fail(err) {
			l.rename(Ref{Enum, x.Name, ""}, string(old))
		}
	case "enum":
		c := d.args.cursor()
		if _, _, err := c.name("the enum's name", l.schema); l.fail(err) || l.fail(l.acceptWas(c, Ref{Enum, x.Name, ""})) {
			return
		}
		l.fail(c.finish("nothing behind the enum's name; its values are the constants"))
	}
}

func (l *loader) constantDirectives(enum schema.Name, value string, c *constDecl) {
	for _, x := range c.directives {
		switch {
		case x.word.text == "was" && !x.args.empty():
			l.rename(Ref{EnumValue, enum, value}, wasValue(x.args))
		case x.word.text != "ignore":
			l.failf(x.word, "a constant takes the directives was and ignore%s", didYouMean(x.word.text, []string{"was", "ignore"}))
		}
	}
}

// wasValue returns an enum value, with or without quotes.
func wasValue(f fragment) string {
	text := textOf(f)
	if tokens := schema.Tokens(f.text); len(tokens) == 1 && tokens[0].Kind == schema.Quoted {
		return tokens[0].Unquote()
	}
	return text
}
