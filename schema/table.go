package schema

// A Table is a table with all that belongs to it: ordinary, partitioned, or a
// partition.
type Table struct {
	Name    Name
	Comment string
	Columns []Column // in the order of the catalog

	PrimaryKey  *PrimaryKey // nil: none
	Uniques     []Unique
	Checks      []Check
	Exclusions  []Exclusion
	ForeignKeys []ForeignKey
	Indexes     []Index // those that no constraint made
	Statistics  []Statistics

	PartitionBy string // "RANGE (created_at)"; empty: not partitioned
	PartitionOf *Partition
	Inherits    []Name

	Settings Settings
}

// A Partition says where a table hangs in its partitioned parent.
type Partition struct {
	Parent Name
	Bound  string // "FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')", or "DEFAULT"
}

// Settings are the properties of a table that are neither columns nor
// constraints. The zero value is what CREATE TABLE gives.
type Settings struct {
	Of               Name // the composite type that its columns are those of (typed table)
	Unlogged         bool
	With             []string // storage parameters, "fillfactor=70", sorted
	Tablespace       string   // empty: the database's
	AccessMethod     string   // empty: heap; of a partitioned table, none said (PostgreSQL 17)
	ReplicaIdentity  string   // empty: DEFAULT; else FULL, NOTHING, or "INDEX name", quoted where needed
	RowSecurity      bool
	ForceRowSecurity bool
}

// IsZero reports whether nothing differs from what CREATE TABLE gives.
func (s Settings) IsZero() bool {
	return s.Of == "" && len(s.With) == 0 && !s.Unlogged && s.Tablespace == "" && s.AccessMethod == "" &&
		s.ReplicaIdentity == "" && !s.RowSecurity && !s.ForceRowSecurity
}

// Column returns the column of that name, or nil.
func (t *Table) Column(name string) *Column {
	for i := range t.Columns {
		if t.Columns[i].Name == name {
			return &t.Columns[i]
		}
	}
	return nil
}

// Index returns the index of that name, or nil.
func (t *Table) Index(name string) *Index {
	for i := range t.Indexes {
		if t.Indexes[i].Name == name {
			return &t.Indexes[i]
		}
	}
	return nil
}

// Constraints returns all constraints: primary key, unique, check, exclusion,
// foreign key.
func (t *Table) Constraints() []Constraint {
	var all []Constraint
	if t.PrimaryKey != nil {
		all = append(all, *t.PrimaryKey)
	}
	for _, c := range t.Uniques {
		all = append(all, c)
	}
	for _, c := range t.Checks {
		all = append(all, c)
	}
	for _, c := range t.Exclusions {
		all = append(all, c)
	}
	for _, c := range t.ForeignKeys {
		all = append(all, c)
	}
	return all
}

// Constraint returns the constraint of that name, or nil.
func (t *Table) Constraint(name string) Constraint {
	if t.PrimaryKey != nil && t.PrimaryKey.Name == name {
		return *t.PrimaryKey
	}
	for i := range t.Uniques {
		if t.Uniques[i].Name == name {
			return t.Uniques[i]
		}
	}
	for i := range t.Checks {
		if t.Checks[i].Name == name {
			return t.Checks[i]
		}
	}
	for i := range t.Exclusions {
		if t.Exclusions[i].Name == name {
			return t.Exclusions[i]
		}
	}
	for i := range t.ForeignKeys {
		if t.ForeignKeys[i].Name == name {
			return t.ForeignKeys[i]
		}
	}
	return nil
}

// A Column is a column of a table.
type Column struct {
	Name string
	// Type is the normal form of [NormalizeType]. A column whose default is a
	// sequence of its own, with the name and the options that serial gives,
	// has the type smallserial, serial or bigserial, NotNull, and no Default.
	Type      string
	Collation string // quoted where needed, qualified outside pg_catalog; empty: the type's
	NotNull   bool
	Default   string // an SQL expression; empty: none
	Identity  *Identity
	Generated *Generated

	// NotNullName is the name of the NOT NULL constraint where it is not
	// PostgreSQL's own choice; this and the following is of PostgreSQL 18.
	NotNullName      string
	NotNullNotValid  bool // rows that were there may hold NULL
	NotNullNoInherit bool // children do not have it
	NotNullComment   string

	Storage     string   // "plain", "external", "extended", "main"; empty: the type's
	Compression string   // "pglz", "lz4"; empty: the server's
	Statistics  *int     // statistics target; nil: the server's
	Options     []string // "n_distinct=5", sorted
	Comment     string

	// Inherited is true for a column that a partition or a child table has
	// from its parent only; it is created and dropped there.
	Inherited bool
}

// Identity makes a column an identity column.
type Identity struct {
	Always   bool // GENERATED ALWAYS; else BY DEFAULT
	Sequence SequenceOptions
	// SequenceName is the name of the sequence where it is not PostgreSQL's
	// own choice.
	SequenceName Name
	// Persistence is "logged" or "unlogged" where the sequence is so and its
	// table is not (PostgreSQL 15).
	Persistence string
	Comment     string // of the sequence
}

// Generated makes a column a generated column.
type Generated struct {
	Expr    string
	Virtual bool // not STORED (PostgreSQL 18)
}

// Statistics is an extended statistics object.
type Statistics struct {
	Name    Name
	Kinds   []string // "ndistinct", "dependencies", "mcv", sorted; empty: all
	Columns []string // columns and expressions as SQL fragments
	Target  *int     // nil: the server's
	Comment string
}

// NotNullName returns the name of the NOT NULL constraint of a column. One that
// a child has from its parent is called as the parent's.
func (t *Table) NotNullName(column string, table func(Name) *Table) string {
	c := t.Column(column)
	if c != nil && c.NotNullName != "" {
		return c.NotNullName
	}
	parents := t.Inherits
	if t.PartitionOf != nil {
		parents = []Name{t.PartitionOf.Parent}
	}
	for _, n := range parents {
		if c != nil && !c.Inherited {
			break
		}
		if parent := table(n); parent != nil && parent.HasNotNull(column, table) {
			return parent.NotNullName(column, table)
		}
	}
	return ObjectName(t.Name.Object(), column, "not_null")
}

// HasNotNull reports whether children have a NOT NULL constraint from the table.
func (t *Table) HasNotNull(column string, table func(Name) *Table) bool {
	if c := t.Column(column); c != nil {
		return c.NotNull && !c.NotNullNoInherit
	}
	return t.PartitionOf != nil && table(t.PartitionOf.Parent) != nil && table(t.PartitionOf.Parent).HasNotNull(column, table)
}

// WithInheritedNotNull returns the column with the NOT NULL constraint that
// children have from it.
func (c Column) WithInheritedNotNull() Column {
	c.NotNull = c.NotNull && !c.NotNullNoInherit
	c.NotNullNotValid = c.NotNullNotValid && c.NotNull
	c.NotNullName, c.NotNullNoInherit, c.NotNullComment = "", false, ""
	return c
}
