package migrations

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/hint"
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
	if hasEscapedNames(tokens) {
		return []string{wholeDatabase} // which one it is cannot be read
	}
	first, rest := strings.ToLower(tokens[0].Text), tokens[1:]
	concurrently := func(tokens []schema.Token) bool {
		return len(tokens) > 2 && tokens[0].Is("index") && tokens[1].Is("concurrently")
	}
	switch {
	case first == "create" && concurrently(skip(rest, "unique")):
		return createIndexTargets(rest)
	case first == "drop" && concurrently(rest):
		return names(skip(rest, "index", "concurrently", "if", "exists"))
	case first == "vacuum", first == "analyze":
		return names(skip(rest, "full", "freeze", "verbose", "analyze", "only"))
	case first == "cluster":
		return clusterTargets(skip(rest, "verbose"))
	case first == "reindex":
		rest = skip(rest, "index", "table", "concurrently", "verbose")
		if len(rest) > 0 && (rest[0].Is("schema") || rest[0].Is("database") || rest[0].Is("system")) {
			return []string{wholeDatabase}
		}
		return names(rest)
	case first == "alter":
		return detachTargets(skip(rest, "table", "if", "exists", "only"))
	}
	return nil
}

// hasEscapedNames reports whether a name is written as U&"…".
func hasEscapedNames(tokens []schema.Token) bool {
	for i, t := range tokens {
		if t.Kind == schema.Quoted && i > 1 && tokens[i-1].Is("&") && tokens[i-2].Is("u") {
			return true
		}
	}
	return false
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
	if i := closing(tokens, 0); i >= 0 {
		return tokens[i+1:]
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

// clusterTargets reads "table USING index", and "index ON table" as it was
// written of old.
func clusterTargets(tokens []schema.Token) []string {
	if behind := behindName(tokens); len(behind) > 1 && behind[0].Is("on") {
		tokens = behind[1:]
	}
	return names(tokens)
}

// detachTargets reads "parent DETACH PARTITION child CONCURRENTLY", or FINALIZE.
func detachTargets(tokens []schema.Token) []string {
	behind := behindName(tokens)
	if len(behind) < 4 || !behind[0].Is("detach") || !behind[1].Is("partition") {
		return nil
	}
	if end := behindName(behind[2:]); len(end) != 1 || !end[0].Is("concurrently") && !end[0].Is("finalize") {
		return nil
	}
	return []string{qualified(tokens), qualified(behind[2:])}
}

// behindName returns what follows a possibly qualified name.
func behindName(tokens []schema.Token) []schema.Token {
	for len(tokens) > 2 && tokens[1].Is(".") {
		tokens = tokens[2:]
	}
	return tokens[min(1, len(tokens)):]
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

// mustOwn returns a [FenceError] if a relation is foreign, or a partition of it.
// Nothing of the revision is under way, so what is seen here everybody sees.
func (r *runner) mustOwn(ctx context.Context, m *compiledMove, u *unit, targets []string) error {
	if slices.Contains(targets, wholeDatabase) {
		return r.trespass(m, u, u.sql, []object{r.database()}, "works on")
	}
	v := newView()
	b := batch{prefix: "BEGIN READ ONLY;\n", entries: []entry{
		bookkeeping("the fence", targetsSQL(targets, r.reachesHeirs(u.sql, len(targets))), -1),
		{sql: enterSQL + chainSQL("SELECT 'pg_class'::regclass::oid, unnest(current_setting('deed.targets')::oid[])") + ";\n" + leaveSQL, what: "the fence", rows: -1, read: v.read},
		bookkeeping("the end", "COMMIT", -1),
	}}
	if err := b.run(ctx, r.conn.PgConn()); err != nil {
		r.rollback(ctx)
		return &entryError{entry: &entry{sql: u.sql, unit: u}, err: err}
	}
	return r.mustOwnAll(m, u, v.names, "works on")
}

// reachesHeirs reports whether a statement works on what inherits from one of
// its tables, as VACUUM and ANALYZE do since PostgreSQL 18 without ONLY.
func (r *runner) reachesHeirs(sql string, tables int) bool {
	tokens := words(sql)
	if r.server.version < 180000 || !tokens[0].Is("vacuum") && !tokens[0].Is("analyze") {
		return false
	}
	for _, t := range tokens {
		if t.Is("only") {
			tables--
		}
	}
	return tables > 0
}

// targetsSQL finds relations by their names, as the session's search path has
// them, and their partitions, or all their heirs.
func targetsSQL(names []string, heirs bool) string {
	tree := `SELECT p.relid FROM pg_catalog.unnest(` + textsSQL(names) + `) n, pg_catalog.pg_partition_tree(pg_catalog.to_regclass(n)) p`
	if heirs {
		tree = `(WITH RECURSIVE heirs (id) AS (SELECT pg_catalog.to_regclass(n)::pg_catalog.oid FROM pg_catalog.unnest(` + textsSQL(names) + `) n
		UNION SELECT h.inhrelid FROM heirs JOIN pg_catalog.pg_inherits h ON h.inhparent OPERATOR(pg_catalog.=) id) TABLE heirs)`
	}
	return `SELECT pg_catalog.set_config('deed.targets', pg_catalog.concat('{', pg_catalog.string_agg(DISTINCT id::pg_catalog.text, ','), '}'), true) FROM (
	SELECT pg_catalog.to_regclass(n)::pg_catalog.oid FROM pg_catalog.unnest(` + textsSQL(names) + `) n
	UNION ` + tree + `) x (id)`
}

// textsSQL is an array of texts.
func textsSQL(list []string) string {
	literals := make([]string, len(list))
	for i, text := range list {
		literals[i] = schema.Literal(text)
	}
	return "ARRAY[" + strings.Join(literals, ", ") + "]::pg_catalog.text[]"
}

// mustOwnAll returns a [FenceError] if one of the objects is foreign.
func (r *runner) mustOwnAll(m *compiledMove, u *unit, chains map[ref][]object, does string) error {
	for _, chain := range inOrder(chains) {
		if !r.fence.territory.owns(chain) {
			if err := r.trespass(m, u, u.sql, chain, does); err != nil {
				return err
			}
		}
	}
	return nil
}

// inOrder puts sequences last: a table tells more than those of its columns.
func inOrder(chains map[ref][]object) [][]object {
	isSequence := func(r ref) int { return strings.Count(chains[r][0].kind, "sequence") }
	refs := slices.SortedFunc(maps.Keys(chains), func(a, b ref) int { return cmp.Or(isSequence(a)-isSequence(b), strings.Compare(a.id, b.id)) })
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
// it may write what is foreign.
func (r *runner) runFenced(ctx context.Context, m *compiledMove, u unit, after []entry) (alone bool, err error) {
	if err := checkStatement(ddl.Statement{SQL: u.sql}); err != nil {
		return false, &entryError{entry: &entry{sql: u.sql, unit: &u}, err: err}
	}
	switch commits, err := r.commits(ctx, &u); {
	case err != nil:
		return false, err
	case commits:
		return true, r.guardCommits(ctx, m, &u)
	}
	err = r.runTransaction(ctx, m, []unit{u}, nil, after)
	var pgErr *pgconn.PgError
	if err == nil || !errors.As(err, &pgErr) || pgErr.Code != activeTransaction && pgErr.Code != invalidTermination {
		return false, err
	}
	r.rollback(ctx)
	if pgErr.Code == invalidTermination {
		return true, r.guardCommits(ctx, m, &u)
	}
	if strings.Contains(strings.TrimRight(u.sql, "; \n"), ";") {
		alone := hint.New(message(err), "only one statement at a time can run outside of a transaction: make each a step of its own")
		return false, &entryError{entry: &entry{sql: u.sql, unit: &u}, err: alone}
	}
	return true, r.guardUnseen(m, &u)
}

// guardUnseen refuses a statement that PostgreSQL wants outside of a
// transaction and that nobody here knows, unless the revision says that it
// touches what the statement names; or the database, where it names nothing.
func (r *runner) guardUnseen(m *compiledMove, u *unit) error {
	tokens := schema.Tokens(u.sql)
	if tokens[0].Is("discard") { // that is the session's
		return nil
	}
	if o, found := namedBy(tokens); found {
		return r.trespass(m, u, u.sql, []object{o}, "works on")
	}
	return r.trespass(m, u, u.sql, []object{r.database()}, "runs "+firstWords(u.sql)+" outside of a transaction, where it cannot be told before what it touches, in")
}

// namedBy returns what a statement creates, alters or drops that is of the
// whole server.
func namedBy(tokens []schema.Token) (object, bool) {
	if len(tokens) < 3 || !slices.ContainsFunc([]string{"create", "alter", "drop"}, tokens[0].Is) {
		return object{}, false
	}
	kind, rest := strings.ToLower(tokens[1].Text), skip(tokens[2:], "if", "exists")
	if len(rest) == 0 || !slices.Contains([]string{"database", "tablespace", "subscription"}, kind) {
		return object{}, false
	}
	name := rest[0].Unquote()
	return object{kind: kind, name: schema.NewName("", name), identity: name}, true
}
