package codegen

import (
	"cmp"
	"fmt"
	"go/token"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/dave/jennifer/jen"

	"github.com/deedsql/deed/op"
)

// Import paths that the written files use.
const (
	deedPath       = "github.com/deedsql/deed"
	opPath         = "github.com/deedsql/deed/op"
	schemaPath     = "github.com/deedsql/deed/schema"
	migrationsPath = "github.com/deedsql/deed/migrations"
)

// A Revision is what a revision file holds.
type Revision struct {
	Package      string // of the file: "migrations"
	Variable     string // of the environment; empty: "Revisions"
	ID           string
	Parents      []string
	Labels       []string
	DependsOn    []string
	Message      string
	Created      time.Time // to the minute, UTC; zero: not known
	Irreversible string    // why there is no way back
	Touches      []Touch   // what of other services it may change
	// Note holds paragraphs for the top of the file, such as what could not
	// be proven.
	Note []string
	// Upgrade and Downgrade are the steps. A Downgrade that is not nil is
	// written even if it is empty.
	Upgrade, Downgrade []Step

	// File is the name of the file that the revision was read from.
	File string
}

// A Step is a step of a revision: an operation, or what cannot be read as one.
type Step struct {
	Op op.Operation // nil: Go code, see Source
	// Comment stands above the step, without slashes.
	Comment string
	// Source is the Go source of a step that is not an operation made of
	// constants: a deed.Func, a call, a variable. Reason says why it is not.
	Source, Reason string
	// Pos is where the step stands; [WriteRevision] does not look at it.
	Pos token.Position
}

// Opaque reports whether the step is Go code that only running it explains.
func (s Step) Opaque() bool { return s.Op == nil }

// Steps returns operations as steps.
func Steps(ops ...op.Operation) []Step {
	steps := make([]Step, len(ops))
	for i, o := range ops {
		steps[i].Op = o
	}
	return steps
}

// WriteRevision returns the Go file of a revision, formatted as gofmt does.
// It fails for steps that are not operations, which have no text here.
func WriteRevision(r Revision) ([]byte, error) {
	file := jen.NewFile(cmp.Or(r.Package, "migrations"))
	file.ImportName(deedPath, "deed")
	file.ImportName(opPath, "op")
	file.HeaderComment(lineComment(header(r)))

	fields := []jen.Code{field("ID", jen.Lit(r.ID))}
	for _, list := range []struct {
		name   string
		values []string
	}{{"Parents", r.Parents}, {"Labels", r.Labels}, {"DependsOn", r.DependsOn}} {
		if len(list.values) > 0 {
			fields = append(fields, field(list.name, stringList(list.values)))
		}
	}
	fields = append(fields, field("Message", text(r.Message)))
	if r.Irreversible != "" {
		fields = append(fields, field("Irreversible", text(r.Irreversible)))
	}
	if len(r.Touches) > 0 {
		fields = append(fields, field("Touches", touchList(r.Touches)))
	}
	for _, part := range []struct {
		name  string
		steps []Step
	}{{"Upgrade", r.Upgrade}, {"Downgrade", r.Downgrade}} {
		if part.steps == nil {
			continue
		}
		list, err := stepList(part.steps)
		if err != nil {
			return nil, fmt.Errorf("writing revision %s: %s: %w", r.ID, strings.ToLower(part.name), err)
		}
		fields = append(fields, field(part.name, list))
	}
	file.Var().Id("_").Op("=").Id(cmp.Or(r.Variable, "Revisions")).Dot("Add").Call(
		jen.Qual(deedPath, "Revision").Custom(lines, fields...))
	return render(file)
}

// lines puts one item on each line, in braces.
var lines = jen.Options{Open: "{", Close: "}", Separator: ",", Multi: true}

func field(name string, value jen.Code) jen.Code { return jen.Id(name).Op(":").Add(value) }

func text(s string) jen.Code { return jen.Op(stringLiteral(s)) }

func stringList(list []string) jen.Code {
	quoted := make([]string, len(list))
	for i, s := range list {
		quoted[i] = strconv.Quote(s)
	}
	return jen.Index().String().Op("{" + strings.Join(quoted, ", ") + "}")
}

func stepList(steps []Step) (jen.Code, error) {
	list := make([]jen.Code, len(steps))
	for i, s := range steps {
		if s.Op == nil {
			return nil, fmt.Errorf("step %d is Go code, not an operation", i+1)
		}
		item := jen.Null()
		if s.Comment != "" {
			item = jen.Comment(lineComment([]string{s.Comment})).Line()
		}
		name, body := operation(s.Op)
		list[i] = item.Qual(opPath, name).Op(body)
	}
	written := jen.Index().Qual(deedPath, "Step")
	if len(list) == 0 {
		return written.Op("{}"), nil
	}
	return written.Custom(lines, list...), nil
}

const createdLayout = "2006-01-02 15:04 UTC"

// header returns the paragraphs of the comment at the top of the file.
func header(r Revision) []string {
	title := firstLine(r.Message)
	if !strings.Contains(title, " ") {
		title = strings.ReplaceAll(title, "_", " ") // add_email_to_users
	}
	if first, size := utf8.DecodeRuneInString(title); size > 0 {
		title = string(unicode.ToUpper(first)) + title[size:]
	}
	if title != "" && !strings.HasSuffix(title, ".") {
		title += "."
	}
	facts := "Revision " + r.ID + ", " + after(r.Parents)
	if !r.Created.IsZero() {
		facts += ", drafted " + r.Created.UTC().Format(createdLayout) + " by deed"
	}
	paragraphs := []string{facts + ". Read before applying."}
	if title != "" {
		paragraphs = append([]string{title}, paragraphs...)
	}
	return append(paragraphs, r.Note...)
}

func after(parents []string) string {
	if len(parents) == 0 {
		return "the first"
	}
	return "after " + strings.Join(parents, " and ")
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return strings.TrimSpace(line)
}

// lineComment writes paragraphs as a comment of lines.
func lineComment(paragraphs []string) string {
	all := strings.Split(strings.Join(paragraphs, "\n\n"), "\n")
	for i, line := range all {
		all[i] = strings.TrimRight("// "+line, " ")
	}
	return strings.Join(all, "\n")
}
