package pgparse

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestParseExprNames(t *testing.T) {
	for sql, want := range map[string]string{
		"lower(Name) <> ''":              "columns name; functions lower",
		"price > 0::numeric":             "columns price; types numeric",
		"x = 'a'::public.status AND x.y": "columns x x.y; types public.status",
		"nextval('app.\"S\"'::regclass)": "functions nextval; types regclass; relations app.S",
		"nextval('s')":                   "functions nextval; relations s",
		"pg_catalog.now()":               "functions now",
		`a COLLATE "C" || b`:             "columns a b; collations C",
		"(SELECT max(i) FROM auth.t)":    "columns i; functions max; relations auth.t",
		"CASE WHEN a THEN b ELSE c END":  "columns a b c",
		"extract(year from d) = 2000":    "columns d; functions extract",
		"ARRAY[a, b[1]]::int[]":          "columns a b; types int4",
		"1 -- a comment":                 "",
	} {
		e, err := ParseExpr(sql)
		if err != nil {
			t.Errorf("%s: %v", sql, err)
			continue
		}
		if got := describe(e.Names); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", sql, got, want)
		}
	}
}

func describe(n Names) string {
	var parts []string
	for _, list := range []struct {
		name string
		refs []Ref
	}{{"columns", n.Columns}, {"functions", n.Functions}, {"types", n.Types}, {"relations", n.Relations}, {"collations", n.Collations}} {
		if len(list.refs) > 0 {
			part := list.name
			for _, r := range list.refs {
				part += " " + strings.Join(r.Parts, ".")
			}
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, "; ")
}

func TestNamePositions(t *testing.T) {
	e, err := ParseExpr("'é' = b")
	if err != nil {
		t.Fatal(err)
	}
	if got := e.Columns[0].Pos; got != 7 {
		t.Errorf("b is at %d, want 7", got)
	}
}

func TestParseExprErrors(t *testing.T) {
	for sql, want := range map[string]string{
		"":                "0: expected an expression",
		"price >":         "7: syntax error at the end: the expression is incomplete",
		"'é' = b c":       `9: syntax error at or near "c"`,
		"a, b":            `1: expected one expression, found "," behind it`,
		"a) FROM (t":      `1: ")" closes nothing`,
		"lower(a":         `5: "(" is never closed`,
		"SELECT 1":        "0: expected one expression",
		"a = 'b":          `4: unterminated quoted string at or near "'b` + "\n" + `)"`,
		"a BETWIXT 1 + 2": `2: syntax error at or near "BETWIXT"`,
	} {
		_, err := ParseExpr(sql)
		failure := (*Error)(nil)
		if !errors.As(err, &failure) {
			t.Errorf("%q: got %v, want an *Error", sql, err)
			continue
		}
		if got := fmt.Sprintf("%d: %s", failure.Pos, failure.Msg); got != want {
			t.Errorf("%q:\ngot  %s\nwant %s", sql, got, want)
		}
	}
}

func TestOpaque(t *testing.T) {
	e, err := ParseExpr("JSON_VALUE(doc, '$.a' RETURNING int) > 0")
	if err != nil || !e.Opaque {
		t.Errorf("got %+v, %v, want an opaque expression", e, err)
	}
	list, err := ParseStatements("SELECT 1; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED;\n-- end\nDROP TABLE u")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range list {
		got = append(got, fmt.Sprintf("%d %v %s", s.Pos, s.Opaque, s.SQL))
	}
	want := "0 false SELECT 1|10 true ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT ENFORCED|76 false DROP TABLE u"
	if strings.Join(got, "|") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
	}
}

func TestParseStatements(t *testing.T) {
	list, err := ParseStatements("/* é */ SELECT a FROM s.t; ; DO $$ BEGIN; END $$;")
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].SQL != "SELECT a FROM s.t" || list[0].Pos != 9 || list[1].Node.GetDoStmt() == nil {
		t.Errorf("got %+v", list)
	}
	_, err = ParseStatements("SELECT 'é'; SELEC 1")
	if failure := (*Error)(nil); !errors.As(err, &failure) || failure.Pos != 13 {
		t.Errorf("got %#v, want an error at 13", err)
	}
}

func TestColumnName(t *testing.T) {
	for sql, want := range map[string]string{
		"lower(name)": "lower", "a || b": "", "(a)": "a", "a::text": "a", "(a || b)::text": "text",
		"coalesce(a, b)": "coalesce", "doc ->> 'x'": "", "CASE WHEN a THEN 1 END": "case", "(doc).x": "x",
		"current_date": "current_date", "pg_catalog.lower(a)": "lower", "extract(year from d)": "extract",
	} {
		e, err := ParseExpr(sql)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.ColumnName(); got != want {
			t.Errorf("%s: got %q, want %q", sql, got, want)
		}
	}
}

func TestEqual(t *testing.T) {
	equal := [][2]string{
		{"price>0", "((PRICE) > 0)"},
		{"NOW()", "pg_catalog.now()"},
		{"a != 1", "(a <> 1)"},
		{"cast(a as int)", "a::integer"},
		{"a AND b AND c", "(a AND (b AND c))"},
		{"a BETWEEN 1 AND 5", "((a >= 1) AND (a <= 5))"},
		{"ROW(a, ROW(b, c)) = ROW(1, ROW(2, 3))", "((a = 1) AND (ROW(b, c) = ROW(2, 3)))"},
		{"(a, b) IS DISTINCT FROM (1, 2)", "((a IS DISTINCT FROM 1) OR (b IS DISTINCT FROM 2))"},
		{"a IN (1)", "(a = 1)"},
		{"a NOT IN ('x')", "(a <> 'x')"},
		{"a LIKE b", "(a ~~ b)"},
		{"a > -1", "(a > '-1'::integer)"},
		{"a > 3000000000", "(a > '3000000000'::bigint)"},
		{`"a" IS NOT NULL`, "(a IS NOT NULL)"},
	}
	for _, pair := range equal {
		if !Equal(pair[0], pair[1]) {
			t.Errorf("%s and %s are equal", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"a > 0", "a > 1"},
		{"a = 'x'", "a = 'x'::text"},
		{`"A" > 0`, "a > 0"},
		{"f(a)", "public.f(a)"},
		{"a AND b", "a OR b"},
		{"a AND b OR c", "a AND (b OR c)"},
		{"a BETWEEN 1 AND 5", "a NOT BETWEEN 1 AND 5"},
		{"(a, b) < (1, 2)", "a < 1 AND b < 2"},
		{"a IN (1, 2)", "a = ANY (ARRAY[1, 2])"}, // another type of comparison where a is real
		{"a::char", `a::"char"`},
		{"a > -1", "a > '-1'::bigint"},
		{"a >", "a >"[:3] + " "},
		{"a > ALL (ARRAY[1])", "a > ANY (ARRAY[1])"},
		{"a - (b - c)", "a - b - c"},
	} {
		if Equal(pair[0], pair[1]) {
			t.Errorf("%s and %s are not equal", pair[0], pair[1])
		}
	}
}

var columnTypes = map[string]string{
	"n": "numeric(10,2)", "i": "integer", "d": "double precision", "v": "varchar(20)", "t": "text",
	"c": "char(3)", "e": "public.status", "at": "timestamptz", "id": "bigserial", "net": "cidr",
}

func TestEqualWithTypes(t *testing.T) {
	types := func(column string) string { return columnTypes[column] }
	for _, pair := range [][2]string{
		{"n > 0", "(n > (0)::numeric)"},
		{"0 < n", "((0)::numeric < n)"},
		{"d >= 0.5", "(d >= (0.5)::double precision)"},
		{"t <> ''", "(t <> ''::text)"},
		{"v = 'x'", "((v)::text = 'x'::text)"},
		{"v LIKE 'x%'", "((v)::text ~~ 'x%'::text)"},
		{"c = 'abc'", "(c = 'abc'::bpchar)"},
		{"e = 'on'", "(e = 'on'::public.status)"},
		{"t IN ('a', 'b')", "(t = ANY (ARRAY['a'::text, 'b'::text]))"},
		{"v IN ('a', 'b')", "((v)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"},
		{"n IN (1, 2)", "(n = ANY (ARRAY[(1)::numeric, (2)::numeric]))"},
		{"i IN (1, 2)", "(i = ANY (ARRAY[1, 2]))"},
		{"i NOT IN (1, 2)", "(i <> ALL (ARRAY[1, 2]))"},
		{"lower(v) = 'x'", "(lower((v)::text) = 'x'::text)"},
		{"n * 2 > 1", "((n * (2)::numeric) > (1)::numeric)"},
		{"n BETWEEN 1 AND 2 AND t = 'x'", "(((n >= (1)::numeric) AND (n <= (2)::numeric)) AND (t = 'x'::text))"},
		{"id > 0", "(id > 0)"},
	} {
		if !EqualWithTypes(pair[0], pair[1], types) {
			t.Errorf("%s and %s are equal", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{
		{"i > 0", "((i)::numeric > 0)"},
		{"i > 0", "i > 0::bigint"},
		{"t = 'x'", "t = 'x'::bpchar"},
		{"unknown = 'x'", "unknown = 'x'::text"},
		{"c LIKE 'x'", "c LIKE 'x'::bpchar"},
		{"net = '10.0.0.0/8'", "net = '10.0.0.0/8'::cidr"},
		{"v = 'x'", "v::varchar(1) = 'x'"},
		{"n > 0", "n > 0::numeric(3)"},
	} {
		if EqualWithTypes(pair[0], pair[1], types) {
			t.Errorf("%s and %s are not equal", pair[0], pair[1])
		}
	}
}

func TestEqualDefaults(t *testing.T) {
	for _, c := range []struct {
		a, b, typ string
		want      bool
	}{
		{"'x'", "'x'::character varying", "varchar(20)", true},
		{"'x'", "'x'::public.status", "public.status", true},
		{"'{}'", "'{}'::text[]", "text[]", true},
		{"'{}'", "'{}'::varchar[]", "varchar(3)[]", true},
		{"-1", "'-1'::integer", "integer", true},
		{"'2020-01-01'", "'2020-01-01'::date", "date", true},
		{"NOW()", "now()", "timestamptz", true},
		{"'x'", "'x'::text", "varchar(20)", false},
		{"1", "2", "integer", false},
	} {
		if got := EqualDefaults(c.a, c.b, c.typ); got != c.want {
			t.Errorf("EqualDefaults(%s, %s, %s) = %v", c.a, c.b, c.typ, got)
		}
	}
}
