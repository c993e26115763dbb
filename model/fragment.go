package model

import (
	"go/token"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/deedsql/deed/schema"
)

// A fragment is a piece of text that knows where each of its bytes stands in
// the source file, through the quotes of a struct tag and the lines of a
// directive.
type fragment struct {
	file *file
	text string
	segs []segment // sorted by at; shared between slices; nil: as it stands in the file
	base int       // where text begins in the coordinates of segs, or in the file
}

// A segment says that the text from at on stands in the file from pos on.
type segment struct{ at, pos int }

// source returns the bytes of a file from one offset to another.
func (f *file) source(from, to int) fragment {
	return fragment{file: f, text: f.text[from:to], base: from}
}

// offset returns the file offset of the byte at i.
func (f fragment) offset(i int) int {
	at := f.base + i
	if f.segs == nil {
		return at
	}
	k := sort.Search(len(f.segs), func(k int) bool { return f.segs[k].at > at }) - 1
	if k < 0 {
		return 0
	}
	return f.segs[k].pos + at - f.segs[k].at
}

func (f fragment) position() token.Position { return f.file.position(f.offset(0)) }

func (f fragment) slice(from, to int) fragment {
	f.text, f.base = f.text[from:to], f.base+from
	return f
}

func (f fragment) from(i int) fragment { return f.slice(i, len(f.text)) }

// token returns the fragment of one of its tokens.
func (f fragment) token(t schema.Token) fragment { return f.slice(t.Pos, t.End()) }

func (f fragment) trim() fragment {
	left := len(f.text) - len(strings.TrimLeft(f.text, " \t\r\n"))
	f = f.from(left)
	return f.slice(0, len(strings.TrimRight(f.text, " \t\r\n")))
}

func (f fragment) empty() bool { return f.text == "" }

// end returns the empty fragment behind f.
func (f fragment) end() fragment { return f.from(len(f.text)) }

// word returns the token that begins at the byte i, for errors; the end of the
// fragment gives its last token.
func (f fragment) word(i int) fragment {
	tokens := schema.Tokens(f.text)
	for _, t := range tokens {
		if i < t.End() {
			return f.token(t)
		}
	}
	if n := len(tokens); n > 0 {
		return f.token(tokens[n-1])
	}
	return f
}

// find returns where an identifier is named in the fragment.
func (f fragment) find(ident string) fragment {
	for _, t := range schema.Tokens(f.text) {
		if (t.Kind == schema.Word || t.Kind == schema.Quoted) && t.Unquote() == ident {
			return f.token(t)
		}
	}
	return f
}

// splitTop is [schema.SplitTop] that keeps positions.
func (f fragment) splitTop(separator string) []fragment {
	var parts []fragment
	depth, start := 0, 0
	for _, t := range schema.Tokens(f.text) {
		depth += nesting(t)
		if depth == 0 && t.Is(separator) {
			parts = append(parts, f.slice(start, t.Pos).trim())
			start = t.End()
		}
	}
	return append(parts, f.from(start).trim())
}

func nesting(t schema.Token) int {
	switch {
	case t.Kind != schema.Symbol:
		return 0
	case t.Text == "(" || t.Text == "[":
		return 1
	case t.Text == ")" || t.Text == "]":
		return -1
	}
	return 0
}

// join puts fragments of one file in a row, a blank between them.
func join(parts ...fragment) fragment {
	var out fragment
	var b strings.Builder
	for _, p := range parts {
		if p.empty() {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		out.file = p.file
		out.segs = append(out.segs, p.segments(b.Len())...)
		b.WriteString(p.text)
	}
	out.text = b.String()
	return out
}

// segments returns the segments of the fragment alone, for a text that
// begins at.
func (f fragment) segments(at int) []segment {
	list := []segment{{at, f.offset(0)}}
	for _, s := range f.segs {
		if s.at > f.base && s.at < f.base+len(f.text) {
			list = append(list, segment{at + s.at - f.base, s.pos})
		}
	}
	return list
}

// unquote takes a Go string literal and returns what it stands for.
func (f fragment) unquote() (fragment, bool) {
	if len(f.text) < 2 {
		return f, false
	}
	quote, inner := f.text[0], f.slice(1, len(f.text)-1)
	switch {
	case f.text[len(f.text)-1] != quote:
		return f, false
	case quote == '`':
		return inner, true
	case quote != '"':
		return f, false
	case !strings.Contains(inner.text, `\`):
		return inner, true
	}
	var b strings.Builder
	var segs []segment
	for i := 0; i < len(inner.text); {
		r, multibyte, rest, err := strconv.UnquoteChar(inner.text[i:], quote)
		if err != nil {
			return inner.from(i), false
		}
		segs = append(segs, segment{b.Len(), inner.offset(i)})
		if r < utf8.RuneSelf || !multibyte {
			b.WriteByte(byte(r))
		} else {
			b.WriteRune(r)
		}
		i = len(inner.text) - len(rest)
	}
	return fragment{file: f.file, text: b.String(), segs: segs}, true
}
