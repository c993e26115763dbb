package migrations

import (
	"slices"
	"strings"
)

// What earlier revisions, or others, have laid ready: functions under
// operators, casts, types, checks, defaults, indexes and the like. What only
// defines a relation, or works on one, may call them, and no text says so.

// executing are the functions of PostgreSQL's that execute the SQL in an
// argument.
const executing = `'query_to_xml', 'query_to_xmlschema', 'query_to_xml_and_xmlschema', 'cursor_to_xml', 'table_to_xml', 'table_to_xml_and_xmlschema',
	'schema_to_xml', 'schema_to_xml_and_xmlschema', 'database_to_xml', 'database_to_xml_and_xmlschema', 'ts_stat', 'ts_rewrite'`

// laidSQL is true if definitions of relations may call functions that users
// have made, which are not in the text of the definition, or have the names of
// PostgreSQL's own there.
var laidSQL = `(EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.proname IN ('` + strings.Join(harmlessCalls, "', '") + `') AND p.oid >= 16384 AND p.prolang NOT IN (12, 13)
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND e.objid = p.oid AND e.deptype = 'e'))
	OR EXISTS (SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = d.refobjid
	WHERE d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.refobjid >= 16384 AND p.prolang NOT IN (12, 13)
	AND d.classid NOT IN ('pg_catalog.pg_trigger'::pg_catalog.regclass, 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, 'pg_catalog.pg_rewrite'::pg_catalog.regclass,
		'pg_catalog.pg_language'::pg_catalog.regclass, 'pg_catalog.pg_proc'::pg_catalog.regclass)
	AND (d.classid <> 'pg_catalog.pg_policy'::pg_catalog.regclass OR EXISTS (SELECT FROM pg_catalog.pg_class WHERE relforcerowsecurity))
	AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = d.refclassid AND e.objid = p.oid AND e.deptype = 'e'))
	OR EXISTS (SELECT FROM (SELECT k.conbin::pg_catalog.text AS tree FROM pg_catalog.pg_constraint k
			WHERE k.contype = 'c' AND pg_catalog.strpos(k.conbin::pg_catalog.text, ':funcid ') > 0 OFFSET 0) k
		WHERE k.tree OPERATOR(pg_catalog.~) (SELECT pg_catalog.concat(':funcid (', pg_catalog.string_agg(p.oid::pg_catalog.text, '|'), ') ')
			FROM pg_catalog.pg_proc p WHERE p.oid < 16384 AND p.proname IN (` + executing + `))))`

// asksLaid reports whether it is worth asking: users have made functions, and
// the revisions only define relations; otherwise everything is asked anyway.
func (r *runner) asksLaid(moves []compiledMove) bool {
	runs := func(u unit) bool { return u.fn != nil || !definesRelations(u.sql) }
	return r.server.functions && !slices.ContainsFunc(moves, func(m compiledMove) bool { return slices.ContainsFunc(m.units, runs) })
}
