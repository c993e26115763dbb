package migrations

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/deedsql/deed/schema"
)

// words are the tokens of a text as they would be if it were written plainly:
// names and strings that are written as U&…, with whatever escape character, and
// strings that go on in another line.
func words(sql string) []schema.Token {
	var list []schema.Token
	tokens := schema.Tokens(sql)
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		last := len(list) - 1
		switch {
		case i > 1 && (t.Kind == schema.Quoted || t.Kind == schema.String) && tokens[i-1].Is("&") && tokens[i-2].Is("u"):
			mark := `\`
			if i+2 < len(tokens) && tokens[i+1].Is("uescape") && tokens[i+2].Kind == schema.String {
				mark = schema.StringValue(tokens[i+2].Text)
				i += 2
			}
			list[last-1] = plainly(t, mark)
			list = list[:last]
		case t.Kind == schema.String && last >= 0 && list[last].Kind == schema.String:
			list[last].Text = schema.Literal(schema.StringValue(list[last].Text) + schema.StringValue(t.Text))
		default:
			list = append(list, t)
		}
	}
	return list
}

// plainly returns a name or a string without its escapes.
func plainly(t schema.Token, mark string) schema.Token {
	value := t.Unquote()
	if t.Kind == schema.String {
		value = schema.StringValue(t.Text)
	}
	m := regexp.QuoteMeta(mark)
	value = regexp.MustCompile(m+`\+[0-9A-Fa-f]{6}|`+m+`[0-9A-Fa-f]{4}`).ReplaceAllStringFunc(value, func(code string) string {
		n, _ := strconv.ParseUint(strings.TrimLeft(strings.TrimPrefix(code, mark), "+"), 16, 32)
		return string(rune(n))
	})
	if t.Kind == schema.String {
		t.Text = schema.Literal(value)
	} else {
		t.Text = `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
	}
	return t
}

// statements divides a text.
func statements(sql string) (list [][]schema.Token) {
	var statement []schema.Token
	for _, t := range append(words(sql), schema.Token{Kind: schema.Symbol, Text: ";"}) {
		if !t.Is(";") {
			statement = append(statement, t)
			continue
		}
		list, statement = append(list, statement), nil
	}
	return list
}
