// Command corpus runs files of schema changes through deed and prints how
// each fares: does the draft lead from before to after, does the downgrade
// lead back exactly, and is there nothing left to draft.
//
//	go run ./bench/corpus [-pg 15] [-only REGEXP] [-v] FILE.jsonl…
//
// A file of SQL is taken for a whole schema: models pulled from it must make
// the same tables in an empty database. With -history the files are the steps
// of one history, in their order, and each step is such a change:
//
//	go run ./bench/corpus -history migrations/*.up.sql
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

// options are what the flags say.
type options struct {
	major            int
	only             string
	verbose, history bool
	how              runner
}

func main() {
	var o options
	flag.IntVar(&o.major, "pg", 0, "major version of PostgreSQL (default: the newest found)")
	flag.StringVar(&o.only, "only", "", "run only pairs whose name matches")
	flag.BoolVar(&o.verbose, "v", false, "print the SQL of what fails")
	flag.BoolVar(&o.history, "history", false, "the files are the steps of one history, in their order")
	flag.BoolVar(&o.how.prove, "prove", false, "prove each draft too, as revision --autogenerate does")
	flag.BoolVar(&o.how.direct, "direct", false, "compare the catalogs with each other, without models between them")
	flag.Parse()
	if err := run(context.Background(), os.Stdout, o, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "corpus:", err)
		os.Exit(2)
	}
}

func run(ctx context.Context, out io.Writer, o options, files []string) error {
	pairs, schemas, err := o.read(files)
	if err != nil {
		return err
	}
	server, err := scratch.Start(ctx, scratch.Options{Major: o.major})
	if err != nil {
		return err
	}
	defer func() { _ = server.Stop() }()
	o.how.server = server
	if err := wholeSchemas(ctx, out, o.how, schemas); err != nil || len(pairs) == 0 {
		return err
	}
	pairs = known(pairs, server.Installation.Major)
	results, err := runAll(ctx, o.how, pairs)
	if err != nil {
		return err
	}
	report(out, results, o.verbose)
	return nil
}

// read reads the pairs, and returns the files that are whole schemas.
func (o options) read(files []string) (pairs []pair, schemas []string, err error) {
	only, err := regexp.Compile(o.only)
	if err != nil {
		return nil, nil, err
	}
	if o.history {
		pairs, err = readHistory(files, only)
		return pairs, nil, err
	}
	for _, f := range files {
		if strings.HasSuffix(f, ".sql") {
			schemas = append(schemas, f)
			continue
		}
		more, err := readPairs(f, only)
		if err != nil {
			return nil, nil, err
		}
		pairs = append(pairs, more...)
	}
	return pairs, schemas, nil
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
