package lint

import (
	"cmp"
	"slices"

	pg "github.com/pganalyze/pg_query_go/v5"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// objects reads what creates, changes or drops objects of any kind.
func (r *reader) objects(n *pg.Node) bool {
	switch x := n.Node.(type) {
	case *pg.Node_DropStmt:
		r.dropStmt(x.DropStmt)
	case *pg.Node_RenameStmt:
		r.renameStmt(x.RenameStmt)
	case *pg.Node_AlterObjectSchemaStmt:
		r.setSchema(x.AlterObjectSchemaStmt)
	case *pg.Node_AlterOwnerStmt:
		s := x.AlterOwnerStmt
		r.onObject(alterRule(kindOf(s.ObjectType)), "changes the role that owns", s.ObjectType, s.Object)
	case *pg.Node_AlterObjectDependsStmt:
		s := x.AlterObjectDependsStmt
		if s.Relation != nil {
			r.touch("own-alter", "makes an extension own a part of", r.relation(kindTable, s.Relation))
			break
		}
		r.onObject(alterRule(kindOf(s.ObjectType)), "makes an extension own", s.ObjectType, s.Object)
	case *pg.Node_CreateFunctionStmt:
		r.function(x.CreateFunctionStmt)
		return true
	case *pg.Node_CreateSchemaStmt:
		r.createSchema(x.CreateSchemaStmt)
	case *pg.Node_CreateExtensionStmt:
		// That an extension is there already harms nobody.
		r.emit(effect{kind: creates, object: r.named(kindExtension, []string{x.CreateExtensionStmt.Extname})})
		for _, n := range x.CreateExtensionStmt.Options {
			if opt := n.GetDefElem(); opt.GetDefname() == "schema" {
				r.createIn("installs an extension in", opt.Arg.GetString_().GetSval())
			}
		}
	case *pg.Node_DefineStmt:
		s := x.DefineStmt
		for _, n := range s.Definition { // functions that an operator or aggregate calls
			if parts := pgparse.Strings(n.GetDefElem().GetArg().GetTypeName().GetNames()); len(parts) > 0 && reaching[parts[len(parts)-1]] != "" {
				r.say("own-server-wide", reaching[parts[len(parts)-1]])
			}
		}
		r.create("creates", r.named(kindOf(s.Kind), pgparse.Strings(s.Defnames)), s.Replace || s.IfNotExists)
		r.linkedOperators(s)
	default:
		return r.types(n) || r.alterations(n) || r.rareCreations(n)
	}
	return true
}

// linkedOperators reads what a new operator is the commutator or negator of: it
// becomes that one's. Of a name without a schema it may be the new one itself.
func (r *reader) linkedOperators(s *pg.DefineStmt) {
	for _, n := range s.Definition {
		switch opt := n.GetDefElem(); opt.GetDefname() {
		case "commutator", "negator":
			if parts := names(opt.Arg); len(parts) > 1 {
				r.emit(effect{kind: touches, rule: "own-alter", does: "makes a new operator the " + opt.Defname + " of", object: r.named("operator", parts), soft: true})
			}
		}
	}
}

// createSchema reads CREATE SCHEMA: what is created along with it lies in it.
func (r *reader) createSchema(s *pg.CreateSchemaStmt) {
	name := cmp.Or(s.Schemaname, s.GetAuthrole().GetRolename())
	if name == "" {
		return // that of the role that runs it
	}
	r.create("creates", r.named(kindSchema, []string{name}), s.IfNotExists)
	for _, n := range s.SchemaElts {
		for _, made := range []*pg.RangeVar{
			n.GetCreateStmt().GetRelation(), n.GetViewStmt().GetView(), n.GetIndexStmt().GetRelation(), n.GetCreateSeqStmt().GetSequence(), n.GetCreateTrigStmt().GetRelation(),
		} {
			if made != nil {
				made.Schemaname = cmp.Or(made.Schemaname, name)
			}
		}
	}
}

func (r *reader) types(n *pg.Node) bool {
	kind := kindType
	var parts []string
	switch x := n.Node.(type) {
	case *pg.Node_CreateEnumStmt:
		parts = pgparse.Strings(x.CreateEnumStmt.TypeName)
	case *pg.Node_CreateRangeStmt:
		parts = pgparse.Strings(x.CreateRangeStmt.TypeName)
		for _, n := range x.CreateRangeStmt.Params {
			if opt := n.GetDefElem(); opt.GetDefname() == "multirange_type_name" {
				r.create("creates", r.named(kind, names(opt.Arg)), false)
			}
		}
	case *pg.Node_CompositeTypeStmt:
		r.create("creates", r.relation(kindType, x.CompositeTypeStmt.Typevar), false)
		return true
	case *pg.Node_CreateDomainStmt:
		kind, parts = "domain", pgparse.Strings(x.CreateDomainStmt.Domainname)
	default:
		return false
	}
	r.create("creates", r.named(kind, parts), false)
	return true
}

// alterations reads the ALTER statements of objects that are no relations.
func (r *reader) alterations(n *pg.Node) bool {
	alter := func(kind op.Kind, parts ...string) { r.touch(alterRule(kind), "alters", r.named(kind, parts)) }
	switch x := n.Node.(type) {
	case *pg.Node_AlterEnumStmt:
		s := x.AlterEnumStmt
		does := "adds value '" + s.NewVal + "' to"
		if s.OldVal != "" {
			does = "renames value '" + s.OldVal + "' of"
		}
		o := r.named(kindType, pgparse.Strings(s.TypeName))
		r.touch("own-shared-type", does, o)
		if s.OldVal != "" {
			r.threaten(change{what: renameValue, table: o.name, part: "'" + s.OldVal + "'"}, o)
		}
	case *pg.Node_AlterDomainStmt:
		alter("domain", pgparse.Strings(x.AlterDomainStmt.TypeName)...)
		r.domainHazards(x.AlterDomainStmt)
		r.cascade(x.AlterDomainStmt.Behavior, "alters a domain")
	case *pg.Node_AlterTypeStmt:
		alter(kindType, pgparse.Strings(x.AlterTypeStmt.TypeName)...)
	case *pg.Node_AlterFunctionStmt:
		alter(kindOf(x.AlterFunctionStmt.Objtype), pgparse.Strings(x.AlterFunctionStmt.GetFunc().GetObjname())...)
	case *pg.Node_AlterExtensionStmt:
		alter(kindExtension, x.AlterExtensionStmt.Extname)
	case *pg.Node_AlterExtensionContentsStmt:
		s := x.AlterExtensionContentsStmt
		alter(kindExtension, s.Extname)
		r.onObject(alterRule(kindOf(s.Objtype)), "makes extension "+s.Extname+" own or release", s.Objtype, s.Object)
	case *pg.Node_AlterStatsStmt:
		alter("statistics", pgparse.Strings(x.AlterStatsStmt.Defnames)...)
	case *pg.Node_AlterCollationStmt:
		alter("collation", pgparse.Strings(x.AlterCollationStmt.Collname)...)
	case *pg.Node_AlterOperatorStmt:
		alter("operator", pgparse.Strings(x.AlterOperatorStmt.GetOpername().GetObjname())...)
	case *pg.Node_AlterOpFamilyStmt:
		alter("operator family", pgparse.Strings(x.AlterOpFamilyStmt.Opfamilyname)...)
	case *pg.Node_AlterTsconfigurationStmt:
		alter("text search configuration", pgparse.Strings(x.AlterTsconfigurationStmt.Cfgname)...)
	case *pg.Node_AlterTsdictionaryStmt:
		alter("text search dictionary", pgparse.Strings(x.AlterTsdictionaryStmt.Dictname)...)
	case *pg.Node_AlterFdwStmt:
		alter("foreign data wrapper", x.AlterFdwStmt.Fdwname)
	case *pg.Node_AlterForeignServerStmt:
		alter("server", x.AlterForeignServerStmt.Servername)
	case *pg.Node_AlterUserMappingStmt:
		alter("server", x.AlterUserMappingStmt.Servername)
	case *pg.Node_DropUserMappingStmt:
		alter("server", x.DropUserMappingStmt.Servername)
	case *pg.Node_AlterSubscriptionStmt:
		alter("subscription", x.AlterSubscriptionStmt.Subname)
	case *pg.Node_DropSubscriptionStmt:
		r.drop(r.named("subscription", []string{x.DropSubscriptionStmt.Subname}))
	default:
		return false
	}
	return true
}

// rareCreations notes what is created, so that it may be dropped later.
func (r *reader) rareCreations(n *pg.Node) bool {
	var kind op.Kind
	name := ""
	switch x := n.Node.(type) {
	case *pg.Node_CreateFdwStmt:
		kind, name = "foreign data wrapper", x.CreateFdwStmt.Fdwname
	case *pg.Node_CreateForeignServerStmt:
		kind, name = "server", x.CreateForeignServerStmt.Servername
	case *pg.Node_CreateSubscriptionStmt:
		r.say("own-server-wide", "lets the server write what another one sends")
		kind, name = "subscription", x.CreateSubscriptionStmt.Subname
	case *pg.Node_CreateUserMappingStmt:
		return true
	case *pg.Node_CreateTransformStmt:
		r.ofTypes("adds a transform to", x.CreateTransformStmt.TypeName)
		return true
	case *pg.Node_CreateCastStmt:
		r.ofTypes("adds a cast to", x.CreateCastStmt.Sourcetype, x.CreateCastStmt.Targettype)
		return true
	case *pg.Node_CreateConversionStmt:
		r.create("creates", r.named("conversion", pgparse.Strings(x.CreateConversionStmt.ConversionName)), false)
		return true
	case *pg.Node_CreateOpClassStmt:
		r.create("creates", r.named("operator class", pgparse.Strings(x.CreateOpClassStmt.Opclassname)), false)
		if x.CreateOpClassStmt.IsDefault {
			r.ofTypes("adds a default operator class to", x.CreateOpClassStmt.Datatype)
		}
		return true
	case *pg.Node_CreateOpFamilyStmt:
		r.create("creates", r.named("operator family", pgparse.Strings(x.CreateOpFamilyStmt.Opfamilyname)), false)
		return true
	default:
		return false
	}
	r.create("creates", r.named(kind, []string{name}), false)
	return true
}

// hosts says whether objects of that type live on a table, whose name comes
// before theirs.
func hosts(t pg.ObjectType) bool {
	switch t {
	case pg.ObjectType_OBJECT_TRIGGER, pg.ObjectType_OBJECT_POLICY, pg.ObjectType_OBJECT_RULE,
		pg.ObjectType_OBJECT_COLUMN, pg.ObjectType_OBJECT_TABCONSTRAINT:
		return true
	}
	return false
}

// onObject touches an object of any type, or the table that it lives on.
func (r *reader) onObject(rule, does string, t pg.ObjectType, n *pg.Node) {
	kind, parts := kindOf(t), names(n)
	switch {
	case hosts(t) && len(parts) > 1:
		does += " " + string(kind) + " " + parts[len(parts)-1] + " of"
		kind, parts = kindTable, parts[:len(parts)-1]
	case t == pg.ObjectType_OBJECT_DOMCONSTRAINT:
		if items := n.GetList().GetItems(); len(items) > 0 {
			kind, parts = "domain", names(items[0])
		}
	case t == pg.ObjectType_OBJECT_CAST, t == pg.ObjectType_OBJECT_TRANSFORM, t == pg.ObjectType_OBJECT_LARGEOBJECT, len(parts) == 0:
		r.say("own-server-wide", does+" a "+string(kind))
		return
	case kind == "operator class" || kind == "operator family":
		parts = parts[1:] // the access method
	}
	r.touch(rule, does, r.named(kind, parts))
}

func (r *reader) dropStmt(s *pg.DropStmt) {
	kind := kindOf(s.RemoveType)
	if s.Concurrent {
		r.outside("DROP INDEX CONCURRENTLY")
	}
	for _, n := range s.Objects {
		switch {
		case hosts(s.RemoveType):
			r.onObject("own-alter", "drops", s.RemoveType, n)
		case s.RemoveType == pg.ObjectType_OBJECT_CAST || s.RemoveType == pg.ObjectType_OBJECT_TRANSFORM:
			r.say("own-server-wide", "drops a "+string(kind))
		default:
			parts := names(n)
			if kind == "operator class" || kind == "operator family" {
				parts = parts[min(1, len(parts)):]
			}
			o := r.named(kind, parts)
			r.threatenDrop(s, o)
			r.drop(o)
		}
	}
	r.cascade(s.Behavior, "drops")
}

func (r *reader) threatenDrop(s *pg.DropStmt, o object) {
	switch {
	case o.kind == kindTable:
		r.threaten(change{what: dropTable, table: o.name}, o)
	case o.kind == kindIndex && !s.Concurrent:
		r.threaten(change{what: dropIndex, table: o.name}, o)
	}
}

func (r *reader) renameStmt(s *pg.RenameStmt) {
	kind := kindOf(s.RenameType)
	if s.Relation == nil {
		r.renameObject(s, kind)
		return
	}
	table := r.relation(kind, s.Relation)
	switch s.RenameType {
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_SEQUENCE,
		pg.ObjectType_OBJECT_INDEX, pg.ObjectType_OBJECT_FOREIGN_TABLE:
		to := table
		to.name = table.name.Sibling(s.Newname)
		if kind == kindTable {
			r.threaten(change{what: renameTable, table: table.name, part: s.Newname}, table)
		}
		r.rename(table, to)
	default:
		table.kind = kindTable
		if k := kindOf(s.RelationType); class(k) == "relation" || k == kindType {
			table.kind = k
		}
		r.touch("own-alter", "renames "+string(kind)+" "+s.Subname+" of", table)
		r.cascade(s.Behavior, "renames what belongs to "+string(table.name))
		if s.RenameType == pg.ObjectType_OBJECT_COLUMN {
			r.threaten(change{what: renameColumn, table: table.name, part: s.Subname}, table)
		}
	}
}

func (r *reader) renameObject(s *pg.RenameStmt, kind op.Kind) {
	parts := names(s.Object)
	switch s.RenameType {
	case pg.ObjectType_OBJECT_SCHEMA, pg.ObjectType_OBJECT_ROLE, pg.ObjectType_OBJECT_DATABASE, pg.ObjectType_OBJECT_TABLESPACE:
		parts = []string{s.Subname}
	case pg.ObjectType_OBJECT_DOMCONSTRAINT:
		r.onObject("own-shared-type", "renames a constraint of", s.RenameType, &pg.Node{Node: &pg.Node_List{List: &pg.List{Items: []*pg.Node{s.Object}}}})
		return
	}
	o := r.named(kind, parts)
	to := o
	to.name = o.name.Sibling(s.Newname)
	if schemaless(kind) {
		to.name = schema.NewName("", s.Newname)
	}
	r.rename(o, to)
}

func (r *reader) rename(from, to object) {
	r.touch(alterRule(from.kind), "renames", from)
	r.emit(effect{kind: renames, rule: "own-create-taken", does: "renames " + string(from.name) + " to", object: from, to: to})
}

func (r *reader) setSchema(s *pg.AlterObjectSchemaStmt) {
	kind := kindOf(s.ObjectType)
	o := r.named(kind, names(s.Object))
	if s.Relation != nil {
		o = r.relation(kind, s.Relation)
	}
	to := o
	to.name, to.bare = schema.NewName(s.Newschema, o.name.Object()), false
	r.touch(alterRule(kind), "moves to schema "+s.Newschema+" the", o)
	if kind == kindExtension {
		r.createIn("moves an extension to", s.Newschema)
		return
	}
	r.emit(effect{kind: renames, rule: "own-create-taken", does: "moves " + string(o.name) + " to", object: o, to: to})
}

// privileges reads GRANT and REVOKE.
func (r *reader) privileges(n *pg.Node) bool {
	switch x := n.Node.(type) {
	case *pg.Node_GrantStmt:
		r.grant(x.GrantStmt)
	case *pg.Node_GrantRoleStmt:
		r.say("own-grant", "grants or revokes a role")
	case *pg.Node_AlterDefaultPrivilegesStmt:
		r.defaultPrivileges(x.AlterDefaultPrivilegesStmt)
	default:
		return false
	}
	return true
}

// defaultPrivileges reads ALTER DEFAULT PRIVILEGES, of schemas if it names some.
func (r *reader) defaultPrivileges(s *pg.AlterDefaultPrivilegesStmt) {
	named := false
	for _, n := range s.Options {
		if opt := n.GetDefElem(); opt.GetDefname() == "schemas" {
			for _, name := range pgparse.Strings(opt.Arg.GetList().GetItems()) {
				named = true
				r.touch("own-grant", "changes the privileges on what will be created in", r.named(kindSchema, []string{name}))
			}
		}
	}
	if !named {
		r.say("own-grant", "changes the privileges on what will be created, by whatever service")
	}
}

// ofTypes notes what changes how expressions of types are read: it concerns
// the one that is not PostgreSQL's own, or everybody if there is none. Between
// two of them it is left to the fence whose they are.
func (r *reader) ofTypes(does string, types ...*pg.TypeName) {
	var made []object
	for _, t := range types {
		parts := pgparse.Strings(t.GetNames())
		if len(parts) > 1 && parts[0] == "pg_catalog" || len(parts) == 1 && slices.Contains(builtinTypes, parts[0]) {
			continue
		}
		made = append(made, r.named(kindType, parts))
	}
	switch len(made) {
	case 0:
		r.say("own-server-wide", does+" a type of PostgreSQL's own")
	case 1:
		r.touch("own-shared-type", does, made[0])
	}
}

// builtinTypes are those of pg_catalog that the grammar has no words for.
var builtinTypes = []string{
	"text", "json", "jsonb", "uuid", "bytea", "date", "inet", "cidr", "macaddr", "money", "xml", "name", "oid", "regclass", "point", "box",
	"tsvector", "tsquery", "int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange", "jsonpath",
}

func (r *reader) grant(s *pg.GrantStmt) {
	does := "grants privileges on"
	if !s.IsGrant {
		does = "revokes privileges on"
	}
	kind := kindOf(s.Objtype)
	switch {
	case s.Targtype == pg.GrantTargetType_ACL_TARGET_DEFAULTS:
		return // said of ALTER DEFAULT PRIVILEGES
	case s.Targtype == pg.GrantTargetType_ACL_TARGET_ALL_IN_SCHEMA:
		for _, n := range s.Objects {
			r.touch("own-grant", does+" everything in", r.named(kindSchema, names(n)))
		}
		return
	case kind == "parameter acl" || kind == "largeobject":
		r.say("own-grant", does+" a "+string(kind))
		return
	}
	for _, n := range s.Objects {
		if v := n.GetRangeVar(); v != nil {
			r.touch("own-grant", does, r.relation(kind, v))
			continue
		}
		r.touch("own-grant", does, r.named(kind, names(n)))
	}
}

// createIn checks that a schema is the service's own to create in.
func (r *reader) createIn(does, name string) {
	r.touch("own-unowned-create", does, r.named(kindSchema, []string{name}))
}
