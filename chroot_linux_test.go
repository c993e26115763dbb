package deed_test

import (
	"context"
	"debug/elf"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/deedsql/deed/internal/pgtest"
)

// The migrate program of a service runs where there is nothing: no libraries,
// no shell, no /etc, no /tmp, as in an image FROM scratch.
func TestEmptyChroot(t *testing.T) {
	root := t.TempDir()
	program := filepath.Join(root, "migrate")
	build := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program, "./testdata/migrate")
	build.Env = append(build.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	checkStatic(t, program)
	if err := os.Chmod(root, 0o755); err != nil {
		t.Fatal(err)
	}
	url := pgtest.Database(t)
	overTCP := proxied(t, url)
	tests := []struct{ line, want string }{
		{"heads", "3f1c9a20b7de (head)  create planets"},
		{"upgrade head", "the database is at 3f1c9a20b7de (head)"},
		{"check", "all revisions are applied"},
		{"downgrade -1", "the database is at base"},
		{"help upgrade", "migrate upgrade --sql base:head"},
	}
	for _, test := range tests {
		cmd := exec.Command("/migrate", strings.Fields(test.line)...)
		cmd.Dir = "/"
		cmd.Env = []string{"DATABASE_URL=" + overTCP}
		cmd.SysProcAttr = confined(root)
		out, err := cmd.CombinedOutput()
		if err != nil || !strings.Contains(string(out), test.want) {
			t.Errorf("migrate %s: %v\n%s", test.line, err, out)
		}
	}
}

// confined changes the root, in a user namespace if we are not root.
func confined(root string) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Chroot: root}
	if os.Getuid() != 0 {
		attr.Cloneflags = syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
	}
	return attr
}

// checkStatic fails if the program asks for a dynamic loader.
func checkStatic(t *testing.T, program string) {
	t.Helper()
	f, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range f.Progs {
		if p.Type == elf.PT_INTERP {
			t.Error("the program is not static")
		}
	}
}

// proxied returns a URL that leads to the same database over TCP, since the
// server's socket cannot be seen from the empty root.
func proxied(t *testing.T, url string) string {
	t.Helper()
	config, err := pgx.ParseConfig(url)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			server, err := config.DialFunc(context.Background(), "unix", socket(config))
			if err != nil {
				client.Close()
				continue
			}
			go relay(client, server)
			go relay(server, client)
		}
	}()
	return "postgres://" + config.User + "@" + listener.Addr().String() + "/" + config.Database + "?sslmode=disable"
}

func socket(config *pgx.ConnConfig) string {
	return filepath.Join(config.Host, ".s.PGSQL."+strconv.Itoa(int(config.Port)))
}

func relay(to, from net.Conn) {
	_, _ = io.Copy(to, from)
	to.Close()
}
