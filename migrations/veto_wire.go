package migrations

import (
	"bytes"
	"context"
	"encoding/binary"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/hint"
)

// wrap returns a connection on which the veto looks at what goes over the
// wire: a step can have the connection itself.
func (v *veto) wrap(_ context.Context, _ *pgconn.Config, conn net.Conn) (net.Conn, error) {
	return &vetoedConn{Conn: conn, veto: v}, nil
}

var errNumbered = error(hint.New("a step calls a function by its number, so that nobody can read which", "let it execute SQL"))

// A vetoedConn breaks before it sends what would end a transaction.
type vetoedConn struct {
	net.Conn
	veto    *veto
	message []byte // the beginning of one that is not yet complete
	skip    int    // bytes of one that says no SQL
}

func (c *vetoedConn) Write(b []byte) (int, error) {
	if c.veto.on.Load() && !c.allows(b) {
		return 0, errNotYours
	}
	return c.Conn.Write(b)
}

// allows reads on in the messages: a type, a length, and for a query or a
// statement to be prepared its text. The call of a function by its number says
// nothing that could be read.
func (c *vetoedConn) allows(b []byte) bool {
	for len(b) > 0 {
		if c.skip > 0 {
			n := min(c.skip, len(b))
			c.skip, b = c.skip-n, b[n:]
			continue
		}
		c.message, b = append(c.message, b[0]), b[1:]
		if len(c.message) < 5 {
			continue
		}
		if c.message[0] == 'F' {
			c.veto.refused.Store(&errNumbered)
			return false
		}
		rest := int(binary.BigEndian.Uint32(c.message[1:5])) - (len(c.message) - 1)
		if c.message[0] != 'Q' && c.message[0] != 'P' {
			c.skip, c.message = rest, nil
			continue
		}
		n := min(rest, len(b))
		c.message, b = append(c.message, b[:n]...), b[n:]
		if n < rest {
			return true // more is to come
		}
		if !c.veto.allows(textOf(c.message)) {
			return false
		}
		c.message = nil
	}
	return true
}

// textOf returns the SQL of a Query or Parse message.
func textOf(message []byte) string {
	parts := bytes.SplitN(message[5:], []byte{0}, 3)
	if message[0] == 'P' && len(parts) > 1 {
		return string(parts[1])
	}
	return string(parts[0])
}
