package migrations

import (
	"context"
	"fmt"
	"slices"

	"github.com/deedsql/deed/schema"
)

// What a transaction does to a sequence stays when it is rolled back. So the
// fence notes where the sequences stand before a step that may use them, and
// puts a foreign one back that the step has set.

// mayUseSequences reports whether a text does more than define things.
func mayUseSequences(sql string) bool {
	return slices.ContainsFunc(schema.Tokens(sql), func(t schema.Token) bool {
		return slices.ContainsFunc([]string{"insert", "select", "do", "call", "merge", "execute", "update", "copy", "with"}, t.Is)
	})
}

// sequencesSQL tells where the sequences stand that nobody is changing. Reading
// one locks it to the end of the transaction, so it is asked before the one of
// the steps begins, and not of more than there is room for locks.
const sequencesSQL = `SELECT 'sequence' AS deed_fence, q.seqrelid::text, q.seqrelid::regclass::text, coalesce(v, q.seqstart)::text, (v IS NOT NULL)::text, q.seqincrement::text
FROM (SELECT * FROM pg_sequence s WHERE has_sequence_privilege(seqrelid, 'USAGE') AND (SELECT relpersistence FROM pg_class WHERE oid = s.seqrelid) <> 't'
		AND (SELECT count(*) <= 2000 FROM pg_sequence) AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.relation = s.seqrelid AND l.pid <> pg_backend_pid()
		AND l.mode IN ('ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) OFFSET 0) q, pg_sequence_last_value(q.seqrelid) v;
`

// flushSQL begins the count anew of how often sequences are used. Before
// PostgreSQL 15 it cannot be told when that count begins.
const (
	flushSQL   = "SELECT pg_stat_force_next_flush();\n"
	countsAnew = 150000
)

// usedSQL tells how often this transaction has used the sequences that it has
// locked.
const usedSQL = `SELECT 'used' AS deed_fence, l.relation::text, pg_stat_get_xact_blocks_fetched(l.relation)::text
FROM pg_locks l JOIN pg_class c ON c.oid = l.relation AND c.relkind = 'S' WHERE l.pid = pg_backend_pid() AND l.mode = 'RowExclusiveLock';
`

// restore puts foreign sequences back that a transaction has set or taken
// values from, once it is rolled back. It returns those that it could not.
// Values that others have taken meanwhile stay taken: then only a gap is left.
func (w *watch) restore(ctx context.Context, found *FenceError) {
	ctx = context.WithoutCancel(ctx)
	w.runner.rollback(ctx)
	for id, used := range w.last().used {
		was, noted := w.before.sequences[id]
		if !noted || !slices.ContainsFunc(found.Trespasses, func(t Trespass) bool { return t.sequence == id }) {
			continue
		}
		if _, err := w.runner.conn.Exec(ctx, was.restoreSQL(used, w.runner.server.version >= countsAnew)); err != nil {
			w.runner.progress.Warn(fmt.Sprintf("sequence %s could not be put back to %d: %s", was.name, was.value, message(err)))
		}
	}
}

// restoreSQL puts a sequence back after so many uses of it, if it stands where
// values that were taken already would come again, or far ahead; or where
// these uses alone have brought it, if they are counted.
func (c counter) restoreSQL(used int, counted bool) string {
	taken := int64(used)
	if !c.called {
		taken--
	}
	alone := c.value + taken*c.increment
	behind, ahead := "<", ">"
	if c.increment < 0 {
		behind, ahead = ahead, behind
	}
	where := fmt.Sprintf("last_value %s %d OR last_value %s %d OR NOT is_called", behind, c.value, ahead, alone+1000*c.increment)
	if counted {
		where += fmt.Sprintf(" OR last_value = %d", alone)
	}
	return fmt.Sprintf("SELECT pg_catalog.setval(%s, %d, %t) FROM %s WHERE %s", schema.Literal(c.name), c.value, c.called, c.name, where)
}
