package ddl

import (
	"cmp"
	"reflect"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/schema"
)

func identity(i *schema.Identity) string {
	if i == nil {
		return ""
	}
	options := ""
	if i.Sequence.Type == "" { // else they are told where the type is
		options = sequenceOptions(i.Sequence)
	}
	if i.SequenceName != "" {
		options = words.Join("SEQUENCE NAME", i.SequenceName.SQL(), options)
	}
	return words.Join("GENERATED", identityKind(i), "AS IDENTITY", words.When(options != "", "("+options+")"))
}

func identityKind(i *schema.Identity) string {
	if i.Always {
		return "ALWAYS"
	}
	return "BY DEFAULT"
}

// sequenceName returns the name of an identity column's sequence.
func sequenceName(table schema.Name, c schema.Column) schema.Name {
	return cmp.Or(c.Identity.SequenceName, table.Sibling(schema.ObjectName(table.Object(), c.Name, "seq")))
}

// lateSequence returns what AS IDENTITY has no words for: a type of the sequence
// that is not the column's, and whether it is logged.
func lateSequence(table schema.Name, c schema.Column) []string {
	if c.Identity == nil {
		return nil
	}
	var sql []string
	if o := c.Identity.Sequence; o.Type != "" {
		made, full := schema.SequenceOptions{}.Resolve(c.Type), o.Resolve(c.Type)
		sql = append(sql, "ALTER SEQUENCE "+sequenceName(table, c).SQL()+" "+
			allOptions(made, full)+words.When(*made.Start != *full.Start, " RESTART"))
	}
	return append(sql, setPersistence(sequenceName(table, c), c.Identity.Persistence)...)
}

func setPersistence(sequence schema.Name, persistence string) []string {
	if persistence == "" {
		return nil
	}
	return []string{"ALTER SEQUENCE " + sequence.SQL() + " SET " + strings.ToUpper(persistence)}
}

// retypesApart reports whether the type of an identity column changes while its
// sequence has a type of its own, or bounds or a start that the new type has not:
// PostgreSQL would give the sequence the column's, whether or not its bounds fit.
func (c *columnChange) retypesApart() bool {
	if c.fromType == c.toType {
		return false
	}
	own := c.from.Identity.Sequence
	high := *schema.SequenceOptions{}.Resolve(c.toType).Max
	beyond := func(bound *int64) bool { return bound != nil && (*bound > high || *bound < -high-1) }
	return own.Type != "" || beyond(own.Min) || beyond(own.Max) || beyond(own.Start)
}

// identity returns the statements that make the column an identity column or
// change the one it is.
func (c *columnChange) identity() []string {
	from, to := c.from.Identity, c.to.Identity
	switch {
	case to == nil:
		return nil
	case from == nil:
		sequence := sequenceName(c.table, c.to)
		sql := append([]string{c.alter("ADD " + identity(to))}, lateSequence(c.table, c.to)...)
		sql = append(sql, restart(sequence, c.table, c.to.Name, to.Sequence, c.toType))
		return append(sql, newComment("SEQUENCE "+sequence.SQL(), to.Comment)...)
	}
	sql := c.identityOptions()
	sequence := sequenceName(c.table, c.to)
	if from.SequenceName != to.SequenceName {
		sql = append(sql, rename("SEQUENCE", sequenceName(c.table, c.from), sequence)...)
	}
	if from.Persistence != to.Persistence {
		sql = append(sql, setPersistence(sequence, to.Persistence)...)
	}
	return append(sql, changedComment("SEQUENCE "+sequence.SQL(), from.Comment, to.Comment)...)
}

// identityOptions returns the statements that change the options of an identity
// that stays. Those of a sequence with a type of its own are set on the sequence.
func (c *columnChange) identityOptions() []string {
	from, to := c.from.Identity, c.to.Identity
	var actions, apart []string
	if from.Always != to.Always {
		actions = append(actions, "SET GENERATED "+identityKind(to))
	}
	if from.Sequence.Type == "" && to.Sequence.Type == "" {
		for _, o := range changedOptions(from.Sequence, to.Sequence, c.fromType, c.toType) {
			if o != "RESTART" { // the one that goes without SET
				o = "SET " + o
			}
			actions = append(actions, o)
		}
	} else if a, b := from.Sequence.Resolve(c.fromType), to.Sequence.Resolve(c.toType); c.fromType != c.toType || !reflect.DeepEqual(a, b) {
		outside := *a.Start < *b.Min || *a.Start > *b.Max
		apart = append(apart, "ALTER SEQUENCE "+sequenceName(c.table, c.from).SQL()+" "+allOptions(a, b)+words.When(outside, " RESTART"))
	}
	if len(actions) > 0 {
		return append([]string{c.alter(strings.Join(actions, " "))}, apart...)
	}
	return apart
}
