package lint

import (
	"fmt"
	"io"
	"strings"

	"github.com/deedsql/deed/internal/command"
)

// writeHuman writes findings as compilers do, with the part of the line
// underlined:
//
//	migrations/2026_drop.go:14:27: error: drops table auth.users, which belongs to auth (created in 3f1c) [own-drop]
//	    op.SQL{Up: `DROP TABLE auth.users`},
//	                           ^^^^^^^^^^
//	    hint: let auth do it, or hand it over: deed release there, deed adopt here
func writeHuman(w io.Writer, r Report, opts WriteOptions) error {
	style := command.Style{Color: opts.Color}
	var b strings.Builder
	hidden := 0
	for _, f := range r.Findings {
		if f.Severity == Note && f.Reason == "" && !opts.Notes {
			hidden++
			continue
		}
		human(&b, f, style)
	}
	b.WriteString(summary(r, hidden))
	_, err := io.WriteString(w, b.String())
	return err
}

func human(b *strings.Builder, f Finding, style command.Style) {
	start, _ := columns(f)
	severity := style.Red(string(f.Severity))
	switch f.Severity {
	case Warning:
		severity = style.Yellow(string(f.Severity))
	case Note:
		severity = style.Cyan(string(f.Severity))
	}
	place := fmt.Sprintf("%s:%d:%d:", f.Pos.Filename, f.Pos.Line, start)
	fmt.Fprintf(b, "%s %s: %s %s\n", style.Bold(place), severity, f.Message, style.Dim("["+f.Rule+"]"))
	if f.Source != "" {
		line, marks := underline(f)
		fmt.Fprintf(b, "    %s\n    %s\n", line, style.Red(marks))
	}
	if f.Hint != "" {
		fmt.Fprintf(b, "    %s %s\n", style.Yellow("hint:"), f.Hint)
	}
}

// underline returns the line without its indentation, tabs within it as one
// blank, and the marks under the part that was found.
func underline(f Finding) (line, marks string) {
	start, end := columns(f)
	indent := len(f.Source) - len(strings.TrimLeft(f.Source, " \t"))
	line = strings.ReplaceAll(strings.TrimRight(f.Source[indent:], " \t"), "\t", " ")
	length := len([]rune(line))
	from := max(0, start-1-indent)
	to := end - 1 - indent
	if end == 0 {
		to = length
	}
	if from >= length {
		return line, "^"
	}
	return line, strings.Repeat(" ", from) + strings.Repeat("^", max(1, min(to, length)-from))
}

func summary(r Report, hidden int) string {
	var parts []string
	for _, p := range []struct {
		n    int
		word string
	}{{r.Count(Error), "error"}, {r.Count(Warning), "warning"}, {r.Count(Note), "note"}} {
		if p.n > 0 {
			parts = append(parts, plural(p.n, p.word))
		}
	}
	if len(parts) == 0 {
		parts = append(parts, "nothing found")
	}
	text := strings.Join(parts, ", ") + " in " + plural(r.Revisions, "revision")
	if hidden > 0 {
		text += fmt.Sprintf(" (%s not shown)", plural(hidden, "note"))
	}
	if n := len(r.Suppressed); n > 0 {
		text += fmt.Sprintf("; %d allowed by comments", n)
	}
	if r.Opaque > 0 {
		text += fmt.Sprintf("; %d of %s could not be seen through", r.Opaque, plural(r.Statements, "statement"))
	}
	return text + "\n"
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}
