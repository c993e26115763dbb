package model

import (
	"fmt"
	"go/token"
	"strings"

	"github.com/deedsql/deed/schema"
)

// Options say what to load.
type Options struct {
	// Dirs are the directories of the packages that hold the models.
	Dirs []string
	// Tags are the build tags to honour, besides those of this machine.
	Tags []string
	// DefaultSchema is the schema of a name that names none. Defaults to
	// public.
	DefaultSchema string
	// Root is the directory to which the file names in errors are relative.
	// Defaults to none: they are as in Dirs.
	Root string
}

// Models is what the structs describe.
type Models struct {
	// Database has its lists sorted, its types and names in normal form, and
	// every constraint, index and statistics object named. Its expressions
	// are as people wrote them.
	Database schema.Database
	// Renames are the renames that was declares, of tables before columns.
	Renames []Rename

	unnamed map[Ref]bool // parts that bear a default name

	at places
}

// A Kind says what a [Ref] refers to.
type Kind string

// The kinds of things that a model declares.
const (
	Schema     Kind = "schema"
	Extension  Kind = "extension"
	Enum       Kind = "enum"
	EnumValue  Kind = "enum value"
	Domain     Kind = "domain"
	Composite  Kind = "type"
	Attribute  Kind = "attribute"
	Range      Kind = "range"
	Sequence   Kind = "sequence"
	Table      Kind = "table"
	Column     Kind = "column"
	TypeOf     Kind = "type of"     // the composite type that a table is of
	Type       Kind = "column type" // its type, written or the Go type
	Default    Kind = "default"
	Generated  Kind = "generated" // its expression
	Constraint Kind = "constraint"
	Index      Kind = "index"
	Statistics Kind = "statistics"
)

// A Ref names a thing that a model declares, or a part of it that PostgreSQL
// may complain about.
type Ref struct {
	Kind Kind
	// Object is the table, or the type, sequence, schema or extension itself.
	Object schema.Name
	// Part is the column, constraint, index, statistics object, enum value or
	// attribute.
	Part string
}

// A Rename is a rename that a model declares.
type Rename struct {
	Ref        // by the new name
	Was string // the old name; with its schema, as a [schema.Name], for what lives in one
}

// Unnamed reports whether a constraint, index or statistics object bears a
// default name because the model gives it none.
func (m *Models) Unnamed(ref Ref) bool { return m.unnamed[ref] }

// Position returns where a thing is declared.
func (m *Models) Position(ref Ref) (token.Position, bool) {
	f, ok := m.at.get(ref)
	if !ok {
		return token.Position{}, false
	}
	return f.position(), true
}

// ErrorAt returns err as a mistake at the place where a thing is declared, at
// the byte offset in the part of its expression if that is not negative; err
// itself if the place is not known.
func (m *Models) ErrorAt(ref Ref, part string, offset int, err error) error {
	f, ok := m.at.get(ref)
	if !ok {
		return err
	}
	if at := max(strings.Index(f.text, part), 0) + offset; offset >= 0 && at <= len(f.text) {
		f = f.word(at)
	}
	return &located{at: errorAt(f, "%v", err), cause: err}
}

// located is an Error made of another one.
type located struct {
	at    *Error
	cause error
}

func (e *located) Error() string   { return e.at.Error() }
func (e *located) Unwrap() []error { return []error{e.at, e.cause} }

// Load reads the models. Mistakes in them are returned as [Errors], all that
// were found.
func Load(opts Options) (*Models, error) {
	l := newLoader(opts)
	if err := l.readPackages(); err != nil {
		return nil, err
	}
	l.declareTypes()
	l.buildTables()
	l.addEnums()
	l.parseExpressions()
	l.finish()
	if len(l.errs) > 0 {
		return nil, sortErrors(l.errs)
	}
	return l.models, nil
}

func (r Ref) String() string {
	if r.Part == "" {
		return fmt.Sprintf("%s %s", r.Kind, r.Object)
	}
	return fmt.Sprintf("%s %s of %s", r.Kind, r.Part, r.Object)
}
