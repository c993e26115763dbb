package migrations

import (
	"context"
	"sync/atomic"

	"github.com/jackc/pgx/v5"
)

// A veto stops what a Go step must not send, over whatever handle it sends it:
// its transaction, a nested one, the connection.
type veto struct {
	on      atomic.Bool
	judge   func(sql string) error
	refused atomic.Pointer[error] // what it stopped last
}

// watch looks at what f sends. It returns what it stopped, even if f went on.
func (v *veto) watch(judge func(sql string) error, f func() error) error {
	v.judge = judge
	v.refused.Store(nil)
	v.on.Store(true)
	defer v.on.Store(false)
	err := f()
	if refused := v.refused.Load(); refused != nil {
		return *refused
	}
	return err
}

// allows reports whether a text may be sent.
func (v *veto) allows(sql string) bool {
	if !v.on.Load() {
		return true
	}
	err := v.judge(sql)
	if err != nil {
		v.refused.Store(&err)
	}
	return err == nil
}

// TraceQueryStart lets the query fail before it is sent, also if it would wait
// for rows that nobody sends; CopyFrom is traced otherwise.
func (v *veto) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if v.on.Load() {
		if err := checkInput(data.SQL); err != nil {
			v.refused.Store(&err)
			return stopped(ctx)
		}
	}
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
	if v.allows(sql) {
		return ctx
	}
	return stopped(ctx)
}

func stopped(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(ctx)
	cancel(errNotYours)
	return ctx
}
