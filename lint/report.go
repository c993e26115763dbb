package lint

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A Format is a way to write a report.
type Format string

// The formats.
const (
	Human  Format = "human"
	JSON   Format = "json"
	SARIF  Format = "sarif"  // 2.1.0, for GitHub code scanning and editors
	GitHub Format = "github" // annotations of GitHub Actions
	GitLab Format = "gitlab" // a Code Quality report
)

// Formats lists the formats, for help and completion.
func Formats() []Format { return []Format{Human, JSON, SARIF, GitHub, GitLab} }

// WriteOptions say how a report is written.
type WriteOptions struct {
	// Root is the directory to which file names are made relative; that of
	// the repository for SARIF, GitHub and GitLab. Defaults to none: names
	// stay as they are.
	Root string
	// Color colors the human format.
	Color bool
	// Notes has the human format show notes other than declared touches.
	Notes bool
	// Version is deed's, for SARIF.
	Version string
}

// Write writes the report.
func (r Report) Write(w io.Writer, format Format, opts WriteOptions) error {
	r.Findings = relative(r.Findings, opts.Root)
	r.Suppressed = relative(r.Suppressed, opts.Root)
	switch format {
	case Human:
		return writeHuman(w, r, opts)
	case JSON:
		return writeIndented(w, jsonReport(r))
	case SARIF:
		return writeIndented(w, sarifLog(r, opts.Version))
	case GitHub:
		return writeGitHub(w, r)
	case GitLab:
		return writeIndented(w, gitlabIssues(r))
	}
	return fmt.Errorf("there is no format %q: human, json, sarif, github or gitlab", format)
}

func relative(list []Finding, root string) []Finding {
	out := make([]Finding, len(list))
	for i, f := range list {
		f.Pos.Filename = relativePath(root, f.Pos.Filename)
		f.End.Filename = relativePath(root, f.End.Filename)
		out[i] = f
	}
	return out
}

func relativePath(root, name string) string {
	if root == "" {
		return filepath.ToSlash(name)
	}
	absRoot, errRoot := filepath.Abs(root)
	absName, errName := filepath.Abs(name)
	if errRoot != nil || errName != nil {
		return filepath.ToSlash(name)
	}
	rel, err := filepath.Rel(absRoot, absName)
	if err != nil || strings.HasPrefix(rel, "..") {
		return filepath.ToSlash(name)
	}
	return filepath.ToSlash(rel)
}

func writeIndented(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// A fingerprinter gives findings identities that survive when lines above
// them come and go: file, rule, object and statement, and a count where these
// are the same.
type fingerprinter map[string]int

func (p fingerprinter) of(f Finding) string {
	plain := strings.Join([]string{f.Pos.Filename, f.Rule, string(f.Object), f.Revision, f.Statement, f.Message}, "\x00")
	p[plain]++
	sum := sha256.Sum256([]byte(plain + "\x00" + strconv.Itoa(p[plain])))
	return hex.EncodeToString(sum[:16])
}

// columns returns the columns of a finding in characters from 1; end is 0
// where it ends on another line.
func columns(f Finding) (start, end int) {
	column := func(bytes int) int {
		if bytes > len(f.Source) {
			return bytes + 1
		}
		return utf8.RuneCountInString(f.Source[:bytes]) + 1
	}
	start = column(max(0, f.Pos.Column-1))
	if f.End.Line == f.Pos.Line && f.End.Column > f.Pos.Column {
		end = column(f.End.Column - 1)
	}
	return start, end
}
