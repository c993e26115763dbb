package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/hint"
)

// Run executes the command line and returns the exit status.
func (p *Program) Run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	in := &Invocation{Stdin: stdin, Stdout: stdout, Stderr: stderr, ErrStyle: StyleFor(stderr, false)}
	err := p.run(ctx, args, in)
	switch {
	case err == nil:
		return OK
	case errors.Is(err, ErrNo):
		return No
	}
	var exit *ExitError
	if errors.As(err, &exit) {
		return exit.Status
	}
	Report(stderr, in.ErrStyle, err)
	return Trouble
}

func (p *Program) run(ctx context.Context, args []string, in *Invocation) error {
	if len(args) > 0 && args[0] == completeCommand {
		p.complete(ctx, args[1:], in.Stdout)
		return nil
	}
	name, rest, err := p.split(args)
	if err != nil {
		return err
	}
	switch name {
	case "":
		return p.runWithout(args, in)
	case "help":
		return p.help(rest, in)
	case "completion":
		return p.printCompletion(rest, in.Stdout)
	}
	cmd := p.find(name)
	if cmd == nil {
		return p.unknown(name)
	}
	return p.runCommand(ctx, cmd, rest, in)
}

// runWithout serves a command line without a command.
func (p *Program) runWithout(args []string, in *Invocation) error {
	flags := p.flags(nil)
	if err := p.parse(flags, nil, args); err != nil {
		return err
	}
	in.Style = StyleFor(in.Stdout, isSet(flags, "no-color"))
	if isSet(flags, "version") {
		fmt.Fprintln(in.Stdout, p.Name, p.Version)
		return nil
	}
	if isSet(flags, "help") || len(args) == 0 {
		p.printHelp(in.Stdout, in.Style)
		return nil
	}
	return p.usage(nil, errors.New("the command is missing"))
}

func (p *Program) runCommand(ctx context.Context, cmd *Command, args []string, in *Invocation) error {
	in.Flags = p.flags(cmd)
	if err := p.parse(in.Flags, cmd, args); err != nil {
		return err
	}
	in.Args = in.Flags.Args()
	for i, arg := range in.Args {
		in.Args[i] = strings.TrimPrefix(arg, negative)
	}
	plain := isSet(in.Flags, "no-color")
	in.Style, in.ErrStyle = StyleFor(in.Stdout, plain), StyleFor(in.Stderr, plain)
	if isSet(in.Flags, "help") {
		p.printCommandHelp(in.Stdout, in.Style, cmd)
		return nil
	}
	if err := cmd.checkArgs(in.Args); err != nil {
		return p.usage(cmd, err)
	}
	return cmd.Run(ctx, in)
}

func isSet(flags *pflag.FlagSet, name string) bool {
	f := flags.Lookup(name)
	return f != nil && f.Value.String() == "true"
}

// flags returns the flags that apply to a command; nil for none.
func (p *Program) flags(cmd *Command) *pflag.FlagSet {
	set := pflag.NewFlagSet(p.Name, pflag.ContinueOnError)
	set.SetOutput(io.Discard)
	set.Usage = func() {}
	set.SortFlags = false
	set.SetNormalizeFunc(func(_ *pflag.FlagSet, name string) pflag.NormalizedName {
		return pflag.NormalizedName(strings.ReplaceAll(name, "_", "-"))
	})
	if cmd != nil && cmd.Flags != nil {
		cmd.Flags(set)
	}
	if p.Flags != nil {
		p.Flags(set)
	}
	set.Bool("no-color", false, "print without colors, as with NO_COLOR in the environment")
	set.BoolP("help", "h", false, "print this help")
	if cmd == nil {
		set.Bool("version", false, "print the version")
	}
	return set
}

// split finds the command among the arguments; the program's flags may stand
// before it.
func (p *Program) split(args []string) (name string, rest []string, err error) {
	set := p.flags(nil)
	for i := 0; i < len(args); i++ {
		arg := args[i]
		if arg == "--" {
			break
		}
		if strings.HasPrefix(arg, "-") && len(arg) > 1 {
			if takesNext(set, arg) {
				i++
			}
			continue
		}
		return arg, append(args[:i:i], args[i+1:]...), nil
	}
	return "", args, nil
}

// negative marks an argument such as -1 so that it is not read as a flag.
const negative = "\x00"

var negativeArg = regexp.MustCompile(`^-[0-9]+(:.*)?$`)

func (p *Program) parse(set *pflag.FlagSet, cmd *Command, args []string) error {
	protected := make([]string, len(args))
	for i, arg := range args {
		protected[i] = arg
		if negativeArg.MatchString(arg) && (i == 0 || !takesNext(set, args[i-1])) {
			protected[i] = negative + arg
		}
	}
	err := set.Parse(protected)
	if err == nil {
		return nil
	}
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return p.usage(cmd, err)
	}
	err = fmt.Errorf("there is no flag %s", dashed(unknown.GetSpecifiedName()))
	var names []string
	set.VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := hint.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return &UsageError{err, "did you mean --" + near + "?"}
	}
	return p.usage(cmd, err)
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// takesNext reports whether the argument is a flag whose value is the next
// argument.
func takesNext(set *pflag.FlagSet, arg string) bool {
	if !strings.HasPrefix(arg, "-") || arg == "-" || arg == "--" || strings.Contains(arg, "=") {
		return false
	}
	var f *pflag.Flag
	if name, long := strings.CutPrefix(arg, "--"); long {
		f = set.Lookup(name)
	} else {
		f = set.ShorthandLookup(arg[len(arg)-1:])
	}
	return f != nil && f.NoOptDefVal == ""
}

func (c *Command) checkArgs(args []string) error {
	switch {
	case len(args) < c.MinArgs:
		return fmt.Errorf("%s needs %s", c.Name, c.Args)
	case c.MaxArgs == 0 && len(args) > 0:
		return fmt.Errorf("%s takes no argument, and %q was given", c.Name, args[0])
	case c.MaxArgs > 0 && len(args) > c.MaxArgs:
		return fmt.Errorf("%s takes %s, and %q was given beyond it", c.Name, c.Args, args[c.MaxArgs])
	}
	return nil
}

// usage wraps an error of usage with where to read on.
func (p *Program) usage(cmd *Command, err error) error {
	if cmd == nil {
		return &UsageError{err, "'" + p.Name + " help' lists the commands"}
	}
	return &UsageError{err, "usage: " + p.usageLine(cmd)}
}

func (p *Program) unknown(name string) error {
	err := fmt.Errorf("there is no command %q", name)
	if near := hint.Nearest(name, p.names()); near != "" {
		return &UsageError{err, "did you mean '" + p.Name + " " + near + "'?"}
	}
	return p.usage(nil, err)
}

func (p *Program) names() []string {
	names := []string{"help", "completion"}
	for _, c := range p.Commands {
		if !c.Hidden {
			names = append(names, c.Name)
		}
	}
	return names
}

// Report prints an error with its detail and its hints.
func Report(w io.Writer, style Style, err error) {
	fmt.Fprintln(w, style.Red("deed: error:"), err)
	var detailed interface{ Detail() string }
	if errors.As(err, &detailed) && detailed.Detail() != "" {
		fmt.Fprintf(w, "\n%s\n\n", strings.TrimRight(detailed.Detail(), "\n"))
	}
	for _, h := range hint.Of(err) {
		fmt.Fprintln(w, style.Yellow("deed: hint:"), h)
	}
}

// Warn prints a warning.
func Warn(w io.Writer, style Style, format string, args ...any) {
	fmt.Fprintln(w, style.Yellow("deed: warning:"), fmt.Sprintf(format, args...))
}

// Note prints a remark.
func Note(w io.Writer, style Style, format string, args ...any) {
	fmt.Fprintln(w, style.Dim("deed: note:"), fmt.Sprintf(format, args...))
}
