package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// bystanders are what rests on the tables of a part and is not modelled: views,
// functions, triggers, rules, policies, grants.
type bystanders struct {
	on        map[schema.Name]bool // tables and views that they hang on
	views     map[schema.Name]bool
	functions map[schema.Name]bool
	needs     map[schema.Name]bool // relations that they read
	published []string             // publications stay where they are
	any       bool
}

// bystandersOf finds what rests on tables, and what that needs in turn.
func bystandersOf(dependents []introspect.Dependent, tables map[schema.Name]bool) bystanders {
	b := bystanders{map[schema.Name]bool{}, map[schema.Name]bool{}, map[schema.Name]bool{}, map[schema.Name]bool{}, nil, false}
	for n := range tables {
		b.on[n] = true
	}
	for again := true; again; {
		again = false
		for _, d := range dependents {
			again = b.add(d) || again
		}
	}
	return b
}

// add takes a dependent for a bystander if it rests on one of the tables or
// on a bystander, or if a bystander needs it, and reports whether that is news.
func (b *bystanders) add(d introspect.Dependent) bool {
	before := len(b.views) + len(b.functions) + len(b.needs) + len(b.published)
	near := d.On.Kind == introspect.RefRelation && b.on[d.On.Name]
	b.any = b.any || near && slices.Contains(kinds, d.Kind)
	switch d.Kind {
	case introspect.DependentView, introspect.DependentMaterializedView:
		if near {
			b.views[d.Name], b.on[d.Name] = true, true
		}
		near = b.views[d.Name]
	case introspect.DependentFunction:
		if near {
			b.functions[d.Name] = true
		}
		near = b.functions[d.Name]
	case introspect.DependentTrigger, introspect.DependentPolicy, introspect.DependentRule:
		near = b.on[d.Name]
	case introspect.DependentPublication:
		if text := fmt.Sprintf("publication %s on %s", d.Part, d.Name); b.on[d.Name] && !slices.Contains(b.published, text) {
			b.published = append(b.published, text)
		}
		near = false
	default:
		near = false
	}
	if near && d.On.Kind == introspect.RefRelation {
		b.needs[d.On.Name] = true
	}
	if near && d.On.Kind == introspect.RefFunction {
		b.functions[d.On.Name] = true
	}
	return len(b.views)+len(b.functions)+len(b.needs)+len(b.published) > before
}

// kinds are those of bystanders.
var kinds = []introspect.DependentKind{
	introspect.DependentView, introspect.DependentMaterializedView, introspect.DependentFunction, introspect.DependentTrigger,
	introspect.DependentPolicy, introspect.DependentRule, introspect.DependentPublication, introspect.DependentGrant,
}

// A definition is the SQL that makes a bystander.
type definition struct {
	what    string // "view public.v"; empty: a role or schema, which may be there already
	sql     string
	refused string // what the server said to it last
}

// definitions asks the database for those of the bystanders. What hangs on a
// table that the plan drops goes with it, as the draft says, and is left out.
func (b bystanders) definitions(ctx context.Context, live *pgx.Conn, plan Plan) ([]definition, error) {
	stay := map[schema.Name]bool{}
	for n := range b.on {
		if b.views[n] || plan.Live.Table(n) != nil && !drops(plan.Upgrade, n) {
			stay[n] = true
		}
	}
	functions := make([]string, 0, len(b.functions))
	for n := range b.functions {
		functions = append(functions, "("+schema.Literal(n.Schema())+", "+schema.Literal(n.Object())+")")
	}
	slices.Sort(functions)
	functions = append(functions, "(NULL, NULL)")
	script := "SELECT set_config('search_path', 'pg_catalog', true);\n" +
		strings.NewReplacer("{on}", regclasses(stay), "{functions}", strings.Join(functions, ", ")).Replace(definitionQueries)
	results, err := live.PgConn().Exec(ctx, script).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("reading the definitions of what rests on the tables: %w", err)
	}
	list := b.schemas()
	for _, result := range results[1:] {
		for _, row := range texts(result) {
			list = append(list, definition{what: row[0], sql: row[1]})
		}
	}
	return list, nil
}

// schemas makes those that the bystanders are in.
func (b bystanders) schemas() []definition {
	var list []definition
	for _, names := range []map[schema.Name]bool{b.views, b.functions} {
		for n := range names {
			list = append(list, definition{sql: "CREATE SCHEMA IF NOT EXISTS " + schema.Quote(n.Schema())})
		}
	}
	return list
}

func drops(ops []op.Operation, table schema.Name) bool {
	return slices.ContainsFunc(ops, func(o op.Operation) bool {
		drop, ok := o.(op.DropTable)
		return ok && drop.Table.Name == table
	})
}

// definitionQueries return what a bystander is called and the SQL that makes
// it.
const definitionQueries = `
SELECT '', 'CREATE ROLE '||quote_ident(rolname) FROM pg_roles WHERE rolname !~ '^pg_' AND oid IN (
	SELECT unnest(polroles) FROM pg_policy WHERE polrelid = ANY ({on})
	UNION SELECT a.grantee FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = ANY ({on})
	UNION SELECT a.grantee FROM pg_attribute c, aclexplode(c.attacl) a WHERE c.attrelid = ANY ({on}));
SELECT 'function '||p.oid::regprocedure, pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE (n.nspname, p.proname) IN ({functions}) AND p.prokind IN ('f', 'p')
	AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e');
SELECT CASE relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END||oid::regclass,
	CASE relkind WHEN 'v' THEN 'CREATE VIEW ' ELSE 'CREATE MATERIALIZED VIEW ' END||oid::regclass
	||coalesce(' WITH ('||array_to_string(reloptions, ', ')||')', '')||' AS '||rtrim(pg_get_viewdef(oid), ';')||CASE relkind WHEN 'm' THEN ' WITH NO DATA' ELSE '' END
FROM pg_class WHERE oid = ANY ({on}) AND relkind IN ('v', 'm') ORDER BY oid;
SELECT 'trigger '||quote_ident(tgname)||' on '||tgrelid::regclass, pg_get_triggerdef(oid)||CASE tgenabled WHEN 'O' THEN '' ELSE
	'; ALTER TABLE '||tgrelid::regclass||CASE tgenabled WHEN 'D' THEN ' DISABLE' WHEN 'A' THEN ' ENABLE ALWAYS' ELSE ' ENABLE REPLICA' END
	||' TRIGGER '||quote_ident(tgname) END
FROM pg_trigger WHERE tgrelid = ANY ({on}) AND NOT tgisinternal AND tgparentid = 0 ORDER BY oid;
SELECT 'rule '||quote_ident(rulename)||' on '||ev_class::regclass, pg_get_ruledef(oid) FROM pg_rewrite
WHERE ev_class = ANY ({on}) AND rulename <> '_RETURN' ORDER BY oid;
SELECT 'policy '||quote_ident(polname)||' on '||polrelid::regclass, 'CREATE POLICY '||quote_ident(polname)||' ON '||polrelid::regclass
	||CASE WHEN polpermissive THEN '' ELSE ' AS RESTRICTIVE' END
	||' FOR '||CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END
	||' TO '||(SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ') FROM unnest(polroles) r)
	||coalesce(' USING ('||pg_get_expr(polqual, polrelid)||')', '')||coalesce(' WITH CHECK ('||pg_get_expr(polwithcheck, polrelid)||')', '')
FROM pg_policy WHERE polrelid = ANY ({on}) ORDER BY oid;
SELECT 'grants on '||c.oid::regclass, string_agg('GRANT '||a.privilege_type||' ON '||c.oid::regclass
	||' TO '||CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END||CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, '; ')
FROM pg_class c, aclexplode(c.relacl) a WHERE c.oid = ANY ({on}) AND a.grantee <> c.relowner GROUP BY c.oid ORDER BY c.oid;
SELECT 'grants on columns of '||c.attrelid::regclass, string_agg('GRANT '||a.privilege_type||' ('||quote_ident(c.attname)||') ON '||c.attrelid::regclass
	||' TO '||CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END||CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, '; ')
FROM pg_attribute c, aclexplode(c.attacl) a WHERE c.attrelid = ANY ({on}) GROUP BY c.attrelid ORDER BY c.attrelid`

// carry takes the bystanders from the live database to the scratch server and
// returns those that cannot be there.
func (b bystanders) carry(ctx context.Context, live, conn *pgx.Conn, plan Plan) (leftOut []string, err error) {
	if !b.any {
		return nil, nil
	}
	list, err := b.definitions(ctx, live, plan)
	if err != nil {
		return nil, err
	}
	list, err = makeAll(ctx, conn, list)
	for _, d := range list {
		leftOut = append(leftOut, fmt.Sprintf("%s (%s)", d.what, d.refused))
	}
	return append(leftOut, b.published...), err
}

// makeAll makes what is defined, each as soon as what it needs is there, and
// returns what cannot be made.
func makeAll(ctx context.Context, conn *pgx.Conn, list []definition) ([]definition, error) {
	if err := exec(ctx, conn, "SET check_function_bodies = off"); err != nil {
		return nil, err
	}
	for made := true; made; {
		made = false
		var rest []definition
		for _, d := range list {
			err := exec(ctx, conn, d.sql)
			refusal := new(pgconn.PgError)
			switch {
			case err == nil:
				made = true
			case !errors.As(err, &refusal):
				return nil, err
			case d.what != "":
				d.refused = refusal.Message
				rest = append(rest, d)
			}
		}
		list = rest
	}
	return list, exec(ctx, conn, "RESET check_function_bodies")
}
