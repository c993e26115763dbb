package migrations_test

import (
	"slices"
	"testing"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
)

// What the runner writes into its tables, behind the fence's last look, calls
// nothing that a revision has put in the way of a name.
func TestBooksCallNobodyElse(t *testing.T) {
	t.Parallel()
	s := sharedDatabase(t)
	const wipe = " LANGUAGE plpgsql AS $$ BEGIN DELETE FROM auth.sessions; RETURN "
	for name, laid := range map[string]string{
		"function":  "CREATE FUNCTION shop.clock_timestamp() RETURNS timestamptz" + wipe + "now(); END $$; SET search_path = shop, pg_catalog, public",
		"operator":  "CREATE FUNCTION equals(varchar, varchar) RETURNS boolean" + wipe + "true; END $$; CREATE OPERATOR public.= (LEFTARG = varchar, RIGHTARG = varchar, FUNCTION = equals)",
		"privilege": "CREATE FUNCTION public.has_table_privilege(regclass, text) RETURNS boolean" + wipe + "true; END $$",
		"probe":     "CREATE FUNCTION equals(oid, regclass) RETURNS boolean" + wipe + "true; END $$; CREATE OPERATOR public.= (LEFTARG = oid, RIGHTARG = regclass, FUNCTION = equals)",
		"kinds":     `CREATE FUNCTION unequal("char", text) RETURNS boolean` + wipe + `false; END $$; CREATE OPERATOR public.<> (LEFTARG = "char", RIGHTARG = text, FUNCTION = unequal)`,
		"laid":      "CREATE FUNCTION least_oid(oid, int) RETURNS boolean" + wipe + "true; END $$; CREATE OPERATOR public.>= (LEFTARG = oid, RIGHTARG = int, FUNCTION = least_oid)",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := s.clone(t, "books_"+name)
			list := append(slices.Clone(s.shop), migrations.Revision{ID: "laid", Parents: []string{"shop1"}, Upgrade: steps(sql(laid))})
			upgrade(t, url, service("shop", list...))
			list = append(list, migrations.Revision{ID: "next", Parents: []string{"laid"}, Upgrade: steps(sql("CREATE TABLE t1 (id int)"))})
			upgrade(t, url, service("shop", list...))
			if n := value(t, pgtest.Connect(t, url), "SELECT count(*) FROM auth.sessions"); n != "2" {
				t.Errorf("of two sessions %s are left", n)
			}
		})
	}
}
