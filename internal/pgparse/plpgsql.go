package pgparse

import (
	"strings"

	"github.com/deedsql/deed/schema"
)

// A FragmentKind tells the pieces of SQL in a PL/pgSQL body apart.
type FragmentKind int

// The kinds of fragments.
const (
	Static      FragmentKind = iota // a statement of SQL
	Dynamic                         // the expression that EXECUTE takes its statement from
	Expression                      // an expression: a condition, what is assigned
	Transaction                     // COMMIT or ROLLBACK
)

// A Fragment is a piece of SQL in a PL/pgSQL body. Its text stands in the
// body byte for byte, save that PERFORM is SELECT and the INTO of a variable
// is blanks.
type Fragment struct {
	Kind FragmentKind
	SQL  string
	Pos  int // byte offset in the body
}

// SplitPLpgSQL returns the SQL in the body of a PL/pgSQL function or DO
// block, in its order. It reads words, not grammar: pg_query's own reader of
// PL/pgSQL rejects some good code and tells no positions. What it takes wrong
// for a statement will not parse as one, so nothing is missed in silence.
func SplitPLpgSQL(body string) []Fragment {
	s := &plpgsql{body: body, tokens: schema.Tokens(body)}
	for s.i < len(s.tokens) {
		s.statement()
	}
	return s.fragments
}

type plpgsql struct {
	body      string
	tokens    []schema.Token
	i         int
	declaring bool
	fragments []Fragment
}

// statement reads the statement, or the part of one, that begins here.
func (s *plpgsql) statement() {
	switch word := s.word(0); {
	case word == "begin" && !s.is(1, ";"), word == "declare":
		s.declaring = word == "declare"
		s.i++
	case s.declaring:
		s.declaration()
	case word == "loop", word == "else", word == "exception":
		s.i++
	case word == "if", word == "elsif", word == "elseif", word == "when":
		s.condition("then")
	case word == "while":
		s.condition("loop")
	case word == "case":
		from := s.i + 1
		for s.i < len(s.tokens) && !s.is(0, "when") {
			s.i++
		}
		s.add(Expression, from, s.i)
	case word == "end":
		for s.i < len(s.tokens) && !s.is(0, ";") {
			s.i++
		}
		s.i++
	case word == "for", word == "foreach":
		s.loop()
	case s.is(0, "<") && s.is(1, "<"):
		for s.i < len(s.tokens) && !s.is(0, ">") {
			s.i++
		}
		s.i += 2
	default:
		s.simple(word)
	}
}

// condition reads an expression and the word that ends it.
func (s *plpgsql) condition(end string) {
	s.i++
	from := s.i
	s.add(Expression, from, s.until(end))
}

// simple reads a statement that ends with a semicolon.
func (s *plpgsql) simple(word string) {
	from := s.i
	to := s.until(";")
	switch word {
	case "null", "get", "fetch", "move", "close", "":
	case "exit", "continue":
		s.add(Expression, s.before(from, to, "when")+1, to)
	case "assert":
		s.add(Expression, from+1, to)
	case "raise":
		s.raise(from, to)
	case "commit", "rollback":
		s.add(Transaction, from, to)
	case "execute":
		s.add(Dynamic, from+1, s.before(from, to, "into", "using"))
		s.using(from, to)
	case "open":
		at := s.before(from, to, "for")
		s.query(at+1, to)
		if at == to { // a cursor that is declared, and its arguments
			s.add(Expression, from+2, to)
		}
	case "return":
		switch {
		case from+1 < to && s.tokens[from+1].Is("query"):
			s.query(from+2, to)
		case from+1 < to && s.tokens[from+1].Is("next"):
			s.add(Expression, from+2, to)
		default:
			s.add(Expression, from+1, to)
		}
	case "perform":
		s.add(Static, from, to)
		last := &s.fragments[len(s.fragments)-1]
		last.SQL = " SELECT" + last.SQL[len("perform"):]
	default:
		if at := s.assignment(from, to); at > 0 {
			s.add(Expression, at, to)
			return
		}
		s.add(Static, from, to)
		s.blankInto(from, to)
	}
}

// raise reads the values of a message, and those of its options. A list of
// expressions parses as a row.
func (s *plpgsql) raise(from, to int) {
	using := s.before(from, to, "using")
	for i := from; i+2 < using; i++ {
		if s.tokens[i].Kind == schema.String && s.tokens[i+1].Is(",") {
			s.add(Expression, i+2, using)
			break
		}
	}
	s.add(Expression, using+1, to)
}

// using reads the values that EXECUTE is given.
func (s *plpgsql) using(from, to int) {
	if at := s.before(from, to, "using"); at < to {
		s.add(Expression, at+1, s.before(at, to, "into"))
	}
}

// declaration reads a variable or a cursor.
func (s *plpgsql) declaration() {
	from := s.i
	to := s.until(";")
	if at := s.before(from, to, "cursor"); at < to {
		if at = s.before(at, to, "for", "is"); at < to {
			s.query(at+1, to)
		}
		return
	}
	for i := from; i < to; i++ {
		if s.tokens[i].Is("default") || s.tokens[i].Is("=") {
			s.add(Expression, i+1, to)
			return
		}
	}
}

// loop reads the head of a FOR loop.
func (s *plpgsql) loop() {
	from := s.i
	to := s.until("loop")
	at := s.before(from, to, "in")
	if at == to {
		return
	}
	first := at + 1
	switch dots := s.dots(first, to); {
	case first < to && s.tokens[first].Is("array"):
		s.add(Expression, first+1, to)
	case dots > 0:
		if s.tokens[first].Is("reverse") {
			first++
		}
		step := s.before(dots, to, "by")
		s.add(Expression, first, dots)
		s.add(Expression, dots+1, step)
		s.add(Expression, step+1, to)
	default:
		s.query(first, to)
	}
}

// dots returns the index of what stands between the ends of a range, 0 if there
// is none.
func (s *plpgsql) dots(from, to int) int {
	for i := from; i < to; i++ {
		if s.tokens[i].Is("..") {
			return i
		}
	}
	return 0
}

// query reads a query, or EXECUTE and an expression in place of one. A bare
// word is a cursor.
func (s *plpgsql) query(from, to int) {
	switch {
	case from >= to:
	case s.tokens[from].Is("execute"):
		s.add(Dynamic, from+1, s.before(from, to, "using"))
		s.using(from, to)
	case to-from == 1, s.tokens[from+1].Is("(") && !s.tokens[from].Is("(") && !s.tokens[from].Is("values") && !s.tokens[from].Is("select"):
	default:
		s.add(Static, from, to)
	}
}

// until moves behind the word that ends the part that begins here and returns
// the index of the word. A CASE in between ends with its own END.
func (s *plpgsql) until(end string) int {
	depth := 0
	for ; s.i < len(s.tokens); s.i++ {
		t := s.tokens[s.i]
		switch {
		case t.Is("(") || t.Is("[") || t.Is("case"):
			depth++
		case depth > 0 && (t.Is(")") || t.Is("]") || t.Is("end")):
			depth--
		case depth == 0 && t.Is(end):
			s.i++
			return s.i - 1
		}
	}
	return len(s.tokens)
}

// before returns the index of the first of the words outside parentheses.
func (s *plpgsql) before(from, to int, words ...string) int {
	depth := 0
	for i := from; i < to; i++ {
		t := s.tokens[i]
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case depth == 0 && i > from:
			for _, w := range words {
				if t.Is(w) {
					return i
				}
			}
		}
	}
	return to
}

// assignment returns the index behind the := of an assignment, 0 if it is
// none.
func (s *plpgsql) assignment(from, to int) int {
	for i := from; i+1 < to; i++ {
		t := s.tokens[i]
		switch {
		case t.Is(":") && s.tokens[i+1].Is("="):
			return i + 2
		case t.Is("=") && i > from:
			return i + 1
		case t.Is("["):
			for i < to && !s.tokens[i].Is("]") {
				i++
			}
		case i > from && !t.Is(".") && !s.tokens[i-1].Is("."):
			return 0
		}
	}
	return 0
}

// blankInto takes the INTO of variables out of the statement that was added
// last, but not that of INSERT INTO and MERGE INTO.
func (s *plpgsql) blankInto(from, to int) {
	last := &s.fragments[len(s.fragments)-1]
	for i := from + 1; i < to; i++ {
		if !s.tokens[i].Is("into") || s.tokens[i-1].Is("insert") || s.tokens[i-1].Is("merge") {
			continue
		}
		end := i + 1
		if end < to && s.tokens[end].Is("strict") {
			end++
		}
		for end < to && (end == i+1 || s.tokens[end-1].Is("strict") || s.tokens[end-1].Is(",") ||
			s.tokens[end].Is(",") || s.tokens[end].Is(".") || s.tokens[end-1].Is(".")) {
			end++
		}
		start, stop := s.tokens[i].Pos-last.Pos, s.tokens[end-1].End()-last.Pos
		last.SQL = last.SQL[:start] + strings.Repeat(" ", stop-start) + last.SQL[stop:]
		return
	}
}

func (s *plpgsql) add(kind FragmentKind, from, to int) {
	if from >= to {
		return
	}
	start, end := s.tokens[from].Pos, s.tokens[to-1].End()
	s.fragments = append(s.fragments, Fragment{kind, s.body[start:end], start})
}

func (s *plpgsql) is(ahead int, text string) bool {
	return s.i+ahead < len(s.tokens) && s.tokens[s.i+ahead].Is(text)
}

func (s *plpgsql) word(ahead int) string {
	if s.i+ahead >= len(s.tokens) || s.tokens[s.i+ahead].Kind != schema.Word {
		return ""
	}
	return strings.ToLower(s.tokens[s.i+ahead].Text)
}
