package schema

// A KeyIndex is what the index behind a constraint has of its own.
type KeyIndex struct {
	Comment   string
	Clustered bool
}

// KeyIndexOf returns what the index behind a constraint has of its own; the
// zero value for a constraint without one.
func KeyIndexOf(c Constraint) KeyIndex {
	switch c := c.(type) {
	case PrimaryKey:
		return KeyIndex{c.IndexComment, c.Clustered}
	case Unique:
		return KeyIndex{c.IndexComment, c.Clustered}
	case Exclusion:
		return KeyIndex{c.IndexComment, c.Clustered}
	}
	return KeyIndex{}
}

// WithKeyIndex returns the constraint with other properties of its index. It
// does nothing to a constraint without one.
func WithKeyIndex(c Constraint, x KeyIndex) Constraint {
	switch c := c.(type) {
	case PrimaryKey:
		c.IndexComment, c.Clustered = x.Comment, x.Clustered
		return c
	case Unique:
		c.IndexComment, c.Clustered = x.Comment, x.Clustered
		return c
	case Exclusion:
		c.IndexComment, c.Clustered = x.Comment, x.Clustered
		return c
	}
	return c
}
