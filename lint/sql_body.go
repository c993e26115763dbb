package lint

import (
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

// doBlock reads the body of DO.
func (r *reader) doBlock(s *pg.DoStmt) {
	body, language := "", "plpgsql"
	for _, n := range s.Args {
		switch arg := n.GetDefElem(); arg.GetDefname() {
		case "as":
			body = arg.Arg.GetString_().GetSval()
		case "language":
			language = arg.Arg.GetString_().GetSval()
		}
	}
	r.body("in a DO block: ", language, body)
}

// function reads CREATE FUNCTION and its body. What the body does happens
// when the function is called; whoever writes it means it to be.
func (r *reader) function(s *pg.CreateFunctionStmt) {
	o := r.named(kindFunction, pgparse.Strings(s.Funcname))
	if s.IsProcedure {
		o.kind = "procedure"
	}
	r.create("creates", o, s.Replace)
	body, language := "", "sql"
	for _, n := range s.Options {
		switch opt := n.GetDefElem(); opt.GetDefname() {
		case "as":
			body = first(pgparse.Strings(opt.Arg.GetList().GetItems()))
		case "language":
			language = opt.Arg.GetString_().GetSval()
		case "set":
			if set := opt.Arg.GetVariableSetStmt(); set.GetName() == "search_path" {
				r.emit(effect{kind: searches, schemas: pathOf(strings.Join(settings(set.Args), ","))})
				defer r.emit(effect{kind: restores})
			}
		}
	}
	within := "in " + string(o.kind) + " " + string(o.name) + ": "
	if s.SqlBody != nil {
		r.within = within
		r.statement(s.SqlBody)
		r.softCalls(s.SqlBody)
		r.within = ""
		return
	}
	r.body(within, language, body)
	if s.IsProcedure { // which may commit where it is called outside of a transaction
		r.done.effects = without(r.done.effects, func(e effect) bool { return e.rule == "tx-control" && e.within == within })
	}
}

// body reads the text of a function or DO block.
func (r *reader) body(within, language, body string) {
	locate := r.literal(body)
	switch strings.ToLower(language) {
	case "sql":
		for _, s := range readSQL(body) {
			soften(s.effects)
			r.embed(s, within, locate)
		}
	case "plpgsql":
		r.loops = loopsOf(body)
		for _, f := range pgparse.SplitPLpgSQL(body) {
			r.fragment(f, within, func(at span) span {
				return locate(span{at.start + f.Pos, at.end + f.Pos})
			})
		}
	case "internal", "c":
		r.emitWithin(within, effect{kind: says, rule: "own-opaque", span: r.done.head(), does: "code in C cannot be read"})
	default:
		r.emitWithin(within, effect{kind: says, rule: "own-opaque", span: locate(span{0, len(body)}), does: "code in " + language + " cannot be read"})
	}
}

// fragment reads a piece of PL/pgSQL.
func (r *reader) fragment(f pgparse.Fragment, within string, locate func(span) span) {
	all := span{0, len(f.SQL)}
	switch f.Kind {
	case pgparse.Transaction:
		r.emitWithin(within, effect{
			kind: says, rule: "tx-control", span: locate(all),
			does: strings.ToUpper(f.SQL) + " inside a revision, whose transaction is the runner's",
		})
	case pgparse.Dynamic:
		r.dynamic(f.SQL, within, locate)
	case pgparse.Expression:
		r.expressions(f.SQL, within, locate)
	case pgparse.Static:
		for _, s := range readSQL(f.SQL) {
			if perform := strings.HasPrefix(f.SQL, " SELECT"); !perform {
				soften(s.effects)
			}
			r.embed(s, within, locate)
		}
	}
}

// soften lets calls count only where the function is known to be another
// service's.
func soften(list []effect) {
	for i := range list {
		list[i].soft = list[i].soft || list[i].kind == calls
	}
}

func without(list []effect, drop func(effect) bool) []effect {
	var kept []effect
	for _, e := range list {
		if !drop(e) {
			kept = append(kept, e)
		}
	}
	return kept
}

// embed takes over the effects of a statement inside this one.
func (r *reader) embed(s statement, within string, locate func(span) span) {
	for _, e := range s.effects {
		e.within = within + e.within
		e.span = locate(e.span)
		r.done.effects = append(r.done.effects, e)
	}
}

func (r *reader) emitWithin(within string, e effect) {
	e.within = within
	r.done.effects = append(r.done.effects, e)
}

// dynamic reads what EXECUTE executes, if it is constant.
func (r *reader) dynamic(expr, within string, locate func(span) span) {
	at := locate(span{0, len(expr)})
	if e, err := pgparse.ParseExpr(expr); err == nil {
		sql, ok := constantText(e.Node)
		list := readSQL(sql)
		if !ok {
			list, ok = r.inLoop(e, expr)
		}
		if !ok {
			list, ok = readTemplate(e.Node)
		}
		if ok {
			for _, s := range list {
				r.embed(s, within, func(span) span { return at })
			}
			return
		}
	}
	r.emitWithin(within, effect{kind: says, rule: "own-opaque", span: at, does: "executes SQL that is put together when it runs"})
}

// expressions reads the function calls of an expression.
func (r *reader) expressions(expr, within string, locate func(span) span) {
	e, err := pgparse.ParseExpr(expr)
	if err != nil || e.Opaque {
		return
	}
	inner := &reader{done: statement{span: span{0, len(expr)}, sql: expr}, base: -len("SELECT ("), tokens: schema.Tokens(expr)}
	pgparse.Walk(e.Node, func(n *pg.Node) bool {
		inner.expression(n)
		if c := n.GetFuncCall(); c != nil {
			inner.softCall(pgparse.Strings(c.Funcname), inner.nameAt(int(c.Location)+inner.base))
		}
		return true
	})
	r.embed(inner.done, within, locate)
}

// literal finds the string that holds a body and returns how to place a part
// of the body in the statement's text.
func (r *reader) literal(body string) func(span) span {
	for _, t := range r.tokens {
		if t.Kind == schema.String && schema.StringValue(t.Text) == body {
			at := r.done.start + t.Pos
			return func(s span) span { return span{at + inLiteral(t.Text, s.start), at + inLiteral(t.Text, s.end)} }
		}
	}
	head := r.done.head()
	return func(span) span { return head }
}

// inLiteral returns where a byte of a string constant's value stands in the
// constant.
func inLiteral(constant string, at int) int {
	open := strings.IndexByte(constant, '\'')
	if strings.HasPrefix(constant, "$") || open < 0 {
		return strings.IndexByte(constant[1:], '$') + 2 + at
	}
	i := open + 1
	for ; at > 0 && i < len(constant); at-- {
		if strings.HasPrefix(constant[i:], "''") {
			i++
		}
		i++
	}
	return i
}
