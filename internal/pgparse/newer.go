package pgparse

import (
	"strings"

	"github.com/deedsql/deed/schema"
)

// newerExpressions and newerStatements hold the syntax of PostgreSQL 17 and 18
// that 16's grammar does not know, as sequences of words and symbols. Broken
// SQL that holds one of them passes as opaque: PostgreSQL will complain of it.
var (
	newerExpressions = sequences(`
		json (
		json_scalar (
		json_serialize (
		json_exists (
		json_query (
		json_value (
		json_table (
		at local
		merge_action (`)
	newerStatements = sequences(`
		not matched by source
		not matched by target
		set expression
		not enforced
		) enforced
		) virtual
		without overlaps
		, period
		returning with (
		add not null
		not null no inherit
		not null not valid
		alter constraint
		merge partitions
		split partition`)
)

func sequences(lines string) (list [][]string) {
	for line := range strings.Lines(lines) {
		if words := strings.Fields(line); len(words) > 0 {
			list = append(list, words)
		}
	}
	return list
}

// looksNewer reports whether sql holds one of the sequences.
func looksNewer(sql string, sequences ...[]string) bool {
	tokens := schema.Tokens(sql)
	for i := range tokens {
		for _, words := range sequences {
			if follows(tokens[i:], words) {
				return true
			}
		}
	}
	return false
}

func newerStatement(sql string) bool {
	return looksNewer(sql, newerExpressions...) || looksNewer(sql, newerStatements...)
}

func follows(tokens []schema.Token, words []string) bool {
	if len(tokens) < len(words) {
		return false
	}
	for i, w := range words {
		if !tokens[i].Is(w) {
			return false
		}
	}
	return true
}
