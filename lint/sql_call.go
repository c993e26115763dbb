package lint

import (
	_ "embed"
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// builtin holds the names of pg_catalog's functions in PostgreSQL 18, which
// change nothing but what this file knows of.
//
//go:embed builtin.txt
var builtinNames string

var builtins = func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(builtinNames) {
		set[name] = true
	}
	return set
}()

// reaching are functions that act beyond the statement that calls them.
var reaching = map[string]string{
	"pg_terminate_backend":                "ends other sessions",
	"pg_cancel_backend":                   "cancels statements of other sessions",
	"pg_reload_conf":                      "makes the server read its settings again",
	"pg_rotate_logfile":                   "rotates the server's log",
	"pg_switch_wal":                       "switches the server's log of changes",
	"pg_promote":                          "promotes the server",
	"pg_wal_replay_pause":                 "pauses replication",
	"pg_wal_replay_resume":                "goes on with replication",
	"pg_logical_emit_message":             "writes to what others replicate from",
	"pg_replication_slot_advance":         "moves a replication slot",
	"pg_create_restore_point":             "writes a restore point",
	"pg_start_backup":                     "begins a backup",
	"pg_stop_backup":                      "ends a backup",
	"pg_backup_start":                     "begins a backup",
	"pg_backup_stop":                      "ends a backup",
	"pg_drop_replication_slot":            "drops a replication slot",
	"pg_stat_reset":                       "resets the statistics of the database",
	"pg_stat_reset_shared":                "resets the statistics of the server",
	"pg_stat_reset_slru":                  "resets the statistics of the server",
	"pg_stat_reset_replication_slot":      "resets the statistics of a replication slot",
	"pg_stat_reset_subscription_stats":    "resets the statistics of a subscription",
	"pg_stat_reset_backend_stats":         "resets the statistics of a session",
	"pg_stat_statements_reset":            "resets the statistics of all statements",
	"pg_import_system_collations":         "adds collations to the database",
	"pg_extension_config_dump":            "changes an extension",
	"pg_replication_origin_create":        "creates a replication origin",
	"pg_replication_origin_drop":          "drops a replication origin",
	"pg_replication_origin_advance":       "moves a replication origin",
	"pg_create_physical_replication_slot": "creates a replication slot",
	"pg_create_logical_replication_slot":  "creates a replication slot",
	"lo_unlink":                           "deletes a large object",
	"lo_put":                              "writes a large object",
	"lo_truncate":                         "writes a large object",
	"lo_truncate64":                       "writes a large object",
	"lowrite":                             "writes a large object",
	"lo_import":                           "reads a file of the server's machine",
	"lo_export":                           "writes a file of the server's machine",
	"pg_file_write":                       "writes a file of the server's machine",
	"pg_file_unlink":                      "deletes a file of the server's machine",
	"heap_force_kill":                     "kills rows on their pages, which no rollback undoes",
	"heap_force_freeze":                   "freezes rows on their pages, which no rollback undoes",
	"pg_truncate_visibility_map":          "changes what a table's files say, which no rollback undoes",
}

// executing are functions that execute the SQL in an argument.
var executing = map[string]bool{
	"dblink": true, "dblink_exec": true, "dblink_open": true, "dblink_send_query": true,
	"query_to_xml": true, "query_to_xmlschema": true, "query_to_xml_and_xmlschema": true,
	"ts_stat": true, "ts_rewrite": true, "crosstab": true, "connectby": true, "xpath_table": true,
}

// expression reads a function call wherever it stands.
func (r *reader) expression(n *pg.Node) {
	call := n.GetFuncCall()
	if call == nil {
		return
	}
	parts := pgparse.Strings(call.Funcname)
	name := parts[len(parts)-1]
	at := r.nameAt(int(call.Location) + r.base)
	switch {
	case name == "nextval" || name == "setval":
		r.sequenceCall(call, name)
	case name == "set_config":
		r.setConfig(call, at)
	case settingStatistics[name]:
		r.statistics(call, at)
	case reaching[name] != "":
		r.emit(effect{kind: says, rule: "own-server-wide", does: reaching[name], span: at})
	case executing[name]:
		r.executes(call, at)
	}
}

// executes reads the SQL in the arguments of a call, all that are constant.
func (r *reader) executes(call *pg.FuncCall, at span) {
	seen := false
	for _, arg := range call.Args {
		sql, ok := constantText(arg)
		if !ok || !strings.ContainsAny(sql, " \n\t") || len(schema.Tokens(sql)) < 2 || strings.Contains(sql, "dbname=") {
			continue
		}
		seen = true
		for _, s := range readSQL(sql) {
			r.embed(s, "", func(span) span { return at })
		}
	}
	if !seen {
		r.emit(effect{kind: says, rule: "own-opaque", does: "executes SQL that is put together when it runs", span: at})
	}
}

func (r *reader) sequenceCall(call *pg.FuncCall, name string) {
	if len(call.Args) == 0 {
		return
	}
	at := r.nameAt(int(call.Location) + r.base)
	does := "takes a number from"
	if name == "setval" {
		does = "sets the position of"
	}
	kind, arg := kindSequence, call.Args[0]
	inner := arg
	for inner.GetTypeCast() != nil {
		inner = inner.GetTypeCast().Arg
	}
	if of := inner.GetFuncCall(); of != nil && len(of.Args) > 0 && slices.Contains(pgparse.Strings(of.Funcname), "pg_get_serial_sequence") {
		kind, arg = kindTable, of.Args[0]
		does += " a sequence of"
	}
	text, ok := constantText(arg)
	if !ok || text == unknown {
		r.emit(effect{kind: says, rule: "own-opaque", does: does + " a sequence whose name is not constant", span: at})
		return
	}
	if o, ok := objectIn(kind, text); ok {
		o.span = at
		r.touch("own-dml", does, o)
	}
}

// objectIn is the object that a constant names.
func objectIn(kind op.Kind, text string) (object, bool) {
	parts := identifiers(text)
	switch n := len(parts); n {
	case 0:
		return object{}, false
	case 1:
		return object{kind: kind, bare: true, name: schema.NewName("", parts[0])}, true
	default:
		return object{kind: kind, name: schema.NewName(parts[n-2], parts[n-1])}, true
	}
}

// settingStatistics are functions that change what the planner knows of a
// table, which they take as two arguments or by name.
var settingStatistics = map[string]bool{
	"pg_clear_relation_stats": true, "pg_clear_attribute_stats": true, "pg_restore_relation_stats": true, "pg_restore_attribute_stats": true,
}

func (r *reader) statistics(call *pg.FuncCall, at span) {
	var words []string
	for _, arg := range call.Args {
		text, _ := constantText(arg)
		words = append(words, text)
	}
	space, table := "", ""
	for i := 0; i+1 < len(words); i += 2 {
		switch words[i] {
		case "schemaname":
			space = words[i+1]
		case "relname":
			table = words[i+1]
		}
	}
	if table == "" && len(words) > 1 {
		space, table = words[0], words[1]
	}
	if space == "" || table == "" {
		r.emit(effect{kind: says, rule: "own-opaque", does: "changes the statistics of a table whose name is not constant", span: at})
		return
	}
	r.touch("own-alter", "changes the statistics of", object{kind: kindTable, name: schema.NewName(space, table), span: at})
}

func identifiers(name string) []string {
	var parts []string
	for _, t := range schema.Tokens(name) {
		if isIdent(t) {
			parts = append(parts, t.Unquote())
		}
	}
	return parts
}

// setConfig reads set_config(name, value, local) as SET.
func (r *reader) setConfig(call *pg.FuncCall, at span) {
	if len(call.Args) < 2 {
		return
	}
	name, ok := constantText(call.Args[0])
	value, constant := constantText(call.Args[1])
	switch {
	case !ok, name == unknown:
		r.emit(effect{kind: says, rule: "own-opaque", does: "changes a setting whose name is not constant", span: at})
	case name == "search_path" && constant:
		r.emit(effect{kind: searches, rule: "own-search-path", schemas: pathOf(value), span: at})
	case name == "search_path":
		r.emit(effect{kind: says, rule: "own-search-path", does: "sets search_path to what is not constant", span: at})
	case name == "standard_conforming_strings" && !isOn(value):
		r.emit(effect{kind: says, rule: "own-session", does: readsOtherwise, span: at})
	case name == "role" || name == "session_authorization" || name == "session_replication_role" && value != "origin":
		r.emit(effect{kind: says, rule: "own-session", does: "changes " + name + " of the session", span: at})
	}
}

// call reads CALL.
func (r *reader) call(c *pg.FuncCall) {
	r.calls(c)
	for _, arg := range c.GetArgs() {
		r.callsOf(arg, r.calls)
	}
}

// callsOf visits the function calls of a statement.
func (r *reader) callsOf(n *pg.Node, visit func(*pg.FuncCall)) {
	pgparse.Walk(n, func(n *pg.Node) bool {
		if c := n.GetFuncCall(); c != nil {
			visit(c)
		}
		return true
	})
}

// softCalls notes the calls in what runs now, but calls others only by the way.
func (r *reader) softCalls(n *pg.Node) {
	r.callsOf(n, func(c *pg.FuncCall) { r.softCall(pgparse.Strings(c.Funcname), r.nameAt(int(c.Location)+r.base)) })
}

// softCall notes the call of a function where calls are nothing special: it
// counts only if the function is known to be another service's.
func (r *reader) softCall(parts []string, at span) {
	if len(parts) == 0 {
		return
	}
	o := r.named(kindFunction, parts)
	if at != (span{}) {
		o.span = at
	}
	r.emit(effect{kind: calls, rule: "own-opaque", does: "calls", object: o, soft: true})
}

// calls notes the call of a function that is not PostgreSQL's own.
func (r *reader) calls(c *pg.FuncCall) {
	parts := pgparse.Strings(c.GetFuncname())
	if len(parts) == 0 {
		return
	}
	name := parts[len(parts)-1]
	known := builtins[name] && (len(parts) == 1 || parts[len(parts)-2] == "pg_catalog")
	if known || executing[name] {
		return
	}
	o := r.named(kindFunction, parts)
	o.span = r.nameAt(int(c.Location) + r.base)
	r.emit(effect{kind: calls, rule: "own-opaque", does: "calls", object: o})
}
