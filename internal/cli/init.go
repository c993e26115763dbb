package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/mod/modfile"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
)

var initCommand = &command.Command{
	Name: "init", Group: groupDraft, Args: "[DIR]", MaxArgs: 1,
	Short: "start a schema history: env.go, HEAD and the migrate program",
	Long: `Writes the environment of a service into DIR (default: migrations), the file
HEAD beside it, and the program that applies the revisions, in development and
in production. Nothing that is there already is overwritten; --kubernetes adds its
files to a history that has been started too.`,
	Examples: []command.Example{
		{"init", "start in ./migrations, named after this directory"},
		{"init --service api-gateway --version-table alembic_version_gateway", "take over the history table of Alembic"},
		{"init --kubernetes", "write a Dockerfile and a Job too"},
	},
	Flags: func(f *pflag.FlagSet) {
		f.String("service", "", "the service's name (default: that of its directory)")
		f.StringSlice("models", []string{"../models"}, "the directories of the models, relative to DIR")
		f.String("version-table", "", "the history table (default: deed_version_<service>)")
		f.StringSlice("schemas", nil, "the schemas to compare (default: public)")
		f.Bool("kubernetes", false, "write a Dockerfile and a Kubernetes Job for the migrate program")
	},
	Run: runInit,
}

func runInit(_ context.Context, in *command.Invocation) error {
	base, _ := in.Flags.GetString("directory")
	dir, err := filepath.Abs(filepath.Join(base, "migrations"))
	if len(in.Args) > 0 {
		dir, err = filepath.Abs(filepath.Join(base, in.Args[0]))
	}
	if err != nil {
		return err
	}
	root, err := moduleRoot(filepath.Dir(dir))
	if err != nil {
		return err
	}
	module, err := modulePath(root)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		return err
	}
	s := scaffold{in: in, dir: dir, importPath: path.Join(module, filepath.ToSlash(rel))}
	return s.write()
}

func modulePath(root string) (string, error) {
	file := filepath.Join(root, "go.mod")
	text, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("reading the module: %w", err)
	}
	if module := modfile.ModulePath(text); module != "" {
		return module, nil
	}
	return "", fmt.Errorf("reading the module: %s names no module", file)
}

// A scaffold is what deed init writes.
type scaffold struct {
	in         *command.Invocation
	dir        string
	importPath string
}

func (s scaffold) write() error {
	env, err := s.begun()
	if err != nil {
		return err
	}
	files, err := s.files(env)
	if err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if err := s.writeNew(filepath.Join(s.dir, path), files[path]); err != nil {
			return err
		}
	}
	p := project{in: s.in}
	p.say("next: put DATABASE_URL into .env, tag your models, then deed revision --autogenerate")
	return nil
}

// begun returns the environment that is there, to which only --kubernetes has
// something to add, or a new one.
func (s scaffold) begun() (codegen.Environment, error) {
	env, err := codegen.ReadEnvironment(s.dir)
	switch kubernetes, _ := s.in.Flags.GetBool("kubernetes"); {
	case errors.Is(err, codegen.ErrNoEnvironment), errors.Is(err, fs.ErrNotExist):
		return s.environment(), nil
	case err == nil && !kubernetes:
		return env, hint.New(env.File+" is there already", "this history has been started; deed revision goes on with it")
	}
	return env, err
}

// files returns what to write, by path below the directory.
func (s scaffold) files(env codegen.Environment) (map[string][]byte, error) {
	source, err := codegen.WriteEnvironment(env)
	if err != nil {
		return nil, err
	}
	main, err := codegen.WriteMain(s.importPath, env)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{"env.go": source, headFile: []byte("\n"), filepath.Join(programDir, "main.go"): main}
	if kubernetes, _ := s.in.Flags.GetBool("kubernetes"); kubernetes {
		for name, text := range s.kubernetes(env.Service) {
			files[filepath.Join(programDir, name)] = []byte(text)
		}
	}
	return files, nil
}

func (s scaffold) environment() codegen.Environment {
	env := codegen.Environment{Package: packageName(s.dir), Variable: "Revisions"}
	env.Service, _ = s.in.Flags.GetString("service")
	if env.Service == "" {
		env.Service = filepath.Base(filepath.Dir(s.dir))
	}
	env.Models, _ = s.in.Flags.GetStringSlice("models")
	env.VersionTable, _ = s.in.Flags.GetString("version-table")
	env.Schemas, _ = s.in.Flags.GetStringSlice("schemas")
	return env
}

// writeNew writes a file unless there is one, and says which it did.
func (s scaffold) writeNew(path string, data []byte) error {
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		p := project{in: s.in}
		p.say("kept %s", p.relative(path))
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("writing %s: %w", path, err)
	}
	if err := writeFile(path, data); err != nil {
		return err
	}
	p := project{in: s.in}
	fmt.Fprintln(s.in.Stdout, p.relative(path))
	return nil
}

// packageName makes a package name of a directory's.
func packageName(dir string) string {
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.ToLower(filepath.Base(dir)))
	if name == "" || name[0] <= '9' {
		return "migrations"
	}
	return name
}
