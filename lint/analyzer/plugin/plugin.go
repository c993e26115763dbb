// Package plugin makes golangci-lint run deed's analyzer.
//
// golangci-lint builds a program of its own with the plugins that
// .custom-gcl.yml names:
//
//	version: v2.15.0
//	plugins:
//	  - module: github.com/deedsql/deed
//	    import: github.com/deedsql/deed/lint/analyzer/plugin
//	    version: latest
//
// "golangci-lint custom" builds it; .golangci.yml switches deed on, with the
// severities of rules as they are written for "deed lint --rule":
//
//	linters:
//	  enable: [deed]
//	  settings:
//	    custom:
//	      deed:
//	        type: module
//	        description: whose is what a revision touches, and is it safe
//	        settings:
//	          rules: {own-foreign-key: "off", drop-column: error}
package plugin

import (
	"fmt"
	"slices"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/deedsql/deed/lint"
	"github.com/deedsql/deed/lint/analyzer"
)

func init() { register.Plugin("deed", New) }

// settings are what golangci-lint hands over.
type settings struct {
	Rules map[string]lint.Severity `json:"rules"`
}

type plugin struct{ analyzer *analysis.Analyzer }

// New returns the plugin with the settings of .golangci.yml.
func New(conf any) (register.LinterPlugin, error) {
	s, err := register.DecodeSettings[settings](conf)
	if err != nil {
		return nil, fmt.Errorf("reading the settings of deed: %w", err)
	}
	for id := range s.Rules {
		if _, found := lint.RuleByID(id); !found && !isGroup(id) {
			return nil, fmt.Errorf("reading the settings of deed: there is no rule %s", id)
		}
	}
	return plugin{analyzer.New(analyzer.Settings{Rules: s.Rules})}, nil
}

func isGroup(id string) bool {
	return slices.Contains([]lint.Group{lint.Ownership, lint.Safety, lint.Suppression}, lint.Group(id))
}

func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{p.analyzer}, nil
}

func (plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
