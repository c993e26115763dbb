package migrations

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// outsideQuestions are what the fence asks of everybody else's view: what
// objects of the common classes are, the parts of relations, what values types
// allow, and what hangs on objects.
func outsideQuestions() []question {
	var present []string
	for i, class := range commonClasses {
		present = append(present, fmt.Sprintf("SELECT '%s'::regclass::oid, oid FROM %[1]s WHERE oid = ANY ($%d)", class, i+1))
	}
	return []question{
		{name: "deed_objects", lists: len(commonClasses), sql: chainSQL(strings.Join(present, " UNION ALL "))},
		{name: "deed_parts", lists: 2, sql: "WITH " + listed("targets", 1) + ", " + listed("tables", 2) + "\n" + partsSQL()},
		{name: "deed_shapes", lists: 1, sql: row("label", "enumtypid::text", "oid::text", "enumlabel") + ` FROM pg_enum WHERE enumtypid = ANY ($1)
UNION ALL ` + row("domain", "y.oid::text", domainSQL) + ` FROM pg_type y WHERE y.typtype = 'd' AND y.oid = ANY ($1)`},
		{name: "deed_hanging", lists: 4, sql: hangingSQL},
	}
}

// listed names a list of oids that are given.
func listed(name string, parameter int) string {
	return fmt.Sprintf("%s (oid) AS MATERIALIZED (SELECT DISTINCT unnest($%d))", name, parameter)
}

// commonClasses are the catalogs of objects that most revisions have to do with.
var commonClasses = []string{"pg_class", "pg_type", "pg_proc", "pg_namespace", "pg_constraint", "pg_attrdef", "pg_trigger", "pg_rewrite", "pg_policy", "pg_extension"}

// unreadable are the catalogs that not everybody may read, and what tells the
// same.
var unreadable = map[string]string{
	"pg_authid": "pg_roles", "pg_largeobject": "pg_largeobject_metadata", "pg_user_mapping": "(SELECT umid AS oid FROM pg_user_mappings) m",
}

func (a *asker) objectsSQL(ids map[string][]string) string {
	common := make([][]string, len(commonClasses))
	var present []string
	for _, class := range slices.Sorted(maps.Keys(ids)) {
		catalog := class
		if readable, found := unreadable[class]; found {
			catalog = readable
		}
		present = append(present, fmt.Sprintf("SELECT '%s'::regclass::oid, oid FROM %s WHERE oid = ANY ('{%s}'::oid[])",
			class, catalog, strings.Join(ids[class], ",")))
		if i := slices.Index(commonClasses, class); i >= 0 {
			common[i] = ids[class]
		}
	}
	if slices.Contains(a.prepared, "deed_objects") && !slices.ContainsFunc(slices.Collect(maps.Keys(ids)), func(class string) bool { return !slices.Contains(commonClasses, class) }) {
		return a.ask("deed_objects", common...)
	}
	return chainSQL(strings.Join(present, " UNION ALL ")) + ";\n"
}

// builtinsSQL tells of PostgreSQL's own functions that somebody is replacing, as
// only a superuser can: the fence could not believe what it sees inside.
var builtinsSQL = `SELECT 'changed' AS deed_fence, 'pg_proc', oid::text FROM (` + replacedSQL + `) x;
` + chainSQL("SELECT 'pg_proc'::regclass::oid, oid FROM ("+replacedSQL+") x") + ";\n"

const replacedSQL = `SELECT oid FROM pg_proc WHERE oid < 16384 AND xmax <> 0
	AND CASE WHEN xmax <> 0 THEN pg_xact_status((pg_snapshot_xmax(pg_current_snapshot())::text::bigint - age(xmax) + age(pg_snapshot_xmax(pg_current_snapshot())::xid))::text::xid8) END = 'in progress'`

// hangingSQL tells what changes with other objects, though no row of it does:
// what lies in schemas, and the relations with columns of types, of arrays of
// them or of domains over them. The types are given as such, as composite ones
// by their relations, and as domains by their constraints.
var hangingSQL = `WITH RECURSIVE kin (class, id, type) AS (
	SELECT 'pg_type', oid, oid FROM pg_type WHERE oid = ANY ($2)
	UNION ALL SELECT 'pg_class', oid, reltype FROM pg_class WHERE oid = ANY ($3)
	UNION ALL SELECT 'pg_constraint', oid, contypid FROM pg_constraint WHERE oid = ANY ($4) AND contypid > 0
	UNION SELECT k.class, k.id, y.oid FROM kin k JOIN pg_type y ON y.typelem = k.type OR y.typbasetype = k.type
), hanging (class, id, c, o) AS MATERIALIZED (
	SELECT k.class, k.id, 'pg_class'::regclass::oid, a.attrelid FROM kin k JOIN pg_attribute a ON a.atttypid = k.type AND NOT a.attisdropped
		JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm', 'f')
	UNION SELECT 'pg_namespace', relnamespace, 'pg_class'::regclass::oid, oid FROM pg_class WHERE relnamespace = ANY ($1) AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
	UNION SELECT 'pg_namespace', typnamespace, 'pg_type'::regclass::oid, oid FROM pg_type WHERE typnamespace = ANY ($1) AND typtype IN ('d', 'e', 'r')
	UNION SELECT 'pg_namespace', pronamespace, 'pg_proc'::regclass::oid, oid FROM pg_proc WHERE pronamespace = ANY ($1)
)
SELECT 'hangs' AS deed_fence, class, id::text, c::regclass::text, o::text, '', '', '' FROM hanging
UNION ALL (` + chainSQL("SELECT DISTINCT c, o FROM hanging") + `)`

// chainSQL names objects, and after each what it belongs to. It looks things up
// one by one.
func chainSQL(present string) string {
	return `WITH RECURSIVE chain (class, id, classid, objid, depth) AS (
	SELECT p.c, p.o, p.c, p.o, 0 FROM (` + present + `) p (c, o)
	UNION SELECT x.class, x.id, d.refclassid, d.refobjid, x.depth + 1 FROM chain x CROSS JOIN LATERAL (SELECT refclassid, refobjid FROM pg_depend
		WHERE classid = x.classid AND objid = x.objid AND objsubid = 0 AND (deptype IN ('a', 'i', 'e', 'P', 'S')
			OR (classid, refclassid) IN (('pg_cast'::regclass, 'pg_type'::regclass), ('pg_user_mapping'::regclass, 'pg_foreign_server'::regclass))) OFFSET 0) d WHERE x.depth < 9)
SELECT 'name' AS deed_fence, x.class::regclass::text, x.id::text, x.depth::text, i.type, i.schema,
	coalesce(i.name, (SELECT quote_ident(proname) FROM pg_proc WHERE x.classid = 'pg_proc'::regclass AND oid = x.objid)), i.identity
FROM chain x CROSS JOIN LATERAL pg_identify_object(x.classid, x.objid, 0) i
ORDER BY x.class, x.id, x.depth`
}
