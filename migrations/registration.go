package migrations

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// A Registration is a row of the register deed_ownership: whose an object is.
type Registration struct {
	// Kind is what the object is in PostgreSQL's words: "table", "view",
	// "function".
	Kind string
	// Name is its name, of a schema or extension its own; a function's has its
	// arguments behind it: "auth.is_admin(bigint)".
	Name     schema.Name
	Service  string
	Evidence ownership.Evidence // created or adopted
	Revision string             // that created or adopted it
	Since    time.Time
}

// UnmarshalJSON reads what [RegisterQuery] returns.
func (r *Registration) UnmarshalJSON(data []byte) error {
	var row struct {
		Schema   string    `json:"schema_name"`
		Kind     string    `json:"kind"`
		Name     string    `json:"name"`
		Service  string    `json:"service"`
		Evidence string    `json:"evidence"`
		Revision string    `json:"revision"`
		Since    time.Time `json:"since"`
	}
	if err := json.Unmarshal(data, &row); err != nil {
		return err
	}
	*r = Registration{
		Kind: row.Kind, Name: schema.NewName(row.Schema, row.Name), Service: row.Service,
		Evidence: ownership.Evidence(row.Evidence), Revision: row.Revision, Since: row.Since,
	}
	return nil
}

// String says whose the object is and since when, as in "service auth created
// it in its revision 61e524cfcce2 on 2026-02-21".
func (r Registration) String() string {
	return registered{kind: r.Kind, service: r.Service, evidence: string(r.Evidence), revision: r.Revision, since: r.Since}.describe()
}

// RegisterQuery returns the query for the rows of a register, each a JSON
// object for a [Registration], whatever columns the register has.
func RegisterQuery(table schema.Name) string {
	return "SELECT pg_catalog.to_jsonb(r)::text FROM " + table.SQL() + " r ORDER BY schema_name, name, kind"
}

// NoRegister reports whether an error of the register's query means that there
// is none, or none that may be read.
func NoRegister(err error) bool {
	var pgErr *pgconn.PgError
	if !errors.As(err, &pgErr) {
		return false
	}
	switch pgErr.Code {
	case "42P01", "3F000", "42501", "42703": // no table, schema, privilege, column
		return true
	}
	return false
}

// ReadRegister reads a register; where there is none, nothing.
func ReadRegister(ctx context.Context, conn *pgx.Conn, table schema.Name) ([]Registration, error) {
	rows, err := conn.Query(ctx, RegisterQuery(table))
	if err == nil {
		var list []Registration
		list, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (Registration, error) {
			var text string
			var r Registration
			if err := row.Scan(&text); err != nil {
				return r, err
			}
			return r, json.Unmarshal([]byte(text), &r)
		})
		if err == nil {
			return list, nil
		}
	}
	if NoRegister(err) {
		return nil, nil
	}
	return nil, fmt.Errorf("reading %s: %w", table, err)
}
