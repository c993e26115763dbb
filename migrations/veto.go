package migrations

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// A veto stops what would end the transaction of a Go step, over whatever
// handle the step sends it: its transaction, a nested one, the connection.
type veto struct{ on atomic.Bool }

// TraceQueryStart lets the query fail before it is sent.
func (v *veto) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	return v.check(ctx, data.SQL)
}

// TraceQueryEnd does nothing.
func (*veto) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart lets the batch fail before it is sent.
func (v *veto) TraceBatchStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceBatchStartData) context.Context {
	for _, q := range data.Batch.QueuedQueries {
		ctx = v.check(ctx, q.SQL)
	}
	return ctx
}

// TraceBatchQuery does nothing.
func (*veto) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd does nothing.
func (*veto) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

func (v *veto) check(ctx context.Context, sql string) context.Context {
	if !v.on.Load() || !endsAnywhere(sql) {
		return ctx
	}
	ctx, cancel := context.WithCancelCause(ctx)
	cancel(errNotYours)
	return ctx
}
