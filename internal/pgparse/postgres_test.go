package pgparse

import (
	"fmt"
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/pgtest"
)

// columns are the columns of a table that has one of each type.
var columns = map[string]string{
	"b": "boolean", "s": "smallint", "i": "integer", "g": "bigint", "n": "numeric(10,2)", "r": "real",
	"d": "double precision", "t": "text", "v": "varchar(20)", "c": "char(3)", "y": "bytea", "u": "uuid",
	"dt": "date", "ts": "timestamp", "tz": "timestamptz", "iv": "interval", "j": "jsonb", "ip": "inet",
	"net": "cidr", "e": "public.mood", "nm": "name", "js": "json", "ta": "text[]", "ct": "public.citext",
}

// spellings are conditions that people write, in groups of the same meaning
// or nearly so.
var spellings = strings.Split(strings.TrimSpace(`
i > 0
i > '0'
i > 0::bigint
i > 0::smallint
i > 0::numeric
i > 0.5
i > -1
i > '-1'::integer
i > (-1)::bigint
g > 0
g > 3000000000
g > '3000000000'::bigint
s > 0
s > 0::smallint
n > 0
n > (0)::numeric
n > 0::numeric(3)
n > 0.5
n BETWEEN 0 AND 1
n >= 0 AND n <= 1
n >= 0::numeric AND n <= 1::numeric
n IN (1, 2)
n = ANY (ARRAY[1, 2])
n = ANY (ARRAY[1::numeric, 2::numeric])
r > 0
r > 0::real
r > 0::double precision
r IN (1, 2)
r = ANY (ARRAY[1::real, 2::real])
r = ANY (ARRAY[1, 2])
d > 0
d > 0.5
d > 0.5::double precision
d > 0::real
t = 'x'
t = 'x'::text
t = 'x'::varchar
t = 'x'::bpchar
t = 'x'::name
t <> 'x'
t != 'x'
t IN ('a', 'b')
t = ANY (ARRAY['a', 'b'])
t = ANY (ARRAY['a'::text, 'b'::text])
t = ANY (ARRAY['a'::varchar, 'b'::varchar])
t = ANY ('{a,b}')
t IN ('a')
t = 'a'
t NOT IN ('a', 'b')
t <> ALL (ARRAY['a', 'b'])
t LIKE 'a%'
t ~~ 'a%'
t ~~ 'a%'::text
t NOT LIKE 'a%'
t !~~ 'a%'
t ILIKE 'a%'
t ~ '^a'
t SIMILAR TO 'a%'
v = 'x'
v = 'x'::text
v = 'x'::varchar
v::text = 'x'
v::text = 'x'::text
v::varchar(1) = 'x'
v IN ('a', 'b')
v = ANY (ARRAY['a', 'b'])
v = ANY (ARRAY['a'::text, 'b'::text])
v LIKE 'a%'
v::text ~~ 'a%'::text
c = 'abc'
c = 'abc'::bpchar
c = 'abc'::text
c = 'abc'::char(3)
c = 'abc'::char
c::text = 'abc'
c LIKE 'abc'
c LIKE 'abc'::bpchar
c LIKE 'abc'::text
c IN ('a', 'b')
c = ANY (ARRAY['a'::bpchar, 'b'::bpchar])
e = 'sad'
e = 'sad'::mood
e = 'sad'::public.mood
e::text = 'sad'
e IN ('sad', 'ok')
e = ANY (ARRAY['sad'::public.mood, 'ok'::public.mood])
e < 'ok'
ct = 'x'
ct = 'x'::public.citext
ct = 'x'::text
ct LIKE 'x'
ct LIKE 'x'::text
ct IN ('x', 'y')
dt > '2024-01-01'
dt > '2024-01-01'::date
dt > date '2024-01-01'
dt > '2024-01-01'::timestamp
dt > timestamp '2024-01-01'
dt BETWEEN '2024-01-01' AND '2024-12-31'
ts > '2024-01-01 00:00:00'
ts > '2024-01-01 00:00:00'::timestamp
ts > '2024-01-01'::date
ts > '2024-01-01 00:00:00'::timestamp(0)
iv > '01:00:00'
iv > '01:00:00'::interval
iv > interval '01:00:00'
u = '00000000-0000-0000-0000-000000000000'
u = '00000000-0000-0000-0000-000000000000'::uuid
j = '{}'
j = '{}'::jsonb
j @> '{}'
ip = '10.0.0.1'
ip = '10.0.0.1'::inet
net = '10.0.0.0/8'
net = '10.0.0.0/8'::cidr
net = '10.0.0.0/8'::inet
nm = 'x'
nm = 'x'::name
nm = 'x'::text
y = '\x00'
y = '\x00'::bytea
b = true
b = 't'
b = 'true'::boolean
b IS TRUE
b
ta = '{}'
ta = '{}'::text[]
'x' = ANY (ta)
'x'::text = ANY (ta)
lower(t) = 'x'
LOWER(t) = 'x'::text
pg_catalog.lower(t) = 'x'
length(v) > 3
length((v)::text) > 3
i > 0 AND g > 0 AND s > 0
i > 0 AND (g > 0 AND s > 0)
i > 0 OR g > 0 AND s > 0
(i > 0 OR g > 0) AND s > 0
NOT (i > 0)
NOT i > 0
i + 1 > 2
(i + 1) > 2
i - 1 - 1 > 0
i - (1 - 1) > 0
CAST(i AS bigint) > 0
i::bigint > 0
i::int8 > 0
t IS NOT NULL
t NOTNULL
coalesce(t, '') = ''
COALESCE(t, ''::text) = ''::text
tz > now()
tz > CURRENT_TIMESTAMP
extract(year FROM dt) = 2024
n + 1 > 2
n + 1::numeric > 2
n * n > 2
d / 2 > 1
i * 2 > 1.5
g + 1 > 2
g IN (1, 2)
g = ANY (ARRAY[1, 2])
s IN (1, 2)
s = ANY (ARRAY[1, 2])
i IN (1, 2)
i = ANY (ARRAY[1, 2])
d IN (1, 2)
d IN (0.5, 1)
r IN (0.1, 0.2)
r = ANY (ARRAY[0.1, 0.2])
r = ANY (ARRAY[0.1::real, 0.2::real])
r = ANY (ARRAY[0.1::double precision, 0.2::double precision])
n IN (0.5, 1)
dt IN ('2024-01-01', '2024-02-01')
upper(v) = 'X'
btrim(v) <> ''
trim(v) <> ''
lower(v::text) = 'x'
length(t) > 3
length(c) > 3
coalesce(v, 'x') = 'x'
coalesce(v, 'x'::text) = 'x'
coalesce(n, 0) > 0
j ->> 'a' = 'x'
j -> 'a' = '1'
j @> '{"a": 1}'
js ->> 'a' = 'x'
(j ->> 'a') = 'x'
j ->> 'a' = 'x'::text
`), "\n")

// TestEqualIsTrue holds what is called equal against PostgreSQL: each pair of
// spellings must come back from the catalog alike.
func TestEqualIsTrue(t *testing.T) {
	t.Parallel()
	conn := pgtest.Connect(t, pgtest.Database(t))
	pgtest.Exec(t, conn, "CREATE EXTENSION citext; CREATE TYPE mood AS ENUM ('sad', 'ok')")
	var list []string
	for name, typ := range columns {
		list = append(list, name+" "+typ)
	}
	pgtest.Exec(t, conn, "CREATE TABLE t ("+strings.Join(list, ", ")+")")
	for i, sql := range spellings {
		pgtest.Exec(t, conn, fmt.Sprintf("ALTER TABLE t ADD CONSTRAINT c%d CHECK (%s)", i, sql))
	}
	catalog := make([]string, len(spellings))
	pgtest.Exec(t, conn, "SET search_path = pg_catalog")
	for i := range spellings {
		row := conn.QueryRow(t.Context(), "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint WHERE conname = $1", fmt.Sprint("c", i))
		if err := row.Scan(&catalog[i]); err != nil {
			t.Fatal(err)
		}
	}
	types := func(column string) string { return columns[column] }
	written, printed := make([]string, len(spellings)), make([]string, len(spellings))
	recognised := 0
	for i, sql := range spellings {
		written[i], _ = normalForm(sql, types)
		printed[i], _ = normalForm(catalog[i], types)
		if written[i] == printed[i] {
			recognised++
		} else {
			t.Logf("left to the server: %s is %s", sql, catalog[i])
		}
	}
	for i, a := range spellings {
		for j, b := range spellings {
			equal := written[i] == written[j] || written[i] == printed[j]
			if equal && catalog[i] != catalog[j] && !Equal(catalog[i], catalog[j]) {
				t.Errorf("%s and %s are called equal, and are %s and %s", a, b, catalog[i], catalog[j])
			}
		}
	}
	if least := len(spellings) * 7 / 10; recognised < least {
		t.Errorf("%d of %d spellings recognised in the catalog, want %d", recognised, len(spellings), least)
	}
}
