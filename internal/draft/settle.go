package draft

import (
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/schema"
)

// settle returns the models with the tables that surely are as the database
// has them, or that change only in what is spelled in one way, spelled as the
// server does, and the names of all others, whose spelling only the server can
// tell. What a parser can see to be equal, price > 0 and
// (price > (0)::numeric), costs no question.
func settle(want, live schema.Database) (schema.Database, []schema.Name) {
	want.Tables = slices.Clone(want.Tables)
	size := max(1, (len(want.Tables)+runtime.GOMAXPROCS(0)-1)/runtime.GOMAXPROCS(0))
	parts := slices.Collect(slices.Chunk(want.Tables, size))
	unsure := make([][]schema.Name, len(parts))
	enums := enumTypes(live)
	var wait sync.WaitGroup
	for i, part := range parts {
		wait.Go(func() {
			s := &settler{enums: enums, known: map[question]bool{}}
			unsure[i] = s.settle(part, live)
		})
	}
	wait.Wait()
	return want, slices.Concat(unsure...)
}

// settle settles some of the tables, in place, and returns those that it is
// not sure of.
func (s *settler) settle(tables []schema.Table, live schema.Database) []schema.Name {
	var unsure []schema.Name
	for i, t := range tables {
		there := live.Table(t.Name)
		if there == nil {
			unsure = append(unsure, t.Name)
			continue
		}
		if diff.SameTable(*there, t) {
			tables[i] = *there // the differ sees at once that it is one and the same
			continue
		}
		switch settled := s.table(t, there); {
		case diff.SameTable(*there, settled):
			tables[i] = *there
		case s.plain(settled, there):
			tables[i] = settled
		default:
			unsure = append(unsure, t.Name)
		}
	}
	return unsure
}

// settleAgain settles the tables that the server has spelled. What it shows of an
// expression it may show otherwise once it has read that, and both are the same.
func settleAgain(spelled, live schema.Database, tables []schema.Name) {
	s := &settler{enums: enumTypes(live), known: map[question]bool{}}
	for _, name := range tables {
		t, there := spelled.Table(name), live.Table(name)
		if t != nil && there != nil {
			*t = s.table(*t, there)
		}
	}
}

// A settler compares expressions and remembers the answers: one check stands
// on many tables.
type settler struct {
	enums map[string]bool // types of the live database, as columns name them
	known map[question]bool
}

// A question is whether two expressions mean the same where the columns in
// them, or the column whose default they are, have certain types.
type question struct{ model, live, types string }

func enumTypes(db schema.Database) map[string]bool {
	types := make(map[string]bool, len(db.Enums))
	for _, e := range db.Enums {
		types[schema.NormalizeType(e.Name.SQL())] = true
	}
	return types
}

// table returns a table with the expressions that mean the same as those in
// the database spelled as there.
func (s *settler) table(t schema.Table, there *schema.Table) schema.Table {
	types := s.columnTypes(t, there)
	t.Columns = s.columns(t.Columns, there, types)
	t.Checks = slices.Clone(t.Checks)
	for i := range t.Checks {
		if live, ok := there.Constraint(t.Checks[i].Name).(schema.Check); ok {
			t.Checks[i].Expr = s.spell(t.Checks[i].Expr, live.Expr, types)
		}
	}
	t.Indexes = slices.Clone(t.Indexes)
	for i := range t.Indexes {
		x := &t.Indexes[i]
		if live := there.Index(x.Name); live != nil {
			x.Where = s.spell(x.Where, live.Where, types)
		}
	}
	return t
}

func (s *settler) columns(columns []schema.Column, there *schema.Table, types map[string]string) []schema.Column {
	columns = slices.Clone(columns)
	for i := range columns {
		c, live := &columns[i], there.Column(columns[i].Name)
		if live == nil {
			continue
		}
		if typ := types[c.Name]; typ != "" {
			c.Default = s.spellAs(question{c.Default, live.Default, typ}, func() bool {
				return pgparse.EqualDefaults(c.Default, live.Default, typ)
			})
		}
		if c.Generated != nil && live.Generated != nil {
			c.Generated = &schema.Generated{Expr: s.spell(c.Generated.Expr, live.Generated.Expr, types), Virtual: c.Generated.Virtual}
		}
	}
	return columns
}

// columnTypes returns the types of the columns that do not change, but for
// domains, whose operators are those of other types.
func (s *settler) columnTypes(t schema.Table, there *schema.Table) map[string]string {
	types := make(map[string]string, len(t.Columns))
	for _, c := range t.Columns {
		live := there.Column(c.Name)
		if live != nil && live.Type == c.Type && (!strings.Contains(c.Type, ".") || s.enums[c.Type]) {
			types[c.Name] = c.Type
		}
	}
	return types
}

// spell returns the database's spelling of an expression if it surely means
// the same.
func (s *settler) spell(model, live string, types map[string]string) string {
	return s.spellAs(question{model, live, typesIn(model, types)}, func() bool {
		return pgparse.EqualWithTypes(model, live, func(column string) string { return types[column] })
	})
}

// spellAs asks a question once.
func (s *settler) spellAs(q question, ask func() bool) string {
	if q.model == q.live || q.model == "" || q.live == "" {
		return q.model
	}
	same, found := s.known[q]
	if !found {
		same = ask()
		s.known[q] = same
	}
	if same {
		return q.live
	}
	return q.model
}

// typesIn lists the types of the columns that an expression may name.
func typesIn(sql string, types map[string]string) string {
	var list strings.Builder
	for _, t := range schema.Tokens(sql) {
		if t.Kind <= schema.Quoted {
			list.WriteString(types[t.Unquote()] + ";")
		}
	}
	return list.String()
}
