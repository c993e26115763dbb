package ddl

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

func createEnum(e schema.Enum) []string {
	sql := "CREATE TYPE " + e.Name.SQL() + " AS ENUM (" + literals(e.Values) + ")"
	return append([]string{sql}, newComment("TYPE "+e.Name.SQL(), e.Comment)...)
}

func createDomain(d schema.Domain) []string {
	parts := []string{
		"CREATE DOMAIN", d.Name.SQL(), "AS", d.Type, words.Clause("COLLATE", d.Collation),
		words.Clause("DEFAULT", defaultExpr(d.Default)), words.When(d.NotNull, domainNotNull(d)),
	}
	var later []string
	for _, c := range d.Checks {
		if c.NotValid {
			later = append(later, alterDomainAdd(d.Name, c))
		} else {
			parts = append(parts, namedConstraint(c))
		}
		later = append(later, newComment(onDomainConstraint(d.Name, c.Name), c.Comment)...)
	}
	sql := append([]string{words.Join(parts...)}, later...)
	return append(sql, newComment("DOMAIN "+d.Name.SQL(), d.Comment)...)
}

func domainNotNull(d schema.Domain) string {
	return words.Join(words.Clause("CONSTRAINT", quoteSome(d.NotNullName)), "NOT NULL")
}

// changedNotNull returns what makes one domain as nullable as the other, under
// the same name.
func changedNotNull(from, to schema.Domain) []string {
	name := func(d schema.Domain) string {
		return quote(cmp.Or(d.NotNullName, schema.ObjectName(d.Name.Object(), "", "not_null")))
	}
	alter := "ALTER DOMAIN " + to.Name.SQL() + " "
	switch {
	case from.NotNull && !to.NotNull:
		return []string{alter + "DROP NOT NULL"}
	case !to.NotNull || from.NotNull && from.NotNullName == to.NotNullName:
		return nil
	case from.NotNull:
		return []string{alter + "RENAME CONSTRAINT " + name(from) + " TO " + name(to)}
	case to.NotNullName != "":
		return []string{alter + "ADD " + domainNotNull(to)}
	}
	return []string{alter + "SET NOT NULL"}
}

func alterDomainAdd(domain schema.Name, c schema.Check) string {
	return "ALTER DOMAIN " + domain.SQL() + " " + add(c)
}

func onDomainConstraint(domain schema.Name, name string) string {
	return "CONSTRAINT " + quote(name) + " ON DOMAIN " + domain.SQL()
}

func alterDomain(from, to schema.Domain) ([]string, error) {
	if err := sameName("domain", from.Name, to.Name); err != nil {
		return nil, err
	}
	if from.Type != to.Type || from.Collation != to.Collation {
		return nil, fmt.Errorf("altering domain %s: PostgreSQL cannot change its type; make a new domain", from.Name)
	}
	alter := "ALTER DOMAIN " + to.Name.SQL() + " "
	var sql []string
	for _, c := range from.Checks {
		if _, kept := keptCheck(c, to.Checks); !kept {
			sql = append(sql, alter+"DROP CONSTRAINT "+quote(c.Name))
		}
	}
	if from.Default != to.Default {
		sql = append(sql, alter+words.When(to.Default == "", "DROP DEFAULT")+words.Clause("SET DEFAULT", to.Default))
	}
	sql = append(sql, changedNotNull(from, to)...)
	for _, c := range to.Checks {
		sql = append(sql, changedCheck(to.Name, c, from.Checks)...)
	}
	return append(sql, changedComment("DOMAIN "+to.Name.SQL(), from.Comment, to.Comment)...), nil
}

// keptCheck finds the check in list that c is or can be altered to.
func keptCheck(c schema.Check, list []schema.Check) (schema.Check, bool) {
	i := slices.IndexFunc(list, func(x schema.Check) bool {
		return x.Name == c.Name && x.Expr == c.Expr && (c.NotValid || !x.NotValid)
	})
	if i < 0 {
		return schema.Check{}, false
	}
	return list[i], true
}

// changedCheck returns what makes a domain's check out of those before.
func changedCheck(domain schema.Name, c schema.Check, before []schema.Check) []string {
	i := slices.IndexFunc(before, func(x schema.Check) bool {
		_, kept := keptCheck(x, []schema.Check{c})
		return kept
	})
	on := onDomainConstraint(domain, c.Name)
	if i < 0 {
		return append([]string{alterDomainAdd(domain, c)}, newComment(on, c.Comment)...)
	}
	var sql []string
	if before[i].NotValid && !c.NotValid {
		sql = append(sql, "ALTER DOMAIN "+domain.SQL()+" VALIDATE CONSTRAINT "+quote(c.Name))
	}
	return append(sql, changedComment(on, before[i].Comment, c.Comment)...)
}

func createComposite(c schema.Composite) []string {
	attributes := make([]string, len(c.Attributes))
	var comments []string
	for i, a := range c.Attributes {
		attributes[i] = attribute(a)
		comments = append(comments, newComment(onColumn(c.Name, a.Name), a.Comment)...)
	}
	sql := []string{"CREATE TYPE " + c.Name.SQL() + " AS (" + strings.Join(attributes, ", ") + ")"}
	sql = append(sql, newComment("TYPE "+c.Name.SQL(), c.Comment)...)
	return append(sql, comments...)
}

func attribute(a schema.Attribute) string {
	return words.Join(quote(a.Name), a.Type, words.Clause("COLLATE", a.Collation))
}

// alterComposite adds, drops and alters attributes. PostgreSQL adds them at
// the end only.
func alterComposite(from, to schema.Composite) ([]string, error) {
	if err := sameName("type", from.Name, to.Name); err != nil {
		return nil, err
	}
	var actions, comments []string
	for _, a := range from.Attributes {
		if attributeNamed(to, a.Name) == nil {
			actions = append(actions, "DROP ATTRIBUTE "+quote(a.Name))
		}
	}
	for _, a := range to.Attributes {
		old := attributeNamed(from, a.Name)
		switch {
		case old == nil:
			actions = append(actions, "ADD ATTRIBUTE "+attribute(a))
			old = &schema.Attribute{}
		case old.Type != a.Type || old.Collation != a.Collation:
			actions = append(actions, words.Join("ALTER ATTRIBUTE", quote(a.Name), "TYPE", a.Type, words.Clause("COLLATE", a.Collation)))
		}
		comments = append(comments, changedComment(onColumn(to.Name, a.Name), old.Comment, a.Comment)...)
	}
	var sql []string
	if len(actions) > 0 {
		sql = append(sql, "ALTER TYPE "+to.Name.SQL()+actionList(actions))
	}
	sql = append(sql, changedComment("TYPE "+to.Name.SQL(), from.Comment, to.Comment)...)
	return append(sql, comments...), nil
}

func attributeNamed(c schema.Composite, name string) *schema.Attribute {
	i := slices.IndexFunc(c.Attributes, func(a schema.Attribute) bool { return a.Name == name })
	if i < 0 {
		return nil
	}
	return &c.Attributes[i]
}

func createRange(r schema.Range) []string {
	options := []string{"SUBTYPE = " + r.Subtype}
	for _, o := range [][2]string{
		{"SUBTYPE_OPCLASS", r.SubtypeOpClass},
		{"COLLATION", r.Collation},
		{"CANONICAL", r.Canonical},
		{"SUBTYPE_DIFF", r.SubtypeDiff},
	} {
		if o[1] != "" {
			options = append(options, o[0]+" = "+o[1])
		}
	}
	if r.MultirangeName != "" {
		options = append(options, "MULTIRANGE_TYPE_NAME = "+r.MultirangeName.SQL())
	}
	sql := "CREATE TYPE " + r.Name.SQL() + " AS RANGE (" + strings.Join(options, ", ") + ")"
	return append([]string{sql}, newComment("TYPE "+r.Name.SQL(), r.Comment)...)
}

// renameType renames a type, and the functions that make values of a range type.
func renameType(o op.RenameType) []string {
	sql := rename("TYPE", o.From, o.To)
	var functions []string // their arguments
	if o.Subtype != "" {
		functions = []string{o.Subtype + ", " + o.Subtype, o.Subtype + ", " + o.Subtype + ", text"}
	}
	if o.RangeOf != "" {
		functions = append(functions, "", o.RangeOf.SQL(), o.RangeOf.SQL()+"[]")
	}
	for _, arguments := range functions {
		function := o.From
		if o.From.Schema() != o.To.Schema() {
			sql = append(sql, fmt.Sprintf("ALTER FUNCTION %s(%s) SET SCHEMA %s", function.SQL(), arguments, quote(o.To.Schema())))
			function = o.To.Sibling(o.From.Object())
		}
		if o.From.Object() != o.To.Object() {
			sql = append(sql, fmt.Sprintf("ALTER FUNCTION %s(%s) RENAME TO %s", function.SQL(), arguments, quote(o.To.Object())))
		}
	}
	return sql
}
