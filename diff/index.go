package diff

import (
	"cmp"
	"slices"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func (d *differ) indexes(from, to schema.Table) {
	attached := samePartition(from.PartitionOf, to.PartitionOf)
	whole := from
	from.Indexes = d.followAttachments(from.Indexes)
	added, dropped, both := pairs(from.Indexes, to.Indexes, d.indexKey(from, to, attached))
	added = ownIndexes(added, true)
	dropped = ownIndexes(dropped, attached)
	added, dropped = d.renameIndexes(to.Name, added, dropped)
	for _, p := range both {
		goes, comes := d.alterIndex(from, to, p[0], p[1], attached)
		if goes {
			dropped = append(dropped, p[0])
		}
		if comes {
			added = append(added, p[1])
		}
	}
	inMakingOrder(d, to.Name, dropped, added, func(x schema.Index) string { return x.Name })
	for _, x := range dropped {
		d.add(op.DropIndex{Table: to.Name, Index: *whole.Index(x.Name)})
	}
	for _, x := range added {
		d.add(op.CreateIndex{Table: to.Name, Index: x})
	}
}

// alterIndex compares an index that is there before and after, and reports
// whether it has to go, and to come anew.
func (d *differ) alterIndex(from, to schema.Table, fx, tx schema.Index, attached bool) (goes, comes bool) {
	was, is := fx.Comment, tx.Comment
	tx.Comment = fx.Comment
	switch {
	case attached && (fx.Parent == "") != (tx.Parent == ""):
		return tx.Parent != "", tx.Parent == "" // the other one comes with the parent's
	case fx.Parent != "" && attached:
		d.alterAttached(from, to, fx, tx)
	case sameOwnIndex(fx, tx) && d.comesAnew(to.Name, tx.Name, attached):
		return true, true
	case sameOwnIndex(fx, tx) && !(tx.OnOnly && d.partitionsMove(to.Name)):
	case to.PartitionBy == "" && alterableIndex(fx, tx):
		d.add(op.AlterIndex{Table: to.Name, From: fx, To: tx})
	default:
		return true, true
	}
	d.comment("index", to.Name, tx.Name, was, is)
	return false, false
}

// inMakingOrder puts the indexes or constraints of a partition or partitioned
// table in the order in which they go and are made.
func inMakingOrder[T any](d *differ, table schema.Name, dropped, added []T, name func(T) string) {
	if d.isPartitioned(table) || d.isPartition(table) {
		inOrder(added, d.places(table, d.to), name)
		inOrder(dropped, d.places(table, d.from), name)
		slices.Reverse(dropped)
	}
}

// indexKey returns what an index is known by: its name, and where a partition has
// it from an index of its parent that is there before and after, that one.
func (d *differ) indexKey(from, to schema.Table, attached bool) func(schema.Index) key {
	var fp, tp *schema.Table
	if attached {
		fp, tp = parentIn(&d.from, &from), parentIn(&d.to, &to)
	}
	return func(x schema.Index) key {
		parent := x.Parent.Object()
		if x.Parent != "" && fp != nil && tp != nil && fp.Index(parent) != nil && tp.Index(parent) != nil {
			return key{kind: "index of", name: x.Parent}
		}
		return relation(to.Name.Sibling(x.Name))
	}
}

// inOrder puts indexes or constraints of a partition or partitioned table in the
// order in which they are made: so PostgreSQL names those of partitions, and so
// it finds them when it attaches one.
func inOrder[T any](list []T, places map[string]string, name func(T) string) {
	place := func(x T) string { return cmp.Or(places[name(x)], name(x)) }
	slices.SortStableFunc(list, func(a, b T) int { return cmp.Compare(place(a), place(b)) })
}

// places returns what the parts of a table are ordered by where that is not
// their name: a key comes first, and what a partition has from its parent comes
// as the parent's do, before what is its own. Those of the parent's that stay
// are older than those that are made.
func (d *differ) places(table schema.Name, in schema.Database) map[string]string {
	const first, derived = "\x00", "\x01"
	const older, newer = "\x00", "\x01"
	places := map[string]string{}
	t := in.Table(table)
	if t == nil {
		return places
	}
	if t.PrimaryKey != nil {
		places[t.PrimaryKey.Name] = first
	}
	parent := parentIn(&in, t)
	if parent == nil {
		return places
	}
	above := d.places(parent.Name, in)
	pf, pt := d.from.Table(parent.Name), d.to.Table(parent.Name)
	for _, x := range d.derivations(*parent, *t) {
		age := newer
		if pf != nil && pt != nil && x.stays(pf, pt) {
			age = older
		}
		places[x.child] = derived + age + cmp.Or(above[x.parent], x.parent)
	}
	return places
}

// alterAttached alters what a partition's index can have of its own beside
// its parent's. Where the parent's is made anew, this one is made like it.
func (d *differ) alterAttached(from, to schema.Table, fx, tx schema.Index) {
	same := fx
	same.Clustered, same.With, same.Statistics = tx.Clustered, tx.With, tx.Statistics
	pf, pt := d.from.Table(from.PartitionOf.Parent), d.to.Table(to.PartitionOf.Parent)
	if pf == nil || pt == nil || !keepsIndex(pf, pt, tx.Parent.Object()) {
		d.alterRemade(op.AlterIndex{Table: to.Name, From: fx, To: tx}, pf, pt)
		return
	}
	fx.Name, same.Name = tx.Name, tx.Name // as it is called by then
	if !sameOwnIndex(fx, same) {
		d.add(op.AlterIndex{Table: to.Name, From: fx, To: same})
	}
}

// alterRemade alters an index of a partition whose parent's is made anew: what it
// has of its own goes before, and comes after.
func (d *differ) alterRemade(o op.AlterIndex, from, to *schema.Table) {
	if before := madeWith(o.From, from); !sameOwnIndex(o.From, before) {
		d.departing = append(d.departing, op.AlterIndex{Table: o.Table, From: o.From, To: before})
	}
	if after := madeWith(o.To, to); !sameOwnIndex(after, o.To) {
		d.arriving = append(d.arriving, op.AlterIndex{Table: o.Table, From: after, To: o.To})
	}
}

// remadeIndexes does so for the indexes whose parents' are rebuilt.
func (d *differ) remadeIndexes() {
	_, gone := d.madeAndGone()
	d.ops = slices.DeleteFunc(d.ops, func(o op.Operation) bool {
		a, ok := o.(op.AlterIndex)
		if !ok || a.From.Parent == "" || !gone[relation(a.From.Parent)] {
			return false
		}
		f, t := d.from.Table(a.Table), d.to.Table(a.Table)
		was := slices.IndexFunc(f.Indexes, func(x schema.Index) bool { return x.Parent == a.From.Parent })
		a.From.Name = f.Indexes[was].Name
		d.alterRemade(a, parentIn(&d.from, f), parentIn(&d.to, t))
		return true
	})
}

// madeWith returns an index of a partition as it comes with that of its parent.
func madeWith(x schema.Index, parent *schema.Table) schema.Index {
	if parent != nil {
		if p := parent.Index(x.Parent.Object()); p != nil {
			x.With, x.Statistics, x.Clustered = p.With, p.Statistics, false
		}
	}
	return x
}

// ownIndexes leaves out, where attached, the indexes that partitions have
// from their parent.
func ownIndexes(list []schema.Index, attached bool) []schema.Index {
	var own []schema.Index
	for _, x := range list {
		if !attached || x.Parent == "" {
			own = append(own, x)
		}
	}
	return own
}

// renameIndexes turns an index that is gone and a new one that is the same
// but for its name into a rename.
func (d *differ) renameIndexes(table schema.Name, added, dropped []schema.Index) (add, drop []schema.Index) {
	for _, a := range added {
		i := indexOf(dropped, func(x schema.Index) bool {
			x.Name, x.Comment = a.Name, a.Comment
			return sameIndex(x, a) && !d.isAlike(table, a.Name) && !(a.OnOnly && d.partitionsMove(table))
		})
		if i < 0 {
			add = append(add, a)
			continue
		}
		name := dropped[i].Name
		if !d.keepsName(table, a.Name) {
			d.add(op.RenameIndex{Table: table, From: name, To: a.Name})
			name = a.Name
		}
		d.comment("index", table, name, dropped[i].Comment, a.Comment)
		dropped = append(dropped[:i:i], dropped[i+1:]...)
	}
	return add, dropped
}

// alterableIndex reports whether ALTER INDEX can get from one to the other.
func alterableIndex(from, to schema.Index) bool {
	if from.Invalid {
		return false
	}
	to.With, to.Tablespace, to.Clustered, to.Statistics = from.With, from.Tablespace, from.Clustered, from.Statistics
	return sameIndex(from, to)
}
