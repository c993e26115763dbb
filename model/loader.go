package model

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

// A loader holds what [Load] has found so far.
type loader struct {
	opts     Options
	schema   string // the default schema
	packages []*goPackage
	resolver *resolver
	models   *Models
	errs     Errors

	tables      []*table // in the order of the source
	byName      map[schema.Name]*table
	types       map[schema.Name]fragment // types that the models declare
	declared    map[schema.Name]bool     // the same, foreseen
	goEnums     map[schema.Name]*typeDecl
	enums       []*typeDecl // Go types that are enums, in the order of use
	comments    []comment
	expressions []*expression
	names       names
}

func newLoader(opts Options) *loader {
	return &loader{
		opts:     opts,
		schema:   cmp.Or(opts.DefaultSchema, schema.DefaultSchema),
		resolver: &resolver{reader: newReader(opts.Tags, opts.Root), bound: map[*typeDecl]boundType{}},
		models:   &Models{unnamed: map[Ref]bool{}},
		byName:   map[schema.Name]*table{},
		types:    map[schema.Name]fragment{},
		declared: map[schema.Name]bool{},
		goEnums:  map[schema.Name]*typeDecl{},
		names:    newNames(),
	}
}

// fail notes an error; nil is none.
func (l *loader) fail(err *Error) bool {
	if err != nil {
		l.errs = append(l.errs, err)
	}
	return err != nil
}

func (l *loader) failf(f fragment, format string, args ...any) {
	l.fail(errorAt(f, format, args...))
}

var errNoFiles = errors.New("no Go files")

func (l *loader) readPackages() error {
	var failures []error
	for _, dir := range l.opts.Dirs {
		p, err := l.resolver.reader.read(dir)
		if err == nil && len(p.files) == 0 {
			err = fmt.Errorf("reading models: %w in %s", errNoFiles, dir)
		}
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errNoFiles) {
			err = hint.Wrap(err, "deed pull writes models of tables that exist; Models in env.go names their directories")
		}
		failures = append(failures, err)
		if err == nil && !slices.Contains(l.packages, p) {
			l.packages = append(l.packages, p)
		}
	}
	return flatten(failures)
}

// An expression is SQL that pg_query reads, once all are known.
type expression struct {
	at     fragment
	sql    string // at, or what stands for it
	table  *table // nil: not of a table
	column bool   // it may name columns
	parsed *pgparse.Expr
	// failure is what the parser said, err the same at its place.
	failure error
	err     *Error
}

// expression notes an expression of a table to be parsed.
func (l *loader) expression(t *table, f fragment, columns bool) *expression {
	e := &expression{at: f, sql: f.text, table: t, column: columns}
	l.expressions = append(l.expressions, e)
	return e
}

// parseExpressions reads the expressions side by side, each text once: now()
// and the like stand in every table.
func (l *loader) parseExpressions() {
	first := map[string]*expression{}
	var texts []*expression
	for _, e := range l.expressions {
		if first[e.sql] == nil {
			first[e.sql] = e
			texts = append(texts, e)
		}
	}
	each(len(texts), func(i int) { texts[i].parse() })
	for _, e := range l.expressions {
		if like := first[e.sql]; like != e {
			e.parsed, e.failure = like.parsed, like.failure
		}
		if e.failure != nil {
			e.err = e.failedAt()
		}
		if !l.fail(e.err) {
			l.checkColumns(e)
		}
	}
}

func (e *expression) parse() {
	if e.parsed = trivial(e.sql); e.parsed != nil {
		return
	}
	e.parsed, e.failure = pgparse.ParseExpr(e.sql)
}

func (e *expression) failedAt() *Error {
	failure := (*pgparse.Error)(nil)
	if errors.As(e.failure, &failure) {
		return errorAt(e.at.word(failure.Pos), "%s", failure.Msg)
	}
	return errorAt(e.at, "%v", e.failure)
}

// trivial reads without the parser what is a plain constant, a column or a
// call without arguments, as most defaults and keys are: the parser takes its
// time. It returns nil for anything else.
func trivial(sql string) *pgparse.Expr {
	tokens := schema.Tokens(sql)
	e := &pgparse.Expr{SQL: sql}
	switch {
	case len(tokens) == 1 && (isConstant(tokens[0]) || isPlainWord(tokens[0]) && !isReserved(tokens[0])):
		if !isConstant(tokens[0]) {
			e.Columns = []pgparse.Ref{{Parts: []string{tokens[0].Unquote()}, Pos: tokens[0].Pos}}
		}
		return e
	case len(tokens) == 3 && isPlainWord(tokens[0]) && !isReserved(tokens[0]) && tokens[1].Is("(") && tokens[2].Is(")"):
		e.Functions = []pgparse.Ref{{Parts: []string{tokens[0].Unquote()}, Pos: tokens[0].Pos}}
		return e
	}
	return nil
}

func isConstant(t schema.Token) bool {
	return t.Kind == schema.Number && isDigits(t.Text) || t.Is("true") || t.Is("false") || t.Is("null")
}

// isPlainWord reports whether a token is surely read alike by PostgreSQL.
func isPlainWord(t schema.Token) bool {
	return t.Kind == schema.Word && !strings.ContainsFunc(t.Text, func(r rune) bool { return r > unicode.MaxASCII })
}

func isDigits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// checkColumns complains about columns that the expression's table lacks.
func (l *loader) checkColumns(e *expression) {
	if e.parsed.Opaque || e.table == nil || len(e.parsed.Relations) > 0 {
		return
	}
	for _, ref := range e.parsed.Columns {
		switch {
		case !e.column:
			l.failf(e.at.word(ref.Pos), "a default cannot name a column; PostgreSQL takes a string in single quotes only")
		case !e.table.knows(ref.Name()) && ref.Name() != "*" && ref.Name() != e.table.Name.Object():
			l.failf(e.at.word(ref.Pos), "table %s has no column %q%s", e.table.Name, ref.Name(), didYouMean(ref.Name(), e.table.columnNames()))
		}
	}
}
