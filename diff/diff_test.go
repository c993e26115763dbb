package diff_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A test compares from with to and expects operations, described in a line
// each, in this order.
type test struct {
	name     string
	reason   string // what would break otherwise
	from, to schema.Database
	renames  []diff.Rename
	want     string
}

func TestDiff(t *testing.T) {
	for _, tt := range []test{
		{
			name:   "nothing",
			reason: "equal schemas have no differences",
			from:   tables(users()), to: tables(users()),
		},
		{
			name:   "circle of foreign keys",
			reason: "neither table can be created with its key to the other",
			to:     tables(with(table("a", "id"), fk("a_fkey", "b")), with(table("b", "id"), fk("b_fkey", "a"))),
			want: `create table a (id)
				create table b (id)
				add foreign key a_fkey on a`,
		},
		{
			name:   "new table references new table that sorts later",
			reason: "the target comes first, and the key stays in the table",
			to:     tables(with(table("a", "id"), fk("a_fkey", "b")), table("b", "id")),
			want: `create table b (id)
				create table a (id)`,
		},
		{
			name:   "drop tables that reference each other",
			reason: "DROP TABLE fails while a key points at it",
			from:   tables(with(table("a", "id"), fk("a_fkey", "b")), with(table("b", "id"), fk("b_fkey", "a"))),
			want: `drop foreign key a_fkey on a
				drop table b
				drop table a`,
		},
		{
			name:   "drop a column under an index",
			reason: "the server would drop the index silently, and the way back would miss it",
			from:   tables(with(users(), schema.Index{Name: "users_mail_idx", Key: []string{"mail", "id"}})),
			to:     tables(without(users(), "mail")),
			want: `drop index users_mail_idx on users
				drop column users.mail`,
		},
		{
			name:   "replace the primary key under a foreign key",
			reason: "the key rests on it: it is taken down before and put up after",
			from:   tables(with(table("posts", "user_id"), fkOn("posts_fkey", "user_id", "users", "id")), with(users(), schema.PrimaryKey{Name: "users_pkey", Columns: []string{"id"}})),
			to: tables(with(table("posts", "user_id"), fkOn("posts_fkey", "user_id", "users", "id")),
				with(users(), schema.PrimaryKey{Name: "users_pkey", Columns: []string{"id"}, Include: []string{"mail"}})),
			want: `drop foreign key posts_fkey on posts
				drop primary key users_pkey on users
				add primary key users_pkey on users
				add foreign key posts_fkey on posts`,
		},
		{
			name:   "change the type under a generated column",
			reason: "PostgreSQL refuses it while the generated column is there",
			from:   tables(with(table("t", "a"), schema.Column{Name: "b", Type: "integer", Generated: &schema.Generated{Expr: "a + 1"}})),
			to:     tables(with(retyped(table("t", "a"), "bigint"), schema.Column{Name: "b", Type: "integer", Generated: &schema.Generated{Expr: "a + 1"}})),
			want: `drop column t.b
				alter column t.a: type integer → bigint
				add column t.b integer GENERATED (a + 1)`,
		},
		{
			name:    "rename a table",
			reason:  "what is named after it follows",
			from:    tables(with(serial("old"), schema.PrimaryKey{Name: "old_pkey", Columns: []string{"id"}})),
			to:      tables(with(serial("new"), schema.PrimaryKey{Name: "new_pkey", Columns: []string{"id"}})),
			renames: []diff.Rename{{Kind: diff.RenameTable, From: "old", To: "new"}},
			want: `rename table old to new
				rename sequence old_id_seq to new_id_seq
				rename constraint old_pkey on new to new_pkey`,
		},
		{
			name:   "two tables change places with their keys",
			reason: "no name is free, so one goes by way of another",
			from: tables(with(table("a", "x"), schema.PrimaryKey{Name: "a_pkey", Columns: []string{"x"}}),
				with(table("b", "y"), schema.PrimaryKey{Name: "b_pkey", Columns: []string{"y"}})),
			to: tables(with(table("a", "y"), schema.PrimaryKey{Name: "a_pkey", Columns: []string{"y"}}),
				with(table("b", "x"), schema.PrimaryKey{Name: "b_pkey", Columns: []string{"x"}})),
			renames: []diff.Rename{{Kind: diff.RenameTable, From: "a", To: "b"}, {Kind: diff.RenameTable, From: "b", To: "a"}},
			want: `rename table a to deed_swap_0
				rename table b to a
				rename table deed_swap_0 to b
				rename constraint b_pkey on a to deed_swap_3
				rename constraint a_pkey on b to b_pkey
				rename constraint deed_swap_3 on a to a_pkey`,
		},
		{
			name:    "two columns that have changed places",
			reason:  "what a model says of its past is done by now: each column is what it shall be",
			from:    tables(with(table("t", "a"), schema.Column{Name: "b", Type: "text"})),
			to:      tables(with(table("t", "a"), schema.Column{Name: "b", Type: "text"})),
			renames: []diff.Rename{{Kind: diff.RenameColumn, Of: "t", Old: "a", New: "b"}, {Kind: diff.RenameColumn, Of: "t", Old: "b", New: "a"}},
		},
		{
			name:   "two columns alike change places",
			reason: "nothing tells whether they have already, but that it is said for this draft",
			from:   tables(table("t", "a", "b")),
			to:     tables(table("t", "a", "b")),
			renames: []diff.Rename{
				{Kind: diff.RenameColumn, Of: "t", Old: "a", New: "b", Now: true}, {Kind: diff.RenameColumn, Of: "t", Old: "b", New: "a", Now: true},
			},
			want: `rename column t.a to deed_swap_0
				rename column t.b to a
				rename column t.deed_swap_0 to b`,
		},
		{
			name:   "rename a value of an enumeration",
			reason: "whatever names it follows, so nothing is made anew",
			from: schema.Database{
				Enums: []schema.Enum{{Name: "e", Values: []string{"a", "b"}}},
				Tables: []schema.Table{with(table("t"), schema.Column{Name: "x", Type: "public.e", Default: "'a'::public.e"},
					schema.Column{Name: "y", Type: "public.e[]", Default: "'{a,b}'::public.e[]"},
					schema.Index{Name: "i", Key: []string{"x"}, Where: "x = 'a'::public.e"})},
			},
			to: schema.Database{
				Enums: []schema.Enum{{Name: "e", Values: []string{"it's, z", "b"}}},
				Tables: []schema.Table{with(table("t"), schema.Column{Name: "x", Type: "public.e", Default: "'it''s, z'::public.e"},
					schema.Column{Name: "y", Type: "public.e[]", Default: "'{\"it''s, z\",b}'::public.e[]"},
					schema.Index{Name: "i", Key: []string{"x"}, Where: "x = 'it''s, z'::public.e"})},
			},
			renames: []diff.Rename{{Kind: diff.RenameValue, Of: "e", Old: "a", New: "it's, z"}},
			want:    `rename value a of e to it's, z`,
		},
		{
			name:   "index of a new enum value",
			reason: "the value exists only after the type is altered",
			from: schema.Database{
				Enums:  []schema.Enum{{Name: "status", Values: []string{"new"}}},
				Tables: []schema.Table{with(table("t"), schema.Column{Name: "s", Type: "public.status"})},
			},
			to: schema.Database{
				Enums:  []schema.Enum{{Name: "status", Values: []string{"new", "old"}}},
				Tables: []schema.Table{with(table("t"), schema.Column{Name: "s", Type: "public.status", Default: "'old'::public.status"})},
			},
			want: `alter enum status: +old
				alter column t.s: default none → 'old'::public.status`,
		},
		{
			name:   "take a name over from a sequence",
			reason: "tables, indexes and sequences share one space of names",
			from:   schema.Database{Sequences: []schema.Sequence{{Name: "x"}}},
			to:     tables(table("x", "id")),
			want: `drop sequence x
				create table x (id)`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) { check(t, tt) })
	}
}

func check(t *testing.T, tt test) {
	t.Helper()
	ops, err := diff.Diff(tt.from, tt.to, diff.Options{Renames: tt.renames})
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for line := range strings.Lines(tt.want) {
		want = append(want, strings.TrimSpace(line))
	}
	if d := cmp.Diff(want, describe(ops)); d != "" {
		t.Errorf("%s (-want +got):\n%s", tt.reason, d)
	}
}

func describe(ops []op.Operation) []string {
	var lines []string
	for _, o := range ops {
		lines = append(lines, op.Describe(o))
	}
	return lines
}

func tables(list ...schema.Table) schema.Database { return schema.Database{Tables: list} }

// table returns a table of integer columns.
func table(name schema.Name, columns ...string) schema.Table {
	t := schema.Table{Name: name}
	for _, c := range columns {
		t.Columns = append(t.Columns, schema.Column{Name: c, Type: "integer"})
	}
	return t
}

func users() schema.Table { return table("users", "id", "mail") }

func serial(name schema.Name) schema.Table {
	return schema.Table{Name: name, Columns: []schema.Column{{Name: "id", Type: "serial", NotNull: true}}}
}

func retyped(t schema.Table, typ string) schema.Table {
	t.Columns[0].Type = typ
	return t
}

func without(t schema.Table, column string) schema.Table {
	var kept []schema.Column
	for _, c := range t.Columns {
		if c.Name != column {
			kept = append(kept, c)
		}
	}
	t.Columns = kept
	return t
}

// with returns the table with parts added.
func with(t schema.Table, parts ...any) schema.Table {
	for _, p := range parts {
		switch p := p.(type) {
		case schema.Column:
			t.Columns = append(t.Columns, p)
		case schema.Index:
			t.Indexes = append(t.Indexes, p)
		case schema.ForeignKey:
			t.ForeignKeys = append(t.ForeignKeys, p)
		case schema.PrimaryKey:
			t.PrimaryKey = &p
		}
	}
	return t
}

func fk(name string, target schema.Name) schema.ForeignKey { return fkOn(name, "id", target, "id") }

func fkOn(name, column string, target schema.Name, targetColumn string) schema.ForeignKey {
	return schema.ForeignKey{Name: name, Columns: []string{column}, References: target, RefColumns: []string{targetColumn}}
}
