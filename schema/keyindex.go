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

// AttachedTo returns the index that the one behind a key is attached to by
// itself, if any.
func AttachedTo(c Constraint) Name {
	switch c := c.(type) {
	case PrimaryKey:
		return c.AttachTo
	case Unique:
		return c.AttachTo
	}
	return ""
}

// WithAttachTo returns a key with an index that is attached to another. It does
// nothing to other constraints.
func WithAttachTo(c Constraint, index Name) Constraint {
	switch c := c.(type) {
	case PrimaryKey:
		c.AttachTo = index
		return c
	case Unique:
		c.AttachTo = index
		return c
	}
	return c
}

// IsOnOnly reports whether a key of a partitioned table is not one of its
// partitions.
func IsOnOnly(c Constraint) bool {
	switch c := c.(type) {
	case PrimaryKey:
		return c.OnOnly
	case Unique:
		return c.OnOnly
	}
	return false
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
