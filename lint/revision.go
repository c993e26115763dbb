package lint

import (
	"errors"
	"go/ast"
	"go/token"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A revision is a revision file as lint sees it.
type revision struct {
	codegen.Revision
	file            File
	at              *ast.CompositeLit
	upgrade         []step
	downgrade       []step
	touches         []declared
	allows          []*allow
	opaqueRevisions []ast.Node // revisions that cannot be read
}

// A declared is an entry of a revision's Touches.
type declared struct {
	text   string
	kind   op.Kind // empty: any
	object schema.Name
	reason string
	node   ast.Node
	used   bool
}

// A step is one step of a revision with what it does.
type step struct {
	node       ast.Expr
	op         op.Operation // nil: Go code
	statements []placed
	opaque     bool
	alone      bool // outside a transaction
	allows     []*allow
}

// A placed is a statement, or an operation, with the places of its effects.
type placed struct {
	statement
	normal string // see Finding.Statement
	place  func(effect) (from, to token.Pos)
	from   token.Pos
	to     token.Pos
	allows []*allow
}

// readRevision reads a file that may add revisions to the environment. ok is
// false if it adds none.
func (f *folder) readRevision(file File) (r revision, ok bool, err error) {
	adds := f.adds(file.AST)
	if len(adds) == 0 {
		return revision{}, false, nil
	}
	r = revision{file: file, allows: readAllows(f.fset, file.AST)}
	r.Revision, err = codegen.ReadRevision(file.Name, file.Src)
	if err != nil && !errors.Is(err, codegen.ErrNoRevision) {
		return revision{}, false, err
	}
	for _, add := range adds {
		l := f.literal(file.AST, add)
		id, constant := f.foldOrEmpty(fieldOf(l, "ID"))
		if err == nil && r.at == nil && constant && id.value == r.ID {
			r.at = l
			continue
		}
		r.opaqueRevisions = append(r.opaqueRevisions, add)
	}
	if r.at != nil {
		r.upgrade = f.steps(&r, "Upgrade", r.Upgrade)
		r.downgrade = f.steps(&r, "Downgrade", r.Downgrade)
		r.touches = f.declared(r.at)
	}
	return r, true, nil
}

// adds returns the uses of the environment's Add in a file: the calls, and
// what else mentions it.
func (f *folder) adds(file *ast.File) []ast.Node {
	var list []ast.Node
	called := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if f.isAdd(n.Fun) {
				called[n.Fun] = true
				list = append(list, n)
			}
		case *ast.SelectorExpr:
			if f.isAdd(n) && !called[n] {
				list = append(list, n)
			}
		}
		return true
	})
	return list
}

// isAdd reports whether an expression is the environment's method Add.
func (f *folder) isAdd(e ast.Expr) bool {
	method, ok := e.(*ast.SelectorExpr)
	if !ok || method.Sel.Name != "Add" {
		return false
	}
	found := false
	ast.Inspect(method.X, func(n ast.Node) bool {
		x, ok := n.(*ast.Ident)
		found = found || ok && x.Name == f.variable
		return !found
	})
	return found
}

// literal returns the revision that a call adds, nil if it is not written
// there.
func (f *folder) literal(file *ast.File, add ast.Node) *ast.CompositeLit {
	call, ok := add.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 {
		return nil
	}
	l, _ := unref(call.Args[0]).(*ast.CompositeLit)
	if l == nil || !isDeed(file, l.Type, "Revision") {
		return nil
	}
	return l
}

func (f *folder) declared(l *ast.CompositeLit) []declared {
	list, _ := fieldOf(l, "Touches").(*ast.CompositeLit)
	if list == nil {
		return nil
	}
	var all []declared
	for _, elt := range list.Elts {
		item, ok := elt.(*ast.CompositeLit)
		if !ok {
			continue
		}
		object, _ := f.foldOrEmpty(fieldOf(item, "Object"))
		reason, _ := f.foldOrEmpty(fieldOf(item, "Reason"))
		kind, name := cutKind(object.value)
		all = append(all, declared{text: object.value, kind: kind, object: schema.ParseName(name), reason: reason.value, node: item})
	}
	return all
}

// cutKind splits "function auth.note(int)" into kind and name.
func cutKind(object string) (kind op.Kind, name string) {
	name, _, _ = strings.Cut(strings.TrimSpace(object), "(")
	if i := strings.LastIndexByte(name, ' '); i >= 0 && !strings.Contains(name, `"`) {
		return op.Kind(strings.ToLower(strings.TrimSpace(name[:i]))), name[i+1:]
	}
	return "", name
}

func (f *folder) foldOrEmpty(e ast.Expr) (text, bool) {
	if e == nil {
		return text{}, false
	}
	return f.fold(e)
}

// steps puts the steps as codegen reads them beside their source.
func (f *folder) steps(r *revision, field string, read []codegen.Step) []step {
	value := fieldOf(r.at, field)
	list, ok := value.(*ast.CompositeLit)
	if !ok || len(list.Elts) != len(read) {
		if value == nil || len(read) == 0 {
			return nil
		}
		return []step{f.opaqueStep(value, "these steps are not written out, so they cannot be seen")}
	}
	steps := make([]step, len(read))
	for i, elt := range list.Elts {
		steps[i] = f.step(r.file.AST, elt, read[i])
		steps[i].allows = r.allowsOf(f.fset, elt)
	}
	return steps
}

func (f *folder) step(file *ast.File, node ast.Expr, read codegen.Step) step {
	literal, _ := unref(node).(*ast.CompositeLit)
	switch {
	case literal != nil && imported(file, literal.Type) == opPath+".SQL":
		return f.sqlStep(node, literal)
	case read.Op != nil:
		return f.operationStep(node, read.Op)
	case literal != nil:
		return f.opaqueStep(node, "this operation is not made of constants, so it cannot be seen: "+sourcePlace.ReplaceAllString(read.Reason, ""))
	}
	return f.goStep(file, node)
}

// sourcePlace is where codegen says that something stands; findings say it
// themselves.
var sourcePlace = regexp.MustCompile(`^.*:\d+:\d+: `)

func unref(e ast.Expr) ast.Expr {
	if u, ok := e.(*ast.UnaryExpr); ok && u.Op == token.AND {
		return u.X
	}
	return e
}

func (f *folder) opaqueStep(node ast.Expr, why string) step {
	s := statement{effects: []effect{{kind: says, rule: "own-opaque", does: why}}}
	return step{node: node, opaque: true, statements: []placed{f.at(node, s, "Go code")}}
}

// at places all effects of a statement at a node.
func (f *folder) at(node ast.Node, s statement, normal string) placed {
	whole := func(effect) (token.Pos, token.Pos) { return node.Pos(), f.firstLine(node) }
	return placed{statement: s, normal: normal, place: whole, from: node.Pos(), to: node.End()}
}

// firstLine returns the end of a node, or of its first line.
func (f *folder) firstLine(n ast.Node) token.Pos {
	file := f.fset.File(n.Pos())
	line := file.Line(n.Pos())
	if file.Line(n.End()) == line {
		return n.End()
	}
	return file.LineStart(line+1) - 1
}

func (f *folder) operationStep(node ast.Expr, o op.Operation) step {
	s := statement{effects: readOperation(o)}
	name := "op." + reflect.TypeOf(o).Name()
	var targets []string
	for _, x := range o.Targets() {
		targets = append(targets, string(x.Name))
	}
	p := f.at(node, s, name+" "+strings.Join(targets, " "))
	p.place = func(e effect) (token.Pos, token.Pos) {
		object := e.object
		if e.kind == renames {
			object = e.to
		}
		if l := nameIn(node, object.name); object.name != "" && l != nil {
			return l.Pos(), l.End()
		}
		return node.Pos(), f.firstLine(node)
	}
	return step{node: node, op: o, alone: isAlone(o), statements: []placed{p}}
}

// isAlone reports whether an operation runs outside a transaction.
func isAlone(o op.Operation) bool {
	switch o := o.(type) {
	case op.CreateIndex:
		return o.Concurrently
	case op.DropIndex:
		return o.Concurrently
	}
	return false
}

// sqlStep reads raw SQL, with what would take it back.
func (f *folder) sqlStep(node ast.Expr, literal *ast.CompositeLit) step {
	up := fieldOf(literal, "Up")
	if up == nil {
		return step{node: node, op: op.SQL{}}
	}
	sql, ok := f.fold(up)
	if !ok {
		return f.opaqueStep(up, "this SQL is not a constant, so it cannot be read")
	}
	s := step{node: node, op: op.SQL{Up: sql.value}, statements: f.placeSQL(sql)}
	if alone, ok := fieldOf(literal, "NoTransaction").(*ast.Ident); ok && alone.Name == "true" {
		s.alone = true
		for i := range s.statements {
			// Outside a transaction a procedure may commit its own.
			s.statements[i].effects = without(s.statements[i].effects, func(e effect) bool {
				return e.rule == "tx-control" && e.within != "" || e.rule == inTransaction
			})
		}
	}
	return s
}

// placeSQL reads the statements of a constant text.
func (f *folder) placeSQL(sql text) []placed {
	var list []placed
	for _, s := range readSQL(sql.value) {
		from, to := sql.span(s.span)
		list = append(list, placed{
			statement: s,
			normal:    normalize(s.sql),
			place:     func(e effect) (token.Pos, token.Pos) { return sql.span(e.span) },
			from:      from,
			to:        to,
		})
	}
	allowInSQL(sql, list)
	return list
}

// normalize returns a statement without comments and blanks.
func normalize(sql string) string {
	var words []string
	for _, t := range schema.Tokens(sql) {
		words = append(words, t.Text)
	}
	return strings.Join(words, " ")
}

func (s step) isOpaque() bool {
	return s.opaque || slices.ContainsFunc(s.statements, func(p placed) bool {
		return slices.ContainsFunc(p.effects, func(e effect) bool { return e.rule == "own-opaque" && e.kind == says })
	})
}
