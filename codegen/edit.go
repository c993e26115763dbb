package codegen

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// SetParents returns a revision file with other parents and the rest as it
// was.
func SetParents(filename string, src []byte, parents []string) ([]byte, error) {
	s, err := parseSource(token.NewFileSet(), filename, src)
	if err != nil {
		return nil, err
	}
	_, literal, err := s.revision()
	if err != nil {
		return nil, err
	}
	r := Revision{}
	if err := s.readRevision(&r, literal); err != nil {
		return nil, err
	}
	edits := append(s.parentsEdit(literal, parents), s.headerEdit(r, parents)...)
	return applyEdits(src, edits)
}

// An edit replaces a part of a file.
type edit struct {
	from, to int // byte offsets
	text     string
}

func (s *source) parentsEdit(literal *ast.CompositeLit, parents []string) []edit {
	list := "nil"
	if len(parents) > 0 {
		list = fmt.Sprintf("%#v", parents)
	}
	at, text := s.offset(literal.Lbrace)+1, "\n\tParents: "+list+","
	for _, elt := range literal.Elts {
		pair, ok := elt.(*ast.KeyValueExpr)
		switch {
		case ok && spelled(pair.Key) == "Parents":
			return []edit{{s.offset(pair.Value.Pos()), s.offset(pair.Value.End()), list}}
		case ok && spelled(pair.Key) == "ID":
			at, text = s.offset(pair.End()), ",\n\tParents: "+list
		}
	}
	return []edit{{at, at, text}}
}

// headerEdit changes "after …" in the comment at the top, if it is there as
// it was written.
func (s *source) headerEdit(r Revision, parents []string) []edit {
	was := "// Revision " + r.ID + ", " + after(r.Parents)
	i := strings.Index(string(s.text), was)
	if i < 0 || i > s.offset(s.file.Package) {
		return nil
	}
	return []edit{{i, i + len(was), "// Revision " + r.ID + ", " + after(parents)}}
}

func (s *source) offset(p token.Pos) int { return s.fset.Position(p).Offset }

func applyEdits(src []byte, edits []edit) ([]byte, error) {
	slices.SortFunc(edits, func(a, b edit) int { return cmp.Compare(b.from, a.from) })
	for _, e := range edits {
		src = slices.Concat(src[:e.from], []byte(e.text), src[e.to:])
	}
	return formatSource(src)
}
