package introspect

import (
	"fmt"
	"strconv"
	"strings"
)

// fields takes the fields of a row one after the other. The bytes belong to
// the connection, so whatever is kept is copied.
type fields struct {
	values [][]byte
	i      int
	words  words
	err    error // the first
}

func (f *fields) reset(values [][]byte) { f.values, f.i = values, 0 }

// raw takes a field as it came; nil for NULL.
func (f *fields) raw() []byte {
	v := f.values[f.i]
	f.i++
	return v
}

// text takes a field as a string of its own, empty for NULL.
func (f *fields) text() string { return string(f.raw()) }

// word takes a field that is likely to come again.
func (f *fields) word() string { return f.words.get(f.raw()) }

func (f *fields) flag() bool {
	v := f.raw()
	return len(v) == 1 && v[0] == 't'
}

// char takes a field of type "char", 0 for an empty one.
func (f *fields) char() byte {
	v := f.raw()
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

func (f *fields) oid() uint32 { return uint32(f.number(f.raw())) }

func (f *fields) int() int { return int(f.number(f.raw())) }

func (f *fields) int64() int64 { return f.number(f.raw()) }

// optionalInt takes a number, nil for NULL.
func (f *fields) optionalInt() *int {
	v := f.raw()
	if v == nil {
		return nil
	}
	n := int(f.number(v))
	return &n
}

// number reads a decimal number; NULL is 0.
func (f *fields) number(v []byte) int64 {
	var n int64
	for i, c := range v {
		switch {
		case c == '-' && i == 0 && len(v) > 1:
		case c < '0' || c > '9':
			f.fail(v, "a number")
			return 0
		default:
			n = n*10 - int64(c-'0') // negative, because that range is the larger
		}
	}
	if len(v) > 0 && v[0] == '-' {
		return n
	}
	return -n
}

// ints takes an int2vector "1 2", an oidvector or an int2[] "{1,2}".
func (f *fields) ints() []int {
	v := f.raw()
	if len(v) > 0 && v[0] == '{' {
		v = v[1 : len(v)-1]
	}
	if len(v) == 0 {
		return nil
	}
	list := make([]int, 0, 4)
	start := 0
	for i := 0; i <= len(v); i++ {
		if i == len(v) || v[i] == ' ' || v[i] == ',' {
			list = append(list, int(f.number(v[start:i])))
			start = i + 1
		}
	}
	return list
}

// list takes a text[], nil for NULL.
func (f *fields) list() []string {
	v := f.raw()
	if len(v) < 3 {
		return nil
	}
	var list []string
	for rest := string(v[1 : len(v)-1]); rest != ""; {
		var item string
		item, rest = cutItem(rest)
		list = append(list, item)
	}
	return list
}

// cutItem takes the first item off the inside of an array's text form.
func cutItem(s string) (item, rest string) {
	if s[0] != '"' {
		item, rest, _ = strings.Cut(s, ",")
		return item, rest
	}
	var b strings.Builder
	i := 1
	for ; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String(), strings.TrimPrefix(s[min(i+1, len(s)):], ",")
}

func (f *fields) fail(v []byte, want string) {
	if f.err == nil {
		f.err = fmt.Errorf("the server sent %s where %s belongs", strconv.Quote(string(v)), want)
	}
}

// words holds one copy of every word.
type words map[string]string

func (w words) get(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if s, ok := w[string(b)]; ok { // no allocation
		return s
	}
	s := string(b)
	w[s] = s
	return s
}
