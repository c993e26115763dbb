package codegen

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/deedsql/deed/op"
)

// ErrNoRevision is returned by [ReadRevision] for a Go file without a
// revision, which is no mistake: helpers may stand beside the revisions.
var ErrNoRevision = errors.New("no revision in this file")

// ReadRevision reads a revision file without running it. Steps that are not
// operations made of constants are returned as opaque steps with their
// position; a mistake in the syntax, or an ID, parent or message that is not a
// constant, is an error at file:line:column. A file that adds no revision is
// [ErrNoRevision].
func ReadRevision(filename string, src []byte) (Revision, error) {
	s, err := parseSource(token.NewFileSet(), filename, src)
	if err != nil {
		return Revision{}, err
	}
	variable, literal, err := s.revision()
	if err != nil {
		return Revision{}, err
	}
	r := Revision{Package: s.file.Name.Name, Variable: variable, File: filename}
	if err := s.readRevision(&r, literal); err != nil {
		return Revision{}, err
	}
	s.readHeader(&r)
	return r, nil
}

// revision finds the literal in "var _ = Revisions.Add(deed.Revision{…})".
func (s *source) revision() (variable string, literal *ast.CompositeLit, err error) {
	s.variables(func(_ *ast.Ident, value ast.Expr) {
		name, arg := addCall(value)
		if name == "" || err != nil {
			return
		}
		switch found := s.deedLiteral(arg, "Revision"); {
		case found == nil:
			err = s.errorf(arg, "expected a literal deed.Revision{…}, so that the file can be read without running it")
		case literal != nil:
			err = s.errorf(found, "a second revision in one file; give it a file of its own")
		default:
			variable, literal = name, found
		}
	})
	if err == nil && literal == nil {
		err = fmt.Errorf("%s: %w", s.fset.Position(s.file.Package).Filename, ErrNoRevision)
	}
	return variable, literal, err
}

// addCall takes "Revisions.Add(arg)" apart; name is empty for anything else.
func addCall(e ast.Expr) (name string, arg ast.Expr) {
	call, ok := e.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return "", nil
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || method.Sel.Name != "Add" {
		return "", nil
	}
	if x, ok := method.X.(*ast.Ident); ok {
		return x.Name, call.Args[0]
	}
	return "", nil
}

var revisionFields = []string{"ID", "Parents", "Message", "Labels", "DependsOn", "Upgrade", "Downgrade", "Irreversible", "Touches"}

func (s *source) readRevision(r *Revision, literal *ast.CompositeLit) error {
	for _, elt := range literal.Elts {
		pair, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return s.errorf(elt, "expected Field: value")
		}
		var err error
		switch spelled(pair.Key) {
		case "ID", "Parents", "Labels", "DependsOn", "Message", "Irreversible", "Touches":
			err = s.assign(reflect.ValueOf(r).Elem().FieldByName(spelled(pair.Key)), pair.Value)
		case "Upgrade":
			r.Upgrade = s.steps(pair.Value)
		case "Downgrade":
			r.Downgrade = s.steps(pair.Value)
		case "File":
		default:
			err = s.unknown(pair.Key, "deed.Revision", revisionFields)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// steps reads a list of steps. A list that is not written out is one opaque
// step.
func (s *source) steps(e ast.Expr) []Step {
	literal, ok := e.(*ast.CompositeLit)
	if _, isArray := literalType(literal).(*ast.ArrayType); !ok || !isArray {
		if isNil(e) {
			return nil
		}
		return []Step{s.opaque(e, s.errorf(e, "the steps are not written out"))}
	}
	steps := make([]Step, len(literal.Elts))
	last := literal.Lbrace
	for i, elt := range literal.Elts {
		steps[i] = s.step(elt)
		steps[i].Comment = s.commentBetween(last, elt.Pos())
		last = elt.End()
	}
	return steps
}

func (s *source) step(e ast.Expr) Step {
	inner := unref(e)
	literal, ok := inner.(*ast.CompositeLit)
	if !ok {
		return s.opaque(e, s.errorf(e, "not an operation's literal"))
	}
	path, name := splitName(s.name(literal.Type))
	typ := operationTypes[name]
	if path != opPath || typ == nil {
		return s.opaque(e, s.errorf(e, "not an operation of package op"))
	}
	v := reflect.New(typ).Elem()
	if err := s.assignStruct(v, literal); err != nil {
		return s.opaque(e, err)
	}
	return Step{Op: v.Interface().(op.Operation), Pos: s.fset.Position(e.Pos())}
}

func (s *source) opaque(e ast.Expr, reason error) Step {
	return Step{Source: s.slice(e), Reason: reason.Error(), Pos: s.fset.Position(e.Pos())}
}

// commentBetween returns the comments that stand on lines of their own
// between two positions.
func (s *source) commentBetween(from, to token.Pos) string {
	var texts []string
	for _, group := range s.file.Comments {
		if group.Pos() <= from || group.End() > to {
			continue
		}
		if s.fset.Position(group.Pos()).Line == s.fset.Position(from).Line {
			continue // it belongs to what stands before it
		}
		texts = append(texts, commentText(group))
	}
	return strings.Join(texts, "\n\n")
}

// commentText returns the text of a comment, directives too.
func commentText(group *ast.CommentGroup) string {
	var all []string
	for _, c := range group.List {
		if block, ok := strings.CutPrefix(c.Text, "/*"); ok {
			all = append(all, strings.TrimSpace(strings.TrimSuffix(block, "*/")))
			continue
		}
		all = append(all, strings.TrimPrefix(strings.TrimPrefix(c.Text, "//"), " "))
	}
	return strings.Join(all, "\n")
}

var headerLine = regexp.MustCompile(`^Revision .*?(?:, drafted (.* UTC) by deed)?\. Read before applying\.$`)

// readHeader takes what only the comment at the top says: when the revision
// was drafted, and notes.
func (s *source) readHeader(r *Revision) {
	if len(s.file.Comments) == 0 || s.file.Comments[0].Pos() > s.file.Package {
		return
	}
	paragraphs := strings.Split(commentText(s.file.Comments[0]), "\n\n")
	for i, p := range paragraphs {
		m := headerLine.FindStringSubmatch(p)
		if m == nil {
			continue
		}
		if created, err := time.Parse(createdLayout, m[1]); err == nil {
			r.Created = created
		}
		if rest := paragraphs[i+1:]; len(rest) > 0 {
			r.Note = rest
		}
		return
	}
}
