package migrations

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A fence keeps revisions from changing what is not the service's own, by
// whatever route. It needs no privilege and looks in two places:
//
//   - inside the revision's transaction, after each step that can do more than it
//     says, at the locks that the transaction holds on relations; and before the
//     commit at those, at the locks on other objects and at the catalog rows that
//     it wrote, which also shows what takes no lock;
//   - outside of it, once, at what the same objects are to everybody else: what
//     is not seen there was made by the transaction, what is seen there and not
//     inside was dropped by it, and names are those of before.
//
// The look outside goes over the connection that holds the runner's lock, so
// that what others commit meanwhile is never taken for the revision's doing.
type fence struct {
	runner    *runner
	territory *territory
}

// A watch is the fence around one transaction.
type watch struct {
	*fence
	move   *compiledMove
	units  []unit
	points []*checkpoint
	// suspects are steps behind which all is looked at, to find the one that did
	// what the last look has shown.
	suspects []int
	// once: what is run cannot be run again to find that out.
	once bool
	// booked is how many rows of the log and of the register the bookkeeping
	// writes; nil if the last look was taken before it.
	booked map[schema.Name]int
	// before is what was seen before the first step.
	before *view
	named  []string // sequences that may be foreign
	forecast
	asked forecast // by the last look
}

// A checkpoint is a look inside after some steps.
type checkpoint struct {
	*view
	behind int  // how many units it was taken behind
	full   bool // locks and catalogs
}

// guard starts a watch around the units of a transaction.
func (f *fence) guard(m *compiledMove, units []unit) *watch {
	w := &watch{fence: f, move: m, units: units, before: newView()}
	for _, u := range units {
		w.hides = w.hides || mayHide(m, u.step)
		w.foresee(u.sql)
		w.once = w.once || u.fn != nil
	}
	w.runs = w.runs || w.once || f.runner.server.laid || f.runner.stirred.runs
	return w
}

// mayHide reports whether a step can do more than its operation says.
func mayHide(m *compiledMove, step int) bool {
	if step < 1 || step > len(m.steps) {
		return true
	}
	switch m.steps[step-1].(type) {
	case op.SQL, Func:
		return true
	}
	return false
}

func lastOfStep(units []unit, i int) bool {
	return i == len(units)-1 || units[i+1].step != units[i].step
}

// behind returns what to send behind a step. Of a single step the last look
// tells all, and so it does of operations: a look behind each would tell of all
// that a thousand before it have locked.
func (w *watch) behind(units []unit, i int) []entry {
	if !lastOfStep(units, i) || units[0].step == units[len(units)-1].step {
		return nil
	}
	p := &checkpoint{view: newView(), behind: i + 1, full: slices.Contains(w.suspects, units[i].step)}
	if !p.full && !w.once && !mayHide(w.move, units[i].step) {
		return nil
	}
	w.points = append(w.points, p)
	if p.full {
		return []entry{w.looking(p)}
	}
	return []entry{{sql: stepLocksSQL, what: "the fence", rows: -1, read: p.read}}
}

// opening returns what to send before a transaction: whether sequences that
// the steps name are the service's own; and where the sequences stand, if a step
// may use some. What it does to them is not rolled back.
func (w *watch) opening(units []unit) (prefix string, entries []entry) {
	begin := w.runner.beginSQL()
	if w.hides && w.runs {
		begin += guardSQL
	}
	if len(w.named) > 0 {
		entries = append(entries, bookkeeping("the fence", w.runner.register.ownedSQL(w.named), -1))
	}
	if !w.usesSequences(units) {
		return begin, entries
	}
	return w.runner.beginSQL(), append(entries,
		entry{sql: setLocal(nameSettings) + w.runner.asker.ask("deed_sequences"), what: "the fence", rows: -1, read: w.before.read},
		bookkeeping("the beginning", "COMMIT;\n"+begin, -1),
	)
}

// close returns what to send behind the last step, with the bookkeeping. Where
// writing the books does more than that, by a trigger or a rule, the look comes
// behind it, and one at the locks before.
func (w *watch) close(units []unit, books []entry) []entry {
	settle := fenceSettle
	for _, s := range w.runner.target.Settings { // the role that the URL asks for is the runner's
		if s.Name == "role" {
			settle += "; SET LOCAL ROLE " + schema.Quote(s.Value)
		}
	}
	settled := []entry{bookkeeping("what was deferred to the end", settle, -1)}
	if !w.runner.server.hooked {
		return slices.Concat(settled, []entry{w.lookAtAll(units)}, books)
	}
	w.book(books)
	p := &checkpoint{view: newView(), behind: len(units)}
	w.points = append(w.points, p)
	return slices.Concat(settled, []entry{{sql: stepLocksSQL, what: "the fence", rows: -1, read: p.read}}, books, []entry{w.lookAtAll(units)})
}

// book notes what the runner itself writes before the last look.
func (w *watch) book(books []entry) {
	w.booked = map[schema.Name]int{}
	for _, table := range []schema.Name{w.runner.log.name, w.runner.register.table} {
		for _, e := range books {
			if strings.HasSuffix(e.what, " "+string(table)) {
				w.booked[table]++
			}
		}
	}
}

// lookAtAll is a full look behind the last step.
func (w *watch) lookAtAll(units []unit) entry {
	p := &checkpoint{view: newView(), behind: len(units), full: true}
	w.points = append(w.points, p)
	return w.looking(p)
}

// looking is a full look. It ends by making sure that what was asked is what
// the fence wants to know.
func (w *watch) looking(p *checkpoint) entry {
	w.asked = w.forecast
	w.asked.runs = w.runs || w.runner.server.reacts
	w.asked.remotes = w.asked.runs && (w.remotes || w.runner.stirred.remotes || w.runner.server.wraps || w.runner.server.mighty)
	w.asked.rare = w.rare || w.runner.stirred.rare || w.runs && w.runner.server.mighty
	a := w.asker()
	sql := enterSQL + a.ask("deed_look") + w.runner.furtherSQL(a, w.asked) + w.runner.asker.endSQL()
	return entry{sql: sql, what: "the fence", rows: -1, read: p.read}
}

// asker returns who asks in the transaction. What was planned before it is not
// for catalogs into which it writes a thousand tables.
func (w *watch) asker() *asker {
	const few = 50
	if len(w.units) > few {
		return &asker{questions: w.runner.asker.questions}
	}
	return w.runner.asker
}

// furtherSQL asks in the transaction for what a forecast says.
func (r *runner) furtherSQL(a *asker, f forecast) (sql string) {
	if f.runs {
		sql += a.ask("deed_changes")
	}
	if f.remotes {
		sql += a.ask("deed_remotes")
	}
	if f.rare {
		sql += a.ask("deed_rare")
	}
	if f.parts {
		sql += a.ask("deed_parts")
	}
	if f.byHand {
		sql += byHandSQL(r.server)
	}
	if f.roles {
		sql += rolesSQL
	}
	if f.pages {
		sql += pagesSQL
	}
	return sql
}

// seal returns what to send before the commit, if something may yet happen in it.
func (w *watch) seal() []entry {
	if !w.last().deferrable {
		return nil
	}
	return []entry{bookkeeping("the fence", sealSQL, -1)}
}

// last is the look behind the last step, which decides; those before it tell
// which step it was.
func (w *watch) last() *checkpoint { return w.points[len(w.points)-1] }

// hasLooked reports whether something of the last look has come back.
func (w *watch) hasLooked() bool { return len(w.points) > 0 && len(w.last().locks) > 0 }

// settle judges what was seen. It returns the claims that the transaction has
// made by what it created, renamed and dropped.
func (w *watch) settle(ctx context.Context) ([]claim, error) {
	v := &verdict{watch: w, inside: w.last().view}
	if err := v.look(ctx); err != nil {
		return nil, err
	}
	v.explain()
	v.judge()
	if v.inside.complete {
		if err := v.judgeGone(ctx); err != nil {
			return nil, err
		}
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	return v.claims(), nil
}

// look asks what everybody else sees of the objects in question; and, where
// that shows that the texts have not told enough, asks inside for more.
func (v *verdict) look(ctx context.Context) error {
	var err error
	if v.outside, err = v.lookOutside(ctx, v.inside); err != nil || !v.inside.complete {
		return err
	}
	v.inside.changed = append(v.inside.changed, v.outside.changed...)
	v.runner.stirred.runs, v.runner.stirred.rare = v.runner.stirred.runs || v.runs || v.inside.more, v.runner.stirred.rare || v.inside.rare
	v.runner.stirred.remotes = v.runner.stirred.remotes || v.remotes || v.inside.rare
	more := v.runner.furtherSQL(v.asker(), v.missing())
	if more == "" {
		return nil
	}
	switch err := v.lookInside(ctx, more, v.inside); {
	case err != nil && v.runner.conn.PgConn().TxStatus() == 'E': // the bookkeeping has failed already
		v.inside.complete = false
		return nil
	case err != nil:
		return err
	}
	v.outside, err = v.lookOutside(ctx, v.inside)
	return err
}

// missing is what should have been asked.
func (v *verdict) missing() forecast {
	more := forecast{
		runs: v.inside.more && !v.asked.runs, rare: v.inside.rare && !v.asked.rare, remotes: v.inside.rare && !v.asked.remotes, byHand: v.inside.byHand() && !v.asked.byHand, roles: v.inside.roles && !v.asked.roles,
		pages: v.inside.pages && !v.asked.pages, parts: !v.asked.parts && (v.inside.more || v.needsParts()),
	}
	v.asked.parts = v.asked.parts || more.parts
	return more
}

// lookInside asks something more in the transaction.
func (w *watch) lookInside(ctx context.Context, sql string, into *view) error {
	b := batch{entries: []entry{{sql: enterSQL + sql + leaveSQL, what: "the fence", rows: -1, read: into.read}}}
	return b.run(ctx, w.runner.conn.PgConn())
}

// lookOutside asks what everybody else sees of the objects in question.
func (w *watch) lookOutside(ctx context.Context, last *view) (*view, error) {
	a := w.runner.lock.asker
	ids, sql := last.about(), ""
	if len(ids) > 0 {
		sql = a.objectsSQL(ids)
	}
	if w.asked.parts && len(ids) > 0 {
		sql += a.ask("deed_parts", ids["pg_class"], last.locked())
	}
	if types := last.shaped(); len(types) > 0 {
		sql += a.ask("deed_shapes", types)
	}
	if bearing := last.bearing(); w.asked.runs && len(slices.Concat(bearing...)) > 0 {
		sql += a.ask("deed_hanging", bearing...)
	}
	if last.roles {
		sql += rolesSQL + chainSQL("SELECT 'pg_authid'::regclass::oid, oid FROM pg_roles WHERE oid >= 16384") + ";\n"
	}
	if last.pages {
		sql += pagesSQL
	}
	if w.asked.runs && w.runner.server.mighty {
		sql += builtinsSQL
	}
	if sql == "" {
		return newView(), nil
	}
	return w.runner.lock.look(ctx, sql)
}

// look asks with the eyes of everybody else. What it locks it lets go at once.
func (l *lock) look(ctx context.Context, sql string) (*view, error) {
	v := newView()
	b := batch{entries: []entry{{sql: enterSQL + sql + leaveSQL, read: v.read, what: "the fence", rows: -1}}}
	if err := b.run(ctx, l.conn.PgConn()); err != nil {
		return nil, fmt.Errorf("looking at the revision's work from outside: %w", err)
	}
	return v, nil
}
