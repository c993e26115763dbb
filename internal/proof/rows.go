package proof

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// maxRows is the size of a table up to which its rows are compared.
const maxRows = 1000

// rows remembers what the tables in question held before the upgrade. Tables
// and columns are followed by their numbers in the catalog, so that a rename
// or a change of type is no loss, and a column dropped and added again is.
type rows []tableRows

// tableRows are the rows of a table.
type tableRows struct {
	oid     string
	name    string // when it was read
	columns []columnRows
	values  [][]string // rows of columns
}

type columnRows struct {
	number string
	name   string
	typ    string
	enum   bool // values are renamed with the type
	// generated: the column holds what the server computes.
	generated bool
}

// readRows reads the rows of tables, given by their qualified and quoted
// names. Those with too many rows are left out.
func readRows(ctx context.Context, conn *pgx.Conn, tables []string) (rows, error) {
	if len(tables) == 0 {
		return nil, nil
	}
	quoted := make([]string, len(tables))
	for i, t := range tables {
		quoted[i] = schema.Literal(t) + "::regclass"
	}
	columns, err := query(ctx, conn, `SELECT a.attrelid, a.attnum, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod), t.typtype = 'e', a.attgenerated <> ''
		FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_class c ON c.oid = a.attrelid
		WHERE a.attrelid IN (`+strings.Join(quoted, ", ")+`) AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
		ORDER BY a.attrelid, a.attnum`)
	if err != nil {
		return nil, err
	}
	var all rows
	for _, c := range columns {
		if len(all) == 0 || all[len(all)-1].oid != c[0] {
			all = append(all, tableRows{oid: c[0]})
		}
		last := &all[len(all)-1]
		last.columns = append(last.columns, columnRows{number: c[1], name: c[2], typ: c[3], enum: c[4] == "t", generated: c[5] == "t"})
	}
	var kept rows
	for _, t := range all {
		if t.name, err = relationName(ctx, conn, t.oid); err != nil {
			return nil, err
		}
		if t.values, err = readValues(ctx, conn, t.name, t.columns); err != nil {
			return nil, err
		}
		if len(t.values) <= maxRows {
			kept = append(kept, t)
		}
	}
	return kept, nil
}

// readValues reads what the table itself holds: its children, which may come
// and go, have rows of their own.
func readValues(ctx context.Context, conn *pgx.Conn, table string, columns []columnRows) ([][]string, error) {
	list := make([]string, len(columns))
	for i, c := range columns {
		list[i] = "quote_nullable(" + c.name + "::text)"
	}
	return query(ctx, conn, fmt.Sprintf("SELECT %s FROM ONLY %s LIMIT %d", strings.Join(list, ", "), table, maxRows+1))
}

// relationName returns the qualified name of a relation, empty if it is gone.
func relationName(ctx context.Context, conn *pgx.Conn, oid string) (string, error) {
	found, err := query(ctx, conn, `SELECT quote_ident(n.nspname)||'.'||quote_ident(c.relname)
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = `+oid)
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0][0], nil
}

// unchanged checks that the rows are as they were, apart from what the
// operations are known to lose.
func (r rows) unchanged(ctx context.Context, conn *pgx.Conn, ops []op.Operation, what string) error {
	lossy := lossyTables(ops)
	for _, t := range r {
		if err := t.unchanged(ctx, conn, lossy, what); err != nil {
			return err
		}
	}
	return nil
}

func (t tableRows) unchanged(ctx context.Context, conn *pgx.Conn, lossy map[string]map[string]bool, what string) error {
	if lossy[t.name]["*"] || len(t.values) == 0 {
		return nil
	}
	name, err := relationName(ctx, conn, t.oid)
	if err != nil {
		return err
	}
	if name == "" {
		return fail("the %s does away with table %s and its rows, which no step announces", what, t.name)
	}
	left, err := query(ctx, conn, `SELECT attnum, quote_ident(attname), format_type(atttypid, atttypmod), attgenerated <> ''
		FROM pg_attribute WHERE attrelid = `+t.oid+` AND NOT attisdropped AND attnum > 0`)
	if err != nil {
		return err
	}
	var now []columnRows
	var places []int
	for i, c := range t.columns {
		at := slices.IndexFunc(left, func(l []string) bool { return l[0] == c.number })
		switch {
		case at < 0 || lossy[t.name][c.name]:
			continue
		case what == "upgrade" && (left[at][2] != c.typ || c.enum):
			continue // shown otherwise
		case c.generated && left[at][3] == "t":
			continue // computed, maybe by another expression
		}
		now, places = append(now, columnRows{name: left[at][1]}), append(places, i)
	}
	if len(now) == 0 {
		return nil
	}
	values, err := readValues(ctx, conn, name, now)
	if err != nil {
		return err
	}
	if was := project(t.values, places); !slices.Equal(was, project(values, nil)) {
		return fail("the %s changes the rows of %s: from %s to %s", what, t.name, abridge(was), abridge(project(values, nil)))
	}
	return nil
}

// project returns the rows as sorted lines of the columns in those places;
// nil: all.
func project(values [][]string, places []int) []string {
	lines := make([]string, len(values))
	for i, v := range values {
		picked := v
		if places != nil {
			picked = make([]string, len(places))
			for j, p := range places {
				picked[j] = v[p]
			}
		}
		lines[i] = "(" + strings.Join(picked, ", ") + ")"
	}
	slices.Sort(lines)
	return lines
}

func abridge(lines []string) string {
	if len(lines) > 3 {
		return strings.Join(lines[:3], " ") + fmt.Sprintf(" and %d more", len(lines)-3)
	}
	return strings.Join(lines, " ")
}

// lossyTables returns, by table, the columns whose values the operations may
// lose; "*" for all of it.
func lossyTables(ops []op.Operation) map[string]map[string]bool {
	lossy := map[string]map[string]bool{}
	mark := func(table schema.Name, column string) {
		if lossy[table.SQL()] == nil {
			lossy[table.SQL()] = map[string]bool{}
		}
		lossy[table.SQL()][column] = true
	}
	for _, o := range ops {
		if op.Loss(o) == "" {
			continue
		}
		switch o := o.(type) {
		case op.DropTable:
			mark(o.Table.Name, "*")
		case op.DropColumn:
			mark(o.Table, schema.Quote(o.Column.Name))
		case op.AlterColumn:
			mark(o.Table, schema.Quote(o.From.Name))
		default:
			for _, target := range o.Targets() {
				mark(target.Name, "*")
			}
		}
	}
	return lossy
}

// query runs SQL and returns the values as text.
func query(ctx context.Context, conn *pgx.Conn, sql string) ([][]string, error) {
	results, err := conn.PgConn().Exec(ctx, sql).ReadAll()
	if err != nil {
		return nil, err
	}
	return texts(results[len(results)-1]), nil
}

func texts(result *pgconn.Result) [][]string {
	out := make([][]string, len(result.Rows))
	for i, row := range result.Rows {
		out[i] = make([]string, len(row))
		for j, v := range row {
			out[i][j] = string(v)
		}
	}
	return out
}
