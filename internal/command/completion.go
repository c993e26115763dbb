package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// completeCommand is what the shells call: the words of the command line
// behind it, the last of them unfinished.
const completeCommand = "__complete"

var completionScripts = map[string]string{
	"bash": `_PROGRAM_complete() {
	local IFS=$'\n'
	COMPREPLY=($("${COMP_WORDS[0]}" __complete "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _PROGRAM_complete PROGRAM
`,
	// Both sourced and as a file _PROGRAM in $fpath, which zsh runs as the
	// function itself.
	"zsh": `#compdef PROGRAM
_PROGRAM() {
	local -a found
	found=("${(@f)$("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)}")
	compadd -a found
}
if [ "${funcstack[1]}" = _PROGRAM ]; then _PROGRAM; else compdef _PROGRAM PROGRAM; fi
`,
	"fish": `complete -c PROGRAM -f -a '(set -l words (commandline -opc) (commandline -ct); $words[1] __complete $words[2..] 2>/dev/null)'
`,
}

func (p *Program) printCompletion(args []string, w io.Writer) error {
	if len(args) == 1 {
		if script, found := completionScripts[args[0]]; found {
			_, err := io.WriteString(w, strings.ReplaceAll(script, "PROGRAM", p.Name))
			return err
		}
	}
	if len(args) == 1 && (args[0] == "--help" || args[0] == "-h") {
		_, err := io.WriteString(w, strings.ReplaceAll(completionHelp, "PROGRAM", p.Name))
		return err
	}
	return &UsageError{
		errors.New("completion needs the name of a shell: bash, zsh or fish"),
		fmt.Sprintf("for bash: source <(%s completion bash)", p.Name),
	}
}

const completionHelp = `Print what completes commands, flags and revisions in a shell.

Usage
  PROGRAM completion bash|zsh|fish

Examples
  source <(PROGRAM completion bash)    in ~/.bashrc
  source <(PROGRAM completion zsh)     in ~/.zshrc, after compinit
  PROGRAM completion fish | source     in ~/.config/fish/config.fish
`

// complete prints what the last word may become, one a line.
func (p *Program) complete(ctx context.Context, words []string, w io.Writer) {
	if len(words) == 0 {
		words = []string{""}
	}
	last := words[len(words)-1]
	for _, candidate := range p.candidates(ctx, words) {
		if strings.HasPrefix(candidate, last) {
			fmt.Fprintln(w, candidate)
		}
	}
}

func (p *Program) candidates(ctx context.Context, words []string) []string {
	before, last := words[:len(words)-1], words[len(words)-1]
	name, rest, _ := p.split(before)
	cmd := p.find(name)
	switch {
	case strings.HasPrefix(last, "-"):
		return flagNames(p.flags(cmd))
	case name == "":
		return p.names()
	case name == "help":
		return p.names()
	case name == "completion":
		return []string{"bash", "zsh", "fish"}
	case cmd == nil || cmd.Complete == nil:
		return nil
	}
	return cmd.Complete(ctx, slices.DeleteFunc(slices.Clone(rest), func(s string) bool { return strings.HasPrefix(s, "-") }))
}

func flagNames(set *pflag.FlagSet) []string {
	var names []string
	set.VisitAll(func(f *pflag.Flag) {
		if !f.Hidden {
			names = append(names, "--"+f.Name)
		}
	})
	return names
}
