package draft

import (
	"context"
	"testing"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/schema"
)

// TestPlacesExist asks a server for the tablespaces and access methods of models.
func TestPlacesExist(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	want := schema.Database{Tables: []schema.Table{
		{Name: "fine", Settings: schema.Settings{AccessMethod: "heap", Tablespace: "pg_default"}},
		{Name: "columns", Settings: schema.Settings{AccessMethod: "columnar"}},
		{Name: "far", Indexes: []schema.Index{{Name: "i", Tablespace: "Far away"}}},
	}}
	err := placesExist(context.Background(), conn, want, schema.Database{})
	const refused = `columns: the server has no access method columnar
far: the server has no tablespace "Far away"`
	if err == nil || err.Error() != refused {
		t.Errorf("got  %v\nwant %s", err, refused)
	}
	if err := placesExist(context.Background(), conn, want, want); err != nil {
		t.Errorf("of what is there: %v", err)
	}
}
