package model

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/schema"
)

// sqlType returns the normal form of a type that a person wrote. A type that
// the models declare gets its schema; any other name without one is left to
// PostgreSQL, unless it looks like a slip.
func (l *loader) sqlType(f fragment) string {
	tokens := schema.Tokens(f.text)
	if len(tokens) == 0 {
		l.failf(f, "expected a type")
		return ""
	}
	if wrong := notOfType(tokens); wrong >= 0 {
		l.failf(f.token(tokens[wrong]), "expected a type, found %q; options are separated by semicolons", tokens[wrong].Text)
		return ""
	}
	normal := schema.NormalizeType(f.text)
	if len(tokens) > 1 && tokens[1].Is(".") {
		return normal
	}
	name := typeNameOf(normal)
	if schema.IsBuiltinType(name) {
		return normal
	}
	object := tokens[0].Unquote()
	if declared, ok := l.declaredType(object); ok {
		if d := l.goEnums[declared]; d != nil {
			l.enumType(d)
		}
		return declared.SQL() + strings.TrimPrefix(normal, name)
	}
	if right := slip(object); right != "" {
		l.failf(f.token(tokens[0]), "PostgreSQL has no type %q (did you mean %q?)", object, right)
	}
	return normal
}

// notOfType returns the index of the first token that cannot stand where it
// does in a type, which is "name (modifiers) words [bounds]"; -1 if all can.
func notOfType(tokens []schema.Token) int {
	depth, bounds := 0, false
	for i, t := range tokens {
		word := t.Kind == schema.Word || t.Kind == schema.Quoted
		next := i+1 < len(tokens)
		switch {
		case i == 0 && !word, t.Kind == schema.String:
			return i
		case t.Is("("):
			if depth++; depth > 1 || bounds {
				return i
			}
		case t.Is(")"):
			if depth--; depth < 0 {
				return i
			}
		case depth > 0:
			if !word && t.Kind != schema.Number && t.Text != "," && t.Text != "-" {
				return i
			}
		case t.Is("["):
			if bounds = true; !next || !tokens[i+1].Is("]") && tokens[i+1].Kind != schema.Number {
				return i
			}
		case t.Is("]"):
			if !tokens[i-1].Is("[") && tokens[i-1].Kind != schema.Number {
				return i
			}
		case t.Kind == schema.Number:
			if !tokens[i-1].Is("[") || !next || !tokens[i+1].Is("]") {
				return i
			}
		case t.Is("."):
			if !next || tokens[i+1].Kind > schema.Quoted {
				return i
			}
		case !word || bounds:
			return i
		}
	}
	if depth > 0 {
		return len(tokens) - 1
	}
	return -1
}

// typeNameOf returns a type in normal form without modifier and array bounds.
func typeNameOf(normal string) string {
	name := strings.TrimSuffix(normal, "[]")
	if open := strings.IndexByte(name, '('); open > 0 && !strings.HasPrefix(name, `"`) {
		name = name[:open]
	}
	if strings.HasPrefix(name, "interval ") {
		return "interval"
	}
	return strings.TrimSpace(name)
}

// declaredType finds a declared type by its name alone: in the default schema,
// or in the only one that has it.
func (l *loader) declaredType(object string) (schema.Name, bool) {
	if name := schema.NewName(l.schema, object); l.declared[name] {
		return name, true
	}
	var found []schema.Name
	for name := range l.declared {
		if name.Object() == object {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// slip returns the type that somebody meant who wrote one that does not
// exist, empty if the name may well be that of a type.
func slip(name string) string {
	if right, ok := foreignTypes[name]; ok {
		return right
	}
	if slices.Contains(extensionTypes, name) || len(name) < 4 {
		return ""
	}
	for _, known := range schema.BuiltinTypes() {
		if hint.Distance(name, known) == 1 && len(known) >= 4 && known != name+"s" {
			return known
		}
	}
	return ""
}

// foreignTypes are types of other databases and languages.
var foreignTypes = map[string]string{
	"string": "text", "str": "text", "nvarchar": "varchar", "varchar2": "varchar", "clob": "text", "longtext": "text",
	"mediumtext": "text", "tinytext": "text", "datetime": "timestamptz", "double": "double precision", "blob": "bytea",
	"binary": "bytea", "varbinary": "bytea", "tinyint": "smallint", "mediumint": "integer", "number": "numeric",
	"int16": "smallint", "int32": "integer", "int64": "bigint", "float32": "real", "float64": "double precision",
	"uint32": "bigint", "uint64": "numeric(20)", "guid": "uuid", "long": "bigint", "bytes": "bytea",
}

// extensionTypes come so near to built-in ones that they look like slips.
var extensionTypes = []string{"citext", "ltree", "cube", "box2d", "box3d", "hstore", "vector", "lquery"}
