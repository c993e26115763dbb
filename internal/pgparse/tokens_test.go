//go:build cgo

package pgparse

import (
	"strings"
	"testing"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/schema"
)

// The runner looks with [schema.Tokens] for what would end its transaction:
// where PostgreSQL sees the end of a statement, that must see it too.
func FuzzTokens(f *testing.F) {
	for _, sql := range []string{
		"SELECT 1; SELECT 2", "SELECT 1 /* /* */ ' */; COMMIT; --'", "-- a\rCOMMIT;", "SELECT E'a'\n'\\'' ; COMMIT; --'",
		"SELECT E'a' -- b\n '\\''; COMMIT; --'", "SELECT $q$ ; $q$; $a$b$a$;", "SELECT a$b$; c$b$;", `SELECT "a;""b"; U&"\003b"; U&'a;';`,
		"SELECT 'a' 'b;'; x'1' ; b'0;'", "a @--;\n;", "a */*;*/;", "$1;$a1$;$a1$;", "SELECT 1.5e3;2", "'\\';", "n'a;';", "_$é$;$é$;",
	} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if strings.ContainsRune(sql, 0) {
			return
		}
		scanned, err := pg.Scan(sql)
		if err != nil {
			return // PostgreSQL would run none of it
		}
		ours := map[int]bool{}
		for _, token := range schema.Tokens(sql) {
			ours[token.Pos] = token.Is(";")
		}
		for _, token := range scanned.Tokens {
			if token.Token == pg.Token_ASCII_59 && !ours[int(token.Start)] {
				t.Errorf("%q: the semicolon at %d is not seen", sql, token.Start)
			}
		}
	})
}
