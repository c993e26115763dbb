package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/canon"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/model"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// compare drafts what separates the database from the models.
func (p *project) compare(ctx context.Context, conn *pgx.Conn) (*draft.Draft, error) {
	if bad, ok := ownership.Globs(p.env.Owns).Validate(); !ok {
		return nil, fmt.Errorf("%s:%d: the pattern %q in Owns is malformed", p.env.File, p.env.Line, bad)
	}
	drop, _ := p.in.Flags.GetBool("drop-unmodelled")
	var models *model.Models
	var renames []diff.Rename
	d, err := draft.Make(ctx, conn, draft.Request{
		Models: func() (draft.Models, error) {
			var err error
			models, err = p.loadModels()
			if err != nil {
				return draft.Models{}, err
			}
			if err := p.checkModels(models.Database); err != nil {
				return draft.Models{}, err
			}
			renames, err = p.renames(models)
			return draft.Models{Database: models.Database, Renames: renames, Unnamed: unnamed(models)}, err
		},
		History: p.history(), Schemas: p.schemas(), Owns: p.env.Owns, DropUnmodelled: drop,
	})
	p.nameOwners(err)
	if err == nil {
		err = p.checkRenames(renames, d.Ops)
	}
	return d, locate(models, err)
}

// schemas are the schemas of the environment and those that Owns speaks of.
func (p *project) schemas() []string {
	list := slices.Clone(p.env.Schemas)
	if len(list) == 0 {
		list = []string{schema.DefaultSchema}
	}
	for _, pattern := range p.env.Owns {
		s := schema.Name(pattern).Schema()
		if strings.ContainsAny(s, `*?[\`) {
			return nil // any schema may match: read them all
		}
		if !slices.Contains(list, s) {
			list = append(list, s)
		}
	}
	return list
}

func (p *project) loadModels() (*model.Models, error) {
	if len(p.env.Models) == 0 {
		return nil, hint.Wrap(fmt.Errorf("%s:%d: the environment names no Models", p.env.File, p.env.Line),
			`name the directories of the tagged structs: Models: []string{"../models"}`)
	}
	dirs := make([]string, len(p.env.Models))
	for i, dir := range p.env.Models {
		dirs[i] = filepath.Join(p.env.Dir, filepath.FromSlash(dir))
	}
	return p.loadModelsIn(dirs)
}

func (p *project) loadModelsIn(dirs []string) (*model.Models, error) {
	here, err := os.Getwd() // mistakes are at paths as seen from here
	if err != nil {
		return nil, fmt.Errorf("reading models: %w", err)
	}
	return model.Load(model.Options{Dirs: dirs, DefaultSchema: defaultSchema(p.env.Schemas), Root: here})
}

// defaultSchema is the schema of models that name none: the only one that the
// environment has, or public.
func defaultSchema(schemas []string) string {
	if len(schemas) == 1 {
		return schemas[0]
	}
	return schema.DefaultSchema
}

// locate adds to the server's complaints about fragments of models where the
// fragments stand.
func locate(models *model.Models, err error) error {
	var refused canon.FragmentErrors
	if models == nil || !errors.As(err, &refused) {
		return err
	}
	located := make([]error, len(refused))
	for i, e := range refused {
		located[i] = models.ErrorAt(model.Ref{Kind: model.Kind(e.Kind), Object: e.Table, Part: e.Part}, e.Fragment, e.Offset, e)
	}
	return fmt.Errorf("the server does not accept the models:\n%w", errors.Join(located...))
}

// versions returns the version rows, none where the table is not there, and
// notes what the register of owners says.
func (p *project) versions(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	ids, registered, err := readBookkeeping(ctx, conn, p.versionTable(), p.registerTable())
	p.registered = registered
	return ids, err
}

// connectAtHead connects to the database, which must have all revisions and
// no other.
func (p *project) connectAtHead(ctx context.Context) (*pgx.Conn, error) {
	conn, err := p.connect(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := p.versions(ctx, conn)
	if err == nil {
		err = p.mustBeAtHead(rows)
	}
	if err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	return conn, nil
}

// mustBeAtHead refuses to draft against a database that has not all
// revisions, or others.
func (p *project) mustBeAtHead(rows []string) error {
	pending, err := p.graph.Pending(rows)
	if err != nil {
		return fmt.Errorf("comparing the database with the files: %w", err)
	}
	if len(pending) == 0 {
		return nil
	}
	heads := p.graph.Heads()
	if len(heads) > 1 {
		return hint.New("the history has several heads: "+strings.Join(heads, ", "), "deed merge heads joins them, deed rebase puts one after the other")
	}
	at := "no revision"
	if len(rows) > 0 {
		at = strings.Join(rows, ", ")
	}
	return hint.New(fmt.Sprintf("the database is not up to date: it is at %s, the head is %s", at, strings.Join(heads, ", ")),
		"deed upgrade head brings it there")
}

// renames returns the renames that models and the command line declare.
func (p *project) renames(models *model.Models) ([]diff.Rename, error) {
	list := slices.Clone(p.answered)
	for _, r := range models.Renames {
		if rename, ok := fromModel(r); ok {
			list = append(list, rename)
		}
	}
	flags, _ := p.in.Flags.GetStringSlice("rename")
	for _, text := range flags {
		r, err := parseRename(text)
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// unnamed tells the differ which parts bear a default name.
func unnamed(models *model.Models) func(schema.Name, string) bool {
	return func(table schema.Name, part string) bool {
		return models.Unnamed(model.Ref{Kind: model.Constraint, Object: table, Part: part}) ||
			models.Unnamed(model.Ref{Kind: model.Index, Object: table, Part: part})
	}
}

// fromModel translates a rename that a model declares. Constraints and indexes
// need none: they are known again by what they say.
func fromModel(r model.Rename) (rename diff.Rename, ok bool) {
	whole := diff.Rename{From: schema.ParseName(r.Was), To: r.Object}
	switch r.Kind {
	case model.Column:
		return diff.Rename{Kind: diff.RenameColumn, Of: r.Object, Old: r.Was, New: r.Part}, true
	case model.EnumValue:
		return diff.Rename{Kind: diff.RenameValue, Of: r.Object, Old: r.Was, New: r.Part}, true
	case model.Table:
		whole.Kind = diff.RenameTable
	case model.Sequence:
		whole.Kind = diff.RenameSequence
	case model.Enum, model.Domain, model.Composite, model.Range:
		whole.Kind = diff.RenameType
	default:
		return rename, false
	}
	return whole, true
}

// parseRename reads old=new for a table and table:old=new for a column.
func parseRename(text string) (diff.Rename, error) {
	from, to, found := strings.Cut(text, "=")
	if !found || from == "" || to == "" {
		return diff.Rename{}, hint.New(fmt.Sprintf("reading --rename %s: it is not of the form old=new", text),
			"tables: --rename users=accounts; columns: --rename users:mail=email")
	}
	if table, old, isColumn := strings.Cut(from, ":"); isColumn {
		return diff.Rename{Kind: diff.RenameColumn, Of: schema.ParseName(table), Old: old, New: to, Now: true}, nil
	}
	return diff.Rename{Kind: diff.RenameTable, From: schema.ParseName(from), To: schema.ParseName(to), Now: true}, nil
}

// printOps prints operations one a line, marked and colored as in a diff.
func (p *project) printOps(ops []op.Operation) {
	for _, o := range ops {
		fmt.Fprintln(p.in.Stdout, "  "+decorate(p.in.Style, o))
	}
}
