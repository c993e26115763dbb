package proof

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// seedRows is how many rows an empty table gets.
const seedRows = 2

// seeds makes up rows for empty tables, parents first.
type seeds struct {
	db  schema.Database
	may func(schema.Name) bool // which tables may get rows
	// coming are the foreign keys that the upgrade adds between tables that
	// are there: rows are made up to fit them, as those of a sound database.
	coming   map[schema.Name][]schema.ForeignKey
	done     map[schema.Name]bool
	filled   []filledTable
	failures []string
}

// A filledTable got rows. By its OID it is found again when steps have renamed
// it, or dropped it.
type filledTable struct {
	name schema.Name
	oid  string
}

func newSeeds(db schema.Database, upgrade []op.Operation, may func(schema.Name) bool) seeds {
	s := seeds{db: db, may: may, coming: map[schema.Name][]schema.ForeignKey{}, done: map[schema.Name]bool{}}
	for _, o := range upgrade {
		add, _ := o.(op.AddConstraint)
		k, ok := add.Constraint.(schema.ForeignKey)
		if ok && hasColumns(db.Table(add.Table), k.Columns) && hasColumns(db.Table(k.References), k.RefColumns) {
			s.coming[add.Table] = append(s.coming[add.Table], k)
		}
	}
	return s
}

func hasColumns(t *schema.Table, names []string) bool {
	return t != nil && !slices.ContainsFunc(names, func(n string) bool { return t.Column(n) == nil })
}

// foreignKeys returns the keys that a table has, and then those that come.
func (s *seeds) foreignKeys(t *schema.Table) []schema.ForeignKey {
	return slices.Concat(t.ForeignKeys, s.coming[t.Name])
}

func (s *seeds) planted() bool { return len(s.filled) > 0 }

// tables returns the names of the tables that got rows.
func (s *seeds) tables() []string {
	names := make([]string, len(s.filled))
	for i, t := range s.filled {
		names[i] = string(t.name)
	}
	return names
}

// plant gives a table rows if it has none.
func (s *seeds) plant(ctx context.Context, conn *pgx.Conn, name schema.Name) error {
	t := s.db.Table(name)
	if t == nil || s.done[name] || t.PartitionBy != "" {
		return nil
	}
	s.done[name] = true
	for _, k := range s.foreignKeys(t) {
		if err := s.plant(ctx, conn, k.References); err != nil {
			return err
		}
	}
	if !s.may(name) {
		return nil
	}
	found, err := query(ctx, conn, "SELECT EXISTS (SELECT FROM "+name.SQL()+"), "+schema.Literal(name.SQL())+"::regclass::oid")
	if err != nil || found[0][0] == "t" {
		return err
	}
	return s.fill(ctx, conn, t, found[0][1])
}

// fill inserts rows with all columns or, where the table refuses that, with
// those only that need a value.
func (s *seeds) fill(ctx context.Context, conn *pgx.Conn, t *schema.Table, oid string) error {
	parents, err := s.parentValues(ctx, conn, t)
	if err != nil {
		return err
	}
	var reason string
	for _, full := range []bool{true, false} {
		if reason, err = s.fit(ctx, conn, t, parents, full); err != nil {
			return err
		}
		if reason == "" {
			s.filled = append(s.filled, filledTable{t.Name, oid})
			return nil
		}
	}
	s.failures = append(s.failures, fmt.Sprintf("no rows could be made up for %s: %s", t.Name, reason))
	return nil
}

// fit inserts rows, with other values as long as checks refuse them. It
// returns why there are none.
func (s *seeds) fit(ctx context.Context, conn *pgx.Conn, t *schema.Table, parents map[string][]string, full bool) (reason string, err error) {
	chosen := newChoices(s.db, t)
	for {
		sql, reason := s.insert(t, parents, chosen, full)
		if reason != "" {
			return reason, nil
		}
		refused, err := attempt(ctx, conn, sql)
		if err != nil || refused == nil {
			return "", err
		}
		if !chosen.adapt(refused) {
			return refused.Error(), nil
		}
	}
}

// attempt runs a statement in a savepoint, or in a transaction, and returns
// the server's refusal apart from what went wrong otherwise.
func attempt(ctx context.Context, conn *pgx.Conn, sql string) (refused, err error) {
	begin, commit, rollback := "BEGIN", "COMMIT", "ROLLBACK"
	if conn.PgConn().TxStatus() != 'I' {
		begin, commit, rollback = "SAVEPOINT deed_seed", "RELEASE SAVEPOINT deed_seed", "ROLLBACK TO SAVEPOINT deed_seed"
	}
	if err := exec(ctx, conn, begin); err != nil {
		return nil, err
	}
	refused = exec(ctx, conn, sql)
	if refused == nil {
		refused = exec(ctx, conn, "SET CONSTRAINTS ALL IMMEDIATE")
	}
	if refused == nil {
		return nil, exec(ctx, conn, commit)
	}
	return refused, exec(ctx, conn, rollback)
}

// insert returns an INSERT of rows, or why there can be none.
func (s *seeds) insert(t *schema.Table, parents map[string][]string, chosen *choices, full bool) (sql, reason string) {
	var columns []string
	rows := make([][]string, seedRows)
	for _, c := range t.Columns {
		needed := c.NotNull && c.Default == "" || isNextval(c)
		if c.Generated != nil || !full && !needed {
			continue
		}
		columns = append(columns, c.Name)
		from, refers := parents[c.Name]
		for i := range rows {
			v, ok := chosen.value(c.Name, i+1)
			switch {
			case refers:
				v = from[i]
			case !ok:
				v = s.value(c.Type, i+1)
			}
			if v == "" && c.NotNull && refers {
				return "", fmt.Sprintf("column %s refers to a table without rows", c.Name)
			}
			if v == "" && c.NotNull {
				return "", fmt.Sprintf("column %s needs a value, and none is known", c.Name)
			}
			rows[i] = append(rows[i], orNull(v))
		}
	}
	if len(columns) == 0 {
		return "INSERT INTO " + t.Name.SQL() + " DEFAULT VALUES", ""
	}
	lines := make([]string, len(rows))
	for i, row := range rows {
		lines[i] = "(" + strings.Join(row, ", ") + ")"
	}
	return "INSERT INTO " + t.Name.SQL() + " (" + schema.QuoteAll(columns) + ") OVERRIDING SYSTEM VALUE VALUES " + strings.Join(lines, ", "), ""
}

// isNextval reports whether the column's value comes from a sequence, which a
// rolled-back transaction would move on.
func isNextval(c schema.Column) bool {
	return c.Identity != nil || schema.IntegerType(c.Type) != "" || strings.Contains(c.Default, "nextval(")
}

func orNull(v string) string {
	if v == "" {
		return "NULL"
	}
	return v
}

// parentValues returns the values for the columns of foreign keys: those of
// rows that are there, in the same order for all columns of a key.
func (s *seeds) parentValues(ctx context.Context, conn *pgx.Conn, t *schema.Table) (map[string][]string, error) {
	values := map[string][]string{}
	for _, k := range s.foreignKeys(t) {
		if k.References == t.Name || k.Period {
			for _, c := range k.Columns {
				values[c] = s.selfValues(t, k, c)
			}
			continue
		}
		list := make([]string, len(k.RefColumns))
		for i, c := range k.RefColumns {
			list[i] = "quote_literal(" + schema.Quote(c) + "::text)"
		}
		found, err := query(ctx, conn, fmt.Sprintf("SELECT %s FROM %s LIMIT %d", strings.Join(list, ", "), k.References.SQL(), seedRows))
		if err != nil {
			return nil, err
		}
		for i, c := range k.Columns {
			if _, ok := values[c]; ok {
				continue
			}
			values[c] = make([]string, seedRows)
			for row := range values[c] {
				if len(found) > 0 {
					values[c][row] = found[row%len(found)][i]
				}
			}
		}
	}
	return values, nil
}

// selfValues lets a row refer to itself.
func (s *seeds) selfValues(t *schema.Table, k schema.ForeignKey, column string) []string {
	i := slices.Index(k.Columns, column)
	values := make([]string, seedRows)
	if i < len(k.RefColumns) {
		if c := t.Column(k.RefColumns[i]); c != nil {
			for row := range values {
				values[row] = s.value(c.Type, row+1)
			}
		}
	}
	return values
}

// clear takes the rows that were made up out again.
func (s *seeds) clear(ctx context.Context, conn *pgx.Conn) error {
	for _, t := range slices.Backward(s.filled) {
		now, err := query(ctx, conn, "SELECT format('%s.%I', relnamespace::regnamespace, relname) FROM pg_class WHERE oid = "+t.oid)
		if err == nil && len(now) > 0 {
			err = exec(ctx, conn, "DELETE FROM "+now[0][0])
		}
		if err != nil {
			return fmt.Errorf("clearing %s: %w", t.name, err)
		}
	}
	s.filled = nil
	return nil
}

// value returns the n-th value of a type as SQL, empty if none is known.
func (s *seeds) value(typ string, n int) string {
	if integer := schema.IntegerType(typ); integer != "" {
		typ = integer
	}
	if strings.HasSuffix(typ, "[]") {
		return "'{}'"
	}
	base, modifier := typ, ""
	if i := strings.IndexByte(typ, '('); i >= 0 {
		if end := strings.IndexByte(typ, ')'); end > i {
			base, modifier = typ[:i]+typ[end+1:], typ[i+1:end]
		}
	}
	if pattern, ok := samples[base]; ok {
		return "'" + strings.ReplaceAll(pattern, "#", strconv.Itoa(n)) + "'"
	}
	switch base {
	case "boolean":
		return strconv.FormatBool(n%2 == 1)
	case "bit", "varbit":
		length, _ := strconv.Atoi(modifier)
		return "B'" + strings.Repeat(strconv.Itoa(n%2), max(1, length)) + "'"
	}
	return s.userValue(typ, n)
}

// userValue returns a value of an enumeration or a domain.
func (s *seeds) userValue(typ string, n int) string {
	name := userType(typ)
	for _, e := range s.db.Enums {
		if e.Name == name && len(e.Values) > 0 {
			return schema.Literal(e.Values[(n-1)%len(e.Values)])
		}
	}
	for _, d := range s.db.Domains {
		if d.Name == name {
			return s.value(d.Type, n)
		}
	}
	if name.Object() == "citext" {
		return "'" + strconv.Itoa(n) + "'"
	}
	return ""
}

// userType returns the name of a type that is not built in, empty for others.
func userType(typ string) schema.Name {
	tokens := schema.Tokens(typ)
	if len(tokens) < 3 || !tokens[1].Is(".") {
		return ""
	}
	return schema.NewName(tokens[0].Unquote(), tokens[2].Unquote())
}

// samples are values of built-in types; # stands for the row's number.
var samples = map[string]string{
	"smallint": "#", "integer": "#", "bigint": "#", "numeric": "#", "real": "#", "double precision": "#", "money": "#", "oid": "#",
	"text": "#", "varchar": "#", "char": "#", `"char"`: "#", "name": "#", "bytea": "\\x0#",
	"uuid": "00000000-0000-4000-8000-00000000000#",
	"date": "2024-01-0#", "timestamp": "2024-01-0# 12:00", "timestamptz": "2024-01-0# 12:00Z", "time": "12:0#", "timetz": "12:0#Z",
	"interval": "# hours", "interval year": "# year", "interval month": "# month", "interval day": "# day",
	"json": `{"n": #}`, "jsonb": `{"n": #}`, "jsonpath": "$.n#", "xml": "<n>#</n>",
	"inet": "10.0.0.#", "cidr": "10.0.#.0/24", "macaddr": "02:00:00:00:00:0#", "macaddr8": "02:00:00:ff:fe:00:00:0#",
	"point": "(#,#)", "box": "((#,#),(0,0))", "circle": "((#,#),1)", "line": "{1,-1,#}", "lseg": "((#,#),(0,0))", "path": "((#,#),(0,0))", "polygon": "((#,#),(0,0))",
	"tsvector": "#", "tsquery": "#", "pg_lsn": "0/#",
	"int4range": "[#,#]", "int8range": "[#,#]", "numrange": "[#,#]", "daterange": "[2024-01-0#,2024-01-0#]",
	"tsrange": "[2024-01-0# 12:00,2024-01-0# 13:00)", "tstzrange": "[2024-01-0# 12:00Z,2024-01-0# 13:00Z)",
	"int4multirange": "{[#,#]}", "int8multirange": "{[#,#]}", "nummultirange": "{[#,#]}", "datemultirange": "{[2024-01-0#,2024-01-0#]}",
}
