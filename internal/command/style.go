package command

import (
	"io"
	"os"
)

// A Style colors text, or does not.
type Style struct{ Color bool }

// StyleFor colors what goes to a terminal, unless the user asked for plain
// text by flag, by NO_COLOR (no-color.org) or by TERM=dumb.
func StyleFor(w io.Writer, plain bool) Style {
	if plain || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return Style{}
	}
	return Style{IsTerminal(w)}
}

// IsTerminal reports whether w is a terminal.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && f.Name() != os.DevNull
}

func (s Style) wrap(code, text string) string {
	if !s.Color || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// Bold is for headings and for what matters in a line.
func (s Style) Bold(text string) string { return s.wrap("1", text) }

// Dim is for what can be skipped.
func (s Style) Dim(text string) string { return s.wrap("2", text) }

// Red is for errors and for what is taken away.
func (s Style) Red(text string) string { return s.wrap("31", text) }

// Green is for success and for what is added.
func (s Style) Green(text string) string { return s.wrap("32", text) }

// Yellow is for warnings, hints and revision ids.
func (s Style) Yellow(text string) string { return s.wrap("33", text) }

// Cyan is for names.
func (s Style) Cyan(text string) string { return s.wrap("36", text) }
