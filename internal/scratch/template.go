package scratch

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// templateVersion is part of a template's name. Raise it when templates are
// made in another way.
const templateVersion = 1

// template returns the folder of the template for an installation and makes
// it when there is none yet.
func template(ctx context.Context, inst Installation) (string, error) {
	cache, err := cacheDir()
	if err != nil {
		return "", err
	}
	info, err := os.Stat(inst.program("postgres"))
	if err != nil {
		return "", err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%d %s %d", templateVersion, inst.Version, info.Size()))
	dir := filepath.Join(cache, fmt.Sprintf("pg%d-%x", inst.Major, key[:8]))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	lock := flock.New(dir + ".lock")
	if err := lock.Lock(); err != nil {
		return "", fmt.Errorf("locking the template: %w", err)
	}
	defer func() { _ = lock.Unlock() }()
	if _, err := os.Stat(dir); err == nil {
		return dir, nil // somebody else was first
	}
	return dir, makeTemplate(ctx, inst, dir)
}

func cacheDir() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = filepath.Join(os.TempDir(), fmt.Sprintf("deed-cache-%d", os.Getuid()))
	}
	cache = filepath.Join(cache, "deed", "scratch")
	return cache, os.MkdirAll(cache, 0o700)
}

// makeTemplate makes a data folder where servers start fast, and moves it to
// dir when it is whole.
func makeTemplate(ctx context.Context, inst Installation, dir string) (err error) {
	user, err := userFor(inst)
	if err != nil {
		return err
	}
	work, err := makeDir(user)
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	data := filepath.Join(work, "data")
	err = run(ctx, user, work, nil, inst.program("initdb"), "-D", data, "-U", Superuser, "-A", "trust", "-E", "UTF8",
		"--no-locale", "--no-sync", "--wal-segsize=1")
	if err != nil {
		return fmt.Errorf("initdb: %w", err)
	}
	if err := slim(ctx, inst, user, work, data); err != nil {
		return fmt.Errorf("thinning out the template: %w", err)
	}
	half, err := os.MkdirTemp(filepath.Dir(dir), "half-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(half)
	whole := filepath.Join(half, "data")
	if err := copyTree(whole, data, account{}); err != nil {
		return err
	}
	return os.Rename(whole, dir)
}

// slim drops all databases but one: a third of the files are left to copy.
func slim(ctx context.Context, inst Installation, user account, work, data string) error {
	statements := "update pg_database set datistemplate = false where datname = 'template0';\n\n" +
		"drop database template0;\n\ndrop database postgres;\n\ncheckpoint;\n\n"
	return run(ctx, user, work, strings.NewReader(statements),
		inst.program("postgres"), "--single", "-F", "-j", "-D", data, maintenance)
}

// run runs a program of the installation and puts what it said into the error.
func run(ctx context.Context, user account, dir string, stdin io.Reader, program string, args ...string) error {
	cmd := command(user, dir, program, args...)
	cmd.Stdin = stdin
	kill := context.AfterFunc(ctx, func() {
		if cmd.Process != nil {
			_ = cmd.Process.Kill()
		}
	})
	defer kill()
	out, err := cmd.CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w\n%s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

// command prepares a program of PostgreSQL: as the user, in dir, and without
// the PG… variables and the locale of the caller.
func command(user account, dir, program string, args ...string) *exec.Cmd {
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.SysProcAttr = user.attr
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "PG") && !strings.HasPrefix(v, "LC_") && !strings.HasPrefix(v, "LANG") {
			cmd.Env = append(cmd.Env, v)
		}
	}
	cmd.Env = append(cmd.Env, "LC_ALL=C", "TZ=UTC")
	return cmd
}
