package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/internal/proof"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/model"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A drafter drafts what turns a database into what is wanted, and back.
type drafter interface {
	draft(context.Context, *pgx.Conn) (up, down []op.Operation, err error)
	// announced returns what the draft said to be taken along by drops, and
	// not brought back; blocked, what it said to stand in the way back.
	announced() []string
	blocked() []string
}

// catalogDrafter compares catalogs.
type catalogDrafter struct{ want *introspect.Catalog }

func (catalogDrafter) announced() []string { return nil }
func (catalogDrafter) blocked() []string   { return nil }

func (d catalogDrafter) draft(ctx context.Context, conn *pgx.Conn) (up, down []op.Operation, err error) {
	have, err := introspect.Read(ctx, conn, introspect.Options{})
	if err != nil {
		return nil, nil, err
	}
	up, err = diff.Diff(have.Database, d.want.Database, diff.Options{ServerVersion: have.ServerVersion, OldNames: have.OldNames})
	if err != nil {
		return nil, nil, err
	}
	down, err = op.Reverse(up)
	return up, down, err
}

// modelDrafter goes the way of revision --autogenerate: the wanted schema is
// pulled as models, the models are loaded and compared by package draft, and
// the operations are written into a revision file and read back.
type modelDrafter struct {
	models  *model.Models
	history []op.Operation // all that is there was made by the service
	renames []diff.Rename  // for the first draft
	taken   []string
	inWay   []string
	prove   bool
	proof   proof.Result
}

func newModelDrafter(have, want *introspect.Catalog) (*modelDrafter, error) {
	history, err := diff.Diff(schema.Database{}, have.Database, diff.Options{ServerVersion: have.ServerVersion})
	if err != nil {
		return nil, fmt.Errorf("drafting what is there: %w", err)
	}
	models, err := pull(want)
	if err != nil {
		return nil, err
	}
	return &modelDrafter{models: models, history: history}, nil
}

// pull writes models for a schema and loads them.
func pull(want *introspect.Catalog) (*model.Models, error) {
	files, err := codegen.WriteModels(want.Database, codegen.ModelOptions{Package: "models"})
	if err != nil {
		return nil, fmt.Errorf("pulling models: %w", err)
	}
	dir, err := os.MkdirTemp("", "deed-corpus-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	for name, source := range files {
		if err := os.WriteFile(filepath.Join(dir, name), source, 0o644); err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return &model.Models{}, nil
	}
	models, err := model.Load(model.Options{Dirs: []string{dir}})
	if err != nil {
		return nil, fmt.Errorf("loading models: %w", err)
	}
	return models, nil
}

func (d *modelDrafter) announced() []string { return d.taken }
func (d *modelDrafter) blocked() []string   { return d.inWay }

func (d *modelDrafter) draft(ctx context.Context, conn *pgx.Conn) (up, down []op.Operation, err error) {
	made, err := draft.Make(ctx, conn, draft.Request{
		Models: func() (draft.Models, error) {
			return draft.Models{Database: d.models.Database, Renames: d.renames}, nil
		},
		History:        d.history,
		Owns:           []string{"*.*"},
		DropUnmodelled: true,
	})
	if err != nil {
		return nil, nil, err
	}
	d.renames = nil
	for _, o := range made.Ops {
		d.taken = append(d.taken, made.TakenAlong(o)...)
	}
	for _, o := range made.Reverse {
		d.inWay = append(d.inWay, made.Blocked(o)...)
	}
	if len(made.Ops) == 0 {
		return nil, nil, nil
	}
	if d.prove {
		d.prove = false // the first draft only
		d.proof, err = proof.Prove(ctx, conn, proof.Plan{
			Upgrade: made.Ops, Downgrade: made.Reverse, Live: made.Catalog.Database, Want: made.Want, Diff: made.Remaining,
		}, proof.Anywhere)
		if err != nil {
			return nil, nil, fmt.Errorf("proving: %w", err)
		}
	}
	r := codegen.Revision{
		Package: "migrations", Variable: "Revisions", ID: "3f1c9a20b7de", Message: "corpus", Created: time.Unix(0, 0).UTC(),
		Upgrade: codegen.Steps(made.Ops...), Downgrade: codegen.Steps(made.Reverse...),
	}
	source, err := codegen.WriteRevision(r)
	if err != nil {
		return nil, nil, err
	}
	read, err := codegen.ReadRevision("revision.go", source)
	if err != nil {
		return nil, nil, fmt.Errorf("%w\n%s", err, source)
	}
	up, down = operations(read.Upgrade), operations(read.Downgrade)
	d.history = append(d.history, up...)
	return up, down, nil
}

func operations(steps []codegen.Step) []op.Operation {
	ops := make([]op.Operation, len(steps))
	for i, s := range steps {
		ops[i] = s.Op
	}
	return ops
}
