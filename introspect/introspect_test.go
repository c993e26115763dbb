package introspect_test

import (
	"context"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/introspect"
)

func BenchmarkRead(b *testing.B) {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, os.Getenv("BIG"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		c, err := introspect.Read(ctx, conn, introspect.Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(c.Tables)), "tables")
	}
}
