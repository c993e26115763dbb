package migrations

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// A Trespass is a change of something that is not the service's own.
type Trespass struct {
	Object string // "table auth.users"
	Does   string // "drops", "writes rows of"
	Owner  string // "service auth created it in its revision 61e524cfcce2"
	steps  []int  // that may have done it
	// claimed is true of what another service has, or a tool.
	claimed bool
	// sequence is the oid of one whose values were taken or set.
	sequence string
	unit     *unit
	of       []object // what it belongs to
	says     []string // the words by which a statement may name it
}

// A FenceError says that a revision changed what is not the service's own.
// Everything was rolled back.
type FenceError struct {
	Service    string
	Trespasses []Trespass
	steps      []int // those that may have done it, if the step is not known
}

// told is how many trespasses an error tells of.
const told = 5

func (e *FenceError) Error() string {
	var lines []string
	for _, t := range e.Trespasses[:min(told, len(e.Trespasses))] {
		lines = append(lines, fmt.Sprintf("it %s %s, which is not %s's: %s", t.Does, t.Object, e.Service, t.Owner))
	}
	if more := len(e.Trespasses) - told; more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	text := strings.Join(lines, "\n")
	if len(e.steps) > 1 {
		text = "one of steps " + joinInts(e.steps) + ": " + text
	}
	return text
}

// Hint names the ways out.
func (e *FenceError) Hint() string {
	first := e.Trespasses[0]
	kind, name := kindOf(first.Object)
	object, reached := first.Object, ""
	if classOf(kind) == "relation" {
		object = name
		if first.unit != nil && first.unit.sql != "" && first.place(first.unit.sql) == 0 {
			reached = "the statement does not name it, but reaches it by a foreign key, a trigger, a rule, a view, a function, a type or CASCADE: 'deed owners " + name +
				"' shows what crosses the border; "
		}
	}
	return reached + wayOut(kind, first.claimed) + "; if its owner agrees, the revision says so: Touches: []deed.Touch{{Object: \"" + object + "\", Reason: \"…\"}}"
}

// kindOf divides what an object is called into its kind and its name.
func kindOf(object string) (kind, name string) {
	for _, kind := range []string{"materialized view", "foreign table", "composite type"} {
		if name, found := strings.CutPrefix(object, kind+" "); found {
			return kind, name
		}
	}
	kind, name, _ = strings.Cut(object, " ")
	return kind, name
}

// wayOut says what to do about a kind of object, which somebody may have claimed.
func wayOut(kind string, claimed bool) string {
	switch class := classOf(kind); {
	case claimed && (class == "relation" || class == "type"):
		return "let its owner make the change, or take the " + kind + " over: 'deed release' there, 'deed adopt' here"
	case claimed && class == "function":
		return "let its owner make the change"
	}
	switch classOf(kind) {
	case "relation", "type":
		return "let its owner make the change; if the " + kind + " is yours, take it with 'deed adopt' or name it in Owns"
	case "function":
		return "let its owner make the change; if the " + kind + " is yours, name it in Owns"
	case "schema":
		return "let its owner make the change; if the schema is yours, name it in Schemas, or what lies in it in Owns"
	case "server", "database", "role", "tablespace":
		return "let those do it who run the server: no rollback of a revision, and no service, is alone with it"
	}
	return "let its owner make the change"
}

// place finds where a statement names what it trespasses on, counted in
// characters from 1; 0 if it does not.
func (t Trespass) place(sql string) int {
	for _, word := range t.says {
		found := regexp.MustCompile(`(?i)(^|\W)` + regexp.QuoteMeta(word) + `($|\W)`).FindStringSubmatchIndex(sql)
		if word != "" && found != nil {
			return utf8.RuneCountInString(sql[:found[3]]) + 1
		}
	}
	return 0
}

// at is the error of a trespass, at its place in a text.
func (e *FenceError) at(sql string, u *unit) error {
	return &entryError{entry: &entry{sql: sql, unit: u}, position: e.Trespasses[0].place(sql), err: e}
}

// trespass returns the [FenceError] of a unit that would do something to what
// is foreign, unless its revision says that it will. The words are those by
// which the text may name it.
func (r *runner) trespass(m *compiledMove, u *unit, sql string, chain []object, does string, words ...string) error {
	if m.revision.declares(chain) {
		return nil
	}
	owner, claimed := r.fence.territory.owner(chain)
	e := &FenceError{Service: r.env.Service, Trespasses: []Trespass{{
		Object: chain[0].String(), Does: does, Owner: owner, claimed: claimed, steps: []int{u.step}, unit: u,
		says: append(words, chain[0].name.Object()),
	}}}
	return e.at(sql, u)
}

func joinInts(list []int) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = fmt.Sprint(n)
	}
	return strings.Join(words, ", ")
}

func firstWords(sql string) string {
	words := strings.Fields(sql)
	if len(words) > 6 {
		words = append(words[:6], "…")
	}
	return strings.Join(words, " ")
}
