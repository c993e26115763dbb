package migrations

import (
	"regexp"
	"slices"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/internal/hint"
)

// SQL is read before it runs, for what ends transactions or reaches beyond them.
// That is worth something only as long as the server reads it alike.

var (
	errBackslashes = hint.New("standard_conforming_strings is off: the server would read strings otherwise than deed does", "leave it on, and write E'…' around strings with backslashes")
	errEncoding    = hint.New("client_encoding is one in which quotes and backslashes may be parts of letters: the server would read SQL otherwise than deed does", "leave it at UTF8")
)

// disguising are the encodings, of clients only, in which ASCII characters may
// be parts of others.
const disguising = `big5|gb18030|gbk|johab|shift_jis_2004|sjis|mskanji|shiftjis|win936|win949|win950|windows936|windows949|windows950|uhc`

var (
	setsBackslashes = regexp.MustCompile(`(?i)\bstandard_conforming_strings\W+(to\W+)?(of|fa|no|f\b|n\b|0)`)
	setsEncoding    = regexp.MustCompile(`(?i)\b(client_encoding|names)\W+(to\W+)?(` + disguising + `)\b`)
)

// checkReading refuses a text that lets the server read those after it
// otherwise.
func checkReading(sql string) error {
	switch {
	case setsBackslashes.MatchString(sql):
		return errBackslashes
	case setsEncoding.MatchString(sql):
		return errEncoding
	}
	return nil
}

// checkReader refuses to send anything to a server that was brought to read it
// otherwise, by a step or by the URL.
func checkReader(conn *pgconn.PgConn) error {
	switch {
	case conn.ParameterStatus("standard_conforming_strings") == "off":
		return errBackslashes
	case slices.Contains([]string{"BIG5", "GB18030", "GBK", "JOHAB", "SHIFT_JIS_2004", "SJIS", "UHC"}, conn.ParameterStatus("client_encoding")):
		return errEncoding
	}
	return nil
}
