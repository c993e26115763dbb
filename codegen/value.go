package codegen

import (
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/deedsql/deed/op"
)

// margin is the column up to which a literal stays on one line, a tab
// counting as four.
const margin = 120

// operation returns the name of an operation's type and the rest of its
// literal, as a step of a revision.
func operation(o op.Operation) (name, body string) {
	v := reflect.Indirect(reflect.ValueOf(o))
	return v.Type().Name(), strings.TrimPrefix(value(v, place{indent: 2}), "op."+v.Type().Name())
}

// A place is where a value is written.
type place struct {
	indent int  // tabs before the line
	taken  int  // characters before the value on its line
	elided bool // the type is understood, as in a slice
}

// value returns a value of package op or schema as Go source: on one line if
// it is short, else one field or element a line. Fields that are zero are left
// out. It works by reflection, so that what is added to package schema needs
// no change here.
func value(v reflect.Value, at place) string {
	switch v.Kind() {
	case reflect.Interface:
		return value(reflect.Indirect(v.Elem()), at)
	case reflect.Pointer:
		return pointer(v, at)
	case reflect.Struct:
		return list(typePrefix(v.Type(), at.elided), fields(v), at, isTall(v))
	case reflect.Slice:
		return list(sliceType(v.Type()), elements(v), at, isTall(v))
	case reflect.String:
		return stringLiteral(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	}
	return strconv.FormatInt(v.Int(), 10)
}

func pointer(v reflect.Value, at place) string {
	switch v.Elem().Kind() {
	case reflect.Int64:
		return "op.Int64(" + value(v.Elem(), at) + ")"
	case reflect.Int:
		return "op.Int(" + value(v.Elem(), at) + ")"
	}
	at.taken++
	return "&" + value(v.Elem(), at)
}

// typePrefix names a type as revision files do: everything is found in
// package op.
func typePrefix(t reflect.Type, elided bool) string {
	if elided {
		return ""
	}
	return "op." + t.Name()
}

func sliceType(t reflect.Type) string {
	if t.Elem().PkgPath() == "" {
		return "[]" + t.Elem().Name()
	}
	return "[]op." + t.Elem().Name()
}

// items returns the written items of a value whose lines begin at indent.
type items func(indent int) []string

// list writes items in braces: on one line if they fit and it is not tall,
// else one a line. A single long item shares its braces' lines.
func list(prefix string, write items, at place, tall bool) string {
	all := write(at.indent + 1)
	line := prefix + "{" + strings.Join(all, ", ") + "}"
	short := !strings.Contains(line, "\n") && at.indent*4+at.taken+utf8.RuneCountInString(line)+1 <= margin
	switch {
	case len(all) == 0, short && !tall:
		return line
	case len(all) == 1 && strings.HasSuffix(all[0], "}"):
		return prefix + "{" + write(at.indent)[0] + "}"
	}
	indent := "\n" + strings.Repeat("\t", at.indent)
	return prefix + "{" + indent + "\t" + strings.Join(all, ","+indent+"\t") + "," + indent + "}"
}

// fields returns "Name: value" for each field that is not zero.
func fields(v reflect.Value) items {
	return func(indent int) []string {
		var written []string
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if !field.IsExported() || isEmpty(v.Field(i)) {
				continue
			}
			at := place{indent: indent, taken: len(field.Name) + 2}
			written = append(written, field.Name+": "+value(v.Field(i), at))
		}
		return written
	}
}

func elements(v reflect.Value) items {
	return func(indent int) []string {
		written := make([]string, v.Len())
		for i := range written {
			written[i] = value(v.Index(i), place{indent: indent, elided: true})
		}
		return written
	}
}

func isEmpty(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.Len() == 0
	}
	return v.IsZero()
}

// isTall reports whether a value is written over several lines however short
// it is: a list of structs, and From and To, which are read one against the
// other.
func isTall(v reflect.Value) bool {
	if v.Kind() == reflect.Slice {
		return v.Len() > 1 && v.Type().Elem().Kind() == reflect.Struct
	}
	from := v.FieldByName("From")
	return from.IsValid() && (from.Kind() == reflect.Struct || from.Kind() == reflect.Interface)
}

// stringLiteral returns s as Go source, in backquotes where quotes would have
// to escape.
func stringLiteral(s string) string {
	quoted := strconv.Quote(s)
	raw := strconv.CanBackquote(strings.ReplaceAll(s, "\n", ""))
	if raw && len(quoted) > len(s)+2 {
		return "`" + s + "`"
	}
	return quoted
}
