package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5"
)

// A service is a generated Go module with models and a migrations folder, and
// the database that its models describe.
type service struct {
	dir string
	url string
}

// newService writes the models of n tables, spelled as people spell them, and
// creates the tables by SQL of its own, so that nothing of deed stands on both
// sides of the comparison.
func newService(ctx context.Context, dir, url string, n int) (*service, error) {
	s := &service{dir: dir, url: url}
	files := map[string]string{
		"go.mod":                   "module example.com/scale\n\ngo 1.24\n",
		"migrations/migrations.go": environmentSource,
		"models/doc.go":            "// Package models describes tables.\npackage models\n",
	}
	var sql strings.Builder
	for i := range n {
		files[modelFile(i)] = modelSource(i)
		sql.WriteString(tableSQL(i))
	}
	for name, text := range files {
		if err := writeFile(filepath.Join(dir, name), text); err != nil {
			return nil, err
		}
	}
	return s, s.exec(ctx, sql.String())
}

// exec runs SQL on the database.
func (s *service) exec(ctx context.Context, sql string) error {
	conn, err := pgx.Connect(ctx, s.url)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, sql, pgx.QueryExecModeSimpleProtocol)
	return err
}

// editModel replaces text in the model of one table; the function it returns
// puts it back.
func (s *service) editModel(i int, old, with string) (undo func() error, err error) {
	source := modelSource(i)
	if !strings.Contains(source, old) {
		return nil, fmt.Errorf("the model of table %d has no %q", i, old)
	}
	path := filepath.Join(s.dir, modelFile(i))
	undo = func() error { return writeFile(path, source) }
	return undo, writeFile(path, strings.Replace(source, old, with, 1))
}

func writeFile(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

const environmentSource = `// Package migrations is the schema history of scale.
package migrations

import "github.com/deedsql/deed"

// Revisions is the environment of scale.
var Revisions = deed.Environment{
	Service: "scale",
	Models:  []string{"../models"},
}
`

func modelFile(i int) string { return fmt.Sprintf("models/thing_%05d.go", i) }

// parent is the table that the foreign key of table i refers to.
func parent(i int) int { return i / 2 }

// modelSource is the model of table i. A tenth of the tables have a check.
func modelSource(i int) string {
	check := ""
	if i%10 == 0 {
		check = "//deed:check price > 0\n"
	}
	source := fmt.Sprintf(modelTemplate, i, parent(i), check)
	return strings.ReplaceAll(source, "'''", "`")
}

const modelTemplate = `package models

import (
	"encoding/json"
	"time"
)

// Thing%05[1]d is a thing of the kind that services keep.
//
//deed:table things_%05[1]d
//deed:index (name)
//deed:index (parent_id, created_at desc)
//deed:index (kind) where is_active
%[3]stype Thing%05[1]d struct {
	ID        int64           '''db:"id" deed:"pk; type: bigserial"'''
	ParentID  *int64          '''db:"parent_id" deed:"references: things_%05[2]d(id) on delete cascade"'''
	Name      string          '''db:"name" deed:"type: varchar(255)"'''
	Code      string          '''db:"code" deed:"type: varchar(50); default: 'x'"'''
	Kind      string          '''db:"kind" deed:"default: 'plain'"'''
	Price     string          '''db:"price" deed:"type: numeric(12,2); default: 0"'''
	Weight    *float64        '''db:"weight"'''
	IsActive  bool            '''db:"is_active" deed:"default: true"'''
	Tags      []string        '''db:"tags" deed:"default: '{}'"'''
	Meta      json.RawMessage '''db:"meta" deed:"null"'''
	CreatedAt time.Time       '''db:"created_at" deed:"default: now()"'''
	UpdatedAt *time.Time      '''db:"updated_at"'''
}
`

// tableSQL creates table i.
func tableSQL(i int) string {
	check := ""
	if i%10 == 0 {
		check = ",\n\tCHECK (price > 0)"
	}
	return fmt.Sprintf(tableTemplate, i, parent(i), check)
}

const tableTemplate = `CREATE TABLE things_%05[1]d (
	id bigserial PRIMARY KEY,
	parent_id bigint REFERENCES things_%05[2]d (id) ON DELETE CASCADE,
	name varchar(255) NOT NULL,
	code varchar(50) NOT NULL DEFAULT 'x',
	kind text NOT NULL DEFAULT 'plain',
	price numeric(12,2) NOT NULL DEFAULT 0,
	weight double precision,
	is_active boolean NOT NULL DEFAULT true,
	tags text[] NOT NULL DEFAULT '{}',
	meta jsonb,
	created_at timestamptz NOT NULL DEFAULT now(),
	updated_at timestamptz%[3]s
);
CREATE INDEX ON things_%05[1]d (name);
CREATE INDEX ON things_%05[1]d (parent_id, created_at DESC);
CREATE INDEX ON things_%05[1]d (kind) WHERE is_active;
`
