package op

import "github.com/deedsql/deed/schema"

type (
	// AddConstraint adds a constraint, with its comment.
	AddConstraint struct {
		base
		Table      schema.Name
		Constraint schema.Constraint
	}
	// DropConstraint drops a constraint.
	DropConstraint struct {
		base
		Table      schema.Name
		Constraint schema.Constraint
	}
	// AlterConstraint changes what ALTER TABLE can change without building
	// the constraint anew: it validates it, or changes when it is checked or
	// whether it is enforced.
	AlterConstraint struct {
		base
		Table    schema.Name
		From, To schema.Constraint
	}
	// RenameConstraint renames a constraint and the index under it.
	RenameConstraint struct {
		base
		Table    schema.Name
		From, To string
	}
)

// Inverse returns the operation that undoes this one.
func (o AddConstraint) Inverse() (Operation, error) { return DropConstraint(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropConstraint) Inverse() (Operation, error) { return AddConstraint(o), nil }

// Inverse returns the operation that undoes this one.
func (o AlterConstraint) Inverse() (Operation, error) {
	return AlterConstraint{Table: o.Table, From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o RenameConstraint) Inverse() (Operation, error) {
	return RenameConstraint{Table: o.Table, From: o.To, To: o.From}, nil
}

// Targets returns the table.
func (o AddConstraint) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o DropConstraint) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o AlterConstraint) Targets() []Object { return tables(o.Table) }

// Targets returns the table.
func (o RenameConstraint) Targets() []Object { return tables(o.Table) }
