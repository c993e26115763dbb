// Package model reads a PostgreSQL schema from tagged Go structs. The source
// is parsed, never run or type-checked: what is not in it, the models do not
// say. This page is the manual of the tags and directives.
//
//	// University is an institution that students apply to.
//	//
//	//deed:table universities
//	//deed:index universities_name_lower_idx (lower(name)) where is_active
//	//deed:check name_not_blank name <> ''
//	type University struct {
//		ID             uuid.UUID `db:"id" deed:"pk; default: gen_random_uuid()"`
//		Name           string    `db:"name" deed:"type: varchar(255)"`
//		UniversityCode string    `db:"university_code" deed:"type: varchar(50); unique"`
//		ShortName      *string   `db:"short_name" deed:"type: varchar(100)"`
//		IsActive       bool      `db:"is_active" deed:"default: true"`
//		CreatedAt      time.Time `db:"created_at" deed:"default: now()"`
//	}
//
// A struct is a model when a //deed:table directive stands in its doc
// comment; other structs of the package are of no concern. Its exported fields
// are columns. What belongs to one column stands in the field's tag, what
// belongs to the table in directives above the struct, what belongs to neither
// (an extension, a domain) in any comment of the package.
//
// SQL is written as PostgreSQL takes it: names fold to lower case unless they
// are in double quotes, strings stand in single quotes. A name without a
// schema is in public, or where [Options].DefaultSchema says. Only the db tag
// is not SQL: it is the column's name to the letter.
//
// # Columns
//
// The db tag, which pgx and sqlx read as well, names the column; what follows
// a comma in it is ignored. A field with `db:"-"` or `deed:"-"` is no column.
// Without the tag the name is the field's in snake case: UserID is user_id,
// HTTPServer http_server, UUIDs uuids.
//
// The type and NOT NULL come from the Go type:
//
//	bool                             boolean
//	int8, uint8, int16               smallint
//	int32, rune, uint16              integer
//	int, int64, uint, uint32, uint64 bigint
//	float32, float64                 real, double precision
//	string, []byte                   text, bytea
//	time.Time                        timestamptz
//	json.RawMessage                  jsonb
//	uuid.UUID (google, gofrs)        uuid
//	decimal.Decimal (shopspring)     numeric
//	netip.Addr, net.IP               inet
//	netip.Prefix, net.IPNet          cidr
//	sql.NullString, sql.Null[T], …   as without Null, and nullable
//	pgtype.Text, pgtype.Date, …      text, date, …, and nullable
//	pgtype.Range[pgtype.Date], …     daterange, …, and nullable
//	*T                               as T, and nullable
//	[]T                              T[]
//	type X T, of the same module     as T
//	type X string with constants     the enum x; see below
//
// Anything that is not a pointer and not one of the null types is NOT NULL.
// Maps, structs, interfaces, time.Duration, generic types and types of other
// modules have no type of their own: they need an option type, or, if they are
// of the same module, a directive above the Go type.
//
// Embedded structs of the same module give their columns in their place. A
// field hides one of the same column that lies deeper; two at the same depth
// are an error. `deed:"prefix: home_"` on the embedded struct is put before the
// names of its columns.
//
// # The deed tag
//
// The tag holds options separated by semicolons, which mean nothing inside
// quotes and parentheses. The colon behind an option's name may be left out.
//
//	pk [NAME]
//		The column belongs to the primary key; several such fields are one
//		key in their order.
//	type: TYPE
//		The type, instead of what the Go type says. serial, bigserial and
//		smallserial are allowed. A type that the models declare needs no
//		schema.
//	null
//	notnull [NAME] [no inherit] [not valid]
//		Nullable or not, whatever the Go type says. What stands behind is
//		for PostgreSQL 18, where it is a constraint with a name.
//	default: EXPR
//		"default: null" is none, also where a parent's column has one.
//	generated: EXPR [stored | virtual]
//		A generated column, stored if nothing is said.
//	identity: always | by default [(OPTIONS)] [logged | unlogged]
//		An identity column. OPTIONS are those of a sequence, and
//		"sequence name NAME". Its sequence is logged as the table is, or,
//		since PostgreSQL 15, as said.
//	unique [NAME] [nulls not distinct] [deferrable [initially deferred]]
//	index [unique] [NAME] [using METHOD] [where PREDICATE]
//		Of this column. Fields that give the same NAME share the constraint
//		or the index, in their order.
//	check: [NAME:] EXPR [no inherit] [not valid] [not enforced]
//	references: [NAME:] TABLE [(COLUMN)] [on delete ACTION] [on update ACTION] …
//		All that SQL allows behind REFERENCES. Without COLUMN it is the
//		primary key.
//	collate: COLLATION
//	storage: plain | external | extended | main
//	compression: pglz | lz4
//	statistics: TARGET
//	options: (n_distinct = 5, …)
//	comment: TEXT
//		A text with quotes or semicolons stands in quotes as in SQL:
//		'the user''s name'. Go's doc comments are for readers of Go.
//	was: OLD_NAME
//		The column has been renamed from OLD_NAME. It can stay until every
//		database has followed, and does nothing where it has.
//	inherited
//		The column is a parent's (see inherits below) and not declared
//		again.
//	column: NAME
//		The column's name as SQL writes it, for one that a db tag cannot
//		hold, such as "a,b".
//	prefix: PREFIX
//		On embedded structs only.
//
// "primary key", "not null", "collation" and "fk" do for pk, notnull, collate
// and references. check, index, unique and references may be repeated.
//
// # Directives
//
// A directive is a comment of its own line that begins with //deed: without a
// blank, as gofmt knows directives. It goes on in lines below it that begin
// with //deed:more:
//
//	//deed:unique one_open_order (customer_id, status)
//	//deed:more nulls not distinct deferrable initially deferred
//
// NAME can be left out wherever it stands in brackets here. The name is then
// PostgreSQL's own choice (orders_customer_id_status_key), and the draft of a
// revision spells it out. Wherever a name can be given, "was OLD_NAME" may
// follow it.
//
// # Directives of a table
//
// They stand in the doc comment of the struct.
//
//	//deed:table [SCHEMA.]NAME
//	//deed:was [SCHEMA.]OLD_NAME
//	//deed:comment TEXT
//	//deed:comment on column | constraint | index | sequence | statistics NAME is TEXT
//		TEXT runs to the end of the line. In single quotes it is an SQL
//		string, so that E'…\n…' holds more than one line.
//	//deed:primary key [NAME] (a, b) [include (c)] …          (or pk)
//	//deed:unique [NAME] (a, b) [nulls not distinct] [include (c)] [deferrable …] …
//	//deed:check [NAME] EXPR [no inherit] [not valid] [not enforced]
//		NAME is an identifier before what is an expression without it;
//		"NAME: EXPR" is clear in every case. Before a parenthesis a blank
//		makes the difference: price_ok (price > 0), but is_valid(code).
//	//deed:foreign key [NAME] (a, b) references TABLE [(x, y)] …
//	//deed:exclude [NAME] using gist (room with =, during with &&) [where (…)] …
//	//deed:constraint NAME DEFINITION
//		Any constraint in PostgreSQL's words, as pg_get_constraintdef
//		returns them. Of what has an index, "clustered" may stand at the end
//		or before WHERE, and "comment on index NAME" is that on its index.
//	//deed:index [unique] [NAME] [using METHOD] (KEY, …) [include (…)]
//		[nulls not distinct] [with (…)] [tablespace T] [where PREDICATE]
//		USING may stand behind the key as well. A KEY is a column, a
//		function call or an expression in parentheses, with collation,
//		operator class and order as in SQL. "clustered", "statistics
//		(2=500)" and "invalid" may stand before WHERE, the last of one that a
//		failed CREATE INDEX CONCURRENTLY left: else it is made anew. "unique
//		index" is the same as "index unique". "on only" before the key, of
//		primary keys and unique constraints too, makes the index on the
//		partitioned table alone and not on its partitions; "attach to INDEX"
//		behind the key of a partition's attaches it to such a one, which
//		PostgreSQL uses when all partitions have theirs; and says of two that
//		are alike which of the parent's each is.
//	//deed:statistics [NAME] [(ndistinct, dependencies, mcv)] on a, (b + c) [target N]
//	//deed:partition by range | list | hash (KEY, …)
//	//deed:partition of PARENT for values … | default
//		The struct may be empty: a partition has its parent's columns. It
//		may embed the parent's struct, and name columns of its own.
//	//deed:inherits (PARENT, …)
//	//deed:of TYPE
//		The columns are those of a composite type, and stay so.
//	//deed:unlogged
//	//deed:with (fillfactor = 70, …)
//	//deed:tablespace NAME
//	//deed:access method NAME
//	//deed:replica identity full | nothing | using index NAME
//	//deed:row level security [forced]
//
// # Directives of the database
//
// They stand in any comment of the package, best in doc.go.
//
//	//deed:schema NAME
//	//deed:extension NAME [schema SCHEMA] [version 'VERSION']
//	//deed:sequence NAME [unlogged] [as TYPE] [increment by N] [minvalue N] [maxvalue N]
//		[start with N] [cache N] [cycle] [owned by TABLE.COLUMN]
//	//deed:domain NAME TYPE [collate C] [[constraint NAME] not null] [default EXPR] [[constraint NAME] check (EXPR)] …
//	//deed:type NAME (ATTRIBUTE TYPE [collate C], …)
//	//deed:range NAME (subtype = TYPE, …)
//	//deed:enum NAME ('VALUE', …)
//	//deed:comment on schema | extension | sequence | domain | type | range | enum NAME is TEXT
//	//deed:comment on attribute TYPE.ATTRIBUTE is TEXT
//	//deed:comment on constraint NAME on domain DOMAIN is TEXT
//
// "was OLD" may follow the name of each, of an attribute, and a value of an
// enum: ('open', 'closed' was 'shut').
//
// # Go types
//
// Above a type that is no table, domain, type, range and enum also say what
// the Go type is for a column:
//
//	// Email is an address.
//	//
//	//deed:domain email text check (value ~ '@')
//	type Email string
//
//	// Settings are kept as JSON.
//	//
//	//deed:as jsonb
//	type Settings struct{ … }
//
// A string type with constants is an enum named as the type in snake case, its
// values those of the constants in their order. Above the type, //deed:enum
// NAME gives another name, //deed:was OLD_NAME and //deed:comment TEXT do as
// for tables, and //deed:text makes it text. On a constant, //deed:was
// OLD_VALUE tells of a renamed value, and //deed:ignore leaves it out:
//
//	//deed:enum order_status
//	type Status string
//
//	const (
//		Open    Status = "open"
//		Closed  Status = "closed" //deed:was shut
//		Unknown Status = ""       //deed:ignore
//	)
//
// # Mistakes
//
// All mistakes are reported at once, each at file, line and column of what is
// wrong, underlined in its line, with the nearest right word. Expressions are
// read with PostgreSQL's parser; that their functions and operators exist, only
// a server can tell, and [Models.ErrorAt] puts what it says in its place.
package model
