package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/proof"
	"github.com/deedsql/deed/op"
)

// writtenFlag is that of commands that write a revision.
func writtenFlag(f *pflag.FlagSet) {
	f.Bool("json", false, "print the revision as JSON instead of its path")
}

// written is a revision that a command has written, as --json prints it.
type written struct {
	Path       string       `json:"path,omitempty"` // none: there was nothing to write
	ID         string       `json:"id,omitempty"`
	Parents    []string     `json:"parents"`
	Message    string       `json:"message,omitempty"`
	Operations []difference `json:"operations"`
	Proof      *proofReport `json:"proof,omitempty"` // of a draft
}

// proofReport says how the proof of a draft went.
type proofReport struct {
	Proven bool        `json:"proven"`
	Place  proof.Place `json:"place"`
	// Reason says why a draft is not proven, LeftOut what the proof was
	// without.
	Reason  string   `json:"reason,omitempty"`
	LeftOut []string `json:"left_out,omitempty"`
}

// write writes the file of a revision and HEAD, and prints the path.
func (p *project) write(r codegen.Revision) error {
	source, err := codegen.WriteRevision(r)
	if err != nil {
		return err
	}
	path := filepath.Join(p.env.Dir, codegen.FileName(r))
	if err := writeFile(path, source); err != nil {
		return err
	}
	if err := p.writeHead(r.ID); err != nil {
		return err
	}
	if p.asJSON() {
		return p.printWritten(path, r)
	}
	fmt.Fprintln(p.in.Stdout, p.relative(path))
	return nil
}

// wroteNothing tells a program that there was nothing to write.
func (p *project) wroteNothing() error {
	if !p.asJSON() {
		return nil
	}
	return p.encode(written{Parents: []string{}, Operations: []difference{}})
}

func (p *project) printWritten(path string, r codegen.Revision) error {
	w := written{
		Path: p.relative(path), ID: r.ID, Parents: append([]string{}, r.Parents...), Message: r.Message,
		Operations: []difference{}, Proof: p.proof,
	}
	for _, s := range r.Upgrade {
		if s.Op == nil {
			continue
		}
		d, err := differenceOf(s.Op)
		if err != nil {
			return err
		}
		w.Operations = append(w.Operations, d)
	}
	return p.encode(w)
}

// A difference is one operation as --json prints it.
type difference struct {
	Operation string   `json:"operation"`
	Objects   []string `json:"objects"`
	Loss      string   `json:"loss,omitempty"`
	SQL       []string `json:"sql"`
}

func differenceOf(o op.Operation) (difference, error) {
	d := difference{Operation: op.Describe(o), Loss: op.Loss(o), Objects: []string{}, SQL: []string{}}
	for _, t := range o.Targets() {
		d.Objects = append(d.Objects, t.String())
	}
	statements, err := ddl.Statements(o)
	for _, s := range statements {
		d.SQL = append(d.SQL, s.SQL)
	}
	return d, err
}
