package op

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/deedsql/deed/schema"
)

// Loss says what data an operation may lose, for a person to read; empty if
// none. Indexes, constraints and defaults are no data: they can be put back.
func Loss(o Operation) string {
	switch o := o.(type) {
	case DropTable:
		if o.Table.PartitionBy != "" {
			return fmt.Sprintf("drops table %s with all its partitions and rows", o.Table.Name)
		}
		return fmt.Sprintf("drops table %s with all its rows", o.Table.Name)
	case DropColumn:
		if o.Column.Generated != nil {
			return ""
		}
		return fmt.Sprintf("drops column %s.%s with all its values", o.Table, o.Column.Name)
	case AlterColumn:
		if o.From.Generated == nil && o.To.Generated != nil {
			return fmt.Sprintf("makes %s.%s a generated column: its values are lost", o.Table, o.From.Name)
		}
		if Narrows(o.From.Type, o.To.Type) {
			return fmt.Sprintf("changes %s.%s from %s to %s: values that do not fit are rounded, cut or refused",
				o.Table, o.From.Name, o.From.Type, o.To.Type)
		}
	case AlterEnum:
		if gone := without(o.From, o.To); len(gone) > 0 {
			return fmt.Sprintf("removes %s from %s: fails while a row holds it", strings.Join(gone, ", "), o.Name)
		}
	case DropSequence:
		return fmt.Sprintf("drops sequence %s: its position is lost", o.Sequence.Name)
	case AlterComposite:
		return compositeLoss(o)
	}
	return ""
}

// NeedsEmpty reports whether an operation fails as soon as the table has a
// row: it adds a column that is NOT NULL, and nothing gives it a value. Of a
// type that users defined that is not known: a domain may have a default.
func NeedsEmpty(o Operation) bool {
	add, ok := o.(AddColumn)
	c := add.Column
	return ok && c.NotNull && !c.NotNullNotValid && c.Default == "" && c.Identity == nil && c.Generated == nil &&
		schema.IntegerType(c.Type) == "" && !strings.Contains(c.Type, ".")
}

func compositeLoss(o AlterComposite) string {
	for _, a := range o.From.Attributes {
		if !slices.ContainsFunc(o.To.Attributes, func(b schema.Attribute) bool { return a.Name == b.Name }) {
			return fmt.Sprintf("drops attribute %s of %s with all its values", a.Name, o.From.Name)
		}
	}
	return ""
}

func without(from, to []string) []string {
	var gone []string
	for _, v := range from {
		if !slices.Contains(to, v) {
			gone = append(gone, v)
		}
	}
	return gone
}

// Narrows reports whether a value of type from may not survive a change to
// type to and back.
func Narrows(from, to string) bool {
	if element, ok := strings.CutSuffix(to, "[]"); ok && strings.HasSuffix(from, "[]") {
		return Narrows(strings.TrimSuffix(from, "[]"), element)
	}
	if from == to || to == "text" {
		return false
	}
	fromBase, fromMod := splitModifier(integerOf(from))
	toBase, toMod := splitModifier(integerOf(to))
	if fromBase == toBase {
		return narrowsModifier(fromBase, fromMod, toMod)
	}
	wider := wideners[fromBase]
	if !slices.Contains(wider, toBase) {
		return true
	}
	return len(toMod) > 0 && (len(fromMod) == 0 || narrowsModifier(toBase, fromMod, toMod))
}

func integerOf(typ string) string {
	if base := schema.IntegerType(typ); base != "" {
		return base
	}
	return typ
}

// wideners maps a type to those that hold all its values.
var wideners = map[string][]string{
	"smallint":  {"integer", "bigint", "numeric", "real", "double precision"},
	"integer":   {"bigint", "numeric", "double precision"},
	"bigint":    {"numeric"},
	"real":      {"double precision"},
	"varchar":   {"text", "citext", "public.citext"},
	"char":      {"varchar", "text"},
	"date":      {"timestamp", "timestamptz"},
	"timestamp": {"timestamptz"}, "timestamptz": {"timestamp"},
	"time": {"timetz"}, "cidr": {"inet"}, "jsonb": {"json"}, "text": {"varchar", "citext", "public.citext"},
}

// splitModifier splits "numeric(10,2)" into "numeric" and 10, 2.
func splitModifier(typ string) (base string, modifier []int) {
	base, rest, found := strings.Cut(typ, "(")
	if !found {
		return typ, nil
	}
	inner, tail, _ := strings.Cut(rest, ")")
	for _, n := range strings.Split(inner, ",") {
		v, err := strconv.Atoi(n)
		if err != nil {
			return typ, nil
		}
		modifier = append(modifier, v)
	}
	return base + tail, modifier
}

// narrowsModifier compares lengths and precisions; none is the widest.
func narrowsModifier(base string, from, to []int) bool {
	switch {
	case len(to) == 0:
		return base == "char" || base == "bit"
	case len(from) == 0:
		return base != "char" && base != "bit"
	}
	if base == "numeric" {
		scale := func(m []int) int {
			if len(m) > 1 {
				return m[1]
			}
			return 0
		}
		return scale(to) < scale(from) || to[0]-scale(to) < from[0]-scale(from)
	}
	return to[0] < from[0]
}
