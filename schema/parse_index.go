package schema

import "strings"

// ParseIndex reads the part of CREATE INDEX behind the table's name:
// "[USING method] (key, …) [INCLUDE (…)] [NULLS [NOT] DISTINCT] [WITH (…)]
// [TABLESPACE name] [WHERE predicate]".
func ParseIndex(fragment string) (Index, error) {
	p := newParser(fragment)
	return p.index()
}

// ParseIndexDef reads what pg_get_indexdef returns.
func ParseIndexDef(def string) (Index, error) {
	p := newParser(def)
	p.accept("create")
	unique := p.accept("unique")
	p.accept("index")
	name, err := p.ident()
	if err != nil {
		return Index{}, err
	}
	p.accept("on")
	only := p.accept("only")
	if _, err := p.name(); err != nil {
		return Index{}, err
	}
	x, err := p.index()
	x.Name, x.Unique, x.OnOnly = name, unique, only
	return x, err
}

func (p *parser) index() (x Index, err error) {
	if p.accept("using") {
		if x.Method, err = p.ident(); err != nil {
			return x, err
		}
		if x.Method == "btree" {
			x.Method = ""
		}
	}
	keys, err := p.group("the index's columns")
	if err != nil {
		return x, err
	}
	x.Key = SplitTop(keys, ",")
	for i := range x.Key {
		x.Key[i] = normalizeKey(x.Key[i])
	}
	for !p.done() && err == nil {
		err = p.indexOption(&x)
	}
	return x, err
}

func (p *parser) indexOption(x *Index) (err error) {
	switch {
	case p.accept("include"):
		x.Include, err = p.idents()
	case p.accept("nulls", "not", "distinct"):
		x.NullsNotDistinct = true
	case p.accept("nulls", "distinct"):
	case p.accept("with"):
		x.With, err = p.parameters()
	case p.accept("tablespace"):
		x.Tablespace, err = p.ident()
	case p.accept("where"):
		x.Where = p.rest()
	default:
		err = p.errorf("expected USING, INCLUDE, NULLS NOT DISTINCT, WITH, TABLESPACE or WHERE, found %q", p.peek().Text)
	}
	return err
}

// normalizeKey drops what has no meaning (ASC, the default place of nulls) and
// writes key words in upper case and a plain column as [Quote] does.
func normalizeKey(key string) string {
	tokens := Tokens(key)
	end := len(tokens)
	nulls := ""
	if end >= 3 && tokens[end-2].Is("nulls") {
		nulls = strings.ToUpper(tokens[end-1].Text)
		end -= 2
	}
	order := ""
	if end >= 2 && (tokens[end-1].Is("asc") || tokens[end-1].Is("desc")) {
		order = strings.ToUpper(tokens[end-1].Text)
		end--
	}
	if end == 0 {
		return key
	}
	out := strings.TrimSpace(key[:tokens[end-1].End()])
	if end == 1 && tokens[0].Kind <= Quoted {
		out = Quote(tokens[0].Unquote())
	}
	if order == "DESC" {
		out += " DESC"
	}
	if nulls == "FIRST" && order != "DESC" || nulls == "LAST" && order == "DESC" {
		out += " NULLS " + nulls
	}
	return out
}
