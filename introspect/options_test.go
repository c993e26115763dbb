package introspect_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/schema"
)

const twoSchemas = `
CREATE SCHEMA other;
CREATE TYPE kind AS ENUM ('a');
CREATE FUNCTION check_it(integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE ours (id bigint PRIMARY KEY, k kind);
CREATE TABLE other.theirs (id integer PRIMARY KEY, ours_id bigint REFERENCES ours, k kind, CHECK (check_it(id)));
CREATE TABLE other.child () INHERITS (ours);
CREATE INDEX theirs_idx ON other.theirs (check_it(id));
CREATE VIEW other.v AS SELECT id FROM ours;
CREATE TABLE refers (theirs_id integer REFERENCES other.theirs)`

func TestSchemas(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, twoSchemas)
	c := read(t, conn, introspect.Options{Schemas: []string{"public"}})
	if got, want := tableNames(c), []schema.Name{"ours", "refers"}; !slices.Equal(got, want) {
		t.Errorf("tables %v, want %v", got, want)
	}
	if key := c.Table("refers").ForeignKeys[0]; key.References != "other.theirs" || !slices.Equal(key.RefColumns, []string{"id"}) {
		t.Errorf("foreign key into a schema that is not read: %+v", key)
	}
	if len(c.Relations) != 5 {
		t.Errorf("%d relations, want those of all schemas: %v", len(c.Relations), c.Relations)
	}
	ours := introspect.Ref{Kind: introspect.RefRelation, Name: "ours"}
	kind := introspect.Ref{Kind: introspect.RefType, Name: "kind"}
	function := introspect.Ref{Kind: introspect.RefFunction, Name: "check_it"}
	want := []introspect.Dependent{
		{Kind: introspect.DependentColumn, Name: "other.child", Part: "k", On: kind},
		{Kind: introspect.DependentTable, Name: "other.child", On: ours},
		{Kind: introspect.DependentColumn, Name: "other.theirs", Part: "k", On: kind},
		{Kind: introspect.DependentConstraint, Name: "other.theirs", Part: "theirs_id_check", On: function},
		{Kind: introspect.DependentForeignKey, Name: "other.theirs", Part: "theirs_ours_id_fkey", On: ours},
		{Kind: introspect.DependentIndex, Name: "other.theirs", Part: "theirs_idx", On: function},
		{Kind: introspect.DependentView, Name: "other.v", On: introspect.Ref{Kind: introspect.RefRelation, Name: "ours", Column: "id"}},
	}
	if diff := cmp.Diff(want, c.Dependents); diff != "" {
		t.Errorf("dependents (-want +got):\n%s", diff)
	}
}

func TestTables(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, twoSchemas+`;
ALTER TABLE refers ADD id serial PRIMARY KEY; CREATE STATISTICS refers_stat ON id, theirs_id FROM refers; CREATE INDEX refers_idx ON refers (theirs_id);
COMMENT ON TABLE refers IS 't'; COMMENT ON COLUMN refers.theirs_id IS 'c'; COMMENT ON CONSTRAINT refers_pkey ON refers IS 'k';
COMMENT ON INDEX refers_idx IS 'i'; COMMENT ON STATISTICS refers_stat IS 's'; COMMENT ON SEQUENCE refers_id_seq IS 'not a serial any more'`)
	all := read(t, conn, introspect.Options{})
	c := read(t, conn, introspect.Options{Tables: []schema.Name{"public.refers", "other.theirs", "gone"}})
	if got, want := tableNames(c), []schema.Name{"other.theirs", "refers"}; !slices.Equal(got, want) {
		t.Errorf("tables %v, want %v", got, want)
	}
	for _, table := range c.Tables {
		if diff := cmp.Diff(*all.Table(table.Name), table); diff != "" {
			t.Errorf("%s alone (-all +alone):\n%s", table.Name, diff)
		}
	}
	if c.Relations != nil || c.Dependents != nil || c.Uses != nil || c.Enums != nil {
		t.Errorf("more than tables: %+v", c)
	}
}

func tableNames(c *introspect.Catalog) []schema.Name {
	var names []schema.Name
	for _, t := range c.Tables {
		names = append(names, t.Name)
	}
	return names
}

// TestTempWithinTransaction reads temporary tables in the transaction that
// created them.
func TestTempWithinTransaction(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, `
CREATE TABLE ours (id bigint);
BEGIN; SET LOCAL search_path = "$user", public; SET LOCAL datestyle = 'German';
CREATE TEMP TABLE ours (id serial PRIMARY KEY, at date DEFAULT '2024-05-06', CHECK (at > '2000-01-01'), parent integer REFERENCES pg_temp.ours);
CREATE INDEX ON pg_temp.ours (abs(parent));
CREATE TYPE pg_temp.mood AS ENUM ('good', 'bad');
CREATE DOMAIN pg_temp.positive AS integer CHECK (VALUE > 0);
CREATE TEMP TABLE part (m pg_temp.mood, g integer GENERATED ALWAYS AS IDENTITY)`)
	c, err := introspect.ReadTx(context.Background(), conn, introspect.Options{
		Tables: []schema.Name{"pg_temp.ours", "pg_temp.part"}, Types: []schema.Name{"pg_temp.mood", "pg_temp.positive"},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, setting := range [][2]string{{"search_path", `"$user", public`}, {"datestyle", "German, DMY"}} {
		var got string
		if err := conn.QueryRow(context.Background(), "SELECT current_setting($1)", setting[0]).Scan(&got); err != nil || got != setting[1] {
			t.Errorf("%s is %q after reading, want %q (%v)", setting[0], got, setting[1], err)
		}
	}
	pgtest.Exec(t, conn, "ROLLBACK")
	c.ServerVersion = 0
	const want = `Enums:
	- Name:pg_temp.mood Values:[good | bad]
Domains:
	- Name:pg_temp.positive Type:integer Checks:[{Name:positive_check Expr:VALUE > 0}]
Tables:
	-
	  Name: pg_temp.ours
	  Columns:
	  	- Name:id Type:serial NotNull:true
	  	- Name:at Type:date Default:'2024-05-06'::date
	  	- Name:parent Type:integer
	  PrimaryKey:
	  	Name: ours_pkey
	  	Columns: [id]
	  Checks:
	  	- Name:ours_at_check Expr:at > '2000-01-01'::date
	  ForeignKeys:
	  	- Name:ours_parent_fkey Columns:[parent] References:pg_temp.ours RefColumns:[id]
	  Indexes:
	  	- Name:ours_abs_idx Key:[abs(parent)]
	-
	  Name: pg_temp.part
	  Columns:
	  	- Name:m Type:mood
	  	- Name:g Type:integer NotNull:true Identity:{Always:true}
`
	if diff := cmp.Diff(want, print(c)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestErrorEndsTransaction lets the server cut the reading short, which waits
// for a catalog that somebody else has locked.
func TestErrorEndsTransaction(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	other, conn := pgtest.Connect(t, url), pgtest.Connect(t, url)
	pgtest.Exec(t, other, "BEGIN; LOCK TABLE pg_catalog.pg_statistic_ext")
	pgtest.Exec(t, conn, "SET statement_timeout = '300ms'")
	_, err := introspect.Read(context.Background(), conn, introspect.Options{})
	if err == nil || !strings.HasPrefix(err.Error(), "reading the catalogs: ERROR: canceling statement due to statement timeout") {
		t.Errorf("got %v", err)
	}
	if status := conn.PgConn().TxStatus(); status != 'I' {
		t.Errorf("the connection is left in status %c", status)
	}
}

// TestOneRoundTrip counts how often the client waits for the server.
func TestOneRoundTrip(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	var trips atomic.Int32
	config.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
		return &tripCounter{Conn: conn, trips: &trips}, err
	}
	conn, err := pgx.ConnectConfig(context.Background(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(context.Background())
	pgtest.Exec(t, conn, twoSchemas)
	trips.Store(0)
	read(t, conn, introspect.Options{})
	if n := trips.Load(); n != 1 {
		t.Errorf("%d round trips", n)
	}
}

// tripCounter counts the writes that follow a read.
type tripCounter struct {
	net.Conn
	trips   *atomic.Int32
	writing atomic.Bool
}

func (c *tripCounter) Write(b []byte) (int, error) {
	if !c.writing.Swap(true) {
		c.trips.Add(1)
	}
	return c.Conn.Write(b)
}

func (c *tripCounter) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if n > 0 {
		c.writing.Store(false)
	}
	return n, err
}

// TestVersions reads what servers say of themselves.
func TestVersions(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]int{"15.18 (Debian 15.18-0+deb12u1)": 150018, "18.4": 180004, "19devel": 190000, "17beta2": 170000} {
		if got, err := introspect.ServerVersion(said); got != want || err != nil {
			t.Errorf("%q: got %d, %v", said, got, err)
		}
	}
	if _, err := introspect.ServerVersion("12.22"); err == nil || err.Error() != "the server is PostgreSQL 12.22; deed needs 13 or later" {
		t.Errorf("got %v", err)
	}
}

const createMany = `
CREATE TYPE status AS ENUM ('a', 'b');
DO $$ BEGIN FOR i IN 1..1000 LOOP
EXECUTE format($f$CREATE TABLE t_%1$s (
	id bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, name varchar(255) NOT NULL, code text NOT NULL UNIQUE,
	st public.status NOT NULL DEFAULT 'a', price numeric(12,2) NOT NULL DEFAULT 0 CHECK (price >= 0),
	created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz, is_active boolean NOT NULL DEFAULT true,
	parent_id bigint %2$s, notes text, meta jsonb, num integer)$f$,
	i, CASE WHEN i > 1 THEN format('REFERENCES t_%s', i - 1) END);
EXECUTE format('CREATE INDEX ON t_%1$s (name); CREATE INDEX ON t_%1$s (parent_id); CREATE INDEX ON t_%1$s (lower(name)) WHERE is_active', i);
END LOOP; END $$`

// BenchmarkRead reads 1,000 tables with 12 columns each. Beside it,
// BenchmarkPsql lets psql run the same queries and throw the result away.
func BenchmarkRead(b *testing.B) {
	conn := pgtest.Connect(b, pgtest.Database(b))
	pgtest.Exec(b, conn, createMany)
	b.ReportAllocs()
	for b.Loop() {
		if c := read(b, conn, introspect.Options{}); len(c.Tables) != 1000 {
			b.Fatalf("%d tables", len(c.Tables))
		}
	}
}

func BenchmarkPsql(b *testing.B) {
	url := pgtest.Database(b)
	conn := pgtest.Connect(b, url)
	pgtest.Exec(b, conn, createMany)
	script, err := introspect.Script(conn, introspect.Options{})
	if err != nil {
		b.Fatal(err)
	}
	file := b.TempDir() + "/script.sql"
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if out, err := exec.Command("psql", "-qAtX", "-v", "ON_ERROR_STOP=1", "-o", "/dev/null", "-f", file, url).CombinedOutput(); err != nil {
			b.Fatalf("%v: %s", err, out)
		}
	}
}
