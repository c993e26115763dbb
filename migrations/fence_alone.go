package migrations

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/schema"
)

// What runs outside of transactions cannot be taken back, so it is looked at
// before. PostgreSQL insists on few statements to run so, and those name what
// they touch; everything else that a revision marks with NoTransaction is run
// in a transaction of its own, inside the fence.

// wholeDatabase stands for a statement that names no table.
const wholeDatabase = ""

// aloneTargets returns the relations, as written, that a statement works on
// which cannot run in a transaction; nil if it is none that is known.
func aloneTargets(sql string) []string {
	tokens := schema.Tokens(sql)
	for len(tokens) > 0 && tokens[len(tokens)-1].Is(";") {
		tokens = tokens[:len(tokens)-1]
	}
	if len(tokens) == 0 || slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Is(";") }) {
		return nil
	}
	first, rest := strings.ToLower(tokens[0].Text), tokens[1:]
	concurrently := slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Is("concurrently") })
	switch {
	case first == "create" && concurrently:
		return createIndexTargets(rest)
	case first == "drop" && concurrently:
		return names(skip(rest, "index", "concurrently", "if", "exists"))
	case first == "vacuum", first == "analyze", first == "cluster":
		return names(skip(rest, "full", "freeze", "verbose", "analyze"))
	case first == "reindex":
		rest = skip(rest, "index", "table", "concurrently", "verbose")
		if len(rest) > 0 && (rest[0].Is("schema") || rest[0].Is("database") || rest[0].Is("system")) {
			return []string{wholeDatabase}
		}
		return names(rest)
	case first == "alter" && (concurrently || tokens[len(tokens)-1].Is("finalize")):
		return detachTargets(skip(rest, "table", "if", "exists", "only"))
	}
	return nil
}

// skip drops the given words and a parenthesis with options from the front.
func skip(tokens []schema.Token, words ...string) []schema.Token {
	for len(tokens) > 0 {
		switch {
		case slices.ContainsFunc(words, tokens[0].Is):
			tokens = tokens[1:]
		case tokens[0].Is("("):
			tokens = behindParenthesis(tokens)
		default:
			return tokens
		}
	}
	return nil
}

func behindParenthesis(tokens []schema.Token) []schema.Token {
	depth := 0
	for i, t := range tokens {
		switch {
		case t.Is("("):
			depth++
		case t.Is(")"):
			if depth--; depth == 0 {
				return tokens[i+1:]
			}
		}
	}
	return nil
}

// names reads a list of names, each perhaps with columns behind it.
func names(tokens []schema.Token) []string {
	if len(tokens) == 0 {
		return []string{wholeDatabase}
	}
	var list []string
	for len(tokens) > 0 {
		list = append(list, qualified(tokens))
		for len(tokens) > 0 && !tokens[0].Is(",") {
			if tokens[0].Is("(") {
				tokens = behindParenthesis(tokens)
				continue
			}
			tokens = tokens[1:]
		}
		tokens = tokens[min(1, len(tokens)):]
	}
	return list
}

func createIndexTargets(tokens []schema.Token) []string {
	on := slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Is("on") })
	if on < 0 {
		return nil
	}
	table := skip(tokens[on+1:], "only")
	if len(table) == 0 {
		return nil
	}
	list := []string{qualified(table)}
	if index := skip(tokens[:on], "unique", "index", "concurrently", "if", "not", "exists"); len(index) > 0 {
		name := index[0].Text
		if len(table) > 1 && table[1].Is(".") {
			name = table[0].Text + "." + name
		}
		list = append(list, name) // one of that name may be there, and somebody else's
	}
	return list
}

func detachTargets(tokens []schema.Token) []string {
	at := slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Is("partition") })
	if at < 1 || at+1 >= len(tokens) {
		return nil
	}
	return []string{qualified(tokens), qualified(tokens[at+1:])}
}

// guardAlone looks before a statement runs outside of a transaction. It
// reports whether the statement is one that PostgreSQL wants to run so.
func (r *runner) guardAlone(ctx context.Context, m *compiledMove, u *unit) (must bool, err error) {
	targets := aloneTargets(u.sql)
	if targets == nil {
		return false, nil
	}
	return true, r.mustOwn(ctx, m, u, targets)
}

// mustOwn returns a [FenceError] if a relation is foreign.
func (r *runner) mustOwn(ctx context.Context, m *compiledMove, u *unit, targets []string) error {
	trespass := func(chain []object) error {
		for _, t := range m.revision.Touches {
			if slices.ContainsFunc(chain, t.covers) {
				return nil
			}
		}
		e := &FenceError{Service: r.env.Service, Trespasses: []Trespass{{
			Object: chain[0].String(), Does: "works on", Owner: r.fence.territory.owner(chain), steps: []int{u.step}, unit: u,
		}}}
		return &entryError{entry: &entry{sql: u.sql, unit: u}, err: e}
	}
	if slices.Contains(targets, wholeDatabase) {
		return trespass([]object{r.database()})
	}
	ids := map[string][]string{}
	for _, target := range targets {
		var oid *string
		if err := r.conn.QueryRow(ctx, "SELECT to_regclass($1)::oid::text", target).Scan(&oid); err != nil {
			return &entryError{entry: &entry{sql: u.sql, unit: u}, err: err}
		}
		if oid != nil {
			ids["pg_class"] = append(ids["pg_class"], *oid)
		}
	}
	if len(ids) == 0 {
		return nil
	}
	v, err := r.lock.look(ctx, outsideSQL(ids, false))
	if err != nil {
		return err
	}
	for _, chain := range inOrder(v.names) {
		if !r.fence.territory.owns(chain) {
			if err := trespass(chain); err != nil {
				return err
			}
		}
	}
	return nil
}

func inOrder(chains map[ref][]object) [][]object {
	refs := slices.SortedFunc(maps.Keys(chains), func(a, b ref) int { return strings.Compare(a.id, b.id) })
	list := make([][]object, len(refs))
	for i, r := range refs {
		list[i] = chains[r]
	}
	return list
}

// The errors of statements that want no transaction around them, and of
// procedures that end one.
const (
	activeTransaction  = "25001"
	invalidTermination = "2D000"
)

// runFenced runs a statement that does not insist on being outside of a
// transaction in one of its own. If it does insist, and nobody can tell what
// it touches, it is refused; a procedure that commits by itself is refused if
// it names what is foreign.
func (r *runner) runFenced(ctx context.Context, m *compiledMove, u unit, after []entry) (alone bool, err error) {
	err = r.runTransaction(ctx, m, []unit{u}, nil, after)
	var pgErr *pgconn.PgError
	if err == nil || !errors.As(err, &pgErr) || pgErr.Code != activeTransaction && pgErr.Code != invalidTermination {
		return false, err
	}
	r.rollback(ctx)
	if len(m.revision.Touches) > 0 {
		return true, nil
	}
	if pgErr.Code == activeTransaction && strings.Contains(strings.TrimRight(u.sql, "; \n"), ";") {
		return false, err // only one statement can run outside a transaction
	}
	if pgErr.Code == activeTransaction {
		return false, &entryError{entry: &entry{sql: u.sql, unit: &u}, err: errUnseen(u.sql)}
	}
	return true, r.mentions(ctx, m, u)
}

// mentions refuses a procedure that commits by itself if it, or a function
// that it calls, says the name of a foreign relation.
func (r *runner) mentions(ctx context.Context, m *compiledMove, u unit) error {
	var bodies string
	if err := r.conn.QueryRow(ctx, `SELECT coalesce(string_agg(prosrc, ' '), '') FROM pg_catalog.pg_proc
WHERE oid >= 16384 AND position(proname::text IN $1) > 0`, u.sql).Scan(&bodies); err != nil {
		return fmt.Errorf("reading procedures: %w", err)
	}
	words := wordsIn(u.sql + " " + bodies)
	rows, err := r.conn.Query(ctx, `SELECT c.oid::regclass::text FROM pg_catalog.pg_class c
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relname::text = ANY ($1)`, words)
	if err != nil {
		return fmt.Errorf("looking for what a procedure names: %w", err)
	}
	var targets []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		targets = append(targets, name)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return r.mustOwn(ctx, m, &u, targets)
}

// wordsIn returns all words of a text, those in strings and bodies too.
func wordsIn(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(c rune) bool {
		return c != '_' && c != '$' && (c < '0' || c > '9') && (c < 'a' || c > 'z') && c < 128
	})
}

// guardSequences looks before SQL runs that sets or takes the values of
// sequences: that is never rolled back.
func (r *runner) guardSequences(ctx context.Context, m *compiledMove, units []unit) error {
	for i := range units {
		if targets := sequencesIn(units[i].sql); len(targets) > 0 && units[i].fn == nil {
			if err := r.mustOwn(ctx, m, &units[i], targets); err != nil {
				return err
			}
		}
	}
	return nil
}

// sequencesIn returns the sequences that a text, or a text in a string of it,
// names in calls of setval and nextval. A statement that creates or alters
// something calls neither now.
func sequencesIn(sql string) []string {
	if !strings.Contains(strings.ToLower(sql), "val") {
		return nil
	}
	var list []string
	tokens := schema.Tokens(sql)
	begins, defines := true, false
	for i, t := range tokens {
		if begins {
			defines = t.Is("create") || t.Is("alter") || t.Is("comment")
		}
		if begins = t.Is(";"); defines {
			continue
		}
		called := i > 1 && tokens[i-1].Is("(") && (tokens[i-2].Is("setval") || tokens[i-2].Is("nextval"))
		switch {
		case t.Kind != schema.String:
		case called:
			list = append(list, stringValue(t.Text))
		default:
			list = append(list, sequencesIn(stringValue(t.Text))...)
		}
	}
	return list
}

// stringValue returns what a string constant says.
func stringValue(text string) string {
	if strings.HasPrefix(text, "$") {
		tag := text[:strings.IndexByte(text[1:], '$')+2]
		return strings.TrimSuffix(strings.TrimPrefix(text, tag), tag)
	}
	if i := strings.IndexByte(text, '\''); i >= 0 {
		text = text[i+1:]
	}
	return strings.ReplaceAll(strings.TrimSuffix(text, "'"), "''", "'")
}
