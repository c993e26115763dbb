//go:build unix

package scratch

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// An account is the user that a server runs as. The zero value is the user of
// this process.
type account struct {
	attr     *syscall.SysProcAttr
	uid, gid int
	foreign  bool // files must be given to uid and gid
}

// own gives a file to the account.
func (a account) own(path string) error {
	if !a.foreign {
		return nil
	}
	return os.Lchown(path, a.uid, a.gid)
}

// userFor returns the account that runs the programs of an installation.
// PostgreSQL refuses to run as root, so root gives way to an account without
// rights; where that one cannot reach the programs (they lie in root's home,
// say), root gets another number in a user namespace.
func userFor(inst Installation) (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	uid, gid, err := plainUser()
	if err != nil {
		return account{}, err
	}
	if reachable(inst.program("postgres")) {
		attr := &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}
		return account{attr: attr, uid: uid, gid: gid, foreign: true}, nil
	}
	return namespaced(uid, gid)
}

func plainUser() (uid, gid int, err error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.Atoi(u.Uid)
		gid, err2 := strconv.Atoi(u.Gid)
		if err1 == nil && err2 == nil && uid != 0 {
			return uid, gid, nil
		}
	}
	return 0, 0, fmt.Errorf("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")
}

// reachable reports whether everybody may run the program.
func reachable(program string) bool {
	info, err := os.Stat(program)
	if err != nil || info.Mode()&0o005 != 0o005 {
		return false
	}
	for dir := filepath.Dir(program); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil || info.Mode()&0o001 == 0 {
			return false
		}
		if dir == filepath.Dir(dir) {
			return true
		}
	}
}

func quit(p *os.Process) error { return p.Signal(syscall.SIGQUIT) }

// reaper waits for the end of its input. A line before it means that there is
// nothing left to do; without one, this process has ended and left the server.
const reaper = `read -r line && exit
kill -QUIT "$1"
while kill -0 "$1"; do sleep 0.02; done
rm -rf "$2"`

// startReaper starts the process that ends the server and removes its files
// when this process ends without having done so: killed, or a test binary that
// has nothing to run at exit. It is a process group of its own so that an
// interrupt from the terminal does not take it along.
func startReaper(pid int, dir string) (io.WriteCloser, error) {
	cmd := exec.Command("/bin/sh", "-c", reaper, "deed-reaper", strconv.Itoa(pid), dir)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting the reaper: %w", err)
	}
	go func() { _ = cmd.Wait() }()
	return in, nil
}
