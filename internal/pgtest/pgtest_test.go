package pgtest

import (
	"context"
	"testing"
)

func TestDatabasesAreApart(t *testing.T) {
	t.Parallel()
	one, two := Database(t), Database(t)
	Exec(t, Connect(t, one), "CREATE TABLE t (); CREATE TABLE u ()")
	var n int
	row := Connect(t, two).QueryRow(context.Background(), "SELECT count(*) FROM pg_class WHERE relname = 't'")
	if err := row.Scan(&n); err != nil || n != 0 {
		t.Errorf("%d tables t in the other database, err %v", n, err)
	}
}
