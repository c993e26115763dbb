package migrations_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
)

// What one revision made, of whatever kind, a later one may change and drop.
func TestOwnInLaterRevisions(t *testing.T) {
	t.Parallel()
	s := sharedDatabase(t)
	for name, texts := range map[string][]string{
		"publication": {"CREATE PUBLICATION pub FOR TABLE orders", "ALTER PUBLICATION pub ADD TABLE order_items; ALTER PUBLICATION pub RENAME TO pub2", "DROP PUBLICATION pub2"},
		"collation":   {`CREATE COLLATION plain2 FROM "C"`, "ALTER COLLATION plain2 RENAME TO plain3", "DROP COLLATION plain3"},
		"search": {
			"CREATE TEXT SEARCH DICTIONARY dict (TEMPLATE = simple); CREATE TEXT SEARCH CONFIGURATION conf (COPY = simple)",
			"ALTER TEXT SEARCH CONFIGURATION conf ALTER MAPPING FOR word WITH dict", "DROP TEXT SEARCH CONFIGURATION conf; DROP TEXT SEARCH DICTIONARY dict",
		},
		"server": {
			"CREATE FOREIGN DATA WRAPPER w; CREATE SERVER srv FOREIGN DATA WRAPPER w; CREATE USER MAPPING FOR CURRENT_USER SERVER srv",
			"ALTER SERVER srv OPTIONS (ADD host 'x'); ALTER USER MAPPING FOR CURRENT_USER SERVER srv OPTIONS (ADD u 'x')",
			"DROP USER MAPPING FOR CURRENT_USER SERVER srv; DROP SERVER srv; DROP FOREIGN DATA WRAPPER w",
		},
		"cast": {
			"CREATE TYPE pair AS (a int); CREATE FUNCTION w(pair) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE CAST (pair AS int) WITH FUNCTION w(pair)",
			"COMMENT ON CAST (pair AS int) IS 'x'; DROP CAST (pair AS int)",
		},
		"operator": {"CREATE OPERATOR shop.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)", "ALTER OPERATOR shop.=== (int, int) SET (RESTRICT = eqsel); DROP OPERATOR shop.=== (int, int)"},
		"class": {
			"CREATE OPERATOR FAMILY ofam USING btree; CREATE OPERATOR CLASS ocls FOR TYPE int4 USING btree FAMILY ofam AS FUNCTION 1 btint4cmp(int4, int4)",
			"DROP OPERATOR CLASS ocls USING btree; DROP OPERATOR FAMILY ofam USING btree",
		},
		"conversion": {"CREATE CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8", "DROP CONVERSION conv"},
		"role":       {"CREATE ROLE deed_trial_later", "ALTER ROLE deed_trial_later CREATEDB; ALTER ROLE deed_trial_later SET work_mem = '1MB'", "DROP ROLE deed_trial_later"},
		"statistics": {"CREATE STATISTICS st ON code, total FROM orders", "ALTER STATISTICS st RENAME TO st2", "DROP STATISTICS st2"},
		"by a block": {"DO $$ BEGIN EXECUTE 'CREATE TABLE made (id serial)'; EXECUTE 'CREATE TYPE made_t AS ENUM (''a'')'; END $$", "ALTER TABLE made ADD COLUMN t made_t", "DROP TABLE made; DROP TYPE made_t"},
		"moved":      {"ALTER TABLE measures_2024 SET SCHEMA shop", "ALTER TABLE shop.measures_2024 ADD COLUMN x int", "DROP TABLE shop.measures_2024"},
		"domain":     {"CREATE DOMAIN pos AS int CHECK (VALUE > 0)", "ALTER DOMAIN pos RENAME TO positive", "ALTER DOMAIN positive DROP CONSTRAINT pos_check; DROP DOMAIN positive"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := slices.Clone(s.shop)
			for i, text := range texts {
				parent := list[len(list)-1].ID
				list = append(list, migrations.Revision{ID: fmt.Sprint("later", i), Parents: []string{parent}, Upgrade: steps(sql(text))})
			}
			upgrade(t, s.clone(t, "later_"+strings.ReplaceAll(name, " ", "_")), service("shop", list...))
		})
	}
}

// A refusal shows where the statement says what it must not, and what to do.
func TestRefusalsShowWhere(t *testing.T) {
	t.Parallel()
	url := pgtest.Database(t)
	pgtest.Exec(t, pgtest.Connect(t, url), "CREATE TABLE theirs (id int); CREATE FUNCTION theirs_f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE rot() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'; CREATE TABLE leaned_on (id int); CREATE VIEW leans AS SELECT id FROM leaned_on")
	for _, c := range []struct {
		step          op.SQL
		at, says, out string
	}{
		{op.SQL{Up: "CREATE TABLE a (id int);\nDROP TABLE theirs"}, "theirs", "line 2 of its SQL", "deed adopt"},
		{op.SQL{Up: "SELECT 1;\n\nSELECT pg_reload_conf()"}, "pg_reload_conf", "line 3 of its SQL", "who run the server"},
		{op.SQL{Up: "ALTER SYSTEM SET work_mem = 1"}, "ALTER", "server settings", "who run the server"},
		{op.SQL{Up: "DO $$ BEGIN\n  EXECUTE 'CREATE' || ' TABLE b (id int)'; COMMIT; END $$", NoTransaction: true}, "EXECUTE", "line 2 of its SQL", "database"},
		{op.SQL{Up: "SELECT 1; DROP FUNCTION theirs_f()"}, "theirs_f", "function public.theirs_f()", "name it in Owns"},
		{op.SQL{Up: "VACUUM theirs", NoTransaction: true}, "theirs", "works on table theirs", "deed adopt"},
		{op.SQL{Up: "CREATE FUNCTION a() RETURNS int LANGUAGE plpgsql AS 'BEGIN EXECUTE ''DROP TABLE th'' || ''eirs''; RETURN 1; END';\nSELECT a()"}, "", "table theirs", "the statement does not name it"},
		{op.SQL{Up: "SELECT 1;\nDROP TABLE leaned_on"}, "leaned_on", "table leaned_on, which is not shop's: nobody has claimed it", "deed adopt"},
		{op.SQL{Up: "CREATE TABLE a (id int); CREATE TABLE theirs (id int)"}, "theirs", "table theirs, which is not shop's", "deed adopt"},
		{op.SQL{Up: "CREATE TABLE c (id int);\nCREATE VIEW d AS SELECT id FROM c; DROP TABLE c"}, "", "other objects depend on it", "drop what depends on it first"},
		{op.SQL{Up: "VACUUM theirs; SELECT 1", NoTransaction: true}, "", "VACUUM", "a step of its own"},
	} {
		e := service("shop", migrations.Revision{ID: "trial", Upgrade: steps(c.step)})
		_, err := migrations.Upgrade(ctx, e, target(t, url), "head", migrations.Options{})
		var failed *migrations.StepError
		if !errors.As(err, &failed) {
			t.Fatalf("%s: %v", c.step.Up, err)
		}
		if c.at != "" && failed.Position != strings.Index(c.step.Up, c.at)+1 {
			t.Errorf("%s: it shows position %d", c.step.Up, failed.Position)
		}
		if hints := strings.Join(hint.Of(err), "\n"); !strings.Contains(err.Error(), c.says) || !strings.Contains(hints, c.out) {
			t.Errorf("%s: %v\n%s", c.step.Up, err, hints)
		}
	}
}

// What an earlier revision has laid ready is caught when a later one sets it
// off, though that only defines relations.
func TestLaidReady(t *testing.T) {
	t.Parallel()
	s := sharedDatabase(t)
	const grants = "RETURNS int LANGUAGE plpgsql AS $$ BEGIN GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN 1; END $$; "
	for name, texts := range map[string][2]string{
		"function": {"CREATE FUNCTION public.upper(int) " + grants, "ALTER TABLE scratch ADD COLUMN w int DEFAULT upper(1)"},
		"operator": {"CREATE FUNCTION f(int, int) " + grants + "CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)", "ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2"},
		"cast": {
			"CREATE TYPE pair AS (a int); CREATE FUNCTION f(pair) " + grants + "CREATE CAST (pair AS int) WITH FUNCTION f(pair) AS IMPLICIT; CREATE TABLE pairs (p pair); INSERT INTO pairs VALUES (ROW(1))",
			"ALTER TABLE pairs ALTER COLUMN p TYPE int",
		},
		"check":  {"CREATE FUNCTION f(int) " + grants + "ALTER TABLE scratch ADD CONSTRAINT ck CHECK (f(n) > 0) NOT VALID", "ALTER TABLE scratch VALIDATE CONSTRAINT ck"},
		"domain": {"CREATE FUNCTION f(int) " + grants + "CREATE DOMAIN dd AS int CHECK (f(VALUE) > 0)", "ALTER TABLE scratch ALTER COLUMN n TYPE dd"},
		"blinds": {
			"CREATE FUNCTION f(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DEALLOCATE deed_look'; EXECUTE 'PREPARE deed_look AS SELECT 1'; GRANT SELECT (email) ON auth.users TO PUBLIC; RETURN 1; END $$; " +
				"CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)",
			"ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2",
		},
		"rows": {
			"CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM auth.wipe(); RETURN 1; END $$; ALTER TABLE scratch ADD CONSTRAINT ck CHECK (f(n) > 0) NOT VALID",
			"ALTER TABLE scratch VALIDATE CONSTRAINT ck",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			url := s.clone(t, "laid_"+name)
			list := append(slices.Clone(s.shop), migrations.Revision{ID: "laid", Parents: []string{"shop1"}, Upgrade: steps(sql(texts[0]))})
			upgrade(t, url, service("shop", list...))
			list = append(list, migrations.Revision{ID: "off", Parents: []string{"laid"}, Upgrade: steps(sql(texts[1]))})
			_, err := migrations.Upgrade(ctx, service("shop", list...), target(t, url), "head", migrations.Options{})
			var trespass *migrations.FenceError
			if !errors.As(err, &trespass) || !strings.Contains(err.Error(), "table auth.") {
				t.Errorf("it ended with %v", err)
			}
		})
	}
}

// So is what it does beside relations, whoever the runner is.
func TestLaidReadyBesideRelations(t *testing.T) {
	t.Parallel()
	for _, role := range []string{"", "deed_plain"} {
		for i, harm := range []string{
			"CREATE TYPE theirs.pair AS (a int)", "CREATE DOMAIN theirs.d AS int", "CREATE TYPE theirs.e AS ENUM (''a'')", "CREATE TYPE theirs.r AS RANGE (subtype = int)",
			"CREATE FUNCTION theirs.g() RETURNS int LANGUAGE sql AS ''SELECT 1''", "CREATE VIEW theirs.v AS SELECT 1", "CREATE SEQUENCE theirs.s", "ALTER TYPE theirs.mood RENAME VALUE ''a'' TO ''z''",
			"ALTER TYPE theirs.mood RENAME TO moods", "ALTER DOMAIN theirs.dom SET NOT NULL", "COMMENT ON TYPE theirs.mood IS ''x''", "ALTER TYPE theirs.both ADD ATTRIBUTE z int",
			"GRANT USAGE ON TYPE theirs.mood TO PUBLIC", "GRANT USAGE ON SCHEMA theirs TO PUBLIC", "ALTER FUNCTION theirs.f() COST 7", "COMMENT ON FUNCTION theirs.f() IS ''x''",
			"CREATE STATISTICS theirs.st ON n, m FROM public.scratch", "ALTER DOMAIN theirs.dom SET DEFAULT 3", "REVOKE ALL ON FUNCTION theirs.f() FROM PUBLIC",
			"ALTER DEFAULT PRIVILEGES IN SCHEMA theirs GRANT SELECT ON TABLES TO PUBLIC", "ALTER SCHEMA theirs RENAME TO ours", "CREATE OPERATOR theirs.## (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl)",
		} {
			t.Run(fmt.Sprint(role, i), func(t *testing.T) {
				t.Parallel()
				url := pgtest.Database(t)
				if role != "" {
					conn := pgtest.Connect(t, url)
					pgtest.Exec(t, conn, `DO $$ BEGIN CREATE ROLE deed_plain LOGIN CREATEROLE; EXCEPTION WHEN duplicate_object OR unique_violation THEN END $$;
						GRANT CREATE ON SCHEMA public TO deed_plain; GRANT CREATE ON DATABASE `+conn.Config().Database+` TO deed_plain`)
					url = strings.Replace(url, "postgres://"+conn.Config().User, "postgres://"+role, 1)
				}
				upgrade(t, url, service("theirs", migrations.Revision{ID: "theirs", Upgrade: steps(sql(`CREATE SCHEMA theirs; CREATE TYPE theirs.mood AS ENUM ('a');
					CREATE DOMAIN theirs.dom AS int; CREATE TYPE theirs.both AS (a int, b int); CREATE FUNCTION theirs.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`))}))
				list := []migrations.Revision{{ID: "laid", Upgrade: steps(sql("CREATE TABLE scratch (n int, m int); INSERT INTO scratch VALUES (1, 2); CREATE FUNCTION f(int, int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN EXECUTE '" + harm +
					"'; RETURN 1; END $$; CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = f)"))}}
				upgrade(t, url, service("shop", list...))
				list = append(list, migrations.Revision{ID: "off", Parents: []string{"laid"}, Upgrade: steps(sql("ALTER TABLE scratch ADD COLUMN w int DEFAULT 1 @#@ 2"))})
				_, err := migrations.Upgrade(ctx, service("shop", list...), target(t, url), "head", migrations.Options{})
				if err == nil || !strings.Contains(err.Error(), "theirs") || strings.Contains(err.Error(), "SQLSTATE") {
					t.Errorf("%s ended with %v", harm, err)
				}
			})
		}
	}
}
