package proof

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// beginSQL begins with settings as package migrations has them, but for more
// patience.
const beginSQL = "BEGIN READ WRITE; SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '10s'; " +
	"SET LOCAL default_tablespace = ''; SET LOCAL default_table_access_method = heap"

// inDatabase proves the plan in a transaction that is rolled back.
func inDatabase(ctx context.Context, conn *pgx.Conn, plan Plan) (Result, error) {
	if err := fitsTransaction(plan); err != nil {
		return Result{}, err
	}
	if err := disturbsNobody(ctx, conn, plan); err != nil {
		return Result{}, err
	}
	if err := exec(ctx, conn, beginSQL); err != nil {
		return Result{}, err
	}
	defer func() { _ = exec(context.WithoutCancel(ctx), conn, "ROLLBACK") }()
	ours := map[schema.Name]bool{}
	for _, n := range touched(plan.Upgrade) {
		ours[n] = true
	}
	quiet, err := withoutTriggers(ctx, conn, ours)
	if err != nil {
		return Result{}, err
	}
	t := &trial{conn: conn, plan: plan}
	t.seeds = newSeeds(plan.Live, plan.Upgrade, func(n schema.Name) bool { return ours[n] && quiet[n] })
	t.near(partFor(plan))
	return t.result(Database, t.run(ctx))
}

// near restricts the proof to what the plan can get at, so that its cost does
// not grow with the database: the tables of the part, those that the plan
// makes, and what else rests on them.
func (t *trial) near(p part) {
	t.within(p)
	if slices.ContainsFunc(slices.Concat(t.plan.Upgrade, t.plan.Downgrade), isRaw) {
		return // it may get at everything
	}
	for _, x := range p.Tables {
		t.only = append(t.only, x.Name)
	}
	for _, ops := range [][]op.Operation{t.plan.Upgrade, t.plan.Downgrade} {
		for _, o := range ops {
			for _, target := range o.Targets() {
				t.only = append(t.only, target.Name)
			}
		}
	}
	t.only = slices.AppendSeq(t.only, maps.Keys(p.beside.views))
	slices.Sort(t.only)
	t.only = slices.Compact(t.only)
}

func isRaw(o op.Operation) bool {
	_, raw := o.(op.SQL)
	return raw
}

// readTables reads the tables that the proof looks at, and takes all else to
// be as it was. Only for a plan that changes nothing but tables is that all.
func (t *trial) readTables(ctx context.Context) (schema.Database, error) {
	now, err := introspect.ReadTx(ctx, t.conn, introspect.Options{Tables: t.only})
	if err != nil {
		return schema.Database{}, err
	}
	db := t.plan.Live
	db.Tables = slices.DeleteFunc(slices.Clone(db.Tables), func(x schema.Table) bool { return slices.Contains(t.only, x.Name) })
	db.Tables = append(db.Tables, now.Tables...)
	db.Sort()
	return db, nil
}

// changesOnlyTables reports whether the plan leaves types, sequences, schemas
// and extensions alone.
func changesOnlyTables(plan Plan) bool {
	names := map[schema.Name]bool{}
	for _, o := range plan.Upgrade {
		for _, target := range o.Targets() {
			if target.Kind != op.KindTable {
				return false
			}
			names[target.Name] = true
		}
	}
	return !slices.ContainsFunc(slices.Concat(plan.Live.Sequences, plan.Want.Sequences), func(s schema.Sequence) bool {
		return s.OwnedBy != nil && names[s.OwnedBy.Table]
	})
}

// fitsTransaction refuses plans that need a commit on the way.
func fitsTransaction(plan Plan) error {
	for _, ops := range [][]op.Operation{plan.Upgrade, plan.Downgrade} {
		list, err := batches(ops)
		if err != nil {
			return nil // told when it is applied
		}
		for _, b := range list {
			if b.bare || b.commit {
				return cannot("a transaction on the database cannot prove it: %q needs a commit", firstLine(b.statements[len(b.statements)-1]))
			}
		}
	}
	return nil
}

// withoutTriggers returns the tables on which no trigger of a user's would
// run.
func withoutTriggers(ctx context.Context, conn *pgx.Conn, tables map[schema.Name]bool) (map[schema.Name]bool, error) {
	found, err := query(ctx, conn, `SELECT DISTINCT n.nspname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND t.tgrelid = ANY (`+regclasses(tables)+`)`)
	if err != nil {
		return nil, fmt.Errorf("asking for triggers: %w", err)
	}
	quiet := map[schema.Name]bool{}
	for n := range tables {
		quiet[n] = true
	}
	for _, f := range found {
		delete(quiet, schema.NewName(f[0], f[1]))
	}
	return quiet, nil
}
