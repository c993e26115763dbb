package migrations

import (
	"slices"
	"strings"
)

// A trace is a catalog whose rows tell that an object was changed: the
// object's catalog, and the expression for its oid. What takes a lock on a
// relation needs none.
type trace struct {
	from, class, object string
	since               int    // server version
	where               string // for what has an index, or is seldom worth a look
	super               bool   // only a superuser may read it
	builtIn             string // the number by which those that PostgreSQL has brought are left out for who cannot change them
}

// traces are followed where steps may run code.
var traces = []trace{
	{from: "pg_class", class: "'pg_class'", object: "oid", builtIn: "oid"},
	{from: "pg_attribute", class: "'pg_class'", object: "attrelid", builtIn: "attrelid"},
	{from: "pg_type", class: "'pg_type'", object: "oid", builtIn: "oid"},
	{from: "pg_enum", class: "'pg_type'", object: "enumtypid"},
	{from: "pg_constraint", class: "'pg_type'", object: "contypid", where: " AND contypid > 0"},
	{from: "pg_proc", class: "'pg_proc'", object: "oid", builtIn: "oid"},
	{from: "pg_namespace", class: "'pg_namespace'", object: "oid"},
	{from: "pg_depend", class: "classid::regclass::text", object: "objid", where: " AND refclassid = 'pg_extension'::regclass"},
}

// rareTraces are followed where steps may change what few revisions do, and
// for superusers, who could hide it.
var rareTraces = append([]trace{
	{from: "pg_amop", class: "'pg_opfamily'", object: "amopfamily"},
	{from: "pg_amproc", class: "'pg_opfamily'", object: "amprocfamily"},
	{from: "pg_description", class: "classoid::regclass::text", object: "objoid", where: whereLocked("pg_description")},
	{from: "pg_seclabel", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_depend", class: "'pg_ts_config'", object: "objid", where: " AND classid = 'pg_ts_config'::regclass"},
	{from: "pg_publication_rel", class: "'pg_publication'", object: "prpubid"},
	{from: "pg_publication_rel", class: "'pg_class'", object: "(pg_partition_tree(prrelid)).relid"},
	// What acts on more than it belongs to counts as a change of that.
	{from: "pg_default_acl", class: "CASE WHEN defaclnamespace = 0 THEN 'pg_database' ELSE 'pg_namespace' END", object: "CASE WHEN defaclnamespace = 0 THEN " + thisDatabase + " ELSE defaclnamespace END"},
	{from: "pg_event_trigger", class: "'pg_database'", object: thisDatabase},
	{from: "pg_publication", class: "'pg_database'", object: "CASE WHEN puballtables THEN " + thisDatabase + " END"},
	{from: "pg_publication_namespace", class: "'pg_namespace'", object: "pnnspid", since: 150000},
	{from: "pg_publication_namespace", class: "'pg_publication'", object: "pnpubid", since: 150000},
	{from: "pg_db_role_setting", class: "CASE WHEN setrole = 0 THEN 'pg_database' ELSE 'pg_authid' END", object: "CASE WHEN setrole = 0 THEN coalesce(nullif(setdatabase, 0), " + thisDatabase + ") ELSE setrole END"},
	{from: "pg_parameter_acl", class: "'pg_database'", object: thisDatabase, since: 150000},
	{from: "pg_auth_members", class: "'pg_authid'", object: "roleid"},
	{from: "pg_shdescription", class: "classoid::regclass::text", object: "objoid"},
	{from: "pg_largeobject_metadata", class: "'pg_largeobject'", object: "oid", where: " AND (SELECT reltuples < 50000 FROM pg_class WHERE oid = 'pg_largeobject_metadata'::regclass)"},
	{from: "pg_largeobject", class: "'pg_largeobject'", object: "loid", super: true, where: whereLocked("pg_largeobject")},
	{from: "pg_authid", class: "'pg_authid'", object: "oid", super: true},
	{from: "pg_user_mapping", class: "'pg_foreign_server'", object: "umserver", super: true},
	{from: "pg_subscription", class: "'pg_subscription'", object: "oid", super: true},
}, plain()...)

// plain are the catalogs of objects that are traced by their own rows.
func plain() (list []trace) {
	for _, catalog := range []string{
		"pg_extension", "pg_operator", "pg_opclass", "pg_opfamily", "pg_cast", "pg_collation", "pg_language",
		"pg_foreign_data_wrapper", "pg_foreign_server", "pg_ts_config", "pg_ts_dict", "pg_ts_parser", "pg_ts_template", "pg_publication",
		"pg_transform", "pg_event_trigger", "pg_statistic_ext", "pg_conversion", "pg_database", "pg_tablespace",
	} {
		list = append(list, trace{from: catalog, class: "'" + catalog + "'", object: "oid"})
	}
	return list
}

// whereLocked is for a catalog on which what writes it keeps a lock.
func whereLocked(catalog string) string {
	return " AND (SELECT count(*) > 0 FROM held WHERE relation = '" + catalog + "'::regclass)"
}

// byHand are the traces of what statements do under a lock on the relation,
// and a hand that writes into the catalogs does not.
var byHand = []trace{
	{from: "pg_attrdef", class: "'pg_class'", object: "adrelid"},
	{from: "pg_index", class: "'pg_class'", object: "indrelid"},
	{from: "pg_trigger", class: "'pg_class'", object: "tgrelid"},
	{from: "pg_policy", class: "'pg_class'", object: "polrelid"},
	{from: "pg_rewrite", class: "'pg_class'", object: "ev_class"},
	{from: "pg_sequence", class: "'pg_class'", object: "seqrelid"},
	{from: "pg_inherits", class: "'pg_class'", object: "inhrelid"},
	{from: "pg_foreign_table", class: "'pg_class'", object: "ftrelid"},
	{from: "pg_constraint", class: "'pg_class'", object: "conrelid"},
}

const thisDatabase = "(SELECT oid FROM pg_database WHERE datname = current_database())"

// ownRow is true of a row that this transaction wrote, or a subtransaction of
// it that was released: that is seen, and still in progress. Ages are counted
// from the transaction, so only rows of later ones are asked about. The
// comparison of texts lets PostgreSQL expect few, and that of numbers in front
// of it is for speed.
const ownRow = `age(xmin) <= 0 AND CASE WHEN age(xmin) <= 0 THEN pg_xact_status((pg_current_xact_id()::text::bigint + age(pg_current_xact_id()::xid) - age(xmin))::text::xid8) END = 'in progress'`

// known are the traces that the server has and we may read. Who is no superuser
// cannot change what PostgreSQL has brought, nor switch off the counting of
// rows; so catalogs of which no rows were written need not be read.
func (s server) known(list []trace) (known []trace) {
	for _, t := range list {
		if s.version < t.since || t.super && !s.super {
			continue
		}
		if !s.mighty && t.where == "" {
			t.where += " AND (SELECT current_setting('track_counts') <> 'on' OR pg_stat_get_xact_tuples_inserted(id) + pg_stat_get_xact_tuples_updated(id) > 0 FROM (SELECT '" + t.from + "'::regclass) c (id))"
		}
		if t.builtIn != "" && !s.mighty {
			t.where += " AND " + t.builtIn + " >= 16384"
		}
		known = append(known, t)
	}
	return known
}

// follow asks for what traces lead to, of which this transaction wrote rows.
func follow(list []trace, union string) string {
	parts := make([]string, len(list))
	for i, t := range list {
		parts[i] = "SELECT " + t.class + ", " + t.object + " FROM " + t.from + " WHERE " + ownRow + t.where
	}
	return strings.Join(parts, "\n"+union+" ")
}

// byHandSQL are the objects to which rows belong that were written by hand.
func byHandSQL(s server) string {
	return "SELECT 'changed' AS deed_fence, class, id::text FROM (" + follow(s.known(byHand), "UNION") + ") x (class, id) WHERE id <> 0;\n"
}

// tracesSQL are the objects that have rows which this transaction wrote.
func tracesSQL(list []trace) string {
	return "changed (class, id) AS MATERIALIZED (SELECT DISTINCT * FROM (" + follow(list, "UNION ALL") + ") x)"
}

// usual are the catalogs that are written with every definition of a relation,
// or on which what writes them keeps a lock.
var usual = []string{"pg_class", "pg_attribute", "pg_type", "pg_constraint", "pg_depend", "pg_description"}

// moreSQL tells that more was done than define relations, though no text says
// so, and that rare things were done, or that it cannot be told.
func moreSQL(s server) string {
	return row("more") + ` WHERE ` + writtenSQL(s.known(traces)) + `
	OR EXISTS (SELECT FROM held JOIN pg_class ON oid = relation AND oid >= 16384 WHERE mode = 'RowExclusiveLock' AND relkind IN ('r', 'p', 'f'))
UNION ALL ` + row("rare") + ` WHERE ` + writtenSQL(append(s.known(rareTraces), trace{from: "pg_ts_config_map"})) + `
UNION ALL ` + row("roles", updates("pg_authid"), updates("pg_user_mapping")) + ` WHERE ` + writtenSQL([]trace{{from: "pg_authid"}, {from: "pg_user_mapping"}}) + "\n"
}

// updates is how many rows of a catalog the transaction has updated.
func updates(catalog string) string {
	return "pg_stat_get_xact_tuples_updated('" + catalog + "'::regclass)::text"
}

// writtenSQL is true if rows were written of catalogs that are not the usual.
func writtenSQL(list []trace) string {
	var catalogs []string
	for _, t := range list {
		if !slices.Contains(append(catalogs, usual...), t.from) {
			catalogs = append(catalogs, t.from)
		}
	}
	return `(current_setting('track_counts') <> 'on' OR (SELECT sum(pg_stat_get_xact_tuples_inserted(id) + pg_stat_get_xact_tuples_updated(id) + pg_stat_get_xact_tuples_deleted(id))
	FROM unnest('{` + strings.Join(catalogs, ", ") + `}'::regclass[]::oid[]) id) > 0)`
}

// changedSQL names them: what lies in a schema, or is kept by the register.
// It tells of types what values they allow, and of ranges where the type of
// their multiranges lies, if elsewhere.
func changedSQL() string {
	return row("changed", "class", "id::text") + ` FROM changed WHERE id <> 0
UNION ALL ` + row("label", "e.enumtypid::text", "e.oid::text", "e.enumlabel") + ` FROM changed t JOIN pg_enum e ON t.class = 'pg_type' AND e.enumtypid = t.id
UNION ALL ` + row("domain", "y.oid::text", domainSQL) + ` FROM changed t JOIN pg_type y ON t.class = 'pg_type' AND y.oid = t.id AND y.typtype = 'd'
UNION ALL ` + row("place", "'pg_type'", "d.refobjid::text", "quote_ident(n.nspname)") + ` FROM changed t JOIN pg_type m ON t.class = 'pg_type' AND m.oid = t.id AND m.typtype = 'm'
	JOIN pg_namespace n ON n.oid = m.typnamespace JOIN pg_depend d ON d.classid = 'pg_type'::regclass AND d.objid = m.oid AND d.refclassid = d.classid AND d.deptype = 'i'
	JOIN pg_type y ON y.oid = d.refobjid AND y.typnamespace <> m.typnamespace
UNION ALL ` + row("composite", "c.oid::text") + ` FROM changed t JOIN pg_class c ON t.class = 'pg_class' AND c.oid = t.id AND c.relkind = 'c'
UNION ALL ` + namesSQL()
}

// rareChangesSQL names the rare ones. It tells of casts, transforms and
// default operator classes the types they are for, and where extensions lie.
func rareChangesSQL() string {
	return row("changed", "class", "id::text") + ` FROM changed WHERE id <> 0
UNION ALL ` + row("uses", "t.class", "t.id::text", "coalesce(d.refobjid, 0)::text") + `
FROM changed t LEFT JOIN pg_depend d ON d.classid = t.class::regclass AND d.objid = t.id AND d.refclassid = 'pg_type'::regclass
WHERE (t.class IN ('pg_cast', 'pg_transform') OR t.class = 'pg_opclass' AND EXISTS (SELECT FROM pg_opclass WHERE oid = t.id AND opcdefault))
	AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = t.class::regclass AND objid = t.id AND deptype = 'e')
UNION ALL ` + row("place", "t.class", "t.id::text", "quote_ident(n.nspname)") + `
FROM changed t JOIN pg_extension e ON t.class = 'pg_extension' AND e.oid = t.id JOIN pg_namespace n ON n.oid = e.extnamespace
UNION ALL ` + namesSQL()
}

// domainSQL is what a domain asks of the values of its columns.
const domainSQL = `concat_ws(' ', y.typnotnull, y.typdefault, (SELECT string_agg(k.conbin::text, ' ' ORDER BY k.oid) FROM pg_constraint k WHERE k.contypid = y.oid))`

// relationsSQL names the relations that are locked as one that is made or
// altered is, as namesSQL does, and the tables that own such sequences.
var relationsSQL = row("name", "'pg_class'", "c.oid::text", "'0'", "i.type", "i.schema", "i.name", "i.identity") + `
FROM (SELECT DISTINCT relation FROM held WHERE relation >= 16384 AND mode <> 'RowExclusiveLock' OFFSET 0) h
JOIN pg_class c ON c.oid = h.relation AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND c.relpersistence <> 't' CROSS JOIN LATERAL pg_identify_object('pg_class'::regclass, c.oid, 0) i
WHERE c.relispartition OR (SELECT count(*) = 0 FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype IN ('a', 'i', 'e') AND objsubid = 0)
UNION ALL ` + row("tie", "h.relation::text", "d.refobjid::text") + `
FROM held h JOIN pg_class c ON c.oid = h.relation AND c.relkind = 'S' JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = d.classid AND d.deptype = 'a'
WHERE h.mode <> 'RowExclusiveLock'
`

// namesSQL names what this transaction has made or changed, as it is now: what
// lies in a schema, or is kept by the register. Parts of other objects are left out, but partitions. It
// looks things up one by one: they are few, and the catalogs are long.
func namesSQL() string {
	return row("name", "t.class", "t.id::text", "'0'", "i.type", "i.schema",
		"coalesce(i.name, (SELECT quote_ident(proname) FROM pg_proc WHERE t.class = 'pg_proc' AND oid = t.id))", "i.identity") + `
FROM changed t CROSS JOIN LATERAL pg_identify_object(t.class::regclass, t.id, 0) i
WHERE CASE t.class WHEN 'pg_class' THEN (SELECT relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relpersistence <> 't' FROM pg_class WHERE oid = t.id)
	WHEN 'pg_type' THEN (SELECT typrelid = 0 OR (SELECT relkind = 'c' FROM pg_class WHERE oid = typrelid) FROM pg_type WHERE oid = t.id)
	ELSE t.class IN ('pg_proc', 'pg_namespace', 'pg_extension', 'pg_collation', 'pg_conversion', 'pg_operator', 'pg_opclass', 'pg_opfamily',
		'pg_ts_config', 'pg_ts_dict', 'pg_ts_parser', 'pg_ts_template', 'pg_statistic_ext') END
AND CASE WHEN t.class = 'pg_statistic_ext' OR (SELECT relispartition FROM pg_class WHERE t.class = 'pg_class' AND oid = t.id) THEN true
	ELSE (SELECT count(*) = 0 FROM pg_depend WHERE classid = t.class::regclass AND objid = t.id AND deptype IN ('a', 'i', 'e') AND objsubid = 0) END
`
}
