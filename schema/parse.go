package schema

import (
	"fmt"
	"slices"
	"strings"
)

// A ParseError is a fragment that could not be read.
type ParseError struct {
	Pos int    // byte offset in the fragment
	Msg string // "expected a column list"
}

func (e *ParseError) Error() string { return e.Msg }

// parser walks over the tokens of a fragment.
type parser struct {
	sql    string
	tokens []Token
	i      int
	base   int // where sql begins in the whole fragment
}

func newParser(sql string) *parser { return &parser{sql: sql, tokens: Tokens(sql)} }

func (p *parser) done() bool { return p.i >= len(p.tokens) }

func (p *parser) peek() Token {
	if p.done() {
		return Token{Kind: Symbol, Pos: len(p.sql)}
	}
	return p.tokens[p.i]
}

// accept takes the keywords if they all come next.
func (p *parser) accept(words ...string) bool {
	for j, w := range words {
		if p.i+j >= len(p.tokens) || !p.tokens[p.i+j].Is(w) {
			return false
		}
	}
	p.i += len(words)
	return true
}

func (p *parser) errorf(format string, args ...any) error {
	return &ParseError{Pos: p.base + p.peek().Pos, Msg: fmt.Sprintf(format, args...)}
}

// ident takes an identifier.
func (p *parser) ident() (string, error) {
	t := p.peek()
	if t.Kind != Word && t.Kind != Quoted {
		return "", p.errorf("expected a name")
	}
	p.i++
	return t.Unquote(), nil
}

// name takes a possibly qualified name.
func (p *parser) name() (Name, error) {
	first, err := p.ident()
	if err != nil || !p.accept(".") {
		return NewName("", first), err
	}
	second, err := p.ident()
	return NewName(first, second), err
}

// group takes what stands in parentheses and returns it without them.
func (p *parser) group(what string) (string, error) {
	inner, err := p.inner(what)
	if err != nil {
		return "", err
	}
	return strings.TrimSpace(inner.sql), nil
}

// inner takes what stands in parentheses and returns a parser for it.
func (p *parser) inner(what string) (*parser, error) {
	if !p.peek().Is("(") {
		return nil, p.errorf("expected %s in parentheses", what)
	}
	end := closing(p.tokens, p.i)
	if end < 0 {
		return nil, p.errorf("the parenthesis is never closed")
	}
	from := p.tokens[p.i].End()
	inner := newParser(p.sql[from:p.tokens[end].Pos])
	inner.base = p.base + from
	p.i = end + 1
	return inner, nil
}

// idents takes a parenthesized list of column names.
func (p *parser) idents() ([]string, error) {
	inner, err := p.inner("column names")
	if err != nil {
		return nil, err
	}
	return inner.list(nil, nil)
}

// list takes column names separated by commas to the end. before and after
// may take key words around a name.
func (p *parser) list(before, after func()) ([]string, error) {
	var names []string
	for {
		if before != nil {
			before()
		}
		name, err := p.ident()
		if err != nil {
			return nil, err
		}
		names = append(names, name)
		if after != nil {
			after()
		}
		if p.done() {
			return names, nil
		}
		if !p.accept(",") {
			return nil, p.errorf("expected a comma, found %q", p.peek().Text)
		}
	}
}

// parameters takes "(fillfactor=70, …)" and returns its normal form, in the
// order that definitions keep.
func (p *parser) parameters() ([]string, error) {
	inner, err := p.group("storage parameters")
	if err != nil {
		return nil, err
	}
	return normalParameters(SplitTop(inner, ",")), nil
}

// NormalizeParameters returns storage parameters as the catalog spells them,
// "fillfactor=70", sorted.
func NormalizeParameters(list []string) []string {
	normal := normalParameters(list)
	slices.Sort(normal)
	return normal
}

func normalParameters(list []string) []string {
	var normal []string
	for _, param := range list {
		key, value, found := strings.Cut(param, "=")
		key = strings.ToLower(strings.TrimSpace(key))
		value = strings.Trim(strings.TrimSpace(value), "'")
		if !found {
			value = "true"
		}
		normal = append(normal, key+"="+value)
	}
	return normal
}

// rest takes all that is left and strips enclosing parentheses.
func (p *parser) rest() string {
	start := p.peek().Pos
	p.i = len(p.tokens)
	return StripParens(p.sql[start:])
}
