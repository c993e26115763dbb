package proof

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/diff"
	"github.com/deedsql/deed/internal/scratch"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// database is the one that a fresh scratch server has. The server is thrown
// away, so it may as well be used.
const database = "template1"

// onScratch proves the plan on a scratch server of the same major version.
func onScratch(ctx context.Context, live *pgx.Conn, plan Plan) (Result, error) {
	server, err := scratch.Start(ctx, scratch.Options{Major: majorOf(live)})
	if notFound := new(scratch.NotFoundError); errors.As(err, &notFound) {
		return Result{}, cannot("%v", err)
	}
	if err != nil {
		return Result{}, err
	}
	defer func() { _ = server.Stop() }()
	conn, err := pgx.Connect(ctx, server.URL(database))
	if err != nil {
		return Result{}, err
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	return proveOn(ctx, live, conn, plan)
}

// majorOf returns the major version of a server.
func majorOf(conn *pgx.Conn) int {
	version := conn.PgConn().ParameterStatus("server_version") // 17.2 (Debian …), 19beta1
	digits := strings.IndexFunc(version, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(version)
	}
	major, _ := strconv.Atoi(version[:digits])
	return major
}

// proveOn proves the plan in an empty database.
func proveOn(ctx context.Context, live, conn *pgx.Conn, plan Plan) (Result, error) {
	p := partFor(plan)
	if err := build(ctx, live, conn, p.Database, plan); err != nil {
		return Result{}, err
	}
	t := &trial{conn: conn, plan: plan, begin: true}
	t.carry = func(ctx context.Context) ([]string, error) { return p.beside.carry(ctx, live, conn, plan) }
	t.seeds = newSeeds(p.Database, plan.Upgrade, func(schema.Name) bool { return true })
	t.within(p)
	return t.result(Scratch, t.run(ctx))
}

// build creates what the part holds, and what that and the plan need beside.
func build(ctx context.Context, live, conn *pgx.Conn, part schema.Database, plan Plan) error {
	part.Sort()
	part.Extensions = installable(part.Extensions)
	var empty schema.Database
	if isDefault := func(n schema.Namespace) bool { return n.Name == schema.DefaultSchema }; slices.ContainsFunc(part.Schemas, isDefault) {
		empty.Schemas = []schema.Namespace{{Name: schema.DefaultSchema}}
	}
	ops, err := diff.Diff(empty, part, diff.Options{ServerVersion: majorOf(live) * 10000})
	if err != nil {
		return cannot("the live schema cannot be put together on a scratch server: %v", err)
	}
	statements, err := statementsOf(ops)
	if err != nil {
		return cannot("the live schema cannot be put together on a scratch server: %v", err)
	}
	planned, err := statementsOf(append(slices.Clone(plan.Upgrade), plan.Downgrade...))
	if err != nil {
		return err
	}
	needed, err := supportsOf(ctx, live, plan.Live, append(slices.Clone(statements), planned...))
	if err != nil {
		return err
	}
	for _, sql := range statements {
		if err := needed.exec(ctx, conn, sql); err != nil {
			return cannot("a scratch server cannot hold the live schema: %s: %v", firstLine(sql), err)
		}
	}
	_, err = needed.make(ctx, conn)
	return err
}

// statementsOf returns those of operations, wherever they are committed.
func statementsOf(ops []op.Operation) (statements []string, err error) {
	list, err := batches(ops)
	for _, b := range list {
		statements = append(statements, b.statements...)
	}
	return statements, err
}

// installable returns the extensions that an empty database lacks.
func installable(list []schema.Extension) []schema.Extension {
	var rest []schema.Extension
	for _, x := range list {
		if x.Name != "plpgsql" {
			rest = append(rest, x)
		}
	}
	return rest
}

func firstLine(sql string) string {
	line, _, more := strings.Cut(sql, "\n")
	if more {
		return line + " …"
	}
	return line
}

// within restricts what is compared to the tables that are there whole, and
// to those that the plan makes.
func (t *trial) within(p part) {
	t.tables = map[schema.Name]bool{}
	for n := range p.whole {
		t.tables[n] = true
	}
	for _, n := range touched(t.plan.Upgrade) {
		t.tables[n] = true
	}
	t.have = &p.Database
}

// result turns the outcome of a run into a Result.
func (t *trial) result(place Place, err error) (Result, error) {
	r := Result{Place: place, Notes: append(t.seeds.failures, t.notes...), LeftOut: t.leftOut}
	var wrong *failure
	switch {
	case errors.As(err, &wrong):
		r.Reason = wrong.reason
	case err != nil:
		return Result{}, err
	default:
		r.Proven = true
	}
	return r, nil
}

// part returns what of Want, or of the database, can be compared here.
func (t *trial) part(want schema.Database) schema.Database {
	if t.tables == nil {
		return want
	}
	var kept schema.Database
	for _, x := range want.Tables {
		if t.tables[x.Name] {
			kept.Tables = append(kept.Tables, x)
		}
	}
	made := map[op.Object]bool{}
	for _, o := range t.plan.Upgrade {
		for _, target := range o.Targets() {
			made[target] = true
		}
	}
	kept.Schemas = among(want.Schemas, t.have.Schemas, made, op.KindSchema, func(x schema.Namespace) schema.Name { return schema.NewName("", x.Name) })
	kept.Extensions = among(want.Extensions, nil, made, op.KindExtension, func(x schema.Extension) schema.Name { return schema.NewName("", x.Name) })
	kept.Enums = among(want.Enums, t.have.Enums, made, op.KindType, func(x schema.Enum) schema.Name { return x.Name })
	kept.Domains = among(want.Domains, t.have.Domains, made, op.KindType, func(x schema.Domain) schema.Name { return x.Name })
	kept.Composites = among(want.Composites, t.have.Composites, made, op.KindType, func(x schema.Composite) schema.Name { return x.Name })
	kept.Ranges = among(want.Ranges, t.have.Ranges, made, op.KindType, func(x schema.Range) schema.Name { return x.Name })
	kept.Sequences = among(want.Sequences, t.have.Sequences, made, op.KindSequence, func(x schema.Sequence) schema.Name { return x.Name })
	return kept
}

// among keeps the objects that were there before or that the plan makes.
func among[T any](want, have []T, made map[op.Object]bool, kind op.Kind, name func(T) schema.Name) []T {
	there := map[schema.Name]bool{}
	for _, x := range have {
		there[name(x)] = true
	}
	var kept []T
	for _, x := range want {
		if there[name(x)] || made[op.Object{Kind: kind, Name: name(x)}] {
			kept = append(kept, x)
		}
	}
	return kept
}
