package lint

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// The kinds of objects beyond those of package op, in PostgreSQL's words.
const (
	kindTable     = op.KindTable
	kindSequence  = op.KindSequence
	kindType      = op.KindType
	kindSchema    = op.KindSchema
	kindExtension = op.KindExtension

	kindView        op.Kind = "view"
	kindMatView     op.Kind = "materialized view"
	kindIndex       op.Kind = "index"
	kindFunction    op.Kind = "function"
	kindRole        op.Kind = "role"
	kindDatabase    op.Kind = "database"
	kindPublication op.Kind = "publication"
	kindPrepared    op.Kind = "prepared statement"
)

// A class is a name space: kinds in one class cannot share a name.
func class(k op.Kind) op.Kind {
	switch k {
	case kindTable, kindView, kindMatView, kindIndex, kindSequence, "foreign table", "relation":
		return "relation"
	case kindType, "domain":
		return kindType
	case kindFunction, "procedure", "aggregate", "routine":
		return kindFunction
	}
	return k
}

// schemaless reports whether objects of the kind live in no schema.
func schemaless(k op.Kind) bool {
	switch class(k) {
	case "relation", kindType, kindFunction, "collation", "conversion", "operator", "statistics",
		"operator class", "operator family", "text search configuration", "text search dictionary", "text search parser",
		"text search template":
		return false
	}
	return true
}

// An object is a name where a step uses it.
type object struct {
	kind op.Kind
	name schema.Name
	bare bool // written without a schema
	temp bool // a temporary table
	only bool // written with ONLY: not what inherits from it
	span
}

// A span is a part of a text, in bytes.
type span struct{ start, end int }

type effectKind int

const (
	touches   effectKind = iota // changes the object, or what belongs to it
	replaces                    // creates the object, or takes what has its name
	creates                     // creates the object
	drops                       // the object is gone afterwards
	renames                     // the object has another name afterwards
	adopts                      // the service takes the object over
	releases                    // the service gives the object up
	says                        // breaks the rule whatever the object
	searches                    // sets search_path; in silence without a rule
	restores                    // sets search_path to what it was before
	calls                       // calls the function
	selects                     // a view is defined over the objects
	threatens                   // a change that safety rules look at
	crosses                     // what is done to the object reaches to, too
	outlines                    // changes the keys of a table
)

// A crossing is how a change of one object reaches another.
type crossing string

// The crossings.
const (
	inherits   crossing = "inherits from it"
	partOf     crossing = "is a partition of it"
	deletesToo crossing = "has a foreign key to it whose ON DELETE changes its rows"
	updatesToo crossing = "has a foreign key to it whose ON UPDATE changes its rows"
	ruled      crossing = "is written by a rule on it"
	ofType     crossing = "has a column of it"
)

// follows reports whether a change of that rule and those words goes over.
func (c crossing) follows(rule, does string) bool {
	publishes := does == publishing
	switch c {
	case inherits:
		return rule == "own-alter" || rule == "own-truncate" || rule == "own-lock" || publishes || c.mayHit(does)
	case partOf:
		index := strings.HasPrefix(does, "creates index ") || strings.HasPrefix(does, "creates an index ") || strings.HasPrefix(does, "puts trigger")
		return rule == "own-alter" || rule == "own-truncate" || rule == "own-drop" || rule == "own-attach-object" && (index || publishes) ||
			rule == "own-lock" && !strings.HasPrefix(does, "locks rows")
	case deletesToo:
		return does == deletesRows || does == mergesAway
	case updatesToo:
		return does == updatesRows || does == upsertsInto || does == mergesInto || does == mergesAway
	case ruled:
		return rule == "own-dml"
	case ofType:
		return rule == "own-shared-type" && !slices.ContainsFunc([]string{"adds value", "adds a ", "changes the role", "drops "}, func(p string) bool { return strings.HasPrefix(does, p) })
	}
	return slices.ContainsFunc(eventsOf(rule, does), c.firesOn)
}

// mayHit reports whether a change of rows reaches those of heirs, if there are
// such.
func (c crossing) mayHit(does string) bool {
	return c == inherits && slices.Contains([]string{deletesRows, updatesRows, mergesInto, mergesAway}, does)
}

// fires is the crossing of a trigger that fires on events, "INSERT" or "UPDATE".
func fires(events ...string) crossing {
	return crossing("fires on " + strings.Join(events, " and ") + " of it")
}

// isTrigger reports whether it is that of a trigger, firesOn whether of one for
// the event.
func (c crossing) isTrigger() bool { return strings.HasPrefix(string(c), "fires on ") }

func (c crossing) firesOn(event string) bool {
	return c.isTrigger() && strings.Contains(string(c), event)
}

// eventsOf are those that a change of that rule and those words sets triggers
// off by.
func eventsOf(rule, does string) []string {
	switch {
	case rule == "own-truncate":
		return []string{"TRUNCATE"}
	case rule != "own-dml":
		return nil
	}
	switch does {
	case updatesRows:
		return []string{"UPDATE"}
	case deletesRows:
		return []string{"DELETE"}
	case upsertsInto, mergesInto:
		return []string{"INSERT", "UPDATE"}
	case mergesAway:
		return []string{"INSERT", "UPDATE", "DELETE"}
	}
	return []string{"INSERT"}
}

// An effect is one thing that a step does, in the order in which it does it.
type effect struct {
	kind    effectKind
	rule    string
	does    string // "drops", "creates an index on"; all of the message of says
	object  object
	to      object
	schemas []string       // of searches
	bases   []object       // of selects
	change  change         // of threatens
	cross   crossing       // of crosses
	key     []string       // of crosses: the columns that ON UPDATE follows; none: the primary key
	sets    []string       // of touches: the columns that are updated; nil: any
	soft    bool           // of calls and touches: of what is known to be another service's only
	outline func(*outline) // of outlines
	// within is the function or block that holds the statement, as the start
	// of a message.
	within string
	span
}
