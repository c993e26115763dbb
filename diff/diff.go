package diff

import (
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// Options steer a comparison. The zero value compares as it stands.
type Options struct {
	// Renames are the renames that a person declared. They are applied to
	// from before anything is paired.
	Renames []Rename
	// ServerVersion is the server's version number, as server_version_num
	// gives it. It decides which side effects a rename has; 0 means none.
	ServerVersion int
	// AnyName reports whether a constraint or index of to may keep whatever
	// name it has in from. Defaults to none.
	AnyName func(table schema.Name, part string) bool
	// AnyNotNull reports whether NOT NULL constraints of a table that have no name
	// in to may keep whatever name they were given in from. Defaults to none.
	AnyNotNull func(table schema.Name) bool
	// OldNames are the partitioned tables that have indexes whose columns are
	// called as theirs once were, so that PostgreSQL would name the indexes of new
	// partitions after these.
	OldNames map[schema.Name]bool
	// Requires are the extensions that an extension requires, by name. They
	// are created before it and dropped after it.
	Requires map[string][]string
}

// Diff returns the operations that turn from into to, in an order in which
// they can be executed one by one. Both must be sorted and, where their
// spellings are not surely the same, spelled by the same server. What from says
// of the members of extensions that move to another schema has the new one.
//
// The inverse list in reverse order turns to into from.
func Diff(from, to schema.Database, opts Options) ([]op.Operation, error) {
	d := &differ{to: to, opts: opts, reshaped: map[schema.Name]shape{}, renamedFor: map[op.Operation]bool{}, following: map[string]bool{}, doubted: map[schema.Name]bool{}}
	d.from = d.rename(from)
	d.declared = map[op.Operation]bool{}
	for _, o := range d.ops {
		d.declared[o] = true
	}
	d.alignParameters()
	d.complete()
	d.from, d.to = spellOutSerials(d.from, d.to), spellOutSerials(d.to, d.from)
	d.keepNotNullNames()
	d.nameShared()
	d.renewed = d.renewals()
	if err := d.fitComposites(); err != nil {
		return nil, err
	}
	d.untangle()
	d.objects()
	d.sequences()
	d.tables()
	d.add(d.inheritAgain...)
	d.rebuild()
	d.remadeIndexes()
	d.derived()
	d.childColumns()
	d.keepOwned()
	d.validateOne()
	d.untie()
	d.parkSettings()
	d.parkNamed()
	return d.order()
}

// differ collects the operations of one comparison.
type differ struct {
	from, to schema.Database // from with the renames applied
	opts     Options
	ops      []op.Operation
	// departing strips columns that go with a parent's of what they have of
	// their own. They rest on what was there, not on what may come after it.
	departing []op.Operation
	// arriving furnishes what comes with a parent's. It rests on what is there
	// after, not on what goes.
	arriving []op.Operation
	// inheritAgain makes NOT NULL constraints inherited again that are not while a
	// column changes its type.
	inheritAgain []op.Operation
	// renamedFor tells which renames are of what a parent's part brings (true) or
	// takes along (false).
	renamedFor map[op.Operation]bool
	autoNamed  map[key]bool                  // parts of partitions that were called after what is renamed
	declared   map[op.Operation]bool         // renames that from is told after
	reshaped   map[schema.Name]shape         // enumeration types whose values change
	following  map[string]bool               // names of NOT NULL constraints that follow what is renamed
	shared     map[schema.Name]bool          // names that several NOT NULL constraints would have
	tangled    map[schema.Name]bool          // partitions that are taken out for the names of their NOT NULL constraints
	alone      map[key]bool                  // columns that parents get while their NOT NULL constraint is not their children's
	standing   map[schema.Name]bool          // relations that are there on both sides, where there are partitions
	relations  [2]map[schema.Name]bool       // of from and to, where there are partitions
	oldNames   map[schema.Name]bool          // opts.OldNames with those that get such indexes by renames, by their new names
	apart      map[schema.Name]bool          // tables that are not under their parents while these change: detached, or dropped and made anew
	away       map[key]bool                  // inheritance that ends and begins again
	replaced   map[key]bool                  // columns that are dropped, to be made anew if to has them
	renewed    map[schema.Name]bool          // types that are dropped and created again
	fitted     map[schema.Name]bool          // composite types that get or lose attributes before that
	doubted    map[schema.Name]bool          // domains that are made anew without what is not valid
	children   map[schema.Name][]schema.Name // by parent, of both sides
	lost       map[schema.Name][]schema.Name // by parent, those that it comes to be below of
	elders     map[schema.Name][]schema.Name // the parents, by child
	undoing    bool                          // an effect is told that ends
}

// keepsName reports whether a part of to may bear another name in from.
func (d *differ) keepsName(table schema.Name, part string) bool {
	return d.opts.AnyName != nil && d.opts.AnyName(table, part)
}

func (d *differ) add(ops ...op.Operation) { d.ops = append(d.ops, ops...) }

// comment adds a SetComment where the comments differ.
func (d *differ) comment(on string, object schema.Name, part, from, to string) {
	if from != to {
		d.add(op.SetComment{On: on, Object: object, Part: part, From: from, To: to})
	}
}
