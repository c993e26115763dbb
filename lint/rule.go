package lint

import (
	_ "embed"
	"strings"

	"github.com/deedsql/deed/internal/hint"
)

// Severity says how bad a finding is. Only errors fail.
type Severity string

// The severities.
const (
	Error   Severity = "error"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// A Group is what a rule is about.
type Group string

// The groups of rules.
const (
	Ownership   Group = "ownership"   // whose is it?
	Safety      Group = "safety"      // what does it lock, lose or break?
	Suppression Group = "suppression" // are the exceptions in order?
)

// A Rule is one thing that lint looks for.
type Rule struct {
	ID       string
	Group    Group
	Severity Severity
	Short    string // one line
	Doc      string // why, and what to do instead, in Markdown
}

// URL is where the rule is explained.
func (r Rule) URL() string {
	return "https://github.com/deedsql/deed/blob/main/lint/rules.md#" + r.ID + "-" + string(r.Severity)
}

// The rules on suppression comments and declared touches.
const (
	allowReason  = "allow-reason"
	allowUnknown = "allow-unknown"
	allowUnused  = "allow-unused"
)

//go:embed rules.md
var manual string

// rules are read from their manual once: what the documentation says is what
// there is.
var rules = parseManual(manual)

// Rules returns all rules, those on ownership first.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// RuleByID returns the rule of that name.
func RuleByID(id string) (Rule, bool) {
	for _, r := range rules {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

// parseManual reads rules.md: "# group", then "## id (severity)", the short
// text on the next paragraph, the documentation after it.
func parseManual(text string) []Rule {
	var list []Rule
	var group Group
	for _, section := range strings.Split("\n"+text, "\n#") {
		head, body, _ := strings.Cut(section, "\n")
		title, isRule := strings.CutPrefix(head, "# ")
		if !isRule {
			group = Group(strings.TrimSpace(head))
			continue
		}
		id, severity, _ := strings.Cut(title, " ")
		short, doc, _ := strings.Cut(strings.TrimSpace(body), "\n\n")
		list = append(list, Rule{
			ID:       id,
			Group:    group,
			Severity: Severity(strings.Trim(severity, "() ")),
			Short:    strings.ReplaceAll(short, "\n", " "),
			Doc:      strings.TrimSpace(doc),
		})
	}
	return list
}

// nearestRule is a hint to the rule that a misspelt one may mean.
func nearestRule(id string) string {
	var ids []string
	for _, r := range rules {
		ids = append(ids, r.ID)
	}
	if near := hint.Nearest(id, ids); near != "" {
		return "did you mean " + near + "?"
	}
	return "the rules are " + strings.Join(ids, ", ")
}
