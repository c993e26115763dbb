package schema

type (
	// Enum is an enumeration type.
	Enum struct {
		Name    Name
		Values  []string // in order
		Comment string
	}

	// Domain is a domain over another type.
	Domain struct {
		Name      Name
		Type      string // as [Column.Type]
		Collation string
		NotNull   bool
		Default   string
		Checks    []Check
		Comment   string

		// NotNullName is the name of the NOT NULL constraint where it is not
		// PostgreSQL's own choice (PostgreSQL 17).
		NotNullName string
	}

	// Composite is a composite type.
	Composite struct {
		Name       Name
		Attributes []Attribute
		Comment    string
	}

	// Attribute is an attribute of a composite type.
	Attribute struct {
		Name      string
		Type      string
		Collation string
		Comment   string
	}

	// Range is a range type.
	Range struct {
		Name           Name
		Subtype        string
		SubtypeOpClass string // empty: the subtype's default
		Collation      string
		Canonical      string
		SubtypeDiff    string
		MultirangeName Name // empty: PostgreSQL's choice
		Comment        string
	}
)
