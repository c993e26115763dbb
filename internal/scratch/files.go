package scratch

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// roomNeeded is how much must be free on /dev/shm for a server to live there.
const roomNeeded = 200 << 20

// makeDir makes the folder of one server, owned by the user it runs as. It is
// short, because the name of a Unix socket ends at 107 bytes.
func makeDir(user account) (string, error) {
	dir, err := os.MkdirTemp(baseDir(), "deed-pg-")
	if err != nil {
		return "", err
	}
	return dir, user.own(dir)
}

// baseDir returns where servers keep their data: in memory if possible.
func baseDir() string {
	if hasRoom("/dev/shm", roomNeeded) {
		return "/dev/shm"
	}
	return os.TempDir()
}

// copyTree copies a data folder. The copy belongs to the user.
func copyTree(to, from string, user account) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if entry.IsDir() {
			err = os.Mkdir(target, 0o700)
		} else {
			err = copyFile(target, path)
		}
		if err != nil {
			return err
		}
		return user.own(target)
	})
}

func copyFile(to, from string) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
