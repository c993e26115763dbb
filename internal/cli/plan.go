package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

var planCommand = &command.Command{
	Name: "plan", Group: groupApply, Args: "[REV]", MaxArgs: 1,
	Short: "what upgrade would do now, and whom it would hold up",
	Long: `Prints the revisions that the database lacks, with their operations, the locks
that each takes on tables that are there already, how long it holds them (for a
moment, or while it reads or writes every row), what it loses, and what runs outside
of the revision's transaction. Nothing is run and nothing is locked.

REV is an id or its first letters, head (the default), heads, +2 or label@head.
FROM:TO plans without asking a database. Exits with 0 if nothing is pending and
with 1 if something is.`,
	Examples: []command.Example{
		{"plan", "from where the database stands to head"},
		{"plan +1 --sql", "the next revision, with its statements"},
		{"plan base:head", "the whole history, without a database"},
		{"plan --json", "for a program"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.Bool("sql", false, "print the statements of each operation")
		f.Bool("json", false, "print JSON")
	},
	Complete: completeRevisions,
	Run:      runPlan,
}

// A plan is what an upgrade would do.
type plan struct {
	Service   string            `json:"service"`
	From      []string          `json:"from"`
	To        []string          `json:"to"`
	HalfWay   string            `json:"half_way,omitempty"` // the revision that was begun and not finished
	Revisions []plannedRevision `json:"revisions"`
}

type plannedRevision struct {
	ID      string        `json:"id"`
	Message string        `json:"message"`
	File    string        `json:"file"`
	Steps   []plannedStep `json:"steps"`
}

type plannedStep struct {
	Operation string        `json:"operation"`
	Objects   []string      `json:"objects"`
	Loss      string        `json:"loss,omitempty"`
	Locks     []plannedLock `json:"locks"`
	// Unknown says why nobody can tell what the step locks, if so.
	Unknown string   `json:"unknown,omitempty"`
	SQL     []string `json:"sql"`
	// Transaction is false for a step that runs outside of any.
	Transaction bool `json:"transaction"`

	op      op.Operation // nil: Go code
	commits bool         // its transaction ends behind it
}

type plannedLock struct {
	Relation schema.Name  `json:"relation"`
	Mode     ddl.LockMode `json:"mode"`
	Blocks   string       `json:"blocks"`
	Work     ddl.Work     `json:"work,omitempty"`
	// Rows is how many there are, by the server's estimate, where there is
	// work to do on them.
	Rows int64 `json:"rows,omitempty"`
	// Held is true if steps with work to do follow in the same transaction,
	// whose end the lock is held to.
	Held bool `json:"held,omitempty"`
}

func runPlan(ctx context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	target := "head"
	if len(in.Args) > 0 {
		target = in.Args[0]
	}
	from, to, ranged := strings.Cut(target, ":")
	if ranged {
		rows, err := p.graph.Find(from, nil)
		if err != nil {
			return err
		}
		made, err := p.plan(rows, to)
		if err != nil {
			return err
		}
		return p.printPlan(made)
	}
	return p.planNow(ctx, target)
}

// planNow plans from where the database stands.
func (p *project) planNow(ctx context.Context, target string) error {
	conn, err := p.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	rows, err := p.versions(ctx, conn)
	if err != nil {
		return err
	}
	made, err := p.plan(rows, target)
	if err != nil {
		return err
	}
	if made.HalfWay, err = p.halfWay(ctx, conn); err != nil {
		return err
	}
	if err := made.countRows(ctx, conn); err != nil {
		return err
	}
	return p.printPlan(made)
}

// plan returns what leads from the version rows to the target.
func (p *project) plan(rows []string, target string) (*plan, error) {
	moves, err := p.graph.Upgrade(rows, target)
	if err != nil {
		return nil, err
	}
	made := &plan{Service: p.env.Service, From: append([]string{}, rows...), To: append([]string{}, rows...), Revisions: []plannedRevision{}}
	fresh := newRelations{}
	for _, m := range moves {
		r, err := p.planRevision(m, fresh)
		if err != nil {
			return nil, err
		}
		made.Revisions, made.To = append(made.Revisions, r), m.Rows
	}
	return made, nil
}

func (p *project) planRevision(m migrations.Move, fresh newRelations) (plannedRevision, error) {
	i := slices.IndexFunc(p.revisions, func(r codegen.Revision) bool { return r.ID == m.Revision })
	r := p.revisions[i]
	planned := plannedRevision{ID: r.ID, Message: r.Message, File: p.relative(r.File), Steps: []plannedStep{}}
	for n, s := range r.Upgrade {
		step, err := planStep(s, fresh)
		if err != nil {
			return planned, fmt.Errorf("step %d of %s: %w", n+1, r.ID, err)
		}
		planned.Steps = append(planned.Steps, step)
	}
	holdLocks(planned.Steps)
	return planned, nil
}

// holdLocks marks the locks that are held while later steps work.
func holdLocks(steps []plannedStep) {
	works := false
	for i := len(steps) - 1; i >= 0; i-- {
		s := &steps[i]
		if !s.Transaction || s.commits {
			works = false
		}
		for j := range s.Locks {
			s.Locks[j].Held = works && s.Transaction
		}
		works = works || s.Transaction && (s.Unknown != "" || slices.ContainsFunc(s.Locks, func(l plannedLock) bool { return l.Work != ddl.Instant }))
	}
}

// newRelations are those that the plan itself makes: nobody waits for them.
type newRelations map[schema.Name]bool

func (n newRelations) note(o op.Operation) {
	switch o := o.(type) {
	case op.CreateTable:
		n[o.Table.Name] = true
	case op.CreateSequence:
		n[o.Sequence.Name] = true
	case op.RenameTable:
		n[o.To] = n[o.From]
	}
}

func planStep(s codegen.Step, fresh newRelations) (plannedStep, error) {
	step := plannedStep{Objects: []string{}, Locks: []plannedLock{}, SQL: []string{}, Transaction: true, op: s.Op}
	if s.Op == nil {
		first, _, _ := strings.Cut(s.Source, "\n")
		step.Operation, step.Unknown = "run Go code: "+first, "it is Go code"
		return step, nil
	}
	step.Operation, step.Loss = op.Describe(s.Op), op.Loss(s.Op)
	for _, target := range s.Op.Targets() {
		step.Objects = append(step.Objects, target.String())
	}
	statements, err := ddl.Statements(s.Op)
	if err != nil {
		return step, err
	}
	for _, statement := range statements {
		step.SQL = append(step.SQL, statement.SQL)
		step.Transaction = step.Transaction && !statement.NoTransaction
		step.commits = step.commits || statement.Commit
	}
	locks, known := ddl.Locks(s.Op)
	if !known {
		step.Unknown = "it is SQL of your own"
	}
	for _, l := range locks {
		if !fresh[l.Relation] {
			step.Locks = append(step.Locks, plannedLock{Relation: l.Relation, Mode: l.Mode, Blocks: l.Mode.Blocks(), Work: l.Work})
		}
	}
	fresh.note(s.Op)
	return step, nil
}

// countRows fills in how many rows there are to work through, as the planner
// knows it.
func (made *plan) countRows(ctx context.Context, conn *pgx.Conn) error {
	for i := range made.Revisions {
		for j := range made.Revisions[i].Steps {
			locks := made.Revisions[i].Steps[j].Locks
			for k := range locks {
				if locks[k].Work == ddl.Instant {
					continue
				}
				err := conn.QueryRow(ctx, `SELECT coalesce(sum(c.reltuples) FILTER (WHERE c.reltuples > 0), 0)::bigint
					FROM pg_partition_tree(to_regclass($1)) p RIGHT JOIN pg_class c ON c.oid = p.relid
					WHERE p.relid IS NOT NULL OR c.oid = to_regclass($1)`, locks[k].Relation.SQL()).Scan(&locks[k].Rows)
				if err != nil {
					return fmt.Errorf("reading the size of %s: %w", locks[k].Relation, err)
				}
			}
		}
	}
	return nil
}

// halfWay returns the revision that was begun and not finished, if there is
// one.
func (p *project) halfWay(ctx context.Context, conn *pgx.Conn) (id string, err error) {
	e := p.environment()
	err = conn.QueryRow(ctx, "SELECT revision FROM "+e.LogTableName().SQL()+" WHERE version_table = $1 AND finished_at IS NULL ORDER BY id DESC LIMIT 1",
		string(e.VersionTableName())).Scan(&id)
	var pgErr *pgconn.PgError
	missing := errors.As(err, &pgErr) && (pgErr.Code == "42P01" || pgErr.Code == "3F000" || pgErr.Code == "42501")
	if errors.Is(err, pgx.ErrNoRows) || missing {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading log %s: %w", e.LogTableName(), err)
	}
	return id, nil
}
