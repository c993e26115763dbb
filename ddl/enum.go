package ddl

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// alterEnum adds values in place where To keeps all of From in order, else it
// builds the type anew.
func alterEnum(o op.AlterEnum) []Statement {
	if o.BuildsAnew() {
		return plain(swapEnum(o)...)
	}
	statements := plain(addValues(o)...)
	if n := len(statements); n > 0 {
		statements[n-1].Commit = true
	}
	return statements
}

func addValues(o op.AlterEnum) []string {
	var sql []string
	left := len(o.From) // values of From that are still to come
	for i, v := range o.To {
		if slices.Contains(o.From, v) {
			left--
			continue
		}
		place := ""
		switch {
		case left > 0 && i == 0:
			place = "BEFORE " + literal(o.From[0])
		case left > 0:
			place = "AFTER " + literal(o.To[i-1])
		}
		sql = append(sql, words.Join("ALTER TYPE", o.Name.SQL(), "ADD VALUE", literal(v), place))
	}
	return sql
}

// swapEnum renames the type away, creates it anew, casts its columns and
// drops the old one. What compares a column with values of the type has no
// operator in between, so indexes, checks and defaults give way first.
func swapEnum(o op.AlterEnum) []string {
	old := o.Name.Sibling(schema.ObjectName(o.Name.Object(), "", "deed_old"))
	sql := rename("TYPE", o.Name, old)
	sql = append(sql, createEnum(schema.Enum{Name: o.Name, Values: o.To, Comment: o.Comment})...)
	var after []string
	seen := map[string]bool{}
	for _, u := range o.Uses {
		for _, x := range u.Indexes {
			if x.Parent != "" || seen["index "+string(u.Table.Sibling(x.Name))] {
				continue
			}
			seen["index "+string(u.Table.Sibling(x.Name))] = true
			sql = append(sql, dropIndex(u.Table, x, false))
			after = append(after, createIndex(u.Table, x, false))
			after = append(after, indexSettings(u.Table, x)...)
		}
	}
	var casts []string
	for _, use := range byTable(o.Uses) {
		before, main, restore := castUses(o.Name, use)
		sql = append(sql, before...)
		switch isCast := slices.ContainsFunc(use, func(u op.EnumUse) bool { return !u.Column.Inherited }); {
		case len(main) == 0:
		case isCast:
			casts = append(casts, alter(use[0].Table, main...))
		default: // a parent casts it after that
			sql = append(sql, alter(use[0].Table, main...))
		}
		after = append(restore, after...)
	}
	sql = slices.Concat(sql, casts, after)
	return append(sql, "DROP TYPE "+old.SQL())
}

// byTable groups uses by table, in order.
func byTable(uses []op.EnumUse) [][]op.EnumUse {
	var groups [][]op.EnumUse
	for _, u := range uses {
		i := slices.IndexFunc(groups, func(g []op.EnumUse) bool { return g[0].Table == u.Table })
		if i < 0 {
			groups = append(groups, []op.EnumUse{u})
			continue
		}
		groups[i] = append(groups[i], u)
	}
	return groups
}

// castUses returns what casts the columns of one table: actions of one ALTER
// TABLE, so that it is rewritten once, and statements before and after it.
func castUses(enum schema.Name, uses []op.EnumUse) (before, main, restore []string) {
	var checks, cast, defaults []string
	table := uses[0].Table
	seen := map[string]bool{}
	for _, u := range uses {
		for _, c := range u.Checks {
			if c.Inherited || seen[c.Name] {
				continue
			}
			seen[c.Name] = true
			checks = append(checks, "DROP CONSTRAINT "+quote(c.Name))
			restore = append(restore, addConstraint(table, c)...)
		}
		column := "ALTER COLUMN " + quote(u.Column.Name) + " "
		switch {
		case u.Column.Inherited && u.Column.Default != "": // its parent casts it
			before = append(before, alter(table, column+"DROP DEFAULT"))
			restore = append(restore, alter(table, column+"SET DEFAULT "+u.Column.Default))
		case !u.Column.Inherited:
			if u.Column.Default != "" {
				checks = append(checks, column+"DROP DEFAULT")
				defaults = append(defaults, column+"SET DEFAULT "+u.Column.Default)
			}
			cast = append(cast, column+castEnum(enum, u.Column))
		}
	}
	return before, slices.Concat(checks, cast, defaults), restore
}

func castEnum(enum schema.Name, c schema.Column) string {
	array := words.When(strings.HasSuffix(c.Type, "[]"), "[]")
	return "TYPE " + enum.SQL() + array + " USING " + quote(c.Name) + "::text" + array + "::" + enum.SQL() + array
}
