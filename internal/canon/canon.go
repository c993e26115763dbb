package canon

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A Request says what is to be spelled.
type Request struct {
	// Want is the schema with the tables in it.
	Want schema.Database
	// Live is what the server has. Types and sequences that it lacks, or has
	// otherwise, are stood in for.
	Live schema.Database
	// Tables are the tables whose spelling is asked.
	Tables []schema.Name
}

// Spell returns Want with the requested tables, and the domains that the server
// lacks or has otherwise, spelled by the server. It takes one round trip for
// each few hundred tables, none where there is nothing to spell. Fragments that
// the server refuses are [FragmentErrors].
func Spell(ctx context.Context, conn *pgx.Conn, r Request) (schema.Database, error) {
	domain := func(x schema.Domain) schema.Name { return x.Name }
	if len(r.Tables) == 0 && len(missing(r.Want.Domains, r.Live.Domains, domain)) == 0 {
		return r.Want, nil
	}
	want := r.Want
	var refused FragmentErrors
	for _, tables := range batches(r.Tables) {
		spelled, err := spell(ctx, conn, Request{Want: want, Live: r.Live, Tables: tables})
		var some FragmentErrors
		if errors.As(err, &some) {
			refused = append(refused, some...)
			continue
		}
		if err != nil {
			return r.Want, fmt.Errorf("letting the server spell the models: %w", err)
		}
		want = spelled
	}
	if len(refused) > 0 {
		return r.Want, fmt.Errorf("letting the server spell the models: %w", refused)
	}
	return want, nil
}

// atOnce is how many tables are created in one transaction. Each takes about
// ten of the server's locks, of which there are 6,400 as it comes.
const atOnce = 250

// batches splits the tables. There is one batch at least, for the domains.
func batches(tables []schema.Name) [][]schema.Name {
	if len(tables) <= atOnce {
		return [][]schema.Name{tables}
	}
	return slices.Collect(slices.Chunk(slices.Sorted(slices.Values(tables)), atOnce))
}

// spell lets the server spell the tables in one transaction.
func spell(ctx context.Context, conn *pgx.Conn, r Request) (schema.Database, error) {
	s := newStage(r)
	statements, err := s.statements()
	if err != nil {
		return r.Want, err
	}
	for _, sql := range slices.Backward(Moves(r.Want, r.Live)) {
		statements = append([]statement{{sql: sql}}, statements...)
	}
	read, err := s.perform(ctx, conn, statements)
	if extensions := newExtensions(r); err != nil && len(extensions) > 0 {
		statements = append(extensions, statements...)
		read, err = s.perform(ctx, conn, statements)
	}
	if err != nil {
		return r.Want, s.explain(ctx, conn, statements, err)
	}
	return s.copyBack(r.Want, read), nil
}

// Moves returns the statements that move the extensions of the server to the
// schemas where they are wanted.
func Moves(want, live schema.Database) []string {
	has := map[string]schema.Extension{}
	for _, x := range live.Extensions {
		has[x.Name] = x
	}
	var list []string
	for _, x := range want.Extensions {
		if was, found := has[x.Name]; found && x.Schema != "" && x.Schema != was.Schema {
			list = append(list, "CREATE SCHEMA IF NOT EXISTS "+schema.Quote(x.Schema),
				"ALTER EXTENSION "+schema.Quote(x.Name)+" SET SCHEMA "+schema.Quote(x.Schema))
		}
	}
	return list
}

// newExtensions creates the extensions that the server lacks. Their types and
// functions cannot be stood in for, so where the stage needs them, they too are
// created and rolled back.
func newExtensions(r Request) []statement {
	var list []statement
	for _, x := range missing(r.Want.Extensions, r.Live.Extensions, func(x schema.Extension) string { return x.Name }) {
		if x.Schema != "" {
			list = append(list, statement{sql: "CREATE SCHEMA IF NOT EXISTS " + schema.Quote(x.Schema)})
		}
		list = append(list, statement{sql: "CREATE EXTENSION IF NOT EXISTS " + schema.Quote(x.Name)})
		if x.Schema != "" {
			list[len(list)-1].sql += " SCHEMA " + schema.Quote(x.Schema)
		}
		list[len(list)-1].sql += " CASCADE" // to what it requires
	}
	return list
}

// perform creates, reads and rolls back.
func (s *stage) perform(ctx context.Context, conn *pgx.Conn, statements []statement) (*introspect.Catalog, error) {
	script := []string{"SET LOCAL check_function_bodies = off"}
	for _, st := range statements {
		script = append(script, st.sql)
	}
	return introspect.Try(ctx, conn, script, s.read())
}

// read returns what is to be read, by name: to look for all that is in
// pg_temp, the server would go through the catalogs of the whole database.
func (s *stage) read() introspect.Options {
	var opts introspect.Options
	for _, t := range s.tables {
		opts.Tables = append(opts.Tables, s.names[t.Name])
	}
	for _, in := range s.standIns {
		opts.Types = append(opts.Types, schema.NewName("pg_temp", in.temp))
	}
	return opts
}

// A statement creates one object of the stage.
type statement struct {
	sql   string
	table *schema.Table // the model's, nil for a type or sequence
	// Of a type or sequence: what it stands in for.
	kind string
	name schema.Name
}

// A stage holds what is created in pg_temp and under which names.
type stage struct {
	tables   []schema.Table // as in Want, parents before partitions
	names    map[schema.Name]schema.Name
	aliases  map[alias]string
	standIns []standIn
	want     schema.Database
}

// An alias stands for an index, exclusion constraint or statistics object of
// the stage. All share one schema there, whatever schemas they come from.
type alias struct {
	table schema.Name // in pg_temp
	part  string
}

// alias returns the name of a part in pg_temp.
func (s *stage) alias(table schema.Name, part string) string {
	a := alias{table, part}
	if s.aliases[a] == "" {
		s.aliases[a] = fmt.Sprintf("deed_part_%d", len(s.aliases)+1)
	}
	return s.aliases[a]
}

func newStage(r Request) *stage {
	s := &stage{names: map[schema.Name]schema.Name{}, aliases: map[alias]string{}, want: r.Want}
	for _, n := range slices.Sorted(slices.Values(r.Tables)) {
		s.addTable(n)
	}
	s.standIns = standInsFor(r)
	return s
}

// addTable puts a table on the stage, after its parents.
func (s *stage) addTable(n schema.Name) {
	t := s.want.Table(n)
	if t == nil || s.names[n] != "" {
		return
	}
	s.names[n] = s.freeName(n)
	if t.PartitionOf != nil {
		s.addTable(t.PartitionOf.Parent)
	}
	s.tables = append(s.tables, *t)
}

// freeName returns the table's own name, so that expressions that qualify
// columns with it hold, or a made-up one where two schemas share it.
func (s *stage) freeName(n schema.Name) schema.Name {
	name := schema.NewName("pg_temp", n.Object())
	for _, taken := range s.names {
		if taken == name {
			return schema.NewName("pg_temp", fmt.Sprintf("deed_stage_%d", len(s.names)))
		}
	}
	return name
}

func (s *stage) statements() ([]statement, error) {
	var list []statement
	for _, in := range s.standIns {
		for _, o := range in.ops {
			sql, err := ddl.Statements(o)
			if err != nil {
				return nil, err
			}
			for _, st := range sql {
				list = append(list, statement{sql: st.SQL, kind: in.kind, name: in.name})
			}
		}
	}
	for i := range s.tables {
		sql, err := ddl.Statements(op.CreateTable{Table: s.staged(s.tables[i])})
		if err != nil {
			return nil, err
		}
		for _, st := range sql {
			list = append(list, statement{sql: st.SQL, table: &s.tables[i]})
		}
	}
	return list, nil
}

// staged returns the table as it is created in pg_temp: without what is not
// spelled (keys, comments, settings) and with stand-ins for types that are not
// there yet.
func (s *stage) staged(t schema.Table) schema.Table {
	comesWithParent := s.comesWithParent(t)
	t.Name = s.names[t.Name]
	t.PrimaryKey, t.Uniques, t.ForeignKeys, t.Settings, t.Comment = nil, nil, nil, schema.Settings{}, ""
	if t.PartitionOf != nil {
		if parent := s.names[t.PartitionOf.Parent]; parent != "" {
			t.PartitionOf = &schema.Partition{Parent: parent, Bound: t.PartitionOf.Bound}
		} else {
			t.PartitionOf = nil
		}
	}
	t = s.alone(t)
	for i := range t.Columns {
		c := &t.Columns[i]
		c.Comment, c.Statistics, c.Options, c.NotNullName = "", nil, nil, ""
		c.NotNullNotValid, c.NotNullComment = false, ""
		c.Type, c.Default = replaceNames(c.Type, s.standIns), s.there(c.Default)
		switch {
		case comesWithParent(*c): // before PostgreSQL 16 no partition may say it
			c.Generated = nil
		case c.Generated != nil:
			c.Generated = &schema.Generated{Expr: s.there(c.Generated.Expr), Virtual: c.Generated.Virtual}
		}
		if c.Identity != nil {
			c.Identity = &schema.Identity{Always: c.Identity.Always, Sequence: c.Identity.Sequence}
		}
	}
	return s.stagedParts(t)
}

// alone returns a child table as one that inherits nothing, but has all that it
// has: its parents may differ in what they bring, and in what it has made its own.
func (s *stage) alone(t schema.Table) schema.Table {
	t.Columns, t.Checks = slices.Clone(t.Columns), slices.Clone(t.Checks)
	if len(t.Inherits) == 0 {
		return t
	}
	for _, n := range t.Inherits {
		t.Columns = append(t.Columns, s.columnsBut(n, t.Columns)...)
	}
	for i := range t.Columns {
		t.Columns[i].Inherited = false
	}
	for i := range t.Checks {
		t.Checks[i].Inherited = false
	}
	t.Inherits = nil
	return t
}

// columnsBut returns the columns that a table and its parents have, but for those
// of certain names.
func (s *stage) columnsBut(n schema.Name, but []schema.Column) []schema.Column {
	t := s.want.Table(n)
	if t == nil {
		return nil
	}
	rest := slices.DeleteFunc(slices.Clone(t.Columns), func(c schema.Column) bool { return hasColumn(but, c.Name) })
	for _, parent := range t.Inherits {
		rest = append(rest, s.columnsBut(parent, slices.Concat(but, rest))...)
	}
	return rest
}

func hasColumn(columns []schema.Column, name string) bool {
	return slices.ContainsFunc(columns, func(c schema.Column) bool { return c.Name == name })
}

// comesWithParent returns what reports whether a partition computes a column as
// its parent does.
func (s *stage) comesWithParent(t schema.Table) func(schema.Column) bool {
	var parent *schema.Table
	if t.PartitionOf != nil && s.names[t.PartitionOf.Parent] != "" {
		parent = s.want.Table(t.PartitionOf.Parent)
	}
	return func(c schema.Column) bool {
		if parent == nil || c.Generated == nil {
			return false
		}
		p := parent.Column(c.Name)
		return p != nil && p.Generated != nil && *p.Generated == *c.Generated
	}
}

func (s *stage) stagedParts(t schema.Table) schema.Table {
	t.Checks, t.Exclusions = slices.Clone(t.Checks), slices.Clone(t.Exclusions)
	t.Indexes, t.Statistics = slices.Clone(t.Indexes), slices.Clone(t.Statistics)
	for i := range t.Checks {
		c := &t.Checks[i]
		c.Expr, c.NotValid, c.Comment = s.there(c.Expr), false, ""
	}
	for i := range t.Exclusions {
		x := &t.Exclusions[i]
		x.Name = s.alias(t.Name, x.Name)
		x.Elements, x.Where, x.Tablespace, x.Comment = s.allThere(x.Elements), s.there(x.Where), "", ""
	}
	t.Indexes = slices.DeleteFunc(t.Indexes, func(x schema.Index) bool { return x.Parent != "" })
	for i := range t.Indexes {
		x := &t.Indexes[i]
		x.Name = s.alias(t.Name, x.Name)
		x.Key, x.Where = s.allThere(x.Key), s.there(x.Where)
		x.Tablespace, x.Comment, x.Invalid, x.Clustered, x.Statistics, x.AttachTo = "", "", false, false, nil, ""
	}
	for i := range t.Statistics {
		x := &t.Statistics[i]
		x.Name, x.Columns = schema.NewName("pg_temp", s.alias(t.Name, string(x.Name))), s.allThere(x.Columns)
		x.Target, x.Comment = nil, ""
	}
	return t
}
