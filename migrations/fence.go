package migrations

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A fence keeps revisions from changing what is not the service's own, by
// whatever route. It needs no privilege and looks in two places:
//
//   - inside the revision's transaction, after each step, at the locks that the
//     transaction holds on relations; and before the commit at the locks on
//     other objects and at the catalog rows that it wrote, which also shows what
//     takes no lock;
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
	points []*checkpoint
	// deep looks at the catalogs after each step that may hide something, to
	// find the one that did what the last look has shown.
	deep bool
	// hides: a step may do more than it says.
	hides bool
	// parts looks at the tables that foreign keys point at.
	parts bool
	// booked: the last look was taken behind the bookkeeping.
	booked bool
	// before is what was seen before the first step.
	before *view
	// uncounted: a step may have switched off the counting of rows, replica:
	// it may have switched off foreign keys.
	uncounted, replica bool
}

// A checkpoint is a look inside after some steps.
type checkpoint struct {
	*view
	unit *unit // that it was taken behind; nil behind the last
	full bool  // locks and catalogs
}

// guard starts a watch around the units of a transaction.
func (f *fence) guard(m *compiledMove, units []unit) *watch {
	w := &watch{fence: f, move: m, before: newView()}
	for _, u := range units {
		says := func(word string) bool { return strings.Contains(strings.ToLower(u.sql), word) }
		w.hides = w.hides || mayHide(m, u.step)
		w.parts = w.parts || w.hides || slices.ContainsFunc([]string{"references", "constraint", "drop", "partition", " type "}, says)
		w.uncounted = w.uncounted || says("track_counts")
		w.replica = w.replica || says("session_replication_role")
	}
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
// tells all.
func (w *watch) behind(units []unit, i int) []entry {
	if !lastOfStep(units, i) || units[0].step == units[len(units)-1].step {
		return nil
	}
	p := &checkpoint{view: newView(), unit: &units[i], full: w.deep && mayHide(w.move, units[i].step)}
	w.points = append(w.points, p)
	if p.full {
		return []entry{w.looking(p)}
	}
	return []entry{{sql: stepLocksSQL, what: "the fence", rows: -1, read: p.read}}
}

// opening returns what to send before a transaction: where the sequences stand,
// if a step may use some. What it does to them is not rolled back.
func (w *watch) opening(units []unit) (prefix string, entries []entry) {
	begin := w.runner.beginSQL()
	if w.hides {
		begin += guardSQL
	}
	if !slices.ContainsFunc(units, func(u unit) bool { return u.fn != nil || mayHide(w.move, u.step) && mayUseSequences(u.sql) }) {
		return begin, nil
	}
	return w.runner.beginSQL() + setLocal(fenceSettings), []entry{
		{sql: w.runner.asker.ask("deed_sequences"), what: "the fence", rows: -1, read: w.before.read},
		bookkeeping("the beginning", "COMMIT;\n"+begin, -1),
	}
}

// close returns what to send behind the last step.
func (w *watch) close(units []unit) []entry {
	settle := fenceSettle
	for _, s := range w.runner.target.Settings { // the role that the URL asks for is the runner's
		if s.Name == "role" {
			settle += "; SET LOCAL ROLE " + schema.Quote(s.Value)
		}
	}
	return []entry{bookkeeping("what was deferred to the end", settle, -1), w.lookAtAll(units)}
}

// lookAtAll is a full look behind the last step.
func (w *watch) lookAtAll(units []unit) entry {
	p := &checkpoint{view: newView(), full: true}
	if units[0].step == units[len(units)-1].step {
		p.unit = &units[0]
	}
	w.points = append(w.points, p)
	return w.looking(p)
}

// looking is a full look.
func (w *watch) looking(p *checkpoint) entry {
	a := w.runner.asker
	sql := enterSQL + a.ask("deed_look")
	if w.parts {
		sql += a.ask("deed_parts")
	}
	if w.hides {
		sql += a.ask("deed_deferrable")
	}
	return entry{sql: sql + a.endSQL(), what: "the fence", rows: -1, read: p.read}
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
		if err := v.judgeFurther(ctx); err != nil {
			return nil, err
		}
	}
	if err := v.err(); err != nil {
		return nil, err
	}
	return v.claims(), nil
}

// look asks what everybody else sees of the objects in question; and, where
// that shows that it is needed, asks inside for more.
func (v *verdict) look(ctx context.Context) error {
	var err error
	if v.outside, err = v.lookOutside(ctx, v.inside, v.parts); err != nil || !v.inside.complete {
		return err
	}
	more := ""
	if v.inside.byHand() {
		more += byHandSQL(v.runner.server)
	}
	if !v.parts && v.needsParts() {
		more += v.runner.asker.ask("deed_parts")
	}
	if more == "" {
		return nil
	}
	if err := v.lookInside(ctx, more, v.inside); err != nil {
		return err
	}
	v.outside, err = v.lookOutside(ctx, v.inside, true)
	return err
}

// lookInside asks something more in the transaction.
func (w *watch) lookInside(ctx context.Context, sql string, into *view) error {
	b := batch{entries: []entry{{sql: enterSQL + sql + leaveSQL, what: "the fence", rows: -1, read: into.read}}}
	return b.run(ctx, w.runner.conn.PgConn())
}

// lookOutside asks what everybody else sees of the objects in question.
func (w *watch) lookOutside(ctx context.Context, last *view, parts bool) (*view, error) {
	ids := map[string]map[string]bool{}
	ask := func(r ref) {
		if ids[r.class] == nil {
			ids[r.class] = map[string]bool{}
		}
		ids[r.class][r.id] = true
	}
	var locked []string
	for _, l := range last.locks {
		ask(ref{"pg_class", l.relation})
		if parts {
			locked = append(locked, l.relation)
		}
	}
	for _, o := range last.objects {
		ask(o.ref)
	}
	for _, r := range last.changed {
		ask(r)
	}
	for r := range last.names {
		ask(r)
	}
	for _, types := range last.uses {
		for _, id := range types {
			ask(ref{"pg_type", id})
		}
	}
	for _, id := range last.remotes {
		ask(ref{"pg_class", id})
	}
	for _, k := range last.keys {
		ask(ref{"pg_class", k.from})
	}
	if len(ids) == 0 {
		return newView(), nil
	}
	lists := make(map[string][]string, len(ids))
	for class, set := range ids {
		lists[class] = slices.Sorted(maps.Keys(set))
	}
	return w.runner.lock.look(ctx, w.runner.lock.asker.outsideSQL(lists, locked))
}

// subject returns the object that an entry of a list is about.
func subject(r ref) ref {
	id, _, _ := strings.Cut(r.id, "/")
	return ref{strings.TrimPrefix(r.class, "of "), id}
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

// A Trespass is a change of something that is not the service's own.
type Trespass struct {
	Object string // "table auth.users"
	Does   string // "drops", "writes rows of"
	Owner  string // "service auth created it in its revision 61e524cfcce2"
	steps  []int  // that may have done it
	// sequence is the oid of one whose values were taken or set.
	sequence string
	unit     *unit
	of       []object // what it belongs to
}

// A FenceError says that a revision changed what is not the service's own.
// Everything was rolled back.
type FenceError struct {
	Service    string
	Trespasses []Trespass
	steps      []int // those that may have done it, if the step is not known
}

func (e *FenceError) Error() string {
	lines := make([]string, len(e.Trespasses))
	for i, t := range e.Trespasses {
		lines[i] = fmt.Sprintf("it %s %s, which is not %s's: %s", t.Does, t.Object, e.Service, t.Owner)
	}
	text := strings.Join(lines, "\n")
	if len(e.steps) > 1 {
		text = "one of steps " + joinInts(e.steps) + ": " + text
	}
	return text
}

// Hint names the ways out.
func (e *FenceError) Hint() string {
	object := e.Trespasses[0].Object
	if kind, name, found := strings.Cut(object, " "); found && classOf(kind) == "relation" {
		object = name
	}
	return "let its owner make the change; if the table is yours, take it with 'deed adopt' or name it in Owns; " +
		"if its owner agrees, the revision says so: Touches: []deed.Touch{{Object: \"" + object + "\", Reason: \"…\"}}"
}

func joinInts(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, ", ")
}

func firstWords(sql string) string {
	words := strings.Fields(sql)
	if len(words) > 6 {
		words = append(words[:6], "…")
	}
	return strings.Join(words, " ")
}
