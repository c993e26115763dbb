package hint

import "strings"

// Nearest returns the candidate that differs least from word, whatever the
// case, or the only one that begins with it, or "" if none is near enough to be
// meant: at most a third of the word may differ, and what is shorter than three
// letters is near to anything.
func Nearest(word string, candidates []string) string {
	if len(word) < 3 {
		return ""
	}
	best, limit := "", max(1, len(word)/3)+1
	for _, c := range candidates {
		if d := Distance(strings.ToLower(word), strings.ToLower(c)); d < limit {
			best, limit = c, d
		}
	}
	if best != "" {
		return best
	}
	return begun(word, candidates)
}

// begun returns the only candidate that begins with word, or "".
func begun(word string, candidates []string) (only string) {
	for _, c := range candidates {
		if len(c) < len(word) || !strings.EqualFold(c[:len(word)], word) {
			continue
		}
		if only != "" {
			return ""
		}
		only = c
	}
	return only
}

// Distance is the number of characters to insert, delete, replace or swap
// with a neighbour.
func Distance(a, b string) int {
	rows := [3][]int{make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)}
	for j := range rows[1] {
		rows[1][j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row := rows[0], rows[1], rows[2]
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		rows[0], rows[1], rows[2] = last, row, before
	}
	return rows[1][len(b)]
}
