package migrations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/schema"
)

// runTransaction runs units in one transaction with the bookkeeping around
// them. Without a Go function among them that takes two round trips, however
// many they are: everything, and the commit.
func (r *runner) runTransaction(ctx context.Context, m *compiledMove, units []unit, before, after []entry) error {
	if len(units) == 0 {
		b := batch{prefix: r.beginSQL() + plainNames + ";\n", entries: append(before, after...)}
		if err := b.run(ctx, r.conn.PgConn()); err != nil {
			return r.nameClaim(ctx, err)
		}
		return r.commit(ctx, nil)
	}
	if err := r.guardReach(ctx, m, units); err != nil {
		return err
	}
	w, err := r.runGuarded(ctx, m, units, append(before, after...))
	if trespass := (*FenceError)(nil); err != nil {
		if w != nil && !errors.As(err, &trespass) {
			w.restoreFailed(ctx)
		}
		return err
	}
	claims, err := w.settle(ctx)
	if trespass := (*FenceError)(nil); errors.As(err, &trespass) {
		w.restore(ctx, trespass)
	}
	if err != nil {
		return r.pinDown(ctx, w, units, err)
	}
	claims = declared(claims, m.steps)
	if err := r.commit(ctx, append(r.register.write(claims), w.seal()...)); err != nil {
		return r.nameClaim(ctx, err)
	}
	r.fence.territory.enter(claims)
	return nil
}

// runGuarded runs units and bookkeeping up to the commit, inside the fence. If
// what the fence has prepared was lost on the way, it runs them again without;
// and if nobody knows whose a sequence is that they name, when it has asked.
func (r *runner) runGuarded(ctx context.Context, m *compiledMove, units []unit, after []entry) (*watch, error) {
	named := namedSequences(units)
	if len(named) > 0 && !r.register.usable() {
		if err := r.mustOwnSequences(ctx, m, units); err != nil {
			return nil, err
		}
		named = nil
	}
	for {
		w := r.fence.guard(m, units)
		w.named = named
		err := r.runWatched(ctx, w, units, after)
		switch {
		case len(named) > 0 && isUnsure(err):
			r.rollback(ctx)
			if err := r.mustOwnSequences(ctx, m, units); err != nil {
				return w, err
			}
			named = nil
			continue
		case !w.hasLost(err):
			return w, err
		case len(r.asker.prepared) == 0 || slices.ContainsFunc(units, func(u unit) bool { return u.fn != nil }):
			return w, &entryError{err: errLost}
		}
		r.rollback(ctx)
		r.asker.prepared = nil
	}
}

// runWatched runs units and bookkeeping up to the commit. Where writing the
// books does more than that, by a trigger or a rule, the fence looks again.
func (r *runner) runWatched(ctx context.Context, w *watch, units []unit, after []entry) error {
	var b batch
	b.prefix, b.entries = w.opening(units)
	if err := r.runUnits(ctx, w, units, &b); err != nil {
		return err
	}
	b.entries = append(b.entries, w.close(units, after)...)
	err := b.run(ctx, r.conn.PgConn())
	if err == nil && w.booked == nil && w.last().hooks(r.server.books) {
		w.book(after)
		r.server.hooked = true
		err = batch{entries: []entry{w.lookAtAll(units)}}.run(ctx, r.conn.PgConn())
	}
	if err == nil || !w.hasLooked() || ctx.Err() != nil {
		return r.nameClaim(ctx, err)
	}
	// What broke the bookkeeping may be what the fence has seen.
	var trespass *FenceError
	if _, found := w.settle(ctx); errors.As(found, &trespass) {
		w.restore(ctx, trespass)
		return found
	}
	return r.nameClaim(ctx, err)
}

// pinDown finds the step that did what the fence has found, where several may
// have: it rolls back and does the same again, looking more closely, until it is
// one or there is no telling.
func (r *runner) pinDown(ctx context.Context, w *watch, units []unit, found error) error {
	for {
		var trespass, closer *FenceError
		if !errors.As(found, &trespass) || len(trespass.steps) < 2 || w.once {
			return found
		}
		r.rollback(ctx)
		again := r.fence.guard(w.move, units)
		again.suspects = everyFew(trespass.steps)
		if err := r.runWatched(ctx, again, units, nil); err != nil {
			return found
		}
		_, err := again.settle(ctx)
		if !errors.As(err, &closer) {
			return found
		}
		again.restore(ctx, closer)
		if found = err; len(closer.steps) >= len(trespass.steps) {
			return found
		}
	}
}

// everyFew returns a few of many steps, the last among them.
func everyFew(steps []int) []int {
	const few = 16
	var some []int
	for i := len(steps) - 1; i >= 0; i -= max(1, len(steps)/few) {
		some = append(some, steps[i])
	}
	return some
}

// runUnits puts units into the batch, with the fence behind each step. Before a
// Go function the batch is sent, so that it finds its work done.
func (r *runner) runUnits(ctx context.Context, w *watch, units []unit, b *batch) error {
	for i := range units {
		u := &units[i]
		if u.fn == nil {
			r.progress.Running(u.sql)
			b.entries = append(b.entries, unitEntry(u))
		} else {
			if err := b.run(ctx, r.conn.PgConn()); err != nil {
				return err
			}
			*b = batch{}
			r.progress.Running("-- a Go function")
			if err := r.callFunc(ctx, w, u); err != nil {
				return err
			}
		}
		b.entries = append(b.entries, w.behind(units, i)...)
	}
	return nil
}

// callFunc runs a Go function in the revision's transaction. What it sends
// tells what is worth asking.
func (r *runner) callFunc(ctx context.Context, w *watch, u *unit) error {
	run := func() error { return u.fn(ctx, stepTx{r.handle}) }
	if v, ok := r.conn.Config().Tracer.(*veto); ok {
		routines := w.move.routines()
		unwatched := run
		run = func() error {
			return v.watch(func(sql string) error {
				if endsAnywhere(sql) {
					return errNotYours
				}
				if err := cmp.Or(checkReading(sql), checkReader(r.conn.PgConn())); err != nil {
					return err
				}
				w.foresee(sql)
				if discards(sql) {
					r.asker.prepared = nil
				}
				routines = append(routines, routinesIn(sql)...)
				return r.mustNotReach(w.move, u, sql, routines)
			}, unwatched)
		}
	}
	err := run()
	if err == nil && r.conn.PgConn().TxStatus() != 'T' {
		err = errors.New("the function left the transaction failed or ended")
	}
	var stopped *entryError
	if err == nil || errors.As(err, &stopped) {
		return err
	}
	return &entryError{entry: &entry{unit: u}, err: err}
}

// stepTx is the transaction that a [Func] gets. Its end is the runner's.
type stepTx struct{ pgx.Tx }

var errNotYours = errors.New("a step must not end its revision's transaction")

func (stepTx) Commit(context.Context) error   { return errNotYours }
func (stepTx) Rollback(context.Context) error { return errNotYours }

// Exec is that of the transaction, for SQL that does not end it.
func (t stepTx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	if endsAnywhere(sql) {
		return pgconn.CommandTag{}, errNotYours
	}
	if err := checkInput(sql); err != nil {
		return pgconn.CommandTag{}, err
	}
	return t.Tx.Exec(ctx, sql, args...)
}

// Query is that of the transaction, for SQL that does not end it.
func (t stepTx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	if endsAnywhere(sql) {
		return nil, errNotYours
	}
	return t.Tx.Query(ctx, sql, args...)
}

func endsAnywhere(sql string) bool { return checkStatement(ddl.Statement{SQL: sql}) != nil }

// beginSQL begins a transaction whose settings are the same whatever the
// database, the role and earlier revisions have set.
func (r *runner) beginSQL() string {
	var b strings.Builder
	b.WriteString("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;\n")
	for _, s := range r.settings() {
		fmt.Fprintf(&b, "SET LOCAL %s = %s;\n", s.name, schema.Literal(s.value))
	}
	return b.String()
}

type setting struct{ name, value string }

// settings are those of each transaction: the options win over the URL, the
// URL over the environment.
func (r *runner) settings() []setting {
	lock, statement := r.env.lockTimeout(), r.env.StatementTimeout
	if r.options.LockTimeout != 0 {
		lock = max(0, r.options.LockTimeout)
	}
	if r.options.StatementTimeout != 0 {
		statement = max(0, r.options.StatementTimeout)
	}
	list := []setting{
		{"lock_timeout", milliseconds(lock)},
		{"statement_timeout", milliseconds(statement)},
		{"idle_in_transaction_session_timeout", "0"},
	}
	if r.server.places { // a revision says where, or means PostgreSQL's own places
		list = append(list, setting{"default_tablespace", ""}, setting{"default_table_access_method", "heap"})
	}
	for _, s := range r.target.Settings {
		switch {
		case s.Name == "lock_timeout" && r.options.LockTimeout == 0:
			list[0].value = s.Value
		case s.Name == "statement_timeout" && r.options.StatementTimeout == 0:
			list[1].value = s.Value
		case r.pooled():
			list = append(list, setting{schema.Quote(s.Name), s.Value})
		}
	}
	return list
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%dms", max(0, d).Milliseconds())
}

// commit writes the last entries, commits, and gives the session its settings back, which a revision
// may have changed with SET. An interrupt comes too late for it: what counts
// is what the server did.
func (r *runner) commit(ctx context.Context, before []entry) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitPatience)
	defer cancel()
	committed := false
	var sql strings.Builder
	for _, e := range before {
		sql.WriteString(e.sql + ";\n")
	}
	results := r.conn.PgConn().Exec(ctx, sql.String()+"COMMIT;\nCLOSE ALL;\n"+r.resetSQL())
	for results.NextResult() {
		tag, _ := results.ResultReader().Close()
		if tag.String() == "ROLLBACK" {
			return errors.Join(&entryError{err: errors.New("the transaction had failed before its end")}, results.Close())
		}
		committed = committed || tag.String() == "COMMIT"
	}
	err := results.Close()
	switch {
	case err == nil || committed:
		return nil
	case strings.Contains(err.Error(), errLate.Error()):
		err = errLate
	}
	return &entryError{err: err}
}

// commitPatience is how long a commit may take: synchronous replicas and
// deferred constraints count in.
const commitPatience = 10 * time.Minute

// resetSQL undoes what a revision has set for the session. Behind a pooler the
// session is not ours.
func (r *runner) resetSQL() string {
	if r.pooled() {
		return ""
	}
	var b strings.Builder
	b.WriteString("RESET SESSION AUTHORIZATION;\nRESET ALL;\n" + pgurl.SteadySQL)
	for _, s := range r.target.Settings {
		fmt.Fprintf(&b, "SELECT pg_catalog.set_config(%s, %s, false);\n", schema.Literal(s.Name), schema.Literal(s.Value))
	}
	return b.String()
}

// rollback ends a failed transaction if the connection still stands.
func (s *session) rollback(ctx context.Context) {
	if s.conn.IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	if s.conn.PgConn().TxStatus() != 'I' {
		_, _ = s.conn.Exec(ctx, "ROLLBACK")
	}
}

// isConnectionLoss reports whether the server may have done what it did not
// answer to.
func (s *session) isConnectionLoss(err error) bool {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) && pgErr.Severity != "FATAL" {
		return false
	}
	return s.conn.IsClosed()
}
