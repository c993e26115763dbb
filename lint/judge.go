package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

// A judge follows the effects of a service's history and says which of them
// break a rule.
type judge struct {
	*territory
	registry *registry
	adopted  map[key]bool // what the history adopts, sooner or later
	final    *territory   // when the history ends
	silent   bool         // only follow
	down     bool         // in a downgrade
	made     map[key]bool // what the revision creates, sooner or later

	held schema.Name // what an earlier step of the transaction has locked
	last bool        // no revision follows

	found    func(verdict)
	notValid map[string]bool // constraints that this revision adds NOT VALID
	blamed   map[key]bool    // creations that are reported already
}

// A verdict is a finding that does not know its place in a file yet.
type verdict struct {
	rule     string
	severity Severity
	message  string
	object   schema.Name
	kind     op.Kind
	in       schema.Name // the schema in which it is created
	owner    string
	hint     string
	effect   effect
}

// do follows one effect.
func (j *judge) do(e effect) {
	switch e.kind {
	case touches:
		j.touch(e)
	case creates, replaces:
		j.create(e)
	case drops:
		j.drop(j.resolve(e.object), false)
	case renames:
		j.renames(e)
	case adopts:
		j.adopts(e)
	case releases:
		j.releases(e)
	case says:
		j.says(e)
	case searches:
		j.searches(e)
	case restores:
		j.path = j.saved
	case calls:
		j.calls(e)
	case selects:
		j.selects(e)
	case threatens:
		j.threatens(e)
	case crosses:
		j.crossed = append(j.crossed, border{j.resolve(e.object), j.resolve(e.to), e.cross, e.key})
	case outlines:
		if j.silent { // the end of the history is what counts
			e.outline(j.outline(j.resolve(e.object)))
		}
	}
}

func (j *judge) report(e effect, v verdict) {
	if j.silent {
		return
	}
	if rule, ok := RuleByID(e.rule); ok && v.severity == "" {
		v.severity = rule.Severity
	}
	v.rule, v.effect, v.message = e.rule, e, e.within+v.message
	j.found(v)
}

func (j *judge) touch(e effect) {
	o := j.resolve(e.object)
	if !j.isOwn(o) {
		if o.kind == kindSchema && e.rule == "own-unowned-create" && j.mayCreateIn(o.name.Object()) {
			return
		}
		if _, owned := j.registry.owner(o, j.service); !owned && j.made[keyOf(o)] && strings.Contains(e.within, "function ") {
			return // it will be there when the function is called
		}
		if owner, _ := j.whose(o); e.soft && owner == "" {
			return // it may be one that is yet to be made
		}
		j.foreign(e, o)
		return
	}
	switch e.rule {
	case "own-dml", "own-lock":
		j.throughView(e, o, 0)
	case "own-alter":
		j.holds(o)
	case "own-grant", "own-schema-wide":
		j.throughSchema(e, o)
	}
	j.overBorder(e, o)
	j.ambiguous(e, o)
}

// overBorder judges what a change of the service's own reaches: the children
// of a table, rows that a foreign key changes along, triggers. What another
// service has tied to it is found in that service's history.
func (j *judge) overBorder(e effect, o object) {
	for _, b := range j.registry.borders[keyOf(o)] {
		if !b.how.follows(e.rule, e.does) || j.isOwn(b.to) || b.how == updatesToo && j.keeps(e, o, b) || b.how == inherits && e.object.only {
			continue
		}
		owner, whose := j.whose(b.to)
		over, severity := e, Error
		switch {
		case b.how.isTrigger():
			over.rule, severity = "own-opaque", Warning
		case b.how == deletesToo, b.how == updatesToo, b.how == ruled, b.how.mayHit(e.does):
			severity = Warning // there may be no such rows
		}
		j.report(over, verdict{
			severity: severity,
			message:  fmt.Sprintf("%s %s %s, and %s %s, which %s, %s", e.does, o.kind, o.name, b.to.kind, b.to.name, b.how, whose),
			object:   b.to.name, kind: b.to.kind, owner: owner, hint: hintFor(e.rule, b.to, owner),
		})
	}
}

// keeps reports whether the columns that a foreign key follows surely keep their
// values.
func (j *judge) keeps(e effect, table object, b border) bool {
	columns := b.key
	if end := j.final.outlines[keyOf(table)]; len(columns) == 0 && end != nil {
		columns = end.keys[end.primary]
	}
	return e.sets != nil && len(columns) > 0 && !slices.ContainsFunc(columns, func(c string) bool { return slices.Contains(e.sets, c) })
}

// throughSchema judges a grant of everything in an own schema, or its new name,
// where others have something as well.
func (j *judge) throughSchema(e effect, space object) {
	if space.kind != kindSchema || !strings.HasSuffix(e.does, "everything in") && e.does != "renames" {
		return
	}
	if owner, shared := j.registry.schemaOwner(object{kind: kindTable, name: schema.NewName(space.name.Object(), "any")}, j.service); shared {
		j.report(e, verdict{
			message: fmt.Sprintf("%s schema %s, where %s has something as well", e.does, space.name, owner.Service),
			object:  space.name, kind: kindSchema, owner: owner.Service, hint: "name the tables",
		})
	}
}

// throughView judges writing to the service's own view over a foreign table, or
// over an own one from which the change goes on to a foreign one.
func (j *judge) throughView(e effect, view object, depth int) {
	for _, base := range j.views[view.name] {
		base = j.resolve(base)
		if depth > 10 {
			return
		}
		if j.isOwn(base) {
			j.overBorder(e, base)
			j.throughView(e, base, depth+1)
			continue
		}
		through := e
		through.does += " view " + string(view.name) + " and so of"
		j.foreign(through, base)
	}
}

// ambiguous reports a name without a schema that could mean something of
// another service.
func (j *judge) ambiguous(e effect, o object) {
	if !o.bare || o.temp {
		return
	}
	for _, other := range j.others(o) {
		if other == o.name || other.Schema() == o.name.Schema() {
			continue
		}
		owner, _ := j.registry.owner(object{kind: o.kind, name: other}, j.service)
		e.rule = "own-unqualified"
		j.report(e, verdict{
			message: fmt.Sprintf("%s may mean %s, which belongs to %s: search_path decides", o.name.Object(), other, owner.Service),
			object:  other, kind: o.kind, owner: owner.Service,
			hint: "write " + o.name.SQL(),
		})
		return
	}
}

// foreign reports a change of what is not the service's own.
func (j *judge) foreign(e effect, o object) {
	owner, whose := j.whose(o)
	j.report(e, verdict{
		message: fmt.Sprintf("%s %s %s, which %s", e.does, o.kind, o.name, whose),
		object:  o.name, kind: o.kind, owner: owner,
		hint: hintFor(e.rule, o, owner),
	})
}

// whose says who owns an object, for the end of a message.
func (j *judge) whose(o object) (owner, text string) {
	if owner, ok := j.registry.owner(o, j.service); ok {
		return owner.Service, "belongs to " + owner.Service + since(owner)
	}
	if t := j.registry.tool(o); t != "" {
		return t, "is " + t + "'s own"
	}
	if owner, ok := j.registry.schemaOwner(o, j.service); ok {
		return owner.Service, "lies in a schema of " + owner.Service
	}
	return "", "is not known to be " + j.service + "'s own"
}

func since(o Owner) string {
	switch {
	case o.Evidence == ownership.Claimed:
		return " (Owns)"
	case o.Evidence == ownership.Modelled:
		return " (a model)"
	case o.Evidence != ownership.None && o.Since != "":
		return " (" + string(o.Evidence) + " in " + o.Since + ")"
	}
	return ""
}

func hintFor(rule string, o object, owner string) string {
	switch {
	case rule == "own-foreign-key":
		return ""
	case rule == "own-dml":
		return "ask its owner's API, or leave it to a revision of its owner"
	case owner == "":
		adopt := "claim it with Owns in the environment"
		if c := class(o.kind); c == "relation" || c == kindType {
			adopt = "adopt it (deed adopt " + string(o.name) + ") or claim it with Owns"
		}
		return "if it is this service's own, " + adopt
	case owner == "PostgreSQL" || owner == "deed":
		return "leave it alone"
	}
	return "let " + owner + " do it, or hand it over: deed release there, deed adopt here"
}

func (j *judge) create(e effect) {
	o := e.object
	if o.bare && !o.temp {
		if path := j.searched(); j.path != nil && len(path) > 0 {
			o.name = schema.NewName(path[0], o.name.Object())
		}
	}
	if e.rule != "" && !o.temp {
		j.taken(e, o)
	}
	j.territory.create(o)
}

// taken reports a name that another service has, or a schema that is not the
// service's own to create in.
func (j *judge) taken(e effect, o object) {
	if j.isOwn(o) {
		return
	}
	_, kept := j.final.own[keyOf(o)]
	if owner, foreign := j.registry.owner(o, j.service); foreign {
		if e.kind == creates && !kept {
			return // it was the service's own once, and is another's since
		}
		j.blame(o)
		j.report(e, verdict{
			message: fmt.Sprintf("%s %s %s, a name that belongs to %s%s", e.does, o.kind, o.name, owner.Service, since(owner)),
			object:  o.name, kind: o.kind, owner: owner.Service, hint: "choose another name",
		})
		return
	}
	if schemaless(o.kind) || j.mayCreateIn(o.name.Schema()) {
		return
	}
	j.blame(o)
	e.rule = "own-unowned-create"
	v := verdict{
		message: fmt.Sprintf("%s %s %s in a schema that is not one of %s's", e.does, o.kind, o.name, j.service),
		object:  o.name, kind: o.kind, in: schema.NewName("", o.name.Schema()), hint: "name the schema in Schemas of the environment, or create it in a revision",
	}
	if owner, ok := j.registry.schemaOwner(o, j.service); ok {
		v.owner, v.severity = owner.Service, Error
		v.message = fmt.Sprintf("%s %s %s in a schema of %s", e.does, o.kind, o.name, owner.Service)
	}
	j.report(e, v)
}

func (j *judge) blame(o object) {
	if j.blamed == nil {
		j.blamed = map[key]bool{}
	}
	j.blamed[keyOf(o)] = true
}

func (j *judge) renames(e effect) {
	from, to := j.resolve(e.object), e.to
	if to.bare {
		to.name = schema.NewName(from.name.Schema(), to.name.Object())
	}
	if j.isOwn(from) {
		j.taken(e, to)
	}
	j.rename(from, to)
}

func (j *judge) adopts(e effect) {
	owner, foreign := j.registry.owner(e.object, j.service)
	taken := owner.Evidence == ownership.Created || owner.Evidence == ownership.Adopted || owner.Evidence == ownership.None
	if foreign && taken && !j.down {
		j.report(e, verdict{
			message: fmt.Sprintf("adopts table %s, which belongs to %s%s", e.object.name, owner.Service, since(owner)),
			object:  e.object.name, kind: kindTable, owner: owner.Service,
			hint: "release it there first: deed release " + string(e.object.name),
		})
	}
	j.adopt(e.object)
}

// releases judges what gives up an object, which must be the service's own.
func (j *judge) releases(e effect) {
	if owner, foreign := j.registry.owner(e.object, j.service); foreign && !j.isOwn(e.object) && !j.down {
		j.report(e, verdict{
			message: fmt.Sprintf("releases %s %s, which belongs to %s%s", e.object.kind, e.object.name, owner.Service, since(owner)),
			object:  e.object.name, kind: e.object.kind, owner: owner.Service, hint: "leave that to a revision of " + owner.Service,
		})
	}
	j.drop(e.object, true)
}

func (j *judge) says(e effect) {
	o := e.object
	if e.rule == "own-unowned-create" {
		if j.blamed[keyOf(o)] || j.adopted[keyOf(o)] || j.models[keyOf(o)] || j.owns.Match(o.name) {
			return
		}
		j.report(e, verdict{severity: Note, message: e.does, object: o.name, kind: o.kind, hint: "use op.CreateTable, or add op.AdoptTable{Table: \"" + string(o.name) + "\"} after it"})
		return
	}
	j.report(e, verdict{message: e.does, hint: hints[e.rule]})
}

var hints = map[string]string{
	"own-cascade":     "name the dependents that are this service's and drop them first",
	"own-schema-wide": "name the objects one by one",
	"own-opaque":      "write constant SQL, or say why it is harmless: //deed:allow own-opaque: REASON",
	"own-server-wide": "leave it to whoever runs the server",
	"own-session":     "leave it out",
	"tx-control":      "leave it out; what cannot run in a transaction is marked NoTransaction",
}

func (j *judge) searches(e effect) {
	j.saved, j.path = j.path, e.schemas
	if e.rule == "" {
		return
	}
	var foreign []string
	for _, s := range e.schemas {
		if s != "pg_catalog" && s != "$user" && s != "" && !j.mayCreateIn(s) {
			foreign = append(foreign, s)
		}
	}
	if len(foreign) == 0 {
		return
	}
	v := verdict{
		message: "sets search_path to " + strings.Join(foreign, ", ") + ", so that names without a schema mean what lies there",
		object:  schema.NewName("", foreign[0]), kind: kindSchema, hint: "write the schema before the names instead",
	}
	if owner, ok := j.registry.schemaOwner(object{kind: kindTable, name: schema.NewName(foreign[0], "x")}, j.service); ok {
		v.owner = owner.Service
	}
	j.report(e, v)
}

func (j *judge) calls(e effect) {
	o := j.resolve(e.object)
	if _, known := j.registry.owner(o, j.service); j.isOwn(o) || e.soft && !known {
		return
	}
	owner, whose := j.whose(o)
	j.report(e, verdict{
		message: fmt.Sprintf("%s %s %s, which %s: what it does cannot be seen", e.does, o.kind, o.name, whose),
		object:  o.name, kind: o.kind, owner: owner, hint: hints["own-opaque"],
	})
}

// selects keeps what a view selects from. What it is called is known already.
func (j *judge) selects(e effect) {
	name := j.resolve(e.object).name
	before := j.views[name]
	j.undo = append(j.undo, func() { j.views[name] = before })
	j.views[name] = e.bases
}

// conflicts returns the objects that this and another service both created or
// adopted and still have.
func (j *judge) conflicts() []Owner {
	var list []Owner
	for k, h := range j.own {
		o := object{kind: k.class, name: k.name}
		owner, foreign := j.registry.owner(o, j.service)
		strong := owner.Evidence == ownership.Created || owner.Evidence == ownership.Adopted
		if foreign && strong && !j.blamed[k] && h.evidence != ownership.None && k.class != kindExtension && k.class != kindSchema {
			list = append(list, owner)
		}
	}
	slices.SortFunc(list, func(a, b Owner) int { return strings.Compare(string(a.Name), string(b.Name)) })
	return list
}
