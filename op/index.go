package op

import "github.com/deedsql/deed/schema"

type (
	// CreateIndex creates an index, with its comment.
	CreateIndex struct {
		base
		Table schema.Name
		Index schema.Index
		// Concurrently builds it without blocking writers, outside a
		// transaction.
		Concurrently bool
	}
	// DropIndex drops an index.
	DropIndex struct {
		base
		Table        schema.Name
		Index        schema.Index
		Concurrently bool
	}
	// AlterIndex changes what ALTER INDEX can change: storage parameters,
	// tablespace, statistics, and whether CLUSTER uses it.
	AlterIndex struct {
		base
		Table    schema.Name
		From, To schema.Index
	}
	// RenameIndex renames an index.
	RenameIndex struct {
		base
		Table    schema.Name
		From, To string
	}
)

// Inverse returns the operation that undoes this one.
func (o CreateIndex) Inverse() (Operation, error) { return DropIndex(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropIndex) Inverse() (Operation, error) { return CreateIndex(o), nil }

// Inverse returns the operation that undoes this one.
func (o AlterIndex) Inverse() (Operation, error) {
	return AlterIndex{Table: o.Table, From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o RenameIndex) Inverse() (Operation, error) {
	return RenameIndex{Table: o.Table, From: o.To, To: o.From}, nil
}

// Targets returns the table.
func (o CreateIndex) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o DropIndex) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o AlterIndex) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o RenameIndex) Targets() []Object { return tables(o.Table) }
