package migrations

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A unit is the smallest part of a revision that is executed, counted and
// resumed: a statement, or a Go function.
type unit struct {
	step          int // counted from 1
	sql           string
	fn            Func // instead of sql
	noTransaction bool
	commit        bool // end the transaction behind it
}

// steps returns the steps that a move executes, and refuses what cannot be
// taken back.
func (r Revision) steps(direction Direction) ([]Step, error) {
	switch {
	case direction == Up:
		return r.Upgrade, nil
	case r.Irreversible != "":
		return nil, fmt.Errorf("revision %s cannot be taken back: %s", r.title(), r.Irreversible)
	case r.Downgrade == nil && len(r.Upgrade) > 0:
		return nil, hint.New(fmt.Sprintf("revision %s has no Downgrade", r.title()),
			"write its steps, or an empty list ([]deed.Step{}) if there is nothing to take back")
	}
	return r.Downgrade, nil
}

// title names the revision in messages.
func (r Revision) title() string {
	if r.Message == "" {
		return r.ID
	}
	return fmt.Sprintf("%s (%s)", r.ID, r.Message)
}

// compile turns steps into units.
func compile(steps []Step) ([]unit, error) {
	var units []unit
	for i, step := range steps {
		more, err := compileStep(i+1, step)
		if err != nil {
			return nil, fmt.Errorf("step %d of %d: %w", i+1, len(steps), err)
		}
		units = append(units, more...)
	}
	return units, nil
}

func compileStep(number int, step Step) ([]unit, error) {
	switch step := step.(type) {
	case Func:
		if step == nil {
			return nil, fmt.Errorf("the Func is nil")
		}
		return []unit{{step: number, fn: step}}, nil
	case op.Operation:
		statements, err := ddl.Statements(step)
		if err != nil {
			return nil, err
		}
		units := make([]unit, 0, len(statements))
		for _, s := range statements {
			if err := cmp.Or(checkStatement(s), checkInput(s.SQL)); err != nil {
				return nil, err
			}
			units = append(units, unit{step: number, sql: s.SQL, noTransaction: s.NoTransaction, commit: s.Commit})
		}
		return units, nil
	}
	return nil, fmt.Errorf("%T is neither an operation nor a deed.Func", step)
}

// checkStatement refuses what would end the revision's transaction behind
// the runner's back, and what would run into the statements after it. The END
// of a function's BEGIN ATOMIC body ends none.
func checkStatement(s ddl.Statement) error {
	if s.NoTransaction {
		return nil
	}
	if schema.Unclosed(s.SQL) {
		return errUnclosed
	}
	var statement []schema.Token
	depth, atomic := 0, false
	for _, token := range append(schema.Tokens(s.SQL), schema.Token{Kind: schema.Symbol, Text: ";"}) {
		switch {
		case token.Is(";"):
			if endsTransaction(statement) && !(atomic && statement[0].Is("end")) {
				return hint.New(fmt.Sprintf("%s inside a revision: its transaction is the runner's", strings.ToUpper(statement[0].Text)),
					"split the revision in two, or mark a statement that cannot run in a transaction with NoTransaction")
			}
			atomic = atomic && (len(statement) == 0 || !statement[0].Is("end"))
			depth, statement = 0, nil
			continue
		case token.Is("("):
			depth++
		case token.Is(")"):
			depth--
		case token.Is("atomic") && depth == 0 && definesRoutine(statement) && statement[len(statement)-1].Is("begin"):
			atomic, statement = true, nil
			continue
		}
		statement = append(statement, token)
	}
	return nil
}

var errUnclosed = errors.New("the statement runs into the next one: is a quote or a comment unclosed?")

// checkInput refuses what waits for rows that nobody sends, and what changes how
// SQL is read.
func checkInput(sql string) error {
	if err := checkReading(sql); err != nil {
		return err
	}
	for _, tokens := range statements(sql) {
		for i := 1; i < len(tokens) && tokens[0].Is("copy"); i++ {
			if tokens[i-1].Is("from") && tokens[i].Is("stdin") {
				return hint.New("COPY FROM STDIN waits for rows that nobody sends", "write INSERT, or call tx.CopyFrom in a deed.Func")
			}
		}
	}
	return nil
}

// definesRoutine reports whether a statement begins with CREATE [OR REPLACE]
// FUNCTION or PROCEDURE.
func definesRoutine(tokens []schema.Token) bool {
	if len(tokens) < 4 || !tokens[0].Is("create") {
		return false
	}
	if tokens[1].Is("or") {
		tokens = tokens[2:]
	}
	return tokens[1].Is("function") || tokens[1].Is("procedure")
}

// endsTransaction reports whether a statement begins or ends a transaction.
// ROLLBACK TO a savepoint does not.
func endsTransaction(statement []schema.Token) bool {
	if len(statement) == 0 || statement[0].Kind != schema.Word {
		return false
	}
	switch strings.ToLower(statement[0].Text) {
	case "begin", "start", "commit", "end", "abort":
		return true
	case "prepare":
		return len(statement) > 1 && statement[1].Is("transaction")
	case "rollback":
		return !slices.ContainsFunc(statement, func(t schema.Token) bool { return t.Is("to") })
	}
	return false
}

// A segment is a run of units that is committed at once.
type segment struct {
	first int // index of its first unit in the revision
	units []unit
	// noTransaction: the one unit runs outside of any transaction.
	noTransaction bool
}

// split cuts units into segments. There is always one, so that a revision
// without a step still writes its version row.
func split(units []unit) []segment {
	var segments []segment
	current := segment{}
	flush := func(next int) {
		if len(current.units) > 0 {
			segments = append(segments, current)
		}
		current = segment{first: next}
	}
	for i, u := range units {
		if u.noTransaction {
			flush(i)
			segments = append(segments, segment{i, []unit{u}, true})
			current.first = i + 1
			continue
		}
		current.units = append(current.units, u)
		if u.commit && i+1 < len(units) {
			flush(i + 1)
		}
	}
	flush(len(units))
	if len(segments) == 0 {
		return []segment{{}}
	}
	return segments
}

// end is the number of units that are done when the segment is.
func (s segment) end() int { return s.first + len(s.units) }
