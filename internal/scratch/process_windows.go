package scratch

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// An account is the user that a server runs as.
type account struct{ attr *syscall.SysProcAttr }

func (account) own(string) error { return nil }

func userFor(Installation) (account, error) {
	return account{}, errors.New("throw-away servers need Unix signals, which Windows does not have; run deed in WSL")
}

func quit(p *os.Process) error { return p.Kill() }

func startReaper(int, string) (io.WriteCloser, error) { return nil, errors.ErrUnsupported }

func hasRoom(string, uint64) bool { return false }
