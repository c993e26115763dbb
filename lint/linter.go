package lint

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// A linter turns what a judge finds into findings.
type linter struct {
	*service
	*judge
	severities map[string]Severity
	wanted     bool
	report     Report
}

func (l *linter) judgeRevision(r *revision) {
	for _, n := range r.opaqueRevisions {
		l.add(r, n.Pos(), l.folder.firstLine(n), verdict{rule: "own-opaque", message: "this revision is not written as var _ = Revisions.Add(deed.Revision{…}) in a file of its own, so it cannot be read"}, "", nil)
	}
	l.begin(r.ID)
	l.down, l.last, l.made = false, r == l.revisions[len(l.revisions)-1], created(r.upgrade)
	l.steps(r, r.upgrade)
	l.count(r)
	l.begin(r.ID)
	l.down, l.made = true, created(r.downgrade)
	l.steps(r, r.downgrade)
	l.rollback()
	l.leftovers(r)
}

// created is what steps create, sooner or later.
func created(steps []step) map[key]bool {
	made := map[key]bool{}
	for _, s := range steps {
		for _, p := range s.statements {
			for _, e := range p.effects {
				if e.kind == creates {
					made[keyOf(e.object)] = true
				}
			}
		}
	}
	return made
}

func (l *linter) count(r *revision) {
	if !l.wanted {
		return
	}
	l.report.Revisions++
	for _, s := range slices.Concat(r.upgrade, r.downgrade) {
		l.report.Statements += max(1, len(s.statements))
		if s.isOpaque() {
			l.report.Opaque++
		}
	}
}

func (l *linter) begin(id string) {
	l.territory.begin(id)
	l.notValid, l.held = map[string]bool{}, ""
}

func (l *linter) steps(r *revision, steps []step) {
	for _, s := range steps {
		if s.alone {
			l.held = "" // what came before is committed
		}
		for _, p := range s.statements {
			l.found = func(v verdict) {
				from, to := p.place(v.effect)
				l.add(r, from, to, v, p.normal, slices.Concat(p.allows, s.allows))
			}
			for _, e := range p.effects {
				l.do(e)
			}
			for _, a := range p.allows {
				r.allows = append(r.allows, a)
				a.attached = true
			}
		}
	}
}

// add adds a finding, unless a comment or a declared touch allows it.
func (l *linter) add(r *revision, from, to token.Pos, v verdict, statement string, allows []*allow) {
	rule, _ := RuleByID(v.rule)
	if v.severity == "" {
		v.severity = rule.Severity
	}
	if s, ok := l.severities[string(rule.Group)]; ok {
		v.severity = s
	}
	if s, ok := l.severities[v.rule]; ok {
		v.severity = s
	}
	if !l.wanted || v.severity == Off {
		return
	}
	f := Finding{
		Rule: v.rule, Severity: v.severity, Message: v.message, Object: v.object, Owner: v.owner, Hint: v.hint,
		Pos: l.folder.fset.Position(from), End: l.folder.fset.Position(to), Source: l.folder.line(from),
		Service: l.env.Service, Revision: r.ID, Statement: statement,
	}
	for _, a := range allows {
		if a.covers(v.rule) {
			a.used = true
			f.Reason = a.reason
			l.report.Suppressed = append(l.report.Suppressed, f)
			return
		}
	}
	if d := r.declares(v); d != nil {
		f.Severity, f.Reason, f.Hint = Note, d.reason, ""
		f.Message += "; declared: " + d.reason
	}
	l.report.Findings = append(l.report.Findings, f)
}

// declares returns the entry of Touches that allows what was found.
func (r *revision) declares(v verdict) *declared {
	if v.object == "" {
		return nil
	}
	for i := range r.touches {
		if d := &r.touches[i]; d.reason != "" && (d.object == v.object && (d.kind == "" || class(d.kind) == class(v.kind)) || d.kind == kindSchema && v.in == d.object && v.in != "") {
			d.used = true
			return d
		}
	}
	return nil
}

// line returns the line of source that a position is in.
func (f *folder) line(pos token.Pos) string {
	p := f.fset.Position(pos)
	start := p.Offset - (p.Column - 1)
	src := f.sources[p.Filename]
	if start < 0 || start > len(src) {
		return ""
	}
	line, _, _ := bytes.Cut(src[start:], []byte("\n"))
	return strings.TrimRight(string(line), "\r")
}

// leftovers reports suppressions and declared touches that are not in order.
func (l *linter) leftovers(r *revision) {
	for _, a := range r.allows {
		l.checkAllow(r, a)
	}
	for _, d := range r.touches {
		switch {
		case d.reason == "":
			l.addAt(r, d.node, allowReason, fmt.Sprintf("touching %s is declared without a reason", d.text), "give it a Reason")
		case !d.used:
			l.addAt(r, d.node, allowUnused, fmt.Sprintf("nothing here touches %s", d.text), "remove it from Touches")
		}
	}
}

func (l *linter) checkAllow(r *revision, a *allow) {
	var rule, message, hint string
	unknown := slices.IndexFunc(a.rules, func(id string) bool { _, ok := RuleByID(id); return !ok })
	switch {
	case len(a.rules) == 0:
		rule, message, hint = allowUnknown, "this suppression names no rule", "//deed:allow RULE: reason"
	case unknown >= 0:
		rule, message = allowUnknown, fmt.Sprintf("there is no rule %q", a.rules[unknown])
		hint = nearestRule(a.rules[unknown])
	case a.reason == "":
		rule, message, hint = allowReason, "this suppression has no reason, so it suppresses nothing", "//deed:allow "+strings.Join(a.rules, ",")+": reason"
	case !a.used && !a.attached:
		rule, message, hint = allowUnused, "this suppression belongs to no step", "put it on the line above the step, or inside it"
	case !a.used:
		rule, message, hint = allowUnused, "nothing here breaks "+strings.Join(a.rules, ", "), "remove the comment"
	default:
		return
	}
	l.add(r, a.from, a.to, verdict{rule: rule, message: message, hint: hint}, "", nil)
}

func (l *linter) addAt(r *revision, n ast.Node, rule, message, hint string) {
	l.add(r, n.Pos(), l.folder.firstLine(n), verdict{rule: rule, message: message, hint: hint}, "", nil)
}

// conflicts reports on the environment what another service claims as
// strongly.
func (l *linter) conflicts() {
	for _, o := range l.judge.conflicts() {
		rule, _ := RuleByID("own-conflict")
		pos := token.Position{Filename: l.env.File, Line: l.env.Line, Column: 1}
		h := l.own[key{class(o.Kind), o.Name}]
		l.report.Findings = append(l.report.Findings, Finding{
			Rule: rule.ID, Severity: rule.Severity, Object: o.Name, Owner: o.Service, Service: l.env.Service, Pos: pos, End: pos,
			Message: fmt.Sprintf("%s %s belongs to %s (%s in %s) and to %s%s", o.Kind, o.Name, l.env.Service, h.evidence, h.since, o.Service, since(o)),
			Hint:    "one of the two has to release it: deed release " + string(o.Name),
		})
	}
}
