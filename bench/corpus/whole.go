package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/introspect"
)

// wholeSchemas loads each file of SQL, pulls models from it, and checks that
// nothing is left to draft and that the models make the same tables in an
// empty database.
func wholeSchemas(ctx context.Context, out io.Writer, r runner, files []string) error {
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		res, err := r.whole(ctx, pair{Name: filepath.Base(file), After: withoutPsql(string(source))})
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if res.ok() {
			fmt.Fprintf(out, "%s: pulled, nothing to draft, created again the same\n", res.Name)
			continue
		}
		printResult(out, res, false)
	}
	return nil
}

// withoutPsql leaves out the commands of psql, such as \restrict.
func withoutPsql(sql string) string {
	var b strings.Builder
	for line := range strings.Lines(sql) {
		if !strings.HasPrefix(line, `\`) {
			b.WriteString(line)
		}
	}
	return b.String()
}

func (r *runner) whole(ctx context.Context, p pair) (result, error) {
	res := result{pair: p, direct: r.direct}
	full, err := r.load(ctx, p, p.After)
	if err != nil {
		res.Unloadable = err.Error()
		return res, ignoreRefusal(err)
	}
	defer r.drop(ctx, full)
	// What deed does not model and tables need is there already.
	empty, err := r.load(ctx, p, "")
	if err != nil {
		return res, err
	}
	defer r.drop(ctx, empty)
	if err := copyFunctions(ctx, full, empty); err != nil {
		return res, err
	}
	if err := res.nothingToDraft(ctx, full); err != nil {
		return res, err
	}
	again := res.Again
	if err := res.compare(ctx, empty, full); err != nil {
		return res, err
	}
	res.Again = strings.TrimSpace(again + "\n" + res.Again)
	return res, nil
}

// nothingToDraft drafts against the database that the models were pulled from.
func (res *result) nothingToDraft(ctx context.Context, conn *pgx.Conn) error {
	want, err := introspect.Read(ctx, conn, introspect.Options{})
	if err != nil {
		return err
	}
	d := drafter(catalogDrafter{want})
	if !res.direct {
		if d, err = newModelDrafter(want, want); err != nil {
			res.Again = err.Error()
			return nil
		}
	}
	return res.again(ctx, conn, d)
}

// copyFunctions creates in one database the schemas, extensions and functions
// of another that need no table.
func copyFunctions(ctx context.Context, from, to *pgx.Conn) error {
	rows, err := from.PgConn().Exec(ctx, `
		SELECT 'CREATE SCHEMA IF NOT EXISTS '||quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
		UNION ALL SELECT 'CREATE EXTENSION IF NOT EXISTS '||quote_ident(extname)||' SCHEMA '||quote_ident(n.nspname) FROM pg_extension JOIN pg_namespace n ON n.oid = extnamespace WHERE extname <> 'plpgsql'
		UNION ALL SELECT pg_get_functiondef(p.oid) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
		WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND p.prokind = 'f'
		AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e')`).ReadAll()
	if err != nil {
		return err
	}
	if err := exec(ctx, to, "SET check_function_bodies = off"); err != nil {
		return err
	}
	for _, row := range rows[0].Rows {
		// A function over a table's row type cannot come before the table.
		_ = exec(ctx, to, string(row[0]))
	}
	return exec(ctx, to, "RESET check_function_bodies")
}

func exec(ctx context.Context, conn *pgx.Conn, sql string) error {
	_, err := conn.PgConn().Exec(ctx, sql).ReadAll()
	return err
}
