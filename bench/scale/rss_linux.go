package main

import (
	"os"
	"syscall"
)

// maxRSS returns the peak resident set of a process that has ended.
func maxRSS(p *os.ProcessState) int64 {
	if usage, ok := p.SysUsage().(*syscall.Rusage); ok {
		return usage.Maxrss * 1024
	}
	return 0
}
