package observe

import (
	"maps"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// A Difference is an object about which two snapshots disagree.
type Difference struct {
	Object        string
	Before, After string // empty: the object is not there
}

// Diff returns the differences between two snapshots, ordered by object.
func Diff(before, after Snapshot) []Difference {
	objects := maps.Clone(before)
	maps.Copy(objects, after)
	var found []Difference
	for _, o := range slices.Sorted(maps.Keys(objects)) {
		if !sameText(before[o], after[o]) {
			found = append(found, Difference{o, before[o], after[o]})
		}
	}
	return found
}

// String describes the difference in lines, like a unified diff:
//
//	table column public.users.email
//	-type: character varying(100)
//	+type: text
func (d Difference) String() string {
	var b strings.Builder
	switch {
	case d.Before == "":
		b.WriteString("+ ")
	case d.After == "":
		b.WriteString("- ")
	}
	b.WriteString(d.Object)
	for line := range strings.Lines(udiff.Unified("", "", d.Before, d.After)) {
		if strings.HasPrefix(line, "---") || strings.HasPrefix(line, "+++") || strings.HasPrefix(line, "@@") || line[0] == ' ' {
			continue
		}
		b.WriteString("\n  " + strings.TrimRight(line, "\n"))
	}
	return b.String()
}

// Describe returns the differences as text, at most limit of them.
func Describe(differences []Difference, limit int) string {
	parts := make([]string, 0, len(differences))
	for i, d := range differences {
		if i == limit {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, d.String())
	}
	return strings.Join(parts, "\n")
}
