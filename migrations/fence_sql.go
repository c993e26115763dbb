package migrations

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// What the fence asks. Every row begins with the column deed_fence, a word
// that says what the row is; the rest are texts. Names are looked up in
// pg_catalog alone: a step may have set any search_path and made temporary
// tables with the names of catalogs.

const (
	fenceColumn = "deed_fence"
	fenceEnter  = `SELECT pg_catalog.set_config('deed.path', pg_catalog.current_setting('search_path'), true),
       pg_catalog.set_config('deed.jit', pg_catalog.current_setting('jit'), true),
       pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true), pg_catalog.set_config('jit', 'off', true);
`
	fenceLeave = `
SELECT set_config('search_path', current_setting('deed.path'), true), set_config('jit', current_setting('deed.jit'), true)`
	// fenceSettle lets what waits for the end of the transaction happen before
	// the last look: deferred triggers, and cursors that outlive it. From there
	// on the role is the runner's again.
	fenceSettle = "SET CONSTRAINTS ALL IMMEDIATE; CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ROLE"
)

// strong are the modes in which a relation is changed or written.
const strong = `'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'`

// catalogs are those on which no statement keeps a lock but one that writes
// their rows by hand.
const catalogs = `'{pg_class, pg_attribute, pg_attrdef, pg_constraint, pg_enum, pg_index, pg_inherits, pg_policy, pg_proc, pg_rewrite,
	pg_sequence, pg_trigger, pg_type, pg_extension}'::regclass[]::oid[]`

// locksSQL are the locks of this transaction: relation, mode, whether the
// relation is still there, and how many rows of it were written.
const locksSQL = `SELECT 'lock' AS deed_fence, l.relation::text, l.mode, (c.oid IS NOT NULL)::text,
       (pg_stat_get_xact_tuples_inserted(l.relation) + pg_stat_get_xact_tuples_updated(l.relation) + pg_stat_get_xact_tuples_deleted(l.relation))::text
FROM pg_locks l LEFT JOIN pg_class c ON c.oid = l.relation
WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.granted AND (l.relation >= 16384 OR l.relation = ANY (` + catalogs + `))
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.mode IN (` + strong + `);
`

// stepLocksSQL is asked behind each step, only to tell which step took a lock
// that the last look finds. It is short, so that pg_stat_activity still shows
// the steps behind it.
const stepLocksSQL = "SELECT 'lock' AS deed_fence, relation, mode FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() AND relation IS NOT NULL"

// A trace is a catalog whose rows tell that an object was changed: the
// object's catalog, and the expression for its oid.
type trace struct {
	from, class, object string
	since               int    // server version
	where               string // for what has an index
}

var traces = []trace{
	{from: "pg_class", class: "'pg_class'", object: "oid"},
	{from: "pg_attribute", class: "'pg_class'", object: "attrelid"},
	{from: "pg_attrdef", class: "'pg_class'", object: "adrelid"},
	{from: "pg_index", class: "'pg_class'", object: "indrelid"},
	{from: "pg_trigger", class: "'pg_class'", object: "CASE WHEN NOT tgisinternal THEN tgrelid END"},
	{from: "pg_policy", class: "'pg_class'", object: "polrelid"},
	{from: "pg_rewrite", class: "'pg_class'", object: "ev_class"},
	{from: "pg_sequence", class: "'pg_class'", object: "seqrelid"},
	{from: "pg_inherits", class: "'pg_class'", object: "inhparent"},
	{from: "pg_inherits", class: "'pg_class'", object: "inhrelid"},
	{from: "pg_statistic_ext", class: "'pg_class'", object: "stxrelid"},
	{from: "pg_foreign_table", class: "'pg_class'", object: "ftrelid"},
	{from: "pg_publication_rel", class: "'pg_class'", object: "prrelid"},
	{from: "pg_constraint", class: "CASE WHEN contypid = 0 THEN 'pg_class' ELSE 'pg_type' END", object: "CASE WHEN contypid = 0 THEN conrelid ELSE contypid END"},
	{from: "pg_type", class: "'pg_type'", object: "oid"},
	{from: "pg_enum", class: "'pg_type'", object: "enumtypid"},
	{from: "pg_range", class: "'pg_type'", object: "rngtypid"},
	{from: "pg_amop", class: "'pg_opfamily'", object: "amopfamily"},
	{from: "pg_amproc", class: "'pg_opfamily'", object: "amprocfamily"},
	{from: "pg_ts_config_map", class: "'pg_ts_config'", object: "mapcfg"},
	{from: "pg_description", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_seclabel", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_depend", class: "classid::regclass::text", object: "objid", where: " AND refclassid = 'pg_extension'::regclass"},
	// What acts on more than it belongs to counts as a change of that.
	{from: "pg_default_acl", class: "CASE WHEN defaclnamespace = 0 THEN 'pg_database' ELSE 'pg_namespace' END", object: "CASE WHEN defaclnamespace = 0 THEN " + thisDatabase + " ELSE defaclnamespace END"},
	{from: "pg_event_trigger", class: "'pg_database'", object: thisDatabase},
	{from: "pg_publication", class: "'pg_database'", object: "CASE WHEN puballtables THEN " + thisDatabase + " END"},
	{from: "pg_publication_namespace", class: "'pg_namespace'", object: "pnnspid", since: 150000},
	{from: "pg_db_role_setting", class: "CASE WHEN setrole = 0 THEN 'pg_database' ELSE 'pg_authid' END", object: "CASE WHEN setrole = 0 THEN setdatabase ELSE setrole END"},
	{from: "pg_auth_members", class: "'pg_authid'", object: "roleid"},
	{from: "pg_shdescription", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_database", class: "'pg_database'", object: "oid"},
}

const thisDatabase = "(SELECT oid FROM pg_database WHERE datname = current_database())"

// plain are the catalogs of objects that are traced by their own rows.
var plain = []string{
	"pg_proc", "pg_namespace", "pg_extension", "pg_operator", "pg_opclass", "pg_opfamily", "pg_cast", "pg_collation",
	"pg_conversion", "pg_language", "pg_foreign_data_wrapper", "pg_foreign_server", "pg_ts_config", "pg_ts_dict", "pg_ts_parser",
	"pg_ts_template", "pg_publication", "pg_transform", "pg_am", "pg_event_trigger",
}

// ownRow is true of a row that this transaction wrote, or a subtransaction of
// it that was released: that is seen, and still in progress. Only identifiers
// between the transaction's and the newest one are asked about.
const ownRow = `CASE WHEN age(xmin) <= (SELECT age(pg_current_xact_id()::xid)) AND age(xmin) >= (SELECT age(current_setting('deed.newest')::xid))
	THEN pg_xact_status((pg_current_xact_id()::text::bigint + (SELECT age(pg_current_xact_id()::xid)) - age(xmin))::text::xid8) = 'in progress' END`

// newestSQL notes the identifier of a new subtransaction, by a row that it
// writes into a table of ours, under a name that no revision can have.
func newestSQL(versions versionTable) string {
	table := versions.name.SQL()
	return "SAVEPOINT deed_newest; WITH mark AS (INSERT INTO " + table + " VALUES ('-') RETURNING xmin) " +
		"SELECT set_config('deed.newest', xmin::text, true) FROM mark; RELEASE SAVEPOINT deed_newest; DELETE FROM " + table + " WHERE version_num = '-';\n"
}

// changedSQL are the objects that have rows which this transaction wrote.
func changedSQL(version int) string {
	const own = " WHERE " + ownRow
	var parts []string
	for _, t := range traces {
		if version >= t.since {
			parts = append(parts, "SELECT "+t.class+", "+t.object+" FROM "+t.from+own+t.where)
		}
	}
	for _, catalog := range plain {
		parts = append(parts, "SELECT '"+catalog+"', oid FROM "+catalog+own)
	}
	return "WITH changed (class, id) AS MATERIALIZED (" + strings.Join(parts, "\nUNION ") + `)
SELECT 'changed' AS deed_fence, class, id::text, '', '', '', '', '' FROM changed WHERE id <> 0
UNION ALL ` + namesSQL
}

// namesSQL names what this transaction has made or changed, as it is now: what
// the register keeps. Parts of other objects are left out, but partitions.
const namesSQL = `SELECT 'name', t.class, t.id::text, '0', i.type, i.schema, coalesce(i.name, quote_ident(p.proname)), i.identity
FROM changed t CROSS JOIN LATERAL (SELECT t.class::regclass::oid AS classid) k
LEFT JOIN pg_class c ON t.class = 'pg_class' AND c.oid = t.id
LEFT JOIN pg_type y ON t.class = 'pg_type' AND y.oid = t.id LEFT JOIN pg_class yc ON yc.oid = y.typrelid
LEFT JOIN pg_proc p ON t.class = 'pg_proc' AND p.oid = t.id
CROSS JOIN LATERAL pg_identify_object(k.classid, t.id, 0) i
WHERE CASE t.class WHEN 'pg_class' THEN c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't'
	WHEN 'pg_type' THEN y.typtype IN ('c', 'd', 'e', 'r') AND (y.typrelid = 0 OR yc.relkind = 'c')
	ELSE t.class IN ('pg_proc', 'pg_namespace', 'pg_extension') END
AND (c.relispartition OR NOT EXISTS (SELECT FROM pg_depend d
	WHERE d.classid = k.classid AND d.objid = t.id AND d.deptype IN ('a', 'i', 'e') AND d.objsubid = 0));
`

// thereSQL lists what can be dropped without a lock on a relation, and the
// comments and memberships that can go while the object stays.
const thereSQL = `SELECT 'there' AS deed_fence, class, string_agg(id, ' ') FROM (
	SELECT 'pg_proc' AS class, oid::text AS id FROM pg_proc WHERE oid >= 16384
	UNION ALL SELECT 'pg_type', oid::text FROM pg_type WHERE oid >= 16384 AND typrelid = 0 AND typtype IN ('d', 'e', 'r')
	UNION ALL SELECT 'pg_constraint', oid::text FROM pg_constraint WHERE contypid <> 0 AND oid >= 16384
	UNION ALL SELECT 'pg_default_acl', oid::text FROM pg_default_acl
	UNION ALL SELECT 'pg_namespace', oid::text FROM pg_namespace WHERE nspname !~ '^pg_(temp|toast)'
	UNION ALL SELECT 'pg_extension', oid::text FROM pg_extension
	UNION ALL SELECT 'pg_operator', oid::text FROM pg_operator WHERE oid >= 16384
	UNION ALL SELECT 'pg_opclass', oid::text FROM pg_opclass WHERE oid >= 16384
	UNION ALL SELECT 'pg_opfamily', oid::text FROM pg_opfamily WHERE oid >= 16384
	UNION ALL SELECT 'pg_amop', oid::text FROM pg_amop WHERE oid >= 16384
	UNION ALL SELECT 'pg_amproc', oid::text FROM pg_amproc WHERE oid >= 16384
	UNION ALL SELECT 'pg_cast', oid::text FROM pg_cast WHERE oid >= 16384
	UNION ALL SELECT 'pg_collation', oid::text FROM pg_collation WHERE oid >= 16384
	UNION ALL SELECT 'pg_conversion', oid::text FROM pg_conversion WHERE oid >= 16384
	UNION ALL SELECT 'pg_language', oid::text FROM pg_language
	UNION ALL SELECT 'pg_foreign_data_wrapper', oid::text FROM pg_foreign_data_wrapper
	UNION ALL SELECT 'pg_foreign_server', oid::text FROM pg_foreign_server
	UNION ALL SELECT 'pg_ts_config', oid::text FROM pg_ts_config WHERE oid >= 16384
	UNION ALL SELECT 'pg_ts_dict', oid::text FROM pg_ts_dict WHERE oid >= 16384
	UNION ALL SELECT 'pg_ts_parser', oid::text FROM pg_ts_parser WHERE oid >= 16384
	UNION ALL SELECT 'pg_ts_template', oid::text FROM pg_ts_template WHERE oid >= 16384
	UNION ALL SELECT 'pg_publication', oid::text FROM pg_publication
	UNION ALL SELECT 'pg_event_trigger', oid::text FROM pg_event_trigger
	UNION ALL SELECT 'pg_transform', oid::text FROM pg_transform
	UNION ALL SELECT 'of pg_ts_config', concat_ws('/', mapcfg, maptokentype, mapseqno) FROM pg_ts_config_map WHERE mapcfg >= 16384
	UNION ALL SELECT 'of pg_database', concat_ws('/', setdatabase, setrole) FROM pg_db_role_setting
	UNION ALL SELECT 'pg_authid', oid::text FROM pg_roles WHERE oid >= 16384
	UNION ALL SELECT 'of pg_authid', concat_ws('/', oid, md5(concat_ws(' ', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
		rolreplication, rolbypassrls, rolconnlimit))) FROM pg_roles WHERE oid >= 16384
	UNION ALL SELECT 'of pg_authid', concat_ws('/', roleid, member) FROM pg_auth_members
	UNION ALL SELECT 'of pg_foreign_server', concat_ws('/', srvid, umid, md5(umoptions::text)) FROM pg_user_mappings
	UNION ALL SELECT 'of ' || classoid::regclass::text, concat_ws('/', objoid, objsubid) FROM pg_description
		WHERE objoid >= 16384 AND classoid <> 'pg_class'::regclass OR classoid = 'pg_namespace'::regclass
	UNION ALL SELECT 'of ' || classid::regclass::text, concat_ws('/', objid, refobjid) FROM pg_depend
		WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND objid >= 16384
) x GROUP BY class;
`

// The parts of tables, told for those that are locked as a foreign key locks
// its target. What a foreign key of our own changes there is left out:
// triggers that PostgreSQL made for it, and that the table has any.
const (
	keysSQL = `SELECT 'key' AS deed_fence, confrelid::text, oid::text, conrelid::text, xmin::text, concat(confdeltype, confupdtype)
FROM pg_constraint WHERE contype = 'f' AND confrelid <> conrelid AND %s;
`
	partsSQL = `SELECT 'parts' AS deed_fence, c.oid::text, md5(concat_ws('|', c.relname, c.relnamespace, c.relowner, c.relam, c.relfilenode, c.reltablespace,
	c.relpersistence, c.relkind, c.relnatts, c.relchecks, c.relhasrules, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispartition,
	c.reloptions::text, c.relacl::text, c.relpartbound::text,
	(SELECT string_agg(a::text, ' ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid),
	(SELECT string_agg(d::text, ' ' ORDER BY d.oid) FROM pg_attrdef d WHERE d.adrelid = c.oid),
	(SELECT string_agg(k::text, ' ' ORDER BY k.oid) FROM pg_constraint k WHERE k.conrelid = c.oid),
	(SELECT string_agg(concat_ws(' ', x::text, r.relname, r.relfilenode, r.reloptions::text), ' ' ORDER BY r.oid) FROM pg_index x JOIN pg_class r ON r.oid = x.indexrelid WHERE x.indrelid = c.oid),
	(SELECT string_agg(g::text, ' ' ORDER BY g.oid) FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal),
	(SELECT string_agg(p::text, ' ' ORDER BY p.oid) FROM pg_policy p WHERE p.polrelid = c.oid),
	(SELECT string_agg(w::text, ' ' ORDER BY w.oid) FROM pg_rewrite w WHERE w.ev_class = c.oid),
	(SELECT string_agg(h::text, ' ' ORDER BY h.inhrelid, h.inhseqno) FROM pg_inherits h WHERE h.inhrelid = c.oid OR h.inhparent = c.oid),
	(SELECT string_agg(e.description, ' ' ORDER BY e.objsubid) FROM pg_description e WHERE e.classoid = 'pg_class'::regclass AND e.objoid = c.oid),
	(SELECT string_agg(s::text, ' ' ORDER BY s.oid) FROM pg_statistic_ext s WHERE s.stxrelid = c.oid),
	(SELECT string_agg(u::text, ' ' ORDER BY u.oid) FROM pg_publication_rel u WHERE u.prrelid = c.oid)))
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND %s;
SELECT 'trigger' AS deed_fence, tgrelid::text, oid::text, tgconstraint::text, tgenabled::text FROM pg_trigger WHERE tgisinternal AND %s;
`
)

// insideSQL is everything that the full check asks in the transaction.
func insideSQL(version int, versions versionTable) string {
	locked := func(column string) string {
		return column + ` IN (SELECT relation FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation' AND relation >= 16384
	AND mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock', 'AccessExclusiveLock'))`
	}
	return newestSQL(versions) + changedSQL(version) + fmt.Sprintf(keysSQL, locked("confrelid")) +
		fmt.Sprintf(partsSQL, locked("c.oid"), locked("tgrelid")) + thereSQL
}

// outsideSQL asks, outside the transaction, what the objects are to everybody
// else: name and kind, and after them what they belong to.
func outsideSQL(ids map[string][]string, list bool) string {
	var present []string
	for _, class := range slices.Sorted(maps.Keys(ids)) {
		catalog := class
		if readable, found := map[string]string{"pg_authid": "pg_roles", "pg_largeobject": "pg_largeobject_metadata"}[class]; found {
			catalog = readable
		}
		present = append(present, fmt.Sprintf("SELECT '%s'::regclass::oid, oid FROM %s WHERE oid = ANY ('{%s}'::oid[])",
			class, catalog, strings.Join(ids[class], ",")))
	}
	relations := fmt.Sprintf("ANY ('{%s}'::oid[])", strings.Join(ids["pg_class"], ","))
	sql := chainSQL(strings.Join(present, " UNION ALL ")) + fmt.Sprintf(keysSQL, "confrelid = "+relations) + fmt.Sprintf(partsSQL, "c.oid = "+relations, "tgrelid = "+relations)
	if list {
		sql += thereSQL
	}
	return sql
}

// inSchemaSQL names the relations, types and functions in a schema, and what
// they belong to.
func inSchemaSQL(id string) string {
	return chainSQL("SELECT 'pg_class'::regclass::oid, oid FROM pg_class WHERE relnamespace = " + id + " AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')" +
		" UNION ALL SELECT 'pg_type'::regclass::oid, oid FROM pg_type WHERE typnamespace = " + id + " AND typtype IN ('d', 'e', 'r')" +
		" UNION ALL SELECT 'pg_proc'::regclass::oid, oid FROM pg_proc WHERE pronamespace = " + id)
}

// chainSQL names objects, and after each what it belongs to.
func chainSQL(present string) string {
	return `WITH RECURSIVE chain (class, id, classid, objid, depth) AS (
	SELECT p.c, p.o, p.c, p.o, 0 FROM (` + present + `) p (c, o)
	UNION SELECT x.class, x.id, d.refclassid, d.refobjid, x.depth + 1 FROM chain x JOIN pg_depend d ON d.classid = x.classid AND d.objid = x.objid
	WHERE d.deptype IN ('a', 'i', 'e', 'P', 'S') AND x.depth < 9 AND d.objsubid = 0)
SELECT 'name' AS deed_fence, x.class::regclass::text, x.id::text, x.depth::text, i.type, i.schema, coalesce(i.name, quote_ident(p.proname)), i.identity
FROM chain x CROSS JOIN LATERAL pg_identify_object(x.classid, x.objid, 0) i
LEFT JOIN pg_proc p ON x.classid = 'pg_proc'::regclass AND p.oid = x.objid
ORDER BY x.class, x.id, x.depth;
`
}
