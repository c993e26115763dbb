package ddl

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/schema"
)

func createSchema(s schema.Namespace) []string {
	return append([]string{"CREATE SCHEMA " + quote(s.Name)}, newComment("SCHEMA "+quote(s.Name), s.Comment)...)
}

func createExtension(x schema.Extension) []string {
	sql := words.Join("CREATE EXTENSION", quote(x.Name),
		words.When(x.Schema != "", "SCHEMA "+quote(x.Schema)),
		words.When(x.Version != "", "VERSION "+literal(x.Version)))
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
	case isOlder(to.Version, from.Version):
		// Extensions bring scripts for the way up only. Dropping it fails
		// where something uses it, which is as it should be.
		return append(sql, append([]string{"DROP EXTENSION " + quote(from.Name)}, createExtension(to)...)...), nil
	default:
		sql = append(sql, alter+" UPDATE TO "+literal(to.Version))
	}
	if from.Schema != to.Schema && to.Schema != "" {
		sql = append(sql, alter+" SET SCHEMA "+quote(to.Schema))
	}
	return append(sql, changedComment("EXTENSION "+quote(from.Name), from.Comment, to.Comment)...), nil
}

// isOlder compares versions such as "1.10" and "1.9" part by part.
func isOlder(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := 0; i < len(as) && i < len(bs); i++ {
		x, errX := strconv.Atoi(as[i])
		y, errY := strconv.Atoi(bs[i])
		if errX != nil || errY != nil {
			return as[i] < bs[i]
		}
		if x != y {
			return x < y
		}
	}
	return len(as) < len(bs)
}

// sameName guards alterations of an object against changing its name, which
// is another operation.
func sameName(kind string, from, to schema.Name) error {
	if from != to {
		return fmt.Errorf("altering %s %s: its name cannot change to %s here; use a rename operation", kind, from, to)
	}
	return nil
}
