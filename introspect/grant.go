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

// readGrants reads what others than the owner may do with relations, columns
// and types.
func (r *reader) readGrants() step {
	return step{`SELECT 1259, c.oid, 0, pg_get_userbyid(c.relowner), c.relacl FROM pg_class c
WHERE c.relacl IS NOT NULL AND c.relnamespace IN ` + userSchemas + `
UNION ALL SELECT 1259, a.attrelid, a.attnum, pg_get_userbyid(c.relowner), a.attacl
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid WHERE a.attacl IS NOT NULL AND a.attrelid >= 16384
UNION ALL SELECT 1247, t.oid, 0, pg_get_userbyid(t.typowner), t.typacl FROM pg_type t
WHERE t.typacl IS NOT NULL AND t.typnamespace IN ` + userSchemas, func(f *fields) {
		class, oid, sub, owner := f.oid(), f.oid(), f.int(), f.text()
		on := r.refTo(class, oid, sub)
		for _, item := range f.list() {
			role, privileges := parseGrant(item)
			isDefault := role == "PUBLIC" && class == typeClass
			if role != owner && !isDefault && !r.isMember(class, oid) {
				r.addDependent(Dependent{Kind: DependentGrant, Name: on.Name, Part: role, Detail: privileges}, on)
			}
		}
	}}
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
