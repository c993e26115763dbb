package lint

import (
	"slices"
	"strings"

	"github.com/deedsql/deed/internal/pgparse"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// readWords reads a statement that has no tree by its words: what it does to
// which name, as far as the first words and a few marks further on tell.
func readWords(p pgparse.Statement) statement {
	w := &wordReader{
		tokens: schema.Tokens(p.SQL),
		done:   statement{span: span{p.Pos, p.Pos + len(p.SQL)}, sql: p.SQL},
	}
	w.read()
	return w.done
}

type wordReader struct {
	done   statement
	tokens []schema.Token
	i      int
}

func (w *wordReader) read() {
	switch {
	case w.skip("create"):
		w.create()
	case w.skip("alter"):
		kind := w.kind()
		if hosted(kind) {
			w.touchOn("own-alter", "alters "+string(kind)+" of")
			break
		}
		w.touch(alterRule(kind), "alters", kind)
	case w.skip("drop"):
		kind := w.kind()
		if hosted(kind) {
			w.touchOn("own-alter", "drops "+string(kind)+" of")
			break
		}
		if o, ok := w.touch(dropRule(kind), "drops", kind); ok {
			w.emit(effect{kind: drops, object: o})
		}
	case w.skip("truncate"):
		w.touch("own-truncate", "truncates", kindTable)
	case w.skip("comment"):
		w.skip("on")
		w.touch("own-attach-object", "comments on", w.kind())
	case w.skip("grant"), w.skip("revoke"):
		w.seek("on")
		w.touch("own-grant", "changes privileges on", w.kind())
	case w.skip("begin"), w.skip("commit"), w.skip("rollback"), w.skip("start"), w.skip("savepoint"), w.skip("end"):
		w.emit(effect{kind: says, rule: "tx-control", span: w.done.head(), does: "controls the transaction, which is the runner's"})
	}
	w.marks()
}

// hosted reports whether objects of the kind live on a table.
func hosted(k op.Kind) bool { return k == "trigger" || k == "rule" || k == "policy" }

func (w *wordReader) create() {
	replace := w.skip("or", "replace")
	for w.skip("unique") || w.skip("temp") || w.skip("temporary") || w.skip("unlogged") || w.skip("constraint") || w.skip("recursive") {
	}
	kind := w.kind()
	switch {
	case hosted(kind):
		w.touchOn("own-attach-object", "puts a "+string(kind)+" on")
	case kind == kindIndex, kind == "statistics":
		w.touchOn("own-attach-object", "creates "+string(kind)+" on")
	default:
		if o, ok := w.name(kind); ok {
			e := effect{kind: creates, rule: "own-create-taken", does: "creates", object: o, span: o.span}
			if replace {
				e.kind = replaces
			}
			w.emit(e)
		}
	}
}

// kind reads the words of a kind, and those that may stand between it and the
// name.
func (w *wordReader) kind() op.Kind {
	kind := op.Kind("object")
	for _, words := range []string{
		"materialized view", "foreign table", "event trigger", "table", "view", "index", "sequence", "type", "domain",
		"function", "procedure", "aggregate", "routine", "schema", "extension", "trigger", "rule", "policy", "publication",
		"subscription", "statistics", "role", "database", "collation", "server", "column", "constraint",
	} {
		if w.skip(strings.Fields(words)...) {
			kind = op.Kind(words)
			break
		}
	}
	for w.skip("concurrently") || w.skip("if", "exists") || w.skip("if", "not", "exists") || w.skip("only") {
	}
	return kind
}

// marks reads what stands anywhere in a statement.
func (w *wordReader) marks() {
	for w.i = 0; w.i < len(w.tokens); {
		switch {
		case w.skip("insert", "into"):
			w.touch("own-dml", "inserts into", kindTable)
		case w.skip("merge", "into"):
			w.touch("own-dml", "merges rows into", kindTable)
		case w.skip("delete", "from"):
			w.skip("only")
			w.touch("own-dml", "deletes rows of", kindTable)
		case w.i == 0 && w.skip("update"), w.skip("(", "update"), w.skip(")", "update"):
			w.skip("only")
			w.touch("own-dml", "updates rows of", kindTable)
		case w.skip("references"):
			w.touch("own-foreign-key", "puts a foreign key to", kindTable)
		case w.tokens[w.i].Is("cascade") && (w.i == 0 || !slices.ContainsFunc([]string{"delete", "update"}, w.tokens[w.i-1].Is)):
			t := w.tokens[w.i]
			w.emit(effect{
				kind: says, rule: "own-cascade", does: "CASCADE may reach objects of other services",
				span: span{w.done.start + t.Pos, w.done.start + t.End()},
			})
			w.i++
		default:
			w.i++
		}
	}
}

func (w *wordReader) emit(e effect) { w.done.effects = append(w.done.effects, e) }

func (w *wordReader) touch(rule, does string, kind op.Kind) (object, bool) {
	o, ok := w.name(kind)
	if ok {
		w.emit(effect{kind: touches, rule: rule, does: does, object: o, span: o.span})
	}
	return o, ok
}

// touchOn touches the table behind ON.
func (w *wordReader) touchOn(rule, does string) {
	w.seek("on")
	w.skip("only")
	w.touch(rule, does, kindTable)
}

func (w *wordReader) seek(word string) {
	for w.i < len(w.tokens) && !w.skip(word) {
		w.i++
	}
}

func (w *wordReader) skip(words ...string) bool {
	for k, word := range words {
		if w.i+k >= len(w.tokens) || !w.tokens[w.i+k].Is(word) {
			return false
		}
	}
	w.i += len(words)
	return true
}

// name reads a name.
func (w *wordReader) name(kind op.Kind) (object, bool) {
	if w.i >= len(w.tokens) || !isIdent(w.tokens[w.i]) {
		return object{}, false
	}
	from, parts := w.i, []string{w.tokens[w.i].Unquote()}
	for w.i++; w.i+1 < len(w.tokens) && w.tokens[w.i].Is(".") && isIdent(w.tokens[w.i+1]); w.i += 2 {
		parts = append(parts, w.tokens[w.i+1].Unquote())
	}
	o := object{kind: kind, bare: len(parts) == 1, name: schema.NewName("", parts[len(parts)-1])}
	if len(parts) > 1 {
		o.name = schema.NewName(parts[len(parts)-2], parts[len(parts)-1])
	}
	o.span = span{w.done.start + w.tokens[from].Pos, w.done.start + w.tokens[w.i-1].End()}
	return o, true
}
