package op

import "github.com/deedsql/deed/schema"

type (
	// CreateTable creates a table with its columns, primary key, unique,
	// check and exclusion constraints, and its comments. Foreign keys,
	// indexes and statistics of Table are created with it too, after it.
	CreateTable struct {
		base
		Table schema.Table
	}
	// DropTable drops a table with all that belongs to it.
	DropTable struct {
		base
		Table schema.Table
	}
	// RenameTable renames a table, or moves it to another schema.
	RenameTable struct {
		base
		From, To schema.Name
	}
	// AlterTable changes the settings of a table.
	AlterTable struct {
		base
		Table    schema.Name
		From, To schema.Settings
	}
	// AttachPartition makes a table a partition of another.
	AttachPartition struct {
		base
		Table     schema.Name
		Partition schema.Partition
	}
	// DetachPartition makes a partition a table of its own.
	DetachPartition struct {
		base
		Table     schema.Name
		Partition schema.Partition
	}
	// Inherit makes a table inherit from another.
	Inherit struct {
		base
		Table, Parent schema.Name
	}
	// NoInherit ends an inheritance; the columns stay.
	NoInherit struct {
		base
		Table, Parent schema.Name
	}
	// CreateStatistics creates an extended statistics object.
	CreateStatistics struct {
		base
		Table      schema.Name
		Statistics schema.Statistics
	}
	// DropStatistics drops an extended statistics object.
	DropStatistics struct {
		base
		Table      schema.Name
		Statistics schema.Statistics
	}
	// AdoptTable puts a table that was created elsewhere under this
	// service's care. It changes nothing in the table.
	AdoptTable struct {
		base
		Table schema.Name
	}
	// ReleaseTable gives a table up. It changes nothing in the table.
	ReleaseTable struct {
		base
		Table schema.Name
	}
	// Adopt does for a type or a sequence what AdoptTable does for a table.
	Adopt struct {
		base
		Kind Kind
		Name schema.Name
	}
	// Release gives a type or a sequence up.
	Release struct {
		base
		Kind Kind
		Name schema.Name
	}
)

// Inverse returns the operation that undoes this one.
func (o CreateTable) Inverse() (Operation, error) { return DropTable(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropTable) Inverse() (Operation, error) { return CreateTable(o), nil }

// Inverse returns the operation that undoes this one.
func (o RenameTable) Inverse() (Operation, error) {
	return RenameTable{From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o AlterTable) Inverse() (Operation, error) {
	return AlterTable{Table: o.Table, From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o AttachPartition) Inverse() (Operation, error) { return DetachPartition(o), nil }

// Inverse returns the operation that undoes this one.
func (o DetachPartition) Inverse() (Operation, error) { return AttachPartition(o), nil }

// Inverse returns the operation that undoes this one.
func (o Inherit) Inverse() (Operation, error) { return NoInherit(o), nil }

// Inverse returns the operation that undoes this one.
func (o NoInherit) Inverse() (Operation, error) { return Inherit(o), nil }

// Inverse returns the operation that undoes this one.
func (o CreateStatistics) Inverse() (Operation, error) { return DropStatistics(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropStatistics) Inverse() (Operation, error) { return CreateStatistics(o), nil }

// Inverse returns the operation that undoes this one.
func (o AdoptTable) Inverse() (Operation, error) { return ReleaseTable(o), nil }

// Inverse returns the operation that undoes this one.
func (o ReleaseTable) Inverse() (Operation, error) { return AdoptTable(o), nil }

// Inverse returns the operation that undoes this one.
func (o Adopt) Inverse() (Operation, error) { return Release(o), nil }

// Inverse returns the operation that undoes this one.
func (o Release) Inverse() (Operation, error) { return Adopt(o), nil }

// Targets returns the table.
func (o CreateTable) Targets() []Object { return tables(o.Table.Name) }

// Targets returns the table.
func (o DropTable) Targets() []Object { return tables(o.Table.Name) }

// Targets returns the table under both names.
func (o RenameTable) Targets() []Object { return tables(o.From, o.To) }

// Targets returns the table.
func (o AlterTable) Targets() []Object { return tables(o.Table) }

// Targets returns the partition and its parent.
func (o AttachPartition) Targets() []Object { return tables(o.Table, o.Partition.Parent) }

// Targets returns the partition and its parent.
func (o DetachPartition) Targets() []Object { return tables(o.Table, o.Partition.Parent) }

// Targets returns the table and its parent.
func (o Inherit) Targets() []Object { return tables(o.Table, o.Parent) }

// Targets returns the table and its parent.
func (o NoInherit) Targets() []Object { return tables(o.Table, o.Parent) }

// Targets returns the table.
func (o CreateStatistics) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o DropStatistics) Targets() []Object { return tables(o.Table) }

// Targets returns nothing: adopting changes no object.
func (o AdoptTable) Targets() []Object { return nil }

// Targets returns the table.
func (o ReleaseTable) Targets() []Object { return tables(o.Table) }

// Targets returns nothing: adopting changes no object.
func (o Adopt) Targets() []Object { return nil }

// Targets returns the object.
func (o Release) Targets() []Object { return []Object{{o.Kind, o.Name}} }

// Adopting returns the object that an operation adopts.
func Adopting(o Operation) (x Object, ok bool) {
	switch o := o.(type) {
	case AdoptTable:
		return Object{KindTable, o.Table}, true
	case Adopt:
		return Object{o.Kind, o.Name}, true
	}
	return x, false
}

// Releasing returns the object that an operation releases.
func Releasing(o Operation) (x Object, ok bool) {
	switch o := o.(type) {
	case ReleaseTable:
		return Object{KindTable, o.Table}, true
	case Release:
		return Object{o.Kind, o.Name}, true
	}
	return x, false
}

func tables(names ...schema.Name) []Object {
	objects := make([]Object, len(names))
	for i, n := range names {
		objects[i] = Object{KindTable, n}
	}
	return objects
}
