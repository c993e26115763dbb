package lint

// jsonFinding is a finding as "deed lint --json" writes it. Lines and columns
// count from 1, columns in characters; the end is exclusive.
type jsonFinding struct {
	Rule      string   `json:"rule"`
	Severity  Severity `json:"severity"`
	Message   string   `json:"message"`
	File      string   `json:"file"`
	Line      int      `json:"line"`
	Column    int      `json:"column"`
	EndLine   int      `json:"end_line"`
	EndColumn int      `json:"end_column,omitempty"`
	Object    string   `json:"object,omitempty"`
	Owner     string   `json:"owner,omitempty"`
	Hint      string   `json:"hint,omitempty"`
	Service   string   `json:"service"`
	Revision  string   `json:"revision,omitempty"`
	Reason    string   `json:"reason,omitempty"`
}

type jsonResult struct {
	Findings   []jsonFinding `json:"findings"`
	Suppressed []jsonFinding `json:"suppressed"`
	Services   int           `json:"services"`
	Revisions  int           `json:"revisions"`
	Statements int           `json:"statements"`
	Opaque     int           `json:"opaque"`
	Failed     bool          `json:"failed"`
}

func jsonReport(r Report) jsonResult {
	return jsonResult{
		Findings: jsonFindings(r.Findings), Suppressed: jsonFindings(r.Suppressed),
		Services: r.Services, Revisions: r.Revisions, Statements: r.Statements, Opaque: r.Opaque, Failed: r.Failed(),
	}
}

func jsonFindings(list []Finding) []jsonFinding {
	out := make([]jsonFinding, len(list))
	for i, f := range list {
		start, end := columns(f)
		out[i] = jsonFinding{
			Rule: f.Rule, Severity: f.Severity, Message: f.Message, File: f.Pos.Filename, Line: f.Pos.Line, Column: start,
			EndLine: f.End.Line, EndColumn: end, Object: string(f.Object), Owner: f.Owner, Hint: f.Hint,
			Service: f.Service, Revision: f.Revision, Reason: f.Reason,
		}
	}
	return out
}
