package lint

import (
	"fmt"
	"io"
	"strings"
)

// writeGitHub writes workflow commands, which GitHub Actions shows as
// annotations on the lines of a pull request.
func writeGitHub(w io.Writer, r Report) error {
	levels := map[Severity]string{Error: "error", Warning: "warning", Note: "notice"}
	var b strings.Builder
	for _, f := range r.Findings {
		if f.Severity == Note && f.Reason == "" {
			continue // GitHub shows ten of a kind only
		}
		fmt.Fprintf(&b, "::%s file=%s,line=%d", levels[f.Severity], property(f.Pos.Filename), f.Pos.Line)
		if start, end := columns(f); end > 0 { // columns mean something within one line only
			fmt.Fprintf(&b, ",endLine=%d,col=%d,endColumn=%d", f.Pos.Line, start, end)
		}
		message := f.Message
		if f.Hint != "" {
			message += "\n" + f.Hint
		}
		fmt.Fprintf(&b, ",title=%s::%s\n", property(f.Rule), escape(message))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

var (
	messageEscapes  = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	propertyEscapes = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

func escape(s string) string   { return messageEscapes.Replace(s) }
func property(s string) string { return propertyEscapes.Replace(s) }
