package lint

import (
	"bytes"
	"encoding/json"
	"go/token"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sample holds one finding of each sort, with what formats must escape.
func sample() Report {
	at := func(line, column int) token.Position {
		return token.Position{Filename: "shop/migrations/a, b.go", Line: line, Column: column, Offset: line*100 + column}
	}
	drop := Finding{
		Rule: "own-drop", Severity: Error, Message: "drops table auth.users, which belongs to auth", Object: "auth.users", Owner: "auth",
		Pos: at(14, 24), End: at(14, 34), Hint: "let auth do it", Source: "\t\top.SQL{Up: \"DROP /*é*/ auth.users\"},",
		Service: "shop", Revision: "3f1c", Statement: "DROP TABLE auth.users",
	}
	drop.Pos.Column, drop.End.Column = 27, 37
	again := drop
	again.Pos, again.End = at(20, 27), at(20, 37)
	opaque := Finding{
		Rule: "own-opaque", Severity: Warning, Message: "100% opaque:\nthis cannot be read, <really>", Pos: at(30, 3), End: at(33, 2),
		Source: "\t\tdeed.Func(func(", Service: "shop", Revision: "3f1c", Statement: "Go code",
	}
	note := Finding{
		Rule: "own-foreign-key", Severity: Note, Message: "puts a foreign key to table auth.users", Object: "auth.users", Owner: "auth",
		Pos: at(40, 5), End: at(40, 6), Source: "    x", Service: "shop", Revision: "3f1c",
	}
	declared := note
	declared.Rule, declared.Reason, declared.Pos.Line, declared.End.Line = "own-alter", "agreed", 41, 41
	allowed := drop
	allowed.Reason, allowed.Pos.Line, allowed.End.Line = "auth asked for it", 50, 50
	return Report{
		Findings: []Finding{drop, again, opaque, note, declared}, Suppressed: []Finding{allowed},
		Services: 1, Revisions: 2, Statements: 7, Opaque: 1,
	}
}

func written(t *testing.T, r Report, f Format) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b, f, WriteOptions{Version: "1.2.3"}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, format := range Formats() {
		for name, report := range map[string]Report{"": sample(), "-empty": {Revisions: 1}} {
			if format == SARIF && name == "-empty" {
				continue // the rules fill it; see TestSARIF
			}
			file := "testdata/report-" + string(format) + name + ".golden"
			got := written(t, report, format)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s (-want +got):\n%s", file, diff)
			}
		}
	}
	if err := (Report{}).Write(&bytes.Buffer{}, "xml", WriteOptions{}); err == nil {
		t.Error("format xml passed")
	}
}

// TestSARIF holds what GitHub code scanning requires of a file.
func TestSARIF(t *testing.T) {
	t.Parallel()
	for _, report := range []Report{sample(), {}} {
		var log struct {
			Version string
			Runs    []struct {
				Tool struct {
					Driver struct {
						Name  string
						Rules []struct {
							ID                   string
							ShortDescription     struct{ Text string }
							DefaultConfiguration struct{ Level string }
						}
					}
				}
				Results []struct {
					RuleID    string
					RuleIndex int
					Level     string
					Message   struct{ Text string }
					Locations []struct {
						PhysicalLocation struct {
							ArtifactLocation struct{ URI string }
							Region           struct{ StartLine, StartColumn, EndLine, EndColumn int }
						}
					}
					PartialFingerprints map[string]string
					Suppressions        []any
				}
			}
		}
		if err := json.Unmarshal([]byte(written(t, report, SARIF)), &log); err != nil {
			t.Fatal(err)
		}
		run := log.Runs[0]
		if log.Version != "2.1.0" || run.Tool.Driver.Name == "" || run.Results == nil || len(run.Results) != len(report.Findings)+len(report.Suppressed) {
			t.Errorf("head: %+v", log)
		}
		prints := map[string]bool{}
		for _, r := range run.Results {
			place := r.Locations[0].PhysicalLocation
			print := r.PartialFingerprints["primaryLocationLineHash"]
			switch {
			case run.Tool.Driver.Rules[r.RuleIndex].ID != r.RuleID, !strings.Contains("error warning note", r.Level), r.Message.Text == "":
				t.Errorf("result: %+v", r)
			case strings.ContainsAny(place.ArtifactLocation.URI, " \\"), place.Region.StartLine < 1, place.Region.StartColumn < 1:
				t.Errorf("place: %+v", place)
			case prints[print] || print == "", r.Suppressions == nil:
				t.Errorf("fingerprint %q or suppressions of %+v", print, r)
			}
			prints[print] = true
		}
	}
}

// TestFingerprints holds that they are unique and do not churn.
func TestFingerprints(t *testing.T) {
	t.Parallel()
	prints := func(r Report) []string {
		var issues []gitlabIssue
		if err := json.Unmarshal([]byte(written(t, r, GitLab)), &issues); err != nil {
			t.Fatal(err)
		}
		var list []string
		seen := map[string]bool{}
		for _, i := range issues {
			if seen[i.Fingerprint] {
				t.Errorf("fingerprint %s twice", i.Fingerprint)
			}
			seen[i.Fingerprint] = true
			list = append(list, i.Fingerprint)
		}
		return list
	}
	moved := sample()
	for i := range moved.Findings {
		moved.Findings[i].Pos.Line += 7
		moved.Findings[i].End.Line += 7
	}
	if diff := cmp.Diff(prints(sample()), prints(moved)); diff != "" {
		t.Errorf("moving lines changes fingerprints:\n%s", diff)
	}
}

// TestGitHub holds that a finding is one line, whatever its text.
func TestGitHub(t *testing.T) {
	t.Parallel()
	for line := range strings.Lines(written(t, sample(), GitHub)) {
		head, message, ok := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		if !ok || message == "" || !strings.Contains(head, "file=shop/migrations/a%2C b.go,line=") {
			t.Errorf("annotation %q", line)
		}
	}
}

func TestRules(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rules() {
		switch {
		case seen[r.ID]:
			t.Errorf("rule %s twice", r.ID)
		case r.ID == "" || r.Short == "" || r.Group != Ownership && r.Group != Safety && r.Group != Suppression:
			t.Errorf("rule %+v", r)
		case r.Severity != Error && r.Severity != Warning && r.Severity != Note:
			t.Errorf("rule %s has severity %q", r.ID, r.Severity)
		case r.Doc == "" && r.Group != Suppression:
			t.Errorf("rule %s is not explained", r.ID)
		}
		seen[r.ID] = true
	}
	for what := range changeWords {
		if !seen[what] {
			t.Errorf("there is no rule %q", what)
		}
	}
}
