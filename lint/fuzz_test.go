package lint

import (
	"testing"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/op"
)

// FuzzSQL holds that any text is read without a panic, and that every effect
// lies within the text.
func FuzzSQL(f *testing.F) {
	for _, sql := range legitimate {
		f.Add(sql)
	}
	f.Add("DO $$ BEGIN EXECUTE 'x' || y; FOR r IN EXECUTE z LOOP NULL; END LOOP")
	f.Add("ALTER TABLE a.b ADD CONSTRAINT c NOT NULL d; DROP TABLE \"x")
	f.Add("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN DELETE FROM a WHERE b = ''c''; END'")
	f.Fuzz(func(t *testing.T, sql string) {
		for _, s := range readSQL(sql) {
			for _, e := range s.effects {
				if e.start < 0 || e.end < e.start || e.end > len(sql) {
					t.Errorf("%q: effect %+v lies at %d:%d", sql, e, e.start, e.end)
				}
			}
		}
	})
}

// TestOperations holds that every operation has effects.
func TestOperations(t *testing.T) {
	t.Parallel()
	for _, typ := range codegen.OperationTypes() {
		o := zero(typ.Name())
		if o == nil {
			continue
		}
		if len(readOperation(o)) == 0 {
			t.Errorf("op.%s has no effect", typ.Name())
		}
	}
}

// zero returns an operation whose effects are not read by another test.
func zero(name string) op.Operation {
	return map[string]op.Operation{
		"AlterTable": op.AlterTable{Table: "t"}, "AlterIndex": op.AlterIndex{Table: "t"}, "AlterDomain": op.AlterDomain{},
		"AlterComposite": op.AlterComposite{}, "AlterExtension": op.AlterExtension{}, "AlterSequence": op.AlterSequence{},
		"AlterConstraint": op.AlterConstraint{Table: "t"}, "DetachPartition": op.DetachPartition{Table: "t"},
		"NoInherit": op.NoInherit{Table: "t", Parent: "p"}, "RenameType": op.RenameType{From: "a", To: "b"},
		"RenameSequence": op.RenameSequence{From: "a", To: "b"}, "RenameEnumValue": op.RenameEnumValue{Enum: "e"},
		"CreateStatistics": op.CreateStatistics{Table: "t"}, "DropStatistics": op.DropStatistics{Table: "t"},
		"RenameIndex": op.RenameIndex{Table: "t"}, "RenameConstraint": op.RenameConstraint{Table: "t"},
		"DropConstraint": op.DropConstraint{Table: "t", Constraint: op.Check{Name: "c"}},
		"CreateDomain":   op.CreateDomain{}, "CreateComposite": op.CreateComposite{}, "CreateRange": op.CreateRange{},
		"CreateExtension": op.CreateExtension{}, "DropEnum": op.DropEnum{}, "DropDomain": op.DropDomain{},
		"DropComposite": op.DropComposite{}, "DropRange": op.DropRange{}, "AdoptTable": op.AdoptTable{}, "ReleaseTable": op.ReleaseTable{},
		"Adopt": op.Adopt{}, "Release": op.Release{},
	}[name]
}
