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
// most of them than to answer them, so it keeps those prepared that will be
// asked, where the session is ours alone; of others the text is sent.
type asker struct {
	questions []question
	prepared  []string // their names
}

// prepareSQL lets the server read and plan questions.
func (a *asker) prepareSQL(names ...string) string {
	var b strings.Builder
	for _, q := range a.questions {
		if !slices.Contains(names, q.name) || slices.Contains(a.prepared, q.name) {
			continue
		}
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
	case !slices.Contains(a.prepared, name):
	case len(lists) > 0:
		return "EXECUTE " + name + " (" + strings.Join(literals, ", ") + ");\n"
	default:
		return "EXECUTE " + name + ";\n"
	}
	i := slices.IndexFunc(a.questions, func(q question) bool { return q.name == name })
	return strings.NewReplacer(places...).Replace(a.questions[i].sql) + ";\n"
}

// endSQL ends what is asked in a transaction with a row that says so. If what is
// prepared is not what it was before the transaction, for a step has replaced
// it, there is no such row.
func (a *asker) endSQL() string {
	if len(a.prepared) == 0 {
		return leaveSQL
	}
	names := make([]string, len(a.prepared))
	for i, name := range a.prepared {
		names[i] = schema.Literal(name)
	}
	return fmt.Sprintf("SELECT 'end' AS deed_fence FROM pg_prepared_statements WHERE name IN (%s) AND prepare_time < now() HAVING count(*) = %d;\n",
		strings.Join(names, ", "), len(names)) + backSQL
}

// prepareFence prepares, on both connections at once, what will be asked of
// revisions. pgx gives a transaction to those who say that they begin one, so that
// of Go steps comes from here too, and costs no round trip later.
func (r *runner) prepareFence(ctx context.Context, moves []compiledMove) error {
	r.asker = &asker{questions: insideQuestions(r.server)}
	asks := r.asksLaid(moves)
	r.server.laid = r.server.functions && !asks
	sql, questions, outside := "-- only for what it returns", "", []string(nil)
	if asks {
		questions = row("laid") + " WHERE " + laidSQL + ";\n"
	}
	if !r.pooled() {
		var inside []string
		inside, outside = r.foreseen(moves)
		sql = r.asker.preparingSQL(inside...)
		r.asker.prepared = inside
	}
	v := newView()
	prepared := inBackground(func() error { return r.lock.prepare(ctx, questions, v.read, outside...) })
	var err error
	r.handle, err = r.conn.BeginTx(ctx, pgx.TxOptions{BeginQuery: sql})
	if err := errors.Join(err, <-prepared); err != nil {
		return fmt.Errorf("preparing the fence: %w", err)
	}
	r.server.laid = r.server.laid || v.laid
	return nil
}

// preparingSQL prepares questions in a transaction of its own.
func (a *asker) preparingSQL(names ...string) string {
	return "BEGIN READ ONLY;\n" + setLocal(fenceSettings) + a.prepareSQL(names...) + "COMMIT"
}

// foreseen are the questions that revisions will give rise to, as far as their
// texts tell: those that are always asked, and others.
func (r *runner) foreseen(moves []compiledMove) (inside, outside []string) {
	inside, outside = []string{"deed_look"}, []string{"deed_objects"}
	f, sequences := forecast{runs: r.server.reacts}, false
	for _, m := range moves {
		w := r.fence.guard(&m, m.units)
		f.remotes = f.remotes || w.runs && (w.remotes || r.server.wraps || r.server.mighty)
		f.runs, f.rare, f.parts, f.shapes = f.runs || w.runs, f.rare || w.rare || w.runs && r.server.mighty, f.parts || w.parts, f.shapes || w.shapes
		sequences = sequences || w.usesSequences(m.units)
	}
	if f.runs {
		inside = append(inside, "deed_changes")
	}
	if f.remotes {
		inside = append(inside, "deed_remotes")
	}
	if f.rare {
		inside = append(inside, "deed_rare")
	}
	if f.parts {
		inside, outside = append(inside, "deed_parts"), append(outside, "deed_parts")
	}
	if f.shapes {
		outside = append(outside, "deed_shapes", "deed_hanging")
	}
	if sequences {
		inside = append(inside, "deed_sequences")
	}
	return inside, outside
}

// hasLost reports whether the fence could not ask what it wanted to: the
// prepared questions are gone or replaced, by a step or by a pooler that nobody
// told us of.
func (w *watch) hasLost(err error) bool {
	var pgErr *pgconn.PgError
	if errors.As(err, &pgErr) {
		return len(w.runner.asker.prepared) > 0 && pgErr.Code == "26000" && strings.Contains(pgErr.Message, `"deed_`)
	}
	return err == nil && !w.last().complete
}

// discards reports whether a text throws prepared statements away.
func discards(sql string) bool {
	return slices.ContainsFunc(statements(sql), func(tokens []schema.Token) bool {
		return len(tokens) > 0 && (tokens[0].Is("deallocate") || tokens[0].Is("discard"))
	})
}

// errLost is for Go steps that make the fence blind by what they put together:
// they are not run twice.
var errLost = hint.New("a step has thrown away or replaced the prepared statements with which the fence asks", "let it leave alone those that are named deed_…: no DEALLOCATE ALL")
