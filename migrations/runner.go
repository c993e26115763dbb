package migrations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations/pgurl"
)

// Options say how a run differs from the environment's settings.
type Options struct {
	// LockTimeout, StatementTimeout and RunnerTimeout override those of the
	// [Environment] if they are not zero.
	LockTimeout, StatementTimeout, RunnerTimeout time.Duration
	// Wait is how long to wait for a server that is not there yet.
	Wait time.Duration
	// AcceptEdited runs although revisions were edited after they were
	// applied, and takes them as they are now from then on.
	AcceptEdited bool
	// Progress is told what happens. Defaults to silence.
	Progress Progress
}

// Progress is told what a run does, as it does it.
type Progress interface {
	// Begin announces the revisions to come.
	Begin(moves []Revision)
	// Moving announces one of them, Moved reports it done.
	Moving(r Revision, direction Direction)
	Moved(r Revision, direction Direction, took time.Duration)
	// Running shows the SQL that is sent.
	Running(sql string)
	// Note and Warn tell what else there is to know.
	Note(text string)
	Warn(text string)
}

type silence struct{}

func (silence) Begin([]Revision)                         {}
func (silence) Moving(Revision, Direction)               {}
func (silence) Moved(Revision, Direction, time.Duration) {}
func (silence) Running(string)                           {}
func (silence) Note(string)                              {}
func (silence) Warn(string)                              {}

// Upgrade applies the revisions up to the target, "head" for all of them, and
// returns the version rows afterwards.
func Upgrade(ctx context.Context, env *Environment, target *pgurl.Target, to string, options Options) ([]string, error) {
	return run(ctx, env, target, options, Up, func(g *Graph, rows []string) ([]Move, error) { return g.Upgrade(rows, to) })
}

// Downgrade takes the revisions above the target back, "base" for all, and
// returns the version rows afterwards.
func Downgrade(ctx context.Context, env *Environment, target *pgurl.Target, to string, options Options) ([]string, error) {
	return run(ctx, env, target, options, Down, func(g *Graph, rows []string) ([]Move, error) { return g.Downgrade(rows, to) })
}

// A runner moves one database along one history.
type runner struct {
	*session
	graph    *Graph
	options  Options
	progress Progress
	lock     *lock
	record   record
	fence    *fence
	asker    *asker   // of what the fence asks in the transactions
	stirred  forecast // what was done before in this run
	handle   pgx.Tx   // the transaction that Go steps get, whichever it is
	// at are the version rows that are known to be committed.
	at []string
}

// run makes the moves that plan finds from where the database stands once
// nobody else can move it.
func run(ctx context.Context, env *Environment, target *pgurl.Target, options Options, direction Direction, plan func(*Graph, []string) ([]Move, error)) ([]string, error) {
	r, err := start(ctx, env, target, options)
	if err != nil {
		return nil, err
	}
	defer r.stop(ctx)
	moves, err := plan(r.graph, r.at)
	if err != nil {
		return r.at, err
	}
	if err := r.checkEdited(ctx, moves, direction); err != nil {
		return r.at, err
	}
	if err := r.checkOpen(moves); err != nil {
		return r.at, err
	}
	r.fence = &fence{runner: r, territory: newTerritory(r.env, r.graph, r.at, r.register, r.record)}
	compiled, err := r.compile(moves)
	if err != nil || len(moves) == 0 {
		return r.at, err
	}
	return r.at, r.runAll(ctx, compiled)
}

// start connects, takes the lock, and reads where the database stands.
func start(ctx context.Context, env *Environment, target *pgurl.Target, options Options) (*runner, error) {
	graph, err := env.checkedGraph()
	if err != nil {
		return nil, err
	}
	r := &runner{graph: graph, options: options, progress: options.Progress}
	if r.progress == nil {
		r.progress = silence{}
	}
	r.session = newSession(env, target)
	if r.conn, err = target.Await(ctx, options.Wait); err != nil {
		return nil, err
	}
	if err := r.begin(ctx); err != nil {
		r.stop(ctx)
		return nil, err
	}
	return r, nil
}

// begin takes the lock and reads where the database stands.
func (r *runner) begin(ctx context.Context) error {
	if err := r.probeAndLock(ctx); err != nil {
		return err
	}
	if r.lock.waited || !r.server.hasVersions || !r.server.hasLog || len(r.register.columns) == 0 { // another runner may have made the tables meanwhile
		if err := r.probe(ctx); err != nil {
			return err
		}
	}
	return r.look(ctx)
}

// probeAndLock looks around on one connection while the other takes the lock.
func (r *runner) probeAndLock(ctx context.Context) error {
	patience := r.env.runnerTimeout()
	if r.options.RunnerTimeout != 0 {
		patience = max(0, r.options.RunnerTimeout)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	locked := inBackground(func() (err error) {
		r.lock, err = acquire(ctx, r.target, r.versions.name, patience, func(holder string) {
			r.progress.Note(fmt.Sprintf("waiting up to %s for another runner of %s: %s", patience, r.versions.name, holder))
		})
		return err
	})
	err := r.probe(ctx)
	if err != nil {
		cancel() // nobody needs the lock any more
	}
	return cmp.Or(err, <-locked)
}

// inBackground starts f. The channel gives its error once and is closed.
func inBackground(f func() error) <-chan error {
	done := make(chan error, 1)
	go func() {
		defer close(done)
		done <- f()
	}()
	return done
}

// look reads where the database stands.
func (r *runner) look(ctx context.Context) error {
	var err error
	r.at, r.record, err = r.session.read(ctx)
	return err
}

func (r *runner) stop(ctx context.Context) {
	if r.lock != nil {
		r.lock.release(ctx)
	}
	r.close(ctx)
}

// checkedGraph is the graph of an environment that can be run.
func (e *Environment) checkedGraph() (*Graph, error) {
	if e.Service == "" {
		return nil, hint.New("the environment names no Service", `write Service: "name" into the deed.Environment literal`)
	}
	if n := len(e.VersionTableName().Object()); n > 63 {
		return nil, fmt.Errorf("the name of the version table has %d bytes, PostgreSQL takes 63", n)
	}
	return e.Graph()
}

// checkOpen lets only the continuation of a half-done revision pass.
func (r *runner) checkOpen(moves []Move) error {
	open := r.record.open
	if open == nil {
		return nil
	}
	revision := r.env.revision(open.revision)
	half := fmt.Sprintf("the %s of %s stands half-way, after %d of its %d statements", open.direction, revision.title(), open.reached, open.units)
	if len(moves) == 0 || moves[0].Revision != open.revision || string(moves[0].Direction) != open.direction {
		return hint.Wrap(errors.New(half), "finish it first: deed %s %s; or put the database right by hand and say where it stands: deed stamp REV",
			open.direction, finishing(open))
	}
	steps, err := revision.steps(moves[0].Direction)
	if err != nil {
		return err
	}
	if checksum(steps) != open.checksum {
		return hint.Wrap(errors.New(half+", and was edited since"),
			"bring back the steps that it began with; or put the database right by hand and say where it stands: deed stamp REV")
	}
	return nil
}

// finishing is the argument that finishes an open passage.
func finishing(open *passage) string {
	if open.direction == string(Up) {
		return open.revision
	}
	return "-1"
}

// A compiled move has its revision and what it executes.
type compiledMove struct {
	Move
	revision Revision
	steps    []Step
	units    []unit
	segments []segment
	done     int  // units that are committed
	resumed  bool // an earlier run began it
	inDoubt  bool // and was lost while the next unit ran outside a transaction
	open     bool // the log has an unfinished row for it
}

// compile compiles all moves before the first of them runs.
func (r *runner) compile(moves []Move) ([]compiledMove, error) {
	compiled := make([]compiledMove, len(moves))
	for i, m := range moves {
		c, err := compileMove(m, r.env.revision(m.Revision))
		if err != nil {
			return nil, err
		}
		if i == 0 && r.record.open != nil {
			if r.record.open.units != len(c.units) {
				return nil, fmt.Errorf("%s of %s was begun by another version of deed, which divides it otherwise: finish it with that one", m.Direction, c.revision.title())
			}
			c.done, c.inDoubt, c.resumed, c.open = r.record.open.reached, r.record.open.running, true, true
		}
		if err := r.checkSegments(c); err != nil {
			return nil, err
		}
		if err := errors.Join(c.revision.checkTouches(), r.fence.territory.checkClaims(c.steps)); err != nil {
			return nil, hint.Wrap(fmt.Errorf("%s of %s: %w", c.Direction, c.revision.title(), err), "nothing was run")
		}
		compiled[i] = c
	}
	return compiled, nil
}

// stepsDone is how many steps an earlier run has finished.
func (m *compiledMove) stepsDone() int {
	if m.done == len(m.units) {
		return len(m.steps)
	}
	return m.units[m.done].step - 1
}

func compileMove(m Move, revision Revision) (compiledMove, error) {
	steps, err := revision.steps(m.Direction)
	if err != nil {
		return compiledMove{}, err
	}
	units, err := compile(steps)
	if err != nil {
		return compiledMove{}, fmt.Errorf("%s of %s: %w", m.Direction, revision.title(), err)
	}
	return compiledMove{Move: m, revision: revision, steps: steps, units: units, segments: split(units)}, nil
}

// checkSegments refuses what cannot be run safely here.
func (r *runner) checkSegments(c compiledMove) error {
	alone := func(s segment) bool { return s.noTransaction }
	if slices.ContainsFunc(c.segments, alone) && r.pooled() {
		return hint.New(fmt.Sprintf("%s of %s has statements outside of transactions, and the connection goes through a transaction pooler", c.Direction, c.revision.title()),
			"give the server's direct address for migrations: DATABASE_URL=… or --database-url")
	}
	if len(c.segments) > 1 && !r.server.mayLog {
		return hint.New(fmt.Sprintf("%s of %s takes %d transactions, and %s, which keeps its progress, cannot be written", c.Direction, c.revision.title(), len(c.segments), r.log.name),
			fmt.Sprintf("GRANT SELECT, INSERT, UPDATE ON %s TO %s; or CREATE on its schema if the table is yet to be made", r.log.name.SQL(), r.server.user))
	}
	return nil
}

func (r *runner) runAll(ctx context.Context, moves []compiledMove) error {
	r.tellConditions()
	if err := r.prepare(ctx, moves); err != nil {
		return err
	}
	revisions := make([]Revision, len(moves))
	for i, m := range moves {
		revisions[i] = m.revision
	}
	r.progress.Begin(revisions)
	for i, m := range moves {
		if err := r.runMove(ctx, m, i == len(moves)-1); err != nil {
			return err
		}
	}
	return nil
}

// prepare does what comes before the first revision.
func (r *runner) prepare(ctx context.Context, moves []compiledMove) error {
	err := r.prepareRegister(ctx)
	if err == nil {
		err = r.prepareFence(ctx, moves)
	}
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w before the first revision: the database is as it was, at %s", errInterrupted, at(r.at))
	}
	return err
}

func (r *runner) tellConditions() {
	if r.pooled() {
		r.progress.Warn("the connection goes through a transaction pooler; a direct one is safer for migrations")
	}
	if !r.register.mayEdit {
		r.progress.Warn(fmt.Sprintf("%s cannot be written by %s, so the other services do not learn from it what is this one's", r.register.table, r.server.user))
	}
	if !r.server.mayLog {
		r.progress.Warn(fmt.Sprintf("%s cannot be written by %s, so this run leaves no trace but its version row", r.log.name, r.server.user))
	}
}

// runMove runs one revision and reports it.
func (r *runner) runMove(ctx context.Context, m compiledMove, last bool) error {
	begun := time.Now()
	r.progress.Moving(m.revision, m.Direction)
	if m.resumed {
		r.progress.Note(fmt.Sprintf("going on with %s after %d of its %d statements", m.revision.title(), m.done, len(m.units)))
	}
	for _, t := range m.revision.Touches {
		r.progress.Note(fmt.Sprintf("%s may change %s: %s", m.revision.title(), t.Object, t.Reason))
	}
	if len(m.revision.Touches) > 0 && r.server.mayLog && !r.server.hasTouches {
		r.progress.Warn(fmt.Sprintf("%s has no column touches, so the exceptions of %s are not kept in it", r.log.name, m.revision.title()))
	}
	r.fence.territory.run(m.steps, m.stepsDone())
	if err := r.runSegments(ctx, &m); err != nil {
		committed, err := r.afterFailure(ctx, m, err)
		if !committed || !last {
			return err
		}
		r.progress.Warn("the connection was lost while the last commit was under way; the server had committed it")
	}
	r.at = m.Rows
	r.fence.territory.settle(m.revision, m.Direction)
	r.progress.Moved(m.revision, m.Direction, time.Since(begun))
	return nil
}

// runSegments runs what is left of a revision, one commit after another.
func (r *runner) runSegments(ctx context.Context, m *compiledMove) error {
	for i, s := range m.segments {
		last := i == len(m.segments)-1
		if s.end() <= m.done && !last {
			continue
		}
		before, after := r.bookkeep(m, s, last)
		var err error
		if s.noTransaction {
			err = r.runAlone(ctx, m, s.units[0], before, after)
		} else {
			err = r.runTransaction(ctx, m, s.units, before, after)
		}
		if err != nil {
			return err
		}
		m.done, m.open, m.inDoubt = s.end(), !last, false
	}
	return nil
}

// bookkeep returns what a segment writes into log and version table before
// and after its units.
func (r *runner) bookkeep(m *compiledMove, s segment, last bool) (before, after []entry) {
	p := passage{revision: m.Revision, direction: string(m.Direction), checksum: checksum(m.steps), units: len(m.units)}
	switch {
	case !r.server.mayLog:
	case len(m.segments) == 1 && !s.noTransaction:
		p.reached = p.units
		after = append(after, r.log.start(p, true))
	default:
		if !m.open {
			before = append(before, r.log.start(p, false))
		}
		if s.noTransaction {
			p.reached, p.running = s.first, true
			before = append(before, r.log.progress(p, false))
		}
		p.reached, p.running = s.end(), false
		after = append(after, r.log.progress(p, last))
	}
	taken, given := adoptions(m.steps, m.Revision)
	if s.first == 0 && s.noTransaction {
		before = append(before, r.register.write(taken)...)
	} else if s.first == 0 {
		after = append(after, r.register.write(taken)...)
	}
	if last {
		after = append(after, r.register.write(given)...)
		after = append(after, r.versions.change(m.Before, m.Rows)...)
		if len(m.revision.Touches) > 0 && r.server.mayLog && r.server.hasTouches {
			after = append(after, r.log.exceptions(m.revision))
		}
	}
	return before, after
}
