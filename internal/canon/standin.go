package canon

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A standIn takes the place of a type or sequence that the server does not
// have as the models want it. Its name is one that no expression contains by
// chance, so that it can be told again in what the server wrote.
type standIn struct {
	name schema.Name // of the wanted object
	kind string      // of a type: "domain", "table" for the row type of one
	temp string      // its name in pg_temp
	ops  []op.Operation
}

func standInsFor(r Request) []standIn {
	var list []standIn
	add := func(wanted schema.Name, kind string, create func(name schema.Name) op.Operation) {
		object := fmt.Sprintf("deed_stand_in_%d", len(list)+1)
		list = append(list, standIn{wanted, kind, object, []op.Operation{create(schema.NewName("pg_temp", object))}})
	}
	for _, x := range inOrder(missingTypes(r)) {
		add(x.name, x.kind, func(name schema.Name) op.Operation { return x.create(name, list) })
		if x.multirange != "" { // which the server makes along
			list = append(list, standIn{name: x.multirange, temp: schema.MultirangeName(list[len(list)-1].temp)})
		}
	}
	sequences := borrowedSerials(r)
	for _, x := range missing(r.Want.Sequences, r.Live.Sequences, func(x schema.Sequence) schema.Name { return x.Name }) {
		sequences = append(sequences, x.Name)
	}
	for _, n := range sequences {
		add(n, "sequence", func(name schema.Name) op.Operation { return op.CreateSequence{Sequence: schema.Sequence{Name: name}} })
	}
	return list
}

// A wantedType is a type that may have to be stood in for.
type wantedType struct {
	name schema.Name
	kind string
	// over are the types that it is made of.
	over []string
	// create creates it under another name, with stand-ins for what it is
	// made of.
	create func(name schema.Name, standIns []standIn) op.Operation
	there  bool // the server has it, as it is wanted
	// multirange is the multirange type of a range type.
	multirange schema.Name
}

// missingTypes returns the types that the server does not have as they are
// wanted, and those that are made of them.
func missingTypes(r Request) []wantedType {
	types := slices.Concat(wantedEnums(r), wantedComposites(r), wantedRanges(r), wantedDomains(r), wantedRows(r))
	absent := map[schema.Name]bool{}
	for found := true; found; {
		found = false
		for _, x := range types {
			if !absent[x.name] && (!x.there || x.isOver(absent)) {
				absent[x.name], found = true, true
			}
		}
	}
	return slices.DeleteFunc(types, func(x wantedType) bool { return !absent[x.name] })
}

// isOver reports whether the type is made of one of those.
func (x wantedType) isOver(types map[schema.Name]bool) bool {
	return slices.ContainsFunc(x.over, func(typ string) bool { return types[elementType(typ)] })
}

// elementType returns the name of a type, or of what an array holds; empty for
// one of PostgreSQL's own, after which users may have called one of theirs.
func elementType(typ string) schema.Name {
	if typ = strings.TrimSuffix(typ, "[]"); schema.IsBuiltinType(typ) {
		return ""
	}
	return schema.ParseName(typ)
}

// inOrder returns the types in an order in which they can be created.
func inOrder(types []wantedType) []wantedType {
	waiting := map[schema.Name]bool{}
	for _, x := range types {
		waiting[x.name] = true
	}
	var ordered []wantedType
	for len(types) > 0 {
		i := max(0, slices.IndexFunc(types, func(x wantedType) bool { return !x.isOver(waiting) }))
		delete(waiting, types[i].name)
		ordered = append(ordered, types[i])
		types = slices.Delete(types, i, i+1)
	}
	return ordered
}

func wantedEnums(r Request) []wantedType {
	name := func(x schema.Enum) schema.Name { return x.Name }
	return wantedTypes("enum", r.Want.Enums, r.Live.Enums, name, func(x schema.Enum) wantedType {
		return wantedType{create: func(name schema.Name, _ []standIn) op.Operation {
			return op.CreateEnum{Enum: schema.Enum{Name: name, Values: x.Values}}
		}}
	})
}

func wantedComposites(r Request) []wantedType {
	name := func(x schema.Composite) schema.Name { return x.Name }
	return wantedTypes("type", r.Want.Composites, r.Live.Composites, name, func(x schema.Composite) wantedType {
		return wantedType{over: attributeTypes(x), create: createComposite(x)}
	})
}

func wantedRanges(r Request) []wantedType {
	name := func(x schema.Range) schema.Name { return x.Name }
	return wantedTypes("range", r.Want.Ranges, r.Live.Ranges, name, func(x schema.Range) wantedType {
		multirange := cmp.Or(x.MultirangeName, x.Name.Sibling(schema.MultirangeName(x.Name.Object())))
		return wantedType{over: []string{x.Subtype}, multirange: multirange, create: func(name schema.Name, standIns []standIn) op.Operation {
			x.Name, x.MultirangeName, x.Comment, x.Subtype = name, "", "", replaceNames(x.Subtype, standIns)
			return op.CreateRange{Range: x}
		}}
	})
}

func wantedDomains(r Request) []wantedType {
	name := func(x schema.Domain) schema.Name { return x.Name }
	return wantedTypes("domain", r.Want.Domains, r.Live.Domains, name, func(x schema.Domain) wantedType {
		return wantedType{over: []string{x.Type}, create: func(name schema.Name, standIns []standIn) op.Operation {
			x.Name, x.Comment, x.Type = name, "", replaceNames(x.Type, standIns)
			x.Default = replaceInExpr(x.Default, standIns)
			x.Checks = slices.Clone(x.Checks)
			for i := range x.Checks {
				x.Checks[i].Comment, x.Checks[i].Expr = "", replaceInExpr(x.Checks[i].Expr, standIns)
			}
			return op.CreateDomain{Domain: x}
		}}
	})
}

// wantedTypes describes the types of one kind.
func wantedTypes[T any](kind string, want, live []T, name func(T) schema.Name, describe func(T) wantedType) []wantedType {
	absent := map[schema.Name]bool{}
	for _, x := range missing(want, live, name) {
		absent[name(x)] = true
	}
	types := make([]wantedType, len(want))
	for i, x := range want {
		types[i] = describe(x)
		types[i].name, types[i].kind, types[i].there = name(x), kind, !absent[name(x)]
	}
	return types
}

// borrowedSerials returns the sequences of serial columns that a default of a
// requested table takes from.
func borrowedSerials(r Request) []schema.Name {
	serials := map[schema.Name]bool{}
	for _, t := range r.Want.Tables {
		for _, c := range t.Columns {
			if schema.IntegerType(c.Type) != "" {
				serials[t.Name.Sibling(schema.ObjectName(t.Name.Object(), c.Name, "seq"))] = true
			}
		}
	}
	var names []schema.Name
	for _, n := range r.Tables {
		t := r.Want.Table(n)
		if t == nil {
			continue
		}
		for _, c := range t.Columns {
			for _, tok := range schema.Tokens(c.Default) {
				if tok.Kind != schema.String {
					continue
				}
				inner := schema.Tokens(schema.StringValue(tok.Text))
				if name, end := nameAt(inner, 0); end == len(inner)-1 && serials[name] {
					names = append(names, name)
					delete(serials, name)
				}
			}
		}
	}
	return names
}

// missing returns what the server does not have in the wanted form.
func missing[T any, K comparable](want, live []T, name func(T) K) []T {
	has := make(map[K]T, len(live))
	for _, x := range live {
		has[name(x)] = x
	}
	var list []T
	for _, x := range want {
		if there, found := has[name(x)]; !found || !reflect.DeepEqual(there, x) {
			list = append(list, x)
		}
	}
	return list
}

// there replaces wanted names in an expression by those of their stand-ins.
func (s *stage) there(expr string) string { return replaceInExpr(expr, s.standIns) }

func (s *stage) allThere(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = s.there(out[i])
	}
	return out
}

// back replaces the names of stand-ins by the wanted ones. The server shows
// what is in pg_temp without its schema, or as pg_temp_N.
func (s *stage) back(sql string) string {
	if !strings.Contains(sql, "deed_stand_in_") {
		return sql
	}
	var b strings.Builder
	last := 0
	tokens := schema.Tokens(sql)
	for i, t := range tokens {
		if t.Kind == schema.String && strings.Contains(t.Text, "deed_stand_in_") {
			b.WriteString(sql[last:t.Pos] + s.backString(t.Text))
			last = t.End()
			continue
		}
		in := s.byTemp(t.Text)
		if in == nil {
			continue
		}
		start := t.Pos
		if i > 1 && tokens[i-1].Is(".") {
			start = tokens[i-2].Pos
		}
		b.WriteString(sql[last:start] + in.name.SQL())
		last = t.End()
	}
	return b.String() + sql[last:]
}

// told puts the wanted names in the place of stand-ins in a message.
func (s *stage) told(message string) string {
	for _, in := range slices.Backward(s.standIns) { // _10 before _1
		message = strings.ReplaceAll(message, in.temp, string(in.name))
	}
	return message
}

func (s *stage) byTemp(name string) *standIn {
	i := slices.IndexFunc(s.standIns, func(in standIn) bool { return in.temp == name })
	if i < 0 {
		return nil
	}
	return &s.standIns[i]
}

// backString replaces the name in 'deed_stand_in_1'::regclass.
func (s *stage) backString(constant string) string {
	inner := schema.Tokens(schema.StringValue(constant))
	if len(inner) == 0 {
		return constant
	}
	if in := s.byTemp(inner[len(inner)-1].Text); in != nil {
		return schema.Literal(in.name.SQL())
	}
	return constant
}

// replaceNames replaces the names of wanted objects in a type, qualified or (in
// public) bare.
func replaceNames(sql string, standIns []standIn) string {
	return replace(sql, standIns, func([]schema.Token, int, int) bool { return true })
}

// replaceInExpr does so in an expression, also in 'name'::regclass. A bare name
// there is a type's only where a type must stand: it may be a column's too.
func replaceInExpr(sql string, standIns []standIn) string {
	return replace(sql, standIns, func(tokens []schema.Token, first, last int) bool {
		return last > first || first > 0 && (tokens[first-1].Is("::") || strings.EqualFold(tokens[first-1].Text, "as")) ||
			last+1 < len(tokens) && tokens[last+1].Kind == schema.String
	})
}

// replace replaces the names that stand for a type, as isType tells from the
// tokens and the place of the name in them.
func replace(sql string, standIns []standIn, isType func(tokens []schema.Token, first, last int) bool) string {
	if sql == "" || len(standIns) == 0 {
		return sql
	}
	var b strings.Builder
	last := 0
	tokens := schema.Tokens(sql)
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		name, end := nameAt(tokens, i)
		if t.Kind == schema.String {
			inner := schema.Tokens(schema.StringValue(t.Text))
			if name, end = nameAt(inner, 0); end != len(inner)-1 || !namesObject(tokens, i) {
				continue
			}
			end = i
		}
		j := slices.IndexFunc(standIns, func(in standIn) bool { return in.name == name })
		if j < 0 || name == "" || t.Kind != schema.String && !isType(tokens, i, end) {
			continue
		}
		temp := "pg_temp." + standIns[j].temp
		if t.Kind == schema.String {
			temp = "'" + temp + "'"
		}
		b.WriteString(sql[last:t.Pos] + temp)
		last = tokens[end].End()
		i = end
	}
	return b.String() + sql[last:]
}

// namesObject reports whether the constant at token i names a sequence or a
// type. Elsewhere it is a value, and an enumeration may have one of its own
// name.
func namesObject(tokens []schema.Token, i int) bool {
	for j := i + 1; j+1 < len(tokens) && tokens[j].Is("::"); j += 2 {
		if strings.HasPrefix(strings.ToLower(tokens[j+1].Text), "reg") {
			return true
		}
	}
	return i > 1 && tokens[i-1].Is("(") && (tokens[i-2].Is("nextval") || tokens[i-2].Is("currval") || tokens[i-2].Is("setval"))
}

// nameAt returns the name that starts at token i and the index of its last
// token.
func nameAt(tokens []schema.Token, i int) (schema.Name, int) {
	if i >= len(tokens) || tokens[i].Kind > schema.Quoted {
		return "", i
	}
	if i+2 < len(tokens) && tokens[i+1].Is(".") && tokens[i+2].Kind <= schema.Quoted {
		return schema.NewName(tokens[i].Unquote(), tokens[i+2].Unquote()), i + 2
	}
	if tokens[i].Kind == schema.Word && schema.IsBuiltinType(schema.NormalizeType(tokens[i].Text)) { // it comes first
		return "", i
	}
	return schema.NewName("", tokens[i].Unquote()), i
}
