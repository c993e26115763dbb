// Command deed drafts and applies the schema migrations of Go services.
package main

import (
	"context"
	"os"

	"github.com/deedsql/deed/internal/cli"
)

func main() {
	os.Exit(cli.Run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
