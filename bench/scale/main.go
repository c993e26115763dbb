// Command scale measures deed check on services of many tables: against the
// bare catalog read, the same queries run by psql, and against pg_dump.
//
//	go run ./bench/scale [-pg 15] [-tables 100,1000,10000] [-runs 5]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/deedsql/deed/internal/scratch"
)

func main() {
	major := flag.Int("pg", 0, "major version of PostgreSQL (default: the newest for which there is a pg_dump)")
	tables := flag.String("tables", "100,1000,10000", "the sizes, in tables")
	runs := flag.Int("runs", 5, "runs of each command, at least; small sizes run more often")
	deed := flag.String("deed", "", "the binary to measure (default: one that is built from this module)")
	delay := flag.Duration("delay", 20*time.Millisecond, "what the proxy adds to each round trip")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := run(ctx, *tables, options{*major, *deed, *runs, *delay}); err != nil {
		fmt.Fprintln(os.Stderr, "scale:", err)
		os.Exit(1)
	}
}

// options are the other flags.
type options struct {
	major int
	deed  string
	runs  int
	delay time.Duration
}

func run(ctx context.Context, tables string, opts options) error {
	sizes, err := parseSizes(tables)
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "deed-scale-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b, err := newBench(ctx, dir, opts)
	if err != nil {
		return err
	}
	defer func() { _ = b.server.Stop() }()
	fmt.Println(b)
	for _, n := range sizes {
		if err := b.size(ctx, n); err != nil {
			return fmt.Errorf("%d tables: %w", n, err)
		}
	}
	return nil
}

func parseSizes(list string) ([]int, error) {
	var sizes []int
	for text := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("-tables: %q is no number of tables", text)
		}
		sizes = append(sizes, n)
	}
	return sizes, nil
}

// A bench holds what all sizes share: the server and the programs.
type bench struct {
	options
	dir    string
	server *scratch.Server
	psql   string
	pgDump string
}

func newBench(ctx context.Context, dir string, opts options) (*bench, error) {
	b := &bench{dir: dir, options: opts}
	inst, err := b.findPrograms(ctx)
	if err != nil {
		return nil, err
	}
	if b.deed == "" {
		b.deed = filepath.Join(dir, "deed")
		if _, err := output(ctx, "go", "build", "-o", b.deed, "github.com/deedsql/deed/cmd/deed"); err != nil {
			return nil, err
		}
	}
	// The settings of a server that is in use, not those for tests.
	settings := map[string]string{"shared_buffers": "128MB", "max_locks_per_transaction": "1024"}
	b.server, err = scratch.Start(ctx, scratch.Options{Installation: inst, Settings: settings})
	return b, err
}

func (b *bench) String() string {
	return fmt.Sprintf("PostgreSQL %s from %s, psql and pg_dump from %s",
		b.server.Installation.Version, b.server.Installation.Bin, filepath.Dir(b.pgDump))
}
