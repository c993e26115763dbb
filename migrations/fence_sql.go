package migrations

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
)

// What the fence asks. Every row begins with the column deed_fence, a word
// that says what the row is; the rest are texts. Names are looked up in
// pg_catalog alone: a step may have set any search_path and made temporary
// tables with the names of catalogs.

const fenceColumn = "deed_fence"

// fenceSettings are those under which the fence asks, whatever a step, a role
// or the database has set: inside and outside the same value is the same text.
var fenceSettings = append(slices.Clone(nameSettings), setting{"timezone", "UTC"}, setting{"datestyle", "ISO"}, setting{"intervalstyle", "postgres"},
	setting{"bytea_output", "hex"}, setting{"extra_float_digits", "1"}, setting{"lc_monetary", "'C'"})

// nameSettings do where values are not shown. Before a step they do so that
// the step's text is among what pg_stat_activity keeps of a query.
var nameSettings = []setting{{"search_path", "pg_catalog, pg_temp"}, {"quote_all_identifiers", "off"}, {"jit", "off"}}

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
// on the role is the runner's again, and so are the names in its bookkeeping.
const fenceSettle = "SET CONSTRAINTS ALL IMMEDIATE; CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ROLE; " + plainNames

// plainNames lets names mean what PostgreSQL has brought: there may be other
// functions and operators of a better match, or in a schema that comes first.
const plainNames = "SET LOCAL search_path = pg_catalog, pg_temp"

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
UNION ALL ` + row("replica") + ` WHERE current_setting('session_replication_role') = 'replica'
`
}

// remotesSQL tells to which tables of this database the foreign ones lead that
// were used.
func remotesSQL() string {
	return row("remote", "c.oid::text", "coalesce(t.oid, 0)::text", "(coalesce(t.relkind, 'v') NOT IN ('r', 'p', 'm') OR t.relrowsecurity)::text", isBackSQL+"::text") + `
FROM pg_foreign_table f JOIN pg_class c ON c.oid = f.ftrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_foreign_server s ON s.oid = f.ftserver
	LEFT JOIN pg_class t ON t.oid = to_regclass(format('%I.%I', ` + option("f.ftoptions", "schema_name", "n.nspname") + `, ` + option("f.ftoptions", "table_name", "c.relname") + `))
WHERE f.ftrelid IN (SELECT relation FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'relation') AND ` + option("s.srvoptions", "dbname", "current_database()") + ` = current_database() AND ` + option("s.srvoptions", "port", "current_setting('port')") + ` = current_setting('port')
`
}

// writesSQL tells what there is to know of rows that were written: whether
// pages of large objects were changed, and whether tables have triggers that can
// be put off to the commit.
func writesSQL() string {
	return row("pages") + ` FROM held WHERE relation = 'pg_largeobject'::regclass
	AND (current_setting('track_counts') <> 'on' OR pg_stat_get_xact_tuples_updated(relation) + pg_stat_get_xact_tuples_deleted(relation) > 0)
UNION ALL ` + row("deferrable") + ` WHERE EXISTS (SELECT FROM held h JOIN pg_trigger t ON t.tgrelid = h.relation WHERE h.locktype = 'relation' AND t.tgdeferrable AND NOT t.tgisinternal)
`
}

// isBackSQL is true of a server that is surely this one.
var isBackSQL = `(EXISTS (SELECT FROM pg_foreign_data_wrapper w JOIN pg_proc p ON p.oid = w.fdwhandler AND p.proname = 'postgres_fdw_handler' WHERE w.oid = s.srvfdw)
	AND (` + option("s.srvoptions", "host", "'/'") + ` LIKE '/%' OR ` + option("s.srvoptions", "host", "''") + ` IN ('localhost', '127.0.0.1', '::1', host(inet_server_addr()))))`

// option is an option of what leads elsewhere, or what it is if it is not given.
func option(options, name, otherwise string) string {
	return "coalesce((SELECT option_value FROM pg_options_to_table(" + options + ") WHERE option_name = '" + name + "'), " + otherwise + "::text)"
}

// stepLocksSQL is asked behind each step, only to tell which step took a lock
// that the last look finds. It is short, so that pg_stat_activity still shows
// the steps behind it.
const stepLocksSQL = "SELECT 'step' AS deed_fence, relation, mode, pg_catalog.current_setting('session_replication_role') " +
	"FROM pg_catalog.pg_locks WHERE pid = pg_catalog.pg_backend_pid() AND relation IS NOT NULL"

// rolesSQL lists what the statements on roles change or take away and no row
// tells of: roles, memberships, settings.
const rolesSQL = `SELECT 'there' AS deed_fence, class, string_agg(id, ' ') FROM (
	SELECT 'of pg_authid' AS class, concat_ws('/', oid, encode(sha256(convert_to(concat_ws(' ', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
		rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil), 'UTF8')), 'hex')) AS id FROM pg_roles WHERE oid >= 16384
	UNION ALL SELECT 'of pg_authid', concat_ws('/', roleid, member) FROM pg_auth_members
	UNION ALL SELECT CASE WHEN setrole = 0 THEN 'of pg_database' ELSE 'of pg_authid' END,
		concat_ws('/', CASE WHEN setrole = 0 THEN coalesce(nullif(setdatabase, 0), ` + thisDatabase + `) ELSE setrole END, setdatabase, setrole) FROM pg_db_role_setting
	UNION ALL SELECT 'of pg_foreign_server', concat_ws('/', srvid, umid, encode(sha256(convert_to(concat_ws(' ', umuser, umoptions), 'UTF8')), 'hex')) FROM pg_user_mappings
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

// keysSQL are the foreign keys that point at targets, which is a list to be
// joined with, looked up one by one: a thousand tables may be made at once, and
// an array of them compared with each row of a catalog.
const keysSQL = `(SELECT DISTINCT d.objid, t.oid FROM targets t JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = t.oid) x (id, target)
	JOIN pg_constraint k ON k.oid = x.id AND k.confrelid = x.target AND k.contype = 'f'`

// partsSQL tells the foreign keys that point at targets, which relations
// those inherit from, and the parts of tables. What a foreign key of our own changes there is left out:
// triggers that PostgreSQL made for it, and that the table has any.
func partsSQL() string {
	return row("key", "k.confrelid::text", "k.oid::text", "k.conrelid::text", "k.xmin::text", "concat(k.confdeltype, k.confupdtype)", "("+isClone+")::text") + `
FROM ` + keysSQL + ` WHERE k.confrelid <> k.conrelid
UNION ALL ` + row("child", "i.inhrelid::text", "i.inhparent::text") + ` FROM targets t JOIN pg_inherits i ON i.inhrelid = t.oid
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
FROM tables t JOIN pg_class c ON c.oid = t.oid WHERE c.relkind IN ('r', 'p')
UNION ALL ` + row("trigger", "g.tgrelid::text", "g.oid::text", "g.tgconstraint::text", "concat(g.tgenabled, ' ', g.xmin)") + `
FROM tables t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE g.tgisinternal`
}

// firedSQL tells of the tables whose foreign keys point at targets on which of
// them PostgreSQL has looked for rows: it takes a lock to do so.
func firedSQL() string {
	return row("fired", "l.relation::text") + ` FROM (SELECT DISTINCT k.conrelid FROM ` + keysSQL + `) f JOIN pg_locks l ON l.relation = f.conrelid
WHERE l.pid = pg_backend_pid() AND l.locktype = 'relation' AND l.mode IN ('RowShareLock', 'RowExclusiveLock')`
}

// insideQuestions are what the fence asks in the transactions: locks, and the
// relations that they are on; catalog rows, the usual and the rare; the parts of what is locked as a
// foreign key locks it; where the sequences stand.
func insideQuestions(s server) []question {
	const locked = `targets AS MATERIALIZED (SELECT DISTINCT relation AS oid FROM held WHERE locktype = 'relation' AND relation >= 16384
	AND mode IN ('RowExclusiveLock', 'ShareLock', 'ShareRowExclusiveLock', 'AccessExclusiveLock')), tables AS (SELECT oid FROM targets)`
	with := func(list []trace) string { return "WITH " + heldSQL + ",\n" + tracesSQL(s.known(list)) + "\n" }
	return []question{
		{name: "deed_look", sql: "WITH " + heldSQL + "\n" + strings.Join([]string{locksSQL(), moreSQL(s), relationsSQL}, "UNION ALL ")},
		{name: "deed_changes", sql: with(traces) + strings.Join([]string{writesSQL(), changedSQL()}, "UNION ALL ")},
		{name: "deed_remotes", sql: remotesSQL()},
		{name: "deed_rare", sql: with(rareTraces) + rareChangesSQL()},
		{name: "deed_parts", sql: "WITH " + heldSQL + ",\n" + locked + "\n" + partsSQL() + "\nUNION ALL " + firedSQL()},
		{name: "deed_sequences", sql: sequencesSQL},
	}
}
