package migrations

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// A forecast is what the texts of a transaction tell, before or while it runs,
// of what is worth asking when it has run, so that all of it is asked at once.
// Of code that puts its SQL together meanwhile they tell too little: then the
// fence sees that something is missing, and asks once more.
type forecast struct {
	// hides: a step may do more than it says.
	hides bool
	// runs: it may run code; otherwise the steps only define relations.
	runs bool
	// rare: it may change what few revisions do.
	rare bool
	// remotes: foreign tables may be used.
	remotes bool
	// parts: tables may be locked because foreign keys point at them.
	parts bool
	// shapes: types or schemas may be changed that others use.
	shapes bool
	// byHand: catalogs may be written by hand.
	byHand bool
	// roles, pages: those, or pages of large objects, may be changed.
	roles, pages bool
	// announced: what nobody sees afterwards.
	announced
	// uncounted: the counting of rows may be switched off; replica: so may
	// foreign keys be.
	uncounted, replica bool
}

// foresee takes in a text.
func (f *forecast) foresee(sql string) {
	lower := strings.ToLower(sql)
	says := func(words ...string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(lower, word) })
	}
	f.uncounted = f.uncounted || says("track_counts")
	f.replica = f.replica || says("session_replication_role")
	f.byHand = f.byHand || says("pg_") && says("insert", "update", "delete", "merge", "copy")
	f.shapes = f.shapes || says(" type ", "domain", "schema")
	f.pages = f.pages || says("lo_", "lowrite", "pg_largeobject")
	f.runs = f.runs || !definesRelations(sql)
	f.rare = f.rare || f.runs && says(rareWords...)
	f.remotes = f.remotes || says("foreign", "wrapper", "server")
	f.parts = f.parts || f.runs || says("references", "drop", "partition", "inherit", "trigger", "truncate", "alter constraint", " type ")
	if says("role", "user", "group", "database", "grant", "revoke", "reassign", "owned") {
		eachStatement(sql, func(tokens []schema.Token) {
			f.roles = f.roles || changesRoles(tokens)
			f.announced.takeIn(tokens)
		})
	}
}

// rareWords stand in statements on objects that few revisions change.
var rareWords = []string{
	"extension", "operator", "cast ", "collation", "text search", "conversion", "transform", "access method", "create language", "alter language", "drop language", "procedural", "trusted", "statistics", "event trigger",
	"publication", "subscription", "server", "wrapper", "mapping", "privileges", "tablespace", "database", "parameter", "large object", "lo_", "security label", "role", "user ", "group ",
}

// changesRoles reports whether a statement is about roles and their settings.
func changesRoles(tokens []schema.Token) bool {
	if len(tokens) < 3 {
		return false
	}
	about := func(kinds ...string) bool { return slices.ContainsFunc(kinds, tokens[1].Is) }
	switch {
	case tokens[0].Is("grant"), tokens[0].Is("revoke"): // of privileges there is an object
		return !slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Is("on") })
	case tokens[0].Is("create"), tokens[0].Is("drop"), tokens[0].Is("alter"):
		return about("role", "user", "group", "database", "owned")
	}
	return tokens[0].Is("reassign")
}

// relationKinds are the words behind CREATE, ALTER and DROP in definitions of
// relations, and those that may stand before them.
var relationKinds = []string{"table", "index", "unique", "view", "materialized", "sequence", "unlogged", "or"}

// definesRelations reports whether a text does nothing but define tables,
// indexes, views and sequences and comment on things, and calls no function
// that PostgreSQL has not brought. Where users have laid functions under
// operators, types or tables it may call those all the same.
func definesRelations(sql string) bool {
	for _, tokens := range statements(sql) {
		switch {
		case len(tokens) == 0, tokens[0].Is("comment"):
		case len(tokens) < 3 || !tokens[0].Is("create") && !tokens[0].Is("alter") && !tokens[0].Is("drop"),
			!slices.ContainsFunc(relationKinds, tokens[1].Is),
			tokens[1].Is("or") && (len(tokens) < 4 || !tokens[3].Is("view")),
			namesArrays(tokens), callsUnknown(tokens):
			return false
		}
	}
	return true
}

// namesArrays reports whether a name may be that of the type of somebody's
// arrays, which PostgreSQL then calls otherwise.
func namesArrays(tokens []schema.Token) bool {
	return slices.ContainsFunc(tokens, func(t schema.Token) bool {
		return (t.Kind == schema.Word || t.Kind == schema.Quoted) && strings.HasPrefix(t.Unquote(), "_")
	})
}

// callsUnknown reports whether a definition may call a function that is not
// PostgreSQL's.
func callsUnknown(tokens []schema.Token) bool {
	for i, t := range tokens {
		switch {
		case slices.ContainsFunc([]string{"execute", "select", "operator", "trigger", "rule", "owned", "depends"}, t.Is):
			return true
		case t.Is(".") && i > 0 && callsByDot(tokens[:i]):
			return true
		case t.Is("as") && i+1 < len(tokens) && slices.ContainsFunc([]string{"table", "values", "with"}, tokens[i+1].Is):
			return true
		case i == 0 || !t.Is("(") || tokens[i-1].Kind == schema.Symbol:
		case tokens[i-1].Kind == schema.Word && slices.Contains(harmlessCalls, strings.ToLower(tokens[i-1].Text)) && !tokens[max(i-2, 0)].Is("."):
		case !namesRelation(tokens[:i]):
			return true
		}
	}
	return false
}

// callsByDot reports whether what follows a dot may be a function of the row
// before it: that of the table that the tokens name, or one in parentheses.
func callsByDot(tokens []schema.Token) bool {
	row := tokens[len(tokens)-1]
	if row.Is(")") || row.Is("]") {
		return true
	}
	for i, t := range tokens[:len(tokens)-1] {
		if (t.Kind == schema.Word || t.Kind == schema.Quoted) && t.Unquote() == row.Unquote() && !tokens[i+1].Is(".") {
			return true
		}
	}
	return false
}

// namesRelation reports whether tokens end with the name of a relation, or
// what stands for it, behind the word that says so.
func namesRelation(tokens []schema.Token) bool {
	at := len(tokens) - 1
	for at > 1 && tokens[at-1].Is(".") {
		at -= 2
	}
	behind := []string{"table", "exists", "references", "on", "only", "view"}
	if tokens[0].Is("create") {
		behind = append(behind, "using") // an access method
	}
	return at > 0 && slices.ContainsFunc(behind, tokens[at-1].Is)
}

// harmlessCalls are the words before a parenthesis that call nothing, or
// nothing but what PostgreSQL has brought.
var harmlessCalls = strings.Fields(`abs add and any array as begin bit btrim by cast char char_length character check clock_timestamp coalesce column
	current_setting date_part date_trunc default exclude extract foreign from gen_random_uuid greatest hash identity in include is jsonb_typeof key
	least length list lower ltrim max md5 not now null nullif numeric decimal octet_length or over precision range regexp_replace replace rtrim
	set substring time timestamp timestamptz timetz to to_char to_tsvector trim unique upper uuidv4 uuidv7 values varbit varchar varying where with
	interval json_build_object jsonb_build_object concat round floor ceil mod left right position strpos split_part`)
