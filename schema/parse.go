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
	return &ParseError{Pos: p.peek().Pos, Msg: fmt.Sprintf(format, args...)}
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
	if !p.peek().Is("(") {
		return "", p.errorf("expected %s in parentheses", what)
	}
	end := closing(p.tokens, p.i)
	if end < 0 {
		return "", p.errorf("the parenthesis is never closed")
	}
	inner := p.sql[p.tokens[p.i].End():p.tokens[end].Pos]
	p.i = end + 1
	return strings.TrimSpace(inner), nil
}

// idents takes a parenthesized list of column names.
func (p *parser) idents() ([]string, error) {
	inner, err := p.group("column names")
	if err != nil {
		return nil, err
	}
	var names []string
	for _, part := range SplitTop(inner, ",") {
		tokens := Tokens(part)
		if len(tokens) != 1 || tokens[0].Kind != Word && tokens[0].Kind != Quoted {
			return nil, p.errorf("%q is not a column name", part)
		}
		names = append(names, tokens[0].Unquote())
	}
	return names, nil
}

// parameters takes "(fillfactor=70, …)" and returns its normal form.
func (p *parser) parameters() ([]string, error) {
	inner, err := p.group("storage parameters")
	if err != nil {
		return nil, err
	}
	return NormalizeParameters(SplitTop(inner, ",")), nil
}

// NormalizeParameters returns storage parameters as the catalog spells them,
// "fillfactor=70", sorted.
func NormalizeParameters(list []string) []string {
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
	slices.Sort(normal)
	return normal
}

// rest takes all that is left and strips enclosing parentheses.
func (p *parser) rest() string {
	start := p.peek().Pos
	p.i = len(p.tokens)
	return StripParens(p.sql[start:])
}
