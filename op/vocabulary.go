package op

import "github.com/deedsql/deed/schema"

// The vocabulary of package schema, under the names that revision files say.
type (
	Attribute       = schema.Attribute
	Check           = schema.Check
	Column          = schema.Column
	ColumnRef       = schema.ColumnRef
	Composite       = schema.Composite
	Constraint      = schema.Constraint
	Domain          = schema.Domain
	Enum            = schema.Enum
	Exclusion       = schema.Exclusion
	Extension       = schema.Extension
	ForeignKey      = schema.ForeignKey
	Generated       = schema.Generated
	Identity        = schema.Identity
	Index           = schema.Index
	Name            = schema.Name
	Namespace       = schema.Namespace
	Partition       = schema.Partition
	PrimaryKey      = schema.PrimaryKey
	Range           = schema.Range
	Sequence        = schema.Sequence
	SequenceOptions = schema.SequenceOptions
	Settings        = schema.Settings
	Statistics      = schema.Statistics
	Table           = schema.Table
	Unique          = schema.Unique
)

// Int64 returns a pointer to n, for the bounds of sequences.
func Int64(n int64) *int64 { return &n }

// Int returns a pointer to n, for statistics targets.
func Int(n int) *int { return &n }
