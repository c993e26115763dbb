package proof

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// largeTable is the number of rows from which on a table is not scanned or
// rewritten for a proof.
const largeTable = 10000

// inDatabase proves the plan in a transaction that is rolled back.
func inDatabase(ctx context.Context, conn *pgx.Conn, plan Plan) (Result, error) {
	if err := fitsTransaction(plan); err != nil {
		return Result{}, err
	}
	if err := disturbsNobody(ctx, conn, plan); err != nil {
		return Result{}, err
	}
	if err := exec(ctx, conn, "BEGIN; SET LOCAL lock_timeout = '500ms'; SET LOCAL statement_timeout = '10s'"); err != nil {
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
	t.seeds = seeds{db: plan.Live, may: func(n schema.Name) bool { return ours[n] && quiet[n] }, done: map[schema.Name]bool{}}
	return t.result(Database, t.run(ctx))
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

// disturbsNobody refuses where a touched table is large or locked by somebody
// else.
func disturbsNobody(ctx context.Context, conn *pgx.Conn, plan Plan) error {
	var there []string
	for _, n := range touched(plan.Upgrade) {
		if plan.Live.Table(n) != nil {
			there = append(there, schema.Literal(n.SQL())+"::regclass")
		}
	}
	if len(there) == 0 {
		return nil
	}
	list := strings.Join(there, ", ")
	large, err := query(ctx, conn, fmt.Sprintf(`SELECT c.oid::regclass, greatest(c.reltuples, 0)::bigint FROM pg_class c
		WHERE c.oid IN (%s) AND (c.reltuples > %d OR c.reltuples <= 0 AND pg_relation_size(c.oid) > %d * 100)`, list, largeTable, largeTable))
	if err != nil {
		return fmt.Errorf("asking for the sizes of tables: %w", err)
	}
	if len(large) > 0 {
		return cannot("table %s has too many rows (%s) to try it on the database", large[0][0], rowCount(large[0][1]))
	}
	locked, err := query(ctx, conn, `SELECT l.relation::regclass, l.pid, l.mode FROM pg_locks l
		WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND l.relation IN (`+list+`) AND l.pid <> pg_backend_pid()`)
	if err != nil {
		return fmt.Errorf("asking for the locks on tables: %w", err)
	}
	if len(locked) > 0 {
		return cannot("table %s is in use by session %s (%s), which the proof would have to wait for", locked[0][0], locked[0][1], locked[0][2])
	}
	return nil
}

func rowCount(estimate string) string {
	if n, err := strconv.Atoi(estimate); err == nil && n > 0 {
		return "about " + estimate
	}
	return "never counted"
}

// withoutTriggers returns the tables on which no trigger of a user's would
// run.
func withoutTriggers(ctx context.Context, conn *pgx.Conn, tables map[schema.Name]bool) (map[schema.Name]bool, error) {
	found, err := query(ctx, conn, `SELECT DISTINCT n.nspname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
		JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'`)
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
