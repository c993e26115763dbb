package canon

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/schema"
)

// A FragmentError is a fragment of a model that the server refused.
type FragmentError struct {
	Table    schema.Name
	Kind     string // "column", "column type", "default", "generated", "constraint", "index", "statistics"; "table" if it cannot be told; "domain", "type" and so on
	Part     string // its name
	Fragment string // "lower(nam)"; empty if it cannot be told
	Offset   int    // of the mistake in Fragment, in bytes
	Err      *pgconn.PgError
}

func (e *FragmentError) Error() string {
	where := string(e.Table)
	switch {
	case e.Part != "":
		where += ", " + e.Kind + " " + e.Part
	case e.Kind != "table":
		where = e.Kind + " " + where
	}
	if e.Fragment != "" {
		where += ": " + e.Fragment
	}
	return where + ": " + e.Err.Message
}

// Unwrap returns the server's error.
func (e *FragmentError) Unwrap() error { return e.Err }

// Hint returns a remedy, or else the server's hint.
func (e *FragmentError) Hint() string {
	const undefinedFunction, undefinedObject, undefinedSchema = "42883", "42704", "3F000"
	switch e.Err.Code {
	case undefinedFunction, undefinedObject, undefinedSchema:
		return "deed makes no functions, operators and collations: make what is missing in a revision before, with op.SQL (deed revision -m …)"
	}
	return e.Err.Hint
}

// FragmentErrors are all the fragments that the server refused.
type FragmentErrors []*FragmentError

func (list FragmentErrors) Error() string {
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Hint returns the first that there is.
func (list FragmentErrors) Hint() string {
	for _, e := range list {
		if h := e.Hint(); h != "" {
			return h
		}
	}
	return ""
}

// explains reports whether an error only says that a table is not there that
// the server did not accept before.
func (list FragmentErrors) explains(table *schema.Table, err *pgconn.PgError) bool {
	const undefinedTable, undefinedSchema = "42P01", "3F000" // there may not even be pg_temp
	return (err.Code == undefinedTable || err.Code == undefinedSchema) && slices.ContainsFunc(list, func(e *FragmentError) bool { return e.Table == table.Name })
}

// explain runs the statements one by one, each behind a savepoint, to tell
// every one that fails.
func (s *stage) explain(ctx context.Context, conn *pgx.Conn, statements []statement, first error) error {
	var refused FragmentErrors
	run := func(sql string) error {
		_, err := conn.PgConn().Exec(ctx, sql).ReadAll()
		return err
	}
	if run("BEGIN READ WRITE") != nil {
		return first
	}
	defer func() { _ = run("ROLLBACK") }()
	for _, st := range statements {
		err := run("SAVEPOINT s; " + st.sql)
		var pgErr *pgconn.PgError
		if err == nil || !errors.As(err, &pgErr) {
			continue
		}
		if st.table == nil { // what follows from it would be blamed on the tables
			if st.kind != "" {
				return FragmentErrors{{Table: st.name, Kind: st.kind, Offset: -1, Err: pgErr}}
			}
			return first
		}
		pgErr.Position -= int32(len("SAVEPOINT s; "))
		pgErr.Message = s.told(pgErr.Message)
		if !refused.explains(st.table, pgErr) {
			refused = append(refused, locate(st, pgErr))
		}
		if run("ROLLBACK TO s") != nil {
			return first
		}
	}
	if len(refused) == 0 {
		return first
	}
	return refused
}

// locate finds the fragment that the server's error points into.
func locate(st statement, err *pgconn.PgError) *FragmentError {
	e := &FragmentError{Table: st.table.Name, Kind: "table", Err: err}
	at := byteOffset(st.sql, int(err.Position)-1)
	eachFragment(st.table, func(kind, part, fragment string) {
		for i := 0; fragment != ""; {
			j := strings.Index(st.sql[i:], fragment)
			if j < 0 {
				return
			}
			if i += j; i <= at && at < i+len(fragment) && len(fragment) > len(e.Fragment) {
				e.Kind, e.Part, e.Fragment, e.Offset = kind, part, fragment, at-i
			}
			i += len(fragment)
		}
	})
	if e.Fragment == "" {
		e.find(st)
	}
	return e
}

var quotedName = regexp.MustCompile(`"([^"]+)"`)

// find finds the fragment of an error whose position says nothing: the one that
// has a name which the server gives, or the index that is made.
func (e *FragmentError) find(st statement) {
	for _, name := range quotedName.FindAllStringSubmatch(e.Err.Message, -1) {
		eachFragment(st.table, func(kind, part, fragment string) {
			if e.Fragment != "" || !strings.Contains(st.sql, fragment) {
				return
			}
			for _, t := range schema.Tokens(fragment) {
				if t.Kind <= schema.Quoted && t.Unquote() == name[1] {
					e.Kind, e.Part, e.Fragment, e.Offset = kind, part, fragment, t.Pos
				}
			}
		})
	}
	if e.Fragment != "" || !strings.HasPrefix(st.sql, "CREATE INDEX ") && !strings.HasPrefix(st.sql, "CREATE UNIQUE INDEX ") {
		return
	}
	for _, x := range st.table.Indexes {
		if key := strings.Join(x.Key, ", "); strings.Contains(st.sql, "("+key+")") {
			e.Kind, e.Part, e.Fragment, e.Offset = "index", x.Name, key, -1
		}
	}
}

func byteOffset(s string, runes int) int {
	for i := range s {
		if runes == 0 {
			return i
		}
		runes--
	}
	return -1
}

// eachFragment calls visit with everything in a table that is SQL.
func eachFragment(t *schema.Table, visit func(kind, part, fragment string)) {
	for _, c := range t.Columns {
		visit("column type", c.Name, c.Type)
		visit("column", c.Name, c.Collation)
		visit("default", c.Name, c.Default)
		if c.Generated != nil {
			visit("generated", c.Name, c.Generated.Expr)
		}
	}
	for _, c := range t.Checks {
		visit("constraint", c.Name, c.Expr)
	}
	for _, x := range t.Exclusions {
		visit("constraint", x.Name, x.Where)
		for _, e := range x.Elements {
			visit("constraint", x.Name, e)
		}
	}
	for _, x := range t.Indexes {
		visit("index", x.Name, x.Where)
		for _, k := range x.Key {
			visit("index", x.Name, k)
		}
	}
	for _, x := range t.Statistics {
		for _, c := range x.Columns {
			visit("statistics", x.Name.Object(), c)
		}
	}
}
