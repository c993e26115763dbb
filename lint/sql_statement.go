package lint

import (
	"slices"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
)

// statement reads a statement and those within it: in CTEs, rules, EXPLAIN,
// PREPARE, cursors, COPY, schema elements.
func (r *reader) statement(root *pg.Node) {
	pgparse.Walk(root, func(n *pg.Node) bool {
		known := r.rows(n) || r.tables(n) || r.objects(n) || r.privileges(n) || r.session(n) || r.server(n)
		if !known {
			r.expression(n)
		}
		return !holdsSettings(n)
	})
	switch root.GetNode().(type) {
	case *pg.Node_SelectStmt, *pg.Node_DeclareCursorStmt, *pg.Node_ExplainStmt, *pg.Node_PrepareStmt, *pg.Node_CopyStmt:
		r.callsOf(root, r.calls)
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt, *pg.Node_CreateTableAsStmt, *pg.Node_RuleStmt:
		r.softCalls(root)
	}
}

// holdsSettings reports whether a SET under the node is not one of the
// session, or has been read.
func holdsSettings(n *pg.Node) bool {
	return n.GetCreateFunctionStmt() != nil || n.GetAlterFunctionStmt() != nil || n.GetAlterRoleSetStmt() != nil
}

// rows reads what writes or locks rows.
func (r *reader) rows(n *pg.Node) bool {
	switch x := n.Node.(type) {
	case *pg.Node_InsertStmt:
		does := insertsInto
		conflict := x.InsertStmt.OnConflictClause
		if conflict.GetAction() == pg.OnConflictAction_ONCONFLICT_UPDATE {
			does = upsertsInto
		}
		r.writes(does, x.InsertStmt.Relation, conflict.GetTargetList())
	case *pg.Node_UpdateStmt:
		r.writes(updatesRows, x.UpdateStmt.Relation, x.UpdateStmt.TargetList)
		r.backfill(r.relation(kindTable, x.UpdateStmt.Relation))
		r.allRows(r.relation(kindTable, x.UpdateStmt.Relation), updateAll, x.UpdateStmt.WhereClause, x.UpdateStmt.FromClause)
	case *pg.Node_DeleteStmt:
		r.touch("own-dml", deletesRows, r.relation(kindTable, x.DeleteStmt.Relation))
		r.backfill(r.relation(kindTable, x.DeleteStmt.Relation))
		r.allRows(r.relation(kindTable, x.DeleteStmt.Relation), deleteAll, x.DeleteStmt.WhereClause, x.DeleteStmt.UsingClause)
	case *pg.Node_MergeStmt:
		does, updated := merges(x.MergeStmt)
		r.writes(does, x.MergeStmt.Relation, updated)
	case *pg.Node_SelectStmt:
		r.selectStmt(x.SelectStmt)
	case *pg.Node_CopyStmt:
		r.copyStmt(x.CopyStmt)
	case *pg.Node_TruncateStmt:
		for _, v := range x.TruncateStmt.Relations {
			o := r.relation(kindTable, v.GetRangeVar())
			r.touch("own-truncate", "truncates", o)
			r.threaten(change{what: truncate, table: o.name}, o)
		}
		r.cascade(x.TruncateStmt.Behavior, "truncates")
	case *pg.Node_LockStmt:
		for _, v := range x.LockStmt.Relations {
			if o := r.relation(kindTable, v.GetRangeVar()); x.LockStmt.Mode > rowShare {
				r.touch("own-lock", "locks", o)
				r.threaten(change{what: lockTable, table: o.name}, o)
			}
		}
	default:
		return false
	}
	return true
}

// What is done to rows, which decides what follows from it; see [crossing].
const (
	insertsInto = "inserts into"
	upsertsInto = "inserts into, or updates,"
	updatesRows = "updates rows of"
	deletesRows = "deletes rows of"
	mergesInto  = "merges rows into"
	mergesAway  = "merges rows into, and deletes some of,"
)

// merges says what MERGE does at most, and what it sets where it updates.
func merges(s *pg.MergeStmt) (does string, updated []*pg.Node) {
	does = insertsInto
	for _, n := range s.MergeWhenClauses {
		clause := n.GetMergeWhenClause()
		switch clause.GetCommandType() {
		case pg.CmdType_CMD_DELETE:
			does = mergesAway
		case pg.CmdType_CMD_UPDATE:
			updated = append(updated, clause.TargetList...)
			if does == insertsInto {
				does = mergesInto
			}
		}
	}
	return does, updated
}

// writes notes that rows are written, and the columns that are set in those that
// are there already.
func (r *reader) writes(does string, table *pg.RangeVar, updated []*pg.Node) {
	sets := make([]string, len(updated))
	for i, n := range updated {
		sets[i] = n.GetResTarget().GetName()
	}
	r.emit(effect{kind: touches, rule: "own-dml", does: does, object: r.relation(kindTable, table), sets: sets})
}

const rowShare = 2 // the strongest mode of LOCK that keeps nobody from writing

func (r *reader) selectStmt(s *pg.SelectStmt) {
	if s.IntoClause != nil {
		r.createTable(r.relation(kindTable, s.IntoClause.Rel), false)
	}
	if len(s.LockingClause) == 0 || r.within != "" {
		return
	}
	for _, n := range s.LockingClause {
		clause := n.GetLockingClause()
		switch clause.GetStrength() {
		case pg.LockClauseStrength_LCS_FORKEYSHARE, pg.LockClauseStrength_LCS_FORSHARE:
			continue // as a foreign key does
		}
		for _, from := range s.FromClause {
			r.lockRows(from, clause.GetLockedRels())
		}
	}
}

// lockRows notes the tables of a FROM item whose rows FOR UPDATE locks: those
// that it names, or all.
func (r *reader) lockRows(from *pg.Node, only []*pg.Node) {
	pgparse.Walk(from, func(n *pg.Node) bool {
		v := n.GetRangeVar()
		if v == nil {
			return true
		}
		called := func(rel *pg.Node) bool {
			name := rel.GetRangeVar().GetRelname()
			return name == v.Relname && v.Alias == nil || name == v.GetAlias().GetAliasname()
		}
		if len(only) == 0 || slices.ContainsFunc(only, called) {
			r.touch("own-lock", "locks rows of", r.relation(kindTable, v))
		}
		return true
	})
}

func (r *reader) copyStmt(s *pg.CopyStmt) {
	if s.IsFrom && s.Relation != nil {
		r.touch("own-dml", "copies rows into", r.relation(kindTable, s.Relation))
	}
	if s.IsProgram || s.Filename != "" {
		r.say("own-server-wide", "reads or writes a file or program of the server's machine")
	}
}

// session reads what changes how later statements are understood.
func (r *reader) session(n *pg.Node) bool {
	switch x := n.Node.(type) {
	case *pg.Node_TransactionStmt:
		if !isSavepoint(x.TransactionStmt) {
			r.say("tx-control", transactionWords(x.TransactionStmt)+" inside a revision, whose transaction is the runner's")
		}
	case *pg.Node_VariableSetStmt:
		r.set(x.VariableSetStmt)
	case *pg.Node_DoStmt:
		r.doBlock(x.DoStmt)
	case *pg.Node_CallStmt:
		r.call(x.CallStmt.GetFunccall())
	case *pg.Node_PrepareStmt:
		r.emit(effect{kind: creates, object: r.named(kindPrepared, []string{x.PrepareStmt.Name})})
	case *pg.Node_ExecuteStmt:
		r.emit(effect{kind: calls, rule: "own-opaque", does: "executes", object: r.named(kindPrepared, []string{x.ExecuteStmt.Name})})
	case *pg.Node_LoadStmt:
		r.say("own-opaque", "loads a library into the server")
	default:
		return false
	}
	return true
}

// isSavepoint reports whether a statement stays within the transaction.
func isSavepoint(s *pg.TransactionStmt) bool {
	switch s.Kind {
	case pg.TransactionStmtKind_TRANS_STMT_SAVEPOINT, pg.TransactionStmtKind_TRANS_STMT_RELEASE, pg.TransactionStmtKind_TRANS_STMT_ROLLBACK_TO:
		return true
	}
	return false
}

func transactionWords(s *pg.TransactionStmt) string {
	word := strings.TrimPrefix(s.Kind.String(), "TRANS_STMT_")
	return strings.ReplaceAll(word, "_", " ")
}

// set reads SET and RESET.
func (r *reader) set(s *pg.VariableSetStmt) {
	switch s.Name {
	case "search_path":
		r.search(s)
	case "role", "session_authorization":
		if s.Kind == pg.VariableSetKind_VAR_SET_VALUE && first(settings(s.Args)) != "none" {
			r.say("own-session", "changes the role of the session")
		}
	case "session_replication_role":
		if s.Kind == pg.VariableSetKind_VAR_SET_VALUE && !strings.EqualFold(first(settings(s.Args)), "origin") {
			r.say("own-session", "switches off triggers and foreign keys of all tables")
		}
	case "standard_conforming_strings":
		if s.Kind == pg.VariableSetKind_VAR_SET_VALUE && !isOn(first(settings(s.Args))) {
			r.say("own-session", readsOtherwise)
		}
	}
}

// readsOtherwise is what standard_conforming_strings does where it is off.
const readsOtherwise = "lets the server read strings otherwise than deed does"

func isOn(value string) bool {
	return slices.Contains([]string{"on", "true", "yes", "1"}, strings.ToLower(value))
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func settings(args []*pg.Node) []string {
	var list []string
	for _, a := range args {
		if c := a.GetAConst(); c.GetSval() != nil {
			list = append(list, c.GetSval().Sval)
		}
	}
	return list
}

func (r *reader) search(s *pg.VariableSetStmt) {
	switch s.Kind {
	case pg.VariableSetKind_VAR_SET_VALUE:
		var schemas []string
		for _, part := range settings(s.Args) {
			schemas = append(schemas, pathOf(part)...)
		}
		r.emit(effect{kind: searches, rule: "own-search-path", schemas: schemas})
	case pg.VariableSetKind_VAR_SET_DEFAULT, pg.VariableSetKind_VAR_RESET:
		r.emit(effect{kind: searches, rule: "own-search-path"})
	}
}

// pathOf splits "auth, public" as in set_config; one word is a schema.
func pathOf(s string) []string {
	var list []string
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.Trim(strings.TrimSpace(part), `"`); part != "" {
			list = append(list, part)
		}
	}
	return list
}

// server reads what reaches beyond schemas.
func (r *reader) server(n *pg.Node) bool {
	what := ""
	switch x := n.Node.(type) {
	case *pg.Node_AlterSystemStmt:
		what = "changes the settings of the server"
	case *pg.Node_AlterDatabaseStmt, *pg.Node_AlterDatabaseSetStmt, *pg.Node_AlterDatabaseRefreshCollStmt:
		what = "alters a database"
	case *pg.Node_CreatedbStmt:
		what = "creates a database"
	case *pg.Node_DropdbStmt:
		what = "drops database " + x.DropdbStmt.Dbname
	case *pg.Node_CreateRoleStmt:
		what = "creates role " + x.CreateRoleStmt.Role
	case *pg.Node_AlterRoleStmt, *pg.Node_AlterRoleSetStmt:
		what = "alters a role"
	case *pg.Node_DropRoleStmt:
		what = "drops a role"
	case *pg.Node_CreateTableSpaceStmt, *pg.Node_DropTableSpaceStmt, *pg.Node_AlterTableSpaceOptionsStmt:
		what = "changes a tablespace"
	case *pg.Node_CreateEventTrigStmt, *pg.Node_AlterEventTrigStmt:
		what = "puts a trigger on everybody's schema changes"
	case *pg.Node_CreatePlangStmt, *pg.Node_CreateAmStmt:
		what = "adds a language or access method to the database"
	case *pg.Node_CheckPointStmt:
		what = "forces a checkpoint"
	default:
		return r.schemaWide(n)
	}
	r.say("own-server-wide", what)
	return true
}

// schemaWide reads what acts on whatever lies somewhere.
func (r *reader) schemaWide(n *pg.Node) bool {
	what := ""
	switch x := n.Node.(type) {
	case *pg.Node_DropOwnedStmt:
		what = "drops everything that a role owns"
	case *pg.Node_ReassignOwnedStmt:
		what = "changes the owner of everything that a role owns"
	case *pg.Node_AlterTableMoveAllStmt:
		what = "moves everything in a tablespace"
	case *pg.Node_ImportForeignSchemaStmt:
		r.createIn("imports foreign tables into", x.ImportForeignSchemaStmt.LocalSchema)
		return true
	case *pg.Node_ReindexStmt:
		return r.reindex(x.ReindexStmt)
	case *pg.Node_ClusterStmt:
		if x.ClusterStmt.Relation != nil {
			o := r.relation(kindTable, x.ClusterStmt.Relation)
			r.touch("own-lock", "clusters", o)
			r.threaten(change{what: rewriteTable, table: o.name, more: "clusters it"}, o)
			return true
		}
		what = "clusters every table"
	case *pg.Node_VacuumStmt:
		return r.vacuum(x.VacuumStmt)
	default:
		return false
	}
	r.say("own-schema-wide", what)
	return true
}

func (r *reader) reindex(s *pg.ReindexStmt) bool {
	concurrently := hasOption(s.Params, "concurrently")
	if concurrently {
		r.outside("REINDEX CONCURRENTLY")
	}
	does, kind := "rebuilds", kindIndex
	switch s.Kind {
	case pg.ReindexObjectType_REINDEX_OBJECT_INDEX:
	case pg.ReindexObjectType_REINDEX_OBJECT_TABLE:
		does, kind = "rebuilds the indexes of", kindTable
	default:
		r.say("own-schema-wide", "rebuilds every index of a schema or database")
		return true
	}
	o := r.relation(kind, s.Relation)
	r.touch("own-lock", does, o)
	if !concurrently {
		r.threaten(change{what: reindex, table: o.name}, o)
	}
	return true
}

func hasOption(options []*pg.Node, name string) bool {
	return slices.ContainsFunc(options, func(n *pg.Node) bool { return n.GetDefElem().GetDefname() == name })
}

func (r *reader) vacuum(s *pg.VacuumStmt) bool {
	does := "analyzes"
	if s.IsVacuumcmd {
		does = "vacuums"
		r.outside("VACUUM")
	}
	if len(s.Rels) == 0 {
		r.say("own-schema-wide", does+" every table")
	}
	for _, rel := range s.Rels {
		o := r.relation(kindTable, rel.GetVacuumRelation().GetRelation())
		r.touch("own-lock", does, o)
		if s.IsVacuumcmd && hasOption(s.Options, "full") {
			r.threaten(change{what: rewriteTable, table: o.name, more: "is a VACUUM FULL"}, o)
		}
	}
	return true
}
