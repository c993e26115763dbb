package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A project is a service's schema history as its files show it.
type project struct {
	in        *command.Invocation
	env       codegen.Environment
	revisions []codegen.Revision // in the order of the graph, base first
	graph     *migrations.Graph
	// registered is what the register of owners said when the version rows
	// were read.
	registered []migrations.Registration
	answered   []diff.Rename // what a person said was renamed
	proof      *proofReport  // of the draft
}

// openProject reads the environment and the revisions, statically.
func openProject(in *command.Invocation) (*project, error) {
	p, err := readProject(in)
	var at *codegen.SourceError
	if errors.As(err, &at) {
		at.Pos.Filename = p.relative(at.Pos.Filename)
	}
	return p, err
}

func readProject(in *command.Invocation) (*project, error) {
	dir, err := environmentDir(in)
	if err != nil {
		return nil, err
	}
	p := &project{in: in}
	if p.env, err = codegen.ReadEnvironment(dir); err != nil {
		return nil, err
	}
	if p.env.Service == "" {
		return nil, fmt.Errorf("%s:%d: the environment names no Service", p.env.File, p.env.Line)
	}
	return p, p.readHistory()
}

// readHistory reads the revision files and makes the graph of them.
func (p *project) readHistory() error {
	revisions, err := p.env.ReadRevisions()
	if err != nil {
		return err
	}
	nodes := make([]migrations.Node, len(revisions))
	byID := make(map[string]codegen.Revision, len(revisions))
	for i, r := range revisions {
		nodes[i] = migrations.Node{
			ID: r.ID, Parents: r.Parents, Labels: r.Labels, DependsOn: r.DependsOn, Message: r.Message, File: filepath.Base(r.File),
		}
		byID[r.ID] = r
	}
	if p.graph, err = migrations.NewGraph(nodes); err != nil {
		return fmt.Errorf("reading the history in %s: %w", p.env.Dir, err)
	}
	for _, n := range p.graph.Nodes() {
		p.revisions = append(p.revisions, byID[n.ID])
	}
	return nil
}

// environmentDir returns the directory of the environment: that of -C, the
// working directory, or migrations below either.
func environmentDir(in *command.Invocation) (string, error) {
	start, _ := in.Flags.GetString("directory")
	start, err := filepath.Abs(start)
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(start); err != nil {
		return "", fmt.Errorf("reading the environment: %w", err)
	}
	for _, dir := range []string{start, filepath.Join(start, "migrations")} {
		if _, err := os.Stat(dir); err != nil {
			continue
		}
		_, err := codegen.ReadEnvironment(dir)
		if errors.Is(err, codegen.ErrNoEnvironment) {
			continue
		}
		return dir, err
	}
	return "", hint.New("no deed.Environment in "+start+" or its migrations folder",
		"deed init starts a history here; -C DIR names the directory of another")
}

// history returns the upgrade operations of all revisions, base first.
func (p *project) history() []op.Operation {
	var ops []op.Operation
	for _, r := range p.revisions {
		for _, s := range r.Upgrade {
			if s.Op != nil {
				ops = append(ops, s.Op)
			}
		}
	}
	return ops
}

// url returns the database URL and where it is from.
func (p *project) url() (url, source string, err error) {
	flag, _ := p.in.Flags.GetString("database-url")
	root, err := moduleRoot(p.env.Dir)
	if err != nil {
		return "", "", err
	}
	return databaseURL(flag, p.env.Dir, root)
}

// connect connects to the service's database.
func (p *project) connect(ctx context.Context) (*pgx.Conn, error) {
	url, source, err := p.url()
	if err != nil {
		return nil, err
	}
	target, err := pgurl.Parse(url)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	for _, note := range target.Notes {
		p.note("%s", note)
	}
	wait, _ := p.in.Flags.GetDuration("wait")
	conn, err := target.Await(ctx, wait)
	if err != nil {
		return nil, fmt.Errorf("%w (from %s)", err, p.relative(source))
	}
	return conn, nil
}

// versionTable returns the name of the version table.
func (p *project) versionTable() schema.Name {
	e := migrations.Environment{
		Service: p.env.Service, VersionTable: p.env.VersionTable, VersionTableSchema: p.env.VersionTableSchema,
	}
	return e.VersionTableName()
}

// asJSON reports whether a program reads the result.
func (p *project) asJSON() bool {
	json, _ := p.in.Flags.GetBool("json")
	return json
}

// encode prints a result for programs.
func (p *project) encode(result any) error {
	encoder := json.NewEncoder(p.in.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(result)
}

// say prints a line for people, unless -q.
func (p *project) say(format string, args ...any) {
	if quiet, _ := p.in.Flags.GetBool("quiet"); !quiet {
		fmt.Fprintf(p.in.Stderr, format+"\n", args...)
	}
}

// note prints what a person should know and need not act on, unless -q.
func (p *project) note(format string, args ...any) {
	if quiet, _ := p.in.Flags.GetBool("quiet"); !quiet {
		command.Note(p.in.Stderr, p.in.ErrStyle, format, args...)
	}
}

// relative shortens a path below the working directory.
func (p *project) relative(path string) string {
	wd, err := os.Getwd()
	if err != nil {
		return path
	}
	rel, err := filepath.Rel(wd, path)
	if err != nil || !filepath.IsAbs(path) || strings.HasPrefix(rel, "..") {
		return path
	}
	return rel
}
