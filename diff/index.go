package diff

import (
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func (d *differ) indexes(from, to schema.Table) {
	added, dropped, both := pairs(from.Indexes, to.Indexes, func(x schema.Index) string { return x.Name })
	attached := samePartition(from.PartitionOf, to.PartitionOf)
	added = ownIndexes(added, true)
	dropped = ownIndexes(dropped, attached)
	added, dropped = d.renameIndexes(to.Name, added, dropped)
	for _, p := range both {
		fx, tx := p[0], p[1]
		tx.Comment = fx.Comment
		switch {
		case fx.Parent != "" && attached, sameOwnIndex(fx, tx):
		case alterableIndex(fx, tx):
			d.add(op.AlterIndex{Table: to.Name, From: fx, To: tx})
		default:
			dropped, added = append(dropped, p[0]), append(added, p[1])
			continue
		}
		d.comment("index", to.Name, tx.Name, p[0].Comment, p[1].Comment)
	}
	for _, x := range dropped {
		d.add(op.DropIndex{Table: to.Name, Index: x})
	}
	for _, x := range added {
		d.add(op.CreateIndex{Table: to.Name, Index: x})
	}
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
			return sameIndex(x, a)
		})
		if i < 0 {
			add = append(add, a)
			continue
		}
		d.add(op.RenameIndex{Table: table, From: dropped[i].Name, To: a.Name})
		d.comment("index", table, a.Name, dropped[i].Comment, a.Comment)
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
