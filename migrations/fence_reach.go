package migrations

import (
	"context"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// What reaches beyond the transaction is not taken back with it, so SQL is
// looked at before it runs for what does: calls of functions that act on the
// server, and statements that name no table.

// reaching are the functions whose effect no rollback undoes, and what they
// act on.
var reaching = map[string]string{
	"pg_terminate_backend": "sessions", "pg_cancel_backend": "sessions",
	"pg_reload_conf": "settings", "pg_rotate_logfile": "settings", "pg_promote": "settings", "pg_switch_wal": "settings",
	"pg_drop_replication_slot": "slots", "pg_create_physical_replication_slot": "slots", "pg_create_logical_replication_slot": "slots",
	"pg_copy_physical_replication_slot": "slots", "pg_copy_logical_replication_slot": "slots", "pg_replication_slot_advance": "slots",
	"lo_export": "files", "pg_file_write": "files", "pg_file_unlink": "files", "pg_file_rename": "files",
	"dblink": "connections", "dblink_exec": "connections", "dblink_open": "connections", "dblink_send_query": "connections",
	"pg_stat_reset": "statistics", "pg_stat_reset_shared": "statistics", "pg_stat_reset_single_table_counters": "statistics",
}

// ofServer is what belongs to those who run the server.
func ofServer(what string) object { return object{kind: "server", identity: what} }

// guardReach looks before SQL runs that reaches beyond its transaction.
func (r *runner) guardReach(ctx context.Context, m *compiledMove, units []unit) error {
	for i := range units {
		u := &units[i]
		if u.fn != nil {
			continue
		}
		if targets := sequencesIn(u.sql); len(targets) > 0 {
			if err := r.mustOwn(ctx, m, u, targets); err != nil {
				return err
			}
		}
		if targets := programTargets(u.sql); len(targets) > 0 {
			if err := r.mustOwn(ctx, m, u, targets); err != nil {
				return err
			}
		}
		for _, o := range reachIn(u.sql) {
			if err := r.trespass(m, u, []object{o}, "acts on"); err != nil {
				return err
			}
		}
	}
	return nil
}

// reachIn returns what a text acts on beyond the database's tables.
func reachIn(sql string) []object {
	var list []object
	eachCall(sql, func(name string, _ []schema.Token) {
		if what, found := reaching[name]; found {
			list = append(list, ofServer(what))
		}
	})
	for _, statement := range statements(sql) {
		if o, found := serverStatement(statement); found {
			list = append(list, o)
		}
	}
	return list
}

// serverStatement recognizes the statements that change the server, and not a
// schema.
func serverStatement(tokens []schema.Token) (object, bool) {
	begins := func(words ...string) bool {
		for i, w := range words {
			if i >= len(tokens) || !tokens[i].Is(w) {
				return false
			}
		}
		return true
	}
	named := func(kind string) (object, bool) {
		rest := skip(tokens[2:], "if", "exists")
		if len(rest) == 0 {
			return object{}, false
		}
		name := rest[0].Unquote()
		return object{kind: kind, name: schema.NewName("", name), identity: name}, true
	}
	switch {
	case begins("alter", "system"):
		return ofServer("settings"), true
	case begins("commit", "prepared"), begins("rollback", "prepared"):
		return ofServer("transactions"), true
	case begins("copy") && runsProgram(tokens):
		return ofServer("programs"), true
	case begins("drop", "database"):
		return named("database")
	case begins("drop", "tablespace"):
		return named("tablespace")
	case begins("drop", "subscription"), begins("alter", "subscription"):
		return named("subscription")
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

// programTargets returns the tables that are filled by a program.
func programTargets(sql string) (list []string) {
	for _, tokens := range statements(sql) {
		if o, found := serverStatement(tokens); found && o == ofServer("programs") && len(tokens) > 1 && !tokens[1].Is("(") {
			list = append(list, qualified(tokens[1:]))
		}
	}
	return list
}

// statements divides a text.
func statements(sql string) (list [][]schema.Token) {
	var statement []schema.Token
	for _, t := range append(schema.Tokens(sql), schema.Token{Kind: schema.Symbol, Text: ";"}) {
		if !t.Is(";") {
			statement = append(statement, t)
			continue
		}
		list, statement = append(list, statement), nil
	}
	return list
}

// eachCall visits what looks like the call of a function, in a text or in a
// text in a string of it, with the tokens behind the parenthesis. A statement
// that defines something calls nothing now.
func eachCall(sql string, visit func(name string, arguments []schema.Token)) {
	for _, tokens := range statements(sql) {
		if len(tokens) == 0 || slices.ContainsFunc([]string{"create", "alter", "comment", "grant", "revoke", "drop"}, tokens[0].Is) {
			continue
		}
		for i, t := range tokens {
			switch {
			case t.Kind == schema.String:
				eachCall(stringValue(t.Text), visit)
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
		if (name == "setval" || name == "nextval") && len(arguments) > 0 && arguments[0].Kind == schema.String {
			list = append(list, stringValue(arguments[0].Text))
		}
	})
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
