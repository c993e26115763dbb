package introspect

import (
	"strings"

	"github.com/deedsql/deed/schema"
)

// A sequence is a sequence with the column it belongs to, if any.
type sequence struct {
	schema.Sequence
	oid      uint32
	owner    attribute
	identity bool // it is an identity column's
}

// readSequences reads sequences; where only some tables are read, theirs.
func (r *reader) readSequences() step {
	join, where := "LEFT JOIN", "c.relnamespace "+r.schemas()
	if r.opts.limited() {
		join, where = "JOIN", "d.refobjid "+r.tables()
	}
	return step{`SELECT s.seqrelid, c.relname, c.relnamespace, c.relpersistence, format_type(s.seqtypid, NULL),
	s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, s.seqcycle, d.refobjid, d.refobjsubid, d.deptype
FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
	` + join + ` pg_depend d ON d.classid = 1259 AND d.objid = s.seqrelid AND d.objsubid = 0
		AND d.refclassid = 1259 AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
WHERE ` + where, r.loadSequence}
}

func (r *reader) loadSequence(f *fields) {
	s := sequence{oid: f.oid()}
	object := f.text()
	s.Name, s.Unlogged = r.name(f.oid(), object), f.char() == 'u'
	o := schema.SequenceOptions{Type: r.typeName(f.raw())}
	start := f.int64()
	o.Increment = f.int64()
	low, high := f.int64(), f.int64()
	o.Start, o.Min, o.Max, o.Cache, o.Cycle = &start, &low, &high, f.int64(), f.flag()
	s.Options = o
	s.owner, s.identity = attribute{f.oid(), f.int()}, f.char() == 'i'
	s.Comment = r.comment(relationClass, s.oid, 0)
	if !r.isMember(relationClass, s.oid) {
		r.sequences = append(r.sequences, s)
	}
}

// addSequences gives sequences to their columns and lists the others.
func (r *reader) addSequences() {
	for _, s := range r.sequences {
		owner := r.relations[s.owner.relation]
		var column *schema.Column
		if owner != nil && owner.table != nil {
			column = owner.column(s.owner.number)
		}
		switch {
		case s.identity && column != nil:
			giveIdentity(owner, column, s, r.atLeast(15))
		case s.identity:
		case column != nil && r.isSerial(owner, column, s):
			column.Type, column.Default = schema.SerialType(column.Type), ""
			r.serials[s.Name] = true
		default:
			r.addSequence(owner, column, s)
		}
	}
}

func (r *reader) addSequence(owner *relation, column *schema.Column, s sequence) {
	s.Options = s.Options.Normalize("bigint")
	if column != nil {
		s.OwnedBy = &schema.ColumnRef{Table: owner.name, Column: column.Name}
	}
	r.cat.Sequences = append(r.cat.Sequences, s.Sequence)
}

// giveIdentity gives its sequence to an identity column. followsTable is true on
// servers where it is logged as its table is, if nobody says otherwise.
func giveIdentity(owner *relation, c *schema.Column, s sequence, followsTable bool) {
	if c.Identity == nil {
		return // the catalogs contradict themselves
	}
	c.Identity.Sequence, c.Identity.Comment = s.Options.Normalize(c.Type), s.Comment
	if !hasDefaultName(owner, c, s) {
		c.Identity.SequenceName = s.Name
	}
	if followsTable && s.Unlogged != owner.unlogged {
		c.Identity.Persistence = map[bool]string{true: "unlogged", false: "logged"}[s.Unlogged]
	}
}

func hasDefaultName(owner *relation, c *schema.Column, s sequence) bool {
	return s.Name == owner.name.Sibling(schema.ObjectName(owner.name.Object(), c.Name, "seq"))
}

// isSerial reports whether a column is what serial makes of it: its own
// sequence, under the name and with the options that PostgreSQL chooses, and
// the default that takes its values from there.
func (r *reader) isSerial(owner *relation, c *schema.Column, s sequence) bool {
	return schema.SerialType(c.Type) != "" && c.NotNull && s.Comment == "" &&
		(s.Unlogged == owner.unlogged || !r.atLeast(15)) && // before, sequences were always logged
		hasDefaultName(owner, c, s) && s.Options.Normalize(c.Type) == (schema.SequenceOptions{}) &&
		c.Default == nextval(s.Name)
}

// nextval spells the default of a serial column as the server does.
func nextval(sequence schema.Name) string {
	name := sequence.SQL()
	if sequence.Schema() == "pg_temp" {
		name = schema.Quote(sequence.Object()) // found without its schema
	}
	return "nextval(" + strings.TrimSpace(schema.Literal(name)) + "::regclass)"
}
