package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/joho/godotenv"

	"github.com/deedsql/deed/internal/hint"
)

// databaseURL returns the URL and where it comes from: the flag, the
// environment, or the nearest .env that sets it, from the directory of the
// revisions up to the module's root.
func databaseURL(flag, dir, root string) (url, source string, err error) {
	if flag != "" {
		return flag, "--database-url", nil
	}
	if url := os.Getenv("DATABASE_URL"); url != "" {
		return url, "DATABASE_URL", nil
	}
	for {
		url, err := fromDotenv(filepath.Join(dir, ".env"))
		if err != nil {
			return "", "", err
		}
		if url != "" {
			return url, filepath.Join(dir, ".env"), nil
		}
		if dir == root || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	return "", "", hint.New("no database: neither --database-url nor DATABASE_URL nor a .env file names one",
		"put DATABASE_URL=postgres://user:password@host:5432/database into a .env beside the service")
}

func fromDotenv(file string) (string, error) {
	vars, err := godotenv.Read(file)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		// The text of the error repeats the line, which may hold a password.
		return "", hint.Wrap(fmt.Errorf("reading %s: a line is not of the form NAME=value", file),
			"quote values that contain blanks or #")
	}
	return vars["DATABASE_URL"], nil
}

// moduleRoot returns the nearest directory at or above dir that has a go.mod.
func moduleRoot(dir string) (string, error) {
	for d := dir; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, "go.mod")); err == nil {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", hint.New("no go.mod in "+dir+" or above it", "run deed inside a Go module: go mod init example.com/service")
		}
	}
}
