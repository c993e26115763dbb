package command

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/spf13/pflag"
)

func (p *Program) help(args []string, in *Invocation) error {
	in.Style = StyleFor(in.Stdout, false)
	if len(args) == 0 || args[0] == "help" {
		p.printHelp(in.Stdout, in.Style)
		return nil
	}
	if args[0] == "completion" {
		return p.printCompletion([]string{"--help"}, in.Stdout)
	}
	cmd := p.find(args[0])
	if cmd == nil {
		return p.unknown(args[0])
	}
	p.printCommandHelp(in.Stdout, in.Style, cmd)
	return nil
}

// printHelp lists the commands by group.
func (p *Program) printHelp(w io.Writer, style Style) {
	fmt.Fprintf(w, "%s\n\n%s\n  %s COMMAND [flags]\n", p.Short, style.Bold("Usage"), p.Name)
	for _, group := range p.Groups {
		var rows [][2]string
		for _, c := range p.Commands {
			if c.Group == group && !c.Hidden {
				rows = append(rows, [2]string{strings.TrimSpace(c.Name + " " + c.Args), c.Short})
			}
		}
		if len(rows) > 0 {
			fmt.Fprintf(w, "\n%s\n", style.Bold(group))
			printRows(w, style, rows)
		}
	}
	fmt.Fprintf(w, "\n%s\n", style.Bold("Flags of every command"))
	printRows(w, style, flagRows(p.flags(nil)))
	fmt.Fprintf(w, "\n'%s help COMMAND' tells more, with examples. '%s completion bash|zsh|fish' completes in the shell.\n", p.Name, p.Name)
	if p.Footer != "" {
		fmt.Fprintln(w, p.Footer)
	}
}

func (p *Program) usageLine(cmd *Command) string {
	return strings.TrimSpace(p.Name + " " + cmd.Name + " " + cmd.Args)
}

func (p *Program) printCommandHelp(w io.Writer, style Style, cmd *Command) {
	fmt.Fprintf(w, "%s\n\n%s\n  %s [flags]\n", sentence(cmd.Short), style.Bold("Usage"), p.usageLine(cmd))
	if cmd.Long != "" {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(cmd.Long))
	}
	var rows [][2]string
	for _, e := range cmd.Examples {
		rows = append(rows, [2]string{p.Name + " " + e[0], e[1]})
	}
	if len(rows) > 0 {
		fmt.Fprintf(w, "\n%s\n", style.Bold("Examples"))
		printRows(w, style, rows)
	}
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	own.SortFlags = false
	if cmd.Flags != nil {
		cmd.Flags(own)
		fmt.Fprintf(w, "\n%s\n", style.Bold("Flags"))
		printRows(w, style, flagRows(own))
	}
	fmt.Fprintf(w, "\n%s\n", style.Bold("Flags of every command"))
	printRows(w, style, flagRows(p.flags(&Command{})))
}

// sentence makes one of the few words that say what a command does.
func sentence(short string) string {
	if strings.HasSuffix(short, "?") {
		return upperFirst(short)
	}
	return upperFirst(short) + "."
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// flagRows shows each flag as "-q, --quiet" or "    --wait DURATION".
func flagRows(set *pflag.FlagSet) [][2]string {
	var rows [][2]string
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		left := "    --" + f.Name
		if f.Shorthand != "" {
			left = "-" + f.Shorthand + ", --" + f.Name
		}
		if value != "" {
			left += " " + strings.ToUpper(value)
		}
		if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0s" && f.DefValue != "0" {
			usage += " (default " + f.DefValue + ")"
		}
		rows = append(rows, [2]string{left, usage})
	})
	return rows
}

// widest is the width beyond which the left column gets a line of its own.
const widest = 44

// printRows prints two columns; the right one continues below itself.
func printRows(w io.Writer, style Style, rows [][2]string) {
	width := 0
	for _, row := range rows {
		if n := utf8.RuneCountInString(row[0]); n <= widest {
			width = max(width, n)
		}
	}
	for _, row := range rows {
		n := utf8.RuneCountInString(row[0])
		if n > widest {
			fmt.Fprintf(w, "  %s\n  %s  %s\n", style.Cyan(row[0]), strings.Repeat(" ", width), row[1])
			continue
		}
		lines := strings.Split(row[1], "\n")
		fmt.Fprintf(w, "  %s%s  %s\n", style.Cyan(row[0]), strings.Repeat(" ", width-n), lines[0])
		for _, line := range lines[1:] {
			fmt.Fprintf(w, "  %s  %s\n", strings.Repeat(" ", width), line)
		}
	}
}
