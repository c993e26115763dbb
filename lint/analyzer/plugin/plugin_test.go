package plugin

import (
	"path/filepath"
	"testing"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis/analysistest"
)

// golangci-lint finds the plugin under its name, hands it what the file of
// settings says, and gets an analyzer that reports.
func TestPlugin(t *testing.T) {
	newPlugin, err := register.GetPlugin("deed")
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range []any{map[string]any{"rules": map[string]any{"no-such-rule": "off"}}, map[string]any{"rulez": 1}} {
		if _, err := newPlugin(wrong); err == nil {
			t.Errorf("%v is accepted", wrong)
		}
	}
	p, err := newPlugin(map[string]any{"rules": map[string]any{"own-foreign-key": "off"}})
	if err != nil {
		t.Fatal(err)
	}
	analyzers, err := p.BuildAnalyzers()
	if err != nil || len(analyzers) != 1 || p.GetLoadMode() != register.LoadModeTypesInfo {
		t.Fatal(analyzers, err)
	}
	testdata, err := filepath.Abs("../testdata")
	if err != nil {
		t.Fatal(err)
	}
	analysistest.Run(t, testdata, analyzers[0], "shop", "other")
}
