//go:build unix && !linux

package scratch

import "errors"

// hasRoom reports false: only Linux is known to have memory at /dev/shm.
func hasRoom(string, uint64) bool { return false }

// namespaced fails: only Linux has user namespaces.
func namespaced(int, int) (account, error) {
	return account{}, errors.New("PostgreSQL does not run as root, and the user postgres or nobody cannot reach its programs")
}
