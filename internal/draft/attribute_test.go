package draft

import (
	"testing"

	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/schema"
)

// What ROW(…) means depends on the order of the attributes, and that stays.
func TestValuesInAnotherOrder(t *testing.T) {
	db := func(attributes []string, value string) schema.Database {
		c := schema.Composite{Name: "c"}
		for _, name := range attributes {
			c.Attributes = append(c.Attributes, schema.Attribute{Name: name, Type: "integer"})
		}
		table := schema.Table{Name: "t", Columns: []schema.Column{{Name: "v", Type: "public.c", Default: value}}}
		return schema.Database{Composites: []schema.Composite{c}, Tables: []schema.Table{table}}
	}
	live := db([]string{"a", "b"}, "ROW(1, 2)::public.c")
	for _, test := range []struct {
		want    schema.Database
		refused bool
	}{
		{db([]string{"a", "b", "d"}, "ROW(1, 2, 3)::c"), false},
		{db([]string{"b", "a"}, "ROW(1,2)::public.c"), false}, // as it is there
		{db([]string{"b", "a"}, "new_c()"), false},
		{db([]string{"b", "a"}, "ROW(2, 1)::c"), true},
		{db([]string{"a", "d", "b"}, "'(1,3,2)'"), true},
	} {
		_, err := attributesAsThere(test.want, live)
		if refused := err != nil; refused != test.refused {
			t.Errorf("%v DEFAULT %s: got %v", test.want.Composites[0].Attributes, test.want.Tables[0].Columns[0].Default, err)
		}
		if err != nil && len(hint.Of(err)) != 1 {
			t.Errorf("%v has no hint", err)
		}
	}
}
