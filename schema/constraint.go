package schema

// A Constraint is a constraint of a table. The set is closed: [PrimaryKey],
// [Unique], [Check], [Exclusion], [ForeignKey].
type Constraint interface {
	ConstraintName() string
	ConstraintComment() string
	// Named returns the same constraint under another name.
	Named(name string) Constraint
	// Commented returns the same constraint with another comment.
	Commented(comment string) Constraint
	// IsInherited reports whether a partition or child table has the
	// constraint from its parent only.
	IsInherited() bool
	constraint()
}

type (
	// PrimaryKey is a primary key. Its columns are NOT NULL.
	PrimaryKey struct {
		Name       string
		Columns    []string
		Include    []string
		With       []string // storage parameters of its index
		Tablespace string
		// WithoutOverlaps: the last column is a range that must not overlap
		// (PostgreSQL 18).
		WithoutOverlaps bool
		Deferrable      Deferrable
		// OnOnly is true on a partitioned table while its partitions lack it.
		OnOnly bool
		// AttachTo is the index ON ONLY the partitioned table that the index of
		// this one is attached to by itself. It is dropped with it.
		AttachTo     Name
		Inherited    bool // a partition has it from its parent
		Comment      string
		IndexComment string // of its index
		Clustered    bool   // CLUSTER uses its index
	}

	// Unique is a unique constraint.
	Unique struct {
		Name             string
		Columns          []string
		Include          []string
		With             []string // storage parameters of its index
		Tablespace       string
		NullsNotDistinct bool
		WithoutOverlaps  bool
		Deferrable       Deferrable
		// OnOnly is true on a partitioned table while its partitions lack it.
		OnOnly bool
		// AttachTo is the index ON ONLY the partitioned table that the index of
		// this one is attached to by itself. It is dropped with it.
		AttachTo     Name
		Inherited    bool // a partition has it from its parent
		Comment      string
		IndexComment string // of its index
		Clustered    bool   // CLUSTER uses its index
	}

	// Check is a check constraint.
	Check struct {
		Name        string
		Expr        string // without the outer parentheses
		NoInherit   bool
		NotValid    bool
		NotEnforced bool // PostgreSQL 18
		// Inherited is true where a partition or child has it from its parent
		// only; it is created and dropped there.
		Inherited bool
		Comment   string
	}

	// Exclusion is an exclusion constraint.
	Exclusion struct {
		Name       string
		Method     string   // "gist"
		Elements   []string // "room WITH =", "during WITH &&": SQL fragments
		Include    []string
		With       []string
		Tablespace string
		Where      string // predicate, without the outer parentheses
		Deferrable Deferrable

		Inherited    bool // a partition has it from its parent
		Comment      string
		IndexComment string // of its index
		Clustered    bool   // CLUSTER uses its index
	}

	// ForeignKey is a foreign key.
	ForeignKey struct {
		Name       string
		Columns    []string
		References Name
		// RefColumns are the referenced columns. Empty in a model: the primary
		// key of the referenced table; the differ fills them in.
		RefColumns      []string
		Match           string   // empty: SIMPLE; "FULL"
		OnUpdate        string   // empty: NO ACTION; "CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT"
		OnDelete        string   // as OnUpdate
		OnDeleteColumns []string // of SET NULL (…) and SET DEFAULT (…), PostgreSQL 15
		Period          bool     // the last column is a PERIOD (PostgreSQL 18)
		NotValid        bool
		NotEnforced     bool // PostgreSQL 18
		Deferrable      Deferrable
		Inherited       bool // a partition has it from its parent
		Comment         string
	}
)

// Deferrable says when a constraint is checked.
type Deferrable string

// When a constraint is checked.
const (
	NotDeferrable     Deferrable = ""
	InitiallyDeferred Deferrable = "INITIALLY DEFERRED"
	// InitiallyImmediate is DEFERRABLE, checked at once unless told otherwise.
	InitiallyImmediate Deferrable = "INITIALLY IMMEDIATE"
)

// ConstraintName returns the constraint's name.
func (c PrimaryKey) ConstraintName() string { return c.Name }

// ConstraintComment returns the comment on the constraint.
func (c PrimaryKey) ConstraintComment() string { return c.Comment }

// Named returns the same constraint under another name.
func (c PrimaryKey) Named(name string) Constraint {
	c.Name = name
	return c
}

// Commented returns the same constraint with another comment.
func (c PrimaryKey) Commented(comment string) Constraint {
	c.Comment = comment
	return c
}

// IsInherited reports whether a partition or child table has the constraint
// from its parent only.
func (c PrimaryKey) IsInherited() bool { return c.Inherited }

func (PrimaryKey) constraint() {}

// ConstraintName returns the constraint's name.
func (c Unique) ConstraintName() string { return c.Name }

// ConstraintComment returns the comment on the constraint.
func (c Unique) ConstraintComment() string { return c.Comment }

// Named returns the same constraint under another name.
func (c Unique) Named(name string) Constraint {
	c.Name = name
	return c
}

// Commented returns the same constraint with another comment.
func (c Unique) Commented(comment string) Constraint {
	c.Comment = comment
	return c
}

// IsInherited reports whether a partition or child table has the constraint
// from its parent only.
func (c Unique) IsInherited() bool { return c.Inherited }

func (Unique) constraint() {}

// ConstraintName returns the constraint's name.
func (c Check) ConstraintName() string { return c.Name }

// ConstraintComment returns the comment on the constraint.
func (c Check) ConstraintComment() string { return c.Comment }

// Named returns the same constraint under another name.
func (c Check) Named(name string) Constraint {
	c.Name = name
	return c
}

// Commented returns the same constraint with another comment.
func (c Check) Commented(comment string) Constraint {
	c.Comment = comment
	return c
}

// IsInherited reports whether a partition or child table has the constraint
// from its parent only.
func (c Check) IsInherited() bool { return c.Inherited }

func (Check) constraint() {}

// ConstraintName returns the constraint's name.
func (c Exclusion) ConstraintName() string { return c.Name }

// ConstraintComment returns the comment on the constraint.
func (c Exclusion) ConstraintComment() string { return c.Comment }

// Named returns the same constraint under another name.
func (c Exclusion) Named(name string) Constraint {
	c.Name = name
	return c
}

// Commented returns the same constraint with another comment.
func (c Exclusion) Commented(comment string) Constraint {
	c.Comment = comment
	return c
}

// IsInherited reports whether a partition or child table has the constraint
// from its parent only.
func (c Exclusion) IsInherited() bool { return c.Inherited }

func (Exclusion) constraint() {}

// ConstraintName returns the constraint's name.
func (c ForeignKey) ConstraintName() string { return c.Name }

// ConstraintComment returns the comment on the constraint.
func (c ForeignKey) ConstraintComment() string { return c.Comment }

// Named returns the same constraint under another name.
func (c ForeignKey) Named(name string) Constraint {
	c.Name = name
	return c
}

// Commented returns the same constraint with another comment.
func (c ForeignKey) Commented(comment string) Constraint {
	c.Comment = comment
	return c
}

// IsInherited reports whether a partition or child table has the constraint
// from its parent only.
func (c ForeignKey) IsInherited() bool { return c.Inherited }

func (ForeignKey) constraint() {}
