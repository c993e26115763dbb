package pgurl

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// dropped are parameters of drivers, ORMs and poolers, and of libpq where pgx
// lacks them. Sent to the server each would be fatal.
var dropped = func() map[string]bool {
	words := strings.Fields(`
async_fallback binary_parameters charset client_encoding command_timeout connection_limit
default_query_exec_mode description_cache_capacity disable_prepared_binary_result gssdelegation gssencmode
gsslib keepalives keepalives_count keepalives_idle keepalives_interval load_balance_hosts logintimeout loggerlevel
max_cacheable_statement_size max_cached_statement_lifetime pool_timeout prepared_statement_cache_size
prepared_statement_name_func preparethreshold prepare_threshold replication requirepeer rewritebatchedinserts
server_settings socket_timeout sockettimeout ssl_max_protocol_version ssl_min_protocol_version sslaccept
sslcompression sslcrl sslcrldir sslfactory sslidentity statement_cache_capacity statement_cache_size stringtype
supa targetservertype tcp_user_timeout tcpkeepalive uselibpqcompat workaround`)
	set := make(map[string]bool, len(words))
	for _, w := range words {
		set[w] = true
	}
	return set
}()

// settleParams sorts the parameters that pgx would send at the start of the
// connection: poolers refuse all of them but the application's name.
func (t *Target) settleParams() {
	params := t.Config.RuntimeParams
	t.Config.RuntimeParams = map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(params)) {
		t.settleParam(name, params[name], params)
	}
}

func (t *Target) settleParam(name, value string, all map[string]string) {
	switch lower := strings.ToLower(name); {
	case lower == "application_name" || lower == "applicationname":
		t.Config.RuntimeParams["application_name"] = value
	case lower == "fallback_application_name":
		if all["application_name"] == "" {
			t.Config.RuntimeParams["application_name"] = value
		}
	case lower == "schema" || lower == "currentschema":
		t.note("read %s=%s as search_path=%s", name, value, value)
		t.set("search_path", value)
	case lower == "pgbouncer":
		t.Pooled = t.Pooled || value == "true" || value == "1"
		t.note("took %s=%s as saying whether the URL leads to a transaction pooler", name, value)
	case lower == "connecttimeout":
		t.connectTimeout(value)
	case lower == "hostaddr":
		t.Config.LookupFunc = func(context.Context, string) ([]string, error) { return strings.Split(value, ","), nil }
	case lower == "options":
		t.readOptions(value)
	case dropped[lower], strings.HasPrefix(lower, "pool_"):
		t.note("left %s out: it means nothing to the server", name)
	default:
		t.set(name, value)
	}
}

func (t *Target) set(name, value string) {
	if lower := strings.ToLower(name); lower == "datestyle" || lower == "standard_conforming_strings" {
		t.note("left %s out: deed reads by settings of its own", name)
		return
	}
	t.Settings = append(t.Settings, Setting{name, value})
}

func (t *Target) connectTimeout(value string) {
	if seconds, err := strconv.Atoi(value); err == nil {
		t.Config.ConnectTimeout = time.Duration(seconds) * time.Second
	}
}

// readOptions takes the settings out of a command line for the server:
// "-c search_path=a -cstatement_timeout=5s --lock-timeout=1s". A backslash
// keeps a blank from ending a word.
func (t *Target) readOptions(line string) {
	words := optionWords(line)
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "-c" && i+1 < len(words):
			i++
			t.option(words[i])
		case strings.HasPrefix(word, "--"):
			name, value, _ := strings.Cut(word[2:], "=")
			t.option(strings.ReplaceAll(name, "-", "_") + "=" + value)
		case strings.HasPrefix(word, "-c"):
			t.option(word[2:])
		default:
			t.note("left the option %s out: only settings (-c name=value) are read", word)
		}
	}
}

func (t *Target) option(assignment string) {
	if name, value, found := strings.Cut(assignment, "="); found {
		t.set(name, value)
		return
	}
	t.note("left an option without a value out")
}

func optionWords(line string) []string {
	var words []string
	var word strings.Builder
	for i := 0; i < len(line); i++ {
		switch {
		case line[i] == '\\' && i+1 < len(line):
			i++
			word.WriteByte(line[i])
		case line[i] == ' ':
			if word.Len() > 0 {
				words = append(words, word.String())
			}
			word.Reset()
		default:
			word.WriteByte(line[i])
		}
	}
	if word.Len() > 0 {
		words = append(words, word.String())
	}
	return words
}
