package codegen

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/jinzhu/inflection"

	"github.com/deedsql/deed/schema"
)

// initialisms are written in capitals in Go names.
var initialisms = wordSet(`acl api ascii aws cms cpu css csv db dns eof gid gps guid html http https id imap ip json jwt kpi
	lhs mfa oidc os otp pdf pin qps ram rhs rpc seo sku sla sms smtp sql ssh sso tcp tls totp ttl udp ui uid uri url utc utf8
	uuid vat vm vpn xml xmpp xsrf xss yaml zip`)

// plurals of initialisms keep a small s: "IDs".
var plurals = wordSet("apis ids ips urls uris uuids skus pdfs")

// irregular are plurals that do not end in s.
var irregular = wordSet("people children men women mice feet teeth geese")

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// goName returns an exported Go name for an SQL name: user_id is UserID.
func goName(name string) string {
	camel := camelCase(name)
	if first := []rune(camel + " ")[0]; !unicode.IsUpper(first) {
		return "X" + camel
	}
	return camel
}

// camelCase joins the words of a name. What cannot begin a Go name may stand
// in front.
func camelCase(name string) string {
	var b strings.Builder
	for _, w := range splitWords(name) {
		switch {
		case plurals[w]:
			b.WriteString(strings.ToUpper(w[:len(w)-1]) + "s")
		case initialisms[w]:
			b.WriteString(strings.ToUpper(w))
		default:
			runes := []rune(w)
			runes[0] = unicode.ToUpper(runes[0])
			b.WriteString(string(runes))
		}
	}
	return b.String()
}

// splitWords splits a name at what cannot stand in a Go name, at underscores
// and before a capital that follows a small letter. The words are lower case.
func splitWords(name string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
		}
		word = nil
	}
	runes := []rune(name)
	for i, r := range runes {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
			continue
		case i > 0 && unicode.IsUpper(r) && unicode.IsLower(runes[i-1]):
			flush()
		}
		word = append(word, r)
	}
	flush()
	return words
}

// singular returns a table's name for one of its rows: university for
// universities, event_2026 for events_2026.
func singular(name string) string {
	words := splitWords(name)
	for i := len(words) - 1; i >= 0; i-- {
		last := words[i]
		if unicode.IsDigit([]rune(last)[0]) {
			continue
		}
		if len(last) > 1 && !initialisms[last] && !strings.HasSuffix(last, "ss") && (strings.HasSuffix(last, "s") || irregular[last]) {
			words[i] = inflection.Singular(last)
		}
		break
	}
	return strings.Join(words, "_")
}

// A namer gives out Go names, each once.
type namer map[string]bool

// pick returns the first of the wishes that is free, or else the last one with
// a number behind it.
func (n namer) pick(wishes ...string) string {
	name := wishes[len(wishes)-1]
	if i := slices.IndexFunc(wishes, func(w string) bool { return !n[w] }); i >= 0 {
		name = wishes[i]
	}
	unique := name
	for i := 2; n[unique]; i++ {
		unique = name + strconv.Itoa(i)
	}
	n[unique] = true
	return unique
}

// object names a table's or a type's Go type, with its schema where the name
// alone is taken.
func (n namer) object(name schema.Name, word string) string {
	return n.pick(goName(word), goName(name.Schema()+"_"+word))
}
