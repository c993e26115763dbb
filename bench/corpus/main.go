// Command corpus runs files of schema changes through deed and prints how
// each fares: does the draft lead from before to after, does the downgrade
// lead back exactly, and is there nothing left to draft.
//
//	go run ./bench/corpus [-pg 15] [-only REGEXP] [-v] FILE.jsonl…
//
// A file of SQL is taken for a whole schema: models pulled from it must make
// the same tables in an empty database.
package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"text/tabwriter"

	"github.com/deedsql/deed/internal/scratch"
)

func main() {
	major := flag.Int("pg", 0, "major version of PostgreSQL (default: the newest found)")
	only := flag.String("only", "", "run only pairs whose name matches")
	verbose := flag.Bool("v", false, "print the SQL of what fails")
	prove := flag.Bool("prove", false, "prove each draft too, as revision --autogenerate does")
	direct := flag.Bool("direct", false, "compare the catalogs with each other, without models between them")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, *major, *only, *verbose, runner{direct: *direct, prove: *prove}, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, out io.Writer, major int, only string, verbose bool, how runner, files []string) error {
	pattern, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	var pairs []pair
	var schemas []string
	for _, f := range files {
		if strings.HasSuffix(f, ".sql") {
			schemas = append(schemas, f)
			continue
		}
		more, err := readPairs(f, pattern)
		if err != nil {
			return err
		}
		pairs = append(pairs, more...)
	}
	server, err := scratch.Start(ctx, scratch.Options{Major: major})
	if err != nil {
		return err
	}
	defer func() { _ = server.Stop() }()
	how.server = server
	if err := wholeSchemas(ctx, out, how, schemas); err != nil || len(pairs) == 0 {
		return err
	}
	pairs = known(pairs, server.Installation.Major)
	results, err := runAll(ctx, how, pairs)
	if err != nil {
		return err
	}
	report(out, results, verbose)
	return nil
}

// known leaves out the pairs that are written for newer servers.
func known(pairs []pair, major int) []pair {
	return slices.DeleteFunc(pairs, func(p pair) bool { return p.Since > major })
}

// workers is how many pairs run at once.
const workers = 2

// runAll runs the pairs and returns their results in the same order.
func runAll(ctx context.Context, how runner, pairs []pair) ([]result, error) {
	results, errs := make([]result, len(pairs)), make([]error, len(pairs))
	next := make(chan int)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for i := range next {
				results[i], errs[i] = how.run(ctx, pairs[i])
			}
		})
	}
	for i := range pairs {
		next <- i
	}
	close(next)
	wait.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pairs[i].Name, err)
		}
	}
	return results, nil
}

// report prints what failed and why, then the totals.
func report(out io.Writer, results []result, verbose bool) {
	for _, r := range results {
		if r.ok() && (r.Refused == "" || !verbose) {
			continue
		}
		printResult(out, r, verbose)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\tpairs\tconverged\tdown exact\tthen empty\tall three\treported\trefused\tnot loaded\tproven\tnot proven\t")
	for _, scope := range []bool{true, false} {
		total(table, cmp.Or(map[bool]string{true: "tables only"}[scope], "beyond tables"), results, scope)
	}
	_ = table.Flush()
}

func total(table io.Writer, name string, results []result, scope bool) {
	var n, up, down, again, all, reported, refused, unloadable, proven, unproven int
	for _, r := range results {
		if r.TableScope != scope {
			continue
		}
		n++
		if r.Unloadable != "" {
			unloadable++
			continue
		}
		if r.Refused != "" {
			refused++
			continue
		}
		proven += one(r.Unproven == "" && r.Place != "")
		unproven += one(r.Unproven != "")
		up += one(r.Up == "")
		down += one(r.Up == "" && r.Down == "")
		again += one(r.Up == "" && r.Again == "")
		all += one(r.ok())
		reported += one(len(r.Reported) > 0)
	}
	fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t\n", name, n, up, down, again, all, reported, refused, unloadable, proven, unproven)
}

func one(ok bool) int {
	if ok {
		return 1
	}
	return 0
}

func printResult(out io.Writer, r result, verbose bool) {
	fmt.Fprintf(out, "%s%s\n", r.Name, map[bool]string{false: " (beyond tables)"}[r.TableScope])
	for _, part := range [][2]string{
		{"not loaded", r.Unloadable},
		{"up", r.Up},
		{"again", r.Again},
		{"down", r.Down},
		{"not proven", r.Unproven},
		{"refused", r.Refused},
	} {
		if part[1] != "" {
			fmt.Fprintf(out, "  %s: %s\n", part[0], strings.ReplaceAll(part[1], "\n", "\n    "))
		}
	}
	if verbose {
		fmt.Fprintf(out, "  sql:\n    %s\n", strings.ReplaceAll(r.Script, "\n", "\n    "))
	}
}
