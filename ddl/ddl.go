// Package ddl writes operations as SQL for PostgreSQL 13 to 18.
//
// Every name is schema-qualified and quoted, so that no search_path can turn a
// statement to another table. Nothing is ever dropped with CASCADE or IF
// EXISTS: what an operation does not name it does not touch, and what is not
// as the operation says is an error of the server. Syntax that only newer
// servers know is written only where the operation asks for it.
package ddl

import (
	"fmt"
	"strings"

	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A Statement is one SQL statement, without a semicolon.
type Statement struct {
	SQL string
	// NoTransaction: it cannot run inside a transaction block.
	NoTransaction bool
	// Commit: what it made can be used only after the transaction is
	// committed (ALTER TYPE … ADD VALUE), so commit right after it.
	Commit bool
}

// Statements returns the SQL of an operation, none for one that changes
// nothing in the database. It fails for an operation that PostgreSQL has no
// statement for, such as an alteration of a domain's type.
func Statements(o op.Operation) ([]Statement, error) {
	switch o := o.(type) {
	case op.CreateTable:
		return plain(createTable(o.Table)...), nil
	case op.DropTable:
		return plain("DROP TABLE " + o.Table.Name.SQL()), nil
	case op.RenameTable:
		return plain(rename("TABLE", o.From, o.To)...), nil
	case op.AlterTable:
		return plain(alterTable(o)...), nil
	case op.AttachPartition:
		return plain(attach(o.Table, o.Partition)), nil
	case op.DetachPartition:
		return plain("ALTER TABLE " + o.Partition.Parent.SQL() + " DETACH PARTITION " + o.Table.SQL()), nil
	case op.Inherit:
		return plain("ALTER TABLE " + o.Table.SQL() + " INHERIT " + o.Parent.SQL()), nil
	case op.NoInherit:
		return plain("ALTER TABLE " + o.Table.SQL() + " NO INHERIT " + o.Parent.SQL()), nil
	case op.CreateStatistics:
		return plain(createStatistics(o.Table, o.Statistics)...), nil
	case op.DropStatistics:
		return plain("DROP STATISTICS " + o.Statistics.Name.SQL()), nil
	case op.AdoptTable, op.ReleaseTable, op.Adopt, op.Release:
		return nil, nil

	case op.AddColumn:
		return plain(addColumn(o.Table, o.Column)...), nil
	case op.DropColumn:
		return plain(alter(o.Table, "DROP COLUMN "+quote(o.Column.Name))), nil
	case op.AlterColumn:
		return plainOr(alterColumn(o))
	case op.RenameColumn:
		return plain(alter(o.Table, "RENAME COLUMN "+quote(o.From)+" TO "+quote(o.To))), nil

	case op.AddConstraint:
		return plain(addConstraint(o.Table, o.Constraint)...), nil
	case op.DropConstraint:
		if schema.AttachedTo(value(o.Constraint)) != "" {
			return nil, nil // it goes with the index that its own is attached to
		}
		return plain(alter(o.Table, "DROP CONSTRAINT "+quote(o.Constraint.ConstraintName()))), nil
	case op.AlterConstraint:
		return plain(alterConstraint(o)...), nil
	case op.RenameConstraint:
		return plain(alter(o.Table, "RENAME CONSTRAINT "+quote(o.From)+" TO "+quote(o.To))), nil

	case op.CreateIndex:
		return createIndexOp(o), nil
	case op.DropIndex:
		if attachedTo(o.Index) != "" {
			return nil, nil // it goes with the index that it is attached to
		}
		return []Statement{{SQL: dropIndex(o.Table, o.Index, o.Concurrently), NoTransaction: o.Concurrently}}, nil
	case op.AlterIndex:
		return plainOr(alterIndex(o))
	case op.RenameIndex:
		return plain("ALTER INDEX " + o.Table.Sibling(o.From).SQL() + " RENAME TO " + quote(o.To)), nil

	case op.CreateEnum:
		return plain(createEnum(o.Enum)...), nil
	case op.DropEnum:
		return plain("DROP TYPE " + o.Enum.Name.SQL()), nil
	case op.AlterEnum:
		return alterEnum(o), nil
	case op.RenameEnumValue:
		return plain("ALTER TYPE " + o.Enum.SQL() + " RENAME VALUE " + literal(o.From) + " TO " + literal(o.To)), nil
	case op.CreateDomain:
		return plain(createDomain(o.Domain)...), nil
	case op.DropDomain:
		return plain("DROP DOMAIN " + o.Domain.Name.SQL()), nil
	case op.AlterDomain:
		return plainOr(alterDomain(o.From, o.To))
	case op.CreateComposite:
		return plain(createComposite(o.Composite)...), nil
	case op.DropComposite:
		return plain("DROP TYPE " + o.Composite.Name.SQL()), nil
	case op.AlterComposite:
		return plainOr(alterComposite(o.From, o.To))
	case op.CreateRange:
		return plain(createRange(o.Range)...), nil
	case op.DropRange:
		return plain("DROP TYPE " + o.Range.Name.SQL()), nil
	case op.RenameType:
		return plain(renameType(o)...), nil

	case op.CreateSequence:
		return plain(createSequence(o.Sequence)...), nil
	case op.DropSequence:
		return plain("DROP SEQUENCE " + o.Sequence.Name.SQL()), nil
	case op.AlterSequence:
		return plainOr(alterSequence(o.From, o.To))
	case op.RenameSequence:
		return plain(rename("SEQUENCE", o.From, o.To)...), nil

	case op.CreateSchema:
		return plain(createSchema(o.Schema)...), nil
	case op.DropSchema:
		return plain("DROP SCHEMA " + quote(o.Schema.Name)), nil
	case op.CreateExtension:
		return plain(createExtension(o.Extension)...), nil
	case op.DropExtension:
		return plain("DROP EXTENSION " + quote(o.Extension.Name)), nil
	case op.AlterExtension:
		return plainOr(alterExtension(o.From, o.To))
	case op.SetComment:
		return plainOr(setComment(o))
	case op.SQL:
		return verbatim(o), nil
	}
	return nil, fmt.Errorf("writing %T as SQL: not an operation of package op", o)
}

// Script joins statements to a script that psql can run.
func Script(statements []Statement) string {
	var b strings.Builder
	for _, s := range statements {
		b.WriteString(s.SQL)
		last := s.SQL[strings.LastIndexByte(s.SQL, '\n')+1:]
		if strings.Contains(last, "--") {
			b.WriteByte('\n') // it may end in a comment
		}
		b.WriteString(";\n")
	}
	return b.String()
}

func verbatim(o op.SQL) []Statement {
	sql := strings.TrimRight(o.Up, " \t\r\n;")
	if sql == "" {
		return nil
	}
	return []Statement{{SQL: sql, NoTransaction: o.NoTransaction}}
}

func plain(sql ...string) []Statement {
	statements := make([]Statement, len(sql))
	for i, s := range sql {
		statements[i].SQL = s
	}
	return statements
}

func plainOr(sql []string, err error) ([]Statement, error) {
	if err != nil {
		return nil, err
	}
	return plain(sql...), nil
}
