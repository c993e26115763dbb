package observe

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/schema"
)

// A Snapshot holds what the catalogs say about each object, in lines, under
// the object's identity as pg_identify_object has it: "table public.users",
// "table column public.users.email", "index public.users_email_key".
type Snapshot map[string]string

// Options say what to leave out. The zero value leaves out deed_log and
// deed_ownership in every schema.
type Options struct {
	// Ignore are tables left out with all that belongs to them, such as the
	// version table.
	Ignore []schema.Name
	// Only, if any, are the only relations to look at, with all that belongs
	// to them, so that the cost does not grow with the database. What is
	// neither a relation nor part of one is looked at all the same.
	Only []schema.Name
}

// bookkeeping are the tables that deed writes beside the version table.
var bookkeeping = []string{"deed_log", "deed_ownership"}

// Take reads the catalogs in one round trip. It may run inside a transaction
// and changes nothing in it, the search_path included.
func Take(ctx context.Context, conn *pgx.Conn, opts Options) (Snapshot, error) {
	version, err := serverVersion(conn)
	if err != nil {
		return nil, err
	}
	way := askingOn(conn, len(opts.Only) > 0)
	results, err := conn.PgConn().Exec(ctx, script(version, opts.Only, way)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("observing the catalogs: %w", err)
	}
	way.prepared()
	var r reader
	for _, result := range results {
		for _, row := range result.Rows {
			if len(row) == 3 {
				r.read(string(row[0]), string(row[1]), string(row[2]))
			}
		}
	}
	return r.snapshot(opts), nil
}

// serverVersion returns server_version_num from what the server reported when
// the connection was made.
func serverVersion(conn *pgx.Conn) (int, error) {
	reported := conn.PgConn().ParameterStatus("server_version")
	var major int
	if _, err := fmt.Sscanf(reported, "%d", &major); err != nil {
		return 0, fmt.Errorf("observing the catalogs: the server says that its version is %q: %w", reported, err)
	}
	return major, nil
}

// script returns all queries as one string. It reads names qualified, whatever
// the search_path, and puts the settings back.
func script(version int, only []schema.Name, way asking) string {
	var b strings.Builder
	b.WriteString("SELECT set_config('deed.search_path', current_setting('search_path'), true), set_config('search_path', 'pg_catalog', true),\n" +
		"set_config('deed.jit', current_setting('jit'), true), set_config('jit', 'off', true);\n") // compiling takes longer than running
	choice := strings.NewReplacer(chosen, "pg_class", isChosen, "true")
	if len(only) > 0 {
		b.WriteString(choose(only))
		choice = strings.NewReplacer(
			chosen, "(SELECT * FROM pg_class WHERE oid = ANY (current_setting('deed.only')::oid[]))",
			isChosen, "(d.objoid = ANY (current_setting('deed.only')::oid[]) OR d.classoid NOT IN (1259, 2606, 2618, 2620, 3256, 3381))",
		)
	}
	for i, q := range queries {
		if version >= q.since && (q.before == 0 || version < q.before) {
			b.WriteString(way.sql(i, choice.Replace(q.sql)))
			b.WriteString(";\n")
		}
	}
	b.WriteString("SELECT set_config('search_path', current_setting('deed.search_path'), true), set_config('jit', current_setting('deed.jit'), true)")
	return b.String()
}

// choose keeps the OIDs of relations and of what belongs to them: indexes,
// sequences, constraints, rules, triggers, policies and statistics objects.
func choose(only []schema.Name) string {
	names := make([]string, len(only))
	for i, n := range only {
		names[i] = "to_regclass(" + strings.TrimSpace(schema.Literal(identity(n))) + ")::oid"
	}
	sql := "WITH t AS (SELECT oid FROM unnest(ARRAY[" + strings.Join(names, ", ") + "]) oid WHERE oid IS NOT NULL) SELECT oid FROM t" +
		" UNION SELECT objid FROM pg_depend, t WHERE classid = 1259 AND refclassid = 1259 AND refobjid = t.oid"
	for _, part := range [][3]string{
		{"indexrelid", "pg_index", "indrelid"},
		{"oid", "pg_constraint", "conrelid"},
		{"oid", "pg_rewrite", "ev_class"},
		{"oid", "pg_trigger", "tgrelid"},
		{"oid", "pg_policy", "polrelid"},
		{"oid", "pg_statistic_ext", "stxrelid"},
	} {
		sql += " UNION SELECT p." + part[0] + " FROM " + part[1] + " p, t WHERE p." + part[2] + " = t.oid"
	}
	return "SELECT set_config('deed.only', ARRAY(" + sql + ")::text, true);\n"
}

// reader collects the rows of all queries.
type reader struct {
	lines map[string][]string        // by object
	of    map[string]map[string]bool // the objects of each table
}

func (r *reader) read(table, object, text string) {
	if r.lines == nil {
		r.lines, r.of = map[string][]string{}, map[string]map[string]bool{}
	}
	r.lines[object] = append(r.lines[object], settle(text))
	if table == "" {
		return
	}
	if r.of[table] == nil {
		r.of[table] = map[string]bool{}
	}
	r.of[table][object] = true
}

func (r *reader) snapshot(opts Options) Snapshot {
	ignored := map[string]bool{}
	for table, objects := range r.of {
		if opts.ignores(table) {
			for o := range objects {
				ignored[o] = true
			}
		}
	}
	s := make(Snapshot, len(r.lines))
	for object, lines := range r.lines {
		if !ignored[object] {
			slices.Sort(lines)
			s[object] = strings.Join(lines, "\n") + "\n"
		}
	}
	return s
}

func (o Options) ignores(table string) bool {
	for _, b := range bookkeeping {
		if strings.HasSuffix(table, "."+b) {
			return true
		}
	}
	return slices.ContainsFunc(o.Ignore, func(n schema.Name) bool { return identity(n) == table })
}

// identity returns a name as the queries write it.
func identity(n schema.Name) string { return schema.Quote(n.Schema()) + "." + schema.Quote(n.Object()) }
