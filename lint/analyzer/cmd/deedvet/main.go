// Command deedvet finds where schema revisions touch what is not the
// service's own. It runs alone or as the tool of go vet:
//
//	deedvet ./migrations
//	go vet -vettool=$(which deedvet) ./migrations
package main

import (
	"os"
	"strings"

	"golang.org/x/tools/go/analysis/singlechecker"
	"golang.org/x/tools/go/analysis/unitchecker"

	"github.com/deedsql/deed/lint/analyzer"
)

func main() {
	// go vet asks for the version and the flags, then gives a .cfg file.
	for _, arg := range os.Args[1:] {
		if strings.HasPrefix(arg, "-V=") || arg == "-flags" || strings.HasSuffix(arg, ".cfg") {
			unitchecker.Main(analyzer.Analyzer)
		}
	}
	singlechecker.Main(analyzer.Analyzer)
}
