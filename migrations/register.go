package migrations

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// A register is deed_ownership: which service owns which object, and by what
// evidence. All services of a database share it. It is written in the
// transaction of each change; where it cannot be had, or has columns that
// this deed does not know or lacks some that it does, the rest works without.
type register struct {
	table   schema.Name
	service string
	version schema.Name // the version table
	rows    map[place]registered
	columns []string // empty: there is no table
	mayRead bool
	mayEdit bool // or make it
}

// A registered is a row of the register.
type registered struct {
	kind, service, evidence, revision string
	since                             time.Time
}

// describe says whose it is and since when.
func (r registered) describe() string {
	words := "service " + r.service + " "
	switch ownership.Evidence(r.evidence) {
	case ownership.Created:
		words += "created it"
	case ownership.Adopted:
		words += "adopted it"
	default:
		words += "owns it"
	}
	if r.revision != "" {
		words += " in its revision " + r.revision
	}
	if !r.since.IsZero() {
		words += " on " + r.since.UTC().Format(time.DateOnly)
	}
	return words
}

// registerKey is the place of an object in the register, where functions are
// told apart by their arguments.
func registerKey(o object) place {
	p := placeOf(o)
	if p.class == "function" {
		if i := strings.IndexByte(o.identity, '('); i >= 0 {
			p.name = schema.NewName(o.name.Schema(), o.name.Object()+o.identity[i:])
		}
	}
	return p
}

func (r register) find(o object) (registered, bool) {
	row, found := r.rows[registerKey(o)]
	return row, found
}

// createSQL creates the table if it is not there.
func (r register) createSQL() string {
	return fmt.Sprintf(`CREATE TABLE IF NOT EXISTS %s (
    schema_name text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    service text NOT NULL,
    version_table text NOT NULL,
    revision text NOT NULL,
    evidence text NOT NULL,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (schema_name, kind, name)
)`, r.table.SQL())
}

// needed are the columns without which a register is none.
var needed = []string{"schema_name", "kind", "name", "service"}

// wanted are the columns that this deed writes.
var wanted = append(slices.Clone(needed), "version_table", "revision", "evidence")

func (r register) usable() bool {
	return r.mayRead && !slices.ContainsFunc(needed, func(c string) bool { return !slices.Contains(r.columns, c) })
}

// queue asks for all rows: those of others say what is not ours.
func (r *register) queue(b *pgx.Batch) {
	optional := func(column, otherwise string) string {
		if slices.Contains(r.columns, column) {
			return "coalesce(" + column + ", " + otherwise + ")"
		}
		return otherwise
	}
	b.Queue(fmt.Sprintf("SELECT schema_name, kind, name, service, %s, %s, %s FROM %s",
		optional("evidence", "''"), optional("revision", "''"), optional("since", "'epoch'::timestamptz"), r.table.SQL())).Query(func(rows pgx.Rows) error {
		if err := r.take(rows); err != nil {
			return fmt.Errorf("reading %s: %w", r.table, err)
		}
		return nil
	})
}

// take takes in the rows of the table.
func (r *register) take(rows pgx.Rows) error {
	r.rows = map[place]registered{}
	var space, name string
	var row registered
	_, err := pgx.ForEachRow(rows, []any{&space, &row.kind, &name, &row.service, &row.evidence, &row.revision, &row.since}, func() error {
		if row.since.Unix() == 0 {
			row.since = time.Time{}
		}
		r.rows[place{classOf(row.kind), schema.NewName(space, name)}] = row
		return nil
	})
	return err
}

// A claim is a change of the register.
type claim struct {
	place    place
	kind     string
	evidence ownership.Evidence // None: it is given up
	revision string
}

// write returns the statements that make the claims. A row of another service
// is in the way of an insertion, by the primary key: so two services that
// claim at the same moment cannot both succeed.
func (r register) write(claims []claim) []entry {
	if !r.usable() || !r.mayEdit {
		return nil
	}
	var list []entry
	for _, gone := range []bool{true, false} {
		for _, c := range claims {
			switch {
			case gone:
				list = append(list, bookkeeping("the register "+string(r.table), fmt.Sprintf(
					"DELETE FROM %s WHERE schema_name = %s AND name = %s AND kind IN (%s) AND service = %s", r.table.SQL(),
					schema.Literal(spaceOf(c.place)), schema.Literal(c.place.name.Object()), kindsOf(c.place.class), schema.Literal(r.service)), -1))
			case c.evidence != ownership.None:
				e := bookkeeping("the register "+string(r.table), r.insert(c), 1)
				e.claim = &c
				list = append(list, e)
			}
		}
	}
	return list
}

func (r register) insert(c claim) string {
	values := map[string]string{
		"schema_name": spaceOf(c.place), "kind": c.kind, "name": c.place.name.Object(), "service": r.service,
		"version_table": string(r.version), "revision": c.revision, "evidence": string(c.evidence),
	}
	var columns, literals []string
	for _, column := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(r.columns, column) {
			columns, literals = append(columns, column), append(literals, schema.Literal(values[column]))
		}
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", r.table.SQL(), strings.Join(columns, ", "), strings.Join(literals, ", "))
}

// apply makes the claims in memory, once they are committed.
func (r register) apply(claims []claim) {
	if !r.usable() || !r.mayEdit {
		return
	}
	for _, c := range claims {
		if r.rows[c.place].service == r.service {
			delete(r.rows, c.place)
		}
	}
	for _, c := range claims {
		if c.evidence != ownership.None {
			r.rows[c.place] = registered{kind: c.kind, service: r.service, evidence: string(c.evidence), revision: c.revision, since: time.Now()}
		}
	}
}

// spaceOf is the schema of a place; schemas and extensions live in none.
func spaceOf(p place) string {
	if p.class == "schema" || p.class == "extension" {
		return ""
	}
	return p.name.Schema()
}

// registered kinds are those that the register keeps.
var registeredKinds = []string{
	"table", "view", "materialized view", "foreign table", "sequence", "type", "domain", "composite type",
	"function", "procedure", "aggregate", "schema", "extension",
}

func registrable(kind string) bool { return slices.Contains(registeredKinds, kind) }

// kindsOf lists the kinds that share a name space, as literals.
func kindsOf(class string) string {
	var list []string
	for _, kind := range registeredKinds {
		if classOf(kind) == class {
			list = append(list, schema.Literal(kind))
		}
	}
	return strings.Join(list, ", ")
}

// A ClaimedError says that an object cannot be claimed because another
// service has.
type ClaimedError struct{ Object, Claimed string }

func (e *ClaimedError) Error() string {
	return fmt.Sprintf("cannot take %s: %s", e.Object, e.Claimed)
}

// Hint names the way that a table is handed over.
func (e *ClaimedError) Hint() string {
	return "its service gives it up first, with a revision that deed release writes; run this again when that is applied"
}

// checkClaims refuses revisions that take what another service has.
func (t *territory) checkClaims(steps []Step) error {
	for _, s := range steps {
		o, _ := s.(op.Operation)
		x, claimed := op.Adopting(o)
		if create, ok := o.(op.CreateTable); ok {
			x, claimed = create.Targets()[0], true
		}
		if row, found := t.register.rows[placeOfTarget(x)]; claimed && found && row.service != t.env.Service {
			return &ClaimedError{row.kind + " " + string(x.Name), row.describe()}
		}
	}
	return nil
}

// adoptions are the claims that adoptions and releases make. Everything else
// is seen in the catalogs.
func adoptions(steps []Step, revision string) (taken, given []claim) {
	for _, s := range steps {
		o, _ := s.(op.Operation)
		if x, ok := op.Adopting(o); ok {
			taken = append(taken, claim{placeOfTarget(x), string(x.Kind), ownership.Adopted, revision})
		}
		if x, ok := op.Releasing(o); ok {
			given = append(given, claim{placeOfTarget(x), string(x.Kind), ownership.None, revision})
		}
	}
	return taken, given
}

// declared returns the claims as the steps have them that adopt or release
// what they also make anew, as a type whose values change.
func declared(claims []claim, steps []Step) []claim {
	taken, given := adoptions(steps, "")
	at := func(list []claim, c claim) bool {
		return slices.ContainsFunc(list, func(x claim) bool { return x.place == c.place })
	}
	for i, c := range claims {
		switch {
		case c.evidence == ownership.None:
		case at(given, c):
			claims[i].evidence = ownership.None
		case at(taken, c):
			claims[i].evidence = ownership.Adopted
		}
	}
	return claims
}

// missing are the claims that history and raw SQL make and the register does
// not have, as in a database that older revisions were applied to before it
// had a register.
func (t *territory) missing() []claim {
	var list []claim
	add := func(p place, kind string, e ownership.Evidence) {
		if _, found := t.register.rows[p]; !found && p.class != "function" {
			list = append(list, claim{p, kind, e, ""})
		}
	}
	add(place{"relation", t.env.VersionTableName()}, "table", ownership.Created)
	for o, e := range t.history.Objects() {
		add(placeOfTarget(o), string(o.Kind), e)
	}
	slices.SortFunc(list, func(a, b claim) int { return strings.Compare(string(a.place.name), string(b.place.name)) })
	return list
}

// seed enters the claims of what is there, and lets those of others stand.
func (r register) seed(claims []claim) string {
	var values []string
	for _, c := range claims {
		values = append(values, fmt.Sprintf("(%s, %s, %s, %s)",
			schema.Literal(spaceOf(c.place)), schema.Literal(c.kind), schema.Literal(c.place.name.Object()), schema.Literal(string(c.evidence))))
	}
	return fmt.Sprintf(`INSERT INTO %s (schema_name, kind, name, service, version_table, revision, evidence)
SELECT v.space, v.kind, v.name, %s, %s, '', v.evidence FROM (VALUES %s) v (space, kind, name, evidence)
WHERE CASE v.kind WHEN 'schema' THEN EXISTS (SELECT FROM pg_catalog.pg_namespace n WHERE n.nspname = v.name)
	WHEN 'extension' THEN EXISTS (SELECT FROM pg_catalog.pg_extension e WHERE e.extname = v.name)
	WHEN 'type' THEN EXISTS (SELECT FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = v.space AND t.typname = v.name)
	ELSE EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = v.space AND c.relname = v.name) END
ON CONFLICT DO NOTHING`, r.table.SQL(), schema.Literal(r.service), schema.Literal(string(r.version)), strings.Join(values, ", "))
}

// prepareRegister makes the tables that are missing, and enters what the
// history made before there was a register.
func (r *runner) prepareRegister(ctx context.Context) error {
	fresh := len(r.register.columns) == 0
	if err := r.createTables(ctx); err != nil {
		return err
	}
	if fresh {
		if err := r.readRegister(ctx); err != nil {
			return err
		}
		r.fence.territory.register = r.register
	}
	if !r.register.usable() || !r.register.mayEdit || len(r.register.columns) < len(wanted) {
		return nil
	}
	claims := r.fence.territory.missing()
	if len(claims) == 0 {
		return nil
	}
	if _, err := r.conn.Exec(ctx, "SET TRANSACTION READ WRITE;\n"+r.register.seed(claims)); err != nil {
		return fmt.Errorf("entering what %s owns into %s: %w", r.env.Service, r.register.table, err)
	}
	if err := r.readRegister(ctx); err != nil {
		return err
	}
	r.fence.territory.register = r.register
	return nil
}

// nameClaim says whose an object is if it was in the way of a claim.
func (r *runner) nameClaim(ctx context.Context, err error) error {
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) || pgErr.Code != "23505" || pgErr.TableName != r.register.table.Object() || pgErr.SchemaName != r.register.table.Schema() {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	r.rollback(ctx)
	if readErr := r.readRegister(ctx); readErr != nil {
		return errors.Join(err, readErr)
	}
	return &entryError{err: &ClaimedError{Object: claimedIn(pgErr.Detail), Claimed: r.register.claimant(pgErr.Detail)}}
}

// claimant finds the row that PostgreSQL's words about a key are about.
func (r register) claimant(detail string) string {
	for p, row := range r.rows {
		if row.service != r.service && strings.Contains(detail, fmt.Sprintf("=(%s, %s, %s)", spaceOf(p), row.kind, p.name.Object())) {
			return row.describe()
		}
	}
	return "another service has claimed it"
}

// claimedIn returns the object in PostgreSQL's words about a key:
// "Key (schema_name, kind, name)=(auth, table, users) already exists."
func claimedIn(detail string) string {
	_, values, _ := strings.Cut(detail, "=(")
	values, _, _ = strings.Cut(values, ")") // what follows depends on lc_messages
	parts := strings.SplitN(values, ", ", 3)
	if len(parts) != 3 {
		return "an object"
	}
	return parts[1] + " " + string(schema.NewName(parts[0], parts[2]))
}
