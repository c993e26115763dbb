package ownership_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/ownership"
	"github.com/deedsql/deed/schema"
)

func TestSelectTables(t *testing.T) {
	for _, tt := range []struct {
		name    string
		reason  string
		claims  ownership.Claims
		history []op.Operation
		want    []schema.Name
		adopt   []op.Object
		stays   []string // reported
	}{
		{
			name:   "nothing claimed",
			reason: "what no evidence claims is foreign",
		},
		{
			name:   "a model",
			reason: "a model is evidence, and what it did not create is adopted",
			claims: ownership.Claims{Models: database("users")},
			want:   []schema.Name{"users"}, adopt: []op.Object{{Kind: op.KindTable, Name: "users"}},
		},
		{
			name:    "created, and the model is gone",
			reason:  "its drop must be drafted",
			history: []op.Operation{op.CreateTable{Table: table("users")}},
			want:    []schema.Name{"users"},
		},
		{
			name:   "created and dropped, and somebody else made it again",
			reason: "the history gave it up",
			history: []op.Operation{
				op.CreateTable{Table: table("users")}, op.DropTable{Table: table("users")},
			},
		},
		{
			name:    "created under another name",
			reason:  "a rename takes the evidence along",
			history: []op.Operation{op.CreateTable{Table: table("people")}, op.RenameTable{From: "people", To: "users"}},
			want:    []schema.Name{"users"},
		},
		{
			name:    "adopted, and the model is gone",
			reason:  "what it did not create it does not drop",
			history: []op.Operation{op.AdoptTable{Table: "users"}},
			stays:   []string{"table users"},
		},
		{
			name:    "adopted, no model, --drop-unmodelled",
			reason:  "the person said so",
			claims:  ownership.Claims{DropUnmodelled: true},
			history: []op.Operation{op.AdoptTable{Table: "users"}},
			want:    []schema.Name{"users"},
		},
		{
			name:    "released",
			reason:  "it is somebody else's now",
			history: []op.Operation{op.CreateTable{Table: table("users")}, op.ReleaseTable{Table: "users"}},
		},
		{
			name:   "Owns without a model",
			reason: "claimed is not created",
			claims: ownership.Claims{Owns: ownership.Globs{"u*"}},
			stays:  []string{"table users"},
		},
		{
			name:   "Owns of another schema",
			reason: "a pattern without a schema means public",
			claims: ownership.Claims{Owns: ownership.Globs{"audit"}, DropUnmodelled: true},
		},
		{
			name:   "history tables",
			reason: "no service touches the bookkeeping of any",
			claims: ownership.Claims{Owns: ownership.Globs{"*.*"}, DropUnmodelled: true},
			want:   []schema.Name{"auth.audit", "users"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.claims.History = ownership.Replay(tt.history)
			got := tt.claims.Select(live())
			var names []schema.Name
			for _, x := range got.Tables {
				names = append(names, x.Name)
			}
			var stays []string
			for _, o := range got.Unmodelled {
				stays = append(stays, o.String())
			}
			if d := cmp.Diff([]any{tt.want, tt.adopt, tt.stays}, []any{names, got.Adopt, stays}); d != "" {
				t.Errorf("%s (-want +got):\n%s", tt.reason, d)
			}
		})
	}
}

func TestPartsThatNobodyKnows(t *testing.T) {
	there := table("users", "id", "email", "legacy")
	there.Indexes = []schema.Index{{Name: "users_legacy_idx", Key: []string{"legacy"}}, {Name: "users_email_idx", Key: []string{"email"}}}
	there.Checks = []schema.Check{{Name: "legacy_check", Expr: "legacy > 0"}}
	there.Settings.RowSecurity = true
	there.Comment = "made by hand"
	model := table("users", "id", "email")
	claims := ownership.Claims{
		Models:  schema.Database{Tables: []schema.Table{model}},
		History: ownership.Replay([]op.Operation{op.CreateIndex{Table: "users", Index: schema.Index{Name: "users_email_idx"}}}),
	}
	got := claims.Select(schema.Database{Tables: []schema.Table{there}})
	want := table("users", "id", "email")
	want.Indexes = []schema.Index{{Name: "users_email_idx", Key: []string{"email"}}}
	if d := cmp.Diff(want, got.Tables[0]); d != "" {
		t.Errorf("the differ must not see what it may not drop (-want +got):\n%s", d)
	}
	for table, parts := range got.LeftAloneByTable() {
		if d := cmp.Diff([]string{"column legacy", "index users_legacy_idx", "constraint legacy_check"}, parts); table != "users" || d != "" {
			t.Errorf("on %s (-want +got):\n%s", table, d)
		}
	}
}

// A model's word that something was renamed is evidence for the old name, as
// long as nothing has the new one.
func TestRenamedIsKnown(t *testing.T) {
	there := table("people", "id", "mail", "legacy")
	there.Uniques = []schema.Unique{{Name: "people_mail_key", Columns: []string{"mail"}}}
	there.Checks = []schema.Check{{Name: "people_mail_check", Expr: "mail > 0"}, {Name: "people_legacy_check", Expr: "legacy > 0"}}
	model := table("users", "id", "email")
	model.Uniques = []schema.Unique{{Name: "users_email_key", Columns: []string{"email"}}}
	model.Checks = []schema.Check{{Name: "users_email_check", Expr: "email > 0"}}
	claims := ownership.Claims{
		Models:  schema.Database{Tables: []schema.Table{model}},
		History: ownership.Replay(nil),
		Renamed: []ownership.Rename{
			{Kind: op.KindTable, From: "people", To: "users"},
			{Kind: op.KindTable, To: "users", Old: "mail", New: "email"},
		},
	}
	got := claims.Select(schema.Database{Tables: []schema.Table{there}})
	want := table("people", "id", "mail")
	want.Uniques, want.Checks = there.Uniques, there.Checks[:1]
	if d := cmp.Diff([]schema.Table{want}, got.Tables); d != "" {
		t.Errorf("the differ sees what goes along, and not what nobody knows (-want +got):\n%s", d)
	}
	got = claims.Select(schema.Database{Tables: []schema.Table{there, table("users", "id", "email", "mail")}})
	if d := cmp.Diff([]schema.Table{table("users", "id", "email")}, got.Tables); d != "" {
		t.Errorf("once the new names are there the old ones may be anybody's (-want +got):\n%s", d)
	}
}

func TestRefuse(t *testing.T) {
	on := op.Object{Kind: op.KindTable, Name: "users"}
	view := ownership.Dependent{What: "view user_names", On: on, Column: "name"}
	whole := ownership.Dependent{What: "view user_names", On: on}
	policy := ownership.Dependent{What: "policy p on users", On: on, Goes: true}
	for _, tt := range []struct {
		name string
		op   op.Operation
		deps []ownership.Dependent
		want bool
	}{
		{"drop the table", op.DropTable{Table: table("users")}, []ownership.Dependent{whole}, true},
		{"drop a table that only a policy is on", op.DropTable{Table: table("users")}, []ownership.Dependent{policy}, false},
		{"drop the column", op.DropColumn{Table: "users", Column: schema.Column{Name: "name"}}, []ownership.Dependent{view}, true},
		{"drop another column", op.DropColumn{Table: "users", Column: schema.Column{Name: "x"}}, []ownership.Dependent{view}, false},
		{"retype", op.AlterColumn{Table: "users", From: schema.Column{Name: "name", Type: "text"}, To: schema.Column{Name: "name", Type: "integer"}}, []ownership.Dependent{view}, true},
		{"set a default", op.AlterColumn{Table: "users", From: schema.Column{Name: "name"}, To: schema.Column{Name: "name", Default: "''"}}, []ownership.Dependent{view}, false},
		{"add a column", op.AddColumn{Table: "users", Column: schema.Column{Name: "x"}}, []ownership.Dependent{view, whole}, false},
	} {
		if got := len(ownership.Refuse([]op.Operation{tt.op}, tt.deps)) > 0; got != tt.want {
			t.Errorf("%s: refused = %v", tt.name, got)
		}
	}
}

func TestForeignKeysFromOutside(t *testing.T) {
	users := table("users", "id", "email")
	users.PrimaryKey = &schema.PrimaryKey{Name: "users_pkey", Columns: []string{"id"}}
	posts := table("posts", "user_id")
	posts.ForeignKeys = []schema.ForeignKey{{Name: "posts_user_id_fkey", Columns: []string{"user_id"}, References: "users", RefColumns: []string{"id"}}}
	owned := ownership.Selection{Database: schema.Database{Tables: []schema.Table{users}}}
	dependents := owned.Foreign(schema.Database{Tables: []schema.Table{posts, users}})
	drop := []op.Operation{op.DropConstraint{Table: "users", Constraint: *users.PrimaryKey}}
	err := ownership.Refuse(drop, dependents)
	if want := "cannot drop primary key users_pkey on users: foreign key posts_user_id_fkey of table posts depends on it"; err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// live is a database that several services share.
func live() schema.Database {
	db := database("auth.audit", "users")
	db.Tables = append(db.Tables,
		schema.Table{Name: "alembic_version_other", Columns: []schema.Column{{Name: "version_num", Type: "varchar(32)"}}},
		table("deed_log", "id"))
	db.Sort()
	return db
}

func database(names ...schema.Name) schema.Database {
	var db schema.Database
	for _, n := range names {
		db.Tables = append(db.Tables, table(n, "id"))
	}
	return db
}

func table(name schema.Name, columns ...string) schema.Table {
	t := schema.Table{Name: name}
	for _, c := range columns {
		t.Columns = append(t.Columns, schema.Column{Name: c, Type: "integer"})
	}
	return t
}
