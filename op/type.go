package op

import "github.com/deedsql/deed/schema"

type (
	// CreateEnum creates an enumeration type, with its comment.
	CreateEnum struct {
		base
		Enum schema.Enum
	}
	// DropEnum drops an enumeration type.
	DropEnum struct {
		base
		Enum schema.Enum
	}
	// AlterEnum changes the values of an enumeration type. Where To only
	// adds values, they are added in place and can be used once the
	// transaction is committed; otherwise the type is built anew and the
	// columns in Uses are cast to it, which fails if a row holds a value that
	// is gone.
	AlterEnum struct {
		base
		Name     schema.Name
		From, To []string
		Uses     []EnumUse
		// Comment is the type's, which a type built anew must get again.
		Comment string
	}
	// RenameEnumValue renames a value of an enumeration type.
	RenameEnumValue struct {
		base
		Enum     schema.Name
		From, To string
	}
	// CreateDomain creates a domain.
	CreateDomain struct {
		base
		Domain schema.Domain
	}
	// DropDomain drops a domain.
	DropDomain struct {
		base
		Domain schema.Domain
	}
	// AlterDomain changes default, nullability, constraints or comment of a
	// domain.
	AlterDomain struct {
		base
		From, To schema.Domain
	}
	// CreateComposite creates a composite type.
	CreateComposite struct {
		base
		Composite schema.Composite
	}
	// DropComposite drops a composite type.
	DropComposite struct {
		base
		Composite schema.Composite
	}
	// AlterComposite adds, drops and alters attributes of a composite type.
	AlterComposite struct {
		base
		From, To schema.Composite
	}
	// CreateRange creates a range type.
	CreateRange struct {
		base
		Range schema.Range
	}
	// DropRange drops a range type.
	DropRange struct {
		base
		Range schema.Range
	}
	// RenameType renames a type of any kind, or moves it to another schema.
	RenameType struct {
		base
		From, To schema.Name
		// Subtype is that of a range type, and RangeOf the range type of a
		// multirange type: the functions of the same name that make their
		// values go along.
		Subtype string
		RangeOf schema.Name
	}
)

// An EnumUse is a column of an enumeration type (or of an array of it) and
// what of its table compares it with values of the type, as it stands while
// the type is built anew.
type EnumUse struct {
	Table   schema.Name
	Column  schema.Column
	Indexes []schema.Index
	Checks  []schema.Check
}

// Inverse returns the operation that undoes this one.
func (o CreateEnum) Inverse() (Operation, error) { return DropEnum(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropEnum) Inverse() (Operation, error) { return CreateEnum(o), nil }

// Inverse returns the operation that undoes this one.
func (o AlterEnum) Inverse() (Operation, error) {
	o.From, o.To = o.To, o.From
	return o, nil
}

// Inverse returns the operation that undoes this one.
func (o RenameEnumValue) Inverse() (Operation, error) {
	return RenameEnumValue{Enum: o.Enum, From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o CreateDomain) Inverse() (Operation, error) { return DropDomain(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropDomain) Inverse() (Operation, error) { return CreateDomain(o), nil }

// Inverse returns the operation that undoes this one.
func (o AlterDomain) Inverse() (Operation, error) {
	return AlterDomain{From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o CreateComposite) Inverse() (Operation, error) { return DropComposite(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropComposite) Inverse() (Operation, error) { return CreateComposite(o), nil }

// Inverse returns the operation that undoes this one.
func (o AlterComposite) Inverse() (Operation, error) {
	return AlterComposite{From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o CreateRange) Inverse() (Operation, error) { return DropRange(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropRange) Inverse() (Operation, error) { return CreateRange(o), nil }

// Inverse returns the operation that undoes this one.
func (o RenameType) Inverse() (Operation, error) {
	o.From, o.To = o.To, o.From
	return o, nil
}

// Targets returns the type.
func (o CreateEnum) Targets() []Object { return types(o.Enum.Name) }

// Targets returns the type.
func (o DropEnum) Targets() []Object { return types(o.Enum.Name) }

// Targets returns the type and the tables that use it.
func (o AlterEnum) Targets() []Object {
	objects := types(o.Name)
	for _, u := range o.Uses {
		objects = append(objects, tables(u.Table)...)
	}
	return objects
}

// Targets returns the type.
func (o RenameEnumValue) Targets() []Object { return types(o.Enum) }

// Targets returns the type.
func (o CreateDomain) Targets() []Object { return types(o.Domain.Name) }

// Targets returns the type.
func (o DropDomain) Targets() []Object { return types(o.Domain.Name) }

// Targets returns the type.
func (o AlterDomain) Targets() []Object { return types(o.From.Name) }

// Targets returns the type.
func (o CreateComposite) Targets() []Object { return types(o.Composite.Name) }

// Targets returns the type.
func (o DropComposite) Targets() []Object { return types(o.Composite.Name) }

// Targets returns the type.
func (o AlterComposite) Targets() []Object { return types(o.From.Name) }

// Targets returns the type.
func (o CreateRange) Targets() []Object { return types(o.Range.Name) }

// Targets returns the type.
func (o DropRange) Targets() []Object { return types(o.Range.Name) }

// Targets returns the type under both names.
func (o RenameType) Targets() []Object { return types(o.From, o.To) }

func types(names ...schema.Name) []Object {
	objects := make([]Object, len(names))
	for i, n := range names {
		objects[i] = Object{KindType, n}
	}
	return objects
}

// BuildsAnew reports whether the type is built anew: To lacks a value of From,
// or has the values in another order.
func (o AlterEnum) BuildsAnew() bool {
	left := o.From
	for _, v := range o.To {
		if len(left) > 0 && left[0] == v {
			left = left[1:]
		}
	}
	return len(left) > 0
}
