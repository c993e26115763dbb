package migrations

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/deedsql/deed/internal/command"
)

// A printer prints the progress of a run, a line for each revision:
//
//	upgrade  3f1c9a20b7de  add is_verified to universities     12 ms
type printer struct {
	w       io.Writer
	style   command.Style
	quiet   bool
	verbose bool
	// live: w is a terminal, so the line is begun before the revision runs.
	live  bool
	begun bool // a line is begun
	idsTo int  // width of the ids
	msgTo int  // width of the messages
}

// longestMessage is the width beyond which a message is cut.
const longestMessage = 60

func (p *printer) Begin(moves []Revision) {
	for _, r := range moves {
		p.idsTo = max(p.idsTo, len(r.ID))
		p.msgTo = max(p.msgTo, min(utf8.RuneCountInString(r.Message), longestMessage))
	}
}

func (p *printer) line(r Revision, direction Direction) string {
	message := r.Message
	if utf8.RuneCountInString(message) > longestMessage {
		message = string([]rune(message)[:longestMessage-1]) + "…"
	}
	return fmt.Sprintf("%s  %s  %s", direction, p.style.Yellow(pad(r.ID, p.idsTo)), pad(message, p.msgTo))
}

func (p *printer) Moving(r Revision, direction Direction) {
	if p.quiet || !p.live || p.verbose {
		return
	}
	fmt.Fprint(p.w, p.line(r, direction))
	p.begun = true
}

func (p *printer) Moved(r Revision, direction Direction, took time.Duration) {
	if p.quiet {
		return
	}
	if !p.begun {
		fmt.Fprint(p.w, p.line(r, direction))
	}
	p.begun = false
	fmt.Fprintf(p.w, "  %s\n", p.style.Dim(fmt.Sprintf("%8s", elapsed(took))))
}

func (p *printer) Running(sql string) {
	if p.verbose && !p.quiet {
		p.endLine()
		fmt.Fprintf(p.w, "%s\n", p.style.Dim(indent(sql)))
	}
}

func (p *printer) Note(text string) {
	if !p.quiet {
		p.endLine()
		command.Note(p.w, p.style, "%s", text)
	}
}

func (p *printer) Warn(text string) {
	p.endLine()
	command.Warn(p.w, p.style, "%s", text)
}

func (p *printer) endLine() {
	if p.begun {
		fmt.Fprintln(p.w)
		p.begun = false
	}
}

func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(s)))
}

// elapsed rounds to what a person reads.
func elapsed(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < time.Minute:
		return fmt.Sprintf("%.1f s", d.Seconds())
	}
	return d.Round(time.Second).String()
}
