package lint

// gitlabIssue is an entry of a GitLab Code Quality report.
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
}

// gitlabIssues returns the report. GitLab compares fingerprints to tell new
// findings from old ones, so they do not hold line numbers.
func gitlabIssues(r Report) []gitlabIssue {
	severities := map[Severity]string{Error: "critical", Warning: "minor", Note: "info"}
	prints := fingerprinter{}
	issues := make([]gitlabIssue, len(r.Findings))
	for i, f := range r.Findings {
		issues[i] = gitlabIssue{
			Description: f.Message, CheckName: f.Rule, Fingerprint: prints.of(f), Severity: severities[f.Severity],
			Location: gitlabLocation{f.Pos.Filename, gitlabLines{f.Pos.Line}},
		}
	}
	return issues
}
