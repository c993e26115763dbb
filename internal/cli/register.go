package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// registerTable returns the name of the register of owners.
func (p *project) registerTable() schema.Name {
	return (&migrations.Environment{VersionTableSchema: p.env.VersionTableSchema}).RegisterName()
}

// readBookkeeping reads the version rows and the register in one round trip.
// Either may be missing without hurting the other.
func readBookkeeping(ctx context.Context, conn *pgx.Conn, versions, register schema.Name) (ids []string, list []migrations.Registration, err error) {
	answers, err := askAll(ctx, conn, "SELECT version_num::text FROM "+versions.SQL()+" ORDER BY 1", migrations.RegisterQuery(register))
	if err != nil {
		return nil, nil, fmt.Errorf("reading version table %s: %w", versions, err)
	}
	version, registered := answers[0], answers[1]
	if version.err != nil && (!migrations.NoRegister(version.err) || isDenied(version.err)) {
		return nil, nil, fmt.Errorf("reading version table %s: %w", versions, version.err)
	}
	if registered.err != nil && !migrations.NoRegister(registered.err) {
		return nil, nil, fmt.Errorf("reading %s: %w", register, registered.err)
	}
	for _, text := range registered.texts {
		var r migrations.Registration
		if err := json.Unmarshal([]byte(text), &r); err != nil {
			return nil, nil, fmt.Errorf("reading %s: %w", register, err)
		}
		list = append(list, r)
	}
	return version.texts, list, nil
}

// An answer is the first column of what a query yields, or its failure.
type answer struct {
	texts []string
	err   error
}

// askAll sends queries in one round trip; one may fail without the others. The
// error is that of the connection.
func askAll(ctx context.Context, conn *pgx.Conn, queries ...string) ([]answer, error) {
	pipeline := conn.PgConn().StartPipeline(ctx)
	for _, sql := range queries {
		pipeline.SendQueryParams(sql, nil, nil, nil, nil)
		pipeline.SendPipelineSync()
	}
	if err := pipeline.Flush(); err != nil {
		return nil, err
	}
	answers := make([]answer, len(queries))
	for i := 0; i < len(queries); {
		results, err := pipeline.GetResults()
		switch results := results.(type) {
		case *pgconn.ResultReader:
			read := results.Read()
			answers[i].err = read.Err
			for _, row := range read.Rows {
				answers[i].texts = append(answers[i].texts, string(row[0]))
			}
		case *pgconn.PipelineSync:
			i++
		default:
			if err == nil || conn.IsClosed() {
				return nil, cmp.Or(err, io.ErrUnexpectedEOF)
			}
			answers[i].err = err
		}
	}
	return answers, pipeline.Close()
}

// isDenied reports whether a table is there and cannot be read: for want of a
// privilege, or as it has other columns.
func isDenied(err error) bool {
	var refusal *pgconn.PgError
	return errors.As(err, &refusal) && (refusal.Code == "42501" || refusal.Code == "42703")
}

// registeredElsewhere returns the registration of an object by another service.
func (p *project) registeredElsewhere(x op.Object) (migrations.Registration, bool) {
	for _, r := range p.registered {
		if r.Service != p.env.Service && objectOf(r.Kind, r.Name) == objectOf(string(x.Kind), x.Name) {
			return r, true
		}
	}
	return migrations.Registration{}, false
}

func isRelation(kind string) bool {
	switch kind {
	case "table", "view", "materialized view", "foreign table", "sequence":
		return true
	}
	return false
}

// checkModels refuses models of tables that other services have registered.
func (p *project) checkModels(models schema.Database) error {
	for _, t := range models.Tables {
		if r, found := p.registeredElsewhere(op.Object{Kind: op.KindTable, Name: t.Name}); found {
			return p.notOurs(fmt.Sprintf("the models of %s declare table %s, which is not %s's", p.env.Service, t.Name, p.env.Service), r)
		}
	}
	return nil
}

// notOurs is the error of who takes a table for the service's own that another
// one has registered.
func (p *project) notOurs(complaint string, r migrations.Registration) error {
	return hint.New(complaint+": "+r.String(),
		fmt.Sprintf("foreign keys to it need no model: leave it out; to take the table over, let %s give it up first (deed release %s there), then deed adopt %s here", r.Service, r.Name, r.Name))
}

// nameOwners says of the dependents that stand in the way of a draft whose
// they are.
func (p *project) nameOwners(err error) {
	var refused ownership.Refusals
	if !errors.As(err, &refused) {
		return
	}
	for _, r := range refused {
		for i := range r.Dependents {
			d := &r.Dependents[i]
			for _, row := range p.registered {
				if row.Name == d.Name && isRelation(row.Kind) || strings.HasPrefix(string(row.Name), string(d.Name)+"(") {
					d.Owner = row.String()
				}
			}
		}
	}
}
