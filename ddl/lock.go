package ddl

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A LockMode is a lock on a relation, in PostgreSQL's words, of those that
// running services notice. Weaker ones are left out.
type LockMode string

// The modes that operations take.
const (
	ShareUpdateExclusive LockMode = "ShareUpdateExclusive"
	Share                LockMode = "Share"
	ShareRowExclusive    LockMode = "ShareRowExclusive"
	AccessExclusive      LockMode = "AccessExclusive"
)

// modes are ordered: each blocks what those before it block.
var modes = []LockMode{ShareUpdateExclusive, Share, ShareRowExclusive, AccessExclusive}

// Blocks says what has to wait while the lock is held.
func (m LockMode) Blocks() string {
	switch m {
	case AccessExclusive:
		return "reads and writes"
	case ShareRowExclusive, Share:
		return "writes"
	}
	return "other schema changes"
}

// Work is what is done to the rows of a relation under its lock: how long the
// lock is held depends on it.
type Work string

// What there is to do. Without any, the catalog changes and that is all.
const (
	Instant Work = ""
	Scan    Work = "scan"    // every row is read
	Build   Work = "build"   // every row is read and an index is built
	Rewrite Work = "rewrite" // every row is written anew, with all indexes
)

var works = []Work{Instant, Scan, Build, Rewrite}

// A Lock is what an operation does to the traffic on a relation.
type Lock struct {
	Relation schema.Name
	Mode     LockMode
	Work     Work
}

// Locks returns the strongest lock that the statements of an operation take on
// each relation that is there before it, and the most work they do on it, as
// was measured on PostgreSQL 13 to 18. Partitions, children and indexes go
// along with their table and are not listed. known is false for raw SQL.
func Locks(o op.Operation) (locks []Lock, known bool) {
	if _, raw := o.(op.SQL); raw {
		return nil, false
	}
	var l lockList
	if statements, err := Statements(o); err != nil || len(statements) > 0 {
		l.operation(o)
	}
	return l, true
}

type lockList []Lock

func (l *lockList) add(relation schema.Name, mode LockMode, work Work) {
	for i := range *l {
		if held := &(*l)[i]; held.Relation == relation {
			held.Mode = stronger(modes, held.Mode, mode)
			held.Work = stronger(works, held.Work, work)
			return
		}
	}
	*l = append(*l, Lock{relation, mode, work})
}

func stronger[T comparable](order []T, a, b T) T {
	return order[max(slices.Index(order, a), slices.Index(order, b))]
}

func (l *lockList) operation(o op.Operation) {
	switch o := o.(type) {
	case op.CreateTable:
		l.createTable(o.Table)
	case op.DropTable:
		l.dropTable(o.Table)
	case op.RenameTable:
		l.add(o.From, AccessExclusive, Instant)
	case op.AlterTable:
		l.alterTable(o)
	case op.AttachPartition:
		l.add(o.Partition.Parent, ShareUpdateExclusive, Instant)
		l.add(o.Table, AccessExclusive, Scan)
	case op.DetachPartition:
		l.add(o.Partition.Parent, AccessExclusive, Instant)
		l.add(o.Table, AccessExclusive, Instant)
	case op.Inherit:
		l.add(o.Table, AccessExclusive, Instant)
		l.add(o.Parent, ShareUpdateExclusive, Instant)
	case op.NoInherit:
		l.add(o.Table, AccessExclusive, Instant)

	case op.AddColumn:
		l.add(o.Table, AccessExclusive, columnWork(o.Column))
	case op.DropColumn:
		l.add(o.Table, AccessExclusive, Instant)
	case op.AlterColumn:
		l.alterColumn(o)
	case op.RenameColumn:
		l.add(o.Table, AccessExclusive, Instant)

	default:
		l.part(o)
		l.other(o)
	}
}

// part adds the locks of an operation on a constraint, an index or a
// statistics object.
func (l *lockList) part(o op.Operation) {
	switch o := o.(type) {
	case op.AddConstraint:
		l.addConstraint(o.Table, value(o.Constraint))
	case op.DropConstraint:
		l.dropConstraint(o.Table, value(o.Constraint))
	case op.AlterConstraint:
		l.alterConstraint(o)
	case op.RenameConstraint:
		l.add(o.Table, AccessExclusive, Instant)
	case op.CreateIndex:
		l.createIndex(o)
	case op.DropIndex:
		l.dropIndex(o)
	case op.AlterIndex:
		l.alterIndex(o)
	case op.RenameIndex:
		l.add(o.Table.Sibling(o.From), ShareUpdateExclusive, Instant)
	case op.CreateStatistics:
		l.add(o.Table, ShareUpdateExclusive, Instant)
	case op.DropStatistics:
		l.add(o.Table, ShareUpdateExclusive, Instant)
	}
}

// other adds the locks of the rest: types, sequences, comments.
func (l *lockList) other(o op.Operation) {
	switch o := o.(type) {
	case op.AlterEnum:
		if o.BuildsAnew() {
			for _, use := range o.Uses {
				l.add(use.Table, AccessExclusive, Rewrite)
			}
		}
	case op.AlterSequence:
		l.alterSequence(o)
	case op.DropSequence:
		l.add(o.Sequence.Name, AccessExclusive, Instant)
	case op.RenameSequence:
		l.add(o.From, AccessExclusive, Instant)
	case op.SetComment:
		l.comment(o)
	}
}

func (l *lockList) createTable(t schema.Table) {
	for _, k := range t.ForeignKeys {
		if k.References != t.Name && !k.Inherited {
			l.add(k.References, ShareRowExclusive, Instant)
		}
	}
	for _, parent := range t.Inherits {
		l.add(parent, ShareUpdateExclusive, Instant)
	}
	if p := t.PartitionOf; p != nil && attachesLater(t) {
		l.add(p.Parent, ShareUpdateExclusive, Instant)
	} else if p != nil {
		l.add(p.Parent, AccessExclusive, Instant)
	}
}

func (l *lockList) dropTable(t schema.Table) {
	l.add(t.Name, AccessExclusive, Instant)
	for _, k := range t.ForeignKeys {
		l.unreference(k)
	}
	if t.PartitionOf != nil {
		l.add(t.PartitionOf.Parent, AccessExclusive, Instant)
	}
}

// alterTable: only storage parameters can change beside reads and writes.
func (l *lockList) alterTable(o op.AlterTable) {
	from, to := o.From, o.To
	mode, work := AccessExclusive, Instant
	from.AccessMethod, to.AccessMethod = cmp.Or(from.AccessMethod, "heap"), cmp.Or(to.AccessMethod, "heap")
	if from.Unlogged != to.Unlogged || from.AccessMethod != to.AccessMethod || from.Tablespace != to.Tablespace {
		work = Rewrite
	}
	from.With = to.With
	if reflect.DeepEqual(from, to) && o.From.AccessMethod == o.To.AccessMethod {
		mode = ShareUpdateExclusive
	}
	l.add(o.Table, mode, work)
}

func (l *lockList) addConstraint(table schema.Name, c schema.Constraint) {
	work := Scan
	switch c := c.(type) {
	case schema.Check:
		if c.NotValid || c.NotEnforced {
			work = Instant
		}
		l.add(table, AccessExclusive, work)
	case schema.ForeignKey:
		if c.NotValid || c.NotEnforced {
			work = Instant
		}
		l.add(table, ShareRowExclusive, work)
		l.add(c.References, ShareRowExclusive, work)
	default:
		l.add(table, AccessExclusive, Build)
	}
}

func (l *lockList) dropConstraint(table schema.Name, c schema.Constraint) {
	l.add(table, AccessExclusive, Instant)
	if k, ok := c.(schema.ForeignKey); ok {
		l.unreference(k)
	}
}

// unreference: the triggers of a foreign key go from the table it refers to.
func (l *lockList) unreference(k schema.ForeignKey) {
	if !k.NotEnforced {
		l.add(k.References, AccessExclusive, Instant)
	}
}

func (l *lockList) alterConstraint(o op.AlterConstraint) {
	from, to := value(o.From), value(o.To)
	actions, inPlace := constraintActions(from, to)
	if !inPlace {
		l.dropConstraint(o.Table, from)
		l.addConstraint(o.Table, to)
		return
	}
	l.add(o.Table, ShareUpdateExclusive, Instant) // for a comment at least
	if schema.KeyIndexOf(from).Comment != schema.KeyIndexOf(to).Comment {
		l.add(o.Table.Sibling(to.ConstraintName()), ShareUpdateExclusive, Instant)
	}
	if from.ConstraintName() != to.ConstraintName() {
		l.add(o.Table, AccessExclusive, Instant)
	}
	validates := notValid(from) && !notValid(to)
	if validates {
		l.add(o.Table, ShareUpdateExclusive, Scan)
	}
	k, foreign := to.(schema.ForeignKey)
	if alters := len(actions); foreign && (alters > 1 || alters == 1 && !validates) {
		l.alterForeignKey(o.Table, from.(schema.ForeignKey), k)
	}
}

// alterForeignKey: a key that begins to be enforced is a new one.
func (l *lockList) alterForeignKey(table schema.Name, from, to schema.ForeignKey) {
	work := Instant
	if from.NotEnforced && !to.NotEnforced {
		work = Scan
	}
	l.add(table, AccessExclusive, work)
	l.add(to.References, AccessExclusive, work)
}

func (l *lockList) createIndex(o op.CreateIndex) {
	mode, work := Share, Build
	if o.Concurrently {
		mode = ShareUpdateExclusive
	}
	if o.Index.OnOnly {
		work = Instant
	}
	l.add(o.Table, mode, work)
}

func (l *lockList) dropIndex(o op.DropIndex) {
	switch {
	case attachedTo(o.Index) != "":
	case o.Concurrently:
		l.add(o.Table, ShareUpdateExclusive, Instant)
	default:
		l.add(o.Table, AccessExclusive, Instant)
	}
}

func (l *lockList) alterIndex(o op.AlterIndex) {
	index := o.Table.Sibling(o.To.Name)
	if o.From.Tablespace != o.To.Tablespace {
		l.add(index, AccessExclusive, Rewrite)
	}
	if attachedTo(o.From) != attachedTo(o.To) {
		l.add(index, AccessExclusive, Instant)
	}
	if o.From.Clustered != o.To.Clustered {
		l.add(o.Table, ShareUpdateExclusive, Instant)
	}
	l.add(index, ShareUpdateExclusive, Instant)
}

func (l *lockList) alterSequence(o op.AlterSequence) {
	mode, work := ShareRowExclusive, Instant
	if o.From.Unlogged != o.To.Unlogged {
		mode = AccessExclusive
	}
	l.add(o.To.Name, mode, work)
}

// comment: those on what is no relation take no lock that anybody notices.
func (l *lockList) comment(o op.SetComment) {
	switch o.On {
	case "table", "column", "sequence":
		l.add(o.Object, ShareUpdateExclusive, Instant)
	case "index":
		l.add(cmp.Or(o.Object.Sibling(o.Part), o.Object), ShareUpdateExclusive, Instant)
	}
}
