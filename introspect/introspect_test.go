package introspect_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/pgtest"
	"github.com/deedsql/deed/introspect"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestRead reads what testdata/N.sql creates on servers from version N on. A
// file testdata/N.golden holds what is read, whatever the version; where
// versions differ, N.M.golden holds it from version M on.
func TestRead(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/*.sql")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, script := range scripts {
		t.Run(filepath.Base(script), func(t *testing.T) {
			t.Parallel()
			conn := pgtest.Connect(t, pgtest.Database(t))
			since, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(script), ".sql"))
			if err != nil {
				t.Fatal(err)
			}
			major := pgtest.Major(t, conn)
			if major < since {
				return // the server does not know these statements
			}
			pgtest.Exec(t, conn, readFile(t, script))
			if since == 13 { // it makes a role, which other databases see
				defer pgtest.Exec(t, conn, `DROP OWNED BY "Reader"; DROP ROLE "Reader"`)
			}
			c := read(t, conn, introspect.Options{})
			if c.ServerVersion/10000 != major {
				t.Errorf("server version %d", c.ServerVersion)
			}
			c.ServerVersion = 0
			for i := range c.Extensions {
				c.Extensions[i].Version = "" // the server's business
			}
			golden(t, since, major, print(c))
		})
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func read(t testing.TB, conn *pgx.Conn, opts introspect.Options) *introspect.Catalog {
	t.Helper()
	c, err := introspect.Read(context.Background(), conn, opts)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// golden compares with the golden file of the latest version that is not past
// the server's.
func golden(t *testing.T, since, major int, got string) {
	t.Helper()
	name := fmt.Sprintf("testdata/%d.golden", since)
	for m := major; m > since; m-- {
		if special := fmt.Sprintf("testdata/%d.%d.golden", since, m); exists(special) {
			name = special
			break
		}
	}
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(readFile(t, name), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// print writes a value field by field, and only what is not zero.
func print(v any) string {
	var b strings.Builder
	printValue(&b, "", reflect.ValueOf(v))
	return b.String()
}

func printValue(b *strings.Builder, indent string, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		printValue(b, indent, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).IsZero() || v.Field(i).Kind() == reflect.Slice && v.Field(i).Len() == 0 {
				continue
			}
			if v.Type().Field(i).Anonymous {
				printValue(b, indent, v.Field(i))
				continue
			}
			fmt.Fprintf(b, "%s%s:", indent, v.Type().Field(i).Name)
			printField(b, indent, v.Field(i))
		}
	}
}

func printField(b *strings.Builder, indent string, v reflect.Value) {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch {
	case v.Kind() == reflect.Struct:
		b.WriteString("\n")
		printValue(b, indent+"\t", v)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		b.WriteString("\n")
		for i := range v.Len() {
			if oneLine(v.Index(i)) {
				fmt.Fprintf(b, "%s\t- %s\n", indent, line(v.Index(i)))
				continue
			}
			fmt.Fprintf(b, "%s\t-\n", indent)
			printValue(b, indent+"\t  ", v.Index(i))
		}
	default:
		fmt.Fprintf(b, " %s\n", scalar(v))
	}
}

func oneLine(v reflect.Value) bool { return v.Type().Name() != "Table" }

// line prints a value in one line: "Name:id Type:integer".
func line(v reflect.Value) string {
	var parts []string
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			parts = append(parts, v.Type().Field(i).Name+":"+scalar(v.Field(i)))
		}
	}
	return strings.Join(parts, " ")
}

func scalar(v reflect.Value) string {
	for v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch v.Kind() {
	case reflect.Struct:
		return "{" + line(v) + "}"
	case reflect.Slice:
		var items []string
		for i := range v.Len() {
			items = append(items, scalar(v.Index(i)))
		}
		return "[" + strings.Join(items, " | ") + "]"
	}
	return fmt.Sprint(v.Interface())
}
