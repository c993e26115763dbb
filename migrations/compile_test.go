package migrations

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/op"
)

var nothing = Func(func(context.Context, pgx.Tx) error { return nil })

func TestSegments(t *testing.T) {
	concurrently := op.CreateIndex{Table: "t", Index: op.Index{Name: "i", Key: []string{"a"}}, Concurrently: true}
	addValue := op.AlterEnum{Name: "e", From: []string{"a"}, To: []string{"a", "b"}}
	sql := func(s string) op.SQL { return op.SQL{Up: s} }
	tests := []struct {
		reason string
		steps  []Step
		want   string
	}{
		{"no step still makes a segment, for the version row", nil, "0:tx"},
		{"plain statements share a transaction", []Step{sql("a"), nothing, sql("b")}, "0:tx 1,2,3"},
		{"CONCURRENTLY stands alone", []Step{sql("a"), concurrently, sql("b")}, "0:tx 1 | 1:alone 2 | 2:tx 3"},
		{"at the end too", []Step{sql("a"), concurrently}, "0:tx 1 | 1:alone 2"},
		{"a new enum value is committed before it is used", []Step{addValue, sql("b")}, "0:tx 1 | 1:tx 2"},
		{"at the end it needs no commit of its own", []Step{sql("b"), addValue}, "0:tx 1,2"},
	}
	for _, test := range tests {
		units, err := compile(test.steps)
		if err != nil {
			t.Fatal(err)
		}
		var parts []string
		for _, s := range split(units) {
			kind := "tx"
			if s.noTransaction {
				kind = "alone"
			}
			var steps []string
			for _, u := range s.units {
				steps = append(steps, fmt.Sprint(u.step))
			}
			parts = append(parts, strings.TrimSpace(fmt.Sprintf("%d:%s %s", s.first, kind, strings.Join(steps, ","))))
		}
		if got := strings.Join(parts, " | "); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.reason, got, test.want)
		}
	}
}

func TestTransactionControlIsRefused(t *testing.T) {
	for sql, refused := range map[string]bool{
		"COMMIT":                        true,
		"UPDATE t SET a = 1; commit; x": true,
		"/* c */ BEGIN":                 true,
		"rollback":                      true,
		"END":                           true,
		"PREPARE TRANSACTION 'x'":       true,
		"PREPARE q AS SELECT 1":         false,
		"SAVEPOINT a; ROLLBACK TO a":    false,
		"ROLLBACK WORK TO SAVEPOINT a":  false,
		"SELECT 'x; COMMIT'":            false,
		"SELECT CASE WHEN a THEN 1 END": false,
		"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; COMMIT":                          true,
		"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END":                                  false,
		"DO $$ BEGIN PERFORM 1; END $$":                                                               false,
		"INSERT INTO t VALUES (1) -- COMMIT":                                                          false,
		"SELECT t.begin atomic FROM (SELECT 1 AS begin) t; END":                                       true,
		"CREATE FUNCTION f() RETURNS int RETURN (SELECT t.begin atomic FROM t); END":                  true,
		"CREATE OR REPLACE PROCEDURE f() BEGIN ATOMIC SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 1; END": false,
		"ROLLBACK /* to */; DROP TABLE t":                                                             true,
		"ROLLBACK AND CHAIN":                                                                          true,
		"SELECT 1 /* /* */ ' */; COMMIT; --'":                                                         true,
		"-- a\rCOMMIT":                                                                                true,
		"SELECT E'a'\n'\\'' ; COMMIT; --'":                                                            true,
		"SELECT E'a' -- b\n '\\''; COMMIT; --'":                                                       true,
		"SELECT E'a', '\\'; COMMIT; --'":                                                              true,
		"SELECT $q$":                                                                                  true,
		"SELECT 'a":                                                                                   true,
		"SELECT 1 /* /* */":                                                                           true,
		"SELECT \"a":                                                                                  true,
		"SELECT E'a\\'":                                                                               true,
		"SELECT 1 -- /* '":                                                                            false,
		"SELECT $q$a$q$, 'a''', \"a\"\"\", E'\\'' /**/":                                               false,
	} {
		_, err := compile([]Step{op.SQL{Up: sql}})
		if (err != nil) != refused {
			t.Errorf("%s: %v", sql, err)
		}
	}
}

func TestChecksum(t *testing.T) {
	start := int64(1)
	base := checksum([]Step{op.AddColumn{Table: "t", Column: op.Column{Name: "a", Type: "text"}}, nothing})
	same := checksum([]Step{op.AddColumn{Table: "t", Column: op.Column{Name: "a", Type: "text", Comment: ""}}, nothing})
	if base != same {
		t.Error("an empty field changes the checksum")
	}
	seen := map[string]string{base: "base"}
	for name, steps := range map[string][]Step{
		"none":      nil,
		"type":      {op.AddColumn{Table: "t", Column: op.Column{Name: "a", Type: "int"}}, nothing},
		"kind":      {op.DropColumn{Table: "t", Column: op.Column{Name: "a", Type: "text"}}, nothing},
		"no func":   {op.AddColumn{Table: "t", Column: op.Column{Name: "a", Type: "text"}}},
		"order":     {nothing, op.AddColumn{Table: "t", Column: op.Column{Name: "a", Type: "text"}}},
		"sequence":  {op.CreateSequence{Sequence: op.Sequence{Name: "s"}}},
		"min":       {op.CreateSequence{Sequence: op.Sequence{Name: "s", Options: op.SequenceOptions{Min: &start}}}},
		"SQL":       {op.SQL{Up: "a", Down: "b"}},
		"other SQL": {op.SQL{Up: "ab"}},
	} {
		sum := checksum(steps)
		if other, found := seen[sum]; found {
			t.Errorf("%s has the checksum of %s", name, other)
		}
		seen[sum] = name
	}
}
