package pgurl

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/deedsql/deed/internal/hint"
)

// cancelPatience is how long a server may take to answer a cancel request
// before the connection is given up.
const cancelPatience = 10 * time.Second

var scheme = regexp.MustCompile(`^(?i)([a-z][a-z0-9.-]*)(\+[a-z0-9_]+)?://`)

// schemes are the schemes that mean PostgreSQL.
var schemes = map[string]bool{
	"postgres": true, "postgresql": true, "pg": true, "pgsql": true, "postgis": true,
	"pgx": true, "pgx4": true, "pgx5": true, "psql": true,
}

// readURL returns the URL in the form that pgx reads.
func (t *Target) readURL(s string) (string, error) {
	if rest, found := strings.CutPrefix(s, "jdbc:"); found {
		t.note("read the JDBC URL as a PostgreSQL URL")
		s = rest
	}
	m := scheme.FindStringSubmatch(s)
	if m == nil {
		return "", hint.New("reading the database URL: it has no scheme", example)
	}
	if !schemes[strings.ToLower(m[1])] {
		return "", hint.Wrap(fmt.Errorf("the database URL is one for %s; deed works with PostgreSQL", m[1]), example)
	}
	// What stands behind a + is another language's driver. It means nothing
	// here and is worth no note: such URLs are meant to be shared.
	rest, query, hasQuery := strings.Cut(s[len(m[0]):], "?")
	authority, path, hasPath := strings.Cut(rest, "/")
	authority, err := readAuthority(authority, path+"?"+query)
	if err != nil {
		return "", err
	}
	result := "postgres://" + authority
	if hasPath {
		result += "/" + path
	}
	if !hasQuery {
		return result, nil
	}
	query, err = t.readQuery(query)
	return result + query, err
}

// readAuthority returns user, password and hosts with the first two escaped as
// they should have been. behind is what follows the authority.
func readAuthority(authority, behind string) (string, error) {
	if strings.Count(authority, "@") > 1 {
		return "", hint.New("reading the database URL: there are two @ in it, so host and password cannot be told apart",
			"an @ in the password is written %40")
	}
	userinfo, hosts, found := strings.Cut(authority, "@")
	if !found {
		userinfo, hosts = "", authority
	}
	if err := checkPorts(hosts, behind); err != nil {
		return "", err
	}
	if !found {
		return authority, nil
	}
	user, password, hasPassword := strings.Cut(userinfo, ":")
	user, userErr := url.PathUnescape(user)
	password, passwordErr := url.PathUnescape(password)
	if userErr != nil || passwordErr != nil {
		return "", hint.New("reading the database URL: user or password has a % that is no escape", "a % in the password is written %25")
	}
	if !hasPassword {
		return url.User(user).String() + "@" + hosts, nil
	}
	return url.UserPassword(user, password).String() + "@" + hosts, nil
}

var port = regexp.MustCompile(`^[0-9]*$`)

// checkPorts finds the password with a slash, a question mark or a hash in
// it: what stands before that then looks like a host with a port. The text is
// part of a password, so it is not repeated.
func checkPorts(hosts, behind string) error {
	for host := range strings.SplitSeq(hosts, ",") {
		if i := strings.LastIndex(host, "]"); i >= 0 {
			host = host[i:]
		}
		_, digits, found := strings.Cut(host, ":")
		if !found || port.MatchString(digits) {
			continue
		}
		if strings.Contains(behind, "@") || strings.ContainsAny(hosts, "#") {
			return hint.New("reading the database URL: the password contains a character that ends the host part",
				"in a password / is written %2F, ? is %3F, # is %23, @ is %40 and : is %3A")
		}
		return hint.New("reading the database URL: the port is not a number", example)
	}
	return nil
}

// readQuery returns the parameters with the spellings of other drivers
// translated where pgx needs to know them; settleParams does the rest.
func (t *Target) readQuery(query string) (string, error) {
	values, err := parseQuery(query)
	if err != nil {
		return "", hint.New("reading the database URL: the parameters behind the ? are malformed", "a % in a value is written %25")
	}
	if ssl := values.Get("ssl"); ssl != "" {
		values.Del("ssl")
		if !values.Has("sslmode") {
			values.Set("sslmode", t.sslMode(ssl))
		}
	}
	if values.Get("requiressl") == "1" {
		values.Set("sslmode", "require")
	}
	values.Del("requiressl")
	if mode := values.Get("sslmode"); mode == "no-verify" {
		values.Set("sslmode", t.sslMode(mode))
	}
	if len(values) == 0 {
		return "", nil
	}
	return "?" + strings.ReplaceAll(values.Encode(), "+", "%20"), nil
}

// parseQuery is url.ParseQuery, but a plus sign is a plus sign, as libpq has
// it.
func parseQuery(query string) (url.Values, error) {
	return url.ParseQuery(strings.ReplaceAll(query, "+", "%2B"))
}

// sslMode returns libpq's word for what other drivers call it.
func (t *Target) sslMode(ssl string) string {
	mode := ssl
	switch strings.ToLower(ssl) {
	case "true", "1", "no-verify", "on", "yes":
		mode = "require"
	case "false", "0", "off", "no":
		mode = "disable"
	}
	t.note("read ssl=%s as sslmode=%s", ssl, mode)
	return mode
}

var noVerify = regexp.MustCompile(`\bsslmode\s*=\s*'?no-verify'?`)

// readKeywords translates within keywords and values.
func (t *Target) readKeywords(s string) string {
	if noVerify.MatchString(s) {
		t.note("read sslmode=no-verify as sslmode=require")
	}
	return noVerify.ReplaceAllString(s, "sslmode=require")
}
