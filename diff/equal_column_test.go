package diff

import (
	"reflect"
	"testing"

	"github.com/deedsql/deed/schema"
)

// TestSameColumnSeesEveryField changes one field after the other, so that a
// field added to schema.Column cannot be forgotten.
func TestSameColumnSeesEveryField(t *testing.T) {
	one := 1
	changed := schema.Column{
		Name: "other", Type: "text", Collation: "C", NotNull: true, Default: "1", Identity: &schema.Identity{Always: true},
		Generated: &schema.Generated{Expr: "1"}, NotNullName: "named", NotNullNotValid: true, NotNullNoInherit: true,
		NotNullComment: "why", Storage: "main", Compression: "lz4",
		Statistics: &one, Options: []string{"n_distinct=5"}, Comment: "a column", Inherited: true,
	}
	for i := range reflect.TypeFor[schema.Column]().NumField() {
		field := reflect.TypeFor[schema.Column]().Field(i)
		a := schema.Column{Name: "c", Type: "integer"}
		b := a
		value := reflect.ValueOf(changed).Field(i)
		if value.IsZero() {
			t.Fatalf("the test has no value for %s", field.Name)
		}
		reflect.ValueOf(&b).Elem().Field(i).Set(value)
		if want := field.Name == "Inherited"; sameColumn(a, b) != want {
			t.Errorf("sameColumn of columns that differ in %s = %t", field.Name, !want)
		}
		if !sameColumn(b, b) {
			t.Errorf("a column with %s is not the same as itself", field.Name)
		}
	}
}
