package codegen_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/model"
	"github.com/deedsql/deed/schema"
)

func ptr[T any](v T) *T { return &v }

// school is a schema with everything that a model can say.
func school() schema.Database {
	db := schema.Database{
		Schemas:    []schema.Namespace{{Name: "auth", Comment: "people; and what they may do"}},
		Extensions: []schema.Extension{{Name: "btree_gist", Schema: "public", Version: "1.7", Comment: "for exclusions"}},
		Enums: []schema.Enum{
			{Name: "auth.role", Values: []string{"admin", "it's me"}},
			{Name: "empty"},
			{Name: "status", Values: []string{"on", "off", "", "2nd", "on!"}, Comment: "on or off"},
		},
		Domains: []schema.Domain{{
			Name: "email", Type: "text", Collation: `"C"`, Default: "'x@y'::text", NotNull: true, Comment: "it's an address",
			Checks: []schema.Check{
				{Name: "has_at", Expr: "VALUE ~ '@'::text", Comment: "at least\none"},
				{Name: "short", Expr: "length(VALUE) < 99", NotValid: true},
			},
		}, {Name: "year", Type: "integer"}},
		Composites: []schema.Composite{{Name: "address", Comment: "where", Attributes: []schema.Attribute{
			{Name: "street", Type: "varchar(50)", Collation: `"C"`, Comment: "and number"}, {Name: "No", Type: "integer"},
		}}},
		Ranges: []schema.Range{{
			Name: "floatrange", Subtype: "double precision", SubtypeOpClass: "float8_ops", SubtypeDiff: "float8mi",
			MultirangeName: "floats", Comment: "from, to",
		}},
		Sequences: []schema.Sequence{
			{Name: "invoice_numbers", Unlogged: true, Comment: "without gaps", Options: schema.SequenceOptions{
				Type: "integer", Increment: -5, Start: ptr(int64(-10)), Min: ptr(int64(-500)), Max: ptr(int64(-5)), Cache: 2, Cycle: true,
			}},
			{Name: "numbers", OwnedBy: &schema.ColumnRef{Table: "universities", Column: "order"}},
		},
		Tables: []schema.Table{
			{
				Name: "auth.users", Comment: "People; who sign in",
				Columns: []schema.Column{
					{Name: "id", Type: "bigint", NotNull: true, Identity: &schema.Identity{}},
					{Name: "email", Type: "public.email", NotNull: true},
					{Name: "role", Type: "auth.role", NotNull: true, Default: "'admin'::auth.role"},
					{Name: "roles", Type: "auth.role[]"},
					{Name: "university_id", Type: "uuid"},
					{Name: "born", Type: "public.year"},
					{Name: "n", Type: "integer", NotNull: true, Identity: &schema.Identity{
						Always: true, SequenceName: "auth.n_seq", Sequence: schema.SequenceOptions{Increment: 2, Max: ptr(int64(9)), Cycle: true},
					}},
				},
				PrimaryKey: &schema.PrimaryKey{Name: "users_pkey", Columns: []string{"id"}, Comment: "who"},
				Uniques: []schema.Unique{
					{Name: "one_mail", Columns: []string{"email"}, NullsNotDistinct: true},
					{Name: "users_role_n_key", Columns: []string{"role", "n"}, Include: []string{"id"}, Deferrable: schema.InitiallyDeferred},
				},
				ForeignKeys: []schema.ForeignKey{{
					Name: "users_university_id_fkey", Columns: []string{"university_id"}, References: "universities",
					RefColumns: []string{"id"}, OnDelete: "SET NULL", OnUpdate: "CASCADE", Match: "FULL",
					Deferrable: schema.InitiallyImmediate, NotValid: true, Comment: "where they study",
				}},
				Indexes: []schema.Index{
					{Name: "users_lower_idx", Unique: true, Key: []string{"lower((email)::text)", "n DESC"}, Include: []string{"role"}, Where: "n > 0"},
					{Name: "users_n_idx", Key: []string{"n"}, Comment: "by number"},
					{Name: "users_role", Key: []string{"role"}, Method: "hash", Clustered: true, With: []string{"fillfactor=70"}, Statistics: []string{"1=50"}},
				},
				Settings: schema.Settings{RowSecurity: true, ForceRowSecurity: true, ReplicaIdentity: "INDEX users_pkey"},
			},
			{
				Name: "events", PartitionBy: "RANGE (at)",
				Columns: []schema.Column{
					{Name: "id", Type: "bigserial", NotNull: true}, {Name: "at", Type: "timestamptz", NotNull: true, Default: "now()"},
				},
				PrimaryKey: &schema.PrimaryKey{Name: "events_pkey", Columns: []string{"id", "at"}},
				Checks:     []schema.Check{{Name: "recent", Expr: "at > '2000-01-01 00:00:00+00'::timestamptz"}},
			},
			{
				Name: "events_2026",
				PartitionOf: &schema.Partition{
					Parent: "events", Bound: "FOR VALUES FROM ('2026-01-01 00:00:00+00') TO ('2027-01-01 00:00:00+00')",
				},
				Columns: []schema.Column{
					{Name: "id", Type: "bigint", NotNull: true, Inherited: true, Default: "nextval('events_id_seq'::regclass)"},
					{Name: "at", Type: "timestamptz", NotNull: true, Default: "now()", Inherited: true, Comment: "in 2026"},
				},
				Checks: []schema.Check{{Name: "recent", Expr: "at > '2000-01-01 00:00:00+00'::timestamptz", Inherited: true}},
			},
			{
				Name: "universities",
				Columns: []schema.Column{
					{Name: "id", Type: "uuid", NotNull: true, Default: "gen_random_uuid()"},
					{Name: "name", Type: "varchar(255)", NotNull: true, Collation: `"de_DE"`, Comment: `as on the "diploma"; it's`},
					{Name: "order", Type: "smallint", Statistics: ptr(500)},
					{Name: "body", Type: "text", Storage: "external", Compression: "lz4", Options: []string{"n_distinct=-0.5"}},
					{Name: "name_length", Type: "integer", Generated: &schema.Generated{Expr: "length((name)::text)"}},
					{Name: "meta", Type: "jsonb", NotNull: true, Default: `'{"a;b": "c"}'::jsonb`},
					{Name: "raw", Type: "json"},
					{Name: "blob", Type: "bytea"},
					{Name: "tags", Type: "text[]", NotNull: true},
					{Name: "price", Type: "numeric(10,2)"},
					{Name: "day", Type: "date"},
					{Name: "home", Type: "inet"},
					{Name: "status", Type: "public.status"},
					{Name: "where", Type: "public.address"},
					{Name: "span", Type: "interval", NotNull: true, NotNullName: "has_span"},
					{Name: "ratio", Type: "double precision"},
				},
				PrimaryKey: &schema.PrimaryKey{Name: "universities_pkey", Columns: []string{"id"}},
				Checks: []schema.Check{
					{Name: "name_not_blank", Expr: "(name)::text <> ''::text", NoInherit: true, Comment: "really"},
					{Name: "Price", Expr: "(price > (0)::numeric) AND (price < 'Infinity'::numeric)", NotValid: true},
				},
				Exclusions: []schema.Exclusion{{
					Name: "no_overlap", Method: "gist", Elements: []string{"name WITH =", "day WITH ="}, Where: "day IS NOT NULL",
					Deferrable: schema.InitiallyDeferred,
				}},
				Statistics: []schema.Statistics{{
					Name: "universities_stats", Kinds: []string{"dependencies", "ndistinct"}, Columns: []string{"name", `"order"`},
					Target: ptr(100), Comment: "they go together",
				}},
				Settings: schema.Settings{Unlogged: true, With: []string{"fillfactor=70"}, Tablespace: "fast", AccessMethod: "columnar"},
			},
		},
	}
	db.Sort()
	return db
}

func TestWriteModels(t *testing.T) {
	t.Parallel()
	files, err := codegen.WriteModels(school(), codegen.ModelOptions{Modules: []string{"github.com/google/uuid", "github.com/jackc/pgx/v5"}})
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(&all, "-- %s --\n%s", name, files[name])
	}
	golden(t, "models.txt", []byte(all.String()))
}

func TestModelsDescribeTheSchema(t *testing.T) {
	t.Parallel()
	checkModels(t, t.TempDir(), school(), codegen.ModelOptions{})
	checkModels(t, t.TempDir(), school(), codegen.ModelOptions{Modules: []string{"github.com/google/uuid", "github.com/jackc/pgx/v5", "github.com/shopspring/decimal"}})
}

// checkModels holds the law: models written for a schema describe it.
func checkModels(t tester, dir string, db schema.Database, opts codegen.ModelOptions) {
	t.Helper()
	files, err := codegen.WriteModels(db, opts)
	if err != nil {
		t.Fatal(err)
	}
	checkCompiles(t, files)
	var all strings.Builder
	for name, src := range files {
		fmt.Fprintf(&all, "-- %s --\n%s", name, src)
		if err := os.WriteFile(filepath.Join(dir, name), src, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	models, err := model.Load(model.Options{Dirs: []string{dir}})
	if err != nil {
		t.Fatalf("%v\n%s", err, all.String())
	}
	if diff := cmp.Diff(db, models.Database, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("(-schema +models):\n%s\n%s", diff, all.String())
	}
}

// checkCompiles type-checks models. Packages of other modules are made up.
func checkCompiles(t tester, files map[string][]byte) {
	t.Helper()
	fset := token.NewFileSet()
	var parsed []*ast.File
	for name, src := range files {
		file, err := parser.ParseFile(fset, name, src, 0)
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		parsed = append(parsed, file)
	}
	config := types.Config{Importer: madeUp{}}
	if _, err := config.Check("models", fset, parsed, nil); err != nil {
		t.Fatal(err)
	}
}

type madeUp struct{}

func (madeUp) Import(path string) (*types.Package, error) {
	pkg := types.NewPackage(path, path[strings.LastIndexByte(path, '/')+1:])
	for _, typ := range []string{
		"UUID", "Decimal", "Interval", "Bits", "Point", "Line", "Lseg", "Box", "Path", "Polygon", "Circle", "RawMessage", "Time", "Addr", "Prefix", "HardwareAddr",
	} {
		obj := types.NewTypeName(token.NoPos, pkg, typ, nil)
		types.NewNamed(obj, types.Typ[types.Int], nil)
		pkg.Scope().Insert(obj)
	}
	pkg.MarkComplete()
	return pkg, nil
}

// TestModelsOfRandomSchemas holds the law for schemas made at random.
func TestModelsOfRandomSchemas(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp(root, "")
		if err != nil {
			t.Fatal(err)
		}
		g := &generator{T: t}
		checkModels(t, dir, g.database(), codegen.ModelOptions{Modules: rapid.SampledFrom([][]string{
			nil, {"github.com/google/uuid", "github.com/jackc/pgx/v5", "github.com/shopspring/decimal"},
		}).Draw(t, "modules")})
	})
}

// A generator makes random schemas in normal form. Names are numbered, so
// that each is there once.
type generator struct {
	*rapid.T
	count int
	types []string // declared ones
}

func (g *generator) name() string {
	g.count++
	stem := rapid.SampledFrom([]string{"users", "id", "Order", "user_id", "über", "a b", `q"q`, "select", "2fa", "on", "名前", "x.y", "using", "_", "a,b"}).Draw(g.T, "name")
	return fmt.Sprintf("%s%d", stem, g.count)
}

func (g *generator) object() schema.Name {
	return schema.NewName(rapid.SampledFrom([]string{"public", "public", "auth", "Auth 2"}).Draw(g.T, "schema"), g.name())
}

func (g *generator) one(values ...string) string { return rapid.SampledFrom(values).Draw(g.T, "value") }

func (g *generator) maybe() bool { return rapid.IntRange(0, 3).Draw(g.T, "maybe") == 0 }

func (g *generator) text() string {
	return g.one("", "", "", "plain", "it's", `say "hi"`, "a; b", "two\nlines", `C:\new`, "on column x is y", "'quoted'", "`tick`", "a -- b",
		" padded ", "é (1", "$$x$$", "E'x'", "100%: done!", "/* x */", "//deed:x")
}

func (g *generator) typ() string {
	all := append([]string{
		"boolean", "smallint", "integer", "bigint", "real", "double precision", "text", "varchar(50)", "char(3)", "numeric", "numeric(10,2)",
		"uuid", "date", "timestamp", "timestamptz(3)", "time", "interval", "interval day to second(3)", "json", "jsonb", "bytea", "inet", "cidr",
		"macaddr", "point", "int4range", "tsvector", "text[]", "uuid[]", "varchar(5)[]", "bytea[]", "interval[]", "timestamptz[]", "oid",
		"public.citext", `ext."Vector"(3)`, "bit(3)", "varbit", "xml", "money", `"char"`, "macaddr8",
	}, g.types...)
	return rapid.SampledFrom(all).Draw(g.T, "type")
}

func (g *generator) defaultExpr() string {
	return g.one("", "", "now()", "'a;b'::text", "'it''s'::text", `'{"a": "b\c"}'::jsonb`, "(1 + 2)", "ARRAY['x'::text, 'y'::text]", "NULL::text", "'`'::text", "'a\nb'::text")
}

func (g *generator) parameters() []string {
	return rapid.SampledFrom([][]string{nil, nil, {"fillfactor=70"}, {"a_b=0.5", "c=false"}}).Draw(g.T, "parameters")
}

func (g *generator) options() schema.SequenceOptions {
	o := schema.SequenceOptions{Cycle: g.maybe()}
	if g.maybe() {
		o.Increment = 5
	}
	if g.maybe() {
		o.Cache = 7
	}
	if g.maybe() {
		o.Max = ptr(int64(1000))
	}
	if g.maybe() {
		o.Start = ptr(int64(77))
	}
	return o
}

func (g *generator) database() schema.Database {
	var db schema.Database
	some := func(add func()) {
		for range rapid.IntRange(0, 2).Draw(g.T, "n") {
			add()
		}
	}
	some(func() { db.Schemas = append(db.Schemas, schema.Namespace{Name: g.name(), Comment: g.text()}) })
	some(func() {
		db.Extensions = append(db.Extensions, schema.Extension{
			Name: g.name(), Schema: g.one("", "public", "a b"), Version: g.one("", "1.0"), Comment: g.text(),
		})
	})
	some(func() {
		e := schema.Enum{Name: g.object(), Comment: g.text()}
		for i := range rapid.IntRange(0, 4).Draw(g.T, "values") {
			e.Values = append(e.Values, fmt.Sprintf("%s%d", g.one("on", "", "it's", "a-b", "é", `\`, "-", "`"), i))
		}
		db.Enums = append(db.Enums, e)
		g.types = append(g.types, e.Name.SQL(), e.Name.SQL()+"[]")
	})
	some(func() {
		d := schema.Domain{Name: g.object(), Type: "text", NotNull: g.maybe(), Collation: g.one("", `"C"`), Comment: g.text()}
		d.Default = g.one("", "'a b'::text", "now()")
		for range rapid.IntRange(0, 2).Draw(g.T, "checks") {
			d.Checks = append(d.Checks, schema.Check{Name: g.name(), Expr: "VALUE <> 'x)'::text", NotValid: g.maybe(), Comment: g.text()})
		}
		db.Domains = append(db.Domains, d)
		g.types = append(g.types, d.Name.SQL())
	})
	some(func() {
		c := schema.Composite{Name: g.object(), Comment: g.text()}
		for range rapid.IntRange(0, 3).Draw(g.T, "attributes") {
			c.Attributes = append(c.Attributes, schema.Attribute{Name: g.name(), Type: g.typ(), Collation: g.one("", `"C"`), Comment: g.text()})
		}
		db.Composites = append(db.Composites, c)
	})
	some(func() {
		db.Ranges = append(db.Ranges, schema.Range{
			Name: g.object(), Subtype: "text", SubtypeOpClass: g.one("", "text_ops"), Collation: g.one("", `"C"`),
			MultirangeName: g.object(), Comment: g.text(),
		})
	})
	some(func() {
		s := schema.Sequence{Name: g.object(), Options: g.options(), Unlogged: g.maybe(), Comment: g.text()}
		if g.maybe() {
			s.OwnedBy = &schema.ColumnRef{Table: g.object(), Column: g.name()}
		}
		db.Sequences = append(db.Sequences, s)
	})
	for range rapid.IntRange(0, 3).Draw(g.T, "tables") {
		db.Tables = append(db.Tables, g.table(db.Tables))
	}
	db.Sort()
	return db
}

func (g *generator) column() schema.Column {
	c := schema.Column{Name: g.name(), Type: g.typ(), NotNull: g.maybe(), Comment: g.text()}
	switch rapid.IntRange(0, 6).Draw(g.T, "kind") {
	case 0:
		c.Type, c.NotNull = g.one("serial", "bigserial", "smallserial"), true
	case 1:
		c.Type, c.NotNull = "bigint", true
		c.Identity = &schema.Identity{Always: g.maybe(), Sequence: g.options(), Persistence: g.one("", "logged", "unlogged")}
		c.Identity.Sequence.Type = g.one("", "integer")
		if g.maybe() {
			c.Identity.SequenceName = g.object()
		}
	case 2:
		c.Generated = &schema.Generated{Expr: g.one("1 + 2", "upper('a;b'::text)", "(1 + 2) * 3"), Virtual: g.maybe()}
	default:
		c.Default = g.defaultExpr()
	}
	c.Collation = g.one("", "", `"C"`, `"de-x-icu"`, `ext."Mine"`, `"en_US"`)
	c.Storage, c.Compression = g.one("", "", "main"), g.one("", "", "lz4")
	if g.maybe() {
		c.Statistics = ptr(100)
	}
	c.Options = rapid.SampledFrom([][]string{nil, nil, {"n_distinct=-0.5"}}).Draw(g.T, "options")
	if c.NotNull && g.maybe() {
		c.NotNullName = g.name()
	}
	return c
}

func (g *generator) table(before []schema.Table) schema.Table {
	t := schema.Table{Name: g.object(), Comment: g.text()}
	for range rapid.IntRange(1, 5).Draw(g.T, "columns") {
		t.Columns = append(t.Columns, g.column())
	}
	g.keys(&t)
	for range rapid.IntRange(0, 2).Draw(g.T, "checks") {
		t.Checks = append(t.Checks, schema.Check{
			Name: g.name(), Expr: g.one("1 < 2", "'a;b' <> 'c)'::text", "(1 < 2) AND (3 < 4)", "NOT true", "now() IS NOT NULL"),
			NoInherit: g.maybe(), NotValid: g.maybe(), NotEnforced: g.maybe(), Comment: g.text(),
		})
	}
	if g.maybe() {
		t.Exclusions = append(t.Exclusions, schema.Exclusion{
			Name: g.name(), Method: "gist", Elements: []string{schema.Quote(g.some(t)) + " WITH =", "abs(1) WITH &&"}, With: g.parameters(),
			Where: g.one("", "1 < 2", "(1 < 2) OR (3 < 4)"), Deferrable: g.deferrable(), Comment: g.text(),
			IndexComment: g.text(), Clustered: g.maybe(),
		})
	}
	g.foreignKeys(&t, before)
	g.indexes(&t)
	if g.maybe() {
		t.Statistics = append(t.Statistics, schema.Statistics{
			Name: t.Name.Sibling(g.name()), Kinds: []string{"mcv", "ndistinct"}, Columns: []string{schema.Quote(g.some(t)), "(1 + 2)"}, Comment: g.text(),
		})
	}
	t.Settings = schema.Settings{
		Unlogged: g.maybe(), With: g.parameters(), Tablespace: g.one("", "", "Fast disk"), AccessMethod: g.one("", "", "columnar"),
		ReplicaIdentity: g.one("", "", "FULL", "NOTHING", "INDEX some_idx", "INDEX \"Some idx\""), RowSecurity: g.maybe(), ForceRowSecurity: g.maybe(),
	}
	t.PartitionBy = g.one("", "", "", "RANGE (abs(1), lower('a'::text))", "HASH ("+schema.Quote(t.Columns[0].Name)+")")
	return t
}

// some returns the name of one of the columns.
func (g *generator) some(t schema.Table) string {
	return rapid.SampledFrom(t.Columns).Draw(g.T, "column").Name
}

func (g *generator) deferrable() schema.Deferrable {
	return rapid.SampledFrom([]schema.Deferrable{"", "", schema.InitiallyDeferred, schema.InitiallyImmediate}).Draw(g.T, "deferrable")
}

// nameOr returns a name of its own or the default one.
func (g *generator) nameOr(t *schema.Table, label string, columns ...string) string {
	if g.maybe() {
		return g.name()
	}
	return schema.ObjectName(t.Name.Object(), schema.JoinColumns(columns), label)
}

func (g *generator) keys(t *schema.Table) {
	if g.maybe() {
		c := &t.Columns[rapid.IntRange(0, len(t.Columns)-1).Draw(g.T, "pk")]
		c.NotNull = true
		t.PrimaryKey = &schema.PrimaryKey{
			Name: g.nameOr(t, "pkey"), Columns: []string{c.Name}, With: g.parameters(), Deferrable: g.deferrable(),
			WithoutOverlaps: g.maybe(), Tablespace: g.one("", "", "Fast disk"), Comment: g.text(),
			IndexComment: g.text(), Clustered: g.maybe(),
		}
	}
	if g.maybe() {
		c := g.some(*t)
		t.Uniques = append(t.Uniques, schema.Unique{
			Name: g.nameOr(t, "key", c), Columns: []string{c}, NullsNotDistinct: g.maybe(), Deferrable: g.deferrable(), Comment: g.text(),
			IndexComment: g.text(), Clustered: g.maybe(),
		})
	}
	if g.maybe() && len(t.Columns) > 1 {
		a, b := t.Columns[1].Name, t.Columns[0].Name
		t.Uniques = append(t.Uniques, schema.Unique{Name: g.nameOr(t, "key", a, b), Columns: []string{a, b}, NullsNotDistinct: g.maybe(), With: g.parameters()})
	}
}

func (g *generator) foreignKeys(t *schema.Table, before []schema.Table) {
	target, ref := g.object(), g.name()
	if len(before) > 0 && rapid.Bool().Draw(g.T, "known") {
		target, ref = before[0].Name, before[0].Columns[0].Name
	}
	if g.maybe() {
		c := g.some(*t)
		t.ForeignKeys = append(t.ForeignKeys, schema.ForeignKey{
			Name: g.nameOr(t, "fkey", c), Columns: []string{c}, References: target, RefColumns: []string{ref}, Match: g.one("", "FULL"),
			OnDelete: g.one("", "CASCADE", "SET NULL", "RESTRICT"), OnUpdate: g.one("", "SET DEFAULT"), NotValid: g.maybe(), NotEnforced: g.maybe(),
			Deferrable: g.deferrable(), Comment: g.text(),
		})
	}
	if g.maybe() && len(t.Columns) > 1 {
		a, b := t.Columns[0].Name, t.Columns[1].Name
		t.ForeignKeys = append(t.ForeignKeys, schema.ForeignKey{
			Name: g.nameOr(t, "fkey", a, b), Columns: []string{a, b}, References: g.object(), RefColumns: []string{g.name(), g.name()},
			OnDelete: "SET NULL", OnDeleteColumns: []string{b}, Period: g.maybe(),
		})
	}
}

func (g *generator) indexes(t *schema.Table) {
	if g.maybe() {
		c := g.some(*t)
		t.Indexes = append(t.Indexes, schema.Index{Name: g.nameOr(t, "idx", c), Key: []string{schema.Quote(c)}, Comment: g.text()})
	}
	if !g.maybe() {
		return
	}
	t.Indexes = append(t.Indexes, schema.Index{
		Name: g.name(), Unique: g.maybe(), Method: g.one("", "gin", "hash"), With: g.parameters(), Tablespace: g.one("", "", "Fast disk"),
		Key:     []string{schema.Quote(g.some(*t)) + ` COLLATE "C" text_pattern_ops DESC NULLS LAST`, "lower('a'::text)", "((1 + 2))"},
		Include: []string{g.some(*t)}, NullsNotDistinct: g.maybe(), Where: g.one("", "1 < 2", "(1 < 2) AND ('where'::text <> ''::text)"),
		Comment: g.text(), OnOnly: g.maybe(), Invalid: g.maybe(), Clustered: g.maybe(),
		Statistics: rapid.SampledFrom([][]string{nil, {"1=500", "2=7"}}).Draw(g.T, "statistics"),
	})
}
