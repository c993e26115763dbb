package command_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
)

// program echoes how it was called.
func program() *command.Program {
	var sql bool
	var span, url string
	var wait int
	return &command.Program{
		Name: "deed", Short: "Migrations.", Version: "1.2.3", Groups: []string{"Apply", "Look"},
		Flags: func(f *pflag.FlagSet) { f.StringVar(&url, "database-url", "", "the database's `url`") },
		Commands: []*command.Command{
			{
				Name: "upgrade", Args: "[REV]", MaxArgs: 1, Group: "Apply", Short: "apply revisions",
				Long:     "Applies them in order.",
				Examples: []command.Example{{"upgrade head", "apply all"}},
				Flags: func(f *pflag.FlagSet) {
					f.BoolVar(&sql, "sql", false, "print SQL")
					f.StringVarP(&span, "range", "r", "", "a `range`")
					f.IntVar(&wait, "number", 7, "a number")
				},
				Complete: func(context.Context, []string) []string { return []string{"head", "heads", "a001"} },
				Run: func(_ context.Context, in *command.Invocation) error {
					fmt.Fprintf(in.Stdout, "args=%q sql=%v range=%q number=%d url=%q", in.Args, sql, span, wait, url)
					return nil
				},
			},
			{Name: "check", Group: "Look", Short: "compare", Run: func(context.Context, *command.Invocation) error { return command.ErrNo }},
			{Name: "fail", Group: "Look", Short: "fail", Run: func(context.Context, *command.Invocation) error {
				return hint.Wrap(errors.New("it broke"), "mend it")
			}},
			{Name: "need", Args: "REV", MinArgs: 1, MaxArgs: 1, Group: "Look", Short: "need one", Run: func(context.Context, *command.Invocation) error { return nil }},
		},
	}
}

func TestRun(t *testing.T) {
	tests := []struct {
		line   string
		status int
		out    string
		err    string
	}{
		{"upgrade", 0, `args=[] sql=false range="" number=7 url=""`, ""},
		{"upgrade -1", 0, `args=["-1"] sql=false range="" number=7 url=""`, ""},
		{"upgrade -- -1", 0, `args=["-1"] sql=false range="" number=7 url=""`, ""},
		{"upgrade --sql -3:current", 0, `args=["-3:current"] sql=true range="" number=7 url=""`, ""},
		{"upgrade -r -3:current --number -4", 0, `args=[] sql=false range="-3:current" number=-4 url=""`, ""},
		{"--database-url x upgrade head --sql", 0, `args=["head"] sql=true range="" number=7 url="x"`, ""},
		{"upgrade --database_url=y", 0, `args=[] sql=false range="" number=7 url="y"`, ""},
		{"check", 1, "", ""},
		{"fail", 2, "", "deed: error: it broke\ndeed: hint: mend it\n"},
		{"need", 2, "", "deed: error: need needs REV\ndeed: hint: usage: deed need REV\n"},
		{"check x", 2, "", "deed: error: check takes no argument, and \"x\" was given\ndeed: hint: usage: deed check\n"},
		{"upgrade a b", 2, "", "deed: error: upgrade takes [REV], and \"b\" was given beyond it\ndeed: hint: usage: deed upgrade [REV]\n"},
		{"uprgade", 2, "", "deed: error: there is no command \"uprgade\"\ndeed: hint: did you mean 'deed upgrade'?\n"},
		{"zzz", 2, "", "deed: error: there is no command \"zzz\"\ndeed: hint: 'deed help' lists the commands\n"},
		{"upgrade --slq", 2, "", "deed: error: there is no flag --slq\ndeed: hint: did you mean --sql?\n"},
		{"upgrade --number x", 2, "", "deed: error: invalid argument \"x\" for \"--number\" flag: strconv.ParseInt: parsing \"x\": invalid syntax\ndeed: hint: usage: deed upgrade [REV]\n"},
		{"--version", 0, "deed 1.2.3\n", ""},
		{"--no-color", 2, "", "deed: error: the command is missing\ndeed: hint: 'deed help' lists the commands\n"},
		{"completion", 2, "", "deed: error: completion needs the name of a shell: bash, zsh or fish\ndeed: hint: for bash: source <(deed completion bash)\n"},
		{"__complete up", 0, "upgrade\n", ""},
		{"__complete upgrade h", 0, "head\nheads\n", ""},
		{"__complete upgrade --n", 0, "--number\n--no-color\n", ""},
		{"__complete help c", 0, "completion\ncheck\n", ""},
	}
	for _, test := range tests {
		var out, err bytes.Buffer
		status := program().Run(context.Background(), strings.Fields(test.line), nil, &out, &err)
		if status != test.status || out.String() != test.out || err.String() != test.err {
			t.Errorf("deed %s: status %d\nstdout %s\nstderr %s", test.line, status, &out, &err)
		}
	}
}

func TestHelp(t *testing.T) {
	run := func(line string) string {
		var out bytes.Buffer
		if status := program().Run(context.Background(), strings.Fields(line), nil, &out, &out); status != 0 {
			t.Errorf("deed %s: status %d", line, status)
		}
		return out.String()
	}
	want := `Apply revisions.

Usage
  deed upgrade [REV] [flags]

Applies them in order.

Examples
  deed upgrade head  apply all

Flags
      --sql          print SQL
  -r, --range RANGE  a range
      --number INT   a number (default 7)

Flags of every command
      --database-url URL  the database's url
      --no-color          print without colors, as with NO_COLOR in the environment
  -h, --help              print this help
`
	if got := run("help upgrade"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if run("upgrade -h") != want || run("-h upgrade") != want {
		t.Error("-h is not the same help")
	}
	if got := run("help"); got != run("") || !strings.Contains(got, "  upgrade [REV]  apply revisions\n") {
		t.Errorf("got\n%s", got)
	}
}

// The script is read by a real bash, which asks the program.
func TestBashCompletion(t *testing.T) {
	var script bytes.Buffer
	program().Run(context.Background(), []string{"completion", "bash"}, nil, &script, &script)
	cmd := exec.Command("bash", "-c", `deed() { echo "$*"; }
`+script.String()+`
COMP_WORDS=(deed upgrade he); COMP_CWORD=2
_deed_complete
echo "${COMPREPLY[@]}"`)
	out, err := cmd.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "__complete upgrade he" {
		t.Errorf("%v: %s", err, out)
	}
}
