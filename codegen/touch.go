package codegen

import (
	"github.com/dave/jennifer/jen"

	"github.com/deedsql/deed/schema"
)

// A Touch is an exception: an object of another service that a revision
// changes, and why it may.
type Touch struct {
	Object schema.Name
	Reason string
}

func touchList(touches []Touch) jen.Code {
	list := make([]jen.Code, len(touches))
	for i, t := range touches {
		list[i] = jen.Op("{Object: ").Add(text(string(t.Object))).Op(", Reason: ").Add(text(t.Reason)).Op("}")
	}
	return jen.Index().Qual(deedPath, "Touch").Custom(lines, list...)
}
