package pgparse

import "unicode/utf8"

// An Error is SQL that PostgreSQL's parser rejects.
type Error struct {
	Pos int // byte offset in the SQL that was given
	Msg string
}

func (e *Error) Error() string { return e.Msg }

// newError makes an Error of the parser's, whose cursor counts characters
// from 1; 0 says nothing.
func newError(sql, msg string, cursor int) *Error {
	pos := 0
	for i := 1; i < cursor && pos < len(sql); i++ {
		_, size := utf8.DecodeRuneInString(sql[pos:])
		pos += size
	}
	return &Error{Pos: pos, Msg: msg}
}
