package proof

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// largeTable is the number of rows from which on a table is not scanned or
// rewritten for a proof.
const largeTable = 10000

// A demand is what a plan asks of a table that is there before it: the locks
// that its steps take, and the most that they do to its rows.
type demand struct {
	modes []ddl.LockMode
	work  ddl.Work
}

// demands are those of a plan by the names that the tables have before it.
type demands struct {
	live   schema.Database
	tables map[schema.Name]demand
	// before are the names before the plan of what has another name by now;
	// empty for what the plan has made.
	before map[schema.Name]schema.Name
}

func demandsOf(plan Plan) map[schema.Name]demand {
	d := demands{plan.Live, map[schema.Name]demand{}, map[schema.Name]schema.Name{}}
	for _, ops := range [][]op.Operation{plan.Upgrade, plan.Downgrade} {
		for _, o := range ops {
			d.operation(o)
		}
	}
	for _, t := range plan.Live.Tables { // what is done to a table is done to its relatives
		for _, parent := range parents(t) {
			d.inherit(t.Name, parent)
		}
	}
	return d.tables
}

func (d *demands) operation(o op.Operation) {
	locks, known := ddl.Locks(o)
	for _, l := range locks {
		d.add(l.Relation, l.Mode, l.Work)
	}
	for _, target := range o.Targets() {
		if target.Kind == op.KindTable && !known {
			d.add(target.Name, ddl.AccessExclusive, ddl.Rewrite)
		}
	}
	switch o := o.(type) {
	case op.RenameTable:
		d.before[o.To], d.before[o.From] = d.nameBefore(o.From), ""
	case op.CreateTable:
		d.before[o.Table.Name] = ""
	case op.DropTable:
		d.before[o.Table.Name] = ""
	case op.AlterDomain, op.AlterComposite:
		for _, n := range users(d.live, []op.Operation{o}) {
			d.add(n, ddl.Share, ddl.Scan)
		}
	}
}

func (d *demands) nameBefore(n schema.Name) schema.Name {
	if before, renamed := d.before[n]; renamed {
		return before
	}
	return n
}

func (d *demands) add(n schema.Name, mode ddl.LockMode, work ddl.Work) {
	n = d.nameBefore(n)
	if d.live.Table(n) == nil {
		return
	}
	have := d.tables[n]
	if !slices.Contains(have.modes, mode) {
		have.modes = append(have.modes, mode)
	}
	if have.work == ddl.Instant || work == ddl.Rewrite {
		have.work = work
	}
	d.tables[n] = have
}

// inherit asks of a partition or child what is asked of its parents, however
// far up.
func (d *demands) inherit(child, parent schema.Name) {
	asked := d.tables[parent]
	for _, mode := range asked.modes {
		d.add(child, mode, asked.work)
	}
	if t := d.live.Table(parent); t != nil {
		for _, above := range parents(*t) {
			d.inherit(child, above)
		}
	}
}

func parents(t schema.Table) []schema.Name {
	if t.PartitionOf != nil {
		return append([]schema.Name{t.PartitionOf.Parent}, t.Inherits...)
	}
	return t.Inherits
}

// disturbsNobody refuses where a step would read or write all rows of a large
// table, or wait for another session.
func disturbsNobody(ctx context.Context, conn *pgx.Conn, plan Plan) error {
	asked := demandsOf(plan)
	if len(asked) == 0 {
		return nil
	}
	if err := refuseLarge(ctx, conn, asked); err != nil {
		return err
	}
	return refuseLocked(ctx, conn, asked)
}

func refuseLarge(ctx context.Context, conn *pgx.Conn, asked map[schema.Name]demand) error {
	large, err := query(ctx, conn, fmt.Sprintf(`SELECT n.nspname, c.relname, greatest(c.reltuples, 0)::bigint
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE c.oid = ANY (%s) AND (c.reltuples > %d OR c.reltuples <= 0 AND pg_relation_size(c.oid) > %d * 100)`,
		regclasses(asked), largeTable, largeTable))
	if err != nil {
		return fmt.Errorf("asking for the sizes of tables: %w", err)
	}
	for _, f := range large {
		name := schema.NewName(f[0], f[1])
		switch asked[name].work {
		case ddl.Instant:
		case ddl.Rewrite:
			return cannot("table %s has too many rows (%s) to write them all anew for a proof on the database", name, rowCount(f[2]))
		default:
			return cannot("table %s has too many rows (%s) to read them all for a proof on the database", name, rowCount(f[2]))
		}
	}
	return nil
}

func rowCount(estimate string) string {
	if n, err := strconv.Atoi(estimate); err == nil && n > 0 {
		return "about " + estimate
	}
	return "never counted"
}

func refuseLocked(ctx context.Context, conn *pgx.Conn, asked map[schema.Name]demand) error {
	locked, err := query(ctx, conn, `SELECT n.nspname, c.relname, l.pid, l.mode
		FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
		AND l.relation = ANY (`+regclasses(asked)+`) AND l.pid <> pg_backend_pid() ORDER BY n.nspname, c.relname, l.pid`)
	if err != nil {
		return fmt.Errorf("asking for the locks on tables: %w", err)
	}
	for _, f := range locked {
		name := schema.NewName(f[0], f[1])
		for _, mode := range asked[name].modes {
			if slices.Contains(waitsFor[mode], f[3]) {
				return cannot("table %s is in use by session %s (%s), which the proof would have to wait for", name, f[2], f[3])
			}
		}
	}
	return nil
}

// waitsFor are the locks of others that a lock has to wait for (docs, 13.3.1).
var waitsFor = map[ddl.LockMode][]string{
	ddl.ShareUpdateExclusive: {"ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"},
	ddl.Share:                {"RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock"},
	ddl.ShareRowExclusive: {
		"RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock", "ShareRowExclusiveLock", "ExclusiveLock",
		"AccessExclusiveLock",
	},
	ddl.AccessExclusive: {
		"AccessShareLock", "RowShareLock", "RowExclusiveLock", "ShareUpdateExclusiveLock", "ShareLock",
		"ShareRowExclusiveLock", "ExclusiveLock", "AccessExclusiveLock",
	},
}

// regclasses returns an array of the OIDs of tables.
func regclasses[T any](tables map[schema.Name]T) string {
	list := make([]string, 0, len(tables))
	for n := range tables {
		list = append(list, "to_regclass("+schema.Literal(n.SQL())+")::oid")
	}
	slices.Sort(list)
	return "ARRAY[" + strings.Join(list, ", ") + "]::oid[]"
}
