package ddl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/schema"
)

func createSequence(s schema.Sequence) []string {
	sql := words.Join("CREATE", words.When(s.Unlogged, "UNLOGGED"), "SEQUENCE", s.Name.SQL(),
		words.Clause("AS", s.Options.Type), sequenceOptions(s.Options), words.When(s.OwnedBy != nil, ownedBy(s.OwnedBy)))
	return append([]string{sql}, newComment("SEQUENCE "+s.Name.SQL(), s.Comment)...)
}

// sequenceOptions writes the options that are not the default, without AS.
func sequenceOptions(o schema.SequenceOptions) string {
	return words.Join(
		words.When(o.Increment != 0, "INCREMENT BY "+strconv.FormatInt(o.Increment, 10)),
		bound("MINVALUE", o.Min), bound("MAXVALUE", o.Max), bound("START WITH", o.Start),
		words.When(o.Cache != 0, "CACHE "+strconv.FormatInt(o.Cache, 10)),
		words.When(o.Cycle, "CYCLE"))
}

func bound(word string, n *int64) string {
	if n == nil {
		return ""
	}
	return word + " " + strconv.FormatInt(*n, 10)
}

func ownedBy(c *schema.ColumnRef) string {
	if c == nil {
		return "OWNED BY NONE"
	}
	return "OWNED BY " + c.Table.SQL() + "." + quote(c.Column)
}

func alterSequence(from, to schema.Sequence) ([]string, error) {
	if err := sameName("sequence", from.Name, to.Name); err != nil {
		return nil, err
	}
	alter := "ALTER SEQUENCE " + to.Name.SQL()
	var options, sql []string
	if a, b := from.Options.Resolve("bigint"), to.Options.Resolve("bigint"); a.Type != b.Type {
		options = append(options, "AS "+b.Type)
	}
	options = append(options, changedOptions(from.Options, to.Options, "bigint", "bigint")...)
	if !sameColumn(from.OwnedBy, to.OwnedBy) {
		options = append(options, ownedBy(to.OwnedBy))
	}
	if len(options) > 0 {
		sql = append(sql, alter+" "+strings.Join(options, " "))
	}
	if from.Unlogged != to.Unlogged {
		sql = append(sql, alter+words.When(to.Unlogged, " SET UNLOGGED")+words.When(!to.Unlogged, " SET LOGGED"))
	}
	return append(sql, changedComment("SEQUENCE "+to.Name.SQL(), from.Comment, to.Comment)...), nil
}

// changedOptions returns the options to set, resets written out. The types
// are those of the columns before and after, "bigint" for a sequence of its
// own.
func changedOptions(from, to schema.SequenceOptions, fromBase, toBase string) []string {
	a, b := from.Resolve(fromBase), to.Resolve(toBase)
	var options []string
	if a.Increment != b.Increment {
		options = append(options, fmt.Sprintf("INCREMENT BY %d", b.Increment))
	}
	// A change of type or direction moves the bounds, but PostgreSQL moves
	// only those that were the old type's.
	retyped, turned := a.Type != b.Type, a.Increment > 0 != (b.Increment > 0)
	low, high := to.Min, to.Max
	if retyped && *a.Min == *lowest(a.Type) && *b.Min != *lowest(b.Type) {
		low = b.Min // NO MINVALUE would be the new type's lowest
	}
	if retyped && *a.Max == *highest(a.Type) && *b.Max != *highest(b.Type) {
		high = b.Max
	}
	options = append(options, changedBound("MINVALUE", from.Min, low, retyped || turned)...)
	options = append(options, changedBound("MAXVALUE", from.Max, high, retyped || turned)...)
	if *a.Start != *b.Start {
		options = append(options, bound("START WITH", b.Start))
	}
	if *a.Start < *b.Min || *a.Start > *b.Max { // where it stands is out of bounds as well
		options = append(options, "RESTART")
	}
	if a.Cache != b.Cache {
		options = append(options, fmt.Sprintf("CACHE %d", b.Cache))
	}
	if a.Cycle != b.Cycle {
		options = append(options, words.When(!b.Cycle, "NO ")+"CYCLE")
	}
	return options
}

// allOptions returns the options of a sequence that gets a type of its own. The
// bounds are written out: how far PostgreSQL would move them depends on the type
// before.
func allOptions(from, to schema.SequenceOptions) string {
	return words.Join("AS", to.Type, words.When(from.Increment != to.Increment, "INCREMENT BY "+strconv.FormatInt(to.Increment, 10)),
		bound("MINVALUE", to.Min), bound("MAXVALUE", to.Max), bound("START WITH", to.Start),
		words.When(from.Cache != to.Cache, "CACHE "+strconv.FormatInt(to.Cache, 10)),
		words.When(from.Cycle != to.Cycle, words.When(!to.Cycle, "NO ")+"CYCLE"))
}

// lowest returns the lowest number of a type, which is how far a sequence that
// counts down goes.
func lowest(typ string) *int64 { return schema.SequenceOptions{Increment: -1}.Resolve(typ).Min }

func highest(typ string) *int64 { return schema.SequenceOptions{}.Resolve(typ).Max }

func changedBound(word string, from, to *int64, moved bool) []string {
	switch {
	case to != nil && (from == nil || *from != *to || moved):
		return []string{bound(word, to)}
	case to == nil && (from != nil || moved):
		return []string{"NO " + word}
	}
	return nil
}

func sameColumn(a, b *schema.ColumnRef) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// restart returns the statement that lets the sequence of a column go on
// behind the values that the table holds.
func restart(sequence, table schema.Name, column string, o schema.SequenceOptions, base string) string {
	full := o.Resolve(base)
	next := fmt.Sprintf("greatest(max(%s) + %d, %d)", quote(column), full.Increment, *full.Start)
	if full.Increment < 0 {
		next = fmt.Sprintf("least(min(%s) - %d, %d)", quote(column), -full.Increment, *full.Start)
	}
	return fmt.Sprintf("SELECT setval(%s, %s, false) FROM %s", literal(sequence.SQL()), next, table.SQL())
}
