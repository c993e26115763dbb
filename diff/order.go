package diff

import (
	"container/heap"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A node is an operation in the graph of what has to come before what.
type node struct {
	op       op.Operation
	index    int // its place in the list before ordering
	rank     int
	creates  []key
	needs    []key
	drops    []key
	frees    []key
	strips   []key   // columns that are changed before their parents' are
	declared bool    // a rename that all else is told after, by the new names
	followed []*node // those that must come later
	waits    int     // how many must come earlier and have not
}

// order sorts the operations. Four rules make the graph:
//
//   - what creates comes before what needs,
//   - what lets go of something comes before what drops it,
//   - what drops a name comes before what creates it again,
//   - what changes something in place counts as both.
//
// Where the rules leave a choice, the more natural kind goes first and what
// loses data last.
func (d *differ) order() ([]op.Operation, error) {
	nodes := make([]*node, 0, len(d.ops)+len(d.departing))
	doomed := map[key]bool{}
	d.apart, d.away, d.replaced = map[schema.Name]bool{}, d.returning(), map[key]bool{}
	for _, o := range d.ops {
		switch o := o.(type) {
		case op.DropColumn:
			d.replaced[column(o.Table, o.Column.Name)] = true
		case op.DetachPartition:
			d.apart[o.Table] = true
		case op.DropTable:
			doomed[relation(o.Table.Name)] = true
		case op.DropSequence:
			doomed[relation(o.Sequence.Name)] = true
		}
	}
	for _, o := range d.ops {
		if o, ok := o.(op.CreateTable); ok && doomed[relation(o.Table.Name)] {
			d.apart[o.Table.Name] = true // it is made after, or gone before
		}
	}
	for i, o := range d.ops {
		nodes = append(nodes, d.node(i, o, doomed))
	}
	for _, o := range d.departing {
		n := d.node(len(nodes), o, doomed)
		n.strips = without(n.drops, func(k key) bool { return k.kind != "column" || !slices.Contains(n.creates, k) })
		n.frees = slices.Concat(n.frees, n.drops, n.needs)
		n.creates, n.drops, n.needs = nil, nil, nil
		nodes = append(nodes, n)
	}
	for _, o := range d.arriving {
		n := d.node(len(nodes), o, doomed)
		n.drops, n.frees = nil, nil
		nodes = append(nodes, n)
	}
	connect(nodes)
	ops, err := sortNodes(nodes)
	return movesFirst(ops), err
}

// movesFirst puts extensions that move to another schema before all else, with
// the schemas that are made for them: from is told as it is after that.
func movesFirst(ops []op.Operation) []op.Operation {
	into := map[string]bool{}
	for _, o := range ops {
		if o, ok := o.(op.AlterExtension); ok && o.From.Schema != o.To.Schema {
			into[o.To.Schema] = true
		}
	}
	isMove := func(o op.Operation) bool {
		switch o := o.(type) {
		case op.CreateSchema:
			return into[o.Schema.Name]
		case op.AlterExtension:
			return o.From.Schema != o.To.Schema
		}
		return false
	}
	if len(into) == 0 {
		return ops
	}
	return append(slices.DeleteFunc(slices.Clone(ops), func(o op.Operation) bool { return !isMove(o) }), without(ops, isMove)...)
}

// node returns the node of an operation. What takes something off a table or
// sequence that is itself dropped (doomed) does so before, all else when its
// target is there.
func (d *differ) node(i int, o op.Operation, doomed map[key]bool) *node {
	after, before := d.effectOf(o), d.undone(o)
	n := &node{
		op: o, index: i, rank: rank(o), declared: isRename(o) && d.declared[o],
		creates: without(after.creates, isMeantime), needs: without(after.needs, isMeantime),
		drops: without(before.creates, isMeantime), frees: without(before.needs, isMeantime),
	}
	if from, to := renamedPart(o); from != "" {
		table := o.Targets()[0].Name
		brought, derived := d.renamedFor[o]
		if !derived || brought {
			n.needs = append(n.needs, d.parentsPart(&d.to, table, to.Object())...)
		}
		if !derived || !brought {
			n.frees = append(n.frees, d.parentsPart(&d.from, table, from.Object())...)
		}
		switch { // PostgreSQL's name is there between the two alone
		case derived && brought:
			n.drops = nil
		case derived:
			n.creates = nil
		}
	}
	switch o := o.(type) { // an index ON ONLY may have the name of one that is not
	case op.AttachPartition:
		n.needs = without(n.needs, d.isOnly(d.to.Table(o.Partition.Parent)))
	case op.DetachPartition:
		n.frees = without(n.frees, d.isOnly(d.from.Table(o.Partition.Parent)))
	}
	if a, ok := o.(op.AlterColumn); ok && d.beforeType(a) {
		n.needs = slices.DeleteFunc(n.needs, func(k key) bool { return k == typ(typeName(a.To.Type)) })
	}
	if a, ok := o.(op.AlterDomain); ok && d.altersComposite(typeName(a.To.Type)) { // of its attributes it tells itself
		below := func(k key) bool { return k == typ(typeName(a.To.Type)) }
		n.needs, n.frees = without(n.needs, below), without(n.frees, below)
	}
	d.awaitFit(n)
	d.awaitDoubts(n)
	if !createsTable(o) {
		for _, t := range o.Targets() {
			if t.Kind != op.KindTable && t.Kind != op.KindSequence {
				continue
			}
			k := relation(t.Name)
			if doomed[k] && (d.takesOff(o) || n.declared) {
				n.frees = append(n.frees, k)
			}
			if !doomed[k] || !d.takesOff(o) {
				n.needs = append(n.needs, k)
			}
		}
	}
	return n
}

// isOnly tells the keys of the indexes that a table has ON ONLY itself.
func (d *differ) isOnly(t *schema.Table) func(key) bool {
	return func(k key) bool {
		return t != nil && slices.ContainsFunc(onOnly(t), func(name string) bool {
			return k == relation(t.Name.Sibling(name)) || k == constraint(t.Name, name)
		})
	}
}

// takesOff reports whether an operation takes something off a table or sequence
// before that goes.
func (d *differ) takesOff(o op.Operation) bool {
	switch o := o.(type) {
	case op.RenameConstraint, op.RenameIndex:
		brought, derived := d.renamedFor[o]
		return derived && !brought
	case op.DropConstraint, op.DropIndex, op.DropStatistics, op.DetachPartition, op.NoInherit:
		return true
	case op.AlterSequence:
		return o.From.OwnedBy != nil && o.To.OwnedBy == nil
	}
	return false
}

func createsTable(o op.Operation) bool {
	switch o.(type) {
	case op.CreateTable, op.DropTable, op.RenameTable, op.CreateSequence, op.DropSequence, op.RenameSequence:
		return true
	}
	return false
}

// undone returns the effect that the operation ends: that of its inverse.
func (d *differ) undone(o op.Operation) effect {
	inverse, err := o.Inverse()
	if err != nil {
		return effect{}
	}
	d.undoing = true
	defer func() { d.undoing = false }()
	return d.effectOf(inverse)
}

// side returns what an effect is told of: how it was where the operation ends
// it, how it shall be where the operation has it.
func (d *differ) side() *schema.Database {
	if d.undoing {
		return &d.from
	}
	return &d.to
}

// connect draws the edges.
func connect(nodes []*node) {
	creators, changers, droppers, strippers := map[key][]*node{}, map[key][]*node{}, map[key][]*node{}, map[key][]*node{}
	for _, n := range nodes {
		for _, k := range n.strips {
			strippers[k] = append(strippers[k], n)
		}
		for _, k := range unique(n.creates) {
			if slices.Contains(n.drops, k) {
				changers[k] = append(changers[k], n)
			} else {
				creators[k] = append(creators[k], n)
			}
		}
		for _, k := range unique(n.drops) {
			if !slices.Contains(n.creates, k) {
				droppers[k] = append(droppers[k], n)
			}
		}
	}
	for _, n := range nodes {
		for _, k := range unique(n.needs) {
			link(without(creators[k], func(m *node) bool { return n.declared && !m.declared && createsTable(m.op) }), n)
			if !slices.Contains(n.creates, k) {
				link(changers[k], n)
			}
		}
		for _, k := range unique(n.frees) {
			if n.declared {
				linkTo(n, droppers[k])
			} else {
				linkTo(n, without(droppers[k], (*node).isDeclared))
				link(without(creators[k], (*node).isNotDeclared), n)
			}
			if !slices.Contains(n.drops, k) && !slices.Contains(n.needs, k) {
				linkTo(n, changers[k])
				if n.strips == nil {
					linkTo(n, strippers[k])
				}
			}
		}
	}
	for k, list := range creators {
		for _, n := range list {
			if k.kind != "extension" && k.kind != "absence" { // one key for all of them; an absence ends with a column
				link(without(droppers[k], func(m *node) bool { return n.declared && !m.declared }), n)
			}
			if n.declared {
				linkTo(n, without(droppers[k], (*node).isDeclared))
			}
			linkTo(n, changers[k])
		}
	}
	for _, list := range changers {
		for i := 1; i < len(list); i++ {
			list[i-1].before(list[i])
		}
	}
}

// isRename reports whether an operation can be one of a declared rename: it gives
// another name, or lets a sequence go that gets one.
func isRename(o op.Operation) bool {
	switch o.(type) {
	case op.AlterSequence, op.RenameTable, op.RenameColumn, op.RenameType, op.RenameSequence, op.RenameConstraint, op.RenameIndex, op.RenameEnumValue:
		return true
	}
	return false
}

func (n *node) isDeclared() bool    { return n.declared }
func (n *node) isNotDeclared() bool { return !n.declared }

func (n *node) before(m *node) {
	if n != m && !slices.Contains(n.followed, m) {
		n.followed = append(n.followed, m)
		m.waits++
	}
}

func link(earlier []*node, n *node) {
	for _, e := range earlier {
		e.before(n)
	}
}

func linkTo(n *node, later []*node) {
	for _, l := range later {
		n.before(l)
	}
}

func unique(keys []key) []key {
	seen := make(map[key]bool, len(keys))
	return slices.DeleteFunc(slices.Clone(keys), func(k key) bool {
		again := seen[k]
		seen[k] = true
		return again
	})
}

// sortNodes is Kahn's algorithm with a queue in the order of ranks.
func sortNodes(nodes []*node) ([]op.Operation, error) {
	var ready queue
	for _, n := range nodes {
		if n.waits == 0 {
			heap.Push(&ready, n)
		}
	}
	ordered := make([]op.Operation, 0, len(nodes))
	for ready.Len() > 0 {
		n := heap.Pop(&ready).(*node)
		ordered = append(ordered, n.op)
		for _, m := range n.followed {
			if m.waits--; m.waits == 0 {
				heap.Push(&ready, m)
			}
		}
	}
	if len(ordered) < len(nodes) {
		return nil, circle(nodes)
	}
	return ordered, nil
}

// circle reports operations that wait for each other, each for the next. It is
// a bug of the rules, never of the schema.
func circle(nodes []*node) error {
	n := nodes[slices.IndexFunc(nodes, func(n *node) bool { return n.waits > 0 })]
	place := map[*node]int{}
	var path []*node
	for _, again := place[n]; !again; _, again = place[n] {
		place[n] = len(path)
		path = append(path, n)
		i := slices.IndexFunc(nodes, func(m *node) bool { return m.waits > 0 && slices.Contains(m.followed, n) })
		n = nodes[i] // whoever waits has one to wait for
	}
	var stuck []string
	for _, m := range path[place[n]:] {
		stuck = append(stuck, op.Describe(m.op))
	}
	return fmt.Errorf("ordering operations: these wait for each other: %s", strings.Join(stuck, "; "))
}

// queue is a heap of nodes by rank, then by their first place.
type queue []*node

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	if q[i].rank != q[j].rank {
		return q[i].rank < q[j].rank
	}
	return q[i].index < q[j].index
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push appends a node.
func (q *queue) Push(x any) { *q = append(*q, x.(*node)) }

// Pop takes the last node off.
func (q *queue) Pop() any {
	old := *q
	n := old[len(old)-1]
	*q = old[:len(old)-1]
	return n
}

// rank is the place of an operation where the order is free.
func rank(o op.Operation) int {
	if op.Loss(o) != "" {
		return 100
	}
	switch o.(type) {
	case op.RenameTable, op.RenameColumn, op.RenameConstraint, op.RenameIndex, op.RenameSequence, op.RenameType, op.RenameEnumValue:
		return 0
	case op.CreateSchema, op.CreateExtension:
		return 10
	case op.CreateEnum, op.CreateDomain, op.CreateComposite, op.CreateRange, op.AlterEnum, op.AlterDomain, op.AlterComposite:
		return 20
	case op.CreateSequence:
		return 30
	case op.DropConstraint, op.DropIndex, op.DropStatistics:
		return 40
	case op.CreateTable:
		return 50
	case op.DetachPartition, op.NoInherit:
		return 55
	case op.AddColumn, op.AlterColumn, op.DropColumn:
		return 60
	case op.AttachPartition, op.Inherit:
		return 65
	case op.AddConstraint, op.AlterConstraint:
		return 70
	case op.CreateIndex, op.AlterIndex, op.CreateStatistics:
		return 75
	case op.AlterTable, op.AlterSequence, op.SetComment:
		return 80
	case op.DropSchema:
		return 110
	case op.DropExtension:
		return 120
	}
	return 90
}
