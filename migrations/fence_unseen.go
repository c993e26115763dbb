package migrations

import (
	"crypto/sha256"
	"slices"
	"strconv"
	"strings"

	"github.com/deedsql/deed/schema"
)

// Who is no superuser does not see passwords of roles and options of user
// mappings, and may change those of others all the same. So it is counted how
// often the transaction has changed roles and mappings, and held against what
// its texts say and what can be seen.

// unseen is how many rows of roles and of user mappings were changed.
type unseen struct{ roles, mappings int }

// announced is what the texts of a transaction say of that: the roles that are
// altered, those that get a password, and the servers of the mappings.
type announced struct{ altered, secrets, servers []string }

// takeIn takes in a statement.
func (a *announced) takeIn(tokens []schema.Token) {
	if len(tokens) < 3 || !tokens[0].Is("alter") || !tokens[1].Is("user") && !tokens[1].Is("role") {
		return
	}
	find := func(word string) int {
		return slices.IndexFunc(tokens, func(t schema.Token) bool { return t.Is(word) })
	}
	server := find("server")
	switch {
	case !tokens[2].Is("mapping"):
		a.altered = append(a.altered, tokens[2].Unquote())
		if find("password") > 0 {
			a.secrets = append(a.secrets, tokens[2].Unquote())
		}
	case server > 0 && server+1 < len(tokens):
		a.servers = append(a.servers, tokens[server+1].Unquote())
	}
}

// judgeUnseen looks whether more was changed than is announced or seen.
func (v *verdict) judgeUnseen() {
	if v.runner.server.super {
		return // who sees all
	}
	seen := map[string]int{}
	for _, r := range v.inside.without(v.outside) {
		if hash := r.id[strings.LastIndexByte(r.id, '/')+1:]; len(hash) == sha256.Size*2 {
			seen[r.class]++
		}
	}
	shows := v.when(func(p *checkpoint) bool { return p.roles })
	if v.inside.unseen.roles > max(v.own("role", v.altered), seen["of pg_authid"]+v.own("role", v.secrets)) {
		v.noteObject([]object{ofServer("roles")}, "changes what cannot be seen, as passwords cannot, of", shows)
	}
	if v.inside.unseen.mappings > max(v.own("server", v.servers), seen["of pg_foreign_server"]) {
		v.noteObject([]object{ofServer("user mappings")}, "changes what cannot be seen of", shows)
	}
}

// own returns how many of the names are those of our own.
func (v *verdict) own(kind string, names []string) (n int) {
	for _, name := range names {
		o := object{kind: kind, name: schema.NewName("", name), identity: schema.Quote(name)}
		if v.territory.claims(o) || v.move.creates(placeOf(o)) {
			n++
		}
	}
	return n
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}
