package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

func (r *reader) threaten(c change, o object) {
	if !o.temp {
		r.emit(effect{kind: threatens, rule: c.what, change: c, object: o})
	}
}

// backfill notes that rows of a table are changed, which takes its time.
func (r *reader) backfill(o object) {
	if r.within == "" {
		r.threaten(change{what: backfill, table: o.name}, o)
	}
}

// allRows notes an UPDATE or DELETE that spares no row.
func (r *reader) allRows(o object, what string, where *pg.Node, from []*pg.Node) {
	if len(from) == 0 && (where == nil || isTrue(where)) && r.within == "" {
		r.threaten(change{what: what, table: o.name}, o)
	}
}

// isTrue reports whether a condition is TRUE, or compares two equal constants.
func isTrue(n *pg.Node) bool {
	if c := n.GetAConst(); c != nil {
		return c.GetBoolval().GetBoolval()
	}
	x := n.GetAExpr()
	if x == nil || first(pgparse.Strings(x.Name)) != "=" {
		return false
	}
	left, right := x.Lexpr.GetAConst(), x.Rexpr.GetAConst()
	if left == nil || right == nil {
		return false
	}
	return left.GetIval().GetIval() == right.GetIval().GetIval() && left.GetSval().GetSval() == right.GetSval().GetSval()
}

// hazards notes what a subcommand of ALTER TABLE does to running code.
func (r *reader) hazards(table object, c *pg.AlterTableCmd) {
	add := func(what, part, more string) {
		r.threaten(change{what: what, table: table.name, part: part, more: more}, table)
	}
	switch c.Subtype {
	case pg.AlterTableType_AT_DropColumn:
		add(dropColumn, c.Name, "")
	case pg.AlterTableType_AT_SetNotNull:
		add(setNotNull, c.Name, "")
	case pg.AlterTableType_AT_AlterColumnType:
		if typ := typeName(c.Def.GetColumnDef().GetTypeName()); typ != "text" && typ != "varchar" {
			add(changeType, c.Name, " to "+typ)
		}
	case pg.AlterTableType_AT_ValidateConstraint:
		add(validate, c.Name, "")
	case pg.AlterTableType_AT_DropNotNull:
		add(dropNotNull, c.Name, "")
	case pg.AlterTableType_AT_DisableTrig, pg.AlterTableType_AT_DisableTrigAll, pg.AlterTableType_AT_DisableTrigUser:
		add(disableTrig, "", "")
	case pg.AlterTableType_AT_SetLogged, pg.AlterTableType_AT_SetUnLogged:
		add(rewriteTable, "", "changes whether it is logged")
	case pg.AlterTableType_AT_SetTableSpace:
		add(rewriteTable, "", "moves it to another tablespace")
	case pg.AlterTableType_AT_SetAccessMethod:
		add(rewriteTable, "", "changes its access method")
	case pg.AlterTableType_AT_AttachPartition:
		add(attach, c.Def.GetPartitionCmd().GetName().GetRelname(), "")
	case pg.AlterTableType_AT_DetachPartition:
		if c.Def.GetPartitionCmd().GetConcurrent() {
			r.outside("DETACH PARTITION CONCURRENTLY")
		} else {
			add(detach, c.Def.GetPartitionCmd().GetName().GetRelname(), "")
		}
	case pg.AlterTableType_AT_AddColumn:
		r.columnHazards(table, c.Def.GetColumnDef())
	case pg.AlterTableType_AT_AddConstraint:
		if k := c.Def.GetConstraint(); k.GetIndexname() == "" {
			for _, change := range constraintChanges(table.name, constraintOf(table.name, k)) {
				r.threaten(change, table)
			}
		}
	}
}

// outside notes a statement that PostgreSQL refuses in a transaction.
func (r *reader) outside(statement string) {
	r.say(inTransaction, statement+" in the revision's transaction, which PostgreSQL refuses")
}

// inTransaction is the rule on what must be outside of one.
const inTransaction = "concurrently-in-transaction"

// domainHazards notes what makes PostgreSQL look at every column of a domain.
func (r *reader) domainHazards(s *pg.AlterDomainStmt) {
	domain := r.named("domain", pgparse.Strings(s.TypeName))
	if s.Subtype == "O" || s.Subtype == "C" && !s.Def.GetConstraint().GetSkipValidation() {
		r.threaten(change{what: domainCheck, table: domain.name}, domain)
	}
}

func (r *reader) columnHazards(table object, def *pg.ColumnDef) {
	column := schema.Column{Name: def.GetColname(), Type: typeName(def.GetTypeName())}
	inline := false
	for _, n := range def.GetConstraints() {
		switch c := n.GetConstraint(); c.GetContype() {
		case pg.ConstrType_CONSTR_NOTNULL:
			column.NotNull = true
		case pg.ConstrType_CONSTR_DEFAULT:
			column.Default = defaultOf(c.RawExpr)
		case pg.ConstrType_CONSTR_IDENTITY:
			column.Identity = &schema.Identity{}
		case pg.ConstrType_CONSTR_GENERATED:
			column.Generated = &schema.Generated{}
		case pg.ConstrType_CONSTR_CHECK, pg.ConstrType_CONSTR_UNIQUE, pg.ConstrType_CONSTR_PRIMARY:
			inline = true
		}
	}
	for _, c := range columnChanges(table.name, column) {
		r.threaten(c, table)
	}
	if inline {
		r.threaten(change{what: addInline, table: table.name, part: column.Name}, table)
	}
}

// defaultOf returns so much of a default as [ddl.Volatile] needs.
func defaultOf(n *pg.Node) string {
	if c := n.GetAConst(); c.GetIsnull() {
		return "null"
	}
	text := "constant"
	pgparse.Walk(n, func(n *pg.Node) bool {
		if c := n.GetFuncCall(); c != nil {
			parts := pgparse.Strings(c.Funcname)
			text += " " + parts[len(parts)-1] + "()"
		}
		return true
	})
	return text
}

// typeName returns a type without its schema, in the spelling of the tree:
// "int4", "varchar".
func typeName(t *pg.TypeName) string {
	parts := pgparse.Strings(t.GetNames())
	if len(parts) == 0 {
		return ""
	}
	return strings.ToLower(parts[len(parts)-1])
}
