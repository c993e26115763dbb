package codegen

import (
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// NewID returns a new revision id, 12 hexadecimal digits, from a source of
// randomness such as crypto/rand.Reader.
func NewID(random io.Reader) (string, error) {
	var id [6]byte
	if _, err := io.ReadFull(random, id[:]); err != nil {
		return "", fmt.Errorf("making a revision id: %w", err)
	}
	return hex.EncodeToString(id[:]), nil
}

// FileName returns the name of a revision's file:
// "20260221_1030_3f1c9a20b7de_add_is_verified_to_universities.go".
func FileName(r Revision) string {
	parts := []string{r.Created.UTC().Format("20060102_1504"), r.ID}
	if r.Created.IsZero() {
		parts = parts[1:]
	}
	if slug := Slug(r.Message); slug != "" {
		parts = append(parts, slug)
	}
	name := strings.Join(parts, "_")
	if constrains(name) {
		name += "_rev"
	}
	return name + ".go"
}

// constrains reports whether the go command would take the end of a file's
// name for a test or for an operating system or architecture.
func constrains(name string) bool {
	last := name[strings.LastIndexByte(name, '_')+1:]
	for _, word := range strings.Fields(buildWords) {
		if last == word {
			return true
		}
	}
	return false
}

const buildWords = `test
	aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le
	riscv riscv64 s390 s390x sparc sparc64 wasm`

// maxSlug is the length of a slug. Alembic cuts there too.
const maxSlug = 40

// Slug returns the words of a message's first line as they stand in a file's
// name: lower case, joined by underscores, at most 40 characters, cut between
// words where possible.
func Slug(message string) string {
	words := strings.FieldsFunc(strings.ToLower(firstLine(message)), func(r rune) bool {
		return r != '_' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	})
	slug := ""
	for _, w := range words {
		next := strings.TrimPrefix(slug+"_"+w, "_")
		if len(next) > maxSlug {
			break
		}
		slug = next
	}
	if slug == "" && len(words) > 0 {
		slug = words[0][:maxSlug]
	}
	return strings.Trim(slug, "_")
}
