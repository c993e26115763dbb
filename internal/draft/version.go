package draft

import (
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/canon"
	"github.com/deedsql/deed/schema"
)

// A feature is something that models can say and older servers do not know.
// Some they take without a word and forget; of others they would say no more
// than that there is a syntax error.
type feature struct {
	since int // a major version
	what  string
	hint  string
}

var (
	richNotNull = feature{18, "a NOT NULL has a name, a comment, NO INHERIT or NOT VALID", "say notnull and nothing more, or a check that is not valid"}
	virtual     = feature{18, "a generated column is virtual", "say stored"}
	period      = feature{18, "a key is WITHOUT OVERLAPS, or a foreign key of a PERIOD", "an exclusion constraint does the same for a key"}
	notEnforced = feature{18, "a constraint is NOT ENFORCED", "say not valid"}
	ownMethod   = feature{17, "a partitioned table has an access method", "give it to each partition"}
	persistence = feature{15, "a sequence is logged or not apart from its table", "leave out logged and unlogged"}
	unlogged    = feature{15, "a sequence is unlogged", "leave out unlogged"}
	newMethod   = feature{15, "the access method of a table changes", "make a new table and copy the rows"}
	distinct    = feature{15, "NULLS NOT DISTINCT is known", "a unique index over coalesce(…) does much the same"}
	setColumns  = feature{15, "a foreign key says which columns it sets to NULL or their default", "leave out the columns"}
	compression = feature{14, "a column has a compression", "leave it out"}
)

// A versionCheck collects what a server is too old for.
type versionCheck struct {
	version int
	found   canon.FragmentErrors
}

func (v *versionCheck) say(table schema.Name, kind, part string, uses bool, f feature) {
	if !uses || v.version >= f.since*10000 {
		return
	}
	v.found = append(v.found, &canon.FragmentError{Table: table, Kind: kind, Part: part, Offset: -1, Err: &pgconn.PgError{
		Message: fmt.Sprintf("%s since PostgreSQL %d, and this server is %d", f.what, f.since, v.version/10000),
		Hint:    f.hint,
	}})
}

// tooNew returns what the models say and the server is too old for.
func tooNew(want, live schema.Database, version int) canon.FragmentErrors {
	v := &versionCheck{version: version}
	for _, t := range want.Tables {
		was := live.Table(t.Name)
		v.say(t.Name, "table", "", t.PartitionBy != "" && t.Settings.AccessMethod != "", ownMethod)
		v.say(t.Name, "table", "", was != nil && was.Settings.AccessMethod != t.Settings.AccessMethod, newMethod)
		for _, c := range t.Columns {
			v.column(t.Name, c)
		}
		for _, c := range t.Constraints() {
			v.constraint(t.Name, c)
		}
		for _, x := range t.Indexes {
			v.say(t.Name, "index", x.Name, x.NullsNotDistinct, distinct)
		}
	}
	for _, s := range want.Sequences {
		v.say(s.Name, "sequence", "", s.Unlogged, unlogged)
	}
	return v.found
}

func (v *versionCheck) column(table schema.Name, c schema.Column) {
	rich := c.NotNullName != "" || c.NotNullNotValid || c.NotNullNoInherit || c.NotNullComment != ""
	v.say(table, "column", c.Name, rich, richNotNull)
	v.say(table, "column", c.Name, c.Generated != nil && c.Generated.Virtual, virtual)
	v.say(table, "column", c.Name, c.Identity != nil && c.Identity.Persistence != "", persistence)
	v.say(table, "column", c.Name, c.Compression != "", compression)
}

func (v *versionCheck) constraint(table schema.Name, c schema.Constraint) {
	say := func(uses bool, f feature) { v.say(table, "constraint", c.ConstraintName(), uses, f) }
	switch c := c.(type) {
	case schema.PrimaryKey:
		say(c.WithoutOverlaps, period)
	case schema.Unique:
		say(c.WithoutOverlaps, period)
		say(c.NullsNotDistinct, distinct)
	case schema.Check:
		say(c.NotEnforced, notEnforced)
	case schema.ForeignKey:
		say(c.Period, period)
		say(c.NotEnforced, notEnforced)
		say(len(c.OnDeleteColumns) > 0, setColumns)
	}
}
