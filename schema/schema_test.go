package schema_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/deedsql/deed/schema"
)

func TestNormalizeType(t *testing.T) {
	for in, want := range map[string]string{
		"character varying(255)":         "varchar(255)",
		"VARCHAR ( 255 )":                "varchar(255)",
		"int4":                           "integer",
		"timestamp(3) without time zone": "timestamp(3)",
		"timestamp (3) WITH TIME ZONE":   "timestamptz(3)",
		"timestamp with time zone":       "timestamptz",
		"numeric(10, 2)":                 "numeric(10,2)",
		"numeric(10,0)":                  "numeric(10)",
		"text[][]":                       "text[]",
		"int[3]":                         "integer[]",
		"character varying(5)[]":         "varchar(5)[]",
		"interval day to second(3)":      "interval day to second(3)",
		"interval(3)":                    "interval(3)",
		"interval hour":                  "interval hour",
		"pg_catalog.int8":                "bigint",
		`public."Status"`:                `public."Status"`,
		`Public.Status[]`:                `public.status[]`,
		"double precision":               "double precision",
		"char(1)":                        "char",
		"bit varying(5)":                 "varbit(5)",
		"integer array":                  "integer[]",
		"geometry(Point, 4326)":          "geometry(point,4326)",
	} {
		if got := schema.NormalizeType(in); got != want {
			t.Errorf("NormalizeType(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestName(t *testing.T) {
	for in, want := range map[string]string{
		"users":          "public.users",
		"public.users":   "public.users",
		"auth.users":     "auth.users",
		"Foo Bar":        `public."Foo Bar"`,
		`auth."a.b"`:     `auth."a.b"`,
		`"x.y"`:          `public."x.y"`,
		`"say ""hi"""`:   `public."say ""hi"""`,
		`order`:          `public."order"`,
		`"s.1"."t""2.x"`: `"s.1"."t""2.x"`,
	} {
		if got := schema.ParseName(in).SQL(); got != want {
			t.Errorf("%q: got %s, want %s", in, got, want)
		}
	}
}

func TestParseIndexDef(t *testing.T) {
	x, err := schema.ParseIndexDef(`CREATE UNIQUE INDEX "My idx" ON ONLY public.t USING gin (a, lower(b) COLLATE "C" text_pattern_ops DESC NULLS LAST, ((c + d))) INCLUDE (e) NULLS NOT DISTINCT WITH (fillfactor='70') TABLESPACE x WHERE ((a > 1) AND (b IS NOT NULL))`)
	if err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%+v", x)
	want := `{Name:My idx Unique:true Method:gin Key:[a lower(b) COLLATE "C" text_pattern_ops DESC NULLS LAST ((c + d))] Include:[e] NullsNotDistinct:true With:[fillfactor=70] Tablespace:x Where:(a > 1) AND (b IS NOT NULL) Comment: OnOnly:true Parent: AttachTo: Invalid:false Clustered:false Statistics:[]}`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestParseConstraint(t *testing.T) {
	for in, want := range map[string]string{
		"CHECK ((price > (0)::numeric)) NO INHERIT NOT VALID":                                    `schema.Check{Name:"c", Expr:"price > (0)::numeric", NoInherit:true, NotValid:true, NotEnforced:false, Inherited:false, Comment:""}`,
		"UNIQUE NULLS NOT DISTINCT (a, \"B\") INCLUDE (c) DEFERRABLE INITIALLY DEFERRED":         `schema.Unique{Name:"c", Columns:[]string{"a", "B"}, Include:[]string{"c"}, With:[]string(nil), Tablespace:"", NullsNotDistinct:true, WithoutOverlaps:false, Deferrable:"INITIALLY DEFERRED", OnOnly:false, AttachTo:"", Inherited:false, Comment:"", IndexComment:"", Clustered:false}`,
		"PRIMARY KEY (a, b WITHOUT OVERLAPS)":                                                    `schema.PrimaryKey{Name:"c", Columns:[]string{"a", "b"}, Include:[]string(nil), With:[]string(nil), Tablespace:"", WithoutOverlaps:true, Deferrable:"", OnOnly:false, AttachTo:"", Inherited:false, Comment:"", IndexComment:"", Clustered:false}`,
		"FOREIGN KEY (a) REFERENCES auth.users(id) MATCH FULL ON DELETE SET NULL (a) DEFERRABLE": `schema.ForeignKey{Name:"c", Columns:[]string{"a"}, References:"auth.users", RefColumns:[]string{"id"}, Match:"FULL", OnUpdate:"", OnDelete:"SET NULL", OnDeleteColumns:[]string{"a"}, Period:false, NotValid:false, NotEnforced:false, Deferrable:"INITIALLY IMMEDIATE", Inherited:false, Comment:""}`,
		"EXCLUDE USING gist (room WITH =, during WITH &&) WHERE ((NOT cancelled))":               `schema.Exclusion{Name:"c", Method:"gist", Elements:[]string{"room WITH =", "during WITH &&"}, Include:[]string(nil), With:[]string(nil), Tablespace:"", Where:"NOT cancelled", Deferrable:"", Inherited:false, Comment:"", IndexComment:"", Clustered:false}`,
	} {
		c, err := schema.ParseConstraint("c", in)
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if got := fmt.Sprintf("%#v", c); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", in, got, want)
		}
	}
}

func TestStringValue(t *testing.T) {
	for constant, want := range map[string]string{
		"'it''s'": "it's", "''": "", "E'a'": "a", "$$it's$$": "it's", "$a$say 'x' for $1$a$": "say 'x' for $1",
	} {
		if got := schema.StringValue(constant); got != want {
			t.Errorf("%s: got %q, want %q", constant, got, want)
		}
	}
}

func TestObjectName(t *testing.T) {
	if got, want := schema.ObjectName("users", "email", "key"), "users_email_key"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	long := "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	if got, want := schema.ObjectName(long, "email", "key"), "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_email_key"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestParseErrorPosition(t *testing.T) {
	for def, want := range map[string]string{
		"UNIQUE (a, b c)":                            `13: expected a comma, found "c"`,
		"UNIQUE (a, lower(b))":                       `16: expected a comma, found "("`,
		"PRIMARY KEY (a, )":                          "16: expected a name",
		"FOREIGN KEY (a) REFERENCES t (1)":           "30: expected a name",
		"FOREIGN KEY (a) REFERENCES t ON DELET x":    `32: expected DELETE or UPDATE, found "DELET"`,
		"FOREIGN KEY (period) REFERENCES t (a, b":    "34: the parenthesis is never closed",
		"EXCLUDE (a WITH =) INCLUDE (b) WHERE a > 0": "37: expected the predicate in parentheses",
	} {
		_, err := schema.ParseConstraint("c", def)
		e := (*schema.ParseError)(nil)
		if !errors.As(err, &e) {
			t.Errorf("%s: got %v, want a *ParseError", def, err)
			continue
		}
		if got := fmt.Sprintf("%d: %s", e.Pos, e.Msg); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", def, got, want)
		}
	}
}
