package observe

import "slices"

// A query returns rows of three texts: the table that the object belongs to
// (empty: none), the object's identity, and lines about it. Rows about one
// object are put together, so what only newer servers have is a query of its
// own.
type query struct {
	since, before int // major versions; 0: any
	sql           string
}

// Parts of the queries.
const (
	// ours leaves out PostgreSQL's own schemas; n is pg_namespace.
	ours = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`
	// relation is the identity of c, a pg_class row in n.
	relation = `quote_ident(n.nspname)||'.'||quote_ident(c.relname)`
	// kind is the word for c in identities.
	kind = `CASE c.relkind WHEN 'r' THEN 'table' WHEN 'p' THEN 'table' WHEN 'f' THEN 'foreign table' WHEN 'v' THEN 'view'
		WHEN 'm' THEN 'materialized view' WHEN 'c' THEN 'composite type' WHEN 'S' THEN 'sequence' ELSE 'index' END`
	// classes is the FROM clause for relations: all, or the chosen ones.
	classes = ` FROM ` + chosen + ` c JOIN pg_namespace n ON n.oid = c.relnamespace AND ` + ours + ` `
	// chosen and isChosen stand for pg_class, or the rows of it that are
	// looked at, and for the condition on the OID in d that it belongs to them.
	chosen, isChosen = `{pg_class}`, `{objoid}`
	// sorted is followed by a column that holds an array.
	sorted = `(SELECT string_agg(x::text, ', ' ORDER BY x::text) FROM unnest`
	// declared leaves out the constraints that a foreign key to a partitioned
	// table has for its partitions on the table itself: they are no one's to
	// name.
	declared = `NOT EXISTS (SELECT FROM pg_constraint p WHERE p.oid = o.conparentid AND p.conrelid = o.conrelid)`
	// userMade is followed by nothing: o was not made by initdb.
	userMade = `o.oid >= 16384`
)

// unextended is a condition that leaves out members of extensions; o is the
// row of the catalog.
func unextended(catalog string) string {
	return ` NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '` + catalog + `'::regclass AND e.objid = o.oid AND e.deptype = 'e') `
}

// granted is the array of the privileges on relation c, none where it says no
// more than that its owner may do everything: GRANT and REVOKE leave it so.
func granted(kind string) string {
	return `NULLIF(c.relacl, acldefault('` + kind + `', c.relowner))`
}

// identified is a query for objects of a catalog that PostgreSQL can name
// itself, with lines about the row o.
func identified(catalog, lines string) string {
	return `SELECT '', i.type||' '||i.identity, concat_ws(E'\n', 'exists', ` + lines + `)
		FROM ` + catalog + ` o, pg_identify_object('` + catalog + `'::regclass, o.oid, 0) i
		WHERE ` + userMade + ` AND ` + unextended(catalog)
}

// column adds to the lines of columns; a is pg_attribute.
func column(line string) string {
	return `SELECT ` + relation + `, ` + kind + `||' column '||` + relation + `||'.'||quote_ident(a.attname), ` + line +
		classes + `JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')`
}

var queries = slices.Concat(tables, programs, others)

// tables are the queries about tables and what belongs to them.
var tables = []query{
	{sql: `SELECT ` + relation + `, ` + kind + `||' '||` + relation + `, concat_ws(E'\n',
		'owner: '||pg_get_userbyid(c.relowner), CASE WHEN c.relkind <> 'p' THEN 'persistence: '||c.relpersistence::text END,
		'kind: '||c.relkind::text, 'method: '||m.amname, 'tablespace: '||s.spcname,
		'replica identity: '||c.relreplident::text, CASE WHEN c.relrowsecurity THEN 'row security' END,
		CASE WHEN c.relforcerowsecurity THEN 'row security forced' END,
		'with: '||` + sorted + `(c.reloptions) x), 'toast with: '||` + sorted + `(t.reloptions) x),
		'partition by: '||CASE c.relkind WHEN 'p' THEN pg_get_partkeydef(c.oid) END,
		CASE WHEN c.relispartition AND c.relkind IN ('r', 'p', 'f') THEN 'partition: '||pg_get_expr(c.relpartbound, c.oid) END,
		'inherits: '||(SELECT string_agg(h.inhparent::regclass::text, ', ' ORDER BY h.inhseqno) FROM pg_inherits h WHERE h.inhrelid = c.oid),
		'of: '||NULLIF(c.reloftype, 0)::regtype, 'acl: '||` + sorted + `(` + granted("r") + `) x),
		'view: '||CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END)` + classes + `
		LEFT JOIN pg_am m ON m.oid = c.relam LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace
		LEFT JOIN pg_class t ON t.oid = c.reltoastrelid WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')`},

	{sql: column(`concat_ws(E'\n', 'type: '||format_type(a.atttypid, a.atttypmod), CASE WHEN a.attnotnull THEN 'not null' END,
		'identity: '||NULLIF(a.attidentity::text, ''), 'generated: '||NULLIF(a.attgenerated::text, ''), 'storage: '||a.attstorage::text,
		'statistics: '||NULLIF(a.attstattarget, -1), 'options: '||` + sorted + `(a.attoptions) x),
		'collation: '||(SELECT quote_ident(k.nspname)||'.'||quote_ident(l.collname) FROM pg_collation l JOIN pg_namespace k ON k.oid = l.collnamespace WHERE l.oid = a.attcollation),
		CASE WHEN NOT a.attislocal THEN 'not local' END, 'inherited: '||NULLIF(a.attinhcount, 0), 'acl: '||` + sorted + `(a.attacl) x))`)},
	{since: 14, sql: column(`'compression: '||a.attcompression::text`) + ` AND a.attcompression <> ''`},
	{sql: `SELECT ` + relation + `, ` + kind + `||' column '||` + relation + `||'.'||quote_ident(a.attname), 'default: '||pg_get_expr(d.adbin, d.adrelid)` +
		classes + `JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum`},

	{sql: `SELECT ` + relation + `, 'table constraint '||quote_ident(o.conname)||' on '||` + relation + `, concat_ws(E'\n',
		pg_get_constraintdef(o.oid), CASE WHEN NOT o.convalidated THEN 'not valid' END,
		CASE WHEN o.condeferrable THEN 'deferrable' END, CASE WHEN o.condeferred THEN 'deferred' END,
		CASE WHEN o.connoinherit AND o.contype IN ('c', 'n') THEN 'no inherit' END, CASE WHEN NOT o.conislocal AND o.contype <> 'n' THEN 'not local' END,
		'inherited: '||NULLIF(o.coninhcount, 0), 'index: '||CASE WHEN o.contype IN ('p', 'u', 'x') THEN o.conindid::regclass END,
		'of: '||(SELECT quote_ident(p.conname) FROM pg_constraint p WHERE p.oid = o.conparentid))` +
		classes + `JOIN pg_constraint o ON o.conrelid = c.oid WHERE o.contype <> 't' AND ` + declared},
	{since: 18, sql: `SELECT ` + relation + `, 'table constraint '||quote_ident(o.conname)||' on '||` + relation + `, 'not enforced'` +
		classes + `JOIN pg_constraint o ON o.conrelid = c.oid WHERE NOT o.conenforced AND ` + declared},

	{sql: `SELECT quote_ident(tn.nspname)||'.'||quote_ident(t.relname), 'index '||` + relation + `, concat_ws(E'\n',
		pg_get_indexdef(c.oid), 'owner: '||pg_get_userbyid(c.relowner), CASE WHEN NOT o.indisvalid THEN 'not valid' END,
		CASE WHEN NOT o.indisready THEN 'not ready' END, CASE WHEN o.indisreplident THEN 'replica identity' END,
		CASE WHEN o.indisclustered THEN 'clustered' END, CASE WHEN o.indisprimary THEN 'primary' END,
		CASE WHEN NOT o.indimmediate THEN 'not immediate' END, 'tablespace: '||s.spcname,
		'with: '||` + sorted + `(c.reloptions) x),
		'of: '||(SELECT string_agg(h.inhparent::regclass::text, ', ') FROM pg_inherits h WHERE h.inhrelid = c.oid),
		'statistics: '||(SELECT string_agg(a.attnum||'='||a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0))` +
		classes + `JOIN pg_index o ON o.indexrelid = c.oid JOIN pg_class t ON t.oid = o.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
		LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace`},

	{sql: `SELECT coalesce(w.owner, ''), 'sequence '||` + relation + `, concat_ws(E'\n',
		'owner: '||pg_get_userbyid(c.relowner), 'persistence: '||c.relpersistence::text, 'type: '||format_type(q.seqtypid, NULL),
		'start: '||q.seqstart, 'increment: '||q.seqincrement, 'min: '||q.seqmin, 'max: '||q.seqmax, 'cache: '||q.seqcache,
		CASE WHEN q.seqcycle THEN 'cycle' END, 'of column: '||w.owner||'.'||w.owner_column||' '||w.deptype, 'acl: '||` + sorted + `(` + granted("s") + `) x))` +
		classes + `JOIN pg_sequence q ON q.seqrelid = c.oid LEFT JOIN LATERAL (
			SELECT quote_ident(tn.nspname)||'.'||quote_ident(t.relname) AS owner, quote_ident(a.attname) AS owner_column, d.deptype::text
			FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace tn ON tn.oid = t.relnamespace
			JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
			WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')) w ON true`},

	{sql: `SELECT ` + relation + `, 'statistics object '||quote_ident(k.nspname)||'.'||quote_ident(o.stxname), concat_ws(E'\n',
		'on: '||` + relation + `, 'owner: '||pg_get_userbyid(o.stxowner), 'kinds: '||` + sorted + `(o.stxkind) x),
		'columns: '||(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = o.stxrelid AND a.attnum = ANY (o.stxkeys)),
		'target: '||NULLIF(o.stxstattarget, -1))` +
		classes + `JOIN pg_statistic_ext o ON o.stxrelid = c.oid JOIN pg_namespace k ON k.oid = o.stxnamespace`},
	{since: 14, sql: `SELECT ` + relation + `, 'statistics object '||quote_ident(k.nspname)||'.'||quote_ident(o.stxname),
		'expressions: '||` + sorted + `(pg_get_statisticsobjdef_expressions(o.oid)) x)` +
		classes + `JOIN pg_statistic_ext o ON o.stxrelid = c.oid JOIN pg_namespace k ON k.oid = o.stxnamespace WHERE o.stxexprs IS NOT NULL`},
}

// programs are the queries about what runs inside a database.
var programs = []query{
	{sql: `SELECT ` + relation + `, 'trigger '||quote_ident(o.tgname)||' on '||` + relation + `, concat_ws(E'\n', pg_get_triggerdef(o.oid), 'enabled: '||o.tgenabled::text)` +
		classes + `JOIN pg_trigger o ON o.tgrelid = c.oid AND NOT o.tgisinternal`},
	{sql: `SELECT ` + relation + `, 'rule '||quote_ident(o.rulename)||' on '||` + relation + `, concat_ws(E'\n', pg_get_ruledef(o.oid), 'enabled: '||o.ev_enabled::text)` +
		classes + `JOIN pg_rewrite o ON o.ev_class = c.oid AND o.rulename <> '_RETURN'`},
	{sql: `SELECT ` + relation + `, 'policy '||quote_ident(o.polname)||' on '||` + relation + `, concat_ws(E'\n', 'for: '||o.polcmd::text,
		CASE WHEN NOT o.polpermissive THEN 'restrictive' END,
		'to: '||(SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE quote_ident(pg_get_userbyid(r)) END, ', ' ORDER BY pg_get_userbyid(r)) FROM unnest(o.polroles) r),
		'using: '||pg_get_expr(o.polqual, o.polrelid), 'with check: '||pg_get_expr(o.polwithcheck, o.polrelid))` +
		classes + `JOIN pg_policy o ON o.polrelid = c.oid`},
	{sql: identified("pg_proc", `CASE WHEN o.prokind <> 'a' THEN pg_get_functiondef(o.oid) END, 'owner: '||pg_get_userbyid(o.proowner), 'acl: '||`+sorted+`(o.proacl) x)`)},
	{sql: `SELECT '', 'aggregate '||i.identity, concat_ws(E'\n', 'result: '||pg_get_function_result(o.oid), 'transition: '||g.aggtransfn||' '||g.aggtranstype::regtype,
		'final: '||g.aggfinalfn, 'combine: '||g.aggcombinefn, 'initial: '||g.agginitval)
		FROM pg_proc o JOIN pg_aggregate g ON g.aggfnoid = o.oid, pg_identify_object('pg_proc'::regclass, o.oid, 0) i WHERE ` + userMade + ` AND ` + unextended("pg_proc")},
	{sql: identified("pg_event_trigger", `'on: '||o.evtevent, 'calls: '||o.evtfoid::regprocedure, 'enabled: '||o.evtenabled::text, 'tags: '||`+sorted+`(o.evttags) x)`)},
}

// others are the queries about all else.
var others = []query{
	{sql: `SELECT '', 'schema '||quote_ident(n.nspname), concat_ws(E'\n', 'owner: '||pg_get_userbyid(n.nspowner), 'acl: '||` + sorted + `(n.nspacl) x))
		FROM pg_namespace n WHERE ` + ours},
	{sql: `SELECT '', 'extension '||quote_ident(e.extname), concat_ws(E'\n', 'schema: '||quote_ident(n.nspname), 'version: '||e.extversion)
		FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace`},
	{sql: `SELECT '', 'type '||quote_ident(n.nspname)||'.'||quote_ident(o.typname), concat_ws(E'\n', 'kind: '||o.typtype::text, 'owner: '||pg_get_userbyid(o.typowner),
		'values: '||(SELECT string_agg(quote_literal(v.enumlabel), ', ' ORDER BY v.enumsortorder) FROM pg_enum v WHERE v.enumtypid = o.oid),
		'base: '||CASE o.typtype WHEN 'd' THEN format_type(o.typbasetype, o.typtypmod) END, CASE WHEN o.typnotnull THEN 'not null' END,
		'default: '||o.typdefault, 'collation: '||CASE o.typtype WHEN 'd' THEN NULLIF(o.typcollation, 0)::regcollation::text END, 'acl: '||` + sorted + `(o.typacl) x))
		FROM pg_type o JOIN pg_namespace n ON n.oid = o.typnamespace AND ` + ours + ` WHERE o.typelem = 0 AND ` + unextended("pg_type") + `
		AND (o.typtype <> 'c' OR (SELECT c.relkind FROM pg_class c WHERE c.oid = o.typrelid) = 'c')`},
	{sql: `SELECT '', 'domain constraint '||quote_ident(o.conname)||' on '||quote_ident(n.nspname)||'.'||quote_ident(t.typname),
		concat_ws(E'\n', pg_get_constraintdef(o.oid), CASE WHEN NOT o.convalidated THEN 'not valid' END)
		FROM pg_constraint o JOIN pg_type t ON t.oid = o.contypid JOIN pg_namespace n ON n.oid = t.typnamespace AND ` + ours + `
		WHERE o.contypid = ANY (ARRAY(SELECT oid FROM pg_type WHERE typtype = 'd'))`},
	{sql: `SELECT '', 'type '||quote_ident(n.nspname)||'.'||quote_ident(t.typname), concat_ws(E'\n', 'subtype: '||format_type(r.rngsubtype, NULL),
		'collation: '||NULLIF(r.rngcollation, 0)::regcollation, 'class: '||p.opcname, 'canonical: '||NULLIF(r.rngcanonical::oid, 0)::regproc, 'diff: '||NULLIF(r.rngsubdiff::oid, 0)::regproc)
		FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace AND ` + ours + ` LEFT JOIN pg_opclass p ON p.oid = r.rngsubopc`},
	{since: 14, sql: `SELECT '', 'type '||quote_ident(n.nspname)||'.'||quote_ident(t.typname), 'multirange: '||r.rngmultitypid::regtype
		FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid JOIN pg_namespace n ON n.oid = t.typnamespace AND ` + ours},
	{sql: identified("pg_collation", `'locale: '||o.collcollate||' '||o.collctype, 'provider: '||o.collprovider::text, CASE WHEN NOT o.collisdeterministic THEN 'not deterministic' END`)},
	{since: 15, before: 17, sql: identified("pg_collation", `'icu: '||o.colliculocale`)},
	{since: 17, sql: identified("pg_collation", `'icu: '||o.colllocale`)},
	{sql: identified("pg_cast", `'method: '||o.castmethod::text, 'context: '||o.castcontext::text, 'function: '||NULLIF(o.castfunc, 0)::regprocedure`)},
	{sql: identified("pg_operator", `'function: '||o.oprcode, 'owner: '||pg_get_userbyid(o.oprowner)`)},
	{sql: identified("pg_opclass", `'default: '||o.opcdefault`)},
	{sql: identified("pg_opfamily", `'owner: '||pg_get_userbyid(o.opfowner)`)},
	{sql: identified("pg_language", `'acl: '||`+sorted+`(o.lanacl) x)`)},
	{sql: identified("pg_ts_config", `'owner: '||pg_get_userbyid(o.cfgowner)`)},
	{sql: identified("pg_ts_dict", `'options: '||o.dictinitoption`)},
	{sql: identified("pg_foreign_data_wrapper", `'options: '||`+sorted+`(o.fdwoptions) x), 'acl: '||`+sorted+`(o.fdwacl) x)`)},
	{sql: identified("pg_foreign_server", `'options: '||`+sorted+`(o.srvoptions) x), 'acl: '||`+sorted+`(o.srvacl) x)`)},
	{sql: `SELECT ` + relation + `, 'foreign table '||` + relation + `, concat_ws(E'\n', 'server: '||s.srvname, 'options: '||` + sorted + `(f.ftoptions) x))` +
		classes + `JOIN pg_foreign_table f ON f.ftrelid = c.oid JOIN pg_foreign_server s ON s.oid = f.ftserver`},
	{sql: `SELECT '', 'default acl '||concat_ws(' ', pg_get_userbyid(o.defaclrole), 'in '||n.nspname, o.defaclobjtype), ` + sorted + `(o.defaclacl) x)
		FROM pg_default_acl o LEFT JOIN pg_namespace n ON n.oid = o.defaclnamespace`},

	{sql: `SELECT '', 'publication '||quote_ident(o.pubname), concat_ws(E'\n', 'owner: '||pg_get_userbyid(o.pubowner), 'all tables: '||o.puballtables,
		'actions: '||concat_ws(' ', o.pubinsert, o.pubupdate, o.pubdelete, o.pubtruncate), 'via root: '||o.pubviaroot) FROM pg_publication o`},
	{before: 15, sql: `SELECT ` + relation + `, 'publication '||quote_ident(p.pubname), 'table: '||` + relation +
		classes + `JOIN pg_publication_rel o ON o.prrelid = c.oid JOIN pg_publication p ON p.oid = o.prpubid`},
	{since: 15, sql: `SELECT '', 'publication '||quote_ident(p.pubname), concat_ws(' ', 'table: '||` + relation + `,
		'columns '||(SELECT string_agg(a.attname, ', ' ORDER BY a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (o.prattrs)),
		'where '||pg_get_expr(o.prqual, c.oid))` + classes + `JOIN pg_publication_rel o ON o.prrelid = c.oid JOIN pg_publication p ON p.oid = o.prpubid`},
	{since: 15, sql: `SELECT '', 'publication '||quote_ident(p.pubname), 'schema: '||quote_ident(n.nspname)
		FROM pg_publication_namespace o JOIN pg_namespace n ON n.oid = o.pnnspid JOIN pg_publication p ON p.oid = o.pnpubid`},

	{sql: `SELECT '', i.type||' '||i.identity, 'comment: '||d.description
		FROM pg_description d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i
		WHERE d.objoid >= 16384 AND d.objsubid = 0 AND ` + isChosen + ` AND i.schema IS DISTINCT FROM 'pg_toast' AND i.identity !~ '^pg_t(oast|emp)'`},
	{sql: `SELECT ` + relation + `, ` + kind + `||' column '||` + relation + `||'.'||quote_ident(a.attname), 'comment: '||d.description` +
		classes + `JOIN pg_attribute a ON a.attrelid = c.oid JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = a.attnum`},
	{sql: `SELECT '', 'schema '||quote_ident(n.nspname), 'comment: '||d.description
		FROM pg_namespace n JOIN pg_description d ON d.classoid = 'pg_namespace'::regclass AND d.objoid = n.oid WHERE n.oid < 16384 AND ` + ours},
	{sql: `SELECT '', i.type||' '||i.identity, 'label: '||d.provider||' '||d.label FROM pg_seclabel d, pg_identify_object(d.classoid, d.objoid, d.objsubid) i`},
}
