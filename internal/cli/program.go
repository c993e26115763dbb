package cli

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
)

// What applies revisions is always the service's own program, in development
// as in production. These functions build it (the build cache makes the second
// time fast) and run it.

// buildProgram builds the migrate program beside the revisions and returns its
// path.
func buildProgram(ctx context.Context, dir string) (string, error) {
	if _, err := os.Stat(filepath.Join(dir, programDir)); err != nil {
		return "", hint.New("the migrate program is missing: "+filepath.Join(dir, programDir, "main.go"), "deed init writes it")
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	sum := sha256.Sum256([]byte(dir))
	out := filepath.Join(cache, "deed", "programs", hex.EncodeToString(sum[:6]), "migrate")
	// Without symbols it links in half the time.
	cmd := exec.CommandContext(ctx, "go", "build", "-ldflags=-s -w", "-o", out, "./"+programDir)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if output, err := cmd.CombinedOutput(); err != nil {
		return "", buildError(dir, output, err)
	}
	return out, nil
}

// programDir is where the service's migrate program stands, beside the
// revisions.
const programDir = "migrate"

func buildError(dir string, output []byte, err error) error {
	if errors.Is(err, exec.ErrNotFound) {
		return hint.Wrap(fmt.Errorf("building the migrate program: %w", err), "deed needs the go command to apply revisions in development")
	}
	text := strings.TrimSpace(string(output))
	wrapped := fmt.Errorf("building the migrate program of %s:\n%s", dir, text)
	if strings.Contains(text, "no required module provides package") || strings.Contains(text, "missing go.sum entry") {
		return hint.Wrap(wrapped, "go get github.com/deedsql/deed && go mod tidy")
	}
	return wrapped
}

// runProgram runs the migrate program with the command of in.
func runProgram(ctx context.Context, in *command.Invocation, name string) error {
	p, err := openProject(in)
	if err != nil {
		return err
	}
	path, err := buildProgram(ctx, p.env.Dir)
	if err != nil {
		return err
	}
	cmd := exec.Command(path, programArgs(in, name)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = in.Stdin, in.Stdout, in.Stderr
	cmd.Env = os.Environ()
	url, _, err := p.url()
	if err == nil {
		cmd.Env = append(cmd.Env, "DATABASE_URL="+url)
	} else if !offline(in) {
		return err
	}
	return wait(cmd)
}

// offline reports whether the command may need no database.
func offline(in *command.Invocation) bool {
	f := in.Flags.Lookup("sql")
	return f != nil && f.Value.String() == "true"
}

// wait runs the program and hands signals on: it is the program that knows
// how to stop in the middle.
func wait(cmd *exec.Cmd) error {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting the migrate program: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			// A terminal has sent an interrupt to the program too.
			if s != os.Interrupt || !command.IsTerminal(os.Stdin) {
				_ = cmd.Process.Signal(s)
			}
		case err := <-done:
			return exitStatus(err)
		}
	}
}

func exitStatus(err error) error {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return &command.ExitError{Status: exit.ExitCode()}
	}
	return err
}

// programArgs returns the command line for the program: the flags that were
// set, but for those that only the developer's tool has.
func programArgs(in *command.Invocation, name string) []string {
	args := []string{name}
	in.Flags.Visit(func(f *pflag.Flag) {
		if f.Name != "directory" && f.Name != "database-url" {
			args = append(args, "--"+f.Name+"="+f.Value.String())
		}
	})
	return append(args, in.Args...)
}
