package migrations

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/deedsql/deed/schema"
)

// What PostgreSQL refuses by itself never comes to the fence. Its message does
// not say whose an object is, and its hint may be to use CASCADE.

// refusals are the codes of errors that are about the object of a statement:
// others depend on it, it belongs to another role, its name is taken.
var refusals = []string{"2BP01", "42501", "42P07", "42P06", "42710", "42723"}

// whose says of a failure whose the object is that the statement drops, alters
// or creates, if it is not the service's own, and shows where.
func (r *runner) whose(m *compiledMove, failed *StepError) *FenceError {
	var pgErr *pgconn.PgError
	if failed.Step == 0 || !errors.As(failed.Err, &pgErr) || !slices.Contains(refusals, pgErr.Code) {
		return nil
	}
	e := &FenceError{Service: r.env.Service}
	for _, tokens := range statements(failed.SQL) {
		for _, o := range objectsOf(tokens) {
			made := m.creates(placeOf(o))
			if tokens[0].Is("create") { // it is what has the name already
				made = !strings.Contains(pgErr.Message, `"`+o.name.Object()+`" already exists`)
			}
			if chain := []object{o}; !made && !m.revision.declares(chain) && !r.fence.territory.owns(chain) {
				owner, claimed := r.fence.territory.owner(chain)
				e.Trespasses = append(e.Trespasses, Trespass{Object: o.String(), Does: "touches", Owner: owner, claimed: claimed, says: []string{o.name.Object()}})
			}
		}
	}
	if len(e.Trespasses) == 0 {
		return nil
	}
	failed.Position = cmp.Or(failed.Position, e.Trespasses[0].place(failed.SQL))
	return e
}

// objectsOf returns what a statement drops, alters or creates, of the kinds that
// the register keeps by name.
func objectsOf(tokens []schema.Token) (list []object) {
	if len(tokens) < 3 || !slices.ContainsFunc([]string{"create", "alter", "drop"}, tokens[0].Is) {
		return nil
	}
	class, rest, known := kindAt(tokens[1:])
	if !known || class != "relation" && class != "type" && class != "schema" {
		return nil
	}
	kind := class
	if class == "relation" {
		kind = strings.ToLower(tokens[len(tokens)-len(rest)-1].Text)
	}
	for rest = skip(rest, "if", "exists", "not", "only"); len(rest) > 0; {
		name, n := nameAt(rest)
		list = append(list, object{kind: kind, name: name, identity: string(name)})
		if rest = rest[n:]; len(rest) == 0 || !rest[0].Is(",") || !tokens[0].Is("drop") {
			break
		}
		rest = rest[1:]
	}
	return list
}
