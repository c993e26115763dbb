package migrations

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// What reaches beyond the transaction is not taken back with it, so SQL is
// looked at before it runs for what does: calls of functions that act on the
// server, and statements that name no table.

// reaching are the functions whose effect no rollback undoes, by what their
// names, with a parenthesis behind them, begin with, and what they act on.
var reaching = []struct{ prefix, on string }{
	{"pg_terminate_backend", "sessions"},
	{"pg_cancel_backend", "sessions"},
	{"pg_reload_conf", "settings"},
	{"pg_rotate_logfile", "settings"},
	{"pg_promote", "settings"},
	{"pg_switch_wal", "settings"},
	{"pg_start_backup", "backups"},
	{"pg_stop_backup", "backups"},
	{"pg_backup_", "backups"},
	{"pg_create_restore_point", "backups"},
	{"pg_drop_replication_slot", "slots"},
	{"pg_create_physical_replication_slot", "slots"},
	{"pg_create_logical_replication_slot", "slots"},
	{"pg_copy_physical_replication_slot", "slots"},
	{"pg_copy_logical_replication_slot", "slots"},
	{"pg_replication_slot_advance", "slots"},
	{"pg_logical_slot_get", "slots"},
	{"pg_sync_replication_slots", "slots"},
	{"pg_replication_origin_", "replication"},
	{"pg_logical_emit_message", "replication"},
	{"pg_wal_replay_", "replication"},
	{"lo_export", "files"},
	{"pg_file_", "files"},
	{"dblink(", "connections"},
	{"dblink_exec", "connections"},
	{"dblink_open", "connections"},
	{"dblink_connect", "connections"},
	{"dblink_send_query", "connections"},
	{"pg_stat_reset", "statistics"},
	{"pg_stat_statements_reset", "statistics"},
	{"heap_force_", "pages of tables"},
	{"pg_truncate_visibility_map", "pages of tables"},
}

// ofServer is what belongs to those who run the server.
func ofServer(what string) object { return object{kind: "server", identity: what} }

// guardReach looks before SQL runs that reaches beyond its transaction, itself
// or in a routine that the revision defines.
func (r *runner) guardReach(ctx context.Context, m *compiledMove, units []unit) error {
	routines := m.routines()
	for i := range units {
		u := &units[i]
		if u.fn != nil {
			continue // what it sends is looked at when it does
		}
		if targets := programTargets(u.sql); len(targets) > 0 {
			if err := r.mustOwn(ctx, m, u, targets); err != nil {
				return err
			}
		}
		if err := r.mustNotReach(m, u, u.sql, routines); err != nil {
			return err
		}
	}
	return nil
}

// mustNotReach returns a [FenceError] if a text reaches beyond the database's
// tables.
func (r *runner) mustNotReach(m *compiledMove, u *unit, sql string, routines []routine) error {
	list := reachIn(sql)
	for _, body := range setOffBy(sql, routines) {
		list = append(list, reachIn(body)...)
	}
	for _, one := range list {
		if one.on.kind == "role" && (r.fence.territory.claims(one.on) || m.creates(placeOf(one.on))) {
			continue
		}
		if err := r.trespass(m, u, sql, []object{one.on}, "acts on", one.word); err != nil {
			return err
		}
	}
	return nil
}

// creates reports whether raw SQL of the revision creates something.
func (m *compiledMove) creates(p place) bool {
	return slices.ContainsFunc(m.units, func(u unit) bool { return slices.Contains(createdBySQL(u.sql), p) })
}

// A routine is a function or procedure that a revision defines.
type routine struct{ name, body string }

func (m *compiledMove) routines() (list []routine) {
	for _, u := range m.units {
		list = append(list, routinesIn(u.sql)...)
	}
	return list
}

// routinesIn returns those that a text defines.
func routinesIn(sql string) (list []routine) {
	for _, tokens := range statements(sql) {
		if !definesRoutine(tokens) {
			continue
		}
		at := slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Is("function") || t.Is("procedure") })
		name, _ := nameAt(tokens[at+1:])
		internal := slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Is("internal") })
		if body := bareBody(tokens); body != "" {
			list = append(list, routine{name.Object(), body})
		}
		for _, t := range tokens {
			switch {
			case t.Kind != schema.String:
			case internal: // the body is the name of a function
				list = append(list, routine{name.Object(), "SELECT " + schema.StringValue(t.Text) + "()"})
			default:
				list = append(list, routine{name.Object(), schema.StringValue(t.Text)})
			}
		}
	}
	return list
}

// bareBody returns the body of a routine, or the first statement of it, that is
// written without quotes. The other statements stand beside it.
func bareBody(tokens []schema.Token) string {
	at := slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Is("return") || t.Is("atomic") })
	var body []string
	for _, t := range tokens[at+1:] {
		body = append(body, t.Text)
	}
	if at < 0 {
		return ""
	}
	return "SELECT " + strings.Join(body, " ")
}

// setOffBy returns the bodies of the routines that a text may run, and those
// that they may run in turn.
func setOffBy(sql string, routines []routine) (bodies []string) {
	for texts := []string{sql}; len(texts) > 0 && len(routines) > 0; texts = texts[1:] {
		said := map[string]bool{}
		eachRun(texts[0], func(tokens []schema.Token) {
			for _, t := range tokens {
				said[t.Unquote()] = true
			}
		})
		routines = slices.DeleteFunc(slices.Clone(routines), func(f routine) bool {
			if said[f.name] {
				bodies, texts = append(bodies, f.body), append(texts, f.body)
			}
			return said[f.name]
		})
	}
	return bodies
}

// A reach is what a text acts on beyond the database's tables, and the word by
// which it does.
type reach struct {
	on   object
	word string
}

// reachIn returns what a text acts on beyond the database's tables.
func reachIn(sql string) (list []reach) {
	eachRun(sql, func(tokens []schema.Token) {
		for i, t := range tokens {
			if t.Kind != schema.Word && t.Kind != schema.Quoted || !namesFunctions(tokens) && (i+1 == len(tokens) || !tokens[i+1].Is("(")) {
				continue
			}
			for _, r := range reaching {
				if strings.HasPrefix(t.Unquote()+"(", r.prefix) {
					list = append(list, reach{ofServer(r.on), t.Unquote()})
				}
			}
		}
	})
	eachStatement(sql, func(statement []schema.Token) {
		if o, found := serverStatement(statement); found {
			list = append(list, reach{o, statement[0].Text})
		}
		list = append(list, otherNames(statement)...)
	})
	return list
}

// otherNames returns the functions that act on the server to which a statement
// gives another name, by the names that they have in C.
func otherNames(tokens []schema.Token) (list []reach) {
	says := func(word string) bool {
		return slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Unquote() == word || t.Text == "'"+word+"'" })
	}
	if !definesRoutine(tokens) || !says("internal") && !says("c") {
		return nil
	}
	for _, t := range tokens {
		for _, r := range reaching {
			if value := schema.StringValue(t.Text); t.Kind == schema.String && strings.HasPrefix(value+"(", r.prefix) {
				list = append(list, reach{ofServer(r.on), value})
			}
		}
	}
	return list
}

// namesFunctions reports whether a statement makes something that calls the
// functions whose bare names stand in it.
func namesFunctions(tokens []schema.Token) bool {
	return tokens[0].Is("create") && len(tokens) > 1 && slices.ContainsFunc([]string{"operator", "cast", "aggregate", "transform", "language"}, tokens[1].Is)
}

// eachRun visits the statements of a text, and of the texts in its strings,
// that may run something, be it later.
func eachRun(sql string, visit func(tokens []schema.Token)) {
	for _, tokens := range statements(sql) {
		if len(tokens) == 0 || definesRoutine(tokens) || slices.ContainsFunc([]string{"comment", "grant", "revoke", "drop"}, tokens[0].Is) {
			continue
		}
		visit(tokens)
		for _, t := range tokens {
			if t.Kind == schema.String {
				eachRun(schema.StringValue(t.Text), visit)
			}
		}
	}
}

// serverStatement recognizes the statements that change the server, and not a
// schema, and leave no trace that everybody sees.
func serverStatement(tokens []schema.Token) (object, bool) {
	begins := func(words ...string) bool {
		for i, w := range words {
			if i >= len(tokens) || !tokens[i].Is(w) {
				return false
			}
		}
		return true
	}
	switch {
	case begins("alter", "system"):
		return ofServer("settings"), true
	case begins("commit", "prepared"), begins("rollback", "prepared"):
		return ofServer("transactions"), true
	case begins("copy") && runsProgram(tokens), begins("create", "foreign", "table") && hasProgram(tokens), begins("alter", "foreign", "table") && hasProgram(tokens):
		return ofServer("programs"), true
	case begins("copy") && writesFile(tokens):
		return ofServer("files"), true
	case (begins("alter", "role") || begins("alter", "user")) && slices.ContainsFunc(tokens, func(t schema.Token) bool { return t.Is("password") }):
		// Only superusers see afterwards that it was done.
		name := tokens[2].Unquote()
		return object{kind: "role", name: schema.NewName("", name), identity: schema.Quote(name)}, true
	case begins("drop", "database"), begins("drop", "tablespace"),
		begins("create", "subscription"), begins("drop", "subscription"), begins("alter", "subscription"):
		return namedBy(tokens)
	}
	return object{}, false
}

func runsProgram(tokens []schema.Token) bool {
	for i, t := range tokens[1:] {
		if t.Is("program") && (tokens[i].Is("from") || tokens[i].Is("to")) {
			return true
		}
	}
	return false
}

// hasProgram reports whether a foreign table has a program for an option.
func hasProgram(tokens []schema.Token) bool {
	for i, t := range tokens[1:] {
		if t.Is("program") && i+2 < len(tokens) && tokens[i+2].Kind == schema.String && slices.ContainsFunc([]string{"(", ",", "add", "set"}, tokens[i].Is) {
			return true
		}
	}
	return false
}

func writesFile(tokens []schema.Token) bool {
	for i, t := range tokens[1:] {
		if t.Kind == schema.String && tokens[i].Is("to") {
			return true
		}
	}
	return false
}

// programTargets returns the tables that are filled by a program.
func programTargets(sql string) (list []string) {
	eachStatement(sql, func(tokens []schema.Token) {
		if o, found := serverStatement(tokens); found && o == ofServer("programs") && tokens[0].Is("copy") && len(tokens) > 1 && !tokens[1].Is("(") {
			list = append(list, qualified(tokens[1:]))
		}
	})
	return list
}

// eachStatement visits the statements of a text and of the texts in its
// strings. In a block one also begins behind the words that open a branch.
func eachStatement(sql string, visit func([]schema.Token)) {
	for _, tokens := range statements(sql) {
		if isDefinition(tokens) {
			visit(tokens)
			continue
		}
		for i, t := range tokens {
			if t.Kind == schema.String {
				eachStatement(schema.StringValue(t.Text), visit)
			}
			if i == 0 || slices.ContainsFunc([]string{"begin", "then", "else", "loop"}, tokens[i-1].Is) {
				visit(tokens[i:])
			}
		}
	}
}

// isDefinition reports whether a statement defines something, so that what
// stands in it is not run now.
func isDefinition(tokens []schema.Token) bool {
	return len(tokens) > 0 && slices.ContainsFunc([]string{"create", "alter", "comment", "grant", "revoke", "drop"}, tokens[0].Is)
}

// eachCall visits what looks like the call of a function, in a text or in a
// text in a string of it, with the tokens behind the parenthesis. A statement
// that defines something calls nothing now.
func eachCall(sql string, visit func(name string, arguments []schema.Token)) {
	for _, tokens := range statements(sql) {
		if isDefinition(tokens) {
			continue
		}
		for i, t := range tokens {
			switch {
			case t.Kind == schema.String:
				eachCall(schema.StringValue(t.Text), visit)
			case (t.Kind == schema.Word || t.Kind == schema.Quoted) && i+1 < len(tokens) && tokens[i+1].Is("("):
				visit(t.Unquote(), tokens[i+2:])
			}
		}
	}
}

// sequencesIn returns the sequences that a text names in calls of setval and
// nextval.
func sequencesIn(sql string) (list []string) {
	if !strings.Contains(strings.ToLower(sql), "val") {
		return nil
	}
	eachCall(sql, func(name string, arguments []schema.Token) {
		if name != "setval" && name != "nextval" {
			return
		}
		for depth, i := 1, 0; depth > 0 && i < len(arguments); i++ { // pg_get_serial_sequence names the table
			switch value := schema.StringValue(arguments[i].Text); {
			case arguments[i].Is("("):
				depth++
			case arguments[i].Is(")"):
				depth--
			case arguments[i].Kind == schema.String && relationName.MatchString(value):
				list = append(list, value)
			}
		}
	})
	return list
}

// relationName is how names of relations are mostly written.
var relationName = regexp.MustCompile(`^("[^"]+"|[A-Za-z_][\w$]*)(\.("[^"]+"|[A-Za-z_][\w$]*)){0,2}$`)
