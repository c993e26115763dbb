package introspect

import (
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/schema"
)

// A reader puts the rows of the catalogs together. Objects find each other by
// their OIDs, which do not leave this package.
type reader struct {
	opts    Options
	version int
	cat     *Catalog
	words   words
	named   map[schema.Name]bool // opts.Tables

	namespaces map[uint32]namespace
	comments   map[object]string
	extensions map[uint32]string
	members    map[object]string // extension's name
	parents    map[uint32][]uint32

	relations  map[uint32]*relation
	order      []*relation // as they came
	collations map[uint32]string
	opclasses  map[uint32]opclass
	typeNames  map[string]string          // format_type → normal form
	collated   map[attribute]uint32       // columns with another collation than the default
	refColumns map[attribute]string       // columns of relations that are not read
	notNulls   map[inheritedColumn]string // the names of their NOT NULL constraints
	backed     map[uint32]constraintIndex // by the index's OID
	attached   []attachedIndex
	sequences  []sequence
	serials    map[schema.Name]bool // sequences of serial columns
	types      map[uint32]*typ

	partitionedIndexes map[uint32]partitionedIndex
	typeOrder          []*typ
	dependents         dependents
}

// An object is a row of a catalog, or a column of one.
type object struct {
	class, oid uint32
	sub        int
}

// An attribute is a column of a relation.
type attribute struct {
	relation uint32
	number   int
}

// The OIDs of catalogs. They have not changed in twenty years.
const (
	typeClass       = 1247
	procClass       = 1255
	relationClass   = 1259
	attrdefClass    = 2604
	constraintClass = 2606
	namespaceClass  = 2615
	rewriteClass    = 2618
	// publicationRelClass is a table in a publication.
	publicationRelClass = 6106
	triggerClass        = 2620
	extensionClass      = 3079
	policyClass         = 3256
	statisticsClass     = 3381
	publicationClass    = 6106 // pg_publication_rel
)

const (
	defaultCollation = 100
	btree            = "403"
	heap             = "2"
)

// A namespace is a schema.
type namespace struct {
	name string // "pg_temp" for the temporary one of this session
	read bool   // the options ask for it
}

func newReader(conn *pgx.Conn, opts Options) (*reader, error) {
	version, err := serverVersion(conn.PgConn().ParameterStatus("server_version"))
	if err != nil {
		return nil, err
	}
	r := &reader{
		opts: opts, version: version, cat: &Catalog{ServerVersion: version}, words: words{},
		named:      map[schema.Name]bool{},
		namespaces: map[uint32]namespace{}, comments: map[object]string{}, extensions: map[uint32]string{},
		members: map[object]string{}, parents: map[uint32][]uint32{}, relations: map[uint32]*relation{},
		collations: map[uint32]string{}, opclasses: map[uint32]opclass{}, typeNames: map[string]string{}, notNulls: map[inheritedColumn]string{},
		collated: map[attribute]uint32{}, refColumns: map[attribute]string{}, backed: map[uint32]constraintIndex{},
		serials: map[schema.Name]bool{}, types: map[uint32]*typ{}, partitionedIndexes: map[uint32]partitionedIndex{},
	}
	for _, n := range opts.Tables {
		r.named[schema.ParseName(string(n))] = true
	}
	return r, nil
}

// script lists the queries. Each relies on those before it.
func (r *reader) script() []step {
	script := []step{r.readNamespaces(), r.readComments()}
	if !r.opts.limited() {
		script = append(script, r.readExtensions(), r.readMembers())
	}
	script = append(script, r.readInherits(), r.readRelations(), r.readCollations(), r.readColumns(), r.readRefColumns(),
		r.readConstraints(), r.readOpclasses(), r.readIndexes(), r.readSequences(), r.readStatistics())
	if r.atLeast(18) {
		script = append(script, r.readNotNulls())
	}
	if !r.opts.limited() || len(r.opts.Types) > 0 {
		script = append(script, r.readTypes(), r.readEnumLabels(), r.readRanges(), r.readDomainChecks())
	}
	if !r.opts.limited() {
		script = append(script, r.readDependents()...)
	}
	return script
}

func (r *reader) atLeast(major int) bool { return r.version >= major*10000 }

// since returns the expression where the server has it, else a substitute.
func (r *reader) since(major int, expr, substitute string) string {
	if r.atLeast(major) {
		return expr
	}
	return substitute
}

// userSchemas selects the OIDs of all schemas but the system's.
const userSchemas = `(SELECT oid FROM pg_namespace WHERE left(nspname, 3) <> 'pg_' AND nspname <> 'information_schema')`

// schemas returns the condition on the OID of a schema that is read.
func (r *reader) schemas() string {
	if len(r.opts.Schemas) > 0 {
		return "IN (SELECT oid FROM pg_namespace WHERE nspname IN (" + literals(r.opts.Schemas) + "))"
	}
	return "IN " + userSchemas
}

// tables returns the condition on the OID of a table or composite type that
// is read. For few of them it is an array, so that indexes serve; for all of
// them a join does.
func (r *reader) tables() string {
	if !r.opts.limited() {
		return "IN (SELECT c.oid FROM pg_class c WHERE c.relkind IN ('r', 'p', 'c') AND c.relnamespace " + r.schemas() + ")"
	}
	return anyObject("to_regclass", r.opts.Tables)
}

// onlyTypes returns the condition on the OID of a type where only some are
// read, else the other condition.
func (r *reader) onlyTypes(oid, otherwise string) string {
	if r.opts.limited() {
		return oid + " " + anyObject("to_regtype", r.opts.Types)
	}
	return otherwise
}

// anyObject returns the condition that an OID is that of one of the names.
func anyObject(find string, names []schema.Name) string {
	return "= ANY (" + objects(find, names) + ")"
}

// objects returns an array of the OIDs that to_regclass or to_regtype finds;
// NULL for what is not there.
func objects(find string, names []schema.Name) string {
	list := make([]string, len(names))
	for i, n := range names {
		list[i] = find + "(" + literal(n.SQL()) + ")::oid"
	}
	return "ARRAY[" + strings.Join(list, ", ") + "]::oid[]"
}

func literals(list []string) string {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = literal(s)
	}
	return strings.Join(quoted, ", ")
}

// literal is [schema.Literal] for standard_conforming_strings = on, which is
// set but does not hold yet when the server's parser splits the script.
func literal(s string) string { return strings.TrimSpace(schema.Literal(s)) }

func (r *reader) readNamespaces() step {
	return step{`SELECT oid, nspname, oid = pg_my_temp_schema() FROM pg_namespace`, func(f *fields) {
		oid, name, temp := f.oid(), f.text(), f.flag()
		if temp {
			name = "pg_temp"
		}
		ns := namespace{name: name, read: r.wants(name)}
		r.namespaces[oid] = ns
	}}
}

func (r *reader) wants(name string) bool {
	switch {
	case r.opts.limited():
		return true // what is named is read
	case len(r.opts.Schemas) > 0:
		for _, s := range r.opts.Schemas {
			if s == name {
				return true
			}
		}
		return false
	}
	return !strings.HasPrefix(name, "pg_") && name != "information_schema"
}

// readComments comes first, so that every loader finds its comment by asking.
func (r *reader) readComments() step {
	where := "(objoid >= 16384 OR classoid = 2615)"
	if r.opts.limited() {
		where = "objoid = ANY (ARRAY(" + r.limitedObjects() + "))"
	}
	return step{`SELECT classoid, objoid, objsubid, description FROM pg_description
WHERE classoid IN (1259, 1247, 2606, 2615, 3079, 3381) AND ` + where, func(f *fields) {
		r.comments[object{f.oid(), f.oid(), f.int()}] = f.text()
	}}
}

// limitedObjects selects the OIDs of what belongs to the tables and types that
// alone are read, and their own.
func (r *reader) limitedObjects() string {
	tables, types := anyObject("to_regclass", r.opts.Tables), anyObject("to_regtype", r.opts.Types)
	return "SELECT unnest(" + objects("to_regclass", r.opts.Tables) + ") UNION ALL SELECT unnest(" + objects("to_regtype", r.opts.Types) + ")" +
		" UNION ALL SELECT indexrelid FROM pg_index WHERE indrelid " + tables +
		" UNION ALL SELECT objid FROM pg_depend WHERE classid = 1259 AND refclassid = 1259 AND refobjid " + tables +
		" UNION ALL SELECT oid FROM pg_constraint WHERE conrelid " + tables +
		" UNION ALL SELECT oid FROM pg_constraint WHERE contypid " + types +
		" UNION ALL SELECT oid FROM pg_statistic_ext WHERE stxrelid " + tables
}

func (r *reader) comment(class, oid uint32, sub int) string {
	if len(r.comments) == 0 {
		return ""
	}
	return r.comments[object{class, oid, sub}]
}

// name returns the name of an object in a schema.
func (r *reader) name(namespace uint32, object string) schema.Name {
	return schema.NewName(r.namespaces[namespace].name, object)
}

// readExtensions reads extensions, with the comments that they did not bring.
// What they bring stands in files, which are looked at where there is one.
func (r *reader) readExtensions() step {
	return step{`SELECT e.oid, e.extname, e.extnamespace, e.extversion, a.comment
FROM pg_extension e LEFT JOIN (SELECT name, comment FROM pg_available_extensions() WHERE (SELECT count(*) > 1 FROM pg_extension)) a
	ON a.name = e.extname`, func(f *fields) {
		oid, x := f.oid(), schema.Extension{Name: f.text(), Schema: r.namespaces[f.oid()].name, Version: f.text()}
		if comment, brought := r.comment(extensionClass, oid, 0), f.text(); comment != brought {
			x.Comment = comment
		}
		r.extensions[oid] = x.Name
		if x.Name != "plpgsql" { // every database is born with it
			r.cat.Extensions = append(r.cat.Extensions, x)
		}
	}}
}

func (r *reader) readMembers() step {
	return step{`SELECT classid, objid, refobjid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'`, func(f *fields) {
		member := object{class: f.oid(), oid: f.oid()}
		r.members[member] = r.extensions[f.oid()]
	}}
}

func (r *reader) isMember(class, oid uint32) bool {
	return r.members[object{class: class, oid: oid}] != ""
}

// readInherits reads who is a child or partition of whom, tables and indexes.
func (r *reader) readInherits() step {
	where := "true"
	if r.opts.limited() {
		where = "inhrelid " + r.tables() + " OR inhrelid IN (SELECT indexrelid FROM pg_index WHERE indrelid " + r.tables() + ")"
	}
	return step{`SELECT inhrelid, inhparent FROM pg_inherits WHERE ` + where + ` ORDER BY inhrelid, inhseqno`, func(f *fields) {
		child := f.oid()
		r.parents[child] = append(r.parents[child], f.oid())
	}}
}

func (r *reader) readCollations() step {
	return step{`SELECT oid, collname, collnamespace FROM pg_collation`, func(f *fields) {
		oid, name := f.oid(), f.text()
		r.collations[oid] = r.quoted(f.oid(), name)
	}}
}

// quoted returns a name as an SQL fragment, qualified outside pg_catalog.
func (r *reader) quoted(namespace uint32, name string) string {
	if ns := r.namespaces[namespace].name; ns != "pg_catalog" {
		return schema.Quote(ns) + "." + schema.Quote(name)
	}
	return schema.Quote(name)
}
