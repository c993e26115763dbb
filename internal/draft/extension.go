package draft

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/canon"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/schema"
)

// requirements returns which extensions an extension requires, by name. They
// decide an order only, so the server is asked where two or more come or go.
func requirements(ctx context.Context, conn *pgx.Conn, live, want []schema.Extension) (map[string][]string, error) {
	if onlyIn(live, want)+onlyIn(want, live) < 2 {
		return nil, nil
	}
	rows, err := conn.Query(ctx, "SELECT DISTINCT name, r FROM pg_available_extension_versions, unnest(requires) r")
	if err != nil {
		return nil, fmt.Errorf("reading what extensions require: %w", err)
	}
	requires := map[string][]string{}
	var name, required string
	_, err = pgx.ForEachRow(rows, []any{&name, &required}, func() error {
		requires[name] = append(requires[name], required)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("reading what extensions require: %w", err)
	}
	return requires, nil
}

// onlyIn counts the extensions that are not in the other list.
func onlyIn(list, other []schema.Extension) int {
	has := map[string]bool{}
	for _, x := range other {
		has[x.Name] = true
	}
	n := 0
	for _, x := range list {
		if !has[x.Name] {
			n++
		}
	}
	return n
}

// afterMoves returns the catalog as it is when the extensions that the models
// want in another schema are there: all that names their types and functions
// names the new schema. The move itself is still to be drafted.
func afterMoves(ctx context.Context, conn *pgx.Conn, want schema.Database, live *introspect.Catalog, opts introspect.Options) (*introspect.Catalog, error) {
	moves := canon.Moves(want, live.Database)
	if len(moves) == 0 {
		return live, nil
	}
	moved, err := introspect.Try(ctx, conn, moves, opts)
	if err != nil {
		return nil, fmt.Errorf("moving extensions to the schemas that the models say: %w", err)
	}
	moved.Extensions, moved.Schemas = live.Extensions, live.Schemas
	return moved, nil
}
