package lint

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"

	"github.com/deedsql/deed/schema"
)

// goStep reads a deed.Func: the SQL that it sends over its transaction where
// that is constant. Whatever else happens to the transaction is opaque.
func (f *folder) goStep(file *ast.File, node ast.Expr) step {
	fn, body := f.functionOf(file, node)
	if body == nil {
		return f.opaqueStep(node, "this Go code is not here to be read")
	}
	s := step{node: node}
	tx := lastParameter(fn) // "_" or empty: it has none to do harm with
	inner := *f
	inner.locals = localsOf(fn, body)
	g := &goReader{folder: &inner, file: f.fileOf(body, file), tx: tx, handles: map[string]bool{tx: true}, seen: map[*ast.Ident]bool{}, prepared: map[string]bool{}, choices: choicesOf(body)}
	ast.Inspect(body, g.visit)
	if tx != "_" && tx != "" {
		ast.Inspect(body, g.strays)
	}
	s.statements = g.list
	return s
}

// functionOf returns the function that a step calls: a literal or one of the
// package, with or without deed.Func around it.
func (f *folder) functionOf(file *ast.File, e ast.Expr) (*ast.FuncType, *ast.BlockStmt) {
	switch e := e.(type) {
	case *ast.FuncLit:
		return e.Type, e.Body
	case *ast.ParenExpr:
		return f.functionOf(file, e.X)
	case *ast.CallExpr:
		if isDeed(file, e.Fun, "Func") && len(e.Args) == 1 {
			return f.functionOf(file, e.Args[0])
		}
	case *ast.Ident:
		if d := f.functions[e.Name]; d != nil {
			return d.Type, d.Body
		}
	}
	return nil, nil
}

func lastParameter(fn *ast.FuncType) string {
	if fn.Params == nil || len(fn.Params.List) == 0 {
		return ""
	}
	names := fn.Params.List[len(fn.Params.List)-1].Names
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1].Name
}

// localsOf returns the names that are declared in a function, with the value
// of those that never have another.
func localsOf(fn *ast.FuncType, body *ast.BlockStmt) map[string]ast.Expr {
	values := map[string]ast.Expr{}
	set := func(name string, value ast.Expr) {
		if _, again := values[name]; again {
			value = nil
		}
		values[name] = value
	}
	lists := []ast.Node{fn.Params, body}
	for _, n := range lists {
		ast.Inspect(n, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				for _, name := range n.Names {
					set(name.Name, nil)
				}
			case *ast.ValueSpec:
				assign(set, identsOf(n.Names), n.Values)
			case *ast.AssignStmt:
				assign(set, n.Lhs, n.Rhs)
			case *ast.RangeStmt:
				assign(set, []ast.Expr{n.Key, n.Value}, nil)
			case *ast.UnaryExpr:
				if x, ok := n.X.(*ast.Ident); ok && n.Op == token.AND {
					values[x.Name] = nil
				}
			}
			return true
		})
	}
	return values
}

func identsOf(names []*ast.Ident) []ast.Expr {
	list := make([]ast.Expr, len(names))
	for i, n := range names {
		list[i] = n
	}
	return list
}

func assign(set func(string, ast.Expr), left, right []ast.Expr) {
	for i, l := range left {
		x, ok := l.(*ast.Ident)
		if !ok {
			continue
		}
		var value ast.Expr
		if len(left) == len(right) {
			value = right[i]
		}
		set(x.Name, value)
	}
}

// A goReader reads the body of a Go step.
type goReader struct {
	*folder
	file *ast.File
	tx   string
	// handles are the names of the transaction and of savepoints in it.
	handles map[string]bool
	seen    map[*ast.Ident]bool // uses of these that are understood
	// prepared are the names under which statements were prepared, which were
	// read then.
	prepared map[string]bool
	choices  map[string][]ast.Expr // what the variables of loops are
	list     []placed
}

func (g *goReader) visit(n ast.Node) bool {
	if assign, ok := n.(*ast.AssignStmt); ok {
		g.savepoint(assign)
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return true
	}
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return true
	}
	if connects[imported(g.file, method)] {
		g.say(call, "own-opaque", "this opens a connection of its own, which no transaction and no fence holds back")
	}
	x, _ := method.X.(*ast.Ident)
	g.called(method.Sel.Name, x, call)
	return true
}

// called reads the call of a method of the transaction or a savepoint in it, as
// which everything counts that has methods of these names.
func (g *goReader) called(method string, x *ast.Ident, call *ast.CallExpr) {
	switch method {
	case "Exec", "Query", "QueryRow":
		if len(call.Args) > 1 {
			g.see(x)
			g.sql(call.Args[1])
		}
	case "Begin": // a savepoint
		g.see(x)
	case "BeginFunc", "BeginTxFunc":
		g.nested(call)
	case "Prepare":
		if len(call.Args) > 2 {
			g.see(x)
			g.sql(call.Args[2])
			name, _ := g.fold(call.Args[1])
			g.prepared[name.value] = true
		}
	case "Queue": // of a pgx.Batch
		if len(call.Args) > 0 {
			g.sql(call.Args[0])
		}
	case "SendBatch":
		if len(call.Args) > 1 {
			g.see(x)
			g.batch(call)
		}
	case "CopyFrom":
		if len(call.Args) > 1 {
			g.see(x)
			g.copyFrom(call.Args[1])
		}
	case "Commit", "Rollback": // of a savepoint it is its own
		g.see(x)
		if x != nil && x.Name == g.tx {
			g.say(call, "tx-control", "calls "+method+" on the transaction, which is the runner's")
		}
	}
}

// see notes that a use of the transaction is understood.
func (g *goReader) see(x *ast.Ident) {
	if x != nil && g.handles[x.Name] {
		g.seen[x] = true
	}
}

// savepoint notes the handle that Begin returns.
func (g *goReader) savepoint(assign *ast.AssignStmt) {
	call, ok := assign.Rhs[0].(*ast.CallExpr)
	if !ok {
		return
	}
	method, _ := call.Fun.(*ast.SelectorExpr)
	if method == nil || method.Sel.Name != "Begin" {
		return
	}
	of, _ := method.X.(*ast.Ident)
	if to, ok := assign.Lhs[0].(*ast.Ident); ok && of != nil && g.handles[of.Name] && to.Name != "_" {
		g.handles[to.Name], g.seen[to] = true, true
	}
}

// nested accepts a function that gets a savepoint in the transaction: what it
// sends is read where it stands.
func (g *goReader) nested(call *ast.CallExpr) {
	if len(call.Args) < 3 {
		return
	}
	fn, ok := call.Args[len(call.Args)-1].(*ast.FuncLit)
	if !ok {
		return
	}
	for _, arg := range call.Args[:len(call.Args)-1] {
		if x, ok := arg.(*ast.Ident); ok {
			g.see(x)
		}
	}
	for _, field := range fn.Type.Params.List {
		for _, name := range field.Names {
			g.handles[name.Name], g.seen[name] = true, true
		}
	}
}

// connects are the functions that open connections or run programs.
var connects = map[string]bool{
	"github.com/jackc/pgx/v5.Connect": true, "github.com/jackc/pgx/v5.ConnectConfig": true,
	"github.com/jackc/pgx/v5/pgxpool.New": true, "github.com/jackc/pgx/v5/pgxpool.NewWithConfig": true,
	"github.com/jackc/pgx/v5/pgconn.Connect": true, "database/sql.Open": true, "database/sql.OpenDB": true,
	"os/exec.Command": true, "os/exec.CommandContext": true, "net.Dial": true,
}

// fileOf returns the file that holds a node, other if none does.
func (f *folder) fileOf(n ast.Node, other *ast.File) *ast.File {
	for _, file := range f.files {
		if file.AST.FileStart <= n.Pos() && n.End() <= file.AST.FileEnd {
			return file.AST
		}
	}
	return other
}

// batch accepts a batch that is filled in this function; its statements are
// read where they are queued.
func (g *goReader) batch(call *ast.CallExpr) {
	if len(call.Args) == 2 {
		arg := call.Args[1]
		if x, ok := unref(arg).(*ast.Ident); ok && !g.isParameter(x) {
			return
		}
		g.say(arg, "own-opaque", "this batch is filled elsewhere, so its statements cannot be seen")
	}
}

// isParameter reports whether a name is declared outside what can be seen
// here: neither assigned nor declared in the file.
func (g *goReader) isParameter(x *ast.Ident) bool {
	local := false
	ast.Inspect(g.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			local = local || n.Tok == token.DEFINE && slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool { i, ok := e.(*ast.Ident); return ok && i.Name == x.Name })
		case *ast.ValueSpec:
			local = local || slices.ContainsFunc(n.Names, func(i *ast.Ident) bool { return i.Name == x.Name })
		}
		return !local
	})
	return !local
}

func (g *goReader) sql(arg ast.Expr) {
	sql, ok := g.constantSQL(arg)
	list := []text{sql}
	if !ok {
		list, ok = g.each(arg)
	}
	if !ok {
		g.say(arg, "own-opaque", "this SQL is not a constant, so it cannot be read")
		return
	}
	for _, sql := range list {
		if !g.prepared[sql.value] {
			g.list = append(g.list, g.placeSQL(sql)...)
		}
	}
}

// verbs are those of fmt.Sprintf that can be read: any number is as good as
// another, and a string must be constant.
var verbs = regexp.MustCompile(`%[ds%v]`)

// sprintf evaluates fmt.Sprintf.
func (g *goReader) sprintf(arg ast.Expr) (text, bool) {
	call, ok := arg.(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || imported(g.file, call.Fun) != "fmt.Sprintf" {
		return text{}, false
	}
	format, ok := g.fold(call.Args[0])
	args := call.Args[1:]
	value := verbs.ReplaceAllStringFunc(format.value, func(verb string) string {
		if verb == "%%" || len(args) == 0 {
			return "%"
		}
		next := args[0]
		if args = args[1:]; verb == "%d" {
			return "0"
		}
		put, constant := g.fold(next)
		ok = ok && constant
		return put.value
	})
	ok = ok && len(args) == 0 && !strings.Contains(verbs.ReplaceAllString(format.value, ""), "%")
	return text{value, []piece{{0, arg}}}, ok
}

// copyFrom reads the pgx.Identifier that rows are copied into.
func (g *goReader) copyFrom(arg ast.Expr) {
	literal, ok := arg.(*ast.CompositeLit)
	if !ok || len(literal.Elts) == 0 {
		g.say(arg, "own-opaque", "the table that rows are copied into is not a constant")
		return
	}
	var parts []string
	for _, elt := range literal.Elts {
		part, ok := g.fold(elt)
		if !ok {
			g.say(arg, "own-opaque", "the table that rows are copied into is not a constant")
			return
		}
		parts = append(parts, part.value)
	}
	o := object{kind: kindTable, bare: len(parts) == 1, name: schema.NewName("", parts[len(parts)-1])}
	if len(parts) > 1 {
		o.name = schema.NewName(parts[len(parts)-2], parts[len(parts)-1])
	}
	e := effect{kind: touches, rule: "own-dml", does: "copies rows into", object: o}
	g.list = append(g.list, g.at(literal, statement{effects: []effect{e}}, "CopyFrom "+string(o.name)))
}

func (g *goReader) say(at ast.Node, rule, what string) {
	s := statement{effects: []effect{{kind: says, rule: rule, does: what}}}
	g.list = append(g.list, g.at(at, s, "Go code"))
}

// strays reports where the transaction goes that nothing is known of.
func (g *goReader) strays(n ast.Node) bool {
	if x, ok := n.(*ast.Ident); ok && g.handles[x.Name] && x.Name != "_" && !g.seen[x] {
		g.seen[x] = true
		g.say(x, "own-opaque", "the transaction is passed on, so what is done with it cannot be seen")
	}
	return true
}
