// Command deed drafts and applies the schema migrations of Go services.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"github.com/deedsql/deed/internal/cli"
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(800) // a run is over before there is much garbage
	}
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
