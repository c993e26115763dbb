package migrations

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/schema"
)

// What the fence asks. Every row begins with the column deed_fence, a word
// that says what the row is; the rest are texts. Names are looked up in
// pg_catalog alone: a step may have set any search_path and made temporary
// tables with the names of catalogs.

const fenceColumn = "deed_fence"

// fenceSettings are those under which the fence asks, whatever a step, a role
// or the database has set.
var fenceSettings = []setting{{"search_path", "pg_catalog, pg_temp"}, {"quote_all_identifiers", "off"}, {"jit", "off"}}

// setLocal returns the statements that put settings in place for a
// transaction.
func setLocal(settings []setting) string {
	var b strings.Builder
	for _, s := range settings {
		b.WriteString("SET LOCAL " + s.name + " = " + s.value + ";\n")
	}
	return b.String()
}

const backSQL = "ROLLBACK TO SAVEPOINT deed_fence;\nRELEASE SAVEPOINT deed_fence"

// Around what the fence asks its settings are in place. Those of the steps, and
// their locks, are as before when it has asked.
var (
	enterSQL = "SAVEPOINT deed_fence;\n" + setLocal(fenceSettings)
	leaveSQL = "SELECT 'end' AS deed_fence;\n" + backSQL
)

// fenceSettle lets what waits for the end of the transaction happen before
// the last look: deferred triggers, and cursors that outlive it. From there
// on the role is the runner's again.
const fenceSettle = "SET CONSTRAINTS ALL IMMEDIATE; CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ROLE"

// guardSQL makes a commit fail that a step smuggles in: a cursor that outlives
// its transaction is run when that commits, and this one cannot be.
const guardSQL = "DECLARE deed_guard CURSOR WITH HOLD FOR SELECT('a step must not end its revision''s transaction'||left(random()::text,0))::int;\n"

// errLate is for triggers that do something when it is too late to look.
var errLate = hint.New("a trigger did something after the fence had looked", "let no trigger put others off: no SET CONSTRAINTS … DEFERRED in one")

// sealSQL makes a commit fail in which something happens after all that the
// fence has seen: a deferred trigger can put others off once more. PostgreSQL
// runs what is left of a cursor that outlives its transaction behind the last
// trigger. The first row of this one is taken now, and the second compares
// itself with it.
var sealSQL = `DECLARE deed_seal NO SCROLL CURSOR WITH HOLD FOR
SELECT (CASE WHEN found <> pg_catalog.lag(found, 1, found) OVER () THEN '` + errLate.Error() + `' ELSE '0' END)::pg_catalog.int4
FROM (` + soFarSQL + ` UNION ALL ` + soFarSQL + `) x (found);
FETCH 1 FROM deed_seal`

// soFarSQL is what the transaction has locked, and how much it has written
// into the catalogs.
const soFarSQL = `SELECT pg_catalog.concat_ws(' ', pg_catalog.current_setting('track_counts'),
	(SELECT pg_catalog.string_agg(pg_catalog.concat_ws('/', l.classid, l.objid, l.relation, l.mode), ' ' ORDER BY l.classid, l.objid, l.relation, l.mode)
		FROM pg_catalog.pg_locks l WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype IN ('relation', 'object') AND l.mode IN (` + strong + `)),
	(SELECT pg_catalog.sum(pg_catalog.pg_stat_get_xact_tuples_inserted(c.oid) + pg_catalog.pg_stat_get_xact_tuples_updated(c.oid)
		+ pg_catalog.pg_stat_get_xact_tuples_deleted(c.oid)) FROM pg_catalog.pg_class c WHERE c.oid < 16384 AND c.relkind = 'r'))`

// strong are the modes in which a relation is changed or written.
const strong = `'RowExclusiveLock', 'ShareUpdateExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock'`

// catalogs are those on which no statement keeps a lock but one that writes
// their rows by hand. Of all others such a statement locks the indexes.
const catalogs = `'{pg_class, pg_attribute, pg_attrdef, pg_constraint, pg_enum, pg_index, pg_inherits, pg_policy, pg_rewrite,
	pg_sequence, pg_trigger, pg_extension}'::regclass[]::oid[]`

// heldSQL are the locks of this transaction that change or write something.
const heldSQL = `held AS MATERIALIZED (SELECT * FROM pg_locks WHERE pid = pg_backend_pid() AND granted AND mode IN (` + strong + `)
	AND database IN (0, ` + thisDatabase + `))`

// row begins a SELECT of the fence: a word, and what belongs to it. All have the
// same columns, so that many can be asked for at once.
func row(word string, columns ...string) string {
	columns = append(columns, slices.Repeat([]string{"''"}, 8-len(columns))...)
	return "SELECT '" + word + "' AS " + fenceColumn + ", " + strings.Join(columns, ", ")
}

// locksSQL tells what the locks are on. On relations: mode, whether the
// relation is still there, how many rows of it were written and how many of
// them deleted. On other objects: mode, and whether they are still there, for
// those that the register keeps. What takes a lock on a shared catalog changes
// roles. Of sequences it tells how often this transaction has used them.
func locksSQL() string {
	there := func(catalog string) string {
		return " WHEN '" + catalog + "'::regclass THEN EXISTS (SELECT FROM " + catalog + " WHERE oid = objid)"
	}
	return row("lock", "coalesce(x.indrelid, h.relation)::text", "h.mode", "(c.oid IS NOT NULL)::text",
		`CASE current_setting('track_counts') WHEN 'on' THEN (pg_stat_get_xact_tuples_inserted(h.relation) + pg_stat_get_xact_tuples_updated(h.relation)
		+ pg_stat_get_xact_tuples_deleted(h.relation))::text END`, "pg_stat_get_xact_tuples_deleted(h.relation)::text",
		"CASE c.relkind WHEN 'S' THEN pg_stat_get_xact_blocks_fetched(h.relation)::text END") + `
FROM held h LEFT JOIN pg_class c ON c.oid = h.relation LEFT JOIN pg_index x ON x.indexrelid = h.relation AND h.relation < 16384
WHERE h.locktype = 'relation' AND (h.relation >= 16384 OR h.relation = ANY (` + catalogs + `)
	OR c.relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace)
	OR c.relkind = 'i' AND c.relname <> 'pg_largeobject_loid_pn_index'
	OR c.relkind <> 'i' AND h.mode <> 'RowExclusiveLock' AND c.relname NOT IN ('pg_collation', 'pg_replication_origin'))
UNION ALL ` + row("object", "classid::regclass::text", "objid::text", "mode",
		"CASE classid"+there("pg_proc")+there("pg_type")+there("pg_namespace")+there("pg_extension")+" ELSE true END::text") + `
FROM held WHERE locktype = 'object'
UNION ALL ` + row("roles") + ` FROM held WHERE relation IN ('pg_authid'::regclass, 'pg_auth_members'::regclass, 'pg_db_role_setting'::regclass)
UNION ALL ` + row("remote", "h.relation::text", "to_regclass(format('%I.%I', "+option("f.ftoptions", "schema_name", "n.nspname")+", "+option("f.ftoptions", "table_name", "c.relname")+"))::oid::text") + `
FROM held h JOIN pg_foreign_table f ON f.ftrelid = h.relation JOIN pg_class c ON c.oid = h.relation JOIN pg_namespace n ON n.oid = c.relnamespace
	JOIN pg_foreign_server s ON s.oid = f.ftserver
WHERE ` + option("s.srvoptions", "dbname", "current_database()") + ` = current_database() AND ` + option("s.srvoptions", "port", "current_setting('port')") + ` = current_setting('port')
UNION ALL ` + row("pages") + ` FROM held WHERE relation = 'pg_largeobject'::regclass
	AND (current_setting('track_counts') <> 'on' OR pg_stat_get_xact_tuples_updated(relation) + pg_stat_get_xact_tuples_deleted(relation) > 0)
UNION ALL ` + row("replica") + ` WHERE current_setting('session_replication_role') = 'replica'
`
}

// stepLocksSQL is asked behind each step, only to tell which step took a lock
// that the last look finds. It is short, so that pg_stat_activity still shows
// the steps behind it.
const stepLocksSQL = "SELECT 'step' AS deed_fence, relation, mode, pg_catalog.current_setting('session_replication_role') " +
	"FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() AND relation IS NOT NULL"

// A trace is a catalog whose rows tell that an object was changed: the
// object's catalog, and the expression for its oid. What takes a lock on a
// relation needs none.
type trace struct {
	from, class, object string
	since               int    // server version
	where               string // for what has an index, or is seldom worth a look
	super               bool   // only a superuser may read it
}

var traces = []trace{
	{from: "pg_class", class: "'pg_class'", object: "oid"},
	{from: "pg_attribute", class: "'pg_class'", object: "attrelid"},
	{from: "pg_type", class: "'pg_type'", object: "oid"},
	{from: "pg_enum", class: "'pg_type'", object: "enumtypid"},
	{from: "pg_constraint", class: "'pg_type'", object: "contypid", where: " AND contypid > 0"},
	{from: "pg_amop", class: "'pg_opfamily'", object: "amopfamily"},
	{from: "pg_amproc", class: "'pg_opfamily'", object: "amprocfamily"},
	{from: "pg_description", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_seclabel", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_depend", class: "classid::regclass::text", object: "objid", where: " AND refclassid = 'pg_extension'::regclass"},
	{from: "pg_depend", class: "'pg_ts_config'", object: "objid", where: " AND classid = 'pg_ts_config'::regclass"},
	{from: "pg_publication_rel", class: "'pg_publication'", object: "prpubid"},
	// What acts on more than it belongs to counts as a change of that.
	{from: "pg_default_acl", class: "CASE WHEN defaclnamespace = 0 THEN 'pg_database' ELSE 'pg_namespace' END", object: "CASE WHEN defaclnamespace = 0 THEN " + thisDatabase + " ELSE defaclnamespace END"},
	{from: "pg_event_trigger", class: "'pg_database'", object: thisDatabase},
	{from: "pg_publication", class: "'pg_database'", object: "CASE WHEN puballtables THEN " + thisDatabase + " END"},
	{from: "pg_publication_namespace", class: "'pg_namespace'", object: "pnnspid", since: 150000},
	{from: "pg_publication_namespace", class: "'pg_publication'", object: "pnpubid", since: 150000},
	{from: "pg_db_role_setting", class: "CASE WHEN setrole = 0 THEN 'pg_database' ELSE 'pg_authid' END", object: "CASE WHEN setrole = 0 THEN coalesce(nullif(setdatabase, 0), " + thisDatabase + ") ELSE setrole END"},
	{from: "pg_parameter_acl", class: "'pg_database'", object: thisDatabase, since: 150000},
	{from: "pg_auth_members", class: "'pg_authid'", object: "roleid"},
	{from: "pg_shdescription", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_largeobject_metadata", class: "'pg_largeobject'", object: "oid", where: " AND (SELECT reltuples < 50000 FROM pg_class WHERE oid = 'pg_largeobject_metadata'::regclass)"},
	{from: "pg_largeobject", class: "'pg_largeobject'", object: "loid", super: true, where: " AND (SELECT count(*) > 0 FROM held WHERE relation = 'pg_largeobject'::regclass)"},
	{from: "pg_authid", class: "'pg_authid'", object: "oid", super: true},
	{from: "pg_user_mapping", class: "'pg_foreign_server'", object: "umserver", super: true},
	{from: "pg_subscription", class: "'pg_subscription'", object: "oid", super: true},
}

// byHand are the traces of what statements do under a lock on the relation,
// and a hand that writes into the catalogs does not.
var byHand = []trace{
	{from: "pg_attrdef", class: "'pg_class'", object: "adrelid"},
	{from: "pg_index", class: "'pg_class'", object: "indrelid"},
	{from: "pg_trigger", class: "'pg_class'", object: "tgrelid"},
	{from: "pg_policy", class: "'pg_class'", object: "polrelid"},
	{from: "pg_rewrite", class: "'pg_class'", object: "ev_class"},
	{from: "pg_sequence", class: "'pg_class'", object: "seqrelid"},
	{from: "pg_inherits", class: "'pg_class'", object: "inhrelid"},
	{from: "pg_foreign_table", class: "'pg_class'", object: "ftrelid"},
	{from: "pg_constraint", class: "'pg_class'", object: "conrelid"},
}

const thisDatabase = "(SELECT oid FROM pg_database WHERE datname = current_database())"

// plain are the catalogs of objects that are traced by their own rows.
var plain = []string{
	"pg_proc", "pg_namespace", "pg_extension", "pg_operator", "pg_opclass", "pg_opfamily", "pg_cast", "pg_collation", "pg_language",
	"pg_foreign_data_wrapper", "pg_foreign_server", "pg_ts_config", "pg_ts_dict", "pg_ts_parser", "pg_ts_template", "pg_publication",
	"pg_transform", "pg_event_trigger", "pg_statistic_ext", "pg_conversion", "pg_database", "pg_tablespace",
}

// ownRow is true of a row that this transaction wrote, or a subtransaction of
// it that was released: that is seen, and still in progress. Ages are counted
// from the transaction, so only rows of later ones are asked about. The
// comparison of texts lets PostgreSQL expect few, and that of numbers in front
// of it is for speed.
const ownRow = `age(xmin) <= 0 AND CASE WHEN age(xmin) <= 0 THEN pg_xact_status((pg_current_xact_id()::text::bigint + age(pg_current_xact_id()::xid) - age(xmin))::text::xid8) END = 'in progress'`

func (s server) follow(traces []trace) (parts []string) {
	for _, t := range traces {
		if s.version >= t.since && (s.super || !t.super) {
			parts = append(parts, "SELECT "+t.class+", "+t.object+" FROM "+t.from+" WHERE "+ownRow+t.where)
		}
	}
	return parts
}

// byHandSQL are the objects to which rows belong that were written by hand.
func byHandSQL(s server) string {
	return "SELECT 'changed' AS deed_fence, class, id::text FROM (" + strings.Join(s.follow(byHand), "\nUNION ") + ") x (class, id) WHERE id <> 0;\n"
}

// option is an option of what leads elsewhere, or what it is if it is not given.
func option(options, name, otherwise string) string {
	return "coalesce((SELECT option_value FROM pg_options_to_table(" + options + ") WHERE option_name = '" + name + "'), " + otherwise + "::text)"
}

// tracesSQL are the objects that have rows which this transaction wrote.
func tracesSQL(s server) string {
	parts := s.follow(traces)
	for _, catalog := range plain {
		parts = append(parts, "SELECT '"+catalog+"', oid FROM "+catalog+" WHERE "+ownRow)
	}
	return "changed (class, id) AS MATERIALIZED (SELECT DISTINCT * FROM (" + strings.Join(parts, "\nUNION ALL ") + ") x)"
}

// changedSQL tells of them what they are.
func changedSQL() string {
	return row("changed", "class", "id::text") + ` FROM changed WHERE id <> 0
UNION ALL ` + row("uses", "t.class", "t.id::text", "coalesce(d.refobjid, 0)::text") + `
FROM changed t LEFT JOIN pg_depend d ON d.classid = t.class::regclass AND d.objid = t.id AND d.refclassid = 'pg_type'::regclass
WHERE (t.class = 'pg_cast' OR t.class = 'pg_opclass' AND EXISTS (SELECT FROM pg_opclass WHERE oid = t.id AND opcdefault))
	AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = t.class::regclass AND objid = t.id AND deptype = 'e')
UNION ALL ` + row("label", "e.enumtypid::text", "e.oid::text", "e.enumlabel") + ` FROM changed t JOIN pg_enum e ON t.class = 'pg_type' AND e.enumtypid = t.id
UNION ALL ` + row("domain", "y.oid::text", domainSQL) + ` FROM changed t JOIN pg_type y ON t.class = 'pg_type' AND y.oid = t.id AND y.typtype = 'd'
UNION ALL ` + row("place", "t.class", "t.id::text", "quote_ident(n.nspname)") + `
FROM changed t JOIN pg_extension e ON t.class = 'pg_extension' AND e.oid = t.id JOIN pg_namespace n ON n.oid = e.extnamespace
UNION ALL ` + namesSQL()
}

// domainSQL is what a domain asks of the values of its columns.
const domainSQL = `concat_ws(' ', y.typnotnull, y.typdefault, (SELECT string_agg(k.conbin::text, ' ' ORDER BY k.oid) FROM pg_constraint k WHERE k.contypid = y.oid))`

// namesSQL names what this transaction has made or changed, as it is now: what
// lies in a schema, or is kept by the register. Parts of other objects are left out, but partitions. It
// looks things up one by one: they are few, and the catalogs are long.
func namesSQL() string {
	return row("name", "t.class", "t.id::text", "'0'", "i.type", "i.schema",
		"coalesce(i.name, (SELECT quote_ident(proname) FROM pg_proc WHERE t.class = 'pg_proc' AND oid = t.id))", "i.identity") + `
FROM changed t CROSS JOIN LATERAL pg_identify_object(t.class::regclass, t.id, 0) i
WHERE CASE t.class WHEN 'pg_class' THEN (SELECT relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't' FROM pg_class WHERE oid = t.id)
	WHEN 'pg_type' THEN (SELECT typtype IN ('c', 'd', 'e', 'r') AND (typrelid = 0 OR (SELECT relkind = 'c' FROM pg_class WHERE oid = typrelid)) FROM pg_type WHERE oid = t.id)
	ELSE t.class IN ('pg_proc', 'pg_namespace', 'pg_extension', 'pg_collation', 'pg_conversion', 'pg_operator', 'pg_opclass', 'pg_opfamily',
		'pg_ts_config', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template', 'pg_statistic_ext') END
AND CASE WHEN t.class = 'pg_statistic_ext' OR (SELECT relispartition FROM pg_class WHERE t.class = 'pg_class' AND oid = t.id) THEN true
	ELSE (SELECT count(*) = 0 FROM pg_depend WHERE classid = t.class::regclass AND objid = t.id AND deptype IN ('a', 'i', 'e') AND objsubid = 0) END
`
}

// rolesSQL lists what the statements on roles change or take away and no row
// tells of: roles, memberships, settings.
const rolesSQL = `SELECT 'there' AS deed_fence, class, string_agg(id, ' ') FROM (
	SELECT 'of pg_authid' AS class, concat_ws('/', oid, encode(sha256(convert_to(concat_ws(' ', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
		rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil), 'UTF8')), 'hex')) AS id FROM pg_roles WHERE oid >= 16384
	UNION ALL SELECT 'of pg_authid', concat_ws('/', roleid, member) FROM pg_auth_members
	UNION ALL SELECT CASE WHEN setrole = 0 THEN 'of pg_database' ELSE 'of pg_authid' END,
		concat_ws('/', CASE WHEN setrole = 0 THEN coalesce(nullif(setdatabase, 0), ` + thisDatabase + `) ELSE setrole END, setdatabase, setrole) FROM pg_db_role_setting
) x GROUP BY class;
`

// pagesSQL tells what is in the large objects that can be read, unless they are
// much to read.
const pagesSQL = `SELECT 'there' AS deed_fence, 'of pg_largeobject', concat_ws('/', oid, encode(sha256(lo_get(oid)), 'hex'))
FROM pg_largeobject_metadata WHERE pg_has_role(lomowner, 'USAGE') AND pg_relation_size('pg_largeobject') < 256 * 1024 * 1024;
`

// isClone is true of what PostgreSQL makes of a foreign key to a partitioned
// table for each of its partitions.
const isClone = `(SELECT count(*) > 0 FROM pg_constraint p WHERE p.oid = k.conparentid AND p.confrelid <> k.confrelid)`

// partsSQL tells the foreign keys that point at some relations, which relations
// those inherit from, and the parts of some tables. What a foreign key of our own changes there is left out:
// triggers that PostgreSQL made for it, and that the table has any.
func partsSQL(targets, tables string) string {
	return row("key", "confrelid::text", "oid::text", "conrelid::text", "xmin::text", "concat(confdeltype, confupdtype)", "("+isClone+")::text") + `
FROM pg_constraint k WHERE contype = 'f' AND confrelid <> conrelid AND confrelid ` + targets + `
	AND oid IN (SELECT objid FROM pg_depend WHERE classid = 'pg_constraint'::regclass AND refclassid = 'pg_class'::regclass AND refobjid ` + targets + `)
UNION ALL ` + row("child", "inhrelid::text", "inhparent::text") + ` FROM pg_inherits WHERE inhrelid ` + targets + `
UNION ALL ` + row("parts", "c.oid::text", `encode(sha256(convert_to(concat_ws('|', c.relname, c.relnamespace, c.relowner, c.relam, c.relfilenode, c.reltablespace,
	c.relpersistence, c.relkind, c.relnatts, c.relchecks, c.relhasrules, c.relrowsecurity, c.relforcerowsecurity, c.relreplident, c.relispartition,
	c.reloptions::text, c.relacl::text, c.relpartbound::text,
	(SELECT string_agg(a::text, ' ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid),
	(SELECT string_agg(d::text, ' ' ORDER BY d.oid) FROM pg_attrdef d WHERE d.adrelid = c.oid),
	(SELECT string_agg(k::text, ' ' ORDER BY k.oid) FROM pg_constraint k WHERE k.conrelid = c.oid AND NOT `+isClone+`),
	(SELECT string_agg(concat_ws(' ', x::text, r.relname, r.relfilenode, r.reloptions::text), ' ' ORDER BY r.oid) FROM pg_index x JOIN pg_class r ON r.oid = x.indexrelid WHERE x.indrelid = c.oid),
	(SELECT string_agg(g::text, ' ' ORDER BY g.oid) FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal),
	(SELECT string_agg(p::text, ' ' ORDER BY p.oid) FROM pg_policy p WHERE p.polrelid = c.oid),
	(SELECT string_agg(w::text, ' ' ORDER BY w.oid) FROM pg_rewrite w WHERE w.ev_class = c.oid),
	(SELECT string_agg(h::text, ' ' ORDER BY h.inhrelid, h.inhseqno) FROM pg_inherits h WHERE h.inhrelid = c.oid OR h.inhparent = c.oid),
	(SELECT string_agg(e.description, ' ' ORDER BY e.objsubid) FROM pg_description e WHERE e.classoid = 'pg_class'::regclass AND e.objoid = c.oid),
	(SELECT string_agg(s::text, ' ' ORDER BY s.oid) FROM pg_statistic_ext s WHERE s.stxrelid = c.oid),
	(SELECT string_agg(u::text, ' ' ORDER BY u.oid) FROM pg_publication_rel u WHERE u.prrelid = c.oid)), 'UTF8')), 'hex')`) + `
FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.oid ` + tables + `
UNION ALL ` + row("trigger", "tgrelid::text", "oid::text", "tgconstraint::text", "concat(tgenabled, ' ', xmin)") + `
FROM pg_trigger WHERE tgisinternal AND tgrelid ` + tables
}

// hooksSQL tells the tables of the runner's own that do more than they are
// told when the runner writes to them.
func hooksSQL(tables []schema.Name) string {
	var list []string
	for _, t := range tables {
		list = append(list, "to_regclass("+schema.Literal(t.SQL())+")")
	}
	return row("hook", "c.oid::text") + ` FROM pg_class c WHERE c.oid IN (` + strings.Join(list, ", ") + `)
AND (relkind <> 'r' OR relhasrules OR relhastriggers AND EXISTS (SELECT FROM pg_trigger WHERE tgrelid = c.oid AND NOT tgisinternal))
`
}

// insideQuestions are what the fence asks in the transactions: locks and
// catalog rows; the parts of what is locked as a foreign key locks it; where
// the sequences stand; whether there are triggers that can be put off. The tables are those of the runner's own.
func insideQuestions(s server, tables ...schema.Name) []question {
	const locked = `= ANY (ARRAY(SELECT relation FROM held WHERE locktype = 'relation' AND relation >= 16384
	AND mode IN ('RowExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'AccessExclusiveLock')))`
	return []question{
		{name: "deed_look", sql: "WITH " + heldSQL + ",\n" + tracesSQL(s) + "\n" + locksSQL() + "UNION ALL " + hooksSQL(tables) + "UNION ALL " + changedSQL()},
		{name: "deed_parts", sql: "WITH " + heldSQL + "\n" + partsSQL(locked, locked)},
		{name: "deed_sequences", sql: sequencesSQL},
		{name: "deed_deferrable", sql: row("deferrable") + " WHERE EXISTS (SELECT FROM pg_trigger WHERE tgdeferrable AND NOT tgisinternal)"},
	}
}

// outsideQuestions are what the fence asks of everybody else's view: what
// objects of the common classes are, the parts of relations, what values types
// allow.
func outsideQuestions() []question {
	var present []string
	for i, class := range commonClasses {
		present = append(present, fmt.Sprintf("SELECT '%s'::regclass::oid, oid FROM %[1]s WHERE oid = ANY ($%d)", class, i+1))
	}
	return []question{
		{name: "deed_objects", lists: len(commonClasses), sql: chainSQL(strings.Join(present, " UNION ALL "))},
		{name: "deed_parts", lists: 2, sql: partsSQL("= ANY ($1)", "= ANY ($2)")},
		{name: "deed_shapes", lists: 1, sql: row("label", "enumtypid::text", "oid::text", "enumlabel") + ` FROM pg_enum WHERE enumtypid = ANY ($1)
UNION ALL ` + row("domain", "y.oid::text", domainSQL) + ` FROM pg_type y WHERE y.typtype = 'd' AND y.oid = ANY ($1)`},
	}
}

// commonClasses are the catalogs of objects that most revisions have to do with.
var commonClasses = []string{"pg_class", "pg_type", "pg_proc", "pg_namespace", "pg_constraint", "pg_attrdef", "pg_trigger"}

// unreadable are the catalogs that not everybody may read, and what tells the
// same.
var unreadable = map[string]string{
	"pg_authid": "pg_roles", "pg_largeobject": "pg_largeobject_metadata", "pg_user_mapping": "(SELECT umid AS oid FROM pg_user_mappings) m",
}

// outsideSQL asks, outside the transaction, what the objects are to everybody
// else: name and kind, and after them what they belong to; and of those that
// are locked, if it is asked for, the parts.
func (a *asker) outsideSQL(ids map[string][]string, locked []string) string {
	sql := a.objectsSQL(ids) + a.ask("deed_parts", ids["pg_class"], locked)
	if types := ids["pg_type"]; types != nil {
		sql += a.ask("deed_shapes", types)
	}
	return sql
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
	if a.prepared && !slices.ContainsFunc(slices.Collect(maps.Keys(ids)), func(class string) bool { return !slices.Contains(commonClasses, class) }) {
		return a.ask("deed_objects", common...)
	}
	return chainSQL(strings.Join(present, " UNION ALL ")) + ";\n"
}

// columnsOfSQL names the relations with columns of a type, of arrays of it or
// of domains over it.
func columnsOfSQL(id string) string {
	return chainSQL(`WITH RECURSIVE kin AS (SELECT `+id+`::oid AS id UNION SELECT y.oid FROM kin k JOIN pg_type y ON y.typelem = k.id OR y.typbasetype = k.id)
SELECT 'pg_class'::regclass::oid, a.attrelid FROM kin k JOIN pg_attribute a ON a.atttypid = k.id AND NOT a.attisdropped
JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p', 'm', 'f')`) + ";\n"
}

// inSchemaSQL names the relations, types and functions in a schema, and what
// they belong to.
func inSchemaSQL(id string) string {
	return chainSQL("SELECT 'pg_class'::regclass::oid, oid FROM pg_class WHERE relnamespace = "+id+" AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f')"+
		" UNION ALL SELECT 'pg_type'::regclass::oid, oid FROM pg_type WHERE typnamespace = "+id+" AND typtype IN ('d', 'e', 'r')"+
		" UNION ALL SELECT 'pg_proc'::regclass::oid, oid FROM pg_proc WHERE pronamespace = "+id) + ";\n"
}

// chainSQL names objects, and after each what it belongs to. It looks things up
// one by one.
func chainSQL(present string) string {
	return `WITH RECURSIVE chain (class, id, classid, objid, depth) AS (
	SELECT p.c, p.o, p.c, p.o, 0 FROM (` + present + `) p (c, o)
	UNION SELECT x.class, x.id, d.refclassid, d.refobjid, x.depth + 1 FROM chain x CROSS JOIN LATERAL (SELECT refclassid, refobjid FROM pg_depend
		WHERE classid = x.classid AND objid = x.objid AND objsubid = 0 AND deptype IN ('a', 'i', 'e', 'P', 'S') OFFSET 0) d WHERE x.depth < 9)
SELECT 'name' AS deed_fence, x.class::regclass::text, x.id::text, x.depth::text, i.type, i.schema,
	coalesce(i.name, (SELECT quote_ident(proname) FROM pg_proc WHERE x.classid = 'pg_proc'::regclass AND oid = x.objid)), i.identity
FROM chain x CROSS JOIN LATERAL pg_identify_object(x.classid, x.objid, 0) i
ORDER BY x.class, x.id, x.depth`
}
