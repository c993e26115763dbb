package migrations

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/schema"
)

// A procedure that commits by itself cannot be fenced in, so it is read before
// it runs, with all that it sets off: functions that it calls, triggers, rules
// and foreign keys of the tables that it writes, the tables under its views.

// A procedureText is what the texts of a procedure say.
type procedureText struct {
	words   map[string]bool // all of them
	called  map[string]bool // those with a parenthesis behind them
	written map[string]bool // names, as written, in places where tables are written
	dynamic string          // where it executes SQL that is put together while it runs
	hides   []string        // the functions that do
}

// guardCommits refuses a procedure that may write what is foreign.
func (r *runner) guardCommits(ctx context.Context, m *compiledMove, u *unit) error {
	p := &procedureText{words: map[string]bool{}, called: map[string]bool{}, written: map[string]bool{}}
	p.read(u.sql)
	for seen := map[string]bool{}; ; {
		texts, err := r.setOff(ctx, p)
		if err != nil {
			return err
		}
		before := len(seen)
		for key, text := range texts {
			if !seen[key] {
				seen[key] = true
				p.readFrom(key, text)
			}
		}
		if len(seen) == before {
			break
		}
	}
	if err := r.mustOwnFunctions(ctx, m, u, p.hides); err != nil {
		return err
	}
	targets, err := r.relationsCalled(ctx, slices.Sorted(maps.Keys(p.written)))
	if err != nil {
		return err
	}
	if err := r.mustOwn(ctx, m, u, targets); err != nil || p.dynamic == "" {
		return err
	}
	return r.trespass(m, u, u.sql, []object{r.database()}, "commits what is put together while it runs ("+p.dynamic+"), so that it could change anything in", "execute")
}

// mustOwnFunctions returns a [FenceError] if a function is foreign.
func (r *runner) mustOwnFunctions(ctx context.Context, m *compiledMove, u *unit, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	v, err := r.lock.look(ctx, r.lock.asker.objectsSQL(map[string][]string{"pg_proc": ids}))
	if err != nil {
		return err
	}
	return r.mustOwnAll(m, u, v.names, "calls")
}

// readFrom reads what is set off.
func (p *procedureText) readFrom(key, text string) {
	before := p.dynamic
	p.dynamic = ""
	p.read(text)
	if id, function := strings.CutPrefix(key, "function "); function && p.dynamic != "" {
		p.hides = append(p.hides, id)
		tokens := schema.Tokens(text) // CREATE OR REPLACE FUNCTION …
		name, _ := nameAt(tokens[4:])
		p.dynamic += ", in " + strings.ToLower(tokens[3].Text) + " " + string(name)
	}
	p.dynamic = cmp.Or(before, p.dynamic)
}

// setOff returns the texts of what a procedure calls and sets off, by key.
func (r *runner) setOff(ctx context.Context, p *procedureText) (map[string]string, error) {
	rows, err := r.conn.Query(ctx, `WITH written AS (SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	WHERE c.oid >= 16384 AND (c.relname = ANY ($2) OR n.nspname || '.' || c.relname = ANY ($2)))
SELECT 'function ' || f.oid, pg_catalog.pg_get_functiondef(f.oid) FROM pg_catalog.pg_proc f
WHERE f.oid >= 16384 AND f.prokind IN ('f', 'p') AND (f.proname = ANY ($1) OR f.oid IN (SELECT tgfoid FROM pg_catalog.pg_trigger t JOIN written w ON w.oid = t.tgrelid))
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_proc'::regclass AND objid = f.oid AND deptype = 'e')
UNION ALL SELECT 'rule ' || e.oid, pg_catalog.pg_get_ruledef(e.oid) FROM pg_catalog.pg_rewrite e JOIN written w ON w.oid = e.ev_class WHERE e.rulename <> '_RETURN'
UNION ALL SELECT 'view ' || d.refobjid, 'UPDATE ' || d.refobjid::regclass FROM pg_catalog.pg_rewrite e JOIN written w ON w.oid = e.ev_class
	JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = e.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> e.ev_class
UNION ALL SELECT 'key ' || k.oid, 'UPDATE ' || k.conrelid::regclass FROM pg_catalog.pg_constraint k JOIN written w ON w.oid = k.confrelid
WHERE k.contype = 'f' AND (k.confdeltype IN ('c', 'n', 'd') AND $3 OR k.confupdtype IN ('c', 'n', 'd') AND $4)`,
		slices.Sorted(maps.Keys(p.called)), slices.Sorted(maps.Keys(p.written)), p.words["delete"] || p.words["truncate"] || p.words["merge"], p.words["update"])
	if err != nil {
		return nil, fmt.Errorf("reading what a procedure does: %w", err)
	}
	texts := map[string]string{}
	var key, text string
	_, err = pgx.ForEachRow(rows, []any{&key, &text}, func() error {
		texts[key] = text
		return nil
	})
	return texts, err
}

// relationsCalled returns the relations of these names, in whatever schema if
// the name says none.
func (r *runner) relationsCalled(ctx context.Context, names []string) ([]string, error) {
	rows, err := r.conn.Query(ctx, `SELECT c.oid::regclass::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'i') AND (c.relname = ANY ($1) OR n.nspname || '.' || c.relname = ANY ($1))`, names)
	if err != nil {
		return nil, fmt.Errorf("looking for what a procedure writes: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// read takes in a text and those in the strings of it.
func (p *procedureText) read(sql string) {
	tokens := schema.Tokens(sql)
	if hasEscapedNames(tokens) {
		p.dynamic = cmp.Or(p.dynamic, `a name written as U&"…"`)
	}
	for i, t := range tokens {
		switch t.Kind {
		case schema.String:
			p.read(schema.StringValue(t.Text))
		case schema.Word, schema.Quoted:
			p.words[t.Unquote()] = true
			if i+1 < len(tokens) && tokens[i+1].Is("(") {
				p.called[t.Unquote()] = true
			}
			if t.Is("execute") && i+1 < len(tokens) && !isConstant(tokens[i+1:]) && !tokens[i+1].Is("function") && !tokens[i+1].Is("procedure") {
				p.dynamic = cmp.Or(p.dynamic, firstWords(sql[t.Pos:]))
			}
			if name, written := writtenAt(tokens, i); written {
				p.written[name] = true
			}
		}
	}
}

// isConstant reports whether the argument of EXECUTE is one string.
func isConstant(tokens []schema.Token) bool {
	return tokens[0].Kind == schema.String && (len(tokens) == 1 || slices.ContainsFunc([]string{";", "into", "using"}, tokens[1].Is))
}

// writtenAt reports whether the name that begins at a token stands where a
// statement says what it writes or changes: anywhere but behind FROM, JOIN and
// in expressions.
func writtenAt(tokens []schema.Token, i int) (name string, written bool) {
	if i > 0 && tokens[i-1].Is(".") {
		return "", false
	}
	before := i - 1
	for before >= 0 && slices.ContainsFunc([]string{"only", "if", "exists", "not", "concurrently", "table"}, tokens[before].Is) {
		before--
	}
	list := before >= 0 && tokens[before].Is(",") && inList(tokens[:before])
	if !list && (before < 0 || !slices.ContainsFunc(writing, tokens[before].Is)) {
		if before < 1 || !tokens[before].Is("from") || !tokens[before-1].Is("delete") {
			return "", false
		}
	}
	parsed, _ := nameAt(tokens[i:])
	if len(tokens) > i+1 && tokens[i+1].Is(".") {
		return parsed.Schema() + "." + parsed.Object(), true
	}
	return parsed.Object(), true
}

// writing are the words before what a statement writes or changes.
var writing = []string{
	"into", "update", "truncate", "copy", "lock", "on", "view", "sequence", "index", "alter", "drop", "vacuum", "analyze", "reindex", "cluster", "refresh",
}

// inList reports whether a comma stands in the list of a statement that can
// name several tables.
func inList(tokens []schema.Token) bool {
	for i := len(tokens) - 1; i >= 0 && !tokens[i].Is(";"); i-- {
		if tokens[i].Is("truncate") || tokens[i].Is("drop") || tokens[i].Is("lock") {
			return true
		}
		if tokens[i].Is("(") || tokens[i].Is("select") || tokens[i].Is("from") {
			return false
		}
	}
	return false
}
