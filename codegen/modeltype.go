package codegen

import (
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/deedsql/deed/schema"
)

// A goType is the Go type of a column.
type goType struct {
	path, name string // import path, empty for none; "Time"
	// implied is the SQL type that package model takes from it; empty: none,
	// or not to be relied upon.
	implied string
	null    bool // it has a value for NULL, which is not nil
	slice   bool // its nil stands for NULL
}

// builtinTypes are the Go types for PostgreSQL's own types. They need the
// standard library only. Types without a counterpart there are strings, which
// drivers scan from the text form of any type.
var builtinTypes = map[string]goType{
	"boolean":          {name: "bool", implied: "boolean"},
	"smallint":         {name: "int16", implied: "smallint"},
	"integer":          {name: "int32", implied: "integer"},
	"bigint":           {name: "int64", implied: "bigint"},
	"real":             {name: "float32", implied: "real"},
	"double precision": {name: "float64", implied: "double precision"},
	"text":             {name: "string", implied: "text"},
	"bytea":            {name: "[]byte", implied: "bytea", slice: true},
	"json":             {path: "encoding/json", name: "RawMessage", implied: "jsonb", slice: true},
	"jsonb":            {path: "encoding/json", name: "RawMessage", implied: "jsonb", slice: true},
	"date":             {path: "time", name: "Time", implied: "timestamptz"},
	"timestamp":        {path: "time", name: "Time", implied: "timestamptz"},
	"timestamptz":      {path: "time", name: "Time", implied: "timestamptz"},
	"inet":             {path: "net/netip", name: "Addr", implied: "inet"},
	"cidr":             {path: "net/netip", name: "Prefix", implied: "cidr"},
	"macaddr":          {path: "net", name: "HardwareAddr", implied: "macaddr", slice: true},
	"oid":              {name: "uint32", implied: "bigint"},
}

// moduleTypes are better Go types, of modules that a service may have.
var moduleTypes = map[string][]goType{
	"uuid": {
		{path: "github.com/google/uuid", name: "UUID", implied: "uuid"},
		{path: "github.com/gofrs/uuid/v5", name: "UUID", implied: "uuid"},
		{path: "github.com/gofrs/uuid", name: "UUID", implied: "uuid"},
	},
	"numeric": {
		{path: "github.com/shopspring/decimal", name: "Decimal", implied: "numeric"},
		{path: "github.com/govalues/decimal", name: "Decimal", implied: "numeric"},
	},
	"public.vector": {{path: "github.com/pgvector/pgvector-go", name: "Vector"}},
	"interval":      {pgtype("Interval", "interval")},
	"bit":           {pgtype("Bits", "varbit")},
	"varbit":        {pgtype("Bits", "varbit")},
	"point":         {pgtype("Point", "point")},
	"line":          {pgtype("Line", "line")},
	"lseg":          {pgtype("Lseg", "lseg")},
	"box":           {pgtype("Box", "box")},
	"path":          {pgtype("Path", "path")},
	"polygon":       {pgtype("Polygon", "polygon")},
	"circle":        {pgtype("Circle", "circle")},
}

const pgtypePath = "github.com/jackc/pgx/v5/pgtype"

func pgtype(name, implied string) goType {
	return goType{path: pgtypePath, name: name, implied: implied, null: true}
}

// goType returns the Go type for an SQL type in normal form.
func (w *modelWriter) goType(sql string) goType {
	if element, ok := strings.CutSuffix(sql, "[]"); ok {
		t := w.goType(element)
		t.name, t.null, t.slice = "[]"+t.name, false, true
		if t.implied != "" {
			t.implied += "[]"
		}
		return t
	}
	if enum, ok := w.enums[sql]; ok {
		return goType{name: enum, implied: sql}
	}
	if domain := w.domain(sql); domain != nil {
		return w.goType(domain.Type)
	}
	name := sql
	if integer := schema.IntegerType(sql); integer != "" {
		name = integer
	}
	if i := strings.IndexByte(name, '('); i >= 0 {
		name = name[:i] + name[strings.IndexByte(name, ')')+1:]
	}
	if t, ok := builtinTypes[name]; ok {
		return t
	}
	for _, t := range moduleTypes[name] {
		if w.hasModule(t.path) {
			return t
		}
	}
	return goType{name: "string", implied: "text"}
}

// domain returns the domain of that type, or nil.
func (w *modelWriter) domain(sql string) *schema.Domain {
	i := slices.IndexFunc(w.db.Domains, func(d schema.Domain) bool { return d.Name.SQL() == sql })
	if i < 0 {
		return nil
	}
	return &w.db.Domains[i]
}

func (w *modelWriter) hasModule(path string) bool {
	return slices.ContainsFunc(w.opts.Modules, func(m string) bool {
		return path == m || strings.HasPrefix(path, m+"/")
	})
}

// code returns the type as Go source, as a pointer if it needs one to hold
// NULL.
func (t goType) code(nullable bool) jen.Code {
	pointer := ""
	if nullable && !t.null && !t.slice {
		pointer = "*"
	}
	name := strings.TrimLeft(t.name, "[]")
	pointer += t.name[:len(t.name)-len(name)]
	if t.path == "" {
		return jen.Op(pointer).Id(name)
	}
	return jen.Op(pointer).Qual(t.path, name)
}

// nullOption returns the option that is needed for a column's nullability,
// where the Go type does not say it: null, notnull or none.
func (t goType) nullOption(nullable bool) string {
	switch {
	case nullable && t.slice:
		return "null"
	case !nullable && t.null:
		return "notnull"
	}
	return ""
}
