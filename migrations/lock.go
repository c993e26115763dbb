package migrations

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/schema"
)

// A lock keeps other runners of the same history out. It is an advisory lock
// held by an idle transaction on a connection of its own:
//
//   - by a transaction, because behind a pooler a session's lock is shared
//     with other clients and outlives its own;
//   - on another connection, because revisions commit while it is held;
//   - taken by polling, because a runner that waits inside PostgreSQL holds a
//     snapshot, which CREATE INDEX CONCURRENTLY of the first runner would
//     wait for: a deadlock;
//   - by the server, and not as a row, because a row survives the runner that
//     was killed.
type lock struct {
	conn   *pgx.Conn
	waited bool // another runner had it first
	asker  *asker
}

// soon is how long a lock is waited for in silence: a runner that has just
// ended is still being cleared away by the server.
const soon = 500 * time.Millisecond

// lockKey is the key of a history's lock. Advisory locks belong to a database,
// so the name of the version table is enough.
func lockKey(table schema.Name) int64 {
	sum := sha256.Sum256([]byte("deed " + string(table)))
	return int64(binary.BigEndian.Uint64(sum[:8]))
}

// acquire takes the lock. waiting is called once, with a sentence about the
// holder, when another runner has it and does not end soon.
func acquire(ctx context.Context, target *pgurl.Target, table schema.Name, patience time.Duration, waiting func(holder string)) (*lock, error) {
	conn, err := target.Connect(ctx)
	if err != nil {
		return nil, err
	}
	l, key, began, told := &lock{conn: conn, asker: &asker{questions: outsideQuestions()}}, lockKey(table), time.Now(), false
	for attempt := 0; ; attempt++ {
		taken, err := l.try(ctx, key)
		if err != nil || taken {
			return l.orClose(ctx, err)
		}
		l.waited = true
		holder, since := l.holder(ctx, key), time.Since(began)
		if !told && since >= min(soon, patience) {
			waiting(holder)
			told = true
		}
		if since > patience {
			return l.orClose(ctx, hint.New(
				fmt.Sprintf("another runner has held the lock on %s for %s: %s", table, patience.Round(time.Second), holder),
				"let it finish, or end it if it hangs: SELECT pg_terminate_backend(PID); --runner-timeout waits longer"))
		}
		if err := sleep(ctx, pause(attempt)); err != nil {
			return l.orClose(ctx, err)
		}
	}
}

// orClose returns the lock, or closes it if there is an error.
func (l *lock) orClose(ctx context.Context, err error) (*lock, error) {
	if err != nil {
		l.release(ctx)
		return nil, fmt.Errorf("locking: %w", err)
	}
	return l, nil
}

// pause grows to a second. Its random part keeps runners that were started
// together from asking together.
func pause(attempt int) time.Duration {
	longest := min(time.Second, 50*time.Millisecond<<min(attempt, 5))
	return longest/2 + rand.N(longest/2)
}

func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(d):
		return nil
	}
}

// try opens a transaction and asks for the lock, in one round trip. The
// timeouts of sessions and transactions are set by name, since not every
// server has each.
func (l *lock) try(ctx context.Context, key int64) (bool, error) {
	results, err := l.conn.PgConn().Exec(ctx, fmt.Sprintf(`BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY;
`+plainNames+`;
SELECT set_config(name, '0', true) FROM pg_catalog.pg_settings
WHERE name IN ('idle_in_transaction_session_timeout', 'transaction_timeout', 'statement_timeout');
SELECT pg_try_advisory_xact_lock(%d)`, key)).ReadAll()
	if err != nil {
		return false, err
	}
	if string(results[3].Rows[0][0]) == "t" {
		return true, nil
	}
	_, err = l.conn.Exec(ctx, "ROLLBACK")
	return false, err
}

// prepare prepares what the fence asks outside of the transactions. No lock is
// kept that this takes: a catalog that is locked already is not looked for
// news when it is locked again. It asks something on the way, if there is
// something.
func (l *lock) prepare(ctx context.Context, sql string, read func(columns []string), names ...string) error {
	if sql == "" && len(names) == 0 {
		return nil
	}
	const keep = "SET LOCAL plan_cache_mode = force_generic_plan;\n"
	b := batch{entries: []entry{{sql: keep + enterSQL + sql + l.asker.prepareSQL(names...) + leaveSQL, read: read, what: "the fence", rows: -1}}}
	if err := b.run(ctx, l.conn.PgConn()); err != nil {
		return fmt.Errorf("preparing the fence: %w", err)
	}
	l.asker.prepared = append(l.asker.prepared, names...)
	return nil
}

// holder describes who has the lock.
func (l *lock) holder(ctx context.Context, key int64) string {
	var text string
	err := l.conn.QueryRow(ctx, `
SELECT format('process %s of %s (%s), for %s', a.pid, coalesce(a.usename::text, '?'), coalesce(nullif(a.application_name, ''), '?'),
       date_trunc('second', clock_timestamp() - coalesce(a.xact_start, a.backend_start)))
FROM pg_locks l JOIN pg_stat_activity a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.classid::bigint << 32 | l.objid::bigint = $1`, key).Scan(&text)
	if err != nil {
		return "it has just finished"
	}
	return text
}

// held returns an error if the lock is gone because its connection is.
func (l *lock) held(ctx context.Context) error {
	if err := l.conn.Ping(ctx); err != nil {
		return fmt.Errorf("the lock against other runners was lost with its connection: %w", err)
	}
	return nil
}

// release gives the lock up by closing its connection.
func (l *lock) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = l.conn.Close(ctx)
}
