package model

import "strings"

// A goType is what a Go type means for a column.
type goType struct {
	sql      string // normal form; empty: not known, the field must say
	nullable bool   // it has a value for NULL
	// why says what to do when sql is empty: "has no type in PostgreSQL".
	why string
	// enum is set for a string type with constants.
	enum *typeDecl
}

// basicTypes are Go's own types.
var basicTypes = map[string]string{
	"bool": "boolean", "string": "text",
	"int": "bigint", "int8": "smallint", "int16": "smallint", "int32": "integer", "int64": "bigint", "rune": "integer",
	"uint": "bigint", "uint8": "smallint", "byte": "smallint", "uint16": "integer", "uint32": "bigint", "uint64": "bigint",
	"float32": "real", "float64": "double precision",
}

// wellKnown are the types of other modules, by import path without a major
// version, and name. A trailing "?" means that they have a value for NULL.
var wellKnown = func() map[string]goType {
	all := map[string]goType{}
	for line := range strings.Lines(wellKnownList) {
		fields := strings.Fields(line)
		if len(fields) < 3 {
			continue
		}
		sql, nullable := strings.CutSuffix(strings.Join(fields[2:], " "), "?")
		all[fields[0]+" "+fields[1]] = goType{sql: sql, nullable: nullable}
	}
	return all
}()

const wellKnownList = `
time Time timestamptz
encoding/json RawMessage jsonb
encoding/json Number numeric
math/big Int numeric
net IP inet
net IPNet cidr
net HardwareAddr macaddr
net/netip Addr inet
net/netip Prefix cidr
database/sql NullBool boolean?
database/sql NullByte smallint?
database/sql NullFloat64 double precision?
database/sql NullInt16 smallint?
database/sql NullInt32 integer?
database/sql NullInt64 bigint?
database/sql NullString text?
database/sql NullTime timestamptz?
database/sql RawBytes bytea
github.com/google/uuid UUID uuid
github.com/google/uuid NullUUID uuid?
github.com/google/uuid UUIDs uuid[]
github.com/gofrs/uuid UUID uuid
github.com/gofrs/uuid NullUUID uuid?
github.com/satori/go.uuid UUID uuid
github.com/satori/go.uuid NullUUID uuid?
github.com/shopspring/decimal Decimal numeric
github.com/shopspring/decimal NullDecimal numeric?
github.com/ericlagergren/decimal Big numeric
github.com/govalues/decimal Decimal numeric
github.com/govalues/decimal NullDecimal numeric?
github.com/lib/pq BoolArray boolean[]
github.com/lib/pq ByteaArray bytea[]
github.com/lib/pq Float32Array real[]
github.com/lib/pq Float64Array double precision[]
github.com/lib/pq Int32Array integer[]
github.com/lib/pq Int64Array bigint[]
github.com/lib/pq NullTime timestamptz?
github.com/lib/pq StringArray text[]
github.com/jackc/pgx/pgtype Bits varbit?
github.com/jackc/pgx/pgtype Bool boolean?
github.com/jackc/pgx/pgtype Box box?
github.com/jackc/pgx/pgtype Circle circle?
github.com/jackc/pgx/pgtype Date date?
github.com/jackc/pgx/pgtype Float4 real?
github.com/jackc/pgx/pgtype Float8 double precision?
github.com/jackc/pgx/pgtype Hstore hstore
github.com/jackc/pgx/pgtype Int2 smallint?
github.com/jackc/pgx/pgtype Int4 integer?
github.com/jackc/pgx/pgtype Int8 bigint?
github.com/jackc/pgx/pgtype Interval interval?
github.com/jackc/pgx/pgtype Line line?
github.com/jackc/pgx/pgtype Lseg lseg?
github.com/jackc/pgx/pgtype Numeric numeric?
github.com/jackc/pgx/pgtype Path path?
github.com/jackc/pgx/pgtype Point point?
github.com/jackc/pgx/pgtype Polygon polygon?
github.com/jackc/pgx/pgtype Text text?
github.com/jackc/pgx/pgtype TID tid?
github.com/jackc/pgx/pgtype Time time?
github.com/jackc/pgx/pgtype Timestamp timestamp?
github.com/jackc/pgx/pgtype Timestamptz timestamptz?
github.com/jackc/pgx/pgtype TSVector tsvector?
github.com/jackc/pgx/pgtype UUID uuid?
github.com/jackc/pgtype Bool boolean?
github.com/jackc/pgtype Bytea bytea?
github.com/jackc/pgtype CIDR cidr?
github.com/jackc/pgtype Date date?
github.com/jackc/pgtype Float4 real?
github.com/jackc/pgtype Float8 double precision?
github.com/jackc/pgtype Inet inet?
github.com/jackc/pgtype Int2 smallint?
github.com/jackc/pgtype Int4 integer?
github.com/jackc/pgtype Int8 bigint?
github.com/jackc/pgtype Interval interval?
github.com/jackc/pgtype JSON json?
github.com/jackc/pgtype JSONB jsonb?
github.com/jackc/pgtype Macaddr macaddr?
github.com/jackc/pgtype Numeric numeric?
github.com/jackc/pgtype Text text?
github.com/jackc/pgtype Time time?
github.com/jackc/pgtype Timestamp timestamp?
github.com/jackc/pgtype Timestamptz timestamptz?
github.com/jackc/pgtype UUID uuid?
github.com/jackc/pgtype Varchar varchar?
github.com/pgvector/pgvector-go Vector vector
github.com/pgvector/pgvector-go HalfVector halfvec
github.com/pgvector/pgvector-go SparseVector sparsevec
`

// lookUp returns the meaning of a type of another module.
func lookUp(path, name string) (goType, bool) {
	t, ok := wellKnown[withoutVersion(path)+" "+name]
	return t, ok
}

// withoutVersion takes the major version out of an import path:
// "github.com/jackc/pgx/v5/pgtype" is "github.com/jackc/pgx/pgtype".
func withoutVersion(path string) string {
	parts := strings.Split(path, "/")
	kept := parts[:0:0]
	for _, p := range parts {
		if !isVersion(p) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "/")
}

// rangeTypes are the range types over a subtype, for pgtype.Range[T].
var rangeTypes = map[string]string{
	"integer": "int4range", "bigint": "int8range", "numeric": "numrange",
	"date": "daterange", "timestamp": "tsrange", "timestamptz": "tstzrange",
}

// snakeCase returns the column name of a Go field or the type name of a Go
// type: UserID is user_id, UUIDs uuids, OAuth2Token o_auth2_token.
func snakeCase(name string) string {
	for _, initialism := range initialisms {
		i := strings.Index(name, initialism+"s")
		if end := i + len(initialism) + 1; i >= 0 && (end == len(name) || !isLower(name[end])) {
			name = name[:i+1] + strings.ToLower(initialism[1:]) + name[end-1:]
		}
	}
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if isUpper(c) && i > 0 && (!isUpper(name[i-1]) && name[i-1] != '_' ||
			i+1 < len(name) && isUpper(name[i-1]) && isLower(name[i+1])) {
			b.WriteByte('_')
		}
		b.WriteByte(c)
	}
	return strings.ToLower(b.String())
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }

// initialisms are those whose plural is written with a small s, the longer
// ones first.
var initialisms = []string{"UUID", "API", "URI", "URL", "ID", "IP"}
