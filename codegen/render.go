package codegen

import (
	"bytes"
	"fmt"
	"go/format"
	"slices"
	"strings"

	"github.com/dave/jennifer/jen"
)

// render returns the text of a file as gofmt and goimports write it.
func render(file *jen.File) ([]byte, error) {
	var b bytes.Buffer
	if err := file.Render(&b); err != nil {
		return nil, fmt.Errorf("writing Go source: %w", err)
	}
	return formatSource(groupImports(b.Bytes()))
}

// groupImports puts the standard library into a group of its own.
func groupImports(src []byte) []byte {
	const open = "\nimport (\n"
	head, rest, found := strings.Cut(string(src), open)
	block, tail, closed := strings.Cut(rest, "\n)")
	if !found || !closed {
		return src
	}
	var std, others []string
	for _, line := range strings.Split(block, "\n") {
		_, path, _ := strings.Cut(line, `"`)
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") {
			others = append(others, line)
		} else {
			std = append(std, line)
		}
	}
	if len(std) > 0 && len(others) > 0 {
		std = append(std, "")
	}
	return []byte(head + open + strings.Join(slices.Concat(std, others), "\n") + "\n)" + tail)
}

func formatSource(src []byte) ([]byte, error) {
	formatted, err := format.Source(src)
	if err != nil {
		return nil, fmt.Errorf("writing Go source: %w", err)
	}
	return formatted, nil
}
