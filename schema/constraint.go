package schema

// A Constraint is a constraint of a table. The set is closed: [PrimaryKey],
// [Unique], [Check], [Exclusion], [ForeignKey].
type Constraint interface {
	ConstraintName() string
	constraint()
}

type (
	// PrimaryKey is a primary key. Its columns are NOT NULL.
	PrimaryKey struct {
		Name       string
		Columns    []string
		Include    []string
		With       []string // storage parameters of its index, sorted
		Tablespace string
		// WithoutOverlaps: the last column is a range that must not overlap
		// (PostgreSQL 18).
		WithoutOverlaps bool
		Deferrable      Deferrable
		// OnOnly is true on a partitioned table while its partitions lack it.
		OnOnly    bool
		Inherited bool // a partition has it from its parent
		Comment   string
	}

	// Unique is a unique constraint.
	Unique struct {
		Name             string
		Columns          []string
		Include          []string
		With             []string // storage parameters of its index, sorted
		Tablespace       string
		NullsNotDistinct bool
		WithoutOverlaps  bool
		Deferrable       Deferrable
		// OnOnly is true on a partitioned table while its partitions lack it.
		OnOnly    bool
		Inherited bool // a partition has it from its parent
		Comment   string
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
		Inherited  bool // a partition has it from its parent
		Comment    string
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

// ConstraintName returns the constraint's name.
func (c Unique) ConstraintName() string { return c.Name }

// ConstraintName returns the constraint's name.
func (c Check) ConstraintName() string { return c.Name }

// ConstraintName returns the constraint's name.
func (c Exclusion) ConstraintName() string { return c.Name }

// ConstraintName returns the constraint's name.
func (c ForeignKey) ConstraintName() string { return c.Name }

func (PrimaryKey) constraint() {}
func (Unique) constraint()     {}
func (Check) constraint()      {}
func (Exclusion) constraint()  {}
func (ForeignKey) constraint() {}

// IsInherited reports whether a partition or child table has the constraint
// from its parent only.
func IsInherited(c Constraint) bool {
	switch c := c.(type) {
	case PrimaryKey:
		return c.Inherited
	case Unique:
		return c.Inherited
	case Check:
		return c.Inherited
	case Exclusion:
		return c.Inherited
	case ForeignKey:
		return c.Inherited
	}
	return false
}
