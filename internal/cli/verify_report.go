package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/deedsql/deed/internal/command"
)

// verified is what a verification found, as --json prints it.
type verified struct {
	Service string    `json:"service"`
	OK      bool      `json:"ok"`
	Checks  []checked `json:"checks"`
}

// A checked is one thing that was proven, or the one that does not hold.
type checked struct {
	What string `json:"what"`
	OK   bool   `json:"ok"`
	Why  string `json:"why,omitempty"`
}

func (v *verification) yes(what string) {
	v.Checks = append(v.Checks, checked{What: what, OK: true})
	if !v.asJSON() {
		fmt.Fprintln(v.in.Stdout, v.in.Style.Green("✓"), what)
	}
}

// no notes what does not hold and why, and makes the exit status 1.
func (v *verification) no(what, why string) error {
	v.OK = false
	v.Checks = append(v.Checks, checked{What: what, Why: why})
	if v.asJSON() {
		return command.ErrNo
	}
	fmt.Fprintln(v.in.Stdout, v.in.Style.Red("✗"), what)
	for line := range strings.Lines(why) {
		fmt.Fprint(v.in.Stdout, "    ", strings.TrimRight(line, "\n"), "\n")
	}
	return command.ErrNo
}

// report prints the checks for a program, unless there was trouble on the
// way.
func (v *verification) report(err error) error {
	if v.asJSON() && (err == nil || errors.Is(err, command.ErrNo)) {
		return errors.Join(v.encode(v.verified), err)
	}
	return err
}
