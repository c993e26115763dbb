package op

import "github.com/deedsql/deed/schema"

type (
	// CreateSchema creates a schema.
	CreateSchema struct {
		base
		Schema schema.Namespace
	}
	// DropSchema drops an empty schema.
	DropSchema struct {
		base
		Schema schema.Namespace
	}
	// CreateExtension installs an extension.
	CreateExtension struct {
		base
		Extension schema.Extension
	}
	// DropExtension removes an extension.
	DropExtension struct {
		base
		Extension schema.Extension
	}
	// AlterExtension updates an extension to another version, or moves its
	// objects to another schema.
	AlterExtension struct {
		base
		From, To schema.Extension
	}
	// SetComment changes the comment on an object that exists before and
	// after. Creating an object sets its comment without this.
	SetComment struct {
		base
		// On is the kind of object in SQL's words: "table", "column",
		// "constraint", "index", "sequence", "type", "domain", "schema",
		// "extension", "statistics".
		On string
		// Object is the object, or the table of a column, constraint, index or
		// statistics object.
		Object schema.Name
		// Part is the column, constraint, index or statistics object.
		Part     string
		From, To string
	}
	// SQL is what a person writes where no operation says it.
	SQL struct {
		base
		Up   string
		Down string // empty: irreversible
		// NoTransaction runs it outside a transaction, one statement.
		NoTransaction bool
	}
)

// Inverse returns the operation that undoes this one.
func (o CreateSchema) Inverse() (Operation, error) { return DropSchema(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropSchema) Inverse() (Operation, error) { return CreateSchema(o), nil }

// Inverse returns the operation that undoes this one.
func (o CreateExtension) Inverse() (Operation, error) { return DropExtension(o), nil }

// Inverse returns the operation that undoes this one.
func (o DropExtension) Inverse() (Operation, error) { return CreateExtension(o), nil }

// Inverse returns the operation that undoes this one; the extension must
// have an update path back.
func (o AlterExtension) Inverse() (Operation, error) {
	return AlterExtension{From: o.To, To: o.From}, nil
}

// Inverse returns the operation that undoes this one.
func (o SetComment) Inverse() (Operation, error) {
	o.From, o.To = o.To, o.From
	return o, nil
}

// Inverse returns the statement that undoes this one, or an
// [IrreversibleError] if there is no Down.
func (o SQL) Inverse() (Operation, error) {
	if o.Down == "" {
		return nil, &IrreversibleError{o}
	}
	o.Up, o.Down = o.Down, o.Up
	return o, nil
}

// Targets returns the schema.
func (o CreateSchema) Targets() []Object { return one(KindSchema, o.Schema.Name) }

// Targets returns the schema.
func (o DropSchema) Targets() []Object { return one(KindSchema, o.Schema.Name) }

// Targets returns the extension.
func (o CreateExtension) Targets() []Object { return one(KindExtension, o.Extension.Name) }

// Targets returns the extension.
func (o DropExtension) Targets() []Object { return one(KindExtension, o.Extension.Name) }

// Targets returns the extension.
func (o AlterExtension) Targets() []Object { return one(KindExtension, o.From.Name) }

// Targets returns the object that is commented on, a table for its parts.
func (o SetComment) Targets() []Object {
	switch o.On {
	case "sequence":
		return sequences(o.Object)
	case "type", "domain":
		return types(o.Object)
	case "schema":
		return []Object{{KindSchema, o.Object}}
	case "extension":
		return []Object{{KindExtension, o.Object}}
	}
	return tables(o.Object)
}

// Targets returns nothing: what raw SQL touches is not known here.
func (o SQL) Targets() []Object { return nil }

func one(kind Kind, name string) []Object {
	return []Object{{kind, schema.NewName("", name)}}
}
