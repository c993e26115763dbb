package lint

import (
	"cmp"
	"net/url"
)

// The parts of SARIF 2.1.0 that GitHub code scanning and editors read. They
// are written here because the library for it brings a JSON schema validator
// along.
type (
	sarifReport struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"` // present even if empty
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version,omitempty"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string          `json:"id"`
		ShortDescription sarifText       `json:"shortDescription"`
		FullDescription  sarifText       `json:"fullDescription"`
		HelpURI          string          `json:"helpUri"`
		Help             sarifText       `json:"help"`
		Configuration    sarifConfig     `json:"defaultConfiguration"`
		Properties       sarifProperties `json:"properties"`
	}
	sarifText struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}
	sarifConfig struct {
		Level Severity `json:"level"`
	}
	sarifProperties struct {
		Tags []string `json:"tags"`
	}
	sarifResult struct {
		RuleID       string             `json:"ruleId"`
		RuleIndex    int                `json:"ruleIndex"`
		Level        Severity           `json:"level"`
		Message      sarifText          `json:"message"`
		Locations    []sarifLocation    `json:"locations"`
		Fingerprints map[string]string  `json:"partialFingerprints"`
		Suppressions []sarifSuppression `json:"suppressions"` // of all results or of none
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   sarifRegion   `json:"region"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"`
		EndLine     int        `json:"endLine,omitempty"`
		EndColumn   int        `json:"endColumn,omitempty"`
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
	sarifSuppression struct {
		Kind          string `json:"kind"`
		Justification string `json:"justification"`
	}
)

func sarifLog(r Report, version string) sarifReport {
	driver := sarifDriver{Name: "deed", Version: version, InformationURI: "https://github.com/deedsql/deed", Rules: []sarifRule{}}
	index := map[string]int{}
	for i, rule := range rules {
		index[rule.ID] = i
		doc := cmp.Or(rule.Doc, rule.Short)
		driver.Rules = append(driver.Rules, sarifRule{
			ID: rule.ID, ShortDescription: sarifText{Text: rule.Short}, FullDescription: sarifText{Text: rule.Short},
			HelpURI: rule.URL(), Help: sarifText{Text: doc, Markdown: doc}, Configuration: sarifConfig{rule.Severity},
			Properties: sarifProperties{[]string{string(rule.Group)}},
		})
	}
	prints := fingerprinter{}
	results := []sarifResult{}
	for _, f := range r.Findings {
		results = append(results, sarifFinding(f, index, prints))
	}
	for _, f := range r.Suppressed {
		result := sarifFinding(f, index, prints)
		result.Suppressions = append(result.Suppressions, sarifSuppression{"inSource", f.Reason})
		results = append(results, result)
	}
	return sarifReport{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{{Tool: sarifTool{driver}, ColumnKind: "unicodeCodePoints", Results: results}},
	}
}

func sarifFinding(f Finding, index map[string]int, prints fingerprinter) sarifResult {
	region := sarifRegion{StartLine: f.Pos.Line}
	if region.StartColumn, region.EndColumn = columns(f); region.EndColumn > 0 {
		region.EndLine = f.End.Line
	}
	if f.Source != "" {
		region.Snippet = &sarifText{Text: f.Source}
	}
	message := f.Message
	if f.Hint != "" {
		message += "\n" + f.Hint
	}
	artifact := sarifArtifact{(&url.URL{Path: f.Pos.Filename}).EscapedPath()}
	return sarifResult{
		RuleID: f.Rule, RuleIndex: index[f.Rule], Level: f.Severity, Message: sarifText{Text: message},
		Locations:    []sarifLocation{{sarifPhysical{artifact, region}}},
		Fingerprints: map[string]string{"primaryLocationLineHash": prints.of(f)},
		Suppressions: []sarifSuppression{},
	}
}
