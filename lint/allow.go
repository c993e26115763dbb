package lint

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// An allow is a suppression: "//deed:allow RULE: reason" on a step, or
// "-- deed:allow RULE: reason" on a statement.
type allow struct {
	rules    []string
	reason   string
	from, to token.Pos
	attached bool
	used     bool
}

const allowMark = "deed:allow"

// parseAllow reads the text of a comment behind its slashes or dashes.
func parseAllow(comment string) (*allow, bool) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(comment), allowMark)
	if !ok || rest != "" && rest[0] != ' ' && rest[0] != ':' {
		return nil, false
	}
	names, reason, _ := strings.Cut(rest, ":")
	a := &allow{reason: strings.TrimSpace(reason)}
	for name := range strings.FieldsFuncSeq(names, func(r rune) bool { return r == ',' || r == ' ' }) {
		a.rules = append(a.rules, name)
	}
	return a, true
}

func (a *allow) covers(rule string) bool {
	return a.reason != "" && slices.Contains(a.rules, rule)
}

// readAllows returns the suppressions in the comments of a Go file.
func readAllows(fset *token.FileSet, file *ast.File) []*allow {
	var list []*allow
	for _, group := range file.Comments {
		for _, c := range group.List {
			if body, ok := strings.CutPrefix(c.Text, "//"); ok {
				if a, ok := parseAllow(body); ok {
					a.from, a.to = c.Pos(), c.End()
					list = append(list, a)
				}
			}
		}
	}
	return list
}

// allowsOf attaches to a step the suppressions inside it, on its last line,
// and in the comment that ends on the line above it.
func (r *revision) allowsOf(fset *token.FileSet, node ast.Node) []*allow {
	line := func(p token.Pos) int { return fset.Position(p).Line }
	first, last := line(node.Pos()), line(node.End())
	for _, group := range r.file.AST.Comments {
		if line(group.End()) == first-1 && !r.trails(fset, group) {
			first = line(group.Pos())
		}
	}
	var list []*allow
	for _, a := range r.allows {
		if at := line(a.from); at >= first && at <= last && !a.attached {
			a.attached = true
			list = append(list, a)
		}
	}
	return list
}

// trails reports whether a comment stands behind code on its line, and so
// belongs to that.
func (r *revision) trails(fset *token.FileSet, group *ast.CommentGroup) bool {
	p := fset.Position(group.Pos())
	before := string(r.file.Src[p.Offset-p.Column+1 : p.Offset])
	return strings.TrimSpace(before) != ""
}

// allowInSQL attaches suppressions in comments of SQL to the statement that
// they stand in or above.
func allowInSQL(sql text, list []placed) {
	end := 0
	for _, t := range append(schema.Tokens(sql.value), schema.Token{Pos: len(sql.value)}) {
		gap := sql.value[end:t.Pos]
		for at := 0; at < len(gap); {
			i := strings.Index(gap[at:], "--")
			if i < 0 {
				break
			}
			from := at + i
			comment, _, _ := strings.Cut(gap[from:], "\n")
			at = from + len(comment)
			a, ok := parseAllow(strings.TrimLeft(comment, "-"))
			if !ok {
				continue
			}
			a.from, a.to = sql.span(span{end + from, end + at})
			if p := statementAt(list, end+from); p != nil {
				p.allows = append(p.allows, a)
			}
		}
		end = t.End()
	}
}

// statementAt returns the statement that ends behind an offset, or the last.
func statementAt(list []placed, offset int) *placed {
	for i := range list {
		if list[i].end > offset {
			return &list[i]
		}
	}
	if len(list) == 0 {
		return nil
	}
	return &list[len(list)-1]
}
