package migrations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/deedsql/deed/internal/hint"
)

var errInterrupted = errors.New("interrupted")

// afterFailure rolls back, finds out where the database stands, and words the
// error. committed is true if the server had committed the whole revision
// although the connection was lost before it could say so.
func (r *runner) afterFailure(ctx context.Context, m compiledMove, cause error) (committed bool, err error) {
	failed := m.stepError(cause)
	if ctx.Err() != nil {
		failed.Err = errInterrupted
	}
	failed.Whose = r.whose(&m, failed)
	lost := r.isConnectionLoss(cause)
	r.rollback(ctx)
	if !lost {
		failed.Standing = r.standing(m)
		return false, errors.Join(failed, r.settleLog(ctx, m))
	}
	return r.afterLoss(context.WithoutCancel(ctx), m, failed)
}

// stepError attributes an error to a step.
func (m compiledMove) stepError(cause error) *StepError {
	failed := &StepError{
		Revision: m.Revision, Message: m.revision.Message, File: m.revision.File, Direction: m.Direction,
		Steps: len(m.steps), Err: cause,
	}
	var e *entryError
	if !errors.As(cause, &e) {
		return failed
	}
	failed.Err = e.err
	if e.entry == nil {
		return failed
	}
	if e.entry.unit != nil {
		failed.Step = e.entry.unit.step
	}
	if e.entry.read == nil { // the fence's own questions explain nothing
		failed.SQL, failed.Position = e.entry.sql, e.position
	}
	return failed
}

// standing says where the database stands after a failure that the server has
// told us about.
func (r *runner) standing(m compiledMove) string {
	if m.done == 0 {
		return fmt.Sprintf("Nothing of it was kept: the database is as it was, at %s.", at(r.at))
	}
	return halfway(m, m.done)
}

// settleLog takes back the log's word that a statement is running, now that
// its failure was seen, and the whole row if nothing of the revision was kept.
func (r *runner) settleLog(ctx context.Context, m compiledMove) error {
	if !m.open {
		return nil
	}
	p := passage{revision: m.Revision, reached: m.done}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 30*time.Second)
	defer cancel()
	return r.runTransaction(ctx, &m, nil, []entry{r.log.progress(p, m.done == 0)}, nil)
}

func halfway(m compiledMove, done int) string {
	return fmt.Sprintf("Statements 1 to %d of its %d are committed, for they could not be in one transaction with the rest; the version table says %s.\n"+
		"The same command goes on with statement %d.", done, len(m.units), at(m.Before), done+1)
}

// afterLoss reads the truth over a new connection: the server may have
// committed what it did not confirm.
func (r *runner) afterLoss(ctx context.Context, m compiledMove, failed *StepError) (committed bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lossPatience)
	defer cancel()
	was := r.server.pid
	if err := r.reconnect(ctx, lossPatience); err != nil {
		failed.Standing = "The server cannot be reached again, so it is not known whether it committed. 'deed current' will tell."
		return false, errors.Join(failed, err)
	}
	if err := r.outlive(ctx, was); err != nil {
		return false, errors.Join(failed, err)
	}
	if err := r.look(ctx); err != nil {
		return false, errors.Join(failed, err)
	}
	switch {
	case sameRows(r.at, m.Rows) && !sameRows(m.Before, m.Rows):
		failed.Standing = fmt.Sprintf("The connection was lost, but the server had committed the revision: the database is at %s. The same command goes on from there.", at(r.at))
		return true, failed
	case r.record.open != nil:
		failed.Standing = "The connection was lost. " + halfway(m, r.record.open.reached)
	default:
		failed.Standing = fmt.Sprintf("The connection was lost and the server rolled back: the database is as it was, at %s.", at(r.at))
	}
	return false, hint.Wrap(failed, "the same command tries again")
}

// lossPatience is how long a server that was lost is sought.
const lossPatience = 15 * time.Second

// outlive waits until the server process that we lost is gone: until then its
// commit may still be under way.
func (s *session) outlive(ctx context.Context, pid uint32) error {
	if s.pooled() {
		return nil // what we know of it is not its process id
	}
	for attempt := 0; ; attempt++ {
		var there bool
		err := s.conn.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $1::text::int)", fmt.Sprint(pid)).Scan(&there)
		if err != nil || !there {
			return err
		}
		if err := sleep(ctx, pause(attempt)); err != nil {
			return fmt.Errorf("the lost connection's server process %d is still at work, so it is not known whether it will commit: 'deed current' will tell", pid)
		}
	}
}

func sameRows(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return strings.Join(a, " ") == strings.Join(b, " ")
}
