package diff

import (
	"reflect"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// This file settles the cheap cases of "does PostgreSQL take these two
// spellings for the same?". It errs on one side only: spellings that it calls
// equal are, and those that it cannot decide count as different, so that the
// server is asked.

// sameExpr compares two expressions but for blanks, enclosing parentheses and
// the letter case of bare words.
func sameExpr(a, b string) bool {
	return a == b || slices.Equal(normalExpr(a), normalExpr(b))
}

func normalExpr(sql string) []string {
	tokens := schema.Tokens(schema.StripParens(sql))
	words := make([]string, len(tokens))
	for i, t := range tokens {
		words[i] = t.Text
		switch t.Kind {
		case schema.Word:
			words[i] = strings.ToLower(t.Text)
		case schema.Quoted:
			words[i] = schema.Quote(t.Unquote())
		}
	}
	return words
}

// sameDefault compares the defaults of a column of a type. PostgreSQL shows a
// literal with the cast that the column implies: 'x'::text, '-1'::integer. A
// NULL with a cast is in the catalog where the column has a modifier, and
// pg_dump shows it; a bare one is nowhere.
func sameDefault(typ, a, b string) bool {
	return sameExpr(a, b) || slices.Equal(normalDefault(typ, a), normalDefault(typ, b))
}

func normalDefault(typ, sql string) []string {
	words := normalExpr(sql)
	if len(words) == 1 && words[0] == "null" && !strings.Contains(typ, ".") {
		return nil // of a domain it is a default: it stands before the domain's own
	}
	for i, w := range words {
		if w == "::" && i > 0 && words[0] != "null" && isImplied(words[i+1:], typ) {
			words = words[:i]
			break
		}
	}
	if len(words) == 1 && isNumeric(typ) {
		return normalExpr(strings.Trim(words[0], "'"))
	}
	return words
}

// isImplied reports whether a cast is the one that a column of the type
// implies. A modifier in it is somebody's own: 'abc'::varchar(2) cuts off.
func isImplied(cast []string, typ string) bool {
	return !slices.Contains(cast, "(") && sameBase(typ, schema.NormalizeType(strings.Join(cast, " ")))
}

// sameBase reports whether two types are one but for their modifiers: a
// default of a varchar(5) column is shown as 'x'::character varying.
func sameBase(a, b string) bool {
	base := func(typ string) string {
		name, rest, found := strings.Cut(typ, "(")
		if found {
			if _, tail, ok := strings.Cut(rest, ")"); ok {
				name += tail
			}
		}
		if name == "char" {
			return "bpchar"
		}
		return name
	}
	return base(a) == base(b)
}

func isNumeric(typ string) bool {
	name, _, _ := strings.Cut(typ, "(")
	return slices.Contains([]string{"smallint", "integer", "bigint", "numeric", "real", "double precision"}, name)
}

// sameColumn compares two columns in everything.
func sameColumn(a, b schema.Column) bool {
	return a.Name == b.Name && a.Type == b.Type && a.NotNull == b.NotNull && a.Collation == b.Collation &&
		a.Comment == b.Comment && a.Storage == b.Storage && a.Compression == b.Compression &&
		a.NotNullName == b.NotNullName && sameNotNull(a, b) &&
		slices.Equal(a.Options, b.Options) && sameInt(a.Statistics, b.Statistics) &&
		sameDefault(a.Type, a.Default, b.Default) && sameGenerated(a.Generated, b.Generated) && sameIdentity(a, b)
}

func sameInt(a, b *int) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func sameIdentity(a, b schema.Column) bool {
	if a.Identity == nil || b.Identity == nil {
		return a.Identity == b.Identity
	}
	return reflect.DeepEqual(normalIdentity(a), normalIdentity(b))
}

func sameGenerated(a, b *schema.Generated) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Virtual == b.Virtual && sameExpr(a.Expr, b.Expr)
}

func normalIdentity(c schema.Column) *schema.Identity {
	if c.Identity == nil {
		return nil
	}
	id := *c.Identity
	id.Sequence = id.Sequence.Normalize(c.Type)
	return &id
}

// sameConstraint compares two constraints of one name.
func sameConstraint(a, b schema.Constraint) bool {
	switch a := a.(type) {
	case schema.Check:
		b, ok := b.(schema.Check)
		if !ok || !sameExpr(a.Expr, b.Expr) {
			return false
		}
		a.Expr, a.Inherited = b.Expr, b.Inherited
		return a == b
	case schema.Exclusion:
		b, ok := b.(schema.Exclusion)
		if !ok || !sameExpr(a.Where, b.Where) || !slices.EqualFunc(a.Elements, b.Elements, sameExpr) {
			return false
		}
		a.Where, a.Elements = b.Where, b.Elements
		return reflect.DeepEqual(a, b)
	}
	return reflect.DeepEqual(a, b)
}

// sameIndex compares two indexes in everything.
func sameIndex(a, b schema.Index) bool {
	if !slices.EqualFunc(a.Key, b.Key, sameExpr) || !sameExpr(a.Where, b.Where) {
		return false
	}
	a.Key, a.Where = b.Key, b.Where
	return reflect.DeepEqual(a, b)
}

func sameDomain(a, b schema.Domain) bool {
	same := sameDefault(a.Type, a.Default, b.Default) &&
		slices.EqualFunc(a.Checks, b.Checks, func(x, y schema.Check) bool { return sameConstraint(x, y) })
	a.Default, a.Checks = b.Default, b.Checks
	return same && reflect.DeepEqual(a, b)
}

// sameComposite compares composite types but for the order of attributes,
// which, like that of columns, nothing can change.
func sameComposite(a, b schema.Composite) bool {
	byName := func(x, y schema.Attribute) int { return strings.Compare(x.Name, y.Name) }
	a.Attributes, b.Attributes = slices.SortedFunc(slices.Values(a.Attributes), byName), slices.SortedFunc(slices.Values(b.Attributes), byName)
	return reflect.DeepEqual(a, b)
}

func sameStatistics(a, b schema.Statistics) bool {
	columns := func(s schema.Statistics) []string {
		list := slices.Clone(s.Columns)
		slices.Sort(list)
		return list
	}
	same := slices.EqualFunc(columns(a), columns(b), sameExpr)
	a.Columns = b.Columns
	return same && reflect.DeepEqual(a, b)
}

// SameTable reports whether the spellings of two tables are surely the same
// to PostgreSQL. A false answer means: ask the server.
func SameTable(a, b schema.Table) bool {
	return len(a.Columns) == len(b.Columns) && sameColumns(a, b) && sameParts(a, b)
}

func sameColumns(a, b schema.Table) bool {
	for i, c := range a.Columns {
		d := &b.Columns[i]
		if d.Name != c.Name {
			if d = b.Column(c.Name); d == nil {
				return false
			}
		}
		if !sameColumn(c, *d) {
			return false
		}
	}
	return true
}

func sameParts(a, b schema.Table) bool {
	return slices.EqualFunc(a.Constraints(), b.Constraints(), sameConstraint) &&
		slices.EqualFunc(a.Indexes, b.Indexes, sameIndex) &&
		slices.EqualFunc(a.Statistics, b.Statistics, sameStatistics) &&
		a.Name == b.Name && a.Comment == b.Comment && sameExpr(a.PartitionBy, b.PartitionBy) &&
		reflect.DeepEqual(a.PartitionOf, b.PartitionOf) && slices.Equal(a.Inherits, b.Inherits) &&
		reflect.DeepEqual(a.Settings, b.Settings)
}
