package model

import (
	"os"
	"path/filepath"
	"strings"
)

// A module is where the go.mod above a directory stands.
type module struct{ path, dir string }

// module returns the module that a directory belongs to; the zero module if
// there is none.
func (r *reader) module(dir string) module {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.findModule(dir)
}

func (r *reader) findModule(dir string) module {
	if m, ok := r.modules[dir]; ok {
		return m
	}
	var m module
	src, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	switch parent := filepath.Dir(dir); {
	case err == nil:
		m = module{path: modulePath(src), dir: dir}
	case parent != dir:
		m = r.findModule(parent)
	}
	r.modules[dir] = m
	return m
}

func modulePath(mod []byte) string {
	for line := range strings.Lines(string(mod)) {
		fields := strings.Fields(line)
		if len(fields) > 1 && fields[0] == "module" {
			return strings.Trim(fields[1], `"`+"`")
		}
	}
	return ""
}
