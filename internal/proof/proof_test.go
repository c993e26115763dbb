package proof_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/internal/proof"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// planFor drafts what the change does, on a database with the given start.
// The connection is to a database at the start.
func planFor(t testing.TB, start, change string) (*pgx.Conn, proof.Plan) {
	t.Helper()
	ctx := context.Background()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, start)
	before := read(t, conn)
	changed := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, changed, start)
	pgtest.Exec(t, changed, change)
	after := read(t, changed)
	compare := func(live, want schema.Database) ([]op.Operation, error) {
		return diff.Diff(live, want, diff.Options{ServerVersion: before.ServerVersion})
	}
	ops, err := compare(before.Database, after.Database)
	if err != nil {
		t.Fatal(err)
	}
	back, err := op.Reverse(ops)
	if err != nil {
		t.Fatal(err)
	}
	if err := changed.Close(ctx); err != nil {
		t.Fatal(err)
	}
	return conn, proof.Plan{Upgrade: ops, Downgrade: back, Live: before.Database, Want: after.Database, Diff: compare, Dependents: before.Dependents}
}

func read(t testing.TB, conn *pgx.Conn) *introspect.Catalog {
	t.Helper()
	c, err := introspect.Read(context.Background(), conn, introspect.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func prove(t testing.TB, conn *pgx.Conn, plan proof.Plan, place proof.Place) proof.Result {
	t.Helper()
	r, err := proof.Prove(context.Background(), conn, plan, place)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const school = `
CREATE EXTENSION IF NOT EXISTS citext;
CREATE TYPE level AS ENUM ('low', 'high');
CREATE DOMAIN grade AS integer CHECK (VALUE BETWEEN 1 AND 6);
CREATE TABLE universities (id bigserial PRIMARY KEY, name varchar(50) NOT NULL, level level NOT NULL DEFAULT 'low');
CREATE TABLE students (
	id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
	university_id bigint NOT NULL REFERENCES universities ON DELETE CASCADE,
	nick citext UNIQUE,
	grade grade,
	born date CHECK (born > '2000-01-01'),
	tags text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX students_born_idx ON students (born, grade);
CREATE TABLE unrelated (id integer PRIMARY KEY);
`

// drafts are changes that can be proven.
var drafts = map[string]string{
	"a column":                `ALTER TABLE universities ADD COLUMN is_verified boolean NOT NULL DEFAULT false`,
	"a narrower type":         `ALTER TABLE universities ALTER name TYPE varchar(20)`,
	"a wider type":            `ALTER TABLE universities ALTER name TYPE text`,
	"a table":                 `CREATE TABLE courses (id serial PRIMARY KEY, student_id uuid REFERENCES students, title citext)`,
	"no table":                `DROP TABLE students`,
	"no column":               `ALTER TABLE students DROP COLUMN born`,
	"a primary key":           `ALTER TABLE students DROP CONSTRAINT students_pkey, ADD PRIMARY KEY (university_id, id)`,
	"what a foreign key uses": `ALTER TABLE students DROP CONSTRAINT students_university_id_fkey; ALTER TABLE universities DROP CONSTRAINT universities_pkey; CREATE UNIQUE INDEX u ON universities (id); ALTER TABLE students ADD FOREIGN KEY (university_id) REFERENCES universities (id)`,
	"a generated column":      `ALTER TABLE universities ADD COLUMN loud text GENERATED ALWAYS AS (upper(name)) STORED`,
	"a comment":               `COMMENT ON TABLE students IS 'those who learn'`,
}

func TestProven(t *testing.T) {
	t.Parallel()
	for name, change := range drafts {
		conn, plan := planFor(t, school, change)
		for _, place := range []proof.Place{proof.Scratch, proof.Database} {
			r := prove(t, conn, plan, place)
			// On the database, no rows are put into a table that is not the plan's.
			noParents := place == proof.Database && strings.Contains(strings.Join(r.Notes, ""), "university_id refers to a table without rows")
			if !r.Proven || r.Place != place || len(r.Notes) > 0 && !noParents {
				t.Errorf("%s, %s: %+v", name, place, r)
			}
		}
		if conn.PgConn().TxStatus() != 'I' {
			t.Errorf("%s: a transaction was left open", name)
		}
	}
}

func TestEnumValueNeedsACommit(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school, `ALTER TYPE level ADD VALUE 'middle' BEFORE 'high'`)
	if r := prove(t, conn, plan, proof.Anywhere); !r.Proven || r.Place != proof.Scratch {
		t.Errorf("on scratch: %+v", r)
	}
	want := "needs a commit"
	if r := prove(t, conn, plan, proof.Database); r.Proven || !strings.Contains(r.Reason, want) {
		t.Errorf("in the database: %+v, want %q", r, want)
	}
}

// TestNotProven breaks drafts in every way that a proof has to see.
func TestNotProven(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, change string
		spoil        func(*proof.Plan)
		want         string
	}{
		{
			"an upgrade that fails", `ALTER TABLE universities ADD COLUMN a integer`,
			func(p *proof.Plan) { p.Upgrade = append(p.Upgrade, p.Upgrade[0]) },
			`upgrade: ALTER TABLE public.universities ADD COLUMN a integer: ERROR: column "a" of relation "universities" already exists`,
		},
		{
			"an upgrade that forgets", `ALTER TABLE universities ADD COLUMN a integer, ADD COLUMN b integer`,
			func(p *proof.Plan) { p.Upgrade = p.Upgrade[:1] },
			"after the upgrade there would still be a change:\nadd column universities.b integer",
		},
		{
			"an empty downgrade", `ALTER TABLE universities ADD COLUMN a integer`,
			func(p *proof.Plan) { p.Downgrade = nil },
			"the downgrade leaves the database other than it was before the upgrade:\n+ table column public.universities.a",
		},
		{
			"what deed does not model", `ALTER TABLE universities ADD COLUMN a integer`,
			func(p *proof.Plan) {
				p.Upgrade = append(p.Upgrade, op.SQL{Up: "CREATE VIEW v AS SELECT 1 AS one", Down: "SELECT"})
			},
			"+ view public.v",
		},
		{
			"rows that change", `ALTER TABLE universities ADD COLUMN a integer`,
			func(p *proof.Plan) {
				p.Upgrade = append(p.Upgrade, op.SQL{Up: "UPDATE public.universities SET name = 'x'"})
			},
			"the upgrade changes the rows of public.universities: from (",
		},
		{
			"rows that go", `ALTER TABLE universities ADD COLUMN a integer`,
			func(p *proof.Plan) { p.Upgrade = append(p.Upgrade, op.SQL{Up: "TRUNCATE public.universities CASCADE"}) },
			"the upgrade changes the rows of public.universities: from (",
		},
	} {
		conn, plan := planFor(t, school, c.change)
		c.spoil(&plan)
		for _, place := range []proof.Place{proof.Scratch, proof.Database} {
			r := prove(t, conn, plan, place)
			if r.Proven || !strings.Contains(r.Reason, c.want) {
				t.Errorf("%s, %s: %+v\nwant %s", c.name, place, r, c.want)
			}
		}
	}
}

// Where the way back fails on rows that were made up, they are taken out of the
// tables that are there then.
func TestClearsWhatIsThere(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school, `DROP TABLE students; ALTER TABLE universities DROP COLUMN name; ALTER TABLE unrelated DROP COLUMN id`)
	if r := prove(t, conn, plan, proof.Scratch); !r.Proven {
		t.Errorf("%+v", r)
	}
}

func TestNotesWhatFailsOnRows(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school, `ALTER TABLE universities ADD COLUMN motto text NOT NULL`)
	r := prove(t, conn, plan, proof.Scratch)
	if !r.Proven || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "upgrade fails while universities has rows: ") {
		t.Errorf("%+v", r)
	}
}

// TestNotesDefaultsOfTheSession: rows that are there would need a value that only a
// session has that called nextval.
func TestNotesDefaultsOfTheSession(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school, `CREATE SEQUENCE last; ALTER TABLE universities ADD COLUMN n bigint DEFAULT currval('last')`)
	r := prove(t, conn, plan, proof.Scratch)
	if !r.Proven || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "upgrade may fail where universities has rows") {
		t.Errorf("%+v", r)
	}
}

// TestMakesUpRowsThatFit: a foreign key between tables that are there is added
// over rows that it holds for, and a check that rows violate is told as such.
func TestMakesUpRowsThatFit(t *testing.T) {
	t.Parallel()
	for _, place := range []proof.Place{proof.Scratch, proof.Database} {
		conn, plan := planFor(t, "CREATE TABLE a (id integer PRIMARY KEY, c uuid, b uuid); CREATE TABLE b (id uuid PRIMARY KEY, a integer); CREATE TABLE c (id uuid PRIMARY KEY)",
			`ALTER TABLE a ADD FOREIGN KEY (c) REFERENCES c; ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b; ALTER TABLE b ADD FOREIGN KEY (a) REFERENCES a`)
		if r := prove(t, conn, plan, place); !r.Proven || len(r.Notes) > 0 {
			t.Errorf("%s: %+v", place, r)
		}
		conn, plan = planFor(t, school, `ALTER TABLE universities ADD CHECK (name = 'none')`)
		if r := prove(t, conn, plan, place); !r.Proven || len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0], "upgrade may fail where universities has rows, as it did on made-up ones: ") {
			t.Errorf("%s: %+v", place, r)
		}
	}
}

// TestMakesUpWhatChecksLetIn: the constants of checks tell which values there
// may be.
func TestMakesUpWhatChecksLetIn(t *testing.T) {
	t.Parallel()
	const tasks = `CREATE DOMAIN url AS text CHECK (VALUE LIKE 'https://%');
		CREATE TABLE tasks (
			id integer PRIMARY KEY,
			status text NOT NULL CHECK (status IN ('NEW', 'DONE')),
			year integer NOT NULL CONSTRAINT recent CHECK (year > 1900 AND year < 2100),
			kind text NOT NULL,
			home url NOT NULL,
			size numeric(4, 1) CHECK (size >= 10 AND size < 20),
			CONSTRAINT kinds CHECK (kind = 'a' OR kind = 'b' AND status = 'DONE')
		)`
	for _, place := range []proof.Place{proof.Scratch, proof.Database} {
		conn, plan := planFor(t, tasks, `ALTER TABLE tasks ADD COLUMN note text NOT NULL`)
		if r := prove(t, conn, plan, place); !r.Proven || len(r.Notes) != 1 || !strings.HasPrefix(r.Notes[0], "upgrade fails while tasks has rows: ") {
			t.Errorf("%s: %+v", place, r)
		}
	}
}

// TestWaitsForNobody: only a lock that is in the way of a step keeps it from
// being tried.
func TestWaitsForNobody(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school, `ALTER TABLE universities ADD COLUMN a integer`)
	_, gentle := planFor(t, school, `COMMENT ON TABLE universities IS 'taught at'`)
	other := pgtest.Connect(t, conn.Config().ConnString())
	pgtest.Exec(t, other, `BEGIN; LOCK TABLE universities IN ACCESS SHARE MODE`)
	if r := prove(t, conn, plan, proof.Database); r.Proven || !strings.Contains(r.Reason, "in use by session") {
		t.Errorf("locked: %+v", r)
	}
	if r := prove(t, conn, gentle, proof.Database); !r.Proven {
		t.Errorf("a comment has to wait for a reader: %+v", r)
	}
}

// TestLargeTables: what takes a moment is tried on a table of any size, and
// nothing that goes through its rows.
func TestLargeTables(t *testing.T) {
	t.Parallel()
	const rows = `; INSERT INTO universities (name) SELECT 'x' FROM generate_series(1, 20000); ANALYZE universities`
	for change, reason := range map[string]string{
		`ALTER TABLE universities ADD COLUMN a integer DEFAULT 7`:            "",
		`ALTER TABLE universities ALTER COLUMN name TYPE varchar(200)`:       "to write them all", // on the way back
		`CREATE INDEX ON universities (name)`:                                "to read them all",
		`ALTER TABLE universities RENAME TO schools`:                         "",
		`CREATE TABLE near (u integer REFERENCES universities (id))`:         "",
		`ALTER TABLE universities ADD CONSTRAINT named CHECK (name <> 'no')`: "to read them all",
	} {
		conn, plan := planFor(t, school+rows, change)
		r := prove(t, conn, plan, proof.Database)
		if r.Proven != (reason == "") || !strings.Contains(r.Reason, reason) || reason != "" && !strings.Contains(r.Reason, "about 20000") {
			t.Errorf("%s: want %q, got %+v", change, reason, r)
		}
	}
}

// TestServerRefuses: what the server does not let the proof see is a reason,
// no failure.
func TestServerRefuses(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school, `ALTER TABLE universities ADD COLUMN a integer`)
	pgtest.Exec(t, conn, `SET ROLE pg_monitor`)
	if r := prove(t, conn, plan, proof.Database); r.Proven || !strings.Contains(r.Reason, "permission denied") {
		t.Errorf("%+v", r)
	}
}

// A transaction may change more tables than a server can lock at once.
func TestTooManyLocks(t *testing.T) {
	server := pgtest.Server(t, map[string]string{"max_locks_per_transaction": "10", "max_connections": "5"})
	url, err := server.CreateDatabase(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	var plan proof.Plan
	for i := range 2000 {
		table := schema.Table{Name: schema.Name(fmt.Sprintf("t%d", i))}
		plan.Upgrade = append(plan.Upgrade, op.CreateTable{Table: table})
		plan.Downgrade = append(plan.Downgrade, op.DropTable{Table: table})
	}
	r := prove(t, pgtest.Connect(t, url), plan, proof.Database)
	if r.Proven || !strings.Contains(r.Reason, "raise max_locks_per_transaction") {
		t.Errorf("got %+v", r)
	}
}

// TestRowsAreKeptWhereTheyAre: the database's own rows are compared, and
// nothing of the proof is left.
func TestRowsAreKeptWhereTheyAre(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school, `ALTER TABLE universities ALTER name TYPE text`)
	pgtest.Exec(t, conn, `INSERT INTO universities (name) VALUES ('Bern')`)
	if r := prove(t, conn, plan, proof.Database); !r.Proven {
		t.Errorf("%+v", r)
	}
	var rows, next int
	if err := conn.QueryRow(context.Background(), `SELECT count(*), nextval('universities_id_seq') FROM universities`).Scan(&rows, &next); err != nil {
		t.Fatal(err)
	}
	if rows != 1 || next != 2 {
		t.Errorf("%d rows, next id %d", rows, next)
	}
}

func BenchmarkOneColumn(b *testing.B) {
	conn, plan := planFor(b, school, drafts["a column"])
	for _, place := range []proof.Place{proof.Scratch, proof.Database} {
		b.Run(string(place), func(b *testing.B) {
			for b.Loop() {
				if r := prove(b, conn, plan, place); !r.Proven {
					b.Fatal(r.Reason)
				}
			}
		})
	}
}
