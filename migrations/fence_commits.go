package migrations

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/schema"
)

// A procedure that commits by itself cannot be fenced in, nor can a statement
// that must not run in a transaction. So they are read before they run, with all
// that they set off: functions that they call, or that are laid under what they
// use; triggers, rules and foreign keys of the tables that are written, the
// tables under their views, their partitions and heirs.

// guardCommits refuses a procedure that may change what is foreign.
func (r *runner) guardCommits(ctx context.Context, m *compiledMove, u *unit) error {
	p := newProcedureText()
	p.read(u.sql)
	return r.guardSetOff(ctx, m, u, p)
}

// commits reports whether a procedure ends transactions, so that it need not be
// tried in one, where it would use sequences before it fails.
func (r *runner) commits(ctx context.Context, u *unit) (bool, error) {
	if tokens := schema.Tokens(u.sql); len(tokens) == 0 || !tokens[0].Is("call") && !tokens[0].Is("do") {
		return false, nil
	}
	p := newProcedureText()
	p.read(u.sql)
	_, err := r.follow(ctx, p)
	return p.ends, err
}

// guardLaid refuses a statement that runs outside of transactions and may call
// a function that changes what is foreign. What it names itself is looked at
// elsewhere.
func (r *runner) guardLaid(ctx context.Context, m *compiledMove, u *unit) error {
	tokens := words(u.sql)
	if tokens[0].Is("drop") || tokens[0].Is("alter") || definesRelations(u.sql) && !r.server.laid && !r.stirred.runs {
		return nil
	}
	p := newProcedureText()
	p.read(u.sql)
	p.written, p.unseen = map[string]rowEvents{}, ""
	return r.guardSetOff(ctx, m, u, p)
}

// guardSetOff refuses what texts may do that are set off.
func (r *runner) guardSetOff(ctx context.Context, m *compiledMove, u *unit, p *procedureText) error {
	targets, err := r.follow(ctx, p)
	if err != nil {
		return err
	}
	for _, one := range p.reaches {
		if err := r.trespass(m, u, u.sql, []object{one.on}, "acts on", one.word); err != nil {
			return err
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.created)) {
		if space, foreign := r.fence.territory.foreignSchema(object{kind: "table", name: name}); foreign {
			return r.trespass(m, u, u.sql, []object{space}, "adds table "+string(name)+" to")
		}
	}
	if err := r.mustOwnFunctions(ctx, m, u, p.hides); err != nil {
		return err
	}
	if len(targets) > 0 {
		err = r.mustOwn(ctx, m, u, targets)
	}
	if err != nil || p.unseen == "" {
		return err
	}
	return r.trespass(m, u, u.sql, []object{r.database()}, "commits what nobody can look at before it runs ("+p.unseen+"), so that it could change anything in", "execute")
}

// follow reads what is set off, until there is nothing new. It returns the
// relations that are written. Names are looked up in pg_catalog alone.
func (r *runner) follow(ctx context.Context, p *procedureText) ([]string, error) {
	if _, err := r.conn.Exec(ctx, "BEGIN READ ONLY;\n"+setLocal(fenceSettings), pgx.QueryExecModeSimpleProtocol); err != nil {
		return nil, fmt.Errorf("reading what a procedure does: %w", err)
	}
	defer r.rollback(ctx)
	for seen := map[string]bool{}; ; {
		texts, err := r.setOff(ctx, p)
		if err != nil {
			return nil, err
		}
		before := len(seen)
		for _, key := range slices.Sorted(maps.Keys(texts)) {
			if !seen[key] {
				seen[key] = true
				p.readFrom(key, texts[key])
			}
		}
		if len(seen) == before {
			return r.relationsCalled(ctx, slices.Sorted(maps.Keys(p.written)))
		}
	}
}

// mustOwnFunctions returns a [FenceError] if a function is foreign.
func (r *runner) mustOwnFunctions(ctx context.Context, m *compiledMove, u *unit, ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	v, err := r.lock.look(ctx, r.lock.asker.objectsSQL(map[string][]string{"pg_proc": ids}))
	if err != nil {
		return err
	}
	return r.mustOwnAll(m, u, v.names, "calls")
}

// harming are the functions of extensions that change what their arguments
// say, though no name of theirs tells; executing SQL is told by their text.
const harming = `'autoinc', 'lo_manage', 'check_foreign_key'`

// setOffSQL finds what texts set off: functions by the names that are called
// ($1); what belongs to the relations that are written ($2), by what is done to
// their rows ($3); what is laid under the relations that are mentioned ($4), and
// under operators, casts, types and aggregates, whose use shows in no name; and
// defaults of tables that are copied ($5).
var setOffSQL = `WITH named AS (SELECT c.oid, c.relname, c.relkind, n.nspname || '.' || c.relname AS whole FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid >= 16384),
written AS (SELECT oid, bit_or(w.events) | CASE WHEN relkind = 'p' AND bit_or(w.events) & 16 <> 0 THEN 4 | 8 ELSE 0 END AS events -- rows may move
	FROM named JOIN unnest($2::text[], $3::int[]) w (name, events) ON relname = w.name OR whole = w.name GROUP BY oid, relkind),
mentioned AS (SELECT oid, relkind FROM named WHERE relname = ANY ($4)),
copied AS (SELECT oid FROM named WHERE relname = ANY ($5) OR whole = ANY ($5)),
laid AS (SELECT refobjid AS id FROM pg_depend d WHERE refclassid = 'pg_proc'::regclass AND refobjid >= 16384 AND (
	classid IN ('pg_operator'::regclass, 'pg_cast'::regclass, 'pg_amproc'::regclass, 'pg_type'::regclass)
	OR classid = 'pg_proc'::regclass AND objid IN (SELECT aggfnoid FROM pg_aggregate)
	OR objid IN (SELECT oid FROM pg_constraint WHERE classid = 'pg_constraint'::regclass AND (contypid > 0 OR conrelid IN (SELECT oid FROM mentioned))
		UNION ALL SELECT oid FROM pg_attrdef WHERE classid = 'pg_attrdef'::regclass AND adrelid IN (SELECT oid FROM mentioned)
		UNION ALL SELECT oid FROM pg_policy WHERE classid = 'pg_policy'::regclass AND polrelid IN (SELECT oid FROM mentioned)
		UNION ALL SELECT oid FROM pg_rewrite WHERE classid = 'pg_rewrite'::regclass AND ev_class IN (SELECT oid FROM mentioned)
		UNION ALL SELECT oid FROM pg_statistic_ext WHERE classid = 'pg_statistic_ext'::regclass AND stxrelid IN (SELECT oid FROM mentioned)
		UNION ALL SELECT indexrelid FROM pg_index WHERE classid = 'pg_class'::regclass AND indrelid IN (SELECT oid FROM mentioned)
		UNION ALL SELECT oid FROM mentioned WHERE classid = 'pg_class'::regclass)))
SELECT 'function ' || f.oid, pg_get_functiondef(f.oid) FROM pg_proc f
WHERE f.oid >= 16384 AND f.prokind IN ('f', 'p', 'w') AND (f.proname = ANY ($1) OR f.oid IN (TABLE laid) OR f.oid IN (SELECT tgfoid FROM pg_trigger t JOIN written w ON w.oid = t.tgrelid AND t.tgtype & w.events <> 0))
	AND (f.proname IN (` + harming + `) OR NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = f.oid AND deptype IN ('e', 'i')))
UNION ALL SELECT 'rule ' || e.oid, pg_get_ruledef(e.oid) FROM pg_rewrite e JOIN written w ON w.oid = e.ev_class
	WHERE e.rulename <> '_RETURN' AND w.events & CASE e.ev_type WHEN '2' THEN 16 WHEN '3' THEN 4 ELSE 8 END <> 0
UNION ALL SELECT concat('view ', d.refobjid, '/', w.events), CASE WHEN (SELECT relkind = 'S' FROM pg_class WHERE oid = d.refobjid) THEN 'ALTER SEQUENCE ' || d.refobjid::regclass ELSE ` + doing("w.events", "d.refobjid") + ` END
	FROM pg_rewrite e JOIN mentioned m ON m.oid = e.ev_class LEFT JOIN written w ON w.oid = m.oid
	JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = e.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> e.ev_class
UNION ALL SELECT 'default ' || d.refobjid, 'ALTER SEQUENCE ' || d.refobjid::regclass
	FROM pg_attrdef a JOIN (SELECT oid FROM written UNION TABLE copied) w ON w.oid = a.adrelid JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = a.oid AND d.refclassid = 'pg_class'::regclass
	JOIN pg_class q ON q.oid = d.refobjid AND q.relkind = 'S'
UNION ALL SELECT concat('heir ', h.inhrelid, '/', w.events), ` + doing("w.events", "h.inhrelid") + `
	FROM pg_inherits h JOIN mentioned m ON m.oid = h.inhparent LEFT JOIN written w ON w.oid = m.oid AND (m.relkind = 'p' OR w.events <> 4)
	WHERE h.inhrelid IN (SELECT oid FROM pg_class WHERE relkind IN ('r', 'p', 'f'))
UNION ALL SELECT concat('key ', k.oid, '/', w.events), concat(CASE WHEN k.confdeltype = 'c' AND w.events & 8 <> 0 THEN concat('DELETE FROM ', k.conrelid::regclass, ';') END,
	CASE WHEN k.confdeltype IN ('n', 'd') AND w.events & 8 <> 0 OR k.confupdtype IN ('c', 'n', 'd') AND w.events & 16 <> 0 THEN concat('UPDATE ', k.conrelid::regclass) END)
	FROM pg_constraint k JOIN written w ON w.oid = k.confrelid
WHERE k.contype = 'f' AND (k.confdeltype IN ('c', 'n', 'd') AND w.events & 8 <> 0 OR k.confupdtype IN ('c', 'n', 'd') AND w.events & 16 <> 0)`

// doing is what is done to a relation, as SQL, by what is done to the rows of
// another that stands before it; or that it is mentioned, if that is all.
func doing(events, relation string) string {
	return fmt.Sprintf(`CASE WHEN %[1]s IS NULL THEN concat('SELECT FROM ', %[2]s::regclass) WHEN %[1]s = 0 THEN concat('LOCK ', %[2]s::regclass) ELSE
	concat(CASE WHEN %[1]s & 4 <> 0 THEN concat('INSERT INTO ', %[2]s::regclass, ';') END, CASE WHEN %[1]s & 8 <> 0 THEN concat('DELETE FROM ', %[2]s::regclass, ';') END,
		CASE WHEN %[1]s & 16 <> 0 THEN concat('UPDATE ', %[2]s::regclass, ';') END, CASE WHEN %[1]s & 32 <> 0 THEN concat('TRUNCATE ', %[2]s::regclass, ';') END) END`, events, relation)
}

// setOff returns the texts of what a procedure calls and sets off, by key.
func (r *runner) setOff(ctx context.Context, p *procedureText) (map[string]string, error) {
	written := slices.Sorted(maps.Keys(p.written))
	events := make([]int32, len(written))
	for i, name := range written {
		events[i] = int32(p.written[name])
	}
	rows, err := r.conn.Query(ctx, setOffSQL, slices.Sorted(maps.Keys(p.called)), written, events, slices.Sorted(maps.Keys(p.words)), slices.Sorted(maps.Keys(p.copied)))
	if err != nil {
		return nil, fmt.Errorf("reading what a procedure does: %w", err)
	}
	texts := map[string]string{}
	var key, text string
	_, err = pgx.ForEachRow(rows, []any{&key, &text}, func() error {
		texts[key] = text
		return nil
	})
	return texts, err
}

// relationsCalled returns the relations of these names, in whatever schema if
// the name says none, and PostgreSQL's own among them.
func (r *runner) relationsCalled(ctx context.Context, names []string) ([]string, error) {
	if len(names) == 0 {
		return nil, nil
	}
	rows, err := r.conn.Query(ctx, `SELECT c.oid::regclass::text FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE (c.oid >= 16384 OR c.relkind = 'r') AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f', 'i') AND (c.relname = ANY ($1) OR n.nspname || '.' || c.relname = ANY ($1))`, names)
	if err != nil {
		return nil, fmt.Errorf("looking for what a procedure writes: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// readFrom reads what is set off.
func (p *procedureText) readFrom(key, text string) {
	before := p.unseen
	p.unseen = ""
	tokens := words(text)
	p.readTokens(text, tokens, definesRoutine(tokens) || len(tokens) > 1 && tokens[1].Is("rule"))
	if id, function := strings.CutPrefix(key, "function "); function && p.unseen != "" {
		p.hides = append(p.hides, id)
		name, _ := nameAt(tokens[4:]) // CREATE OR REPLACE FUNCTION …
		p.unseen += fmt.Sprintf(", in %s %s", strings.ToLower(tokens[3].Text), name)
	}
	p.unseen = cmp.Or(before, p.unseen)
}
