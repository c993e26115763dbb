package draft

import (
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/canon"
	"github.com/deedsql/deed/schema"
)

// tooNew returns what the models say that the server would take without a word
// and forget: before PostgreSQL 18, NOT NULL is no constraint with properties.
func tooNew(want schema.Database, version int) canon.FragmentErrors {
	if version >= 180000 {
		return nil
	}
	var list canon.FragmentErrors
	for _, t := range want.Tables {
		for _, c := range t.Columns {
			if c.NotNullName == "" && !c.NotNullNotValid && !c.NotNullNoInherit && c.NotNullComment == "" {
				continue
			}
			list = append(list, &canon.FragmentError{Table: t.Name, Kind: "column", Part: c.Name, Offset: -1, Err: &pgconn.PgError{
				Message: fmt.Sprintf("a NOT NULL has a name, a comment, NO INHERIT or NOT VALID since PostgreSQL 18, and this server is %d", version/10000),
				Hint:    "say notnull and nothing more, or a check that is not valid",
			}})
		}
	}
	return list
}
