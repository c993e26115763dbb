package pgx

import "context"

type Tx interface {
	Exec(ctx context.Context, sql string, args ...any) (string, error)
}
