package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/introspect"
)

// size measures a service of n tables.
func (b *bench) size(ctx context.Context, n int) error {
	database := fmt.Sprintf("scale_%d", n)
	url, err := b.server.CreateDatabase(ctx, database)
	if err != nil {
		return err
	}
	s, err := newService(ctx, filepath.Join(b.dir, database), url, n)
	if err != nil {
		return err
	}
	if err := s.exec(ctx, "VACUUM ANALYZE"); err != nil {
		return err
	}
	fmt.Printf("\n%d tables of 12 columns, 3 indexes and a foreign key\n", n)
	if err := b.compare(ctx, s, n); err != nil {
		return err
	}
	if err := b.changedColumn(ctx, s, n); err != nil {
		return err
	}
	if err := b.roundTrips(ctx, s, n); err != nil {
		return err
	}
	return b.server.DropDatabase(ctx, database)
}

// runsFor lets small sizes, which are over quickly, run more often.
func (b *bench) runsFor(n int) int {
	switch {
	case n <= 100:
		return 6 * b.runs
	case n <= 1000:
		return 3 * b.runs
	}
	return b.runs
}

// compare measures deed check without a change against psql and pg_dump.
func (b *bench) compare(ctx context.Context, s *service, n int) error {
	script, err := b.catalogScript(ctx, s)
	if err != nil {
		return err
	}
	commands := []command{
		{name: "psql, the same queries", args: []string{b.psql, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", s.url, "-o", os.DevNull, "-f", script}},
		{name: "pg_dump --schema-only", args: []string{b.pgDump, "--schema-only", "-d", s.url, "-f", os.DevNull}},
		b.check(s),
	}
	samples, err := measure(ctx, b.runsFor(n), commands...)
	if err != nil {
		return err
	}
	bare := median(samples[0])
	return table(func(w io.Writer) {
		fmt.Fprintf(w, "\ttime\tof the bare read\tpeak memory\t\n")
		for i, c := range commands {
			m := median(samples[i])
			fmt.Fprintf(w, "  %s\t%s\t%.2f\t%s\t\n", c.name, ms(m.wall), ratio(m, bare), mb(m.memory))
		}
	})
}

// check is deed check, no change.
func (b *bench) check(s *service) command {
	return command{
		name: "deed check, no change", args: []string{b.deed, "check"},
		dir: s.dir, env: []string{"DATABASE_URL=" + s.url}, says: "no differences",
	}
}

// catalogScript writes the queries with which deed reads the catalogs to a
// file.
func (b *bench) catalogScript(ctx context.Context, s *service) (string, error) {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return "", err
	}
	defer conn.Close(ctx)
	sql, err := introspect.Script(conn, introspect.Options{Schemas: []string{"public"}})
	if err != nil {
		return "", err
	}
	path := filepath.Join(s.dir, "catalogs.sql")
	return path, writeFile(path, sql)
}

// changedColumn measures what one changed column adds to a check.
func (b *bench) changedColumn(ctx context.Context, s *service, n int) error {
	runs := b.runsFor(n)
	var same, changed []sample
	for i := -1; i < runs; i++ {
		one, err := b.check(s).run(ctx)
		if err != nil {
			return err
		}
		other, err := b.checkChanged(ctx, s, n)
		if err != nil {
			return err
		}
		if i >= 0 {
			same, changed = append(same, one), append(changed, other)
		}
	}
	a, c := median(same), median(changed)
	fmt.Printf("  one changed column: %s against %s without, %+.1f %%\n", ms(c.wall), ms(a.wall), 100*(ratio(c, a)-1))
	return nil
}

// checkChanged is deed check with one changed column.
func (b *bench) checkChanged(ctx context.Context, s *service, n int) (sample, error) {
	undo, err := s.editModel(n/2, "varchar(255)", "varchar(300)")
	if err != nil {
		return sample{}, err
	}
	c := b.check(s)
	c.status, c.says = 1, ""
	m, err := c.run(ctx)
	if err != nil {
		return m, err
	}
	return m, undo()
}

// table prints lines with columns.
func table(print func(io.Writer)) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	print(w)
	return w.Flush()
}

func ratio(a, b sample) float64 { return float64(a.wall) / float64(b.wall) }

func ms(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

func mb(bytes int64) string {
	if bytes == 0 {
		return "?"
	}
	return fmt.Sprintf("%.0f MB", float64(bytes)/1e6)
}
