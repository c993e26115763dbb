package migrations

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// What is written with escapes is read as what it stands for.
func TestWords(t *testing.T) {
	t.Parallel()
	for sql, want := range map[string]string{
		`U&"pg\005fsleep" ( )`:                  `"pg_sleep" ( )`,
		`u&"pg!005fsleep" UESCAPE '!' ( )`:      `"pg_sleep" ( )`,
		`U&'a\0062' , 'c'`:                      `'ab' , 'c'`,
		"'a'\n'b' || 'c'":                       `'ab' | | 'c'`,
		`E'\x61' 'b'`:                           `'ab'`,
		`a & "b"`:                               `a & "b"`,
		`DO U&'x\+000079' ; DO $$y$$`:           `DO 'xy' ; DO $$y$$`,
		`CREATE /* it's */ TABLE "A b" (c int)`: `CREATE TABLE "A b" ( c int )`,
	} {
		var got []string
		for _, w := range words(sql) {
			got = append(got, w.Text)
		}
		if got := strings.Join(got, " "); got != want {
			t.Errorf("%s: %s", sql, got)
		}
	}
}

// No text, however wrong, keeps the fence from reading it.
func TestReadsAnything(t *testing.T) {
	t.Parallel()
	pieces := strings.Fields(`create or replace table view index alter drop if exists not function procedure as return atomic begin end ;
( ) , . u & "a!0061" 'b\0061' uescape '!' E'\x6f\u0061\7' $$x$$ operator class family text search configuration foreign data wrapper server
cast collation rename to set schema x y z public do execute select setval nextval 'a.b' copy from program role password system reassign grant
revoke on using default comment publication for type domain trigger statistics add column ~ = < user`)
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		list := make([]string, 1+random.IntN(9))
		for i := range list {
			list[i] = pieces[random.IntN(len(pieces))]
		}
		readAll(t, strings.Join(list, " "))
	}
}

// readAll reads a text in all the ways there are.
func readAll(t *testing.T, sql string) {
	t.Helper()
	defer func() {
		if r := recover(); r != nil {
			t.Fatalf("%s: %v", sql, r)
		}
	}()
	new(forecast).foresee(sql)
	m := compiledMove{units: []unit{{sql: sql}}}
	setOffBy("SELECT x, y, z", m.routines())
	reachIn(sql)
	sequencesIn(sql)
	programTargets(sql)
	definesRelations(sql)
	createdBySQL(sql)
	aloneTargets(sql)
	for _, tokens := range statements(sql) {
		droppedBy(tokens)
		renamedBy(tokens)
	}
	p := newProcedureText()
	p.read(sql)
}
