package model

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/scanner"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
)

// A file is a parsed source file.
type file struct {
	path    string // as errors show it
	src     []byte
	text    string // src
	syntax  *ast.File
	tok     *token.File
	pkg     *goPackage
	imports map[string]string // by the name that the file uses
	types   []*typeDecl       // in their order, like the constants
	consts  []*constDecl
}

// A goPackage is a package of the module, with its types by name.
type goPackage struct {
	dir    string
	files  []*file
	types  map[string]*typeDecl
	consts map[string]*constDecl
	// byType holds the constants of each type of the package.
	byType map[string][]*constDecl
}

// A typeDecl is the declaration of a type, with the directives above it.
type typeDecl struct {
	file       *file
	spec       *ast.TypeSpec
	directives []directive
	parameters bool // it is generic
}

// A constDecl is one constant with a declared or inherited type.
type constDecl struct {
	file       *file
	name       *ast.Ident
	typ        ast.Expr // nil: the value's
	value      ast.Expr
	directives []directive
}

func (f *file) position(offset int) token.Position {
	pos := f.tok.PositionFor(f.tok.Pos(offset), false)
	pos.Filename = f.path
	return pos
}

// line returns the source line at an offset and where it begins.
func (f *file) line(offset int) (string, int) {
	start := bytes.LastIndexByte(f.src[:offset], '\n') + 1
	end := bytes.IndexByte(f.src[start:], '\n')
	if end < 0 {
		end = len(f.src) - start
	}
	return strings.TrimSuffix(string(f.src[start:start+end]), "\r"), start
}

// node returns the source of a node.
func (f *file) node(n ast.Node) fragment {
	return f.source(f.tok.Offset(n.Pos()), f.tok.Offset(n.End()))
}

// A reader reads the packages of a module, each directory once.
type reader struct {
	fset    *token.FileSet
	context build.Context
	root    string // errors name files relative to it
	mu      sync.Mutex
	dirs    map[string]*goPackage
	modules map[string]module
}

func newReader(tags []string, root string) *reader {
	context := build.Default
	context.BuildTags = tags
	return &reader{
		fset: token.NewFileSet(), context: context, root: root,
		dirs: map[string]*goPackage{}, modules: map[string]module{},
	}
}

// read returns the package in a directory; a broken file gives [Errors].
func (r *reader) read(dir string) (*goPackage, error) {
	r.mu.Lock()
	p, ok := r.dirs[dir]
	r.mu.Unlock()
	if ok {
		return p, nil
	}
	names, err := goFiles(dir)
	if err != nil {
		return nil, err
	}
	p, err = r.parse(dir, names)
	if err != nil {
		return nil, err
	}
	p.index()
	r.mu.Lock()
	r.dirs[dir] = p
	r.mu.Unlock()
	return p, nil
}

func goFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("reading models: %w", err)
	}
	var names []string
	for _, e := range entries {
		if name := e.Name(); strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") && !e.IsDir() {
			names = append(names, name)
		}
	}
	return names, nil
}

// parse parses the files of a directory side by side.
func (r *reader) parse(dir string, names []string) (*goPackage, error) {
	files, failures := make([]*file, len(names)), make([]error, len(names))
	each(len(names), func(i int) { files[i], failures[i] = r.parseFile(dir, names[i]) })
	p := &goPackage{dir: dir}
	for _, f := range files {
		if f != nil {
			f.pkg = p
			p.files = append(p.files, f)
		}
	}
	return p, flatten(failures)
}

// each calls do for 0 to n-1 on all processors.
func each(n int, do func(int)) {
	var wait sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := range next {
				do(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wait.Wait()
}

// flatten makes one [Errors] of errors that are such; any other comes first.
func flatten(failures []error) error {
	var all Errors
	for _, err := range failures {
		var list Errors
		switch {
		case err == nil:
		case errors.As(err, &list):
			all = append(all, list...)
		default:
			return err
		}
	}
	if len(all) == 0 {
		return nil
	}
	return sortErrors(all)
}

// parseFile returns nil for a file that the build tags exclude.
func (r *reader) parseFile(dir, name string) (*file, error) {
	path := filepath.Join(dir, name)
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading models: %w", err)
	}
	if r.excludes(dir, name, src) {
		return nil, nil
	}
	f := &file{path: r.relative(path), src: src, text: string(src)}
	f.syntax, err = parser.ParseFile(r.fset, path, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, f.syntaxErrors(err)
	}
	f.tok = r.fset.File(f.syntax.FileStart)
	f.readImports()
	return f, nil
}

// excludes reports whether build tags, or the name of another system, exclude
// a file. Nearly every file has neither, and is not worth asking for.
func (r *reader) excludes(dir, name string, src []byte) bool {
	last := name[strings.LastIndexByte(name, '_')+1:]
	if name[0] != '.' && name[0] != '_' && (last == name || isDigit(last[0])) &&
		!bytes.Contains(src, []byte("go:build")) && !bytes.Contains(src, []byte("+build")) {
		return false
	}
	context := r.context
	context.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(src)), nil }
	match, err := context.MatchFile(dir, name)
	return err == nil && !match
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

func (r *reader) relative(path string) string {
	if r.root == "" {
		return path
	}
	if rel, err := filepath.Rel(r.root, path); err == nil {
		return rel
	}
	return path
}

func (f *file) syntaxErrors(err error) error {
	var list scanner.ErrorList
	if !errors.As(err, &list) {
		return fmt.Errorf("reading %s: %w", f.path, err)
	}
	var all Errors
	for _, e := range list {
		line, _ := f.line(min(e.Pos.Offset, len(f.src)))
		e.Pos.Filename = f.path
		all = append(all, &Error{Pos: e.Pos, Msg: e.Msg, Line: line, Width: 1})
	}
	return all
}

func (f *file) readImports() {
	f.imports = make(map[string]string, len(f.syntax.Imports))
	for _, spec := range f.syntax.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := importName(path)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		f.imports[name] = path
	}
}

// importName guesses the name of a package from its path: its last part, or
// the one before a version ("github.com/gofrs/uuid/v5").
func importName(path string) string {
	parts := strings.Split(path, "/")
	name := parts[len(parts)-1]
	if len(parts) > 1 && isVersion(name) {
		name = parts[len(parts)-2]
	}
	name, _, _ = strings.Cut(name, ".v") // gopkg.in/guregu/null.v4
	name = strings.TrimPrefix(name, "go-")
	return strings.TrimSuffix(name, "-go")
}

func isVersion(s string) bool {
	digits, ok := strings.CutPrefix(s, "v")
	_, err := strconv.Atoi(digits)
	return ok && err == nil
}

// index fills the package's types and constants.
func (p *goPackage) index() {
	p.types, p.consts = map[string]*typeDecl{}, map[string]*constDecl{}
	p.byType = map[string][]*constDecl{}
	for _, f := range p.files {
		for _, decl := range f.syntax.Decls {
			if d, ok := decl.(*ast.GenDecl); ok {
				p.indexDecl(f, d)
			}
		}
	}
}

func (p *goPackage) indexDecl(f *file, d *ast.GenDecl) {
	var typ, value ast.Expr // of the line before, which an empty one repeats
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			doc := s.Doc
			if doc == nil && !d.Lparen.IsValid() {
				doc = d.Doc
			}
			t := &typeDecl{
				file: f, spec: s, parameters: s.TypeParams != nil,
				directives: append(f.directives(doc), f.directives(s.Comment)...),
			}
			p.types[s.Name.Name], f.types = t, append(f.types, t)
		case *ast.ValueSpec:
			if d.Tok != token.CONST {
				continue
			}
			if s.Type != nil || len(s.Values) > 0 {
				typ, value = s.Type, nil
			}
			p.indexConsts(f, s, typ, &value)
		}
	}
}

func (p *goPackage) indexConsts(f *file, s *ast.ValueSpec, typ ast.Expr, value *ast.Expr) {
	for i, name := range s.Names {
		if i < len(s.Values) {
			*value = s.Values[i]
		}
		c := &constDecl{file: f, name: name, typ: typ, value: *value}
		c.directives = append(f.directives(s.Doc), f.directives(s.Comment)...)
		p.consts[name.Name] = c
		f.consts = append(f.consts, c)
		if of := c.typeName(); of != "" {
			p.byType[of] = append(p.byType[of], c)
		}
	}
}
