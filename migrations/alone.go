package migrations

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/schema"
)

// runAlone runs a statement that cannot run in a transaction. What it does and
// the note of it in the log cannot be committed together, so the log says
// that it is running before it does. A runner that resumes there is in doubt
// whether the statement has run; for CONCURRENTLY the catalog tells, anything
// else is run again.
func (r *runner) runAlone(ctx context.Context, m *compiledMove, u unit, before, after []entry) error {
	held := inBackground(func() error { return r.lock.held(ctx) })
	must, err := r.guardAlone(ctx, m, &u)
	if err := cmp.Or(<-held, err); err != nil {
		return err
	}
	if err := r.guardReach(ctx, m, []unit{u}); err != nil {
		return err
	}
	if must {
		if err := r.guardLaid(ctx, m, &u); err != nil {
			return err
		}
	}
	if len(before) > 0 {
		if err := r.runTransaction(ctx, m, nil, before, nil); err != nil {
			return err
		}
		m.open = true
	}
	if !must {
		r.progress.Running(u.sql)
		if alone, err := r.runFenced(ctx, m, u, after); err != nil || !alone {
			return err
		}
	}
	if !must || r.server.laid || r.stirred.runs {
		r.asker.prepared = nil // by what it prepares itself it could blind the fence
	}
	target := concurrentIndex(u.sql)
	done, err := r.prepareIndex(ctx, target, m.inDoubt)
	if err != nil {
		return err
	}
	if !done {
		if err := r.execAlone(ctx, &u); err != nil {
			return r.tellInvalid(ctx, target, err)
		}
		if err := r.checkIndex(ctx, &u, target); err != nil {
			return err
		}
	}
	return r.runTransaction(ctx, m, nil, nil, after)
}

// execAlone executes the statement without a timeout on locks: CONCURRENTLY
// waits for the transactions of others without holding anybody up, and giving
// up would leave an invalid index.
func (r *runner) execAlone(ctx context.Context, u *unit) error {
	statement := r.settings()[1]
	setup := fmt.Sprintf("SET lock_timeout = 0; SET default_transaction_read_only = off; SET default_tablespace = ''; SET statement_timeout = %s", schema.Literal(statement.value))
	if _, err := r.conn.Exec(ctx, setup); err != nil {
		return &entryError{err: err}
	}
	r.progress.Running(u.sql)
	_, err := r.conn.PgConn().Exec(ctx, u.sql).ReadAll()
	if err == nil {
		return nil
	}
	failed := &entryError{entry: &entry{sql: u.sql, unit: u}, err: err}
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		failed.position = int(pgErr.Position)
	}
	return failed
}

// An indexTarget is the index that a CONCURRENTLY statement creates or drops.
type indexTarget struct {
	name   string // as SQL, schema-qualified if the statement says the schema
	create bool
}

// concurrentIndex reads CREATE INDEX CONCURRENTLY and DROP INDEX CONCURRENTLY;
// of any other statement it returns nil.
func concurrentIndex(sql string) *indexTarget {
	var words []schema.Token
	for _, t := range schema.Tokens(sql) {
		if !t.Is("unique") && !t.Is("if") && !t.Is("not") && !t.Is("exists") {
			words = append(words, t)
		}
	}
	if len(words) < 4 || !words[1].Is("index") || !words[2].Is("concurrently") {
		return nil
	}
	if words[0].Is("drop") {
		return &indexTarget{name: qualified(words[3:])}
	}
	if !words[0].Is("create") || words[3].Is("on") || !words[4].Is("on") {
		return nil
	}
	on := words[5:]
	if len(on) > 0 && on[0].Is("only") {
		on = on[1:]
	}
	name := words[3].Text
	if len(on) > 1 && on[1].Is(".") { // an index lives in its table's schema
		name = on[0].Text + "." + name
	}
	return &indexTarget{name: name, create: true}
}

// qualified returns the possibly qualified name that the tokens begin with.
func qualified(tokens []schema.Token) string {
	if len(tokens) > 4 && tokens[1].Is(".") && tokens[3].Is(".") { // the database before it
		tokens = tokens[2:]
	}
	if len(tokens) > 2 && tokens[1].Is(".") {
		return tokens[0].Text + "." + tokens[2].Text
	}
	return tokens[0].Text
}

// prepareIndex clears the way for a CONCURRENTLY statement: an index that an
// earlier attempt left invalid is dropped. It reports true if the statement
// had run before the last runner was killed.
func (r *runner) prepareIndex(ctx context.Context, t *indexTarget, inDoubt bool) (done bool, err error) {
	if t == nil {
		return false, nil
	}
	exists, valid, err := r.indexState(ctx, t)
	switch {
	case err != nil:
		return false, err
	case !t.create:
		return inDoubt && !exists, nil
	case exists && valid:
		return inDoubt, nil
	case exists:
		r.progress.Note(fmt.Sprintf("dropping index %s, which an earlier attempt left invalid", t.name))
		drop := unit{sql: "DROP INDEX CONCURRENTLY " + t.name}
		return false, r.execAlone(ctx, &drop)
	}
	return false, nil
}

func (r *runner) indexState(ctx context.Context, t *indexTarget) (exists, valid bool, err error) {
	err = r.conn.QueryRow(ctx, "SELECT indisvalid AND indisready FROM pg_catalog.pg_index WHERE indexrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid", t.name).Scan(&valid)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, false, nil
	}
	if err != nil {
		return false, false, fmt.Errorf("looking at index %s: %w", t.name, err)
	}
	return true, valid, nil
}

// checkIndex makes sure that CREATE INDEX CONCURRENTLY IF NOT EXISTS did not
// come to terms with an invalid index.
func (r *runner) checkIndex(ctx context.Context, u *unit, t *indexTarget) error {
	if t == nil || !t.create {
		return nil
	}
	exists, valid, err := r.indexState(ctx, t)
	if err == nil && exists && !valid {
		err = fmt.Errorf("index %s is invalid", t.name)
	}
	if err != nil {
		return &entryError{entry: &entry{sql: u.sql, unit: u}, err: err}
	}
	return nil
}

// tellInvalid notes what a failed CREATE INDEX CONCURRENTLY leaves behind.
func (r *runner) tellInvalid(ctx context.Context, t *indexTarget, err error) error {
	if t == nil || !t.create || r.conn.IsClosed() {
		return err
	}
	exists, valid, stateErr := r.indexState(context.WithoutCancel(ctx), t)
	if stateErr == nil && exists && !valid {
		r.progress.Note(fmt.Sprintf("index %s was left invalid; the next run drops and rebuilds it", strings.TrimSpace(t.name)))
	}
	return err
}
