package codegen

import "github.com/dave/jennifer/jen"

// A Touch is an exception: an object of another service that a revision
// changes, and why it may.
type Touch struct {
	Object string // "auth.users", or with its kind "function auth.note"
	Reason string
}

func touchList(touches []Touch) jen.Code {
	list := make([]jen.Code, len(touches))
	for i, t := range touches {
		list[i] = jen.Op("{Object: ").Add(text(t.Object)).Op(", Reason: ").Add(text(t.Reason)).Op("}")
	}
	return jen.Index().Qual(deedPath, "Touch").Custom(lines, list...)
}
