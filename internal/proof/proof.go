package proof

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A Plan is what is to be proven.
type Plan struct {
	Upgrade, Downgrade []op.Operation
	// Live is the database before the upgrade, all that was read of it.
	Live schema.Database
	// Want is what the service's part of the database must be after the
	// upgrade, as the server spells it.
	Want schema.Database
	// Diff returns what would still be drafted between a database and a part
	// of Want. It must not touch the connection that the proof runs on.
	Diff func(live, want schema.Database) ([]op.Operation, error)
	// Ignore are tables that the proof does not look at, such as the version
	// table.
	Ignore []schema.Name
	// Dependents are what is not modelled and rests on something in Live.
	Dependents []introspect.Dependent
}

// A Place is where a plan is proven.
type Place string

// The places.
const (
	Anywhere Place = ""         // Scratch, and where that cannot be, Database
	Scratch  Place = "scratch"  // on a scratch server
	Database Place = "database" // in a transaction on the development database
	Off      Place = "off"      // nowhere
)

// A Result says whether a plan is proven, where, and what else was seen.
type Result struct {
	Place  Place // Scratch or Database; Off where it could not be tried
	Took   time.Duration
	Proven bool
	// Reason says in words why the plan is not proven: a statement with its
	// error, or what differs.
	Reason string
	// Notes are what a reader should know all the same: rows that could not
	// be made up, a step that fails while its table has rows.
	Notes []string
	// LeftOut is what rests on the touched tables and could not be taken to
	// the scratch server.
	LeftOut []string
}

// Prove proves a plan in the given place. conn is a connection to the
// development database, without a transaction. An error means that proving
// itself went wrong, not that the plan is.
func Prove(ctx context.Context, conn *pgx.Conn, plan Plan, place Place) (Result, error) {
	start := time.Now()
	result, err := prove(ctx, conn, plan, place)
	var cannot *cannotError
	if errors.As(err, &cannot) {
		result, err = Result{Place: Off, Reason: cannot.Error()}, nil
	}
	result.Took = time.Since(start)
	return result, err
}

func prove(ctx context.Context, conn *pgx.Conn, plan Plan, place Place) (Result, error) {
	switch place {
	case Off:
		return Result{}, &cannotError{"proving is switched off"}
	case Scratch:
		result, err := onScratch(ctx, conn, plan)
		return result, serverRefusal(ctx, err)
	case Database:
		result, err := inDatabase(ctx, conn, plan)
		return result, serverRefusal(ctx, err)
	}
	result, err := prove(ctx, conn, plan, Scratch)
	var cannot *cannotError
	if !errors.As(err, &cannot) {
		return result, err
	}
	result, err = prove(ctx, conn, plan, Database)
	if other := new(cannotError); errors.As(err, &other) {
		return result, &cannotError{cannot.reason + "; " + other.reason}
	}
	return result, err
}

// A cannotError says why a plan cannot be tried in a place.
type cannotError struct{ reason string }

func (e *cannotError) Error() string { return e.reason }

func cannot(format string, args ...any) error { return &cannotError{fmt.Sprintf(format, args...)} }

// serverRefusal turns a server's error on the way, such as one about the time
// that a look at the catalogs may take, into the reason why the plan cannot be
// tried there.
func serverRefusal(ctx context.Context, err error) error {
	if refusal := new(pgconn.PgError); ctx.Err() == nil && errors.As(err, &refusal) {
		return cannot("%v", err)
	}
	return err
}

// A failure is the end of a proof: the plan is not right.
type failure struct{ reason string }

func (e *failure) Error() string { return e.reason }

func fail(format string, args ...any) error { return &failure{fmt.Sprintf(format, args...)} }

// trial is the run of one proof on one connection.
type trial struct {
	conn *pgx.Conn
	plan Plan
	// tables are those of Want that are there to be compared; nil: all.
	tables map[schema.Name]bool
	have   *schema.Database // the part that was there before; nil: all
	only   []schema.Name    // the relations to look at; nil: all
	begin  bool             // a transaction for each batch; else one is open already
	seeds  seeds
	rows   rows
	notes  []string
	// carry makes the bystanders, after the rows; nil: they are there.
	carry   func(context.Context) (leftOut []string, err error)
	leftOut []string
}

// run goes up, down and up again.
func (t *trial) run(ctx context.Context) error {
	if err := t.prepare(ctx); err != nil {
		return err
	}
	before, err := t.observe(ctx)
	if err != nil {
		return err
	}
	if err := t.apply(ctx, "upgrade", t.plan.Upgrade); err != nil {
		return err
	}
	if err := t.nothingLeft(ctx); err != nil {
		return err
	}
	after, err := t.observe(ctx)
	if err != nil {
		return err
	}
	if err := t.rows.unchanged(ctx, t.conn, t.plan.Upgrade, "upgrade"); err != nil {
		return err
	}
	if err := t.apply(ctx, "downgrade", t.plan.Downgrade); err != nil {
		return err
	}
	if err := t.same(ctx, before, "the downgrade leaves the database other than it was before the upgrade"); err != nil {
		return err
	}
	if err := t.rows.unchanged(ctx, t.conn, t.plan.Upgrade, "downgrade"); err != nil {
		return err
	}
	if err := t.apply(ctx, "second upgrade", t.plan.Upgrade); err != nil {
		return err
	}
	return t.same(ctx, after, "upgrading again leads somewhere else than the first time")
}

// prepare makes up rows, and then the bystanders: triggers and rules are not
// for made-up rows.
func (t *trial) prepare(ctx context.Context) (err error) {
	if err := t.prepareRows(ctx); err != nil || t.carry == nil {
		return err
	}
	t.leftOut, err = t.carry(ctx)
	return err
}

// prepareRows makes up rows for the tables that have none and remembers what
// they all hold.
func (t *trial) prepareRows(ctx context.Context) error {
	var there []string
	for _, n := range touched(t.plan.Upgrade) {
		if t.seeds.db.Table(n) == nil {
			continue
		}
		there = append(there, n.SQL())
		if err := t.seeds.plant(ctx, t.conn, n); err != nil {
			return fmt.Errorf("making up rows for %s: %w", n, err)
		}
	}
	var err error
	if t.rows, err = readRows(ctx, t.conn, there); err != nil {
		return fmt.Errorf("reading rows: %w", err)
	}
	return nil
}

func (t *trial) observe(ctx context.Context) (observe.Snapshot, error) {
	return observe.Take(ctx, t.conn, observe.Options{Ignore: t.plan.Ignore, Only: t.only})
}

func (t *trial) same(ctx context.Context, want observe.Snapshot, what string) error {
	now, err := t.observe(ctx)
	if err != nil {
		return err
	}
	if found := observe.Diff(want, now); len(found) > 0 {
		return fail("%s:\n%s", what, observe.Describe(found, maxDifferences))
	}
	return nil
}

// maxDifferences is how many differences a reason lists.
const maxDifferences = 10

// nothingLeft checks that the upgrade led to what the models want.
func (t *trial) nothingLeft(ctx context.Context) error {
	now, err := t.read(ctx)
	if err != nil {
		return err
	}
	left, err := t.plan.Diff(t.part(now), t.part(t.plan.Want))
	if err != nil {
		return fail("the upgrade leaves a database that cannot be compared with the models: %v", err)
	}
	if len(left) == 0 {
		return nil
	}
	lines := make([]string, len(left))
	for i, o := range left {
		lines[i] = op.Describe(o)
	}
	return fail("after the upgrade there would still be a change:\n%s", strings.Join(lines, "\n"))
}

func (t *trial) read(ctx context.Context) (schema.Database, error) {
	if t.only != nil && changesOnlyTables(t.plan) {
		return t.readTables(ctx)
	}
	now, err := introspect.ReadTx(ctx, t.conn, introspect.Options{})
	if err != nil {
		return schema.Database{}, err
	}
	return now.Database, nil
}

// A batch is what one transaction executes.
type batch struct {
	statements []string
	bare       bool // outside any transaction
	commit     bool // what comes after needs it committed
}

// batches splits the statements of operations where a commit is needed.
func batches(ops []op.Operation) ([]batch, error) {
	var all []batch
	var current batch
	flush := func() {
		if len(current.statements) > 0 {
			all = append(all, current)
		}
		current = batch{}
	}
	for _, o := range ops {
		statements, err := ddl.Statements(o)
		if err != nil {
			return nil, err
		}
		for _, s := range statements {
			if s.NoTransaction {
				flush()
				all = append(all, batch{statements: []string{s.SQL}, bare: true})
				continue
			}
			current.statements = append(current.statements, s.SQL)
			if s.Commit {
				current.commit = true
				flush()
			}
		}
	}
	flush()
	return all, nil
}

func (t *trial) apply(ctx context.Context, what string, ops []op.Operation) error {
	list, err := batches(ops)
	if err != nil {
		return fail("%s: %v", what, err)
	}
	for _, b := range list {
		if err := t.applyBatch(ctx, what, b); err != nil {
			return err
		}
	}
	return nil
}

// applyBatch executes a batch. If it fails for the rows that were made up,
// that is noted and it is tried without them.
func (t *trial) applyBatch(ctx context.Context, what string, b batch) error {
	failed, err := t.execute(ctx, b)
	if err != nil && isDataError(failed, err) && t.seeds.planted() {
		t.noteRows(what, failed, err)
		if err := t.seeds.clear(ctx, t.conn); err != nil {
			return err
		}
		t.rows = rows{}
		failed, err = t.execute(ctx, b)
	}
	switch {
	case misses(err) && t.carry != nil:
		return cannot("a scratch server lacks what the plan names: %s: %v", firstLine(failed), err)
	case lacksLocks(err):
		return fail("%s: it locks more in one transaction than the server has room for: split the revision, or raise max_locks_per_transaction wherever it is to run: %s: %v",
			what, failed, err)
	case err != nil:
		return fail("%s: %s: %v", what, failed, err)
	}
	return nil
}

// noteRows tells of a statement that the made-up rows made fail. Any rows make
// ADD COLUMN NOT NULL fail; else it depends on what they hold.
func (t *trial) noteRows(what, failed string, err error) {
	tables := t.seeds.tables()
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) && refusal.TableName != "" {
		tables = []string{string(schema.NewName(refusal.SchemaName, refusal.TableName))}
	}
	format := "%s may fail where %s has rows, as it did on made-up ones: %s: %v"
	if refusal != nil && refusal.Code == notNullViolation {
		format = "%s fails while %s has rows: %s: %v"
	}
	t.note(format, what, strings.Join(tables, " or "), failed, err)
}

// SQLSTATEs of a NULL where none may be, of a lack of memory, and of a value that
// the session has not got yet.
const (
	notNullViolation = "23502"
	outOfMemory      = "53200"
	noPrerequisite   = "55000"
)

// lacksLocks reports whether the server has no room for more locks.
func lacksLocks(err error) bool {
	var refusal *pgconn.PgError
	return errors.As(err, &refusal) && refusal.Code == outOfMemory && strings.Contains(refusal.Hint, "max_locks_per_transaction")
}

// isState reports whether an error has one of the SQLSTATEs.
func isState(err error, states ...string) bool {
	var refusal *pgconn.PgError
	return errors.As(err, &refusal) && slices.Contains(states, refusal.Code)
}

// execute runs the statements of a batch and returns the one that failed. It
// leaves nothing behind when one does.
func (t *trial) execute(ctx context.Context, b batch) (string, error) {
	begin, commit, rollback := "BEGIN", "COMMIT", "ROLLBACK"
	if !t.begin {
		begin, commit, rollback = "SAVEPOINT deed_batch", "RELEASE SAVEPOINT deed_batch", "ROLLBACK TO SAVEPOINT deed_batch"
	}
	if b.bare {
		return b.statements[0], exec(ctx, t.conn, b.statements[0])
	}
	if err := exec(ctx, t.conn, begin); err != nil {
		return begin, err
	}
	for _, sql := range b.statements {
		if err := exec(ctx, t.conn, sql); err != nil {
			return sql, errors.Join(err, exec(context.WithoutCancel(ctx), t.conn, rollback))
		}
	}
	return commit, exec(ctx, t.conn, commit)
}

func (t *trial) note(format string, args ...any) {
	t.notes = append(t.notes, fmt.Sprintf(format, args...))
}

func exec(ctx context.Context, conn *pgx.Conn, sql string) error {
	_, err := conn.PgConn().Exec(ctx, sql).ReadAll()
	return err
}

// isDataError reports whether an error is about the rows in a table or what the
// session has done, not about the statement: SQLSTATE classes 22 and 23, that of
// names where values are taken for such (regclass) or cast, and that of currval().
func isDataError(sql string, err error) bool {
	var refusal interface{ SQLState() string }
	if !errors.As(err, &refusal) {
		return false
	}
	state := refusal.SQLState()
	return strings.HasPrefix(state, "22") || strings.HasPrefix(state, "23") ||
		strings.HasPrefix(state, "42") && (strings.Contains(sql, "::reg") || strings.Contains(sql, " USING ")) ||
		state == noPrerequisite && (strings.Contains(sql, "currval(") || strings.Contains(sql, "lastval("))
}
