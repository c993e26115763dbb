package migrations

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/schema"
)

// A Touch lets a revision change one object that is not the service's own.
// It is printed when the revision runs and kept in deed_log.
type Touch struct {
	// Object is the object's name, "auth.users", with its kind before it
	// where the name is not enough: "function auth.check_user", "schema
	// auth", "database app".
	Object string
	// Reason says why the owner agrees. Required.
	Reason string
}

// covers reports whether the exception is for the object.
func (t Touch) covers(o object) bool {
	kind, name := "", strings.TrimSpace(t.Object)
	if i := strings.LastIndexByte(name, ' '); i >= 0 && !strings.ContainsAny(name, `"(`) {
		kind, name = strings.ToLower(strings.TrimSpace(name[:i])), name[i+1:]
	} else if before, after, found := strings.Cut(name, " "); found && !strings.Contains(before, `"`) && !strings.Contains(before, "(") {
		kind, name = strings.ToLower(before), after
	}
	if kind != "" && kind != o.kind && classOf(kind) != classOf(o.kind) {
		return false
	}
	if name == o.identity || name == string(o.name) || name == o.name.Schema()+"."+o.name.Object() {
		return true
	}
	return schema.ParseName(name) == o.name
}

// declares reports whether an exception is for an object, or what it belongs to.
func (r Revision) declares(chain []object) bool {
	return slices.ContainsFunc(r.Touches, func(t Touch) bool { return slices.ContainsFunc(chain, t.covers) })
}

// checkTouches refuses exceptions without object or reason.
func (r Revision) checkTouches() error {
	for i, t := range r.Touches {
		if strings.TrimSpace(t.Object) == "" || strings.TrimSpace(t.Reason) == "" {
			return hint.New(fmt.Sprintf("entry %d of Touches in revision %s names no object or no reason", i+1, r.title()),
				`write both: Touches: []deed.Touch{{Object: "auth.users", Reason: "agreed with auth, TICKET-1"}}`)
		}
	}
	return nil
}

// touches are the exceptions as the log keeps them.
func (r Revision) touches() string {
	lines := make([]string, len(r.Touches))
	for i, t := range r.Touches {
		lines[i] = t.Object + ": " + t.Reason
	}
	return strings.Join(lines, "\n")
}
