package diff

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/deedsql/deed/schema"
)

// completer writes into partitions what they have from their parents, which a
// model need not say: keys, foreign keys and indexes, under the names that
// they have in the database already or that PostgreSQL will choose. A part of
// the partition's own that is like the parent's is the parent's, as it is to
// PostgreSQL when a partition is attached; so a model can name it.
type completer struct {
	d       *differ
	done    map[schema.Name]bool
	written map[schema.Name]bool // the names of relations that models write
}

func (d *differ) complete() {
	isPartition := func(t schema.Table) bool { return t.PartitionOf != nil }
	if !slices.ContainsFunc(d.to.Tables, isPartition) && !slices.ContainsFunc(d.from.Tables, isPartition) {
		return
	}
	d.standing = standing(d.from, d.to)
	d.to.Tables = slices.Clone(d.to.Tables)
	d.completeAttached()
	c := completer{d, map[schema.Name]bool{}, relations(d.to)}
	for i := range d.to.Tables {
		c.table(&d.to.Tables[i])
	}
	d.standing = standing(d.from, d.to) // with what is complete now
	d.relations = [2]map[schema.Name]bool{relations(d.from), relations(d.to)}
}

func (c completer) table(t *schema.Table) {
	if c.done[t.Name] || t.PartitionOf == nil {
		return
	}
	c.done[t.Name] = true
	parent := c.d.to.Table(t.PartitionOf.Parent)
	if parent == nil {
		return
	}
	c.table(parent)
	k := &partitionNames{t: t, before: c.before(*t), known: c.known(*t), standing: c.d.standing, written: c.written}
	k.validated = map[string]bool{}
	if k.before != nil {
		for _, x := range validatedOn(&c.d.from, k.before) {
			k.validated[x.key.Name] = true
		}
	}
	if p := parent.PrimaryKey; p != nil && !p.OnOnly {
		t.PrimaryKey = k.primaryKey(*p)
	}
	t.Uniques = k.uniques(parent.Uniques)
	t.ForeignKeys = k.foreignKeys(parent.ForeignKeys)
	t.Indexes = k.indexes(*parent)
}

// before returns the partition as it is in the database, or nil.
func (c completer) before(t schema.Table) *schema.Table {
	f := c.d.from.Table(t.Name)
	if f == nil || f.PartitionOf == nil || f.PartitionOf.Parent != t.PartitionOf.Parent {
		return nil
	}
	return f
}

// known returns the names that the partition's parts keep, by the names of the
// parent's: those that PostgreSQL may have chosen, and where others made the
// table and its model is silent, all.
func (c completer) known(t schema.Table) map[derivation]string {
	names := map[derivation]string{}
	f := c.before(t)
	if f == nil {
		return names
	}
	parent, after := c.d.from.Table(f.PartitionOf.Parent), c.d.to.Table(t.PartitionOf.Parent)
	if parent == nil || after == nil {
		return names
	}
	for _, x := range c.d.derivations(*parent, *f) {
		if !x.stays(parent, after) || c.d.autoNamed[constraint(t.Name, x.child)] && x.child != x.auto {
			continue // the name follows
		}
		if x.number >= 0 && x.number < alikeNamed(t.Name, *after, x.plain) || c.d.keepsName(t.Name, x.auto) {
			names[derivation{parent: x.parent, constraint: x.constraint}] = x.child
		}
	}
	return names
}

// alikeNamed returns how many parts of a parent bring parts to a partition that
// PostgreSQL tells apart by numbers.
func alikeNamed(child schema.Name, parent schema.Table, plain string) int {
	n := 0
	for _, name := range plainNames(child, parent) {
		if name == plain {
			n++
		}
	}
	return n
}

// plainNames returns the names that PostgreSQL gives, where nothing has them, to
// what the parts of a parent bring to a partition, by the parent's.
func plainNames(child schema.Name, parent schema.Table) map[key]string {
	names := map[key]string{}
	note := func(k key, columns []string, label string) {
		names[k] = schema.ObjectName(child.Object(), schema.JoinColumns(columns), label)
	}
	if p := parent.PrimaryKey; p != nil && !p.OnOnly {
		note(partitionPart(parent.Name, p.Name), nil, "pkey")
	}
	for _, u := range parent.Uniques {
		if !u.OnOnly {
			note(partitionPart(parent.Name, u.Name), u.ColumnNames(), "key")
		}
	}
	for _, x := range parent.Indexes {
		if !x.OnOnly {
			note(partitionPart(parent.Name, x.Name), x.ColumnNames(), "idx")
		}
	}
	return names
}

// keepsConstraint reports whether a constraint of one table is there in the
// other without being made anew.
func keepsConstraint(from, to *schema.Table, name string) bool {
	f, t := from.Constraint(name), to.Constraint(name)
	return f != nil && t != nil && (sameConstraint(uncommented(f), uncommented(t)) || alterable(f, t))
}

func keepsIndex(from, to *schema.Table, name string) bool {
	f, t := from.Index(name), to.Index(name)
	return f != nil && t != nil && sameOwnIndex(*f, *t)
}

// partitionNames finds the parts of a partition, or names new ones.
type partitionNames struct {
	t        *schema.Table
	before   *schema.Table // in the database; nil: not there
	known    map[derivation]string
	standing map[schema.Name]bool // relations that are there all the way
	written  map[schema.Name]bool
	// validated are the foreign keys in the database that are valid where the
	// parent's are not.
	validated map[string]bool
}

func (k *partitionNames) name(parent string, isConstraint bool, columns []string, label string) string {
	kept := slices.Collect(maps.Values(k.known))
	taken := func(name string) bool { return k.t.Index(name) != nil || k.t.Constraint(name) != nil }
	if name := k.known[derivation{parent: parent, constraint: isConstraint}]; name != "" && !taken(name) && !k.written[k.t.Name.Sibling(name)] {
		return name
	}
	return schema.ChooseName(k.t.Name.Object(), schema.JoinColumns(columns), label, func(name string) bool {
		sibling := k.t.Name.Sibling(name)
		return taken(name) || slices.Contains(kept, name) || k.standing[sibling] || sibling == k.t.PartitionOf.Parent.Sibling(parent)
	})
}

// isAuto reports whether a name is one that PostgreSQL gives a part.
func (k *partitionNames) isAuto(name string, columns []string, label string) bool {
	return choice(name, k.t.Name.Object(), schema.JoinColumns(columns), label) >= 0
}

func (k *partitionNames) primaryKey(p schema.PrimaryKey) *schema.PrimaryKey {
	if own := k.t.PrimaryKey; own != nil {
		key := *own
		key.Inherited = true
		return &key
	}
	p.Name, p.Inherited, p.Comment = k.name(p.Name, true, nil, "pkey"), true, ""
	p.IndexComment, p.Clustered, p.AttachTo = "", false, ""
	return &p
}

func (k *partitionNames) uniques(parents []schema.Unique) []schema.Unique {
	list := slices.Clone(k.t.Uniques)
	parents = slices.DeleteFunc(slices.Clone(parents), func(p schema.Unique) bool { return p.OnOnly })
	known := func(p schema.Unique) string { return k.known[derivation{parent: p.Name, constraint: true}] }
	found := map[string]bool{}
	for _, m := range match(parents, k.inOrderOfNames(list),
		func(p, u schema.Unique) bool { return u.Name == known(p) },
		func(p, u schema.Unique) bool { return k.isAuto(u.Name, p.ColumnNames(), "key") && sameUnique(p, u) },
		sameUnique,
		func(p, u schema.Unique) bool {
			return known(p) == "" && slices.Equal(u.Columns, p.Columns) && sameUniqueIndex(p, u)
		},
	) {
		found[m[0].Name] = true
		delete(k.known, derivation{parent: m[0].Name, constraint: true})
		i := slices.IndexFunc(list, func(u schema.Unique) bool { return u.Name == m[1].Name })
		list[i].Inherited = true
	}
	for _, p := range parents {
		if !found[p.Name] {
			p.Name, p.Inherited, p.Comment = k.name(p.Name, true, p.ColumnNames(), "key"), true, ""
			p.IndexComment, p.Clustered, p.AttachTo = "", false, ""
			list = append(list, p)
			k.t.Uniques = list
		}
	}
	return list
}

// inOrderOfNames returns unique constraints in the order in which PostgreSQL would
// have named them: those that it would not last, and those that are known to be
// the parent's first.
func (k *partitionNames) inOrderOfNames(list []schema.Unique) []schema.Unique {
	place := func(u schema.Unique) int {
		n := choice(u.Name, k.t.Name.Object(), schema.JoinColumns(u.ColumnNames()), "key")
		switch {
		case u.Inherited:
			return -1
		case n < 0:
			return math.MaxInt
		}
		return n
	}
	return slices.SortedStableFunc(slices.Values(list), func(a, b schema.Unique) int { return cmp.Compare(place(a), place(b)) })
}

// sameUnique compares a parent's unique constraint with a partition's.
func sameUnique(p, c schema.Unique) bool {
	c.Name, c.Comment, c.Inherited, c.OnOnly = p.Name, p.Comment, p.Inherited, p.OnOnly
	c.IndexComment, c.Clustered, c.AttachTo = p.IndexComment, p.Clustered, p.AttachTo
	return sameConstraint(p, c)
}

// sameUniqueIndex compares what PostgreSQL does when it looks for an index of the
// partition to take for the parent's.
func sameUniqueIndex(p, c schema.Unique) bool {
	return p.NullsNotDistinct == c.NullsNotDistinct && p.WithoutOverlaps == c.WithoutOverlaps && slices.Equal(p.Include, c.Include)
}

func (k *partitionNames) foreignKeys(parents []schema.ForeignKey) []schema.ForeignKey {
	list := slices.Clone(k.t.ForeignKeys)
	for _, p := range parents {
		same := func(f schema.ForeignKey) bool {
			return f.References == p.References && slices.Equal(f.Columns, p.Columns) && slices.Equal(f.RefColumns, p.RefColumns)
		}
		if slices.ContainsFunc(list, func(f schema.ForeignKey) bool { return f.Inherited && same(f) }) {
			continue
		}
		name := cmp.Or(k.known[derivation{parent: p.Name, constraint: true}], p.Name)
		if i := slices.IndexFunc(list, func(f schema.ForeignKey) bool { return (f.Name == name || f.Name == p.Name) && same(f) }); i >= 0 {
			list[i].Inherited = true
			continue
		}
		p.Name = name
		p.NotValid = p.NotValid && !k.validated[name] // somebody has validated it here
		p.Inherited, p.Comment = true, ""
		list = append(list, p)
	}
	return list
}

func (k *partitionNames) indexes(parent schema.Table) []schema.Index {
	list := slices.Clone(k.t.Indexes)
	silent := without(parent.Indexes, func(p schema.Index) bool {
		return p.OnOnly || k.isWritten(list, p, parent.Name.Sibling(p.Name)) || backs(*k.t, p)
	})
	for _, p := range silent {
		from := parent.Name.Sibling(p.Name)
		p.Name = k.name(p.Name, false, p.ColumnNames(), "idx")
		p.Parent, p.AttachTo, p.Comment, p.Clustered, p.Statistics = from, "", "", false, k.statistics(p)
		list = append(list, p)
		k.t.Indexes = list
	}
	return list
}

// isWritten finds the index that the partition's model says for one of its
// parent, whose name of before is free then.
func (k *partitionNames) isWritten(list []schema.Index, p schema.Index, from schema.Name) bool {
	i := slices.IndexFunc(list, func(x schema.Index) bool { return x.Parent == from })
	if i < 0 {
		i = likeIndex(list, p, func(name string) int {
			return choice(name, k.t.Name.Object(), schema.JoinColumns(p.ColumnNames()), "idx")
		})
	}
	if i < 0 {
		return false
	}
	list[i].Parent = from
	delete(k.known, derivation{parent: p.Name})
	return true
}

// statistics returns the statistics targets of an index that its model does not
// name: those that it has, and where it is made those of its parent's, which a
// new partition does not get.
func (k *partitionNames) statistics(x schema.Index) []string {
	switch {
	case k.before == nil:
		return nil
	case k.before.Index(x.Name) != nil:
		return k.before.Index(x.Name).Statistics
	}
	return x.Statistics
}

// likeIndex returns the place of an index of the partition's own that is like
// the parent's: the one with the name that PostgreSQL chooses first, else the
// first.
func likeIndex(list []schema.Index, parent schema.Index, choice func(string) int) int {
	found, chosen := -1, -1
	for i, x := range list {
		like := parent
		like.Name, like.Clustered, like.Statistics, like.Tablespace, like.With = x.Name, x.Clustered, x.Statistics, x.Tablespace, x.With
		like.AttachTo = ""
		if x.Parent != "" || !sameOwnIndex(x, like) {
			continue
		}
		if n := choice(x.Name); found < 0 || n >= 0 && (chosen < 0 || n < chosen) {
			found, chosen = i, n
		}
	}
	return found
}
