package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"github.com/deedsql/deed/internal/scratch"
)

// findPrograms finds a server, and psql and a pg_dump that is not older than
// it.
func (b *bench) findPrograms(ctx context.Context) (*scratch.Installation, error) {
	for _, inst := range scratch.Find(ctx) {
		if b.major != 0 && inst.Major != b.major {
			continue
		}
		for _, dir := range clientDirs(inst) {
			b.psql, b.pgDump = filepath.Join(dir, "psql"), filepath.Join(dir, "pg_dump")
			if exists(b.psql) && majorOf(ctx, b.pgDump) >= inst.Major {
				return &inst, nil
			}
		}
	}
	return nil, fmt.Errorf("no PostgreSQL server found for which there are psql and a pg_dump that is not older (Debian: apt-get install postgresql)")
}

// clientDirs are the folders that may have psql and pg_dump: the server's own,
// Debian's, newest first, and those of PATH. What Debian has in PATH starts the
// programs by way of Perl, which would be measured too.
func clientDirs(inst scratch.Installation) []string {
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin") // the pattern is fine
	slices.Reverse(debian)
	dirs := append([]string{inst.Bin}, debian...)
	return append(dirs, filepath.SplitList(os.Getenv("PATH"))...)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

var versionNumber = regexp.MustCompile(`\d+`)

// majorOf returns the major version of a program, 0 if it does not tell.
func majorOf(ctx context.Context, program string) int {
	out, err := output(ctx, program, "--version")
	if err != nil {
		return 0
	}
	major, err := strconv.Atoi(versionNumber.FindString(out))
	if err != nil {
		return 0
	}
	return major
}
