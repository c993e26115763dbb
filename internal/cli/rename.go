package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/op"
)

// askRenames asks a person at a terminal which of the things that the draft
// drops and adds were renamed, and reports whether there are any: then the
// draft must be made anew. Nobody else is asked: they are told of the flag.
func (p *project) askRenames(ctx context.Context, d *draft.Draft) (again bool, err error) {
	candidates := diff.Candidates(append(unknownColumns(d), d.Ops...))
	answers := p.dialog()
	for i, r := range candidates {
		renamed, answered, err := false, false, error(nil)
		if answers != nil {
			renamed, answered, err = p.ask(ctx, answers, question(r))
		}
		switch {
		case err != nil:
			return false, err
		case !answered:
			p.tellRenames(candidates[i:])
			return again, nil
		case renamed:
			p.answered, again = append(p.answered, r), true
		}
	}
	return again, nil
}

// unknownColumns returns drops of the columns that the draft leaves alone: what
// it adds may have been one of them.
func unknownColumns(d *draft.Draft) []op.Operation {
	var ops []op.Operation
	for _, part := range d.Selection.LeftAlone {
		if table := d.Catalog.Table(part.Table); table != nil && part.Kind == "column" {
			ops = append(ops, op.DropColumn{Table: part.Table, Column: *table.Column(part.Name)})
		}
	}
	return ops
}

// dialog returns the person's answers, or nil if there is nobody to ask:
// stdin and stderr must both be a terminal.
func (p *project) dialog() *bufio.Reader {
	stdin, ok := p.in.Stdin.(*os.File)
	quiet, _ := p.in.Flags.GetBool("quiet")
	if !ok || quiet || !command.IsTerminal(stdin) || !command.IsTerminal(p.in.Stderr) {
		return nil
	}
	return bufio.NewReader(stdin)
}

// ask asks a question. Input that ends is no answer.
func (p *project) ask(ctx context.Context, answers *bufio.Reader, question string) (yes, answered bool, err error) {
	fmt.Fprint(p.in.Stderr, p.in.ErrStyle.Bold(question)+" [y/N] ")
	type line struct {
		text string
		err  error
	}
	read := make(chan line, 1)
	go func() {
		text, err := answers.ReadString('\n')
		read <- line{text, err}
	}()
	select {
	case <-ctx.Done():
		fmt.Fprintln(p.in.Stderr)
		return false, false, context.Cause(ctx)
	case l := <-read:
		if l.err == io.EOF { //nolint:errorlint // as bufio returns it
			fmt.Fprintln(p.in.Stderr)
			return false, false, nil
		}
		word := strings.ToLower(strings.TrimSpace(l.text))
		return word == "y" || word == "yes", true, l.err
	}
}

func question(r diff.Rename) string {
	if r.Kind == diff.RenameColumn {
		return fmt.Sprintf("was %s.%s renamed to %s?", r.Of, r.Old, r.New)
	}
	return fmt.Sprintf("was table %s renamed to %s?", r.From, r.To)
}

// tellRenames names the flags that make renames of what comes and what is in
// no model.
func (p *project) tellRenames(candidates []diff.Rename) {
	for _, r := range candidates {
		if r.Kind == diff.RenameColumn {
			p.note("%s.%s is new, and of the type of %s, which is in no model; if it was renamed, say so: %s",
				r.Of, r.New, r.Old, renameFlag(r))
		} else {
			p.note("table %s is new, and has the columns of %s, which is in no model; if it was renamed, say so: %s", r.To, r.From, renameFlag(r))
		}
	}
}

// checkRenames refuses a rename of the command line that renames nothing, and
// notes names that models let change places: whether they have already, names
// alone do not tell.
func (p *project) checkRenames(renames []diff.Rename, ops []op.Operation) error {
	for _, r := range renames {
		switch {
		case r.Kind != diff.RenameTable && r.Kind != diff.RenameColumn, r.In(ops):
		case r.Now:
			return &command.UsageError{Err: hint.New(renameFlag(r)+" renames nothing",
				"the database must have the old name, on a table of the service's own, and a model the new one; a column's table is given by its new name")}
		case diff.InCircle(renames, r):
			p.note("by was, names change places, and nothing tells whether they have already; if not, say %s with the others; if so, take was out", renameFlag(r))
		}
	}
	return nil
}

// renameFlag writes a rename as the command line says it.
func renameFlag(r diff.Rename) string {
	if r.Kind == diff.RenameColumn {
		return fmt.Sprintf("--rename %s:%s=%s", r.Of, r.Old, r.New)
	}
	return fmt.Sprintf("--rename %s=%s", r.From, r.To)
}
