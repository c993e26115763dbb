package migrations

import (
	"cmp"
	"context"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// An Environment is the configuration of one service's schema history, and
// the list of its revisions. It is written as one literal in the package that
// holds the revisions.
type Environment struct {
	// Service names the service in logs, in the ownership register and in
	// messages. Required.
	Service string
	// Models are the directories of the Go structs that describe the tables,
	// relative to the file of this literal.
	Models []string
	// VersionTable holds the current revision, in the shape of Alembic's
	// table. Name Alembic's to take its history over in place. Defaults to
	// "deed_version_" and the service's name, so that two services that say
	// nothing do not share one.
	VersionTable string
	// VersionTableSchema is the schema of VersionTable and of deed_log.
	// Defaults to "public".
	VersionTableSchema string
	// Schemas are the schemas whose tables are compared. Defaults to "public".
	Schemas []string
	// Owns claims objects beyond what models and revisions show, as globs:
	// "auth.audit_*".
	Owns []string

	// LockTimeout is how long a statement may wait for a table's lock, while
	// everybody else queues behind it. Defaults to 5 seconds; negative: for
	// ever.
	LockTimeout time.Duration
	// StatementTimeout is how long a statement may take. Defaults to no limit.
	StatementTimeout time.Duration
	// RunnerTimeout is how long a runner waits for another runner of the same
	// history to finish. Defaults to 60 seconds; negative: not at all.
	RunnerTimeout time.Duration

	revisions []Revision
}

// The defaults of an [Environment].
const (
	DefaultLockTimeout   = 5 * time.Second
	DefaultRunnerTimeout = 60 * time.Second
)

// A Revision is one step of a schema's history.
type Revision struct {
	// ID is 12 hexadecimal digits by habit; any word of up to 32 letters,
	// digits and underscores will do.
	ID string
	// Parents are the revisions that this one comes after: none for the
	// first, several for a merge.
	Parents []string
	// Message says in a line what the revision does.
	Message string
	// Labels name the branch that begins here.
	Labels []string
	// DependsOn are revisions of other branches that must be applied before.
	DependsOn []string
	// Upgrade and Downgrade are the steps there and back. A Downgrade that is
	// nil is refused; write an empty list if there is nothing to take back.
	Upgrade, Downgrade []Step
	// Irreversible says why the revision cannot be taken back, and makes
	// downgrade refuse with these words.
	Irreversible string
	// Touches are exceptions to the rule that a revision changes nothing but
	// what is the service's own. Both directions may make use of them.
	Touches []Touch

	// File is the name of the file that holds the revision; [Environment.Add]
	// sets it.
	File string
}

// A Step is one entry of a revision's Upgrade or Downgrade: an operation of
// package op, or a [Func].
type Step interface{ IsStep() }

// A Func is a step in Go, for data that SQL alone cannot move. It runs in the
// revision's transaction and must neither commit nor roll it back.
type Func func(ctx context.Context, tx pgx.Tx) error

// IsStep makes a Func a step of a revision.
func (Func) IsStep() {}

var _, _ Step = Func(nil), op.Operation(nil)

// Add adds a revision. It is called from a variable declaration beside the
// revision, so it has a result and reports nothing: a duplicate, a missing
// parent or a cycle is reported by the first command that needs the history.
func (e *Environment) Add(r Revision) struct{} {
	if _, file, _, ok := runtime.Caller(1); ok && r.File == "" {
		r.File = filepath.Base(file)
	}
	e.revisions = append(e.revisions, r)
	return struct{}{}
}

// Revisions returns the revisions in the order in which they were added.
func (e *Environment) Revisions() []Revision { return e.revisions }

// Graph returns the history that the revisions form, or what is wrong with
// it.
func (e *Environment) Graph() (*Graph, error) {
	nodes := make([]Node, len(e.revisions))
	for i, r := range e.revisions {
		nodes[i] = Node{ID: r.ID, Parents: r.Parents, Labels: r.Labels, DependsOn: r.DependsOn, Message: r.Message, File: r.File}
	}
	return NewGraph(nodes)
}

// VersionTableName returns the name of the version table, with the defaults
// filled in.
func (e *Environment) VersionTableName() schema.Name {
	return schema.NewName(e.VersionTableSchema, cmp.Or(e.VersionTable, defaultVersionTable(e.Service)))
}

// LogTableName returns the name of the log that the services of a database
// share.
func (e *Environment) LogTableName() schema.Name {
	return schema.NewName(e.VersionTableSchema, "deed_log")
}

// RegisterName returns the name of the register of owners that the services of
// a database share.
func (e *Environment) RegisterName() schema.Name {
	return schema.NewName(e.VersionTableSchema, "deed_ownership")
}

func (e *Environment) revision(id string) Revision {
	for _, r := range e.revisions {
		if r.ID == id {
			return r
		}
	}
	return Revision{ID: id}
}

func (e *Environment) lockTimeout() time.Duration {
	return max(0, cmp.Or(e.LockTimeout, DefaultLockTimeout))
}

func (e *Environment) runnerTimeout() time.Duration {
	return max(0, cmp.Or(e.RunnerTimeout, DefaultRunnerTimeout))
}

// defaultVersionTable keeps to letters, digits and underscores and within
// PostgreSQL's 63 bytes for a name.
func defaultVersionTable(service string) string {
	word := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, strings.ToLower(service))
	name := "deed_version_" + word
	return name[:min(len(name), 63)]
}
