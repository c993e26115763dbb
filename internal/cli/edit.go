package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
)

var editCommand = &command.Command{
	Name: "edit", Group: groupHistory, Args: "[REV]", MaxArgs: 1,
	Short: "open a revision's file in your editor",
	Long: `Opens the file of the revision, by default the newest one, in $VISUAL or $EDITOR,
and reads it afterwards to tell you of mistakes. Where a file holds one already, it
is that file.`,
	Examples: []command.Example{
		{"edit", "the newest revision"},
		{"edit 61e5", "the revision 61e524cfcce2"},
		{"edit current", "the one that the database is at"},
	},
	Complete: completeRevisions,
	Run:      runEdit,
}

func runEdit(ctx context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	var broken *codegen.SourceError
	var files []string
	switch {
	case errors.As(err, &broken) && p != nil:
		fmt.Fprintln(in.Stderr, err)
		files = []string{broken.Pos.Filename} // it is in the way of all else
	case err != nil:
		return err
	default:
		if files, err = p.filesOf(ctx, in.Args); err != nil {
			return err
		}
	}
	editor := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"))
	if editor == "" {
		return hint.New("no editor is named", "set VISUAL or EDITOR, such as EDITOR=vi; the file is "+p.relative(files[0]))
	}
	cmd := editorCommand(ctx, editor, files)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in.Stdin, in.Stdout, in.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("running the editor %s: %w", editor, err)
	}
	for _, file := range files {
		if err := check(file); err != nil {
			return err
		}
	}
	return nil
}

// filesOf returns the files of the revisions that the arguments name.
func (p *project) filesOf(ctx context.Context, args []string) ([]string, error) {
	address := "head"
	if len(args) > 0 {
		address = args[0]
	}
	var rows []string
	if strings.Contains(address, "current") || strings.HasPrefix(address, "-") || strings.HasPrefix(address, "+") {
		conn, err := p.connect(ctx)
		if err != nil {
			return nil, err
		}
		defer conn.Close(context.WithoutCancel(ctx))
		if rows, err = p.versions(ctx, conn); err != nil {
			return nil, err
		}
	}
	ids, err := p.graph.Find(address, rows)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, r := range p.revisions {
		if slices.Contains(ids, r.ID) {
			files = append(files, r.File)
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("%s is before the first revision, which has no file", address)
	}
	return files, nil
}

// editorCommand lets the shell read the editor's words, as git does: people
// write "code --wait" there.
func editorCommand(ctx context.Context, editor string, files []string) *exec.Cmd {
	if runtime.GOOS == "windows" {
		words := append(strings.Fields(editor), files...)
		return exec.CommandContext(ctx, words[0], words[1:]...)
	}
	return exec.CommandContext(ctx, "sh", append([]string{"-c", editor + ` "$@"`, editor}, files...)...)
}

// check reads a revision file that a person has changed.
func check(file string) error {
	source, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading the edited revision: %w", err)
	}
	if _, err := codegen.ReadRevision(file, source); err != nil && !errors.Is(err, codegen.ErrNoRevision) {
		return err
	}
	return nil
}
