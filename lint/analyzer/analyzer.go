// Package analyzer is the go/analysis face of package lint: the same rules in
// go vet, golangci-lint and editors that run either.
//
// It looks at one package at a time, the one that holds a service's revisions
// and its deed.Environment, and knows no other services: what neither the
// service's history nor Owns claims is somebody else's. "deed lint" reads the
// other services of a repository too, and so can name the owner.
//
// What an analyzer reads beside the package's own source would be replayed
// stale by the cache of go vet, so there is no configuration file: the
// environment is Go source in the package.
//
// # Use
//
//	go install github.com/deedsql/deed/lint/analyzer/cmd/deedvet@latest
//	go vet -vettool=$(which deedvet) ./migrations
//
// golangci-lint runs it as well, as a module plugin: see package plugin.
package analyzer

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/token"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/lint"
)

// Settings change what an analyzer reports.
type Settings struct {
	// Owners are objects of other services, so that findings can name them.
	Owners []lint.Owner
	// Rules changes the severity of rules by their ID; "off" leaves a rule
	// out. Notes are not reported.
	Rules map[string]lint.Severity
}

// Analyzer reports with every rule at its own severity.
var Analyzer = New(Settings{})

// New returns an analyzer with settings, for plugins that have some.
func New(settings Settings) *analysis.Analyzer {
	errorsOnly := false
	a := &analysis.Analyzer{
		Name: "deed",
		Doc:  "report revisions that touch what is not the service's own\n\nThe analyzer finds where the schema revisions of a service drop, alter, write or decorate what belongs to another service, and where they lock or lose more than they need to.",
		URL:  "https://pkg.go.dev/github.com/deedsql/deed/lint",
	}
	a.Flags.BoolVar(&errorsOnly, "errors", false, "report errors only, no warnings")
	a.Run = func(pass *analysis.Pass) (any, error) {
		return nil, run(pass, settings, errorsOnly)
	}
	return a
}

func run(pass *analysis.Pass, settings Settings, errorsOnly bool) error {
	p, ok, err := history(pass)
	if err != nil || !ok {
		return err
	}
	p.Owners, p.Rules = settings.Owners, settings.Rules
	report, err := p.Lint()
	var misread *codegen.SourceError
	switch {
	case errors.Is(err, codegen.ErrNoEnvironment):
		return nil
	case errors.As(err, &misread):
		pass.Report(analysis.Diagnostic{Pos: position(pass, misread.Pos), Category: "own-opaque", Message: misread.Msg})
		return nil
	case err != nil:
		return err
	}
	for _, f := range report.Findings {
		if f.Severity == lint.Note || errorsOnly && f.Severity != lint.Error {
			continue
		}
		pass.Report(diagnostic(pass, f))
	}
	return nil
}

// history returns the package as lint reads it, if it imports deed.
func history(pass *analysis.Pass) (p lint.Package, ok bool, err error) {
	p = lint.Package{Fset: pass.Fset, Constant: func(e ast.Expr) (string, bool) { return constantOf(pass, e) }}
	for _, file := range pass.Files {
		name := pass.Fset.Position(file.FileStart).Filename
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		src, err := pass.ReadFile(name)
		if err != nil {
			return p, false, err
		}
		ok = ok || holdsEnvironment(file)
		p.Dir = filepath.Dir(name)
		p.Files = append(p.Files, lint.File{Name: name, Src: src, AST: file})
	}
	return p, ok, nil
}

// holdsEnvironment reports whether a file declares something with a literal
// called Environment of an imported package; lint looks closer.
func holdsEnvironment(file *ast.File) bool {
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		l, ok := n.(*ast.CompositeLit)
		if !ok {
			return !found
		}
		sel, ok := l.Type.(*ast.SelectorExpr)
		found = found || ok && sel.Sel.Name == "Environment"
		return !found
	})
	return found
}

func constantOf(pass *analysis.Pass, e ast.Expr) (string, bool) {
	value := pass.TypesInfo.Types[e].Value
	if value == nil || value.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(value), true
}

func diagnostic(pass *analysis.Pass, f lint.Finding) analysis.Diagnostic {
	message := f.Rule + ": " + f.Message
	if f.Hint != "" {
		message += " (" + f.Hint + ")"
	}
	rule, _ := lint.RuleByID(f.Rule)
	return analysis.Diagnostic{
		Pos: position(pass, f.Pos), End: position(pass, f.End), Category: f.Rule, Message: message, URL: rule.URL(),
	}
}

// position finds a place in the files of the pass.
func position(pass *analysis.Pass, p token.Position) token.Pos {
	for _, file := range pass.Files {
		f := pass.Fset.File(file.FileStart)
		if f.Name() != p.Filename || p.Line < 1 || p.Line > f.LineCount() {
			continue
		}
		return min(f.LineStart(p.Line)+token.Pos(max(0, p.Column-1)), file.FileEnd)
	}
	return pass.Files[0].Package
}
