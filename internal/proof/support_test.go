package proof_test

import (
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/proof"
)

// shop has functions, an operator and a collation that its tables use, or may.
const shop = `
CREATE SCHEMA tools;
CREATE TYPE state AS ENUM ('new', 'done');
CREATE FUNCTION tools.fresh() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN tools.spell(md5(random()::text)); END';
CREATE FUNCTION tools.spell(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
CREATE FUNCTION fits(state, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT $1 <> 'done' OR $2 <> ''$$;
CREATE FUNCTION same(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT lower($1) = lower($2)';
CREATE OPERATOR tools.=~~ (FUNCTION = same, LEFTARG = text, RIGHTARG = text, COMMUTATOR = OPERATOR(tools.=~~));
CREATE COLLATION plain (LOCALE = 'C');
CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
CREATE SCHEMA extensions;
CREATE EXTENSION citext SCHEMA extensions;
CREATE TABLE orders (id text DEFAULT tools.fresh() PRIMARY KEY, state state, name text, code extensions.citext, CHECK (fits(state, name)));
CREATE INDEX ON orders (tools.spell(name));
`

// TestSupports takes along to the scratch server what expressions name: those
// of the tables, and those that are new.
func TestSupports(t *testing.T) {
	t.Parallel()
	for change, cannot := range map[string]string{
		`ALTER TABLE orders ADD COLUMN a integer`:                                              "",
		`ALTER TABLE orders ADD COLUMN key text DEFAULT tools.fresh()`:                         "",
		`ALTER TABLE orders ADD CHECK (name OPERATOR(tools.=~~) 'x' IS NOT FALSE)`:             "",
		`CREATE TABLE items (name text COLLATE plain, state state, CHECK (fits(state, name)))`: "",
		`CREATE DOMAIN low AS text CHECK (VALUE = tools.spell(VALUE))`:                         "",
		`CREATE INDEX ON orders USING gin (to_tsvector('words'::regconfig, name))`:             `a scratch server lacks what the plan names: CREATE INDEX`,
	} {
		conn, plan := planFor(t, shop, change)
		plan.Live.Schemas = nil // the service compares public alone
		r := prove(t, conn, plan, proof.Scratch)
		if r.Proven != (cannot == "") || !strings.HasPrefix(r.Reason, cannot) {
			t.Errorf("%s: %+v", change, r)
		}
	}
}
