package observe

import (
	"fmt"

	"github.com/jackc/pgx/v5"
)

// asking is how a connection is asked: planning the queries takes longer than
// running them, so where it may keep prepared statements they are planned once.
type asking struct {
	prefix string         // of the statements' names; empty: none are kept
	known  map[string]any // what the connection keeps
}

// askingOn returns how to ask on a connection. One that must keep no prepared
// statements, behind a pooler for instance, says so by its mode.
func askingOn(conn *pgx.Conn, chosen bool) asking {
	switch mode := conn.Config().DefaultQueryExecMode; {
	case mode != pgx.QueryExecModeCacheStatement:
		return asking{}
	case chosen:
		return asking{"deed_observe_chosen", conn.PgConn().CustomData()}
	}
	return asking{"deed_observe", conn.PgConn().CustomData()}
}

// sql returns what asks a query.
func (a asking) sql(i int, query string) string {
	name := fmt.Sprintf("%s_%d", a.prefix, i)
	switch {
	case a.prefix == "":
		return query
	case a.known[a.prefix] == nil:
		return "PREPARE " + name + " AS " + query + "; EXECUTE " + name
	}
	return "EXECUTE " + name
}

// prepared notes that the connection has the statements.
func (a asking) prepared() {
	if a.prefix != "" {
		a.known[a.prefix] = true
	}
}
