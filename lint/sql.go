package lint

import (
	"errors"
	"strings"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A statement is one statement of raw SQL with its effects.
type statement struct {
	span
	sql     string
	effects []effect
}

// readSQL returns the statements of an SQL text with their effects. It never
// fails: what does not parse is read by its words and called opaque.
func readSQL(sql string) []statement {
	parsed, err := pgparse.ParseStatements(sql)
	if err != nil {
		return readBroken(sql, err)
	}
	list := make([]statement, len(parsed))
	for i, p := range parsed {
		list[i] = readStatement(p)
	}
	return list
}

// readBroken reads a text that PostgreSQL's parser rejects, statement by
// statement.
func readBroken(sql string, err error) []statement {
	var list []statement
	for _, piece := range pgparse.Split(sql) {
		single, failure := pgparse.ParseStatements(piece.SQL)
		if failure == nil && len(single) == 1 {
			single[0].Pos, single[0].Base = piece.Pos, single[0].Base+piece.Pos
			list = append(list, readStatement(single[0]))
			continue
		}
		s := readWords(piece)
		list = append(list, s)
	}
	at := span{0, len(sql)}
	if place := (*pgparse.Error)(nil); errors.As(err, &place) {
		at = wordAt(sql, place.Pos)
	}
	if len(list) == 0 {
		list = append(list, statement{span: at, sql: sql})
	}
	last := &list[0]
	for i := range list {
		if list[i].start <= at.start {
			last = &list[i]
		}
	}
	last.effects = append(last.effects, effect{
		kind: says, rule: "own-opaque", does: "this SQL cannot be parsed: " + err.Error(), span: at,
	})
	return list
}

func wordAt(sql string, pos int) span {
	for _, t := range schema.Tokens(sql) {
		if t.End() > pos {
			return span{t.Pos, t.End()}
		}
	}
	return span{min(pos, len(sql)), len(sql)}
}

func readStatement(p pgparse.Statement) statement {
	if p.Node == nil {
		s := readWords(p)
		s.effects = append(s.effects, effect{
			kind: says, rule: "own-opaque", span: s.head(),
			does: "this syntax is newer than deed's parser, which reads PostgreSQL 16: only its first words were looked at",
		})
		return s
	}
	r := newReader(p)
	r.statement(p.Node)
	return r.done
}

// head is the first two words of a statement.
func (s statement) head() span {
	tokens := schema.Tokens(s.sql)
	if len(tokens) == 0 {
		return s.span
	}
	last := tokens[min(1, len(tokens)-1)]
	return span{s.start, s.start + last.End()}
}

// A reader reads the tree of one statement.
type reader struct {
	done   statement
	base   int            // what locations in the tree are relative to
	tokens []schema.Token // their positions relative to done.start
	within string
	loops  map[string][]string // the values of the variables of loops
}

func newReader(p pgparse.Statement) *reader {
	return &reader{
		done:   statement{span: span{p.Pos, p.Pos + len(p.SQL)}, sql: p.SQL},
		base:   p.Base,
		tokens: schema.Tokens(p.SQL),
	}
}

func (r *reader) emit(e effect) {
	e.within = r.within
	if e.span == (span{}) {
		e.span = e.object.span
	}
	if e.span == (span{}) {
		e.span = r.done.head()
	}
	r.done.effects = append(r.done.effects, e)
}

func (r *reader) touch(rule, does string, o object) {
	r.emit(effect{kind: touches, rule: rule, does: does, object: o})
}

func (r *reader) say(rule, what string) {
	r.emit(effect{kind: says, rule: rule, does: what})
}

func (r *reader) create(does string, o object, replace bool) {
	kind := creates
	if replace {
		kind = replaces
	}
	r.emit(effect{kind: kind, rule: "own-create-taken", does: does, object: o})
}

func (r *reader) drop(o object) {
	r.touch(dropRule(o.kind), "drops", o)
	r.emit(effect{kind: drops, object: o})
}

func dropRule(k op.Kind) string {
	switch class(k) {
	case kindType, kindFunction:
		return "own-shared-type"
	case kindSchema:
		return "own-schema-wide"
	case kindRole, kindDatabase, "tablespace", "event trigger", "access method", "language":
		return "own-server-wide"
	}
	return "own-drop"
}

func alterRule(k op.Kind) string {
	switch class(k) {
	case kindType, kindFunction, kindSchema, kindRole, kindDatabase, "tablespace", "event trigger", "access method", "language":
		return dropRule(k)
	}
	if k == kindSequence {
		return "own-shared-type"
	}
	return "own-alter"
}

// relation returns what a RangeVar names.
func (r *reader) relation(kind op.Kind, v *pg.RangeVar) object {
	if v == nil {
		return object{kind: kind}
	}
	o := object{
		kind: kind,
		name: schema.NewName(v.Schemaname, v.Relname),
		bare: v.Schemaname == "",
		temp: v.Relpersistence == "t" || v.Schemaname == "pg_temp",
		only: !v.Inh,
	}
	if v.Schemaname == "pg_temp" {
		o.name, o.bare = schema.NewName("", v.Relname), true
	}
	o.span = r.nameAt(int(v.Location) + r.base)
	return o
}

// nameAt returns the span of the qualified name that begins at a position.
func (r *reader) nameAt(pos int) span {
	for i, t := range r.tokens {
		if t.Pos+r.done.start < pos {
			continue
		}
		for i+2 < len(r.tokens) && r.tokens[i+1].Is(".") {
			i += 2
		}
		return span{t.Pos + r.done.start, r.tokens[i].End() + r.done.start}
	}
	return r.done.head()
}

// named returns the object of a name that the tree holds without a location.
func (r *reader) named(kind op.Kind, parts []string) object {
	if len(parts) == 0 {
		return object{kind: kind}
	}
	o := object{kind: kind, bare: len(parts) == 1, span: r.find(parts)}
	if len(parts) == 1 || schemaless(kind) {
		o.name = schema.NewName("", parts[len(parts)-1])
		o.bare = !schemaless(kind)
		return o
	}
	if parts[len(parts)-2] == "pg_temp" {
		o.name, o.bare, o.temp = schema.NewName("", parts[len(parts)-1]), true, true
		return o
	}
	o.name = schema.NewName(parts[len(parts)-2], parts[len(parts)-1])
	return o
}

// find looks for a name in the statement's words.
func (r *reader) find(parts []string) span {
	for i := range r.tokens {
		j, k := i, 0
		for k < len(parts) && j < len(r.tokens) && isIdent(r.tokens[j]) && r.tokens[j].Unquote() == parts[k] {
			k++
			if k < len(parts) && j+1 < len(r.tokens) && r.tokens[j+1].Is(".") {
				j++
			}
			j++
		}
		if k == len(parts) {
			return span{r.done.start + r.tokens[i].Pos, r.done.start + r.tokens[j-1].End()}
		}
	}
	return r.done.head()
}

func isIdent(t schema.Token) bool { return t.Kind == schema.Word || t.Kind == schema.Quoted }

// names returns the parts of the name in a node: a list of strings, a string,
// a type, a function with its arguments.
func names(n *pg.Node) []string {
	switch x := n.GetNode().(type) {
	case *pg.Node_String_:
		return []string{x.String_.Sval}
	case *pg.Node_List:
		return pgparse.Strings(x.List.Items)
	case *pg.Node_TypeName:
		return pgparse.Strings(x.TypeName.Names)
	case *pg.Node_ObjectWithArgs:
		return pgparse.Strings(x.ObjectWithArgs.Objname)
	case *pg.Node_RangeVar:
		if x.RangeVar.Schemaname == "" {
			return []string{x.RangeVar.Relname}
		}
		return []string{x.RangeVar.Schemaname, x.RangeVar.Relname}
	}
	return nil
}

func cascades(b pg.DropBehavior) bool { return b == pg.DropBehavior_DROP_CASCADE }

// cascade reports CASCADE where it stands.
func (r *reader) cascade(b pg.DropBehavior, what string) {
	if !cascades(b) {
		return
	}
	at := r.done.head()
	for _, t := range r.tokens {
		if t.Is("cascade") {
			at = span{r.done.start + t.Pos, r.done.start + t.End()}
		}
	}
	r.emit(effect{kind: says, rule: "own-cascade", does: what + " with CASCADE, which may reach objects of other services", span: at})
}

// kindOf is an object type in PostgreSQL's words.
func kindOf(t pg.ObjectType) op.Kind {
	switch t {
	case pg.ObjectType_OBJECT_MATVIEW:
		return kindMatView
	case pg.ObjectType_OBJECT_FDW:
		return "foreign data wrapper"
	case pg.ObjectType_OBJECT_FOREIGN_SERVER:
		return "server"
	case pg.ObjectType_OBJECT_STATISTIC_EXT:
		return "statistics"
	case pg.ObjectType_OBJECT_TSCONFIGURATION:
		return "text search configuration"
	case pg.ObjectType_OBJECT_TSDICTIONARY:
		return "text search dictionary"
	case pg.ObjectType_OBJECT_TSPARSER:
		return "text search parser"
	case pg.ObjectType_OBJECT_TSTEMPLATE:
		return "text search template"
	case pg.ObjectType_OBJECT_OPCLASS:
		return "operator class"
	case pg.ObjectType_OBJECT_OPFAMILY:
		return "operator family"
	case pg.ObjectType_OBJECT_TABCONSTRAINT, pg.ObjectType_OBJECT_DOMCONSTRAINT:
		return "constraint"
	case pg.ObjectType_OBJECT_ATTRIBUTE:
		return kindType
	}
	word := strings.TrimPrefix(t.String(), "OBJECT_")
	return op.Kind(strings.ToLower(strings.ReplaceAll(word, "_", " ")))
}
