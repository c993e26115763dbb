package migrations

import (
	"context"
	"fmt"

	"github.com/deedsql/deed/migrations/pgurl"
)

// Stamp writes revisions into the version table without running anything, and
// returns the rows afterwards. With purge it forgets all rows first, those of
// unknown revisions too. A revision that stood half-way is taken as put right
// by hand.
func Stamp(ctx context.Context, env *Environment, target *pgurl.Target, to []string, purge bool, options Options) ([]string, error) {
	r, err := start(ctx, env, target, options)
	if err != nil {
		return nil, err
	}
	defer r.stop(ctx)
	rows, err := r.stampRows(to, purge)
	if err != nil {
		return r.at, err
	}
	r.tellConditions()
	if err := r.createTables(ctx); err != nil {
		return r.at, err
	}
	b := batch{prefix: r.beginSQL(), entries: r.versions.change(r.at, rows)}
	if r.server.mayLog {
		b.entries = append(b.entries, r.log.abandon())
		for _, id := range rows {
			b.entries = append(b.entries, r.log.start(r.stamped(id), true))
		}
	}
	if err := b.run(ctx, r.conn.PgConn()); err != nil {
		r.rollback(ctx)
		return r.at, fmt.Errorf("stamping %s: %w", r.versions.name, err)
	}
	if err := r.commit(ctx, nil); err != nil {
		return r.at, fmt.Errorf("stamping %s: %w", r.versions.name, err)
	}
	return rows, nil
}

func (r *runner) stampRows(to []string, purge bool) ([]string, error) {
	if purge {
		return r.graph.Stamp(nil, to)
	}
	if err := r.graph.known(r.at); err != nil {
		return nil, err
	}
	return r.graph.Stamp(r.at, to)
}

// stamped is what the log says of a revision that was stamped: that what it
// says now is what the database has.
func (r *runner) stamped(id string) passage {
	return passage{revision: id, direction: "stamp", checksum: checksum(r.env.revision(id).Upgrade)}
}
