package migrations

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// An EditedError says that revisions were edited after they were applied.
type EditedError struct{ Revisions []Revision }

func (e *EditedError) Error() string {
	titles := make([]string, len(e.Revisions))
	for i, r := range e.Revisions {
		titles[i] = r.title()
		if r.File != "" {
			titles[i] += " in " + r.File
		}
	}
	if len(titles) == 1 {
		return "revision " + titles[0] + " was edited after it was applied: the database has what it said before"
	}
	return fmt.Sprintf("%d revisions were edited after they were applied, the database has what they said before: %s",
		len(titles), strings.Join(titles, ", "))
}

// Hint names the ways out.
func (e *EditedError) Hint() string {
	return "bring the old text back and put the change into a new revision; or, if the database was changed by hand to match, run once with --accept-edited"
}

// edited returns the applied revisions whose steps differ from what the log
// saw applied.
func (r *runner) edited() []Revision {
	applied := r.graph.applied(r.at)
	var edited []Revision
	for _, revision := range r.env.revisions {
		sum, logged := r.record.checksums[revision.ID]
		if logged && applied[revision.ID] && sum != checksum(revision.Upgrade) {
			edited = append(edited, revision)
		}
	}
	return edited
}

// checkEdited refuses to go on over revisions that were edited: upwards over
// any, as what follows builds on them, downwards over those that are taken
// back, as their steps back are for what they say now.
func (r *runner) checkEdited(ctx context.Context, moves []Move, direction Direction) error {
	edited := r.edited()
	if direction == Down {
		edited = slices.DeleteFunc(edited, func(e Revision) bool {
			return !slices.ContainsFunc(moves, func(m Move) bool { return m.Revision == e.ID })
		})
	}
	if len(edited) == 0 {
		return nil
	}
	if !r.options.AcceptEdited {
		return &EditedError{edited}
	}
	if direction == Down {
		return nil // the log need not remember what is taken back
	}
	var b batch
	for _, revision := range edited {
		b.entries = append(b.entries, r.log.start(passage{revision: revision.ID, direction: "accept", checksum: checksum(revision.Upgrade)}, true))
	}
	return b.run(ctx, r.conn.PgConn())
}
