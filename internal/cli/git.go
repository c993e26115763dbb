package cli

import (
	"context"
	"os/exec"
	"path/filepath"
)

// An upstream is what others have, as far as the last git fetch knows.
type upstream struct{ name, dir string }

// gitUpstream returns the main branch of origin, if the directory is in a git
// repository that has one.
func gitUpstream(ctx context.Context, dir string) (upstream, bool) {
	for _, name := range []string{"origin/HEAD", "origin/main", "origin/master"} {
		if git(ctx, dir, "rev-parse", "--verify", "--quiet", name+"^{commit}") {
			return upstream{name, dir}, true
		}
	}
	return upstream{}, false
}

// has reports whether a file is there.
func (u upstream) has(ctx context.Context, file string) bool {
	return git(ctx, u.dir, "cat-file", "-e", u.name+":./"+filepath.Base(file))
}

func git(ctx context.Context, dir string, args ...string) bool {
	return exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...).Run() == nil
}
