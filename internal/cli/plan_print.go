package cli

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/command"
)

// printPlan prints the plan; the answer is no if there is something to do.
func (p *project) printPlan(made *plan) error {
	if p.asJSON() {
		if err := p.encode(made); err != nil {
			return err
		}
	} else {
		p.printRevisions(made)
	}
	if len(made.Revisions) > 0 {
		return command.ErrNo
	}
	return nil
}

func (p *project) printRevisions(made *plan) {
	if len(made.Revisions) == 0 {
		p.say("nothing to do: the database is at %s", places(made.From))
		return
	}
	style := p.in.Style
	withSQL, _ := p.in.Flags.GetBool("sql")
	for i, r := range made.Revisions {
		if i > 0 {
			fmt.Fprintln(p.in.Stdout)
		}
		fmt.Fprintf(p.in.Stdout, "%s  %s\n", style.Yellow(r.ID), style.Bold(r.Message))
		if r.ID == made.HalfWay {
			p.detail(style.Red("it was begun and not finished: upgrade goes on where it stopped"))
		}
		for _, s := range r.Steps {
			p.printStep(s, withSQL)
		}
	}
	p.say("\nfrom %s to %s: %s", places(made.From), places(made.To), summary(made))
}

func (p *project) printStep(s plannedStep, withSQL bool) {
	style := p.in.Style
	if s.op == nil {
		fmt.Fprintln(p.in.Stdout, "  "+style.Yellow("~ "+s.Operation))
	} else {
		fmt.Fprintln(p.in.Stdout, "  "+decorate(style, s.op))
	}
	if s.Loss != "" {
		p.detail(style.Red("loses data: " + s.Loss))
	}
	if s.Unknown != "" {
		p.detail(style.Yellow("what it locks cannot be told: " + s.Unknown))
	}
	for _, l := range s.Locks {
		p.detail(l.paint(style))
	}
	if !s.Transaction {
		p.detail(style.Yellow("outside of the transaction: if it fails, what came before it stays"))
	}
	if withSQL && len(s.SQL) > 0 {
		var statements []ddl.Statement
		for _, sql := range s.SQL {
			statements = append(statements, ddl.Statement{SQL: sql})
		}
		for line := range strings.Lines(ddl.Script(statements)) {
			p.detail(style.Dim(strings.TrimRight(line, "\n")))
		}
	}
}

// detail prints a line below an operation.
func (p *project) detail(text string) { fmt.Fprintln(p.in.Stdout, "      "+text) }

// paint marks a lock by what it means for the services that run meanwhile.
func (l plannedLock) paint(style command.Style) string {
	text := l.String()
	switch {
	case l.stalls():
		return style.Red(text)
	case l.Mode == ddl.ShareUpdateExclusive:
		return style.Dim(text)
	}
	return style.Yellow(text)
}

// stalls reports whether others wait longer than for a moment.
func (l plannedLock) stalls() bool {
	return l.Mode != ddl.ShareUpdateExclusive && (l.Work != ddl.Instant || l.Held)
}

// String says who waits for how long: "locks users against writes while an
// index is built over about 120000 rows (Share)".
func (l plannedLock) String() string {
	rows := "every row"
	if l.Rows > 0 {
		rows = fmt.Sprintf("about %d rows", l.Rows)
	}
	until := ""
	if l.Held {
		until = " until the revision is done"
	}
	duration := map[ddl.Work]string{
		ddl.Instant: cmp.Or(until, ", for a moment"),
		ddl.Scan:    " while it reads " + rows,
		ddl.Build:   " while it builds an index over " + rows,
		ddl.Rewrite: " while it writes " + rows + " anew",
	}[l.Work]
	if l.Work != ddl.Instant && l.Held {
		duration += ", and" + until
	}
	return fmt.Sprintf("locks %s against %s%s (%s)", l.Relation, l.Blocks, duration, l.Mode)
}

// places names version rows.
func places(rows []string) string {
	if len(rows) == 0 {
		return "base"
	}
	return strings.Join(rows, ", ")
}

// summary counts what a person must look at.
func summary(made *plan) string {
	steps, loss, stall, outside := 0, 0, 0, 0
	for _, r := range made.Revisions {
		steps += len(r.Steps)
		for _, s := range r.Steps {
			loss += count(s.Loss != "")
			stalled := false
			for _, l := range s.Locks {
				stalled = stalled || l.stalls()
			}
			stall += count(stalled)
			outside += count(!s.Transaction)
		}
	}
	parts := []string{plural(len(made.Revisions), "revision") + " with " + plural(steps, "step")}
	for _, part := range []struct {
		n    int
		text string
	}{{loss, "data loss"}, {stall, "locks held while work is done"}, {outside, "no transaction"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d with %s", part.n, part.text))
		}
	}
	return strings.Join(parts, ", ")
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
