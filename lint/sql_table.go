package lint

import (
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// foreignOptions reads what a foreign table is filled from.
func (r *reader) foreignOptions(options []*pg.Node) {
	for _, o := range options {
		if o.GetDefElem().GetDefname() == "program" {
			r.say("own-server-wide", "reads what a program writes on the server's machine")
		}
	}
}

// tables reads what creates, alters or decorates relations.
func (r *reader) tables(n *pg.Node) bool {
	switch x := n.Node.(type) {
	case *pg.Node_CreateStmt:
		r.createStmt(x.CreateStmt, kindTable)
	case *pg.Node_CreateForeignTableStmt:
		r.createStmt(x.CreateForeignTableStmt.BaseStmt, "foreign table")
		r.foreignOptions(x.CreateForeignTableStmt.Options)
	case *pg.Node_CreateTableAsStmt:
		r.createTableAs(x.CreateTableAsStmt)
	case *pg.Node_ViewStmt:
		r.view(x.ViewStmt)
	case *pg.Node_CreateSeqStmt:
		r.create("creates", r.relation(kindSequence, x.CreateSeqStmt.Sequence), x.CreateSeqStmt.IfNotExists)
		r.ownedBy(x.CreateSeqStmt.Options)
	case *pg.Node_AlterSeqStmt:
		r.touch("own-shared-type", "alters", r.relation(kindSequence, x.AlterSeqStmt.Sequence))
		r.ownedBy(x.AlterSeqStmt.Options)
	case *pg.Node_AlterTableStmt:
		r.alterTable(x.AlterTableStmt)
	case *pg.Node_IndexStmt:
		r.index(x.IndexStmt)
	case *pg.Node_RefreshMatViewStmt:
		o := r.relation(kindMatView, x.RefreshMatViewStmt.Relation)
		r.touch("own-dml", "refreshes", o)
		if !x.RefreshMatViewStmt.Concurrent && !x.RefreshMatViewStmt.SkipData {
			r.threaten(change{what: refresh, table: o.name}, o)
		}
	default:
		return r.attached(n)
	}
	return true
}

// ownedBy reads the table that a sequence is tied to, and dropped with.
func (r *reader) ownedBy(options []*pg.Node) {
	for _, n := range options {
		if opt := n.GetDefElem(); opt.GetDefname() == "owned_by" {
			if parts := names(opt.Arg); len(parts) > 1 {
				r.touch("own-attach-object", "ties a sequence to", r.named(kindTable, parts[:len(parts)-1]))
			}
		}
	}
}

// attached reads what is put on a table.
func (r *reader) attached(n *pg.Node) bool {
	const rule = "own-attach-object"
	switch x := n.Node.(type) {
	case *pg.Node_CreateTrigStmt:
		s := x.CreateTrigStmt
		r.touch(rule, "puts trigger "+s.Trigname+" on", r.relation(kindTable, s.Relation))
		r.softCall(pgparse.Strings(s.Funcname), span{})
		r.emit(effect{kind: crosses, object: r.relation(kindTable, s.Relation), to: r.named(kindFunction, pgparse.Strings(s.Funcname)), cross: fires(triggerEvents(s.Events)...)})
		if s.Constrrel != nil {
			r.touch(rule, "puts trigger "+s.Trigname+" on", r.relation(kindTable, s.Constrrel))
		}
	case *pg.Node_RuleStmt:
		r.rule(x.RuleStmt, rule)
	case *pg.Node_CreatePolicyStmt:
		r.touch(rule, "puts policy "+x.CreatePolicyStmt.PolicyName+" on", r.relation(kindTable, x.CreatePolicyStmt.Table))
	case *pg.Node_AlterPolicyStmt:
		r.touch("own-alter", "alters policy "+x.AlterPolicyStmt.PolicyName+" of", r.relation(kindTable, x.AlterPolicyStmt.Table))
	case *pg.Node_CreateStatsStmt:
		for _, v := range x.CreateStatsStmt.Relations {
			r.touch(rule, "puts statistics on", r.relation(kindTable, v.GetRangeVar()))
		}
		r.create("creates", r.named("statistics", pgparse.Strings(x.CreateStatsStmt.Defnames)), false)
	case *pg.Node_CommentStmt:
		r.onObject(rule, "comments on", x.CommentStmt.Objtype, x.CommentStmt.Object)
	case *pg.Node_SecLabelStmt:
		r.onObject(rule, "puts a security label on", x.SecLabelStmt.Objtype, x.SecLabelStmt.Object)
	case *pg.Node_CreatePublicationStmt:
		s := x.CreatePublicationStmt
		r.publish(s.Pubobjects, s.ForAllTables)
		r.create("creates", r.named(kindPublication, []string{s.Pubname}), false)
	case *pg.Node_AlterPublicationStmt:
		s := x.AlterPublicationStmt
		r.touch("own-alter", "alters", r.named(kindPublication, []string{s.Pubname}))
		r.publish(s.Pubobjects, s.ForAllTables)
	default:
		return false
	}
	return true
}

// triggerEvents reads what a trigger fires on, as in pg_trigger.tgtype.
func triggerEvents(bits int32) (events []string) {
	for i, event := range []string{"INSERT", "DELETE", "UPDATE", "TRUNCATE"} {
		if bits&(4<<i) != 0 {
			events = append(events, event)
		}
	}
	return events
}

// publishing are the words for what publications do, to partitions as well.
const publishing = "adds to or removes from a publication"

func (r *reader) publish(list []*pg.Node, all bool) {
	if all {
		r.say("own-schema-wide", "publishes every table of the database")
	}
	for _, n := range list {
		spec := n.GetPublicationObjSpec()
		if v := spec.GetPubtable().GetRelation(); v != nil {
			r.touch("own-attach-object", publishing, r.relation(kindTable, v))
			continue
		}
		r.say("own-schema-wide", "publishes every table of a schema")
	}
}

func (r *reader) createTable(o object, replace bool) {
	r.create("creates", o, replace)
	if !o.temp {
		r.emit(effect{
			kind: says, rule: "own-unowned-create", object: o,
			does: "creates table " + string(o.name) + " in raw SQL, so models and drafts do not know it as the service's own",
		})
	}
}

// rule reads CREATE RULE: who writes the table writes what the rule does.
func (r *reader) rule(s *pg.RuleStmt, rule string) {
	table := r.relation(kindTable, s.Relation)
	r.touch(rule, "puts rule "+s.Rulename+" on", table)
	for _, action := range s.Actions {
		for _, written := range []*pg.RangeVar{action.GetInsertStmt().GetRelation(), action.GetUpdateStmt().GetRelation(), action.GetDeleteStmt().GetRelation()} {
			if written != nil {
				r.emit(effect{kind: crosses, object: table, to: r.relation(kindTable, written), cross: ruled})
			}
		}
	}
}

func (r *reader) createStmt(s *pg.CreateStmt, kind op.Kind) {
	table := r.relation(kind, s.Relation)
	r.createTable(table, s.IfNotExists)
	for _, parent := range s.InhRelations {
		does, how := "makes "+string(table.name)+" a child of", inherits
		if s.Partbound != nil {
			does, how = "makes "+string(table.name)+" a partition of", partOf
		}
		of := r.relation(kindTable, parent.GetRangeVar())
		r.touch("own-attach-object", does, of)
		r.emit(effect{kind: crosses, object: of, to: table, cross: how})
	}
	for _, elt := range s.TableElts {
		r.foreignKeys(table, elt)
		r.serial(table, elt.GetColumnDef())
		r.typed(table, elt.GetColumnDef().GetTypeName())
		r.constraintIndex(table, elt.GetConstraint(), nil)
		for _, c := range elt.GetColumnDef().GetConstraints() {
			r.constraintIndex(table, c.GetConstraint(), []string{elt.GetColumnDef().Colname})
		}
	}
}

// constraintIndex notes the index that a constraint makes, under PostgreSQL's
// name for it if it has none.
func (r *reader) constraintIndex(table object, c *pg.Constraint, columns []string) {
	if c == nil || !isIndexed(c) {
		return
	}
	if columns == nil {
		columns = pgparse.Strings(c.Keys) // none where an index is given
	}
	name := nameOf(table.name, c, columns, "key")
	if c.Contype == pg.ConstrType_CONSTR_PRIMARY {
		name = nameOf(table.name, c, nil, "pkey")
	}
	r.emit(effect{kind: creates, object: object{kind: kindIndex, name: table.name.Sibling(name), temp: table.temp}})
	if c.Contype == pg.ConstrType_CONSTR_PRIMARY && len(columns) > 0 {
		r.outline(table, func(t *outline) { t.constraint(schema.PrimaryKey{Name: name, Columns: columns}) })
	}
}

func isIndexed(c *pg.Constraint) bool {
	switch c.GetContype() {
	case pg.ConstrType_CONSTR_PRIMARY, pg.ConstrType_CONSTR_UNIQUE, pg.ConstrType_CONSTR_EXCLUSION:
		return true
	}
	return false
}

// serial notes the sequence of a serial or identity column, so that it is the
// service's own.
func (r *reader) serial(table object, c *pg.ColumnDef) {
	if c == nil {
		return
	}
	if serials[typeName(c.TypeName)] {
		r.emit(effect{kind: creates, object: sequenceOf(table, c.Colname)})
	}
	for _, k := range c.Constraints {
		r.identity(table, c.Colname, k.GetConstraint())
	}
}

// identity notes the sequence of an identity column, which may have a name of
// its own.
func (r *reader) identity(table object, column string, k *pg.Constraint) {
	if k.GetContype() != pg.ConstrType_CONSTR_IDENTITY {
		return
	}
	for _, n := range k.Options {
		if opt := n.GetDefElem(); opt.GetDefname() == "sequence_name" {
			r.create("creates", r.named(kindSequence, names(opt.Arg)), false)
			return
		}
	}
	r.emit(effect{kind: creates, object: sequenceOf(table, column)})
}

// typed notes the type of a column, if it is none of PostgreSQL's.
func (r *reader) typed(table object, t *pg.TypeName) {
	parts := pgparse.Strings(t.GetNames())
	if table.temp || len(parts) == 0 || len(parts) > 1 && parts[0] == "pg_catalog" || len(parts) == 1 && (slices.Contains(builtinTypes, parts[0]) || serials[parts[0]]) {
		return
	}
	r.emit(effect{kind: crosses, object: r.named(kindType, parts), to: table, cross: ofType})
}

var serials = map[string]bool{"serial": true, "bigserial": true, "smallserial": true, "serial4": true, "serial8": true, "serial2": true}

func sequenceOf(table object, column string) object {
	name := schema.ObjectName(table.name.Object(), column, "seq")
	return object{kind: kindSequence, name: table.name.Sibling(name), temp: table.temp}
}

// foreignKeys notes the foreign keys of a column or constraint.
func (r *reader) foreignKeys(table object, n *pg.Node) {
	pgparse.Walk(n, func(n *pg.Node) bool {
		if c := n.GetConstraint(); c.GetPktable() != nil {
			to := r.relation(kindTable, c.Pktable)
			r.touch("own-foreign-key", "puts a foreign key to", to)
			if acts(c.FkDelAction) {
				r.emit(effect{kind: crosses, object: to, to: table, cross: deletesToo})
			}
			if acts(c.FkUpdAction) {
				r.emit(effect{kind: crosses, object: to, to: table, cross: updatesToo, key: pgparse.Strings(c.PkAttrs)})
			}
		}
		return true
	})
}

// acts reports whether a foreign key's action changes rows: it cascades, or
// sets NULL or the default.
func acts(action string) bool { return action == "c" || action == "n" || action == "d" }

func (r *reader) createTableAs(s *pg.CreateTableAsStmt) {
	if s.Objtype == pg.ObjectType_OBJECT_MATVIEW {
		r.create("creates", r.relation(kindMatView, s.Into.GetRel()), s.IfNotExists)
		return
	}
	r.createTable(r.relation(kindTable, s.Into.GetRel()), s.IfNotExists)
}

func (r *reader) view(s *pg.ViewStmt) {
	o := r.relation(kindView, s.View)
	r.create("creates", o, s.Replace)
	var bases []object
	if q := s.Query.GetSelectStmt(); q != nil && len(q.FromClause) == 1 {
		if v := q.FromClause[0].GetRangeVar(); v != nil {
			bases = append(bases, r.relation(kindTable, v))
		}
	}
	r.emit(effect{kind: selects, object: o, bases: bases})
}

func (r *reader) index(s *pg.IndexStmt) {
	table := r.relation(kindTable, s.Relation)
	does := "creates an index on"
	if s.Idxname != "" {
		does = "creates index " + s.Idxname + " on"
		r.emit(effect{kind: creates, object: object{kind: kindIndex, name: table.name.Sibling(s.Idxname), bare: table.bare, temp: table.temp}})
	}
	r.touch("own-attach-object", does, table)
	r.indexOutline(table, s)
	if s.Concurrent {
		r.outside("CREATE INDEX CONCURRENTLY")
	} else {
		r.threaten(change{what: createIndex, table: table.name, part: s.Idxname}, table)
	}
}

func (r *reader) alterTable(s *pg.AlterTableStmt) {
	kind := kindOf(s.Objtype)
	table := r.relation(kind, s.Relation)
	does := "alters"
	if len(s.Cmds) > 0 {
		does = alterWords(s.Cmds[0].GetAlterTableCmd())
	}
	r.touch(alterRule(kind), does, table)
	for _, n := range s.Cmds {
		if c := n.GetAlterTableCmd(); c != nil {
			r.alterCommand(table, c)
		}
	}
}

func (r *reader) alterCommand(table object, c *pg.AlterTableCmd) {
	switch c.Subtype {
	case pg.AlterTableType_AT_AttachPartition:
		r.touch("own-alter", "attaches to "+string(table.name)+" the", r.relation(table.kind, c.Def.GetPartitionCmd().GetName()))
	case pg.AlterTableType_AT_DetachPartition, pg.AlterTableType_AT_DetachPartitionFinalize:
		r.touch("own-alter", "detaches from "+string(table.name)+" the", r.relation(kindTable, c.Def.GetPartitionCmd().GetName()))
	case pg.AlterTableType_AT_AddInherit, pg.AlterTableType_AT_DropInherit:
		parent := r.relation(kindTable, c.Def.GetRangeVar())
		r.touch("own-attach-object", "changes the children of", parent)
		if c.Subtype == pg.AlterTableType_AT_AddInherit {
			r.emit(effect{kind: crosses, object: parent, to: table, cross: inherits})
		}
	case pg.AlterTableType_AT_AddIdentity:
		r.identity(table, c.Name, c.Def.GetConstraint())
	case pg.AlterTableType_AT_AddColumn:
		r.serial(table, c.Def.GetColumnDef())
		r.typed(table, c.Def.GetColumnDef().GetTypeName())
	case pg.AlterTableType_AT_AlterColumnType:
		r.typed(table, c.Def.GetColumnDef().GetTypeName())
		r.softCalls(c.Def.GetColumnDef().GetRawDefault()) // USING
	case pg.AlterTableType_AT_AddConstraint:
		r.constraintIndex(table, c.Def.GetConstraint(), nil)
	}
	r.cascade(c.Behavior, "alters "+string(table.name))
	r.foreignKeys(table, c.Def)
	r.hazards(table, c)
	r.alterOutline(table, c)
}

// alterWords says what a subcommand of ALTER TABLE does to its table.
func alterWords(c *pg.AlterTableCmd) string {
	switch c.GetSubtype() {
	case pg.AlterTableType_AT_AddColumn:
		return "adds column " + c.Def.GetColumnDef().GetColname() + " to"
	case pg.AlterTableType_AT_DropColumn:
		return "drops column " + c.Name + " of"
	case pg.AlterTableType_AT_AddConstraint:
		return "adds a constraint to"
	case pg.AlterTableType_AT_DropConstraint:
		return "drops constraint " + c.Name + " of"
	case pg.AlterTableType_AT_AlterColumnType:
		return "changes the type of column " + c.Name + " of"
	case pg.AlterTableType_AT_ColumnDefault:
		return "changes the default of column " + c.Name + " of"
	case pg.AlterTableType_AT_SetNotNull, pg.AlterTableType_AT_DropNotNull:
		return "changes NOT NULL of column " + c.Name + " of"
	case pg.AlterTableType_AT_ChangeOwner:
		return "changes the role that owns"
	case pg.AlterTableType_AT_EnableRowSecurity, pg.AlterTableType_AT_DisableRowSecurity,
		pg.AlterTableType_AT_ForceRowSecurity, pg.AlterTableType_AT_NoForceRowSecurity:
		return "changes row security of"
	case pg.AlterTableType_AT_EnableTrig, pg.AlterTableType_AT_DisableTrig, pg.AlterTableType_AT_EnableTrigAll,
		pg.AlterTableType_AT_DisableTrigAll, pg.AlterTableType_AT_EnableTrigUser, pg.AlterTableType_AT_DisableTrigUser,
		pg.AlterTableType_AT_EnableAlwaysTrig, pg.AlterTableType_AT_EnableReplicaTrig:
		return "switches triggers of"
	}
	return "alters"
}
