package schema

import "strings"

// A TokenKind tells the tokens of an SQL fragment apart.
type TokenKind int

// The kinds of tokens.
const (
	Word   TokenKind = iota // a bare word: keyword or identifier
	Quoted                  // a double-quoted identifier
	String                  // a string constant of any form
	Number
	Symbol // one punctuation character, or one of ::, => and ..
)

// A Token is a word of an SQL fragment.
type Token struct {
	Kind TokenKind
	Text string // as written
	Pos  int    // byte offset in the fragment
}

// End returns the offset behind the token.
func (t Token) End() int { return t.Pos + len(t.Text) }

// Is reports whether the token is that keyword (lower case) or symbol.
func (t Token) Is(s string) bool {
	return (t.Kind == Word || t.Kind == Symbol) && strings.EqualFold(t.Text, s)
}

// Tokens splits an SQL fragment into tokens and drops blanks and comments. It
// accepts everything: an unclosed quote runs to the end.
func Tokens(sql string) []Token {
	tokens := make([]Token, 0, len(sql)/5+2) // words are about as long as that
	for i := 0; i < len(sql); {
		kind, n := scan(sql[i:])
		if n == 0 {
			i++
			continue
		}
		if kind >= 0 {
			tokens = append(tokens, Token{kind, sql[i : i+n], i})
		}
		i += n
	}
	return tokens
}

const skipped TokenKind = -1

// scan returns kind and length of what s starts with; length 0 for a blank.
func scan(s string) (TokenKind, int) {
	c := s[0]
	switch {
	case c <= ' ':
		return skipped, 0
	case strings.HasPrefix(s, "--"):
		return skipped, spanLen(s, func(b byte) bool { return b != '\n' && b != '\r' })
	case strings.HasPrefix(s, "/*"):
		return skipped, commentLen(s)
	case c == '"':
		return Quoted, quotedLen(s, '"', false)
	case c == '\'':
		return String, quotedLen(s, '\'', false)
	case len(s) > 1 && s[1] == '\'' && (c == 'e' || c == 'E'):
		return String, 1 + escapedLen(s[1:])
	case len(s) > 1 && s[1] == '\'' && strings.IndexByte("bBxXnN", c) >= 0:
		return String, 1 + quotedLen(s[1:], '\'', false)
	case c == '$' && dollarTag(s) != "":
		tag := dollarTag(s)
		return String, until(s, len(tag), tag)
	case c == '$': // a parameter
		return Word, 1 + spanLen(s[1:], isDigit)
	case isWordByte(c) && !isDigit(c):
		return Word, spanLen(s, isWordByte)
	case isDigit(c) || c == '.' && len(s) > 1 && isDigit(s[1]):
		return Number, numberLen(s)
	case strings.HasPrefix(s, "::"), strings.HasPrefix(s, "=>"), strings.HasPrefix(s, ".."):
		return Symbol, 2
	}
	return Symbol, 1
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || isDigit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func spanLen(s string, ok func(byte) bool) int {
	n := 0
	for n < len(s) && ok(s[n]) {
		n++
	}
	return n
}

// numberLen is the length of a number. Two dots are none of its own: they stand
// between the ends of a range in PL/pgSQL.
func numberLen(s string) int {
	n := spanLen(s, func(b byte) bool { return isWordByte(b) || b == '.' })
	if dots := strings.Index(s[:n], ".."); dots > 0 {
		return dots
	}
	return n
}

// until returns the length of s up to and with the end mark, sought from
// offset from.
func until(s string, from int, end string) int {
	if i := strings.Index(s[from:], end); i >= 0 {
		return from + i + len(end)
	}
	return len(s)
}

func quotedLen(s string, quote byte, backslash bool) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && backslash:
			i++
		case s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
		case s[i] == quote:
			return i + 1
		}
	}
	return len(s)
}

// commentLen is the length of a comment, in which others may lie.
func commentLen(s string) int {
	depth := 0
	for i := 0; i < len(s); i++ {
		switch {
		case strings.HasPrefix(s[i:], "/*"):
			depth++
			i++
		case strings.HasPrefix(s[i:], "*/"):
			i++
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(s)
}

// escapedLen is the length of a string with backslashes, which goes on where
// the next line begins with a quote.
func escapedLen(s string) int {
	n := quotedLen(s, '\'', true)
	gap := 0
	for gap < len(s)-n {
		rest := s[n+gap:]
		switch {
		case rest[0] == '\'' && strings.ContainsAny(s[n:n+gap], "\n\r"):
			return n + gap + escapedLen(rest)
		case rest[0] <= ' ':
			gap++
		case strings.HasPrefix(rest, "--"):
			_, comment := scan(rest)
			gap += comment
		default:
			return n
		}
	}
	return n
}

// Unclosed reports whether a quote or a comment is open at the end.
func Unclosed(sql string) bool {
	for i := 0; i < len(sql); {
		kind, n := scan(sql[i:])
		if i+max(n, 1) == len(sql) && n > 0 && kind != Word && kind != Number && kind != Symbol {
			return !closes(sql[i:], kind)
		}
		i += max(n, 1)
	}
	return false
}

// closes reports whether a quoted token or a comment ends as it should.
func closes(token string, kind TokenKind) bool {
	again := func(end string) bool { // a closed one does not take in what follows
		_, n := scan(token + end)
		return n == len(token)
	}
	if kind == skipped {
		return strings.HasPrefix(token, "--") || again("*/")
	}
	return again(" ")
}

func dollarTag(s string) string {
	i := strings.IndexByte(s[1:], '$')
	if i < 0 {
		return ""
	}
	for _, c := range []byte(s[1 : i+1]) {
		if !isWordByte(c) || c == '$' {
			return ""
		}
	}
	if i > 0 && isDigit(s[1]) {
		return ""
	}
	return s[:i+2]
}

// SplitTop splits an SQL fragment at the separator wherever it stands outside
// quotes and parentheses, and trims the parts. An empty fragment has none.
func SplitTop(sql, separator string) []string {
	var parts []string
	depth, start := 0, 0
	for _, t := range Tokens(sql) {
		depth += nesting(t)
		if depth == 0 && t.Is(separator) {
			parts = append(parts, strings.TrimSpace(sql[start:t.Pos]))
			start = t.End()
		}
	}
	if last := strings.TrimSpace(sql[start:]); last != "" || len(parts) > 0 {
		parts = append(parts, last)
	}
	return parts
}

// StripParens takes off every pair of parentheses that encloses the whole
// fragment.
func StripParens(sql string) string {
	for {
		sql = strings.TrimSpace(sql)
		tokens := Tokens(sql)
		if len(tokens) < 2 || !tokens[0].Is("(") || closing(tokens, 0) != len(tokens)-1 {
			return sql
		}
		sql = sql[1:tokens[len(tokens)-1].Pos]
	}
}

// closing returns the index of the token that closes the parenthesis at i, or
// -1.
func closing(tokens []Token, i int) int {
	depth := 0
	for j := i; j < len(tokens); j++ {
		if depth += nesting(tokens[j]); depth == 0 {
			return j
		}
	}
	return -1
}

func nesting(t Token) int {
	switch {
	case t.Kind != Symbol:
		return 0
	case t.Text == "(" || t.Text == "[":
		return 1
	case t.Text == ")" || t.Text == "]":
		return -1
	}
	return 0
}

// Unquote returns the identifier that a Word or Quoted token stands for.
func (t Token) Unquote() string {
	if t.Kind != Quoted {
		return strings.ToLower(t.Text)
	}
	return strings.ReplaceAll(strings.TrimSuffix(t.Text[1:], `"`), `""`, `"`)
}
