package migrations

import (
	"runtime/debug"
	"strings"
	"sync"
)

const modulePath = "github.com/deedsql/deed"

// Version returns deed's version as the build knows it, "devel" for a build
// from a checkout.
func Version() string { return version() }

var version = sync.OnceValue(func() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "devel"
	}
	found := info.Main.Version
	if info.Main.Path != modulePath {
		for _, d := range info.Deps {
			if d.Path == modulePath {
				found = d.Version
			}
		}
	}
	if found == "" || found == "(devel)" {
		return "devel"
	}
	return strings.TrimPrefix(found, "v")
})
