package migrations

import (
	"fmt"
	"io"
	"strings"

	"github.com/deedsql/deed/ddl"
	"github.com/deedsql/deed/internal/hint"
)

// script writes moves as SQL that psql runs: a transaction for each revision,
// with its version row, and what cannot run in one between them. What runs it
// may go on after an error, so each transaction begins with a look at where
// the database stands.
func (e *Environment) script(w io.Writer, moves []Move) error {
	compiled := make([]compiledMove, len(moves))
	for i, m := range moves {
		c, err := compileMove(m, e.revision(m.Revision))
		if err != nil {
			return err
		}
		for _, u := range c.units {
			if u.fn != nil {
				return hint.New(fmt.Sprintf("step %d of %s is a Go function, which SQL cannot say", u.step, c.revision.title()),
					"run this revision with the program, and take the SQL of what comes before and after it: --sql FROM:TO")
			}
		}
		compiled[i] = c
	}
	versions := versionTable{e.VersionTableName()}
	if len(moves) > 0 {
		fmt.Fprint(w, "SET standard_conforming_strings = on;\n\n")
	}
	if len(moves) > 0 && moves[0].Direction == Up && len(moves[0].Before) == 0 {
		fmt.Fprintf(w, "%s;\n\n", versions.createSQL())
	}
	for _, c := range compiled {
		fmt.Fprintf(w, "-- %s of %s\n", c.Direction, c.revision.title())
		if err := writeSegments(w, c, versions); err != nil {
			return err
		}
	}
	return nil
}

func writeSegments(w io.Writer, c compiledMove, versions versionTable) error {
	var b strings.Builder
	for i, s := range c.segments {
		last := i == len(c.segments)-1
		statements := versions.expect(c.Before)
		for _, u := range s.units {
			statements = append(statements, ddl.Statement{SQL: u.sql})
		}
		if s.noTransaction {
			b.WriteString(ddl.Script(statements))
			statements = versions.expect(c.Before)
		}
		if last {
			for _, sql := range versions.changeSQL(c.Before, c.Rows) {
				statements = append(statements, ddl.Statement{SQL: sql})
			}
		}
		if len(statements) > 0 {
			b.WriteString("BEGIN;\n" + ddl.Script(statements) + "COMMIT;\n")
		}
	}
	_, err := io.WriteString(w, b.String()+"\n")
	return err
}
