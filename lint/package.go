package lint

import (
	"go/ast"
	"go/token"

	"github.com/deedsql/deed/codegen"
)

// A Package is a package that holds a schema history, as a driver of
// go/analysis has it: parsed, with types.
type Package struct {
	Dir   string // for the environment, which stands in one of the files
	Fset  *token.FileSet
	Files []File
	// Constant evaluates a constant string of another package; nil: those
	// are opaque.
	Constant func(ast.Expr) (string, bool)
	// Owners are what is known of other services.
	Owners []Owner
	// Rules changes the severity of rules by their ID.
	Rules map[string]Severity
}

// Lint lints the revisions of the package, which is all that is looked at: no
// models and no other services. So a table is the service's own if its history
// or Owns says so, and whatever else it touches is somebody's.
func (p Package) Lint() (Report, error) {
	if err := (Options{Rules: p.Rules}).check(); err != nil {
		return Report{}, err
	}
	env, err := codegen.ReadEnvironment(p.Dir)
	if err != nil {
		return Report{}, err
	}
	s, err := newService(env, newFolder(p.Fset, p.Files, env.Variable, p.Constant))
	if err != nil {
		return Report{}, err
	}
	s.owners = p.Owners
	known := newRegistry()
	for _, o := range p.Owners {
		known.add(o)
	}
	return s.lint(known, p.Rules, s.selection(nil, "")), nil
}
