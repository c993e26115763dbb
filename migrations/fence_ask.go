package migrations

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/schema"
)

// A question is a statement that the fence asks for each revision. Lists of
// oids stand in it as $1, $2, ….
type question struct {
	name, sql string
	lists     int
}

// An asker asks questions over one connection. PostgreSQL takes longer to plan
// most of them than to answer them, so it keeps them prepared where the
// session is ours alone; elsewhere their text is sent.
type asker struct {
	questions []question
	prepared  bool
}

// prepareSQL lets the server read and plan the questions.
func (a *asker) prepareSQL() string {
	var b strings.Builder
	for _, q := range a.questions {
		parameters, none := "", ""
		if q.lists > 0 {
			parameters = " (" + strings.Join(slices.Repeat([]string{"oid[]"}, q.lists), ", ") + ")"
			none = " (" + strings.Join(slices.Repeat([]string{"NULL"}, q.lists), ", ") + ")"
		}
		fmt.Fprintf(&b, "PREPARE %s%s AS %s;\nEXPLAIN EXECUTE %[1]s%[4]s;\n", q.name, parameters, q.sql, none)
	}
	return b.String()
}

// ask returns the SQL that asks a question about lists of oids.
func (a *asker) ask(name string, lists ...[]string) string {
	literals, places := make([]string, len(lists)), make([]string, 0, 2*len(lists))
	for i, ids := range lists {
		literals[i] = "'{" + strings.Join(ids, ",") + "}'"
		places = append(places, fmt.Sprintf("$%d", i+1), literals[i]+"::oid[]")
	}
	switch {
	case a.prepared && len(lists) > 0:
		return "EXECUTE " + name + " (" + strings.Join(literals, ", ") + ");\n"
	case a.prepared:
		return "EXECUTE " + name + ";\n"
	}
	i := slices.IndexFunc(a.questions, func(q question) bool { return q.name == name })
	return strings.NewReplacer(places...).Replace(a.questions[i].sql) + ";\n"
}

// endSQL ends what is asked in a transaction with a row that says so. If what is
// prepared is not what it was before the transaction, for a step has replaced
// it, there is no such row.
func (a *asker) endSQL() string {
	if !a.prepared {
		return leaveSQL
	}
	var names []string
	for _, q := range a.questions {
		names = append(names, schema.Literal(q.name))
	}
	return fmt.Sprintf("SELECT 'end' AS deed_fence FROM pg_prepared_statements WHERE name IN (%s) AND prepare_time < now() HAVING count(*) = %d;\n",
		strings.Join(names, ", "), len(names)) + backSQL
}

// prepareFence prepares what is asked in the transactions. pgx gives a
// transaction to those who say that they begin one, so that of Go steps comes
// from here too, and costs no round trip later.
func (r *runner) prepareFence(ctx context.Context) error {
	r.asker = &asker{questions: insideQuestions(r.server, r.versions.name, r.log.name, r.register.table)}
	sql := "-- only for what it returns"
	if !r.pooled() {
		sql = "BEGIN READ ONLY;\n" + setLocal(fenceSettings) + r.asker.prepareSQL() + "COMMIT"
	}
	var err error
	if r.handle, err = r.conn.BeginTx(ctx, pgx.TxOptions{BeginQuery: sql}); err != nil {
		return fmt.Errorf("preparing the fence: %w", err)
	}
	r.asker.prepared = !r.pooled()
	return nil
}

// hasLost reports whether the fence could not ask what it wanted to: the
// prepared questions are gone or replaced, by a step or by a pooler that nobody
// told us of.
func (w *watch) hasLost(err error) bool {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return w.runner.asker.prepared && pgErr.Code == "26000" && strings.Contains(pgErr.Message, `"deed_`)
	}
	return err == nil && !w.last().complete
}

// errLost is for Go steps that make the fence blind: they are not run twice.
var errLost = hint.New("a step has thrown away or replaced the prepared statements with which the fence asks", "let it leave alone those that are named deed_…: no DEALLOCATE ALL")
