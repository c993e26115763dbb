// Package op holds every change that a migration can make, as data.
//
// An operation names objects by name and carries what it takes to undo it: a
// drop holds the whole object it drops, an alteration holds From and To. So
// each knows its inverse without asking a database, and one list serves to
// execute, to print as SQL, to write as Go source, to lint and to draw.
//
// The set is closed. To add an operation, add its type here with its inverse,
// then the compiler and the tests ask for its SQL in package ddl and for a
// case in testdata/cases.
package op

import "github.com/deedsql/deed/schema"

// An Operation is one change of a schema.
//
//sumtype:decl
type Operation interface {
	// Inverse returns the operation that undoes this one, or an
	// [IrreversibleError].
	Inverse() (Operation, error)
	// Targets returns the objects that the operation changes, whose owner
	// must therefore be asked: a table for all that belongs to it.
	Targets() []Object
	// IsStep makes every operation a step of a revision.
	IsStep()
	operation()
}

// base is embedded in no exported struct field: it closes the set.
type base struct{}

func (base) operation() {}

// IsStep marks operations as steps of a revision.
func (base) IsStep() {}

// Reverse returns the operations that undo ops, last first.
func Reverse(ops []Operation) ([]Operation, error) {
	reversed := make([]Operation, 0, len(ops))
	for i := len(ops) - 1; i >= 0; i-- {
		inverse, err := ops[i].Inverse()
		if err != nil {
			return nil, err
		}
		reversed = append(reversed, inverse)
	}
	return reversed, nil
}

// An IrreversibleError says that an operation cannot be undone because it is
// raw SQL without a Down.
type IrreversibleError struct{ Op Operation }

func (e *IrreversibleError) Error() string {
	return "irreversible: SQL without Down"
}

// Kind is the kind of a database object, in PostgreSQL's words.
type Kind string

// The kinds of objects that have an owner.
const (
	KindTable     Kind = "table"
	KindSequence  Kind = "sequence"
	KindType      Kind = "type" // enum, domain, composite, range
	KindSchema    Kind = "schema"
	KindExtension Kind = "extension"
)

// An Object is an object that has an owner. Schemas and extensions, which live
// in no schema, have their own name as the object part of Name.
type Object struct {
	Kind Kind
	Name schema.Name
}

func (o Object) String() string { return string(o.Kind) + " " + string(o.Name) }
