package ownership

import (
	"path"

	"github.com/deedsql/deed/schema"
)

// A Globs is a list of patterns of names, "orders_*" or "billing.*", matched
// as path.Match does, part by part. A pattern without a schema means public.
type Globs []string

// Match reports whether one of the patterns matches the name.
func (g Globs) Match(name schema.Name) bool {
	for _, pattern := range g {
		p := schema.Name(pattern)
		if matches(p.Schema(), name.Schema()) && matches(p.Object(), name.Object()) {
			return true
		}
	}
	return false
}

// MatchSchema reports whether one of the patterns claims a whole schema.
func (g Globs) MatchSchema(name string) bool {
	for _, pattern := range g {
		p := schema.Name(pattern)
		if p.Object() == "*" && matches(p.Schema(), name) {
			return true
		}
	}
	return false
}

// Validate returns the first pattern that is malformed.
func (g Globs) Validate() (bad string, ok bool) {
	for _, pattern := range g {
		if _, err := path.Match(pattern, ""); err != nil {
			return pattern, false
		}
	}
	return "", true
}

func matches(pattern, s string) bool {
	ok, err := path.Match(pattern, s)
	return ok && err == nil
}
