package migrations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/schema"
)

// What a transaction does to a sequence stays when it is rolled back. So the
// fence notes where the sequences stand before a step that may use them, and
// puts a foreign one back that the step has set.

// usesSequences reports whether one of the units may use sequences.
func (w *watch) usesSequences(units []unit) bool {
	laid := w.runner.server.laid || w.runner.server.reacts || w.runner.stirred.runs
	return slices.ContainsFunc(units, func(u unit) bool {
		return u.fn != nil || slices.ContainsFunc(statements(u.sql), func(tokens []schema.Token) bool { return mayUseSequences(tokens, laid) })
	})
}

// mayUseSequences reports whether a statement may do more than define things,
// where functions are laid under what others are defined with.
func mayUseSequences(tokens []schema.Token, laid bool) bool {
	begins := func(words ...string) bool { return len(tokens) > 1 && slices.ContainsFunc(words, tokens[0].Is) }
	switch {
	case len(tokens) == 0, begins("grant", "revoke", "comment", "drop", "set", "reset", "savepoint", "release", "rollback"):
		return false
	case begins("create", "alter"):
		definition := slices.ContainsFunc([]string{"table", "index", "unique", "materialized", "unlogged"}, tokens[1].Is)
		return laid || definition && callsUnknown(tokens)
	}
	return true
}

// sequencesSQL tells where the sequences stand that nobody is changing, and how
// often this session has used them. Reading one locks it to the end of the
// transaction, so it is asked in one of its own before that of the steps, and
// not of more than there is room for locks.
const sequencesSQL = `SELECT 'sequence' AS deed_fence, q.seqrelid::text, q.seqrelid::regclass::text, coalesce(v, q.seqstart)::text, (v IS NOT NULL)::text, q.seqincrement::text,
	pg_stat_get_xact_blocks_fetched(q.seqrelid)::text
FROM (SELECT * FROM pg_sequence s WHERE has_sequence_privilege(seqrelid, 'USAGE') AND (SELECT relpersistence FROM pg_class WHERE oid = s.seqrelid) <> 't'
		AND (SELECT count(*) <= 2000 FROM pg_sequence) AND NOT EXISTS (SELECT FROM pg_locks l WHERE l.relation = s.seqrelid AND l.pid <> pg_backend_pid()
		AND l.mode IN ('ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) OFFSET 0) q, pg_sequence_last_value(q.seqrelid) v`

// restore puts foreign sequences back that a transaction has set or taken
// values from, once it is rolled back. Values that others have taken meanwhile
// stay taken: then only a gap is left. How often the transaction has used a
// sequence is the difference of two counts, because PostgreSQL begins them anew
// only between the texts that it is sent.
func (w *watch) restore(ctx context.Context, found *FenceError) {
	ctx = context.WithoutCancel(ctx)
	w.runner.rollback(ctx)
	for id, fetched := range w.last().fetched {
		was, noted := w.before.sequences[id]
		if !noted || !slices.ContainsFunc(found.Trespasses, func(t Trespass) bool { return t.sequence == id }) {
			continue
		}
		w.putBack(ctx, was, fetched-was.fetched)
	}
}

// restoreFailed puts foreign sequences back that a transaction has set to
// where values that were taken already would come again, though it failed
// before anybody looked. One that stands ahead is left there: others may have
// brought it there, and at worst it is a gap.
func (w *watch) restoreFailed(ctx context.Context) {
	if len(w.before.sequences) == 0 || w.runner.conn.IsClosed() {
		return
	}
	ctx = context.WithoutCancel(ctx)
	w.runner.rollback(ctx)
	now := newView()
	again := batch{prefix: "BEGIN READ ONLY;\n", entries: []entry{
		{sql: setLocal(fenceSettings) + sequencesSQL, what: "the fence", rows: -1, read: now.read}, bookkeeping("the end", "COMMIT", -1),
	}}
	if err := again.run(ctx, w.runner.conn.PgConn()); err != nil {
		w.runner.rollback(ctx)
		return
	}
	var behind []string
	for id, was := range w.before.sequences {
		if is, there := now.sequences[id]; there && was.isAheadOf(is) {
			behind = append(behind, id)
		}
	}
	if len(behind) == 0 {
		return
	}
	v, err := w.runner.lock.look(ctx, w.runner.lock.asker.objectsSQL(map[string][]string{"pg_class": behind}))
	if err != nil {
		return
	}
	for _, id := range behind {
		if chain := v.names[ref{"pg_class", id}]; len(chain) > 0 && !w.territory.owns(chain) {
			w.putBack(ctx, w.before.sequences[id], 0)
		}
	}
}

// isAheadOf reports whether a sequence has given more values than it has when
// it stands somewhere else.
func (c counter) isAheadOf(now counter) bool {
	if c.value == now.value {
		return c.called && !now.called
	}
	return c.value > now.value == (c.increment > 0)
}

func (w *watch) putBack(ctx context.Context, was counter, used int) {
	if _, err := w.runner.conn.Exec(ctx, "SET TRANSACTION READ WRITE;\n"+was.restoreSQL(used)); err != nil {
		w.runner.progress.Warn(fmt.Sprintf("sequence %s could not be put back to %d: %s", was.name, was.value, message(err)))
	}
}

// restoreSQL puts a sequence back after so many uses of it, if it stands where
// values that were taken already would come again, or far ahead; or where
// these uses alone have brought it.
func (c counter) restoreSQL(used int) string {
	taken := int64(used)
	if !c.called {
		taken--
	}
	alone := c.value + taken*c.increment
	behind, ahead := "<", ">"
	if c.increment < 0 {
		behind, ahead = ahead, behind
	}
	return fmt.Sprintf("SELECT pg_catalog.setval(%s, %d, %t) FROM %s WHERE last_value %s %d OR last_value %s %d OR last_value = %d OR NOT is_called",
		schema.Literal(c.name), c.value, c.called, c.name, behind, c.value, ahead, alone+1000*c.increment, alone)
}

// Sequences that a step names are looked at before it runs: others might use
// them before they are put back. Where the register says that they are the
// service's own, that is seen in the transaction itself.

// unsure is the error of ownedSQL.
const unsure = "somebody else may own a sequence"

// ownedSQL fails unless the register says that the relations are the service's
// own, or the tables are that they belong to.
func (r register) ownedSQL(names []string) string {
	return `SELECT (CASE WHEN pg_catalog.count(*) = 0 THEN '0' ELSE '` + unsure + `' END)::pg_catalog.int4
FROM (SELECT pg_catalog.to_regclass(n)::pg_catalog.oid FROM pg_catalog.unnest(` + textsSQL(names) + `) n) x (id)
WHERE id IS NOT NULL AND (SELECT pg_catalog.bool_and(r.service = ` + schema.Literal(r.service) + `) FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN ` + r.table.SQL() + ` r ON r.schema_name = n.nspname AND r.name = c.relname AND r.kind IN (` + kindsOf("relation") + `)
	WHERE c.oid = id OR c.oid IN (SELECT refobjid FROM pg_catalog.pg_depend WHERE classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND objid = id
		AND refclassid = classid AND deptype IN ('a', 'i'))) IS NOT TRUE`
}

// namedSequences are those that units name.
func namedSequences(units []unit) (names []string) {
	for _, u := range units {
		names = append(names, sequencesIn(u.sql)...)
	}
	return names
}

// mustOwnSequences asks whose the sequences are that units name, where the
// register does not say.
func (r *runner) mustOwnSequences(ctx context.Context, m *compiledMove, units []unit) error {
	for i := range units {
		if names := sequencesIn(units[i].sql); len(names) > 0 {
			if err := r.mustOwn(ctx, m, &units[i], names); err != nil {
				return err
			}
		}
	}
	return nil
}

func isUnsure(err error) bool {
	var pgErr *pgconn.PgError
	return errors.As(err, &pgErr) && pgErr.Code == "22P02" && strings.Contains(pgErr.Message, unsure)
}
