package lint

import (
	"fmt"
	"strings"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/schema"
)

// A change is what a safety rule looks at, made alike from operations and
// from SQL.
type change struct {
	what  string // the rule, or addNotValid
	table schema.Name
	part  string // column, constraint, index, or the new name
	more  string // types
}

// The changes, by the rules that report them.
const (
	dropTable     = "drop-table"
	dropColumn    = "drop-column"
	truncate      = "truncate"
	deleteAll     = "delete-all"
	updateAll     = "update-all"
	renameTable   = "rename-table"
	renameColumn  = "rename-column"
	addVolatile   = "add-column-volatile-default"
	addRewrite    = "add-column-rewrite"
	addRequired   = "add-column-required"
	addInline     = "add-column-constrained"
	setNotNull    = "set-not-null"
	addCheck      = "add-check-validated"
	addForeignKey = "add-fk-validated"
	addUnique     = "add-unique"
	changeType    = "change-column-type"
	createIndex   = "create-index-blocking"
	dropIndex     = "drop-index-blocking"
	validate      = "validate-same-revision"
	reindex       = "reindex-blocking"
	rewriteTable  = "rewrite-table"
	refresh       = "refresh-blocking"
	attach        = "attach-partition-scan"
	detach        = "detach-partition-blocking"
	renameValue   = "rename-enum-value"
	dropValue     = "drop-enum-value"
	domainCheck   = "domain-check-validated"
	dropNotNull   = "drop-not-null"
	disableTrig   = "disable-trigger"
	jsonColumn    = "json-column"
	lockTable     = "lock-table"
	backfill      = "backfill-under-lock"
	unindexed     = "fk-without-index"
	notValidated  = "not-valid-forgotten"
	addNotValid   = "" // harmless, but see validate
)

// message says what a change does; the table and the part are its arguments.
var changeWords = map[string]string{
	dropTable:     "drops table %[1]s with all its rows",
	dropColumn:    "drops column %[2]s of %[1]s with all its values",
	truncate:      "removes all rows of %[1]s",
	deleteAll:     "deletes all rows of %[1]s: there is no WHERE that holds any back",
	updateAll:     "updates all rows of %[1]s in one transaction",
	renameTable:   "renames %[1]s to %[2]s while running code asks for the old name",
	renameColumn:  "renames column %[2]s of %[1]s while running code asks for the old name",
	addVolatile:   "adds column %[2]s to %[1]s with a default that is computed for every row: the table is rewritten",
	addRewrite:    "adds the %[3]s column %[2]s to %[1]s: the table is rewritten",
	addRequired:   "adds the NOT NULL column %[2]s to %[1]s without a default: it fails if there is a row",
	addInline:     "adds column %[2]s to %[1]s with an inline constraint: the table is scanned under its strongest lock",
	setNotNull:    "sets column %[2]s of %[1]s NOT NULL: the table is scanned under its strongest lock",
	addCheck:      "adds check %[2]s to %[1]s and validates it at once: the table is scanned under its strongest lock",
	addForeignKey: "adds foreign key %[2]s to %[1]s and validates it at once: both tables are scanned while nobody may write",
	addUnique:     "adds constraint %[2]s to %[1]s and builds its index under the strongest lock",
	changeType:    "changes the type of %[2]s of %[1]s%[3]s: the table may be rewritten under its strongest lock",
	createIndex:   "builds an index on %[1]s while nobody may write",
	dropIndex:     "drops index %[1]s under a lock that everybody waits for",
	validate:      "validates constraint %[2]s of %[1]s in the revision that adds it",
	reindex:       "rebuilds indexes of %[1]s while nobody may write, and queries that would use them wait",
	rewriteTable:  "writes all rows of %[1]s anew under its strongest lock: it %[3]s",
	refresh:       "refreshes %[1]s while nobody may read it",
	attach:        "attaches partition %[2]s to %[1]s: all its rows are checked under its strongest lock, unless a valid CHECK says what the bound does",
	detach:        "detaches partition %[2]s of %[1]s under a lock that everybody waits for",
	renameValue:   "renames value %[2]s of %[1]s while running code uses the old one",
	dropValue:     "removes %[2]s from %[1]s: it fails while a row holds one of them, and every table with a column of the type is rewritten",
	domainCheck:   "changes what domain %[1]s allows and checks every column of it at once, while nobody may write",
	dropNotNull:   "lets column %[2]s of %[1]s be NULL, which running code may not expect",
	disableTrig:   "switches off triggers of %[1]s",
	jsonColumn:    "adds column %[2]s to %[1]s as json, which has no equality: DISTINCT, GROUP BY and UNION fail",
	lockTable:     "locks %[1]s until the revision is done",
	backfill:      "changes rows of %[1]s while the revision holds the lock that altering %[3]s has taken",
	unindexed:     "adds foreign key %[2]s to %[1]s, and no index begins with its columns: deleting a row that it may refer to scans %[1]s",
	notValidated:  "adds constraint %[2]s to %[1]s NOT VALID, and no later revision validates it",
}

func (c change) message() string {
	text := changeWords[c.what]
	if c.part == "" {
		text = strings.ReplaceAll(strings.ReplaceAll(text, " %[2]s", ""), "%[2]s ", "")
	}
	return fmt.Sprintf(text+"%.0[1]s%.0[2]s%.0[3]s", c.table, c.part, c.more)
}

// columnChanges are the changes that adding a column comes to.
func columnChanges(table schema.Name, c schema.Column) []change {
	add := func(what, more string) change { return change{what: what, table: table, part: c.Name, more: more} }
	var list []change
	if c.Type == "json" {
		list = append(list, add(jsonColumn, ""))
	}
	switch {
	case c.Identity != nil:
		list = append(list, add(addRewrite, "identity"))
	case schema.IntegerType(c.Type) != "":
		list = append(list, add(addRewrite, c.Type))
	case c.Generated != nil && !c.Generated.Virtual:
		list = append(list, add(addRewrite, "stored generated"))
	case ddl.Volatile(c.Default):
		list = append(list, add(addVolatile, ""))
	case c.NotNull && (c.Default == "" || strings.EqualFold(c.Default, "null")) && c.Generated == nil:
		list = append(list, add(addRequired, ""))
	}
	return list
}

// constraintChanges are the changes that adding a constraint to a table comes
// to.
func constraintChanges(table schema.Name, c schema.Constraint) []change {
	list := []change{constraintChange(table, c)}
	if k, ok := c.(schema.ForeignKey); ok {
		list = append(list, change{what: unindexed, table: table, part: k.Name})
	}
	return list
}

func constraintChange(table schema.Name, c schema.Constraint) change {
	add := func(what string) change { return change{what: what, table: table, part: c.ConstraintName()} }
	switch c := c.(type) {
	case schema.Check:
		if !c.NotValid && !c.NotEnforced {
			return add(addCheck)
		}
	case schema.ForeignKey:
		if !c.NotValid && !c.NotEnforced {
			return add(addForeignKey)
		}
	default:
		return add(addUnique)
	}
	return add(addNotValid)
}
