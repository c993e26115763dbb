package draft

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/canon"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// A Request says what to compare.
type Request struct {
	// Models returns what the models declare. It is called while the
	// database is being read.
	Models func() (Models, error)
	// History are the upgrade operations of all revisions, in order.
	History []op.Operation
	// Schemas are the schemas to read beside those that models and history
	// name. Defaults to all.
	Schemas []string
	// Owns are the globs of the environment.
	Owns ownership.Globs
	// DropUnmodelled is --drop-unmodelled.
	DropUnmodelled bool
}

// Models are the declarations of the models.
type Models struct {
	Database schema.Database
	Renames  []diff.Rename
	// Unnamed reports whether a constraint or index of a table bears a
	// default name only because its model gives it none.
	Unnamed func(table schema.Name, part string) bool
}

// A Draft is what separates a database from the models.
type Draft struct {
	// Ops turn the database into what the models say. Reverse undoes them.
	Ops, Reverse []op.Operation
	Selection    ownership.Selection
	Catalog      *introspect.Catalog
	// Want is what the models declare, spelled by the server where it
	// differs from the database.
	Want schema.Database

	claims     ownership.Claims
	opts       diff.Options
	dependents []ownership.Dependent // all that rests on the selection from outside of it
}

// Remaining returns what would still be drafted between a database and what is
// wanted of it, both spelled by one server.
func (d *Draft) Remaining(live, want schema.Database) ([]op.Operation, error) {
	claims := d.claims
	claims.Models, claims.Renamed = want, nil
	return diff.Diff(claims.Select(live).Database, want, diff.Options{
		ServerVersion: d.opts.ServerVersion, AnyName: d.opts.AnyName, AnyNotNull: d.opts.AnyNotNull, OldNames: d.opts.OldNames,
	})
}

// Make compares. The connection must not be in a transaction.
func Make(ctx context.Context, conn *pgx.Conn, r Request) (*Draft, error) {
	models, live, opts, err := load(ctx, conn, r)
	if err != nil {
		return nil, err
	}
	catalog, err := afterMoves(ctx, conn, models.Database, live, opts)
	if err != nil {
		return nil, err
	}
	want := models.Database
	want.Sort()
	resolveReferences(&want, catalog.Database)
	claims := ownership.Claims{
		Models: want, History: ownership.Replay(r.History), Owns: r.Owns, DropUnmodelled: r.DropUnmodelled, Renamed: renamed(models.Renames),
	}
	d := &Draft{Selection: claims.Select(catalog.Database), Catalog: live, claims: claims}
	if err := canBe(ctx, conn, want, d.Selection, catalog); err != nil {
		return nil, err
	}
	want.Schemas = namespaces(want, catalog.Database, d.Selection)
	if want.Composites, err = attributesAsThere(want, catalog.Database); err != nil {
		return nil, err
	}
	if err := d.spell(ctx, conn, want, catalog); err != nil {
		return nil, err
	}
	d.opts = diff.Options{
		Renames: models.Renames, ServerVersion: catalog.ServerVersion, OldNames: catalog.OldNames,
		AnyName: anyName(models, claims, d.Selection.Following), AnyNotNull: others(models, claims),
	}
	if d.opts.Requires, err = requirements(ctx, conn, d.Selection.Extensions, d.Want.Extensions); err != nil {
		return nil, err
	}
	return d, d.compare(want, catalog)
}

// spell lets the server spell what is wanted, where that may be other than
// what is there.
func (d *Draft) spell(ctx context.Context, conn *pgx.Conn, want schema.Database, catalog *introspect.Catalog) error {
	settled, unsure := settle(want, d.Selection.Database)
	spelled, err := canon.Spell(ctx, conn, canon.Request{Want: settled, Live: catalog.Database, Tables: unsure})
	if err != nil {
		return err
	}
	settleAgain(spelled, d.Selection.Database, unsure)
	d.Want = spelled
	return nil
}

// compare fills in the operations there and back, if they may be.
func (d *Draft) compare(want schema.Database, catalog *introspect.Catalog) (err error) {
	if d.Ops, err = diff.Diff(d.Selection.Database, d.Want, d.opts); err != nil || len(d.Ops) == 0 {
		return err
	}
	if err := attachedKeys(d.Ops, d.Selection.Database, d.Want); err != nil {
		return err
	}
	d.dependents = dependents(d.Selection, catalog, d.Ops)
	if refused := ownership.Refuse(d.Ops, d.dependents); len(refused) > 0 {
		return refused
	}
	respell(d.Ops, want)
	d.Ops = append(adoptions(d.Selection.Adopt, d.Ops), d.Ops...)
	if d.Reverse, err = op.Reverse(d.Ops); err != nil {
		return fmt.Errorf("reversing the draft: %w", err)
	}
	return nil
}

// canBe refuses models of what the server cannot hold, or not here.
func canBe(ctx context.Context, conn *pgx.Conn, want schema.Database, selection ownership.Selection, catalog *introspect.Catalog) error {
	if refused := tooNew(want, selection.Database, catalog.ServerVersion); len(refused) > 0 {
		return refused
	}
	if err := placesExist(ctx, conn, want, catalog.Database); err != nil {
		return err
	}
	if err := typesExist(want, catalog); err != nil {
		return err
	}
	return inTheWay(want, selection, catalog)
}

// load reads models and database at the same time, and tells what it has read.
func load(ctx context.Context, conn *pgx.Conn, r Request) (Models, *introspect.Catalog, introspect.Options, error) {
	type result struct {
		models Models
		err    error
	}
	loaded := make(chan result, 1)
	go func() {
		m, err := r.Models()
		loaded <- result{m, err}
	}()
	var opts introspect.Options // all
	if len(r.Schemas) > 0 {
		opts.Schemas = union(r.Schemas, schemasOf(r.History))
	}
	catalog, err := introspect.Read(ctx, conn, opts)
	models := <-loaded
	if models.err != nil {
		return Models{}, nil, opts, models.err
	}
	if err != nil {
		return Models{}, nil, opts, err
	}
	if more := union(opts.Schemas, modelSchemas(models.models.Database)); len(opts.Schemas) > 0 && len(more) > len(opts.Schemas) {
		opts.Schemas = more
		catalog, err = introspect.Read(ctx, conn, opts)
	}
	return models.models, catalog, opts, err
}

// adoptions returns the adoptions that a draft brings along: of what it
// changes and the history does not know yet.
func adoptions(unknown []op.Object, ops []op.Operation) []op.Operation {
	touched := map[op.Object]bool{}
	for _, o := range ops {
		for _, x := range o.Targets() {
			touched[x] = true
		}
	}
	var list []op.Operation
	for _, x := range unknown {
		switch {
		case touched[x] && x.Kind == op.KindTable:
			list = append(list, op.AdoptTable{Table: x.Name})
		case touched[x]:
			list = append(list, op.Adopt{Kind: x.Kind, Name: x.Name})
		}
	}
	return list
}

// anyName lets the parts of tables that others created keep the names that
// others gave them, where the model names none and no rename takes a default
// name along.
func anyName(models Models, claims ownership.Claims, following []ownership.Part) func(schema.Name, string) bool {
	if models.Unnamed == nil || claims.DropUnmodelled {
		return nil
	}
	follows := func(table schema.Name, part string) bool {
		return slices.ContainsFunc(following, func(p ownership.Part) bool { return p.Table == table && p.Name == part })
	}
	isOthers := others(models, claims)
	return func(table schema.Name, part string) bool {
		return !follows(table, part) && isOthers(table) && (models.Unnamed(table, part) || isSilent(models.Database.Table(table), part))
	}
}

// others tells the tables that others created.
func others(models Models, claims ownership.Claims) func(schema.Name) bool {
	if claims.DropUnmodelled {
		return nil
	}
	created := func(n schema.Name) bool {
		return claims.History.Evidence(op.Object{Kind: op.KindTable, Name: n}) == ownership.Created
	}
	return func(table schema.Name) bool {
		before := table
		for _, r := range models.Renames {
			if r.Kind == diff.RenameTable && r.To == table {
				before = r.From // the history knows it by this name until the draft is in it
			}
		}
		return !created(table) && !created(before)
	}
}

// isSilent reports whether a model has no such part: it can be what a partition
// has from its parent.
func isSilent(t *schema.Table, part string) bool {
	return t != nil && t.PartitionOf != nil && t.Index(part) == nil && t.Constraint(part) == nil
}

// renamed tells ownership of the renames that the models declare.
func renamed(renames []diff.Rename) []ownership.Rename {
	kinds := map[diff.RenameKind]op.Kind{
		diff.RenameTable: op.KindTable, diff.RenameColumn: op.KindTable, diff.RenameType: op.KindType, diff.RenameSequence: op.KindSequence,
	}
	var list []ownership.Rename
	for _, r := range renames {
		kind, ok := kinds[r.Kind]
		if !ok {
			continue
		}
		to := r.To
		if r.Kind == diff.RenameColumn {
			to = r.Of
		}
		list = append(list, ownership.Rename{Kind: kind, From: r.From, To: to, Old: r.Old, New: r.New})
	}
	return list
}
