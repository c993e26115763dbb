package cli

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/lint"
	"github.com/deedsql/deed/migrations"
)

var lintCommand = &command.Command{
	Name: "lint", Group: groupOwn, Args: "[PATH…]", MaxArgs: -1,
	Short: "find where revisions touch what is not the service's own, and what is risky",
	Long: `Reads revision files without running them and without a database: operations, raw
SQL with the bodies of functions and DO blocks, Go steps as far as can be seen. A
PATH is a directory of revisions, a file, or DIR/... for every service below DIR.

Who owns what is known from the environments and histories of all services in the
repository; of services elsewhere from what deed owners --json writes. A step is
allowed with a reason in a comment, //deed:allow RULE: reason. Exits with 1 where
an error is found.`,
	Examples: []command.Example{
		{"lint", "lint the revisions of this service"},
		{"lint ./...", "lint every service of a repository, as in CI"},
		{"lint --format sarif ./... > deed.sarif", "write a report for code scanning"},
		{"lint --owners owners.json", "know the owners that deed owners --json listed"},
		{"lint --rule own-dml=off --rule drop-column=error", "change the severity of rules"},
		{"lint --explain own-cascade", "print what a rule is about"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.String("format", string(lint.Human), "human, json, sarif, github or gitlab")
		f.Bool("json", false, "the same as --format json")
		f.StringSlice("owners", nil, "a `file` that deed owners --json has written")
		f.StringSlice("rule", nil, "change a rule's severity: `id=error|warning|note|off`")
		f.String("since", "", "lint only what comes after that `revision`")
		f.String("explain", "", "print what the rule is about, and no report")
	},
	Complete: func(context.Context, []string) []string { return []string{"./..."} },
	Run:      runLint,
}

func runLint(_ context.Context, in *command.Invocation) error {
	if id, _ := in.Flags.GetString("explain"); id != "" {
		return explainRule(in, id)
	}
	opts, err := lintOptions(in)
	if err != nil {
		return err
	}
	report, err := lint.Run(opts)
	if err != nil {
		return err
	}
	format, _ := in.Flags.GetString("format")
	if asJSON, _ := in.Flags.GetBool("json"); asJSON {
		format = string(lint.JSON)
	}
	verbose, _ := in.Flags.GetBool("verbose")
	root, err := reportRoot(lint.Format(format), opts.Paths[0])
	if err != nil {
		return err
	}
	err = report.Write(in.Stdout, lint.Format(format), lint.WriteOptions{
		Root: root, Color: in.Style.Color, Notes: verbose, Version: migrations.Version(),
	})
	if err == nil && report.Failed() {
		return command.ErrNo
	}
	return err
}

func lintOptions(in *command.Invocation) (lint.Options, error) {
	base, _ := in.Flags.GetString("directory")
	opts := lint.Options{Rules: map[string]lint.Severity{}}
	for _, path := range in.Args {
		if !filepath.IsAbs(path) {
			path = filepath.Join(base, path)
		}
		opts.Paths = append(opts.Paths, path)
	}
	if len(opts.Paths) == 0 {
		opts.Paths = []string{base}
	}
	opts.Since, _ = in.Flags.GetString("since")
	opts.OwnerFiles, _ = in.Flags.GetStringSlice("owners")
	rules, _ := in.Flags.GetStringSlice("rule")
	for _, text := range rules {
		id, severity, found := strings.Cut(text, "=")
		if !found {
			return opts, &command.UsageError{Err: hint.New(fmt.Sprintf("--rule %s: it is not of the form id=severity", text), "--rule own-dml=off")}
		}
		opts.Rules[id] = lint.Severity(severity)
	}
	return opts, nil
}

// reportRoot is what file names are relative to: for people where they stand,
// for programs that show findings in a repository its root.
func reportRoot(format lint.Format, path string) (string, error) {
	if format == lint.Human || format == lint.JSON {
		return os.Getwd()
	}
	start, err := filepath.Abs(strings.TrimSuffix(path, "..."))
	if err != nil {
		return "", err
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, ".git")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return os.Getwd()
		}
	}
}

func explainRule(in *command.Invocation, id string) error {
	rule, found := lint.RuleByID(id)
	if !found {
		var ids []string
		for _, r := range lint.Rules() {
			ids = append(ids, r.ID)
		}
		err := fmt.Errorf("there is no rule %s", id)
		if near := hint.Nearest(id, ids); near != "" {
			return hint.Wrap(err, "did you mean %s?", near)
		}
		return hint.Wrap(err, "the rules are %s", strings.Join(ids, ", "))
	}
	fmt.Fprintf(in.Stdout, "%s (%s)\n%s\n\n%s\n", in.Style.Bold(rule.ID), rule.Severity, rule.Short, rule.Doc)
	return nil
}
