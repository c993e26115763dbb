package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/observe"
	"github.com/deedsql/deed/internal/proof"
	"github.com/deedsql/deed/internal/scratch"
	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
)

// A result tells how a pair fared.
type result struct {
	pair
	Unloadable string // why before or after cannot be loaded on this server
	Up         string // why the upgrade did not lead to after; empty: it did
	Down       string // why the downgrade did not lead back to before
	Again      string // what a second comparison finds
	Refused    string // the report that stands instead of a draft
	// Reported is what the two sides differ in beyond what deed models.
	Reported []string
	Script   string // the SQL of the upgrade

	// With -prove: where the draft was proven, what was noted, and why it was
	// not.
	Place    proof.Place
	Notes    []string
	Unproven string

	direct, prove bool
}

func (res result) ok() bool {
	return res.Unloadable == "" && res.Up == "" && res.Down == "" && res.Again == "" && res.Unproven == ""
}

// A runner runs pairs on one server.
type runner struct {
	server *scratch.Server
	// direct compares catalogs with each other, not with models.
	direct bool
	// prove proves each draft too.
	prove bool
}

func (r *runner) run(ctx context.Context, p pair) (result, error) {
	res := result{pair: p, direct: r.direct, prove: r.prove}
	before, err := r.load(ctx, p, p.Before)
	if err != nil {
		res.Unloadable = "before: " + err.Error()
		return res, ignoreRefusal(err)
	}
	defer r.drop(ctx, before)
	after, err := r.load(ctx, p, p.After)
	if err != nil {
		res.Unloadable = "after: " + err.Error()
		return res, ignoreRefusal(err)
	}
	defer r.drop(ctx, after)
	return res, res.compare(ctx, before, after)
}

// ignoreRefusal returns errors that are not the server's.
func ignoreRefusal(err error) error {
	var refusal interface{ SQLState() string }
	if errors.As(err, &refusal) {
		return nil
	}
	return err
}

// load makes a database with one side of a pair in it.
func (r *runner) load(ctx context.Context, p pair, sql string) (*pgx.Conn, error) {
	url, err := r.server.CreateDatabase(ctx, "")
	if err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		return nil, err
	}
	for _, role := range p.Roles {
		// It may be there from another pair.
		_, _ = conn.PgConn().Exec(ctx, "CREATE ROLE "+pgx.Identifier{role}.Sanitize()).ReadAll()
	}
	for _, script := range []string{p.Setup, sql, "RESET ALL"} { // what it SETs is for loading it
		if _, err := conn.PgConn().Exec(ctx, script).ReadAll(); err != nil {
			r.drop(ctx, conn)
			return nil, err
		}
	}
	return conn, nil
}

func (r *runner) drop(ctx context.Context, conn *pgx.Conn) {
	_ = conn.Close(ctx)
	_ = r.server.DropDatabase(ctx, conn.Config().Database)
}

// compare drafts what turns before into after, applies it, takes it back, and
// writes into the result what was not as it should be.
func (res *result) compare(ctx context.Context, before, after *pgx.Conn) error {
	start, err := observe.Take(ctx, before, observe.Options{})
	if err != nil {
		return err
	}
	end, err := observe.Take(ctx, after, observe.Options{})
	if err != nil {
		return err
	}
	d, err := res.drafter(ctx, before, after)
	if d == nil {
		return err
	}
	ops, back, err := d.draft(ctx, before)
	if m, ok := d.(*modelDrafter); ok {
		defer func() { res.setProof(m.proof) }()
	}
	if err != nil {
		res.setRefusal(err)
		return nil
	}
	script, err := apply(ctx, before, ops)
	res.Script = script
	if err != nil {
		res.Up = err.Error()
		return nil
	}
	if res.Up, err = res.differences(ctx, before, end); err != nil {
		return err
	}
	if err := res.again(ctx, before, d); err != nil {
		return err
	}
	return res.takeBack(ctx, before, back, start, d)
}

// drafter returns what drafts for a pair; nil, with the result saying why, if
// there are no models of what is after.
func (res *result) drafter(ctx context.Context, before, after *pgx.Conn) (drafter, error) {
	want, err := introspect.Read(ctx, after, introspect.Options{})
	if err != nil {
		return nil, err
	}
	if res.direct {
		return catalogDrafter{want}, nil
	}
	have, err := introspect.Read(ctx, before, introspect.Options{})
	if err != nil {
		return nil, err
	}
	models, err := newModelDrafter(have, want)
	if err != nil {
		res.Up = err.Error()
		return nil, nil
	}
	models.prove, models.renames = res.prove, res.Renames
	return models, nil
}

// setRefusal keeps why nothing was drafted. An error with a hint is a clear
// report where a pair is beyond what deed models.
func (res *result) setRefusal(err error) {
	var refused ownership.Refusals
	var hinted interface{ Hint() string }
	switch {
	case errors.As(err, &refused):
		res.Refused = refused.Error()
	case !res.TableScope && errors.As(err, &hinted):
		res.Refused = err.Error() + "; " + hinted.Hint()
	default:
		res.Up = "drafting: " + err.Error()
	}
}

// setProof keeps how proving the draft ended.
func (res *result) setProof(p proof.Result) {
	if p.Place == "" {
		return // nothing was drafted
	}
	res.Place, res.Notes = p.Place, p.Notes
	if !p.Proven {
		res.Unproven = p.Reason
	}
}

// again drafts a second time, when nothing should be left.
func (res *result) again(ctx context.Context, conn *pgx.Conn, d drafter) error {
	ops, _, err := d.draft(ctx, conn)
	if err != nil {
		res.Again = err.Error()
		return nil
	}
	var left []string
	for _, o := range ops {
		left = append(left, op.Describe(o))
	}
	res.Again = strings.Join(left, "\n")
	return nil
}

func (res *result) takeBack(ctx context.Context, conn *pgx.Conn, back []op.Operation, start observe.Snapshot, d drafter) error {
	script, err := apply(ctx, conn, back)
	res.Script += "\n-- downgrade\n" + script
	if err != nil && len(d.blocked()) > 0 {
		res.Reported = append(res.Reported, "in the way back, as the draft says: "+strings.Join(d.blocked(), ", "))
		return nil
	}
	if err != nil {
		res.Down = err.Error()
		return nil
	}
	now, err := observe.Take(ctx, conn, observe.Options{})
	if err != nil {
		return err
	}
	var left []observe.Difference
	for _, x := range observe.Diff(start, now) {
		if !res.TableScope && (!isModelled(x) || onlyUnmodelledLines(x)) && len(d.announced()) > 0 {
			res.Reported = append(res.Reported, "gone with its table: "+x.String())
		} else {
			left = append(left, x)
		}
	}
	res.Down = observe.Describe(left, 8)
	return nil
}

// differences compares the database with a snapshot; what deed does not model
// goes to Reported.
func (res *result) differences(ctx context.Context, conn *pgx.Conn, want observe.Snapshot) (string, error) {
	now, err := observe.Take(ctx, conn, observe.Options{})
	if err != nil {
		return "", err
	}
	var modelled []observe.Difference
	for _, d := range observe.Diff(now, want) {
		if res.TableScope || isModelled(d) && !isOnView(d, want, now) {
			modelled = append(modelled, d)
		} else {
			res.Reported = append(res.Reported, d.String())
		}
	}
	return observe.Describe(modelled, 8), nil
}

// modelled are the kinds of objects that deed models.
var modelled = []string{
	"table ", "table column ", "table constraint ", "index ", "sequence ", "statistics object ", "type ",
	"domain constraint ", "composite type ", "schema ", "extension ",
}

// baseType is a base type, which functions make, or the shell of one.
var baseType = regexp.MustCompile(`(?m)^kind: [bp]$`)

func isModelled(d observe.Difference) bool {
	if strings.HasPrefix(d.Object, "type ") && baseType.MatchString(d.Before+d.After) {
		return false
	}
	for _, kind := range modelled {
		if strings.HasPrefix(d.Object, kind) && !onlyUnmodelledLines(d) {
			return true
		}
	}
	return false
}

// isOnView reports whether the difference is an index on a materialized view.
func isOnView(d observe.Difference, snapshots ...observe.Snapshot) bool {
	_, on, found := strings.Cut(d.Before+d.After, " ON ")
	on, _, _ = strings.Cut(on, " ")
	for _, s := range snapshots {
		if _, ok := s["materialized view "+on]; ok && found {
			return true
		}
	}
	return false
}

// onlyUnmodelledLines reports whether the difference is about owners and
// grants only.
func onlyUnmodelledLines(d observe.Difference) bool {
	if d.Before == "" || d.After == "" {
		return false
	}
	strip := func(text string) string {
		var kept []string
		for line := range strings.Lines(text) {
			if !strings.HasPrefix(line, "owner: ") && !strings.HasPrefix(line, "acl: ") {
				kept = append(kept, line)
			}
		}
		return strings.Join(kept, "")
	}
	return strip(d.Before) == strip(d.After)
}

// apply executes the statements one by one and returns them as a script.
func apply(ctx context.Context, conn *pgx.Conn, ops []op.Operation) (string, error) {
	var script strings.Builder
	for _, o := range ops {
		statements, err := ddl.Statements(o)
		if err != nil {
			return script.String(), err
		}
		script.WriteString(ddl.Script(statements))
		for _, s := range statements {
			if _, err := conn.Exec(ctx, s.SQL, pgx.QueryExecModeSimpleProtocol); err != nil {
				return script.String(), fmt.Errorf("%s: %w", s.SQL, err)
			}
		}
	}
	return script.String(), nil
}
