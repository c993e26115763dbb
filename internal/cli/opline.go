package cli

import (
	"strings"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/op"
)

// decorate returns an operation in a line: + for what is added, - for what is
// taken away, ~ for what changes; in red with ! where data is lost.
func decorate(style command.Style, o op.Operation) string {
	text := op.Describe(o)
	first, _, _ := strings.Cut(text, " ")
	switch {
	case op.Loss(o) != "":
		return style.Red("! " + text)
	case first == "create" || first == "add" || first == "attach" || first == "adopt":
		return style.Green("+ " + text)
	case first == "drop" || first == "remove" || first == "detach" || first == "release":
		return style.Red("- " + text)
	}
	return style.Yellow("~ " + text)
}
