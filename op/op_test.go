package op_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/deedsql/deed/op"
)

func TestReverse(t *testing.T) {
	ops := []op.Operation{
		op.CreateEnum{Enum: op.Enum{Name: "status", Values: []string{"new"}}},
		op.AddColumn{Table: "t", Column: op.Column{Name: "s", Type: "public.status"}},
		op.AlterColumn{Table: "t", From: op.Column{Name: "a", Type: "integer"}, To: op.Column{Name: "a", Type: "bigint"}},
		op.RenameColumn{Table: "t", From: "b", To: "c"},
		op.SetComment{On: "table", Object: "t", From: "", To: "Things."},
	}
	want := []op.Operation{
		op.SetComment{On: "table", Object: "t", From: "Things.", To: ""},
		op.RenameColumn{Table: "t", From: "c", To: "b"},
		op.AlterColumn{Table: "t", From: op.Column{Name: "a", Type: "bigint"}, To: op.Column{Name: "a", Type: "integer"}},
		op.DropColumn{Table: "t", Column: op.Column{Name: "s", Type: "public.status"}},
		op.DropEnum{Enum: op.Enum{Name: "status", Values: []string{"new"}}},
	}
	got, err := op.Reverse(ops)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(describe(want), describe(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	again, err := op.Reverse(got)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(describe(ops), describe(again)); d != "" {
		t.Errorf("reversed twice (-want +got):\n%s", d)
	}
}

func TestIrreversible(t *testing.T) {
	_, err := op.Reverse([]op.Operation{op.SQL{Up: "UPDATE t SET a = 1"}})
	var irreversible *op.IrreversibleError
	if !errors.As(err, &irreversible) {
		t.Errorf("got %v, want an IrreversibleError", err)
	}
}

func TestNarrows(t *testing.T) {
	for _, tt := range []struct {
		from, to string
		want     bool
	}{
		{"integer", "bigint", false},
		{"bigint", "integer", true},
		{"serial", "bigserial", false},
		{"varchar(50)", "varchar(100)", false},
		{"varchar(100)", "varchar(50)", true},
		{"varchar(100)", "varchar", false},
		{"varchar", "varchar(50)", true},
		{"varchar(50)", "text", false},
		{"text", "varchar(50)", true},
		{"text", "integer", true},
		{"integer", "text", false},
		{"numeric(10,2)", "numeric(12,2)", false},
		{"numeric(10,2)", "numeric(10,1)", true},
		{"numeric(10,2)", "numeric(11,4)", true},
		{"numeric(10,2)", "numeric", false},
		{"timestamp", "timestamptz", false},
		{"timestamp(6)", "timestamp(3)", true},
		{"public.status", "text", false},
		{"jsonb", "text", false},
		{"jsonb", "json", false},
		{"json", "jsonb", true}, // of keys that are there twice one is left
		{"integer[]", "bigint[]", false},
		{"varchar(50)[]", "text[]", false},
		{"varchar(50)[]", "varchar(20)[]", true},
		{"integer[]", "integer", true},
		{"integer", "text[]", true},
		{"double precision", "real", true},
	} {
		if got := op.Narrows(tt.from, tt.to); got != tt.want {
			t.Errorf("Narrows(%q, %q) = %v", tt.from, tt.to, got)
		}
	}
}

func describe(ops []op.Operation) []string {
	lines := make([]string, len(ops))
	for i, o := range ops {
		lines[i] = op.Describe(o)
	}
	return lines
}
