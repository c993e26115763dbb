package draft_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/schema"
)

// TestSilentOnNotNullNames holds drafts for tables that others created to the names
// that these gave NOT NULL constraints, where models say none: statements that name
// one find it, and none is renamed.
func TestSilentOnNotNullNames(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, `CREATE TABLE p (a integer CONSTRAINT theirs NOT NULL, t text CONSTRAINT other NOT NULL, k integer CONSTRAINT kk NOT NULL)`)
	pgtest.Exec(t, conn, `CREATE TABLE c () INHERITS (p)`)
	pgtest.Exec(t, conn, `CREATE TABLE q (a integer CONSTRAINT theirs NOT NULL, k integer NOT NULL) PARTITION BY LIST (k)`)
	pgtest.Exec(t, conn, `CREATE TABLE q1 (a integer CONSTRAINT its NOT NULL, k integer NOT NULL)`)
	pgtest.Exec(t, conn, `ALTER TABLE q ATTACH PARTITION q1 FOR VALUES IN (1)`)
	column := func(name, typ string, notNull bool) schema.Column {
		return schema.Column{Name: name, Type: typ, NotNull: notNull}
	}
	inherited := func(c schema.Column) schema.Column { c.Inherited = true; return c }
	a, text, k := column("b", "bigint", true), column("t", "text", false), column("k", "integer", true)
	want := schema.Database{Tables: []schema.Table{
		{Name: "p", Columns: []schema.Column{a, text, k}},
		{Name: "c", Inherits: []schema.Name{"p"}, Columns: []schema.Column{inherited(a), inherited(text), inherited(k)}},
		{Name: "q", PartitionBy: "LIST (k)", Columns: []schema.Column{a, k}},
		{
			Name: "q1", PartitionOf: &schema.Partition{Parent: "q", Bound: "FOR VALUES IN (1)"},
			Columns: []schema.Column{inherited(a), inherited(k)},
		},
	}}
	draftTwice(t, conn, draft.Models{Database: want, Renames: []diff.Rename{
		{Kind: diff.RenameColumn, Of: "p", Old: "a", New: "b"}, {Kind: diff.RenameColumn, Of: "q", Old: "a", New: "b"},
	}})
	const all = "c.kk c.theirs p.kk p.theirs q.q_k_not_null q.theirs q1.its q1.q1_k_not_null"
	if names := notNulls(t, conn); names != "" && names != all {
		t.Errorf("got %s, want %s", names, all)
	}
}

// TestJoinedNotNullNames holds drafts for tables that join a parent to its names of
// NOT NULL constraints: they get columns as they are to have them then.
func TestJoinedNotNullNames(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, `CREATE TABLE base (created timestamptz NOT NULL)`)
	pgtest.Exec(t, conn, `CREATE TABLE media (id integer)`)
	created := schema.Column{Name: "created", Type: "timestamptz", NotNull: true}
	joined := created
	joined.Inherited = true
	draftTwice(t, conn, draft.Models{Database: schema.Database{Tables: []schema.Table{
		{Name: "base", Columns: []schema.Column{created}},
		{Name: "media", Inherits: []schema.Name{"base"}, Columns: []schema.Column{{Name: "id", Type: "integer"}, joined}},
	}}})
	const want = "base.base_created_not_null media.base_created_not_null"
	if names := notNulls(t, conn); names != "" && names != want {
		t.Errorf("got %s, want %s", names, want)
	}
}

// notNulls returns the NOT NULL constraints with their tables; none before
// PostgreSQL 18.
func notNulls(t *testing.T, conn *pgx.Conn) (names string) {
	t.Helper()
	err := conn.QueryRow(t.Context(), `SELECT coalesce(string_agg(conrelid::regclass || '.' || conname, ' ' ORDER BY conrelid::regclass::text, conname), '')
		FROM pg_constraint WHERE contype = 'n' AND connamespace = 'public'::regnamespace`).Scan(&names)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// draftTwice carries a draft out, and fails where there is something left to draft.
func draftTwice(t *testing.T, conn *pgx.Conn, models draft.Models) {
	t.Helper()
	request := draft.Request{Models: func() (draft.Models, error) { return models, nil }}
	d, err := draft.Make(t.Context(), conn, request)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range d.Ops {
		statements, err := ddl.Statements(o)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range statements {
			t.Log(s.SQL)
			pgtest.Exec(t, conn, s.SQL)
		}
	}
	if d, err = draft.Make(t.Context(), conn, request); err != nil || len(d.Ops) > 0 {
		t.Errorf("drafted again: %v, %v", d.Ops, err)
	}
}
