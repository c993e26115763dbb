package ddl

import (
	"fmt"

	"github.com/deedsql/deed/schema"
)

func createSchema(s schema.Namespace) []string {
	return append([]string{"CREATE SCHEMA " + quote(s.Name)}, newComment("SCHEMA "+quote(s.Name), s.Comment)...)
}

func createExtension(x schema.Extension) []string {
	sql := words("CREATE EXTENSION", quote(x.Name),
		when(x.Schema != "", "SCHEMA "+quote(x.Schema)),
		when(x.Version != "", "VERSION "+literal(x.Version)))
	return append([]string{sql}, newComment("EXTENSION "+quote(x.Name), x.Comment)...)
}

func alterExtension(from, to schema.Extension) ([]string, error) {
	if from.Name != to.Name {
		return nil, fmt.Errorf("altering extension %q: it cannot become %q", from.Name, to.Name)
	}
	var sql []string
	alter := "ALTER EXTENSION " + quote(from.Name)
	switch {
	case from.Version == to.Version:
	case to.Version == "":
		sql = append(sql, alter+" UPDATE")
	default:
		sql = append(sql, alter+" UPDATE TO "+literal(to.Version))
	}
	if from.Schema != to.Schema && to.Schema != "" {
		sql = append(sql, alter+" SET SCHEMA "+quote(to.Schema))
	}
	return append(sql, changedComment("EXTENSION "+quote(from.Name), from.Comment, to.Comment)...), nil
}

// sameName guards alterations of an object against changing its name, which
// is another operation.
func sameName(kind string, from, to schema.Name) error {
	if from != to {
		return fmt.Errorf("altering %s %s: its name cannot change to %s here; use a rename operation", kind, from, to)
	}
	return nil
}
