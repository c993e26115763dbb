package scratch

import "syscall"

const tmpfsMagic = 0x01021994

// hasRoom reports whether path is memory with that many bytes free.
func hasRoom(path string, bytes uint64) bool {
	var fs syscall.Statfs_t
	err := syscall.Statfs(path, &fs)
	return err == nil && fs.Type == tmpfsMagic && fs.Bavail*uint64(fs.Bsize) > bytes
}

// namespaced returns root under another number: the server believes to be an
// ordinary user, the files stay root's.
func namespaced(uid, gid int) (account, error) {
	return account{uid: uid, gid: gid, attr: &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: uid, HostID: 0, Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: gid, HostID: 0, Size: 1}},
		Credential:  &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid), NoSetGroups: true},
	}}, nil
}
