package pgparse

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitPLpgSQL(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string // "kind: SQL"
	}{
		{"statements", "BEGIN\n DROP TABLE a; UPDATE b SET c = 1; END", []string{"static: DROP TABLE a", "static: UPDATE b SET c = 1"}},
		{"perform is select", "BEGIN PERFORM f(1); END;", []string{"static:  SELECT f(1)"}},
		{"declarations", "DECLARE x int := f(); y text DEFAULT 'a'; z text; c CURSOR (k int) FOR SELECT 1; BEGIN END", []string{"expression: f()", "expression: 'a'", "static: SELECT 1"}},
		{
			"conditions", "BEGIN IF a > 1 THEN DROP TABLE b; ELSIF CASE WHEN a THEN b ELSE c END THEN NULL; ELSE DROP TABLE d; END IF; END",
			[]string{"expression: a > 1", "static: DROP TABLE b", "expression: CASE WHEN a THEN b ELSE c END", "static: DROP TABLE d"},
		},
		{
			"case statement", "BEGIN CASE x WHEN 1 THEN DROP TABLE a; ELSE DROP TABLE b; END CASE; DROP TABLE c; END",
			[]string{"expression: x", "expression: 1", "static: DROP TABLE a", "static: DROP TABLE b", "static: DROP TABLE c"},
		},
		{
			"dynamic", "BEGIN EXECUTE format('x %I', r.t) INTO y USING 1; FOR r IN EXECUTE 'z' || 1 LOOP NULL; END LOOP; RETURN QUERY EXECUTE q; OPEN c FOR EXECUTE 'k'; END",
			[]string{"dynamic: format('x %I', r.t)", "expression: 1", "dynamic: 'z' || 1", "dynamic: q", "dynamic: 'k'"},
		},
		{
			"loops", "BEGIN <<l>> FOR i IN 1..3 LOOP DELETE FROM a; END LOOP l; FOR i IN REVERSE a..b LOOP END LOOP; FOR r IN SELECT * FROM t LOOP DELETE FROM b; END LOOP; WHILE x LOOP NULL; END LOOP; END",
			[]string{
				"expression: 1", "expression: 3", "static: DELETE FROM a", "expression: a", "expression: b",
				"static: SELECT * FROM t", "static: DELETE FROM b", "expression: x",
			},
		},
		{
			"ends of loops", "BEGIN FOR i IN REVERSE f()..9 BY g() LOOP EXIT WHEN h(); CONTINUE l WHEN i > 2; EXIT; END LOOP; FOREACH x SLICE 1 IN ARRAY k() LOOP END LOOP; END",
			[]string{"expression: f()", "expression: 9", "expression: g()", "expression: h()", "expression: i > 2", "expression: k()"},
		},
		{
			"messages", "BEGIN RAISE NOTICE 'a % %', f(1), x USING hint = g(); RAISE EXCEPTION USING message = h(); RAISE; RAISE 'a'; ASSERT k(), 'no'; END",
			[]string{"expression: f(1), x", "expression: hint = g()", "expression: message = h()", "expression: k(), 'no'"},
		},
		{
			"values", "BEGIN EXECUTE 'a' USING f(), x INTO y; OPEN c (g()); OPEN d FOR EXECUTE 'b' USING h(); RETURN QUERY EXECUTE 'c' USING k(); END",
			[]string{"dynamic: 'a'", "expression: f(), x", "expression: (g())", "dynamic: 'b'", "expression: h()", "dynamic: 'c'", "expression: k()"},
		},
		{
			"into variables", "BEGIN DELETE FROM a RETURNING id, x INTO STRICT r.id, y; SELECT a INTO x FROM foo; INSERT INTO b VALUES (1) RETURNING id INTO i; END",
			[]string{"static: DELETE FROM a RETURNING id, x                    ", "static: SELECT a        FROM foo", "static: INSERT INTO b VALUES (1) RETURNING id       "},
		},
		{"assignments", "BEGIN x := f(1); new.updated_at = now(); a[1] := 2; END", []string{"expression: f(1)", "expression: now()", "expression: 2"}},
		{
			"handlers and transactions", "BEGIN COMMIT; EXCEPTION WHEN others THEN ROLLBACK; DROP TABLE x; END",
			[]string{"transaction: COMMIT", "expression: others", "transaction: ROLLBACK", "static: DROP TABLE x"},
		},
		{"returns", "BEGIN RETURN QUERY SELECT 1; RETURN NEXT r; RETURN new; RETURN; END", []string{"static: SELECT 1", "expression: r", "expression: new"}},
	}
	kinds := map[FragmentKind]string{Static: "static", Dynamic: "dynamic", Expression: "expression", Transaction: "transaction"}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, f := range SplitPLpgSQL(test.body) {
				got = append(got, kinds[f.Kind]+": "+f.SQL)
				last := strings.Fields(f.SQL)[len(strings.Fields(f.SQL))-1]
				if !strings.Contains(test.body[f.Pos:f.Pos+len(f.SQL)], last) {
					t.Errorf("%q does not stand at %d", f.SQL, f.Pos)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("fragments (-want +got):\n%s", diff)
			}
		})
	}
}
