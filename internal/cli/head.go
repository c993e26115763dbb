package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/deedsql/deed/internal/hint"
)

// HEAD lies beside the revisions and holds the newest one's id, so that two
// branches that both add a revision conflict in git, where it is seen, and not
// on main.
const headFile = "HEAD"

// readHead returns the id in HEAD, empty if there is no such file.
func (p *project) readHead() (string, error) {
	text, err := os.ReadFile(filepath.Join(p.env.Dir, headFile))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the head: %w", err)
	}
	if strings.Contains(string(text), "<<<<<<<") {
		return "", hint.New("HEAD in "+p.env.Dir+" holds a merge conflict: two branches added a revision",
			"deed rebase puts the newer one after the other")
	}
	return strings.TrimSpace(string(text)), nil
}

func (p *project) writeHead(id string) error {
	return writeFile(filepath.Join(p.env.Dir, headFile), []byte(id+"\n"))
}

// writeFile writes a file whole or not at all.
func writeFile(path string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	defer os.Remove(f.Name())
	_, err = f.Write(data)
	if err := errors.Join(err, f.Chmod(0o644), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	return nil
}
