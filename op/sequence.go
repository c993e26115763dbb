package op

import "github.com/deedsql/deed/schema"

type (
	// CreateSequence creates a sequence. Its OwnedBy column must exist.
	CreateSequence struct {
		base
		Sequence schema.Sequence
	}
	// DropSequence drops a sequence.
	DropSequence struct {
		base
		Sequence schema.Sequence
	}
	// AlterSequence changes options, owning column or comment of a sequence.
	AlterSequence struct {
		base
		From, To schema.Sequence
	}
	// RenameSequence renames a sequence, or moves it to another schema.
	RenameSequence struct {
		base
		From, To schema.Name
	}
)

// Inverse returns the operation that undoes this one.
func (o CreateSequence) Inverse() (Operation, error) { return DropSequence(o), nil }

// Inverse returns the operation that undoes this one; the sequence starts
// over.
func (o DropSequence) Inverse() (Operation, error) { return CreateSequence(o), nil }

// Inverse returns the operation that undoes this one.
func (o AlterSequence) Inverse() (Operation, error) {
	return AlterSequence{From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o RenameSequence) Inverse() (Operation, error) {
	return RenameSequence{From: o.To, To: o.From}, nil
}

// Targets returns the sequence.
func (o CreateSequence) Targets() []Object { return sequences(o.Sequence.Name) }

// Targets returns the sequence.
func (o DropSequence) Targets() []Object { return sequences(o.Sequence.Name) }

// Targets returns the sequence.
func (o AlterSequence) Targets() []Object { return sequences(o.From.Name) }

// Targets returns the sequence under both names.
func (o RenameSequence) Targets() []Object { return sequences(o.From, o.To) }

func sequences(names ...schema.Name) []Object {
	objects := make([]Object, len(names))
	for i, n := range names {
		objects[i] = Object{KindSequence, n}
	}
	return objects
}
