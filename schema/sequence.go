package schema

import (
	"cmp"
	"math"
	"strings"
)

// A Sequence is a sequence that is not part of an identity or serial column.
type Sequence struct {
	Name     Name
	Options  SequenceOptions
	OwnedBy  *ColumnRef // nil: NONE
	Unlogged bool       // PostgreSQL 15
	Comment  string
}

// A ColumnRef names a column.
type ColumnRef struct {
	Table  Name
	Column string
}

// SequenceOptions are the options of a sequence. In normal form ([Normalize])
// what has its default is left out, so that the zero value is what CREATE
// SEQUENCE gives (or, for an identity column, the column's type).
type SequenceOptions struct {
	Type      string // "smallint", "integer"; empty: bigint, or the identity column's type
	Increment int64  // 0: 1
	Start     *int64 // nil: Min, or Max when descending
	Min       *int64 // nil: 1, or the type's lowest when descending
	Max       *int64 // nil: the type's highest, or -1 when descending
	Cache     int64  // 0: 1
	Cycle     bool
}

// Normalize leaves out what has its default. base is the type of the
// identity or serial column, or "bigint" for a free-standing sequence.
func (o SequenceOptions) Normalize(base string) SequenceOptions {
	full := o.Resolve(base)
	n := SequenceOptions{Cycle: o.Cycle}
	zero := SequenceOptions{Type: full.Type, Increment: full.Increment}.Resolve(base)
	if full.Type != base {
		n.Type = full.Type
	}
	if full.Increment != 1 {
		n.Increment = full.Increment
	}
	if full.Cache != 1 {
		n.Cache = full.Cache
	}
	if *full.Min != *zero.Min {
		n.Min = full.Min
	}
	if *full.Max != *zero.Max {
		n.Max = full.Max
	}
	if *full.Start != *o.defaultStart(full) {
		n.Start = full.Start
	}
	return n
}

// Resolve writes every default out.
func (o SequenceOptions) Resolve(base string) SequenceOptions {
	o.Type = cmp.Or(o.Type, base)
	o.Increment = cmp.Or(o.Increment, 1)
	o.Cache = cmp.Or(o.Cache, 1)
	low, high := typeBounds(o.Type)
	if o.Increment > 0 {
		low = 1
	} else {
		high = -1
	}
	if o.Min == nil {
		o.Min = &low
	}
	if o.Max == nil {
		o.Max = &high
	}
	if o.Start == nil {
		o.Start = o.defaultStart(o)
	}
	return o
}

func (SequenceOptions) defaultStart(full SequenceOptions) *int64 {
	if full.Increment < 0 {
		return full.Max
	}
	return full.Min
}

func typeBounds(typ string) (low, high int64) {
	switch typ {
	case "smallint":
		return math.MinInt16, math.MaxInt16
	case "integer":
		return math.MinInt32, math.MaxInt32
	}
	return math.MinInt64, math.MaxInt64
}

// SerialType returns the serial type over an integer type ("bigserial" for
// "bigint"), empty for any other type.
func SerialType(integer string) string {
	switch integer {
	case "smallint":
		return "smallserial"
	case "integer":
		return "serial"
	case "bigint":
		return "bigserial"
	}
	return ""
}

// IntegerType returns the integer type under a serial type ("bigint" for
// "bigserial"), empty for any other type.
func IntegerType(serial string) string {
	if base, ok := strings.CutSuffix(serial, "serial"); ok {
		return map[string]string{"small": "smallint", "": "integer", "big": "bigint"}[base]
	}
	return ""
}
