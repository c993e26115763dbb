package proof

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/schema"
)

// supports are what statements name and deed does not model: functions,
// operators and collations that defaults, checks, indexes and the like need. They
// are made when one is missed, since they may need types in their turn.
type supports struct {
	yet []definition // to be made
}

// supportsOf asks the database for the supports that statements name.
func supportsOf(ctx context.Context, live *pgx.Conn, known schema.Database, statements []string) (*supports, error) {
	var need nameSet
	need.add(statements...)
	for _, t := range known.Tables {
		delete(need.names, t.Name)
	}
	var pairs []string
	for _, n := range slices.Sorted(maps.Keys(need.names)) {
		if n.Schema() != "pg_catalog" {
			pairs = append(pairs, "("+schema.Literal(n.Schema())+", "+schema.Literal(n.Object())+")")
		}
	}
	if len(pairs) == 0 {
		return &supports{}, nil
	}
	script := "SELECT set_config('search_path', 'pg_catalog', true);\n" + strings.ReplaceAll(supportQueries, "{names}", strings.Join(pairs, ", "))
	results, err := live.PgConn().Exec(ctx, script).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the definitions of what expressions name: %w", err)
	}
	s := &supports{}
	for _, result := range results[1:] {
		for _, row := range texts(result) {
			s.yet = append(s.yet, definition{sql: "CREATE SCHEMA IF NOT EXISTS " + row[0]}, definition{what: row[1], sql: row[2]})
		}
	}
	return s, nil
}

// supportQueries return the schema of a support, what it is called and the SQL
// that makes it. What an extension has brought comes with it, and so do the
// functions that make values of a range type.
const supportQueries = `
SELECT quote_ident(n.nspname), 'function '||p.oid::regprocedure, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prokind <> 'a' AND p.oid >= 16384 AND ((n.nspname, p.proname) IN ({names}) OR p.oid IN (
	SELECT oprcode FROM pg_operator o JOIN pg_namespace m ON m.oid = o.oprnamespace WHERE (m.nspname, o.oprname) IN ({names})))
	AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype IN ('e', 'i'));
SELECT quote_ident(n.nspname), 'operator '||o.oid::regoperator, format('CREATE OPERATOR %I.%s (FUNCTION = %s%s, RIGHTARG = %s%s)', n.nspname, o.oprname, o.oprcode::regproc,
	CASE WHEN o.oprleft <> 0 THEN ', LEFTARG = '||o.oprleft::regtype END, o.oprright::regtype, CASE WHEN o.oprcom = o.oid THEN format(', COMMUTATOR = OPERATOR(%I.%s)', n.nspname, o.oprname) END)
FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE (n.nspname, o.oprname) IN ({names}) AND o.oid >= 16384 AND o.oprcode <> 0
	AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_operator'::regclass AND objid = o.oid AND deptype = 'e');
SELECT quote_ident(n.nspname), 'collation '||c.oid::regcollation, format('CREATE COLLATION %I.%I (PROVIDER = %s, DETERMINISTIC = %s, ', n.nspname, c.collname,
	CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin' ELSE 'libc' END, c.collisdeterministic::text)||CASE c.collprovider
	WHEN 'c' THEN format('LC_COLLATE = %L, LC_CTYPE = %L)', c.collcollate, c.collctype)
	ELSE format('LOCALE = %L)', coalesce(to_jsonb(c)->>'colllocale', to_jsonb(c)->>'colliculocale', c.collcollate)) END
FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace WHERE (n.nspname, c.collname) IN ({names}) AND c.oid >= 16384
	AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_collation'::regclass AND objid = c.oid AND deptype = 'e')`

// make makes what can be made by now, and reports whether that was anything.
func (s *supports) make(ctx context.Context, conn *pgx.Conn) (made bool, err error) {
	if len(s.yet) == 0 {
		return false, nil
	}
	left, err := makeAll(ctx, conn, s.yet)
	made = len(left) < len(s.yet)
	s.yet = left
	return made, err
}

// exec executes a statement, and once more if it missed a support that can be
// made by now.
func (s *supports) exec(ctx context.Context, conn *pgx.Conn, sql string) error {
	err := exec(ctx, conn, sql)
	if !misses(err) {
		return err
	}
	if made, makeErr := s.make(ctx, conn); !made {
		return errors.Join(err, makeErr)
	}
	return exec(ctx, conn, sql)
}

// misses reports whether a statement failed for something that is not there:
// SQLSTATE undefined_function, undefined_object and invalid_schema_name.
func misses(err error) bool { return isState(err, "42883", "42704", "3F000") }
