package proof_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/proof"
)

// company is what deed does not model, on the tables of school.
const company = school + `
CREATE SCHEMA reports;
CREATE FUNCTION reports.shout(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)';
CREATE VIEW reports.names WITH (security_barrier) AS
	SELECT u.id, reports.shout(u.name) AS name, s.nick, x.id AS other FROM universities u LEFT JOIN students s ON s.university_id = u.id, unrelated x;
CREATE VIEW reports.first AS SELECT name FROM reports.names LIMIT 1;
CREATE MATERIALIZED VIEW reports.kept AS SELECT id FROM universities;
CREATE VIEW reports.counter AS SELECT q.last_value, u.id FROM unrelated_seq q, universities u;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM nobody.knows(); RETURN NEW; END';
CREATE TRIGGER touched BEFORE INSERT OR UPDATE OF name ON universities FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER asleep AFTER DELETE ON universities FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE universities DISABLE TRIGGER asleep;
CREATE RULE kept AS ON DELETE TO universities WHERE OLD.level = 'high' DO INSTEAD NOTHING;
CREATE POLICY low ON universities AS RESTRICTIVE FOR SELECT TO pg_monitor USING (level = 'low' AND EXISTS (SELECT FROM unrelated));
GRANT SELECT, UPDATE (name) ON universities TO pg_monitor WITH GRANT OPTION;
CREATE PUBLICATION news FOR TABLE universities;
`

// TestWithBystanders takes along to the scratch server what is not modelled.
func TestWithBystanders(t *testing.T) {
	t.Parallel()
	start := "CREATE SEQUENCE unrelated_seq;" + company
	for change, reason := range map[string]string{
		`ALTER TABLE universities ADD COLUMN a integer`: "",
		`ALTER TABLE students ADD UNIQUE (grade)`:       "",
		`DROP VIEW reports.names CASCADE; DROP TRIGGER touched ON universities; ALTER TABLE universities ALTER COLUMN name TYPE text`: "cannot alter type of a column used by ",
		`ALTER TABLE universities ALTER COLUMN level DROP DEFAULT`:                                                                    "",
	} {
		conn, plan := planFor(t, start, change)
		r := prove(t, conn, plan, proof.Scratch)
		if r.Proven != (reason == "") || !strings.Contains(r.Reason, reason) {
			t.Errorf("%s: want %q, got %+v", change, reason, r)
		}
		if strings.Contains(change, "students") {
			continue
		}
		want := []string{`view reports.counter (relation "public.unrelated_seq" does not exist)`, "publication news on universities"}
		if !slices.Equal(r.LeftOut, want) {
			t.Errorf("%s: left out %q, want %q", change, r.LeftOut, want)
		}
	}
}

// TestGrantsThatGo sees that a column comes back without what was granted on
// it.
func TestGrantsThatGo(t *testing.T) {
	t.Parallel()
	conn, plan := planFor(t, school+`GRANT SELECT (name) ON universities TO pg_monitor`, `ALTER TABLE universities DROP COLUMN name`)
	for _, place := range []proof.Place{proof.Scratch, proof.Database} {
		if r := prove(t, conn, plan, place); r.Proven || !strings.Contains(r.Reason, "-acl: pg_monitor=r/") {
			t.Errorf("%s: %+v", place, r)
		}
	}
}
