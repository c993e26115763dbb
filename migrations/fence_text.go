package migrations

import (
	"cmp"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A procedureText is what the texts of a procedure say.
type procedureText struct {
	words   map[string]bool      // all of them
	called  map[string]bool      // those with a parenthesis behind them or a dot before
	written map[string]rowEvents // names, as written, in places where relations are written, with what is done to rows
	created map[schema.Name]bool // relations that are made in a schema that is named
	copied  map[string]bool      // tables after which others are made, with their defaults
	unseen  string               // what nobody can tell the effects of
	hides   []string             // the functions that do such
	reaches []reach              // what it acts on beyond the database's tables
	ends    bool                 // it ends transactions
}

func newProcedureText() *procedureText {
	return &procedureText{words: map[string]bool{}, called: map[string]bool{}, written: map[string]rowEvents{}, created: map[schema.Name]bool{}, copied: map[string]bool{}}
}

// read takes in a text and those in the strings of it.
func (p *procedureText) read(sql string) { p.readTokens(sql, words(sql), false) }

// readTokens takes in a text. Of a definition the first words make nothing.
func (p *procedureText) readTokens(sql string, tokens []schema.Token, definition bool) {
	if language := languageOf(tokens); language != "" && language != "sql" && language != "plpgsql" {
		p.hide("code in " + language)
	}
	for i, t := range tokens {
		switch t.Kind {
		case schema.String:
			p.read(schema.StringValue(t.Text))
			continue
		case schema.Word, schema.Quoted:
		default:
			continue
		}
		name := t.Unquote()
		p.words[name] = true
		switch {
		case i+1 < len(tokens) && tokens[i+1].Is("("):
			p.called[name] = true
			p.readCall(name, tokens[i+2:])
		case i > 0 && tokens[i-1].Is("."): // row.function calls it as well
			p.called[name] = true
		}
		if beginsAt(tokens, i) && !(definition && i == 0) {
			p.readVerb(tokens[i:])
		}
		if t.Is("execute") && i+1 < len(tokens) && !isConstant(tokens[i+1:]) {
			p.hide(firstWords(sql[t.Pos:]))
		}
		if (t.Is("commit") || t.Is("rollback")) && i+1 < len(tokens) && (tokens[i+1].Is(";") || tokens[i+1].Is("and")) {
			p.ends = true
		}
		if t.Is("session_replication_role") {
			p.hide("it switches foreign keys off")
		}
		if events, written := writtenAt(tokens, i); written {
			p.written[nameOf(tokens[i:])] |= events
		}
		if i > 0 && tokens[i-1].Is("like") && slices.ContainsFunc(tokens[i:], func(t schema.Token) bool { return t.Is("including") }) {
			p.copied[nameOf(tokens[i:])] = true
		}
	}
}

// languageOf returns the language that a block or a routine says it is in.
func languageOf(tokens []schema.Token) string {
	if !definesRoutine(tokens) && (len(tokens) == 0 || !tokens[0].Is("do")) {
		return ""
	}
	for i, t := range tokens[1:] {
		switch {
		case !tokens[i].Is("language"):
		case t.Kind == schema.String:
			return strings.ToLower(schema.StringValue(t.Text))
		default:
			return t.Unquote()
		}
	}
	return ""
}

func (p *procedureText) hide(why string) { p.unseen = cmp.Or(p.unseen, why) }

// beginsAt reports whether a statement begins at a token, in a text or a block.
func beginsAt(tokens []schema.Token, i int) bool {
	return i == 0 || slices.ContainsFunc([]string{";", "begin", "then", "else", "loop", "atomic", ">"}, tokens[i-1].Is)
}

// visible are the kinds of relations. What is defined of other kinds, nobody
// looks for.
var visible = []string{"table", "index", "view", "sequence"}

// readVerb takes in what a statement begins with, if it defines something.
func (p *procedureText) readVerb(tokens []schema.Token) {
	end := slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Is(";") })
	if end > 0 {
		tokens = tokens[:end]
	}
	verb := tokens[0]
	rest := skip(tokens[1:], "or", "replace", "temp", "temporary", "unlogged", "unique", "materialized", "recursive", "concurrently", "on")
	relation := len(rest) > 0 && slices.ContainsFunc(visible, rest[0].Is)
	says := func(word string) bool {
		return slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Is(word) })
	}
	if on, found := serverStatement(tokens); found {
		p.reaches = append(p.reaches, reach{on, verb.Text})
	}
	switch {
	case len(tokens) == 1 && (verb.Is("analyze") || verb.Is("cluster")):
		p.hide(verb.Text + " of everything")
	case verb.Is("grant"), verb.Is("revoke"), verb.Is("reassign"), verb.Is("import"), verb.Is("security"), verb.Is("load"):
		p.hide(wordsOf(tokens))
	case !slices.ContainsFunc([]string{"create", "alter", "drop", "comment", "truncate"}, verb.Is):
	case !relation && !verb.Is("truncate"), says("schema"), cascadesIn(tokens), len(rest) > 1 && rest[1].Is("all"):
		p.hide(wordsOf(tokens))
	case verb.Is("create") && p.words["search_path"]:
		p.hide(wordsOf(tokens) + " where search_path says")
	case verb.Is("create"):
		if name := skip(rest[1:], "if", "not", "exists"); len(name) > 2 && name[1].Is(".") {
			parsed, _ := nameAt(name)
			p.created[parsed] = true
		}
	}
}

// cascadesIn reports whether a statement says CASCADE for itself, and not for
// a foreign key.
func cascadesIn(tokens []schema.Token) bool {
	for i, t := range tokens {
		if t.Is("cascade") && !tokens[i-1].Is("delete") && !tokens[i-1].Is("update") {
			return true
		}
	}
	return false
}

// wordsOf are the first words of a statement.
func wordsOf(tokens []schema.Token) string {
	var list []string
	for _, t := range tokens[:min(len(tokens), 6)] {
		list = append(list, t.Text)
	}
	return strings.Join(list, " ")
}

// readCall takes in the call of a function that does more than its name says.
func (p *procedureText) readCall(name string, behind []schema.Token) {
	arguments := within(behind)
	constant := func(t schema.Token) bool {
		return t.Kind != schema.Word && !t.Is("|") || t.Is("true") || t.Is("false") || t.Is("null")
	}
	switch {
	case name == "nextval", name == "setval":
		sequence, constant := constantRelation(arguments)
		p.written[foldName(sequence)] |= 0
		if !constant {
			p.hide(name + " of a sequence that is put together")
		}
	case name == "set_config" && len(arguments) > 0 && (arguments[0].Kind != schema.String || len(arguments) > 1 && !arguments[1].Is(",")):
		p.hide("set_config of a name that is put together")
	case executes(name) && !all(arguments, constant):
		p.hide(name + " of what is put together")
	case slices.Contains([]string{"lo_put", "lo_unlink", "lo_truncate", "lo_truncate64", "lowrite"}, name):
		p.hide(name)
	}
	for _, r := range reaching {
		if strings.HasPrefix(name+"(", r.prefix) {
			p.reaches = append(p.reaches, reach{ofServer(r.on), name})
		}
	}
}

// executes reports whether a function of PostgreSQL's, or of an extension that
// comes along, executes the SQL in an argument.
func executes(name string) bool {
	return strings.Contains(executing, "'"+name+"'") || strings.HasPrefix(name, "crosstab") || name == "connectby" || name == "xpath_table"
}

func all(tokens []schema.Token, is func(schema.Token) bool) bool {
	return !slices.ContainsFunc(tokens, func(t schema.Token) bool { return !is(t) })
}

// within returns the tokens up to the parenthesis that closes.
func within(tokens []schema.Token) []schema.Token {
	if i := closing(tokens, 1); i >= 0 {
		return tokens[:i]
	}
	return tokens
}

// closing returns the place of the parenthesis that closes the last of so many
// open ones, or -1.
func closing(tokens []schema.Token, open int) int {
	for i, t := range tokens {
		switch {
		case t.Is("("):
			open++
		case t.Is(")"):
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// foldName returns a name as the texts of procedures are asked about.
func foldName(name string) string { return nameOf(schema.Tokens(name)) }

// nameOf is the same of a name that tokens begin with.
func nameOf(tokens []schema.Token) string {
	parsed, _ := nameAt(tokens)
	if len(tokens) > 1 && tokens[1].Is(".") {
		return parsed.Schema() + "." + parsed.Object()
	}
	return parsed.Object()
}

// isConstant reports whether the argument of EXECUTE is one string.
func isConstant(tokens []schema.Token) bool {
	return tokens[0].Kind == schema.String && (len(tokens) == 1 || slices.ContainsFunc([]string{";", "into", "using", "loop"}, tokens[1].Is))
}

// constantRelation returns the relation that the first argument of nextval or
// setval names: a constant, or the table of pg_get_serial_sequence.
func constantRelation(arguments []schema.Token) (name string, constant bool) {
	depth, constants := 0, 0
	for _, t := range arguments {
		switch {
		case t.Is(",") && depth == 0:
			return name, constants > 0
		case t.Kind == schema.String:
			if constants++; constants == 1 {
				name = schema.StringValue(t.Text)
			}
		case t.Is("("):
			depth++
		case t.Is(")"):
			depth--
		case !slices.ContainsFunc([]string{"regclass", "text", "cast", "as", "pg_get_serial_sequence", "pg_catalog", ".", "::", ","}, t.Is):
			return "", false
		}
	}
	return name, constants > 0
}
