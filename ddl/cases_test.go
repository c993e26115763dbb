package ddl_test

import (
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A testCase is an operation, the SQL that makes the database it needs, and
// why it is here. Its SQL is in testdata, a file for each type of operation.
type testCase struct {
	reason string
	setup  string
	op     op.Operation
	min    int  // lowest major version that has it; 0: 13
	oneWay bool // its inverse does not run, or not on what it made
}

func column(name, typ string) schema.Column { return schema.Column{Name: name, Type: typ} }

func notNull(name, typ string) schema.Column {
	return schema.Column{Name: name, Type: typ, NotNull: true}
}

const users = `CREATE TABLE users (id integer CONSTRAINT users_pkey PRIMARY KEY, name text, age integer);
	INSERT INTO users VALUES (7, 'Ada', 36)`

var universities = schema.Table{
	Name:    "universities",
	Comment: "Where students apply; it's theirs",
	Columns: []schema.Column{
		{Name: "id", Type: "uuid", NotNull: true, Default: "gen_random_uuid()"},
		{Name: "name", Type: "varchar(255)", NotNull: true, Collation: `"C"`, Comment: "As on the diploma"},
		{Name: "order", Type: "smallint", Default: "1", Statistics: op.Int(500)},
		{Name: "body", Type: "text", Storage: "external", Options: []string{"n_distinct=-0.5"}},
		{Name: "name_length", Type: "integer", Generated: &schema.Generated{Expr: "length(name)"}},
		{Name: "parent_id", Type: "uuid"},
	},
	PrimaryKey: &schema.PrimaryKey{Name: "universities_pkey", Columns: []string{"id"}, Comment: "the key"},
	Uniques: []schema.Unique{{
		Name: "universities_name_key", Columns: []string{"name"}, Include: []string{"order"},
		With: []string{"fillfactor=80"}, Deferrable: schema.InitiallyDeferred,
	}},
	Checks: []schema.Check{
		{Name: "name_not_blank", Expr: "name <> ''", NoInherit: true},
		{Name: "short", Expr: "length(name) < 200", NotValid: true, Comment: "since 2026"},
	},
	ForeignKeys: []schema.ForeignKey{{
		Name: "universities_parent_id_fkey", Columns: []string{"parent_id"}, References: "universities",
		RefColumns: []string{"id"}, OnDelete: "SET NULL", OnUpdate: "CASCADE", Match: "FULL",
	}},
	Indexes: []schema.Index{
		{Name: "universities_lower_idx", Key: []string{"lower(name::text) DESC NULLS LAST"}, Statistics: []string{"1=300"}},
		{
			Name: "universities_parent_id_idx", Unique: true, Key: []string{"parent_id", "id"}, Include: []string{"name"},
			Where: "parent_id IS NOT NULL", Clustered: false, Comment: "for the tree",
		},
		{Name: "universities_name_idx", Key: []string{"name"}, With: []string{"deduplicate_items=off"}, Clustered: true},
	},
	Statistics: []schema.Statistics{{
		Name: "universities_stats", Kinds: []string{"dependencies", "ndistinct"}, Columns: []string{"name", `"order"`},
		Target: op.Int(200), Comment: "they go together",
	}},
	Settings: schema.Settings{
		With: []string{"autovacuum_enabled=false", "fillfactor=70"}, ReplicaIdentity: "INDEX universities_pkey",
		RowSecurity: true, ForceRowSecurity: true,
	},
}

var cases = []testCase{
	// Tables.
	{reason: "everything a table can have", op: op.CreateTable{Table: universities}},
	{
		reason: "CREATE TABLE makes one of two constraints that are alike",
		op: op.CreateTable{Table: schema.Table{
			Name: "twice", Columns: []schema.Column{notNull("id", "integer"), column("other", "integer")},
			PrimaryKey: &schema.PrimaryKey{Name: "twice_pkey", Columns: []string{"id"}},
			Uniques: []schema.Unique{
				{Name: "again", Columns: []string{"id"}, With: []string{"fillfactor=70"}},
				{Name: "one", Columns: []string{"other"}},
				{Name: "two", Columns: []string{"other"}},
				{Name: "two_late", Columns: []string{"other"}, Deferrable: schema.InitiallyDeferred},
			},
		}},
	},
	{
		reason: "serial columns make their own sequences, identities take options",
		op: op.CreateTable{Table: schema.Table{
			Name: "auth.counters",
			Columns: []schema.Column{
				{Name: "a", Type: "bigserial", NotNull: true},
				{Name: "b", Type: "integer", NotNull: true, Identity: &schema.Identity{Always: true}},
				{Name: "c", Type: "bigint", NotNull: true, Identity: &schema.Identity{
					SequenceName: "auth.c_numbers",
					Sequence:     schema.SequenceOptions{Increment: 10, Start: op.Int64(100), Min: op.Int64(5), Cache: 3, Cycle: true},
				}},
			},
			Settings: schema.Settings{Unlogged: true, AccessMethod: "heap", Tablespace: "pg_default"},
		}},
		setup: "CREATE SCHEMA auth",
	},
	{reason: "a table without columns", op: op.CreateTable{Table: schema.Table{Name: "empty"}}},
	{
		reason: "a temporary table for comparing",
		op: op.CreateTable{Table: schema.Table{
			Name:    schema.NewName("pg_temp", "users"),
			Columns: []schema.Column{{Name: "id", Type: "serial", NotNull: true}, column("at", "timestamptz")},
			Indexes: []schema.Index{{Name: "users_at_idx", Key: []string{"at"}, Comment: "when"}},
		}},
	},
	{
		reason: "a default that is an operator's expression is put in parentheses",
		op: op.CreateTable{Table: schema.Table{Name: "t", Columns: []schema.Column{
			{Name: "at", Type: "timestamp", Default: "now() at time zone 'utc'"},
			{Name: "ok", Type: "boolean", Default: "(1 IN (1, 2))"},
			{Name: "list", Type: "text[]", Default: "'{}'::text[]"},
		}}},
	},
	{
		reason: "a partitioned table",
		op: op.CreateTable{Table: schema.Table{
			Name: "events", PartitionBy: "RANGE (at)",
			Columns: []schema.Column{notNull("id", "bigint"), notNull("at", "date")},
			PrimaryKey: &schema.PrimaryKey{
				Name: "events_pkey", Columns: []string{"id", "at"}, Deferrable: schema.InitiallyImmediate,
			},
			Indexes: []schema.Index{{Name: "events_at_idx", Key: []string{"at"}, OnOnly: true}},
		}},
	},
	{
		reason: "a partition has its parent's columns, and overrides",
		setup: `CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text, CHECK (id > 0), PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
			CREATE INDEX ON events (kind)`,
		op: op.CreateTable{Table: schema.Table{
			Name: "events_2026",
			PartitionOf: &schema.Partition{
				Parent: "events", Bound: "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
			},
			Columns: []schema.Column{
				{Name: "id", Type: "bigint", Inherited: true},
				{Name: "at", Type: "date", Inherited: true, Comment: "in 2026"},
				{Name: "kind", Type: "text", Inherited: true, NotNull: true, Default: "'x'::text"},
			},
			Checks: []schema.Check{
				{Name: "events_id_check", Expr: "id > 0", Inherited: true},
				{Name: "kinds", Expr: "kind <> ''"},
			},
			PrimaryKey: &schema.PrimaryKey{
				Name: "events_2026_pkey", Columns: []string{"at", "id"}, Inherited: true, Comment: "made with the parent's",
			},
			Indexes:     []schema.Index{{Name: "events_2026_kind_idx", Key: []string{"kind"}, Parent: "events_kind_idx", Comment: "also"}},
			PartitionBy: "HASH (id)",
		}},
	},
	{
		reason: "a default partition with nothing of its own",
		setup:  "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at)",
		op: op.CreateTable{Table: schema.Table{
			Name: "events_rest", PartitionOf: &schema.Partition{Parent: "events", Bound: "DEFAULT"},
			Columns: []schema.Column{{Name: "id", Type: "bigint", Inherited: true}},
		}},
	},
	{
		reason: "a partition with columns of its own is attached",
		setup:  "CREATE TABLE events (id bigint, at date, CONSTRAINT positive CHECK (id > 0)) PARTITION BY RANGE (at)",
		op: op.CreateTable{Table: schema.Table{
			Name: "events_old", PartitionOf: &schema.Partition{Parent: "events", Bound: "DEFAULT"},
			Columns: []schema.Column{column("id", "bigint"), column("at", "date")},
			Checks:  []schema.Check{{Name: "positive", Expr: "id > 0", Inherited: true}},
		}},
	},
	{
		reason: "a child table",
		setup:  "CREATE TABLE base (id bigint, note text)",
		op: op.CreateTable{Table: schema.Table{
			Name: "child", Inherits: []schema.Name{"base"},
			Columns: []schema.Column{
				{Name: "id", Type: "bigint", Inherited: true, NotNull: true, Default: "1"},
				{Name: "note", Type: "text", Inherited: true},
				column("own", "text"),
			},
		}},
	},
	{
		reason: "constraints of PostgreSQL 15",
		min:    15,
		setup:  "CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b))",
		op: op.CreateTable{Table: schema.Table{
			Name: "t", Columns: []schema.Column{column("a", "integer"), column("b", "integer")},
			Uniques: []schema.Unique{{Name: "t_a_key", Columns: []string{"a"}, NullsNotDistinct: true}},
			ForeignKeys: []schema.ForeignKey{{
				Name: "t_fkey", Columns: []string{"a", "b"}, References: "p", RefColumns: []string{"a", "b"},
				OnDelete: "SET DEFAULT", OnDeleteColumns: []string{"b"}, Deferrable: schema.InitiallyImmediate,
			}},
			Indexes: []schema.Index{{Name: "t_b_idx", Unique: true, Key: []string{"b"}, NullsNotDistinct: true}},
		}},
	},
	{
		reason: "compression of PostgreSQL 14",
		min:    14,
		op: op.CreateTable{Table: schema.Table{
			Name: "t", Columns: []schema.Column{{Name: "a", Type: "text", Compression: "pglz"}},
		}},
	},
	{
		reason: "what PostgreSQL 18 brings",
		min:    18,
		setup:  "CREATE EXTENSION btree_gist; CREATE TABLE p (id integer, during daterange, PRIMARY KEY (id, during WITHOUT OVERLAPS))",
		op: op.CreateTable{Table: schema.Table{
			Name: "t",
			Columns: []schema.Column{
				{Name: "id", Type: "integer", NotNull: true, NotNullName: "id_is_there"},
				notNull("during", "daterange"),
				{Name: "twice", Type: "integer", Generated: &schema.Generated{Expr: "id * 2", Virtual: true}},
				{Name: "number", Type: "serial", NotNull: true, NotNullNoInherit: true, NotNullComment: "here only"},
				{Name: "code", Type: "text", NotNull: true, NotNullNotValid: true},
				{Name: "kind", Type: "text", NotNull: true, NotNullName: "kind_is_there", NotNullNoInherit: true},
			},
			PrimaryKey: &schema.PrimaryKey{Name: "t_pkey", Columns: []string{"id", "during"}, WithoutOverlaps: true},
			Uniques:    []schema.Unique{{Name: "t_key", Columns: []string{"id", "during"}, WithoutOverlaps: true}},
			Checks:     []schema.Check{{Name: "soft", Expr: "id > 0", NotEnforced: true, NotValid: true}},
			ForeignKeys: []schema.ForeignKey{{
				Name: "t_fkey", Columns: []string{"id", "during"}, References: "p", RefColumns: []string{"id", "during"},
				Period: true, NotEnforced: true,
			}},
		}},
	},
	{reason: "the inverse creates it", op: op.DropTable{Table: schema.Table{Name: "users"}}, setup: users},
	{reason: "to another name", op: op.RenameTable{From: "users", To: "people"}, setup: users},
	{
		reason: "to another schema and name", setup: users + "; CREATE SCHEMA auth",
		op: op.RenameTable{From: "users", To: "auth.People"},
	},
	{
		reason: "every setting", setup: users,
		op: op.AlterTable{Table: "users", To: schema.Settings{
			Unlogged: true, With: []string{"fillfactor=70", "autovacuum_vacuum_scale_factor=0.1"},
			ReplicaIdentity: "FULL", RowSecurity: true, ForceRowSecurity: true,
		}},
	},
	{
		reason: "parameters that stay, change and go", setup: users + "; ALTER TABLE users SET (fillfactor=70, autovacuum_enabled=false)",
		op: op.AlterTable{
			Table: "users",
			From:  schema.Settings{With: []string{"autovacuum_enabled=false", "fillfactor=70"}, ReplicaIdentity: ""},
			To:    schema.Settings{With: []string{"fillfactor=80", "toast.autovacuum_enabled=false"}, ReplicaIdentity: "INDEX users_pkey"},
		},
	},
	{
		reason: "a composite type", setup: "CREATE TYPE pair AS (a integer, b text); CREATE TABLE pairs (a integer, b text)",
		op: op.AlterTable{Table: "pairs", To: schema.Settings{Of: "pair"}},
	},
	{
		reason: "a table space", setup: users, oneWay: true,
		op: op.AlterTable{Table: "users", From: schema.Settings{Tablespace: "fast"}},
	},
	{
		reason: "an access method", setup: users, min: 15,
		op: op.AlterTable{Table: "users", From: schema.Settings{AccessMethod: "heap2"}}, oneWay: true,
	},
	{
		reason: "with its bound",
		setup:  "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at); CREATE TABLE e1 (id bigint, at date)",
		op: op.AttachPartition{Table: "e1", Partition: schema.Partition{
			Parent: "events", Bound: "FOR VALUES FROM (MINVALUE) TO ('2026-01-01')",
		}},
	},
	{
		reason: "by its parent",
		setup:  "CREATE TABLE events (id bigint, at date) PARTITION BY RANGE (at); CREATE TABLE e1 PARTITION OF events DEFAULT",
		op:     op.DetachPartition{Table: "e1", Partition: schema.Partition{Parent: "events", Bound: "DEFAULT"}},
	},
	{reason: "a child", setup: "CREATE TABLE a (x text); CREATE TABLE b (x text)", op: op.Inherit{Table: "b", Parent: "a"}},
	{reason: "the columns stay", setup: "CREATE TABLE a (x text); CREATE TABLE b () INHERITS (a)", op: op.NoInherit{Table: "b", Parent: "a"}},
	{
		reason: "over an expression", setup: users, min: 14,
		op: op.CreateStatistics{Table: "users", Statistics: schema.Statistics{Name: "s", Columns: []string{"(age % 2)", "name"}}},
	},
	{
		reason: "by its name", setup: users + "; CREATE STATISTICS s ON name, age FROM users",
		op: op.DropStatistics{Table: "users", Statistics: schema.Statistics{Name: "s", Columns: []string{"name", "age"}}},
	},
	{reason: "changes nothing in the database", op: op.AdoptTable{Table: "users"}},
	{reason: "changes nothing in the database", op: op.Adopt{Kind: op.KindType, Name: "mood"}},
	{reason: "changes nothing in the database", op: op.ReleaseTable{Table: "users"}},
	{reason: "changes nothing in the database", op: op.Release{Kind: op.KindType, Name: "mood"}},

	// Columns.
	{
		reason: "with everything around it", setup: users,
		op: op.AddColumn{Table: "users", Column: schema.Column{
			Name: "Bio", Type: "text", NotNull: true, Default: "''::text", Collation: `"C"`,
			Storage: "main", Statistics: op.Int(10), Options: []string{"n_distinct=5"}, Comment: "in their words",
		}},
	},
	{
		reason: "an identity", setup: users,
		op: op.AddColumn{Table: "users", Column: schema.Column{Name: "n", Type: "integer", NotNull: true, Identity: &schema.Identity{Comment: "counts"}}},
	},
	{
		reason: "a serial", setup: users,
		op: op.AddColumn{Table: "users", Column: schema.Column{Name: "n", Type: "smallserial", NotNull: true}},
	},
	{reason: "by its name", setup: users, op: op.DropColumn{Table: "users", Column: column("age", "integer")}},
	{reason: "by its name", setup: users, op: op.RenameColumn{Table: "users", From: "age", To: "Age"}},
	{
		reason: "nullability", setup: users,
		op: op.AlterColumn{Table: "users", From: column("name", "text"), To: notNull("name", "text")},
	},
	{
		reason: "a default", setup: users,
		op: op.AlterColumn{Table: "users", From: column("age", "integer"), To: schema.Column{Name: "age", Type: "integer", Default: "18"}},
	},
	{
		reason: "a modifier needs no cast, and an explicit one would cut values off", setup: users,
		op: op.AlterColumn{Table: "users", From: column("name", "text"), To: column("name", "varchar(20)")},
	},
	{
		reason: "numbers are assigned to each other", setup: users,
		op: op.AlterColumn{Table: "users", From: column("age", "integer"), To: column("age", "bigint")},
	},
	{
		reason: "a default that PostgreSQL cannot cast goes first", setup: users + "; ALTER TABLE users ALTER name SET DEFAULT '1', ALTER name TYPE text; UPDATE users SET name = '2'",
		op: op.AlterColumn{
			Table: "users",
			From:  schema.Column{Name: "name", Type: "text", Default: "'1'::text"},
			To:    schema.Column{Name: "name", Type: "integer", Default: "1", NotNull: true},
		},
	},
	{
		reason: "text to an enumeration and back", setup: users + "; CREATE TYPE who AS ENUM ('Ada'); ALTER TABLE users ALTER name SET DEFAULT 'Ada'",
		op: op.AlterColumn{
			Table: "users",
			From:  schema.Column{Name: "name", Type: "text", Default: "'Ada'::text"},
			To:    schema.Column{Name: "name", Type: "public.who", Default: "'Ada'::public.who"},
		},
	},
	{
		reason: "one enumeration to another, by way of text",
		setup:  "CREATE TYPE a AS ENUM ('x'); CREATE TYPE b AS ENUM ('x'); CREATE TABLE users (name a[])",
		op:     op.AlterColumn{Table: "users", From: column("name", "public.a[]"), To: column("name", "public.b[]")},
	},
	{
		reason: "a text to a list needs a cast", setup: "CREATE TABLE users (name text)", oneWay: true,
		op: op.AlterColumn{Table: "users", From: column("name", "text"), To: column("name", "text[]")},
	},
	{
		reason: "by an expression of a person's own", setup: users, oneWay: true,
		op: op.AlterColumn{Table: "users", From: column("age", "integer"), To: column("age", "boolean"), Using: "age > 0"},
	},
	{
		reason: "a collation, and what a change of type would reset", setup: users + "; ALTER TABLE users ALTER name SET STORAGE external",
		op: op.AlterColumn{
			Table: "users",
			From:  schema.Column{Name: "name", Type: "text", Storage: "external"},
			To:    schema.Column{Name: "name", Type: "text", Collation: `"C"`, Storage: "external"},
		},
	},
	{
		reason: "storage and statistics, back to the type's own",
		setup:  users + "; ALTER TABLE users ALTER name SET STORAGE main, ALTER name SET STATISTICS 5, ALTER name SET (n_distinct=5)",
		op: op.AlterColumn{
			Table: "users",
			From: schema.Column{
				Name: "name", Type: "text", Storage: "main", Statistics: op.Int(5), Options: []string{"n_distinct=5"},
			},
			To: schema.Column{Name: "name", Type: "text", Comment: "plain"},
		},
	},
	{
		reason: "integer to serial goes on behind what is there", setup: users,
		op: op.AlterColumn{Table: "users", From: notNull("id", "integer"), To: notNull("id", "serial")},
	},
	{
		reason: "serial to bigserial widens its sequence", setup: "CREATE TABLE users (id serial)",
		op: op.AlterColumn{Table: "users", From: notNull("id", "serial"), To: notNull("id", "bigserial")},
	},
	{
		reason: "serial to identity", setup: "CREATE TABLE users (id serial)",
		op: op.AlterColumn{
			Table: "users", From: notNull("id", "serial"),
			To: schema.Column{Name: "id", Type: "bigint", NotNull: true, Identity: &schema.Identity{Always: true}},
		},
	},
	{
		reason: "the sequence of a serial that gets options stays",
		setup:  "CREATE TABLE users (id serial)",
		op: op.AlterColumn{
			Table: "users", From: notNull("id", "serial"),
			To: schema.Column{Name: "id", Type: "integer", NotNull: true, Default: "nextval('public.users_id_seq'::regclass)"},
		},
	},
	{
		reason: "plain to identity: NOT NULL and no default come first", setup: "CREATE TABLE users (id integer DEFAULT 5)",
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "id", Type: "integer", Default: "5"},
			To: schema.Column{Name: "id", Type: "bigint", NotNull: true, Identity: &schema.Identity{
				Sequence: schema.SequenceOptions{Increment: -2, Start: op.Int64(-7)},
			}},
		},
	},
	{
		reason: "identity options", setup: "CREATE TABLE users (id integer GENERATED ALWAYS AS IDENTITY (INCREMENT 2 CYCLE))",
		op: op.AlterColumn{
			Table: "users",
			From: schema.Column{Name: "id", Type: "integer", NotNull: true, Identity: &schema.Identity{
				Always: true, Sequence: schema.SequenceOptions{Increment: 2, Cycle: true},
			}},
			To: schema.Column{Name: "id", Type: "bigint", NotNull: true, Identity: &schema.Identity{
				SequenceName: "numbers", Sequence: schema.SequenceOptions{Max: op.Int64(1000), Cache: 5},
			}},
		},
	},
	{
		reason: "an identity whose sequence has a type of its own and is unlogged", setup: "CREATE TABLE users (id integer)", min: 15,
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "id", Type: "integer"},
			To: schema.Column{Name: "id", Type: "integer", NotNull: true, Identity: &schema.Identity{
				Sequence: schema.SequenceOptions{Type: "bigint", Increment: -1}, Persistence: "unlogged",
			}},
		},
	},
	{
		reason: "a type of its own goes with the column's",
		setup:  "CREATE TABLE users (id integer GENERATED BY DEFAULT AS IDENTITY); ALTER SEQUENCE users_id_seq AS smallint",
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "id", Type: "integer", NotNull: true, Identity: &schema.Identity{
				Sequence: schema.SequenceOptions{Type: "smallint"},
			}},
			To: schema.Column{Name: "id", Type: "bigint", NotNull: true, Identity: &schema.Identity{
				Sequence: schema.SequenceOptions{Type: "smallint", Start: op.Int64(7)},
			}},
		},
	},
	{
		reason: "the data of a generated column stay", setup: "CREATE TABLE users (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED)",
		oneWay: true,
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "b", Type: "integer", Generated: &schema.Generated{Expr: "a + 1"}},
			To: column("b", "integer"),
		},
	},
	{
		reason: "a boolean becomes a number other than an integer", setup: "CREATE TABLE users (a boolean); INSERT INTO users VALUES (true)",
		op: op.AlterColumn{Table: "users", From: column("a", "boolean"), To: column("a", "bigint")},
	},
	{
		reason: "a generated column becomes one of another type",
		setup:  "CREATE TABLE users (a integer, b text GENERATED ALWAYS AS ((a)::text) STORED)", oneWay: true,
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "b", Type: "text", Generated: &schema.Generated{Expr: "(a)::text"}},
			To: column("b", "integer"),
		},
	},
	{
		reason: "a new expression", setup: "CREATE TABLE users (a integer, b integer GENERATED ALWAYS AS (a + 1) STORED)", min: 17,
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "b", Type: "integer", Generated: &schema.Generated{Expr: "a + 1"}},
			To: schema.Column{Name: "b", Type: "bigint", Generated: &schema.Generated{Expr: "a + 2"}},
		},
	},
	{
		reason: "a named NOT NULL", setup: users, min: 18,
		op: op.AlterColumn{
			Table: "users", From: column("name", "text"),
			To: schema.Column{Name: "name", Type: "text", NotNull: true, NotNullName: "has_name"},
		},
	},
	{
		reason: "the name of a NOT NULL", setup: "CREATE TABLE users (name text NOT NULL)", min: 18,
		op: op.AlterColumn{
			Table: "users", From: notNull("name", "text"),
			To: schema.Column{Name: "name", Type: "text", NotNull: true, NotNullName: "has_name"},
		},
	},
	{
		reason: "a NOT NULL that is not valid and not inherited, with a comment", setup: users, min: 18,
		op: op.AlterColumn{
			Table: "users", From: column("name", "text"),
			To: schema.Column{
				Name: "name", Type: "text", NotNull: true, NotNullName: "has_name", NotNullNotValid: true, NotNullNoInherit: true,
				NotNullComment: "soon",
			},
		},
	},
	{
		reason: "validation of a NOT NULL", min: 18,
		setup: "CREATE TABLE users (name text); ALTER TABLE users ADD NOT NULL name NO INHERIT NOT VALID",
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "name", Type: "text", NotNull: true, NotNullNotValid: true, NotNullNoInherit: true},
			To: notNull("name", "text"),
		},
	},
	{
		reason: "compression", setup: users, min: 14,
		op: op.AlterColumn{
			Table: "users", From: schema.Column{Name: "name", Type: "text", Compression: ""},
			To: schema.Column{Name: "name", Type: "text", Compression: "pglz"},
		},
	},

	// Constraints.
	{
		reason: "NOT VALID", setup: users + "; CREATE TABLE posts (user_id integer)",
		op: op.AddConstraint{Table: "posts", Constraint: schema.ForeignKey{
			Name: "posts_user_id_fkey", Columns: []string{"user_id"}, References: "users", RefColumns: []string{"id"},
			OnDelete: "CASCADE", NotValid: true, Comment: "who wrote it",
		}},
	},
	{
		reason: "an exclusion", setup: "CREATE TABLE t (during daterange)",
		op: op.AddConstraint{Table: "t", Constraint: &schema.Exclusion{
			Name: "no_overlap", Method: "gist", Elements: []string{"during WITH &&"}, Where: "during IS NOT NULL",
			Deferrable: schema.InitiallyDeferred, With: []string{"fillfactor=90"},
		}},
	},
	{
		reason: "and what its index has of its own", setup: "CREATE TABLE t (id integer NOT NULL)",
		op: op.AddConstraint{Table: "t", Constraint: schema.PrimaryKey{
			Name: "t_pkey", Columns: []string{"id"}, Comment: "the key", IndexComment: "its index", Clustered: true,
		}},
	},
	{reason: "by its name", setup: users, op: op.DropConstraint{Table: "users", Constraint: schema.PrimaryKey{Name: "users_pkey", Columns: []string{"id"}}}},
	{
		reason: "validation, and back by making it anew", setup: users + "; ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0) NOT VALID",
		op: op.AlterConstraint{
			Table: "users", From: schema.Check{Name: "old", Expr: "age > 0", NotValid: true},
			To: schema.Check{Name: "old", Expr: "age > 0", Comment: "checked"},
		},
	},
	{
		reason: "when a foreign key is checked", setup: "CREATE TABLE t (id integer PRIMARY KEY, up integer CONSTRAINT up REFERENCES t)",
		op: op.AlterConstraint{
			Table: "t", From: schema.ForeignKey{Name: "up", Columns: []string{"up"}, References: "t", RefColumns: []string{"id"}},
			To: schema.ForeignKey{
				Name: "up", Columns: []string{"up"}, References: "t", RefColumns: []string{"id"}, Deferrable: schema.InitiallyDeferred,
			},
		},
	},
	{
		reason: "whether a foreign key is enforced", min: 18, setup: "CREATE TABLE t (id integer PRIMARY KEY, up integer CONSTRAINT up REFERENCES t)",
		op: op.AlterConstraint{
			Table: "t", From: schema.ForeignKey{Name: "up", Columns: []string{"up"}, References: "t", RefColumns: []string{"id"}},
			To: schema.ForeignKey{
				Name: "up", Columns: []string{"up"}, References: "t", RefColumns: []string{"id"}, NotEnforced: true, NotValid: true,
			},
		},
	},
	{
		reason: "what only a new constraint can say", setup: "CREATE TABLE t (id integer CONSTRAINT one UNIQUE)",
		op: op.AlterConstraint{
			Table: "t", From: schema.Unique{Name: "one", Columns: []string{"id"}},
			To: schema.Unique{Name: "one", Columns: []string{"id"}, Deferrable: schema.InitiallyImmediate},
		},
	},
	{
		reason: "what its index has of its own", setup: "CREATE TABLE t (id integer CONSTRAINT one UNIQUE)",
		op: op.AlterConstraint{
			Table: "t", From: schema.Unique{Name: "one", Columns: []string{"id"}},
			To: schema.Unique{Name: "one", Columns: []string{"id"}, IndexComment: "the way to find it", Clustered: true},
		},
	},
	{reason: "by its name", setup: users, op: op.RenameConstraint{Table: "users", From: "users_pkey", To: "pk"}},

	// Indexes.
	{
		reason: "without blocking writers", setup: users,
		op: op.CreateIndex{Table: "users", Concurrently: true, Index: schema.Index{
			Name: "users_name_idx", Method: "hash", Key: []string{"name"}, Comment: "quick",
		}},
	},
	{
		reason: "an expression in a transaction", setup: users,
		op: op.CreateIndex{Table: "users", Index: schema.Index{
			Name: "users_name_idx", Key: []string{"lower(name)", `name COLLATE "C" text_pattern_ops`}, Where: "age > 5 OR name = 'x'",
		}},
	},
	{
		reason: "a part of a partitioned index", oneWay: true,
		setup: `CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE e1 PARTITION OF events DEFAULT;
			CREATE INDEX events_at_idx ON ONLY events (at)`,
		op: op.CreateIndex{Table: "e1", Index: schema.Index{Name: "e1_at_idx", Key: []string{"at"}, Parent: "events_at_idx"}},
	},
	{
		reason: "attached to an index on the parent only", oneWay: true,
		setup: `CREATE TABLE events (at date) PARTITION BY RANGE (at); CREATE TABLE e1 PARTITION OF events DEFAULT;
			CREATE INDEX events_at_idx ON ONLY events (at)`,
		op: op.CreateIndex{Table: "e1", Index: schema.Index{Name: "e1_at_idx", Key: []string{"at"}, AttachTo: "events_at_idx"}},
	},
	{
		reason: "without blocking writers", setup: users + "; CREATE INDEX i ON users (name)",
		op: op.DropIndex{Table: "users", Concurrently: true, Index: schema.Index{Name: "i", Key: []string{"name"}}},
	},
	{
		reason: "all that can change", setup: users + "; CREATE INDEX i ON users (lower(name)) WITH (fillfactor=50)",
		op: op.AlterIndex{
			Table: "users", From: schema.Index{Name: "i", Key: []string{"lower(name)"}, With: []string{"fillfactor=50"}},
			To: schema.Index{
				Name: "i", Key: []string{"lower(name)"}, With: []string{"deduplicate_items=off"}, Statistics: []string{"1=5"},
				Clustered: true, Comment: "for names",
			},
		},
	},
	{
		reason: "a table space", setup: users + "; CREATE INDEX i ON users (name)", oneWay: true,
		op: op.AlterIndex{
			Table: "users", From: schema.Index{Name: "i", Key: []string{"name"}, Tablespace: "fast"},
			To: schema.Index{Name: "i", Key: []string{"name"}},
		},
	},
	{reason: "in its schema", setup: users + "; CREATE INDEX i ON users (name)", op: op.RenameIndex{Table: "users", From: "i", To: "Index"}},

	// Types.
	{reason: "its values are quoted", op: op.CreateEnum{Enum: schema.Enum{Name: "status", Values: []string{"it's on", `a\b`}, Comment: "on or off"}}},
	{reason: "by its name", setup: "CREATE TYPE status AS ENUM ()", op: op.DropEnum{Enum: schema.Enum{Name: "status"}}},
	{
		reason: "values at the start, in the middle and at the end are added in place",
		setup:  "CREATE TYPE status AS ENUM ('b', 'd')",
		op:     op.AlterEnum{Name: "status", From: []string{"b", "d"}, To: []string{"a", "b", "c", "c2", "d", "e", "f"}},
	},
	{
		reason: "the type is built anew where a value goes, around all that compares with it",
		setup: `CREATE TYPE status AS ENUM ('on', 'off', 'old');
			CREATE TABLE users (id integer, s status NOT NULL DEFAULT 'on', list status[] DEFAULT '{on}',
				CONSTRAINT not_old CHECK (s <> 'old'));
			CREATE INDEX active ON users (id) WHERE s = 'on';
			COMMENT ON INDEX active IS 'quick';
			INSERT INTO users VALUES (1, 'off', '{on,off}')`,
		op: op.AlterEnum{
			Name: "status", From: []string{"on", "off", "old"}, To: []string{"off", "on"}, Comment: "of a user",
			Uses: []op.EnumUse{
				{
					Table: "users", Column: schema.Column{Name: "s", Type: "public.status", NotNull: true, Default: "'on'::public.status"},
					Indexes: []schema.Index{{Name: "active", Key: []string{"id"}, Where: "s = 'on'::public.status", Comment: "quick"}},
					Checks:  []schema.Check{{Name: "not_old", Expr: "s <> 'off'::public.status", NotValid: true}},
				},
				{
					Table: "users", Column: schema.Column{Name: "list", Type: "public.status[]", Default: "'{on}'::public.status[]"},
					Checks: []schema.Check{{Name: "not_old", Expr: "s <> 'off'::public.status", NotValid: true}},
				},
			},
		},
	},
	{
		reason: "partitions are cast by their parent, with defaults of their own",
		setup: `CREATE TYPE status AS ENUM ('on', 'off'); CREATE TABLE events (s status) PARTITION BY LIST (s);
			CREATE TABLE parent (s status DEFAULT 'on', at date) PARTITION BY LIST (at);
			CREATE TABLE part PARTITION OF parent (s DEFAULT 'off') DEFAULT; DROP TABLE events`,
		op: op.AlterEnum{
			Name: "status", From: []string{"on", "off"}, To: []string{"off", "on"},
			Uses: []op.EnumUse{
				{Table: "parent", Column: schema.Column{Name: "s", Type: "public.status", Default: "'on'::public.status"}},
				{Table: "part", Column: schema.Column{Name: "s", Type: "public.status", Default: "'off'::public.status", Inherited: true}},
			},
		},
	},
	{reason: "quoted", setup: "CREATE TYPE status AS ENUM ('on')", op: op.RenameEnumValue{Enum: "status", From: "on", To: "it's on"}},
	{
		reason: "with checks",
		op: op.CreateDomain{Domain: schema.Domain{
			Name: "email", Type: "text", Collation: `"C"`, Default: "'x@y'::text", NotNull: true, Comment: "an address",
			Checks: []schema.Check{
				{Name: "has_at", Expr: "VALUE ~ '@'::text", Comment: "at least"}, {Name: "short", Expr: "length(VALUE) < 99", NotValid: true},
			},
		}},
	},
	{reason: "by its name", setup: "CREATE DOMAIN email AS text", op: op.DropDomain{Domain: schema.Domain{Name: "email", Type: "text"}}},
	{
		reason: "all that can change",
		setup:  "CREATE DOMAIN email AS text DEFAULT 'x' CONSTRAINT a CHECK (VALUE <> 'a') CONSTRAINT b CHECK (VALUE <> 'b'); ALTER DOMAIN email ADD CONSTRAINT c CHECK (VALUE <> 'c') NOT VALID",
		op: op.AlterDomain{
			From: schema.Domain{Name: "email", Type: "text", Default: "'x'::text", Checks: []schema.Check{
				{Name: "a", Expr: "VALUE <> 'a'"}, {Name: "b", Expr: "VALUE <> 'b'"}, {Name: "c", Expr: "VALUE <> 'c'", NotValid: true},
			}},
			To: schema.Domain{Name: "email", Type: "text", NotNull: true, Comment: "an address", Checks: []schema.Check{
				{Name: "b", Expr: "VALUE <> 'bb'"}, {Name: "c", Expr: "VALUE <> 'c'", Comment: "sure"}, {Name: "d", Expr: "VALUE <> 'd'"},
			}},
		},
	},
	{
		reason: "the name of NOT NULL", min: 17, setup: "CREATE DOMAIN email AS text NOT NULL",
		op: op.AlterDomain{
			From: schema.Domain{Name: "email", Type: "text", NotNull: true},
			To:   schema.Domain{Name: "email", Type: "text", NotNull: true, NotNullName: "has_email"},
		},
	},
	{
		reason: "a NOT NULL under a name", min: 17, setup: "CREATE DOMAIN email AS text",
		op: op.AlterDomain{
			From: schema.Domain{Name: "email", Type: "text"},
			To:   schema.Domain{Name: "email", Type: "text", NotNull: true, NotNullName: "has_email"},
		},
	},
	{
		reason: "with attributes",
		op: op.CreateComposite{Composite: schema.Composite{Name: "address", Comment: "where", Attributes: []schema.Attribute{
			{Name: "street", Type: "text", Collation: `"C"`, Comment: "and number"}, {Name: "no", Type: "integer"},
		}}},
	},
	{reason: "by its name", setup: "CREATE TYPE address AS (a text)", op: op.DropComposite{Composite: schema.Composite{Name: "address"}}},
	{
		reason: "attributes come, change and go", setup: "CREATE TYPE address AS (a text, b integer)",
		op: op.AlterComposite{
			From: schema.Composite{Name: "address", Attributes: []schema.Attribute{{Name: "a", Type: "text"}, {Name: "b", Type: "integer"}}},
			To: schema.Composite{Name: "address", Comment: "where", Attributes: []schema.Attribute{
				{Name: "b", Type: "bigint"}, {Name: "c", Type: "text", Collation: `"C"`, Comment: "new"},
			}},
		},
	},
	{
		reason: "with all options of PostgreSQL 13",
		op: op.CreateRange{Range: schema.Range{
			Name: "floatrange", Subtype: "double precision", SubtypeOpClass: "float8_ops", SubtypeDiff: "float8mi", Comment: "from, to",
		}},
	},
	{
		reason: "with a name for its multirange", min: 14,
		op: op.CreateRange{Range: schema.Range{Name: "textrange", Subtype: "text", Collation: `"C"`, MultirangeName: "textranges"}},
	},
	{reason: "by its name", setup: "CREATE TYPE r AS RANGE (SUBTYPE = text)", op: op.DropRange{Range: schema.Range{Name: "r", Subtype: "text"}}},
	{reason: "to another schema", setup: "CREATE TYPE a AS ENUM (); CREATE SCHEMA auth", op: op.RenameType{From: "a", To: "auth.a"}},
	{
		reason: "the functions that make ranges go along", setup: "CREATE TYPE a AS RANGE (SUBTYPE = float8); CREATE SCHEMA auth",
		op: op.RenameType{From: "a", To: "auth.b", Subtype: "double precision"},
	},
	{
		reason: "and those that make multiranges", setup: "CREATE TYPE floatrange AS RANGE (SUBTYPE = float8)", min: 14,
		op: op.RenameType{From: "floatmultirange", To: "many", RangeOf: "floatrange"},
	},
	{reason: "a domain is a type, too", setup: "CREATE DOMAIN a AS text", op: op.RenameType{From: "a", To: "b"}},

	// Sequences.
	{
		reason: "with every option", setup: users,
		op: op.CreateSequence{Sequence: schema.Sequence{
			Name: "numbers", OwnedBy: &schema.ColumnRef{Table: "users", Column: "id"}, Comment: "of users",
			Options: schema.SequenceOptions{
				Type: "integer", Increment: 5, Start: op.Int64(10), Min: op.Int64(5), Max: op.Int64(500), Cache: 2, Cycle: true,
			},
		}},
	},
	{reason: "unlogged", min: 15, op: op.CreateSequence{Sequence: schema.Sequence{Name: "numbers", Unlogged: true}}},
	{reason: "by its name", setup: "CREATE SEQUENCE numbers", op: op.DropSequence{Sequence: schema.Sequence{Name: "numbers"}}},
	{
		reason: "everything back to the default",
		setup:  users + "; CREATE SEQUENCE numbers AS integer INCREMENT 5 START 10 MINVALUE -5 MAXVALUE 500 CACHE 2 CYCLE OWNED BY users.id",
		op: op.AlterSequence{
			From: schema.Sequence{
				Name: "numbers", OwnedBy: &schema.ColumnRef{Table: "users", Column: "id"},
				Options: schema.SequenceOptions{
					Type: "integer", Increment: 5, Start: op.Int64(10), Min: op.Int64(-5), Max: op.Int64(500), Cache: 2, Cycle: true,
				},
			},
			To: schema.Sequence{Name: "numbers", Comment: "plain"},
		},
	},
	{
		reason: "downwards", setup: "CREATE SEQUENCE numbers MAXVALUE 100", oneWay: true,
		op: op.AlterSequence{
			From: schema.Sequence{Name: "numbers", Options: schema.SequenceOptions{Max: op.Int64(100)}},
			To: schema.Sequence{Name: "numbers", Options: schema.SequenceOptions{
				Type: "smallint", Increment: -1, Max: op.Int64(100),
			}},
		},
	},
	{
		reason: "the log", setup: "CREATE SEQUENCE numbers", min: 15,
		op: op.AlterSequence{From: schema.Sequence{Name: "numbers"}, To: schema.Sequence{Name: "numbers", Unlogged: true}},
	},
	{reason: "to another name", setup: "CREATE SEQUENCE a", op: op.RenameSequence{From: "a", To: "b"}},

	// The rest.
	{reason: "with a comment", op: op.CreateSchema{Schema: schema.Namespace{Name: "Auth", Comment: "people"}}},
	{reason: "only if empty", setup: "CREATE SCHEMA auth", op: op.DropSchema{Schema: schema.Namespace{Name: "auth"}}},
	{
		reason: "with schema and version", setup: "CREATE SCHEMA ext",
		op: op.CreateExtension{Extension: schema.Extension{Name: "hstore", Schema: "ext", Version: "1.7", Comment: "pairs"}},
	},
	{reason: "by its name", setup: "CREATE EXTENSION hstore", op: op.DropExtension{Extension: schema.Extension{Name: "hstore"}}},
	{
		reason: "another version and schema", setup: `CREATE SCHEMA ext; CREATE EXTENSION hstore VERSION '1.6'`, oneWay: true,
		op: op.AlterExtension{
			From: schema.Extension{Name: "hstore", Version: "1.6"}, To: schema.Extension{Name: "hstore", Version: "1.7", Schema: "ext"},
		},
	},
	{reason: "the newest version", setup: `CREATE EXTENSION hstore`, oneWay: true, op: op.AlterExtension{From: schema.Extension{Name: "hstore", Version: "1.6"}, To: schema.Extension{Name: "hstore"}}},
	{reason: "a table's", setup: users, op: op.SetComment{On: "table", Object: "users", To: `it's C:\new`}},
	{reason: "a column's", setup: users, op: op.SetComment{On: "column", Object: "users", Part: "age", From: "in years"}},
	{reason: "a constraint's", setup: users, op: op.SetComment{On: "constraint", Object: "users", Part: "users_pkey", To: "key"}},
	{reason: "an index's", setup: users, op: op.SetComment{On: "index", Object: "users", Part: "users_pkey", To: "key"}},
	{
		reason: "that of statistics", setup: users + "; CREATE STATISTICS s ON name, age FROM users",
		op: op.SetComment{On: "statistics", Object: "users", Part: "s", To: "both"},
	},
	{reason: "a sequence's", setup: "CREATE SEQUENCE s", op: op.SetComment{On: "sequence", Object: "s", To: "numbers"}},
	{reason: "a type's", setup: "CREATE TYPE s AS ENUM ()", op: op.SetComment{On: "type", Object: "s", To: "none"}},
	{reason: "a domain's", setup: "CREATE DOMAIN s AS text", op: op.SetComment{On: "domain", Object: "s", To: "any"}},
	{reason: "a schema's", setup: "CREATE SCHEMA s", op: op.SetComment{On: "schema", Object: "s", To: "other"}},
	{reason: "an extension's", setup: "CREATE EXTENSION hstore", op: op.SetComment{On: "extension", Object: "hstore", To: "pairs"}},
	{reason: "verbatim", op: op.SQL{Up: "CREATE TABLE a ();\nCREATE TABLE b (); -- and more", Down: "DROP TABLE a; DROP TABLE b;"}},
	{reason: "outside a transaction", op: op.SQL{Up: "VACUUM", Down: "VACUUM", NoTransaction: true}},
}
