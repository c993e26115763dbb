package migrations

import (
	"context"
	"fmt"
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
	OR EXISTS (SELECT FROM pg_catalog.pg_constraint k, pg_catalog.pg_proc p WHERE k.contype = 'c' AND p.oid < 16384 AND p.proname IN (` + executing + `)
		AND pg_catalog.strpos(k.conbin::pg_catalog.text, ':funcid ' || p.oid || ' ') > 0))`

// findLaid asks whether functions are laid under what revisions define, unless
// there are none, or the revisions run code anyway and everything is asked.
func (r *runner) findLaid(ctx context.Context, moves []compiledMove) error {
	r.server.laid = r.server.functions
	runs := func(u unit) bool { return u.fn != nil || !definesRelations(u.sql) }
	if !r.server.functions || slices.ContainsFunc(moves, func(m compiledMove) bool { return slices.ContainsFunc(m.units, runs) }) {
		return nil
	}
	if err := r.ask(ctx, "SELECT "+laidSQL, nil, &r.server.laid); err != nil {
		return fmt.Errorf("looking for functions under definitions: %w", err)
	}
	return nil
}
