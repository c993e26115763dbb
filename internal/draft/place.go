package draft

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/canon"
	"github.com/deedsql/deed/schema"
)

// A place is where a table or an index is kept: a tablespace or an access
// method. They are the server's, not the schema's.
type place struct{ kind, name string }

// placesExist reports the tables whose models name a place that the server does
// not have. It is asked only for places where nothing is yet.
func placesExist(ctx context.Context, conn *pgx.Conn, want, live schema.Database) error {
	known := map[place]bool{{"access method", "heap"}: true}
	for _, t := range live.Tables {
		for _, p := range places(t) {
			known[p] = true
		}
	}
	isKnown := func(p place) bool { return p.name == "" || known[p] }
	asked := false
	var refused canon.FragmentErrors
	for _, t := range want.Tables {
		missing := slices.DeleteFunc(places(t), isKnown)
		if len(missing) > 0 && !asked {
			if err := readPlaces(ctx, conn, known); err != nil {
				return err
			}
			asked = true
			missing = slices.DeleteFunc(missing, isKnown)
		}
		for _, p := range missing {
			refused = append(refused, &canon.FragmentError{Table: t.Name, Kind: "table", Offset: -1, Err: &pgconn.PgError{
				Message: fmt.Sprintf("the server has no %s %s", p.kind, schema.Quote(p.name)),
				Hint:    fmt.Sprintf("deed makes no %ss: an administrator does, or an extension", p.kind),
			}})
		}
	}
	if len(refused) > 0 {
		return refused
	}
	return nil
}

func places(t schema.Table) []place {
	list := []place{{"access method", t.Settings.AccessMethod}, {"tablespace", t.Settings.Tablespace}}
	for _, c := range t.Constraints() {
		switch c := c.(type) {
		case schema.PrimaryKey:
			list = append(list, place{"tablespace", c.Tablespace})
		case schema.Unique:
			list = append(list, place{"tablespace", c.Tablespace})
		case schema.Exclusion:
			list = append(list, place{"tablespace", c.Tablespace})
		}
	}
	for _, x := range t.Indexes {
		list = append(list, place{"tablespace", x.Tablespace})
	}
	return list
}

func readPlaces(ctx context.Context, conn *pgx.Conn, known map[place]bool) error {
	rows, err := conn.Query(ctx, "SELECT 'access method', amname::text FROM pg_am WHERE amtype = 't' UNION ALL SELECT 'tablespace', spcname::text FROM pg_tablespace")
	if err != nil {
		return fmt.Errorf("reading access methods and tablespaces: %w", err)
	}
	var p place
	_, err = pgx.ForEachRow(rows, []any{&p.kind, &p.name}, func() error {
		known[p] = true
		return nil
	})
	if err != nil {
		return fmt.Errorf("reading access methods and tablespaces: %w", err)
	}
	return nil
}
