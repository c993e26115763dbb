package migrations

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"reflect"
)

// checksum returns a digest of steps. It covers what the steps say and leaves
// out fields that say nothing, so that a deed that prints other SQL for the
// same operation, or gives operations new fields, computes the same. Of a
// [Func] it covers that it is there: what a function does cannot be told.
func checksum(steps []Step) string {
	h := sha256.New()
	for _, step := range steps {
		digest(h, reflect.ValueOf(step))
		fmt.Fprint(h, "\n")
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

func digest(w io.Writer, v reflect.Value) {
	switch v.Kind() {
	case reflect.Invalid:
		fmt.Fprint(w, "nil")
	case reflect.Func:
		fmt.Fprint(w, "func")
	case reflect.Pointer, reflect.Interface:
		digest(w, v.Elem())
	case reflect.Slice:
		fmt.Fprint(w, "[")
		for i := range v.Len() {
			digest(w, v.Index(i))
			fmt.Fprint(w, ",")
		}
		fmt.Fprint(w, "]")
	case reflect.Struct:
		digestStruct(w, v)
	default:
		fmt.Fprintf(w, "%#v", scalar(v))
	}
}

// scalar strips the named type off a value, which is not what it says.
func scalar(v reflect.Value) any {
	switch v.Kind() {
	case reflect.String:
		return v.String()
	case reflect.Bool:
		return v.Bool()
	case reflect.Float32, reflect.Float64:
		return v.Float()
	}
	return v.Int()
}

func digestStruct(w io.Writer, v reflect.Value) {
	fmt.Fprintf(w, "%s{", v.Type().Name())
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if !field.IsExported() || isBlank(v.Field(i)) {
			continue
		}
		fmt.Fprintf(w, "%s:", field.Name)
		digest(w, v.Field(i))
		fmt.Fprint(w, ";")
	}
	fmt.Fprint(w, "}")
}

func isBlank(v reflect.Value) bool {
	return v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0
}
