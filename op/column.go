package op

import "github.com/deedsql/deed/schema"

type (
	// AddColumn adds a column, with its comment.
	AddColumn struct {
		base
		Table  schema.Name
		Column schema.Column
	}
	// DropColumn drops a column and what it holds.
	DropColumn struct {
		base
		Table  schema.Name
		Column schema.Column
	}
	// AlterColumn changes a column in everything but its name.
	AlterColumn struct {
		base
		Table    schema.Name
		From, To schema.Column
		// Using computes the new value where the type changes. Defaults to a
		// cast.
		Using string
	}
	// RenameColumn renames a column.
	RenameColumn struct {
		base
		Table    schema.Name
		From, To string
	}
)

// Inverse returns the operation that undoes this one.
func (o AddColumn) Inverse() (Operation, error) { return DropColumn(o), nil }

// Inverse returns the operation that undoes this one; what the column held is
// not brought back.
func (o DropColumn) Inverse() (Operation, error) { return AddColumn(o), nil }

// Inverse returns the operation that undoes this one, with a cast for Using.
func (o AlterColumn) Inverse() (Operation, error) {
	return AlterColumn{Table: o.Table, From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o RenameColumn) Inverse() (Operation, error) {
	return RenameColumn{Table: o.Table, From: o.To, To: o.From}, nil
}

// Targets returns the table.
func (o AddColumn) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o DropColumn) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o AlterColumn) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o RenameColumn) Targets() []Object { return tables(o.Table) }
