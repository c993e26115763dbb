package model

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/pgtest"
)

// TestDefaultNames compares the default names of the models of
// testdata/names.txtar with those that PostgreSQL gives.
func TestDefaultNames(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, anonymous)
	if pgtest.Major(t, conn) >= 16 {
		pgtest.Exec(t, conn, "CREATE STATISTICS ON a, b FROM t; CREATE STATISTICS ON a, b FROM t")
	} else { // where each must be named
		pgtest.Exec(t, conn, "CREATE STATISTICS t_a_b_stat ON a, b FROM t; CREATE STATISTICS t_a_b_stat1 ON a, b FROM t")
	}
	rows, err := conn.Query(ctx, `
		SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
		UNION SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'i'
		UNION SELECT stxname FROM pg_statistic_ext WHERE stxnamespace = 'public'::regnamespace`)
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		want = append(want, name)
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	got := namesOf(t, "testdata/names.txtar")
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func namesOf(t *testing.T, archive string) (names []string) {
	t.Helper()
	dir := t.TempDir()
	extract(t, archive, dir)
	m, err := Load(Options{Dirs: []string{filepath.Join(dir, "models")}})
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range m.Database.Tables {
		for _, c := range table.Constraints() {
			names = append(names, c.ConstraintName())
		}
		for _, x := range table.Indexes {
			names = append(names, x.Name)
		}
		for _, s := range table.Statistics {
			names = append(names, s.Name.Object())
		}
	}
	return names
}

// anonymous creates the tables of testdata/names.txtar without a name that
// the models do not give either.
const anonymous = `
CREATE EXTENSION btree_gist;
CREATE TABLE t_a_c_seq ();
CREATE TABLE u (x bigint PRIMARY KEY);
CREATE TABLE t (
	a bigint CHECK (a > 0), b bigint, c text, d text,
	CHECK (b > 0), CHECK (b < 10), CHECK (a + b > 0), CHECK (a > b),
	UNIQUE (a) INCLUDE (b), EXCLUDE USING gist (a WITH =),
	FOREIGN KEY (a) REFERENCES u, FOREIGN KEY (a) REFERENCES u (x)
);
CREATE INDEX ON t (a);
CREATE INDEX ON t (a);
CREATE INDEX t_a_idx2 ON t (a);
CREATE INDEX ON t ((a + b), (a - b), lower(c), lower(d));
CREATE TABLE a_table_with_a_name_that_is_rather_long_but_not_too_long_yet (
	a_column_with_a_name_that_is_rather_long_too bigint PRIMARY KEY REFERENCES u,
	"straße_ééééééééééééééééééééééé" bigint UNIQUE,
	CHECK (a_column_with_a_name_that_is_rather_long_too > 0)
);
CREATE INDEX ON a_table_with_a_name_that_is_rather_long_but_not_too_long_yet
	(a_column_with_a_name_that_is_rather_long_too, "straße_ééééééééééééééééééééééé");
CREATE TABLE t_a (b bigint CHECK (b > 0), c serial);
`
