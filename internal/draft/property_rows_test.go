package draft_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/internal/schemagen"
	"github.com/deedsql/deed/internal/scratch"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// makeTablespace makes the tablespace of the generator inside of the server's
// directory, which servers before PostgreSQL 15 do not know; they refuse what is
// to be in it.
func makeTablespace(t *testing.T, server *scratch.Server) {
	t.Helper()
	url, err := server.CreateDatabase(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	conn := pgtest.Connect(t, url)
	if pgtest.Major(t, conn) >= 15 {
		pgtest.Exec(t, conn, "SET allow_in_place_tablespaces = on")
		pgtest.Exec(t, conn, "CREATE TABLESPACE "+schemagen.Tablespace+" LOCATION ''")
	}
}

func renamesOf(p schemagen.Pair) []diff.Rename {
	var list []diff.Rename
	for _, r := range p.Renames {
		rename := diff.Rename{Kind: diff.RenameKind(r.Kind)}
		switch rename.Kind {
		case diff.RenameColumn:
			rename.Of, rename.Old, rename.New = schema.ParseName(r.Of), unquoted(r.From), unquoted(r.To)
		case diff.RenameValue:
			rename.Of, rename.Old, rename.New = schema.ParseName(r.Of), schema.StringValue(r.From), schema.StringValue(r.To)
		default:
			rename.From, rename.To = schema.ParseName(r.From), schema.ParseName(r.To)
		}
		list = append(list, rename)
	}
	return list
}

// created is the history of a service that created the extensions: of others,
// none is ever dropped.
func (l *law) created() []op.Operation {
	c, err := introspect.Read(l.t.Context(), l.before, introspect.Options{})
	if err != nil {
		l.fatal("%v", err)
	}
	var ops []op.Operation
	for _, x := range c.Extensions {
		ops = append(ops, op.CreateExtension{Extension: x})
	}
	return ops
}

// valid returns what is observed with all indexes valid: no statement makes
// one that is not, so the way back leads to one that is.
func valid(s observe.Snapshot) observe.Snapshot { return without(s, "index ", "\nnot valid") }

// local returns what is observed with all constraints of children their own too:
// a table that joins a parent has those of its parent before.
func local(s observe.Snapshot) observe.Snapshot {
	return without(s, "table constraint ", "\nnot local")
}

// without takes a line out of what is observed of a kind of objects.
func without(s observe.Snapshot, kind, line string) observe.Snapshot {
	settled := observe.Snapshot{}
	for id, text := range s {
		if settled[id] = text; strings.HasPrefix(id, kind) {
			settled[id] = strings.ReplaceAll(text, line, "")
		}
	}
	return settled
}

func unquoted(name string) string { return schema.Tokens(name)[0].Unquote() }

// seed gives tables a row, where their columns have defaults or can be empty.
func (l *law) seed() {
	l.rows = map[schema.Name]int{}
	for _, t := range l.tables() {
		if _, err := l.before.Exec(l.t.Context(), "INSERT INTO "+t.Name.SQL()+" DEFAULT VALUES"); err == nil {
			l.log.WriteString("INSERT INTO " + t.Name.SQL() + " DEFAULT VALUES;\n")
		}
	}
	for _, t := range l.tables() {
		l.rows[t.Name] = l.count(t.Name)
	}
}

func (l *law) tables() []schema.Table {
	c, err := introspect.Read(l.t.Context(), l.before, introspect.Options{})
	if err != nil {
		l.fatal("%v", err)
	}
	return c.Tables
}

// count returns how many rows a table has, without those of its children.
func (l *law) count(table schema.Name) int {
	var n int
	if err := l.before.QueryRow(l.t.Context(), "SELECT count(*) FROM ONLY "+table.SQL(), pgx.QueryExecModeSimpleProtocol).Scan(&n); err != nil {
		l.fatal("counting the rows of %s: %v", table, err)
	}
	return n
}

// rowsSurvive holds tables to keep their rows where no operation says that it
// loses them.
func (l *law) rowsSurvive(ops []op.Operation) {
	there := map[schema.Name]bool{}
	for _, t := range l.tables() {
		there[t.Name] = true
	}
	renamed, lost := map[schema.Name]schema.Name{}, map[schema.Name]bool{}
	for _, o := range ops {
		switch o := o.(type) {
		case op.RenameTable:
			renamed[o.From] = o.To
		case op.DropTable:
			lost[o.Table.Name] = true
		}
	}
	for name, n := range l.rows {
		for renamed[name] != "" {
			name = renamed[name]
		}
		if now := 0; there[name] && !lost[name] {
			if now = l.count(name); now != n {
				l.fatal("%s had %d rows and has %d", name, n, now)
			}
		}
	}
}

// isForRows reports whether a statement failed for what a row holds.
func (l *law) isForRows(err error) bool {
	var refused *pgconn.PgError
	return l.rows != nil && errors.As(err, &refused) && (strings.HasPrefix(refused.Code, "22") || strings.HasPrefix(refused.Code, "23"))
}
