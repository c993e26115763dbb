package introspect

import (
	"cmp"
	"strings"

	"github.com/deedsql/deed/schema"
)

// readForeignKeysOutside reads the foreign keys of tables that are not read.
func (r *reader) readForeignKeysOutside() step {
	return step{`SELECT k.conrelid, k.conname, k.confrelid FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE k.contype = 'f' AND k.conparentid = 0 AND NOT c.relnamespace ` + r.schemas(), func(f *fields) {
		x, name, to := r.relations[f.oid()], f.text(), f.oid()
		if x != nil {
			r.addDependent(Dependent{Kind: DependentForeignKey, Name: x.name, Part: name}, r.refTo(relationClass, to, 0))
		}
	}}
}

// addGrants files what others than the owner may do with an object. PUBLIC may
// use every type.
func (r *reader) addGrants(x object, owner string, list []string) {
	if len(list) == 0 || r.opts.limited() || r.isMember(x.class, x.oid) {
		return
	}
	on := r.refTo(x.class, x.oid, x.sub)
	for _, item := range list {
		role, privileges := parseGrant(item)
		if role == owner || role == "PUBLIC" && x.class == typeClass {
			continue
		}
		r.addDependent(Dependent{Kind: DependentGrant, Name: on.Name, Part: role, Detail: privileges}, on)
	}
}

// parseGrant reads an aclitem, "reader=r*w/owner".
func parseGrant(item string) (role, privileges string) {
	role, letters, _ := strings.Cut(item, "=")
	if tokens := schema.Tokens(item); len(tokens) > 0 && tokens[0].Kind == schema.Quoted {
		role = tokens[0].Unquote()
		letters = strings.TrimPrefix(item[tokens[0].End():], "=")
	}
	letters, _, _ = strings.Cut(letters, "/")
	var list []string
	for i := range len(letters) {
		if name := privilegeNames[letters[i]]; name != "" {
			list = append(list, name)
		} else if letters[i] == '*' && len(list) > 0 {
			list[len(list)-1] += " WITH GRANT OPTION"
		}
	}
	return cmp.Or(role, "PUBLIC"), strings.Join(list, ", ")
}

var privilegeNames = map[byte]string{
	'r': "SELECT", 'a': "INSERT", 'w': "UPDATE", 'd': "DELETE", 'D': "TRUNCATE", 'x': "REFERENCES", 't': "TRIGGER",
	'm': "MAINTAIN", 'U': "USAGE",
}
