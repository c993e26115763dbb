package proof

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/schema"
)

// maxChoices is how often values are chosen anew for one check.
const maxChoices = 12

// checkViolation is the SQLSTATE of a value that a check does not let in.
const checkViolation = "23514"

// choices are values for the columns of a table that its checks have asked
// for. A check that refuses a row mostly names in its constants what it wants:
// status = ANY (ARRAY['new', 'done']).
type choices struct {
	db       schema.Database
	table    *schema.Table
	values   map[string][]string // SQL, by column
	refusals map[string]int      // by the name of the check
}

func newChoices(db schema.Database, t *schema.Table) *choices {
	return &choices{db, t, map[string][]string{}, map[string]int{}}
}

// value returns the choice for the n-th row, if there is any.
func (c *choices) value(column string, n int) (string, bool) {
	list := c.values[column]
	if len(list) == 0 {
		return "", false
	}
	return list[(n-1)%len(list)], true
}

// adapt chooses other values after a refusal, and reports whether there was
// something to choose.
func (c *choices) adapt(refused error) bool {
	var e *pgconn.PgError
	if !errors.As(refused, &e) || e.Code != checkViolation || c.refusals[e.ConstraintName] == maxChoices {
		return false
	}
	turn := c.refusals[e.ConstraintName]
	c.refusals[e.ConstraintName]++
	check, columns := c.asking(e)
	chosen := false
	for column, typ := range columns {
		if list := constants(check, numbers[base(typ)]); len(list) > 0 {
			shift := turn / 2 % len(list)
			c.values[column] = slices.Concat(list[shift:], list[:shift])
			if turn%2 == 1 { // it may be that only one will do
				c.values[column] = list[shift : shift+1]
			}
			chosen = true
		}
	}
	return chosen
}

// asking returns the expression of the check that refused, and the columns
// that it looks at with their types.
func (c *choices) asking(e *pgconn.PgError) (check string, columns map[string]string) {
	columns = map[string]string{}
	if e.DataTypeName != "" {
		name := schema.NewName(e.SchemaName, e.DataTypeName)
		i := slices.IndexFunc(c.db.Domains, func(d schema.Domain) bool { return d.Name == name })
		if i < 0 {
			return "", nil
		}
		for _, column := range c.table.Columns {
			if userType(column.Type) == name {
				columns[column.Name] = c.db.Domains[i].Type
			}
		}
		return checkNamed(c.db.Domains[i].Checks, e.ConstraintName), columns
	}
	check = checkNamed(c.table.Checks, e.ConstraintName)
	for _, t := range schema.Tokens(check) {
		if column := c.table.Column(t.Unquote()); column != nil && (t.Kind == schema.Word || t.Kind == schema.Quoted) {
			columns[column.Name] = column.Type
		}
	}
	return check, columns
}

func checkNamed(checks []schema.Check, name string) string {
	for _, k := range checks {
		if k.Name == name {
			return k.Expr
		}
	}
	return ""
}

// constants returns what an expression compares with: its strings, or its
// numbers and, for where it says "more than", those above them.
func constants(expr string, number bool) []string {
	var list []string
	for _, t := range schema.Tokens(expr) {
		switch {
		case number && t.Kind == schema.Number:
			list = append(list, schema.Literal(t.Text))
			if n, err := strconv.Atoi(t.Text); err == nil {
				list = append(list, schema.Literal(strconv.Itoa(n+1)))
			}
		case !number && t.Kind == schema.String:
			list = append(list, schema.Literal(schema.StringValue(t.Text)))
		}
	}
	return list
}

// numbers are the types whose constants are numbers.
var numbers = map[string]bool{"smallint": true, "integer": true, "bigint": true, "numeric": true, "real": true, "double precision": true}

func base(typ string) string {
	base, _, _ := strings.Cut(typ, "(")
	return base
}
