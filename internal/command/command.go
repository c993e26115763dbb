// Package command is the frame of deed's command lines: the developer's tool
// and the program that a service runs in production.
//
// A program is a table of [Command] values. Dispatch, help, completion and
// the suggestions for a mistyped word all read that one table. Results go to
// stdout, everything else to stderr; messages start with "deed: error:" and
// "deed: hint:". The exit status is that of diff(1): 0 fine, 1 the answer is
// no, 2 trouble.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"
)

// The exit statuses.
const (
	OK      = 0
	No      = 1 // differences, findings, pending revisions
	Trouble = 2 // wrong usage, failure
)

// ErrNo makes a command exit with [No]. It is printed nowhere: the command has
// said why.
var ErrNo = errors.New("the answer is no")

// An ExitError makes a command exit with the status of another program that
// it ran and that has said why.
type ExitError struct{ Status int }

func (e *ExitError) Error() string { return fmt.Sprintf("exit status %d", e.Status) }

// A Command is one word of a program.
type Command struct {
	// Name is the word. Required.
	Name string
	// Args shows the arguments in the usage line: "[REV]", "TABLE…".
	Args string
	// MinArgs and MaxArgs bound the number of arguments. A negative MaxArgs
	// is no bound.
	MinArgs, MaxArgs int
	// Group is the heading under which help lists the command. Required.
	Group string
	// Short says in a few words what the command does. Required.
	Short string
	// Long says what there is to know beyond it.
	Long string
	// Examples are command lines with what they are for. Required.
	Examples []Example
	// Flags defines the command's own flags.
	Flags func(*pflag.FlagSet)
	// Complete returns what the next argument may be.
	Complete func(ctx context.Context, args []string) []string
	// Run does it. Required.
	Run func(ctx context.Context, in *Invocation) error
	// Hidden keeps the command out of help and completion.
	Hidden bool
}

// An Example is a command line, without the program's name, and what it is
// for.
type Example [2]string

// An Invocation is one call of a command.
type Invocation struct {
	Args           []string
	Flags          *pflag.FlagSet // parsed: the program's and the command's
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Style          Style // for stdout
	ErrStyle       Style // for stderr
}

// A Program is a set of commands.
type Program struct {
	// Name is what the user types. Required.
	Name string
	// Short says what the program is.
	Short string
	// Version is what --version prints.
	Version string
	// Groups are the headings of help, in order.
	Groups []string
	// Commands are the words, in the order of help within their groups.
	Commands []*Command
	// Flags defines the flags that every command takes.
	Flags func(*pflag.FlagSet)
	// Footer closes the help.
	Footer string
}

// find returns the command of that name, or nil.
func (p *Program) find(name string) *Command {
	i := slices.IndexFunc(p.Commands, func(c *Command) bool { return c.Name == name })
	if i < 0 {
		return nil
	}
	return p.Commands[i]
}

// A UsageError says that the command line is wrong.
type UsageError struct {
	Err  error
	hint string
}

func (e *UsageError) Error() string { return e.Err.Error() }
func (e *UsageError) Unwrap() error { return e.Err }

// Hint says where the right usage stands.
func (e *UsageError) Hint() string { return e.hint }
