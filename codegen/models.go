package codegen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"

	"github.com/deedsql/deed/internal/words"
	"github.com/deedsql/deed/schema"
)

// ModelOptions say how models are written.
type ModelOptions struct {
	Package string // defaults to "models"
	// Modules are the modules that the service requires already, as its go.mod
	// says. Their types are used where they fit better than those of the
	// standard library: uuid.UUID, decimal.Decimal, pgtype.Interval. Models
	// add no dependency.
	Modules []string
}

// WriteModels returns the Go files, by name, of models that describe a schema:
// a file for each table with its partitions, types.go with the enumerations, and doc.go with what
// belongs to no table. What models need not say is left out: indexes of
// partitions and constraints that come with those of their parents. Read back
// by package model, the files describe db.
func WriteModels(db schema.Database, opts ModelOptions) (map[string][]byte, error) {
	w := &modelWriter{
		db: db, opts: opts, names: namer{}, fileNames: namer{}, enums: map[string]string{}, files: map[string][]byte{},
		shared: sharedNames(db),
	}
	for _, e := range db.Enums {
		if len(e.Values) == 0 {
			continue // nothing to name in Go
		}
		w.enums[e.Name.SQL()] = w.names.object(e.Name, e.Name.Object())
	}
	structs := make([]string, len(db.Tables))
	for i, t := range db.Tables {
		structs[i] = w.names.object(t.Name, singular(t.Name.Object()))
	}
	if err := w.writeDoc(); err != nil {
		return nil, err
	}
	if err := w.writeEnums(); err != nil {
		return nil, err
	}
	return w.files, w.writeTables(structs)
}

// A modelWriter writes the models of a schema.
type modelWriter struct {
	db        schema.Database
	opts      ModelOptions
	names     namer             // of Go types and constants
	fileNames namer             // without ".go"
	enums     map[string]string // Go types of enumerations by their SQL type
	files     map[string][]byte
	shared    map[schema.Name]bool // see sharedNames
}

func (w *modelWriter) newFile() *jen.File {
	file := jen.NewFile(cmp.Or(w.opts.Package, "models"))
	for _, types := range moduleTypes {
		for _, t := range types {
			file.ImportName(t.path, importName(t.path))
		}
	}
	file.ImportName(pgtypePath, "pgtype")
	return file
}

func importName(path string) string {
	parts := strings.Split(path, "/")
	last := parts[len(parts)-1]
	if last == "v5" {
		last = parts[len(parts)-2]
	}
	return strings.TrimSuffix(last, "-go")
}

// add adds a file under the first of the names that is free.
func (w *modelWriter) add(file *jen.File, names ...string) error {
	src, err := render(file)
	if err != nil {
		return err
	}
	for i, name := range names {
		names[i] = strings.Join(splitWords(name), "_")
		switch {
		case names[i] == "":
			names[i] = "model" // the go command ignores what begins with an underscore
		case constrains(names[i]):
			names[i] += "_model"
		}
	}
	w.files[w.fileNames.pick(names...)+".go"] = src
	return nil
}

// writeDoc writes doc.go: the package comment and the directives that belong
// to no table.
func (w *modelWriter) writeDoc() error {
	var lines []string
	for _, s := range w.db.Schemas {
		lines = append(lines, "schema "+quoteIdent(s.Name))
		lines = append(lines, commentOn("schema "+quoteIdent(s.Name), s.Comment)...)
	}
	for _, x := range w.db.Extensions {
		lines = append(lines, words.Join("extension", quoteIdent(x.Name), words.Clause("schema", quoteSome(x.Schema)),
			words.Clause("version", literalSome(x.Version))))
		lines = append(lines, commentOn("extension "+quoteIdent(x.Name), x.Comment)...)
	}
	for _, e := range w.db.Enums {
		if len(e.Values) == 0 { // a Go type needs constants to be an enumeration
			lines = append(lines, "enum "+sqlName(e.Name)+" ()")
			lines = append(lines, commentOn("type "+sqlName(e.Name), e.Comment)...)
		}
	}
	for _, d := range w.db.Domains {
		lines = append(lines, domainDirective(d)...)
	}
	for _, c := range w.db.Composites {
		lines = append(lines, compositeDirective(c)...)
	}
	for _, r := range w.db.Ranges {
		lines = append(lines, rangeDirective(r)...)
	}
	for _, s := range w.db.Sequences {
		lines = append(lines, sequenceDirective(s)...)
	}
	file := w.newFile()
	text := fmt.Sprintf("// Package %s describes tables of the database.", cmp.Or(w.opts.Package, "models"))
	if len(lines) > 0 {
		text += "\n//\n" + directives(lines)
	}
	file.PackageComment(text)
	return w.add(file, "doc")
}

// directives writes lines as directives, long ones with a continuation.
func directives(lines []string) string {
	var written []string
	for _, line := range lines {
		for i, part := range wrap(oneLine(line)) {
			written = append(written, "//deed:"+words.When(i > 0, "more ")+part)
		}
	}
	return strings.Join(written, "\n")
}

// wrap breaks a long line, as package model joins it again: at single blanks,
// behind a comma or before the beginning of a clause.
func wrap(line string) []string {
	const width = 110
	var parts []string
	start, last, depth := 0, 0, 0 // the part, the latest place to break it, parentheses
	tokens := schema.Tokens(line)
	for i := 1; i < len(tokens); i++ {
		from, to := tokens[i-1].End(), tokens[i].Pos
		if tokens[i].End()-start > width && last > start {
			parts = append(parts, line[start:last])
			start = last + 1
		}
		switch {
		case tokens[i].Is("("):
			depth++
		case tokens[i].Is(")"):
			depth--
		}
		clause := depth == 0 && slices.Contains(clauses, strings.ToLower(tokens[i].Text))
		if line[from:to] == " " && (clause || tokens[i-1].Is(",")) {
			last = from
		}
	}
	return append(parts, line[start:])
}

// clauses are the words that begin a clause of a directive.
var clauses = strings.Fields(`attach collate constraint default deferrable exclude include increment match not nulls on
	owned references start statistics tablespace using where`)

func domainDirective(d schema.Domain) []string {
	parts := []string{
		"domain", sqlName(d.Name), "as", d.Type, words.Clause("collate", d.Collation),
		words.Clause("default", d.Default), words.Clause("constraint", quoteSome(d.NotNullName)), words.When(d.NotNull, "not null"),
	}
	var comments []string
	for _, c := range d.Checks {
		parts = append(parts, "constraint", quoteIdent(c.Name), "check ("+c.Expr+")", words.When(c.NotValid, "not valid"))
		comments = append(comments, commentOn("constraint "+quoteIdent(c.Name)+" on domain "+sqlName(d.Name), c.Comment)...)
	}
	lines := append([]string{words.Join(parts...)}, commentOn("domain "+sqlName(d.Name), d.Comment)...)
	return append(lines, comments...)
}

func compositeDirective(c schema.Composite) []string {
	attributes := make([]string, len(c.Attributes))
	var comments []string
	for i, a := range c.Attributes {
		attributes[i] = words.Join(quoteIdent(a.Name), a.Type, words.Clause("collate", a.Collation))
		comments = append(comments, commentOn("column "+sqlName(c.Name)+"."+quoteIdent(a.Name), a.Comment)...)
	}
	lines := []string{"type " + sqlName(c.Name) + " as (" + strings.Join(attributes, ", ") + ")"}
	lines = append(lines, commentOn("type "+sqlName(c.Name), c.Comment)...)
	return append(lines, comments...)
}

func rangeDirective(r schema.Range) []string {
	options := []string{"subtype = " + r.Subtype}
	for _, o := range [][2]string{
		{"subtype_opclass", r.SubtypeOpClass},
		{"collation", r.Collation},
		{"canonical", r.Canonical},
		{"subtype_diff", r.SubtypeDiff},
	} {
		if o[1] != "" {
			options = append(options, o[0]+" = "+o[1])
		}
	}
	if r.MultirangeName != "" {
		options = append(options, "multirange_type_name = "+r.MultirangeName.SQL())
	}
	line := "range " + sqlName(r.Name) + " (" + strings.Join(options, ", ") + ")"
	return append([]string{line}, commentOn("type "+sqlName(r.Name), r.Comment)...)
}

func sequenceDirective(s schema.Sequence) []string {
	owner := ""
	if s.OwnedBy != nil {
		owner = "owned by " + sqlName(s.OwnedBy.Table) + "." + quoteIdent(s.OwnedBy.Column)
	}
	line := words.Join("sequence", sqlName(s.Name), words.When(s.Unlogged, "unlogged"), words.Clause("as", s.Options.Type),
		sequenceOptions(s.Options), owner)
	return append([]string{line}, commentOn("sequence "+sqlName(s.Name), s.Comment)...)
}

// writeEnums writes types.go: each enumeration as a string type with
// constants.
func (w *modelWriter) writeEnums() error {
	file := w.newFile()
	found := false
	for _, e := range w.db.Enums {
		if len(e.Values) == 0 {
			continue
		}
		found = true
		name := w.enums[e.Name.SQL()]
		lines := append([]string{"enum " + sqlName(e.Name)}, typeComment(e.Comment)...)
		file.Comment(fmt.Sprintf("// %s is the enumeration %s.\n//\n%s", name, e.Name, directives(lines)))
		file.Type().Id(name).String()
		file.Comment("// The values of " + name + ".")
		constants := make([]jen.Code, len(e.Values))
		for i, v := range e.Values {
			constant := w.names.pick(name+cmp.Or(camelCase(v), "Empty"), name+"Value"+camelCase(v))
			constants[i] = jen.Id(constant).Id(name).Op("=").Lit(v)
		}
		file.Const().Defs(constants...)
	}
	if !found {
		return nil
	}
	return w.add(file, "types")
}
