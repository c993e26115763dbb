package lint

import (
	"cmp"
	"fmt"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"

	"github.com/deedsql/deed/codegen"
	"github.com/deedsql/deed/model"
	"github.com/deedsql/deed/op"
	"github.com/deedsql/deed/schema"
)

// A service is a schema history with its environment.
type service struct {
	env       codegen.Environment
	folder    *folder
	revisions []*revision // lowest first
	models    map[key]bool
	owners    []Owner // what a file or database says of it
	end       *territory
}

// readService reads the package in a directory.
func readService(dir string) (*service, error) {
	env, err := codegen.ReadEnvironment(dir)
	if err != nil {
		return nil, err
	}
	fset := token.NewFileSet()
	names := goFiles(dir)
	files := make([]File, len(names))
	err = inParallel(len(names), func(i int) error {
		src, err := os.ReadFile(names[i])
		if err != nil {
			return fmt.Errorf("reading revisions: %w", err)
		}
		tree, err := parser.ParseFile(fset, names[i], src, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return fmt.Errorf("reading revisions: %w", err)
		}
		files[i] = File{Name: names[i], Src: src, AST: tree}
		return nil
	})
	if err != nil {
		return nil, err
	}
	s, err := newService(env, newFolder(fset, files, env.Variable, nil))
	if err != nil {
		return nil, err
	}
	s.models, err = readModels(env)
	return s, err
}

// newService reads the revisions in a folder.
func newService(env codegen.Environment, f *folder) (*service, error) {
	s := &service{env: env, folder: f}
	read := make([]*revision, len(f.files))
	err := inParallel(len(f.files), func(i int) error {
		r, ok, err := f.readRevision(f.files[i])
		if ok && err == nil {
			read[i] = &r
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, r := range read {
		if r != nil {
			s.revisions = append(s.revisions, r)
		}
	}
	s.revisions = inOrder(s.revisions)
	return s, nil
}

// inParallel calls do for 0 to n-1 on all processors and returns the error of
// the lowest.
func inParallel(n int, do func(i int) error) error {
	failures := make([]error, n)
	var wait sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wait.Go(func() {
			for i := w; i < n; i += workers {
				failures[i] = do(i)
			}
		})
	}
	wait.Wait()
	return cmp.Or(failures...)
}

// inOrder sorts revisions so that each comes after its parents. What hangs
// nowhere comes last.
func inOrder(revisions []*revision) []*revision {
	waiting := map[string][]*revision{}
	known := map[string]bool{}
	open := map[*revision]int{}
	for _, r := range revisions {
		known[r.ID] = true
	}
	var ready, sorted []*revision
	for _, r := range revisions {
		for _, p := range slices.Concat(r.Parents, r.DependsOn) {
			if known[p] {
				waiting[p] = append(waiting[p], r)
				open[r]++
			}
		}
		if open[r] == 0 {
			ready = append(ready, r)
		}
	}
	for len(ready) > 0 {
		r := ready[0]
		ready = ready[1:]
		sorted = append(sorted, r)
		for _, next := range waiting[r.ID] {
			if open[next]--; open[next] == 0 {
				ready = append(ready, next)
			}
		}
	}
	for _, r := range revisions {
		if open[r] > 0 {
			sorted = append(sorted, r)
		}
	}
	return sorted
}

// readModels returns the objects that the models of a service declare.
func readModels(env codegen.Environment) (map[key]bool, error) {
	if len(env.Models) == 0 {
		return nil, nil
	}
	opts := model.Options{}
	for _, dir := range env.Models {
		opts.Dirs = append(opts.Dirs, filepath.Join(env.Dir, dir))
	}
	if len(env.Schemas) > 0 && !slices.Contains(env.Schemas, schema.DefaultSchema) {
		opts.DefaultSchema = env.Schemas[0]
	}
	loaded, err := model.Load(opts)
	if err != nil {
		return nil, err
	}
	declared := map[key]bool{}
	for _, o := range operationsOf(loaded.Database) {
		for _, e := range readOperation(o) {
			if e.kind == creates {
				declared[keyOf(e.object)] = true
			}
		}
	}
	for _, r := range loaded.Renames {
		if r.Kind == model.Table {
			declared[key{"relation", schema.ParseName(r.Was)}] = true
		}
	}
	return declared, nil
}

// operationsOf returns what would create a database.
func operationsOf(db schema.Database) []op.Operation {
	var list []op.Operation
	for _, x := range db.Enums {
		list = append(list, op.CreateEnum{Enum: x})
	}
	for _, x := range db.Domains {
		list = append(list, op.CreateDomain{Domain: x})
	}
	for _, x := range db.Composites {
		list = append(list, op.CreateComposite{Composite: x})
	}
	for _, x := range db.Ranges {
		list = append(list, op.CreateRange{Range: x})
	}
	for _, x := range db.Sequences {
		list = append(list, op.CreateSequence{Sequence: x})
	}
	for _, x := range db.Tables {
		list = append(list, op.CreateTable{Table: x})
	}
	return list
}

// start is what belongs to the service before its first revision.
func (s *service) start() *territory {
	t := newTerritory(s.env.Service, s.env.Schemas, s.env.Owns)
	maps.Copy(t.models, s.models)
	for _, o := range s.owners {
		if o.Service == s.env.Service {
			t.own[key{class(o.Kind), o.Name}] = held{o.Evidence, o.Since}
		}
	}
	return t
}

// replay follows the history to its end, once, without judging it.
func (s *service) replay() *territory {
	if s.end != nil {
		return s.end
	}
	j := &judge{territory: s.start(), registry: newRegistry(), final: &territory{}, silent: true, notValid: map[string]bool{}}
	for _, r := range s.revisions {
		j.begin(r.ID)
		j.follow(r.upgrade)
	}
	s.end = j.territory
	return s.end
}

// register tells the registry what the service owns at the end of its
// history.
func (s *service) register(known *registry) {
	j := s.replay()
	for k, h := range j.own {
		known.add(Owner{Kind: kindOfClass(k.class), Name: k.name, Service: s.env.Service, Evidence: h.evidence, Since: h.since})
	}
	for k := range s.models {
		if !j.released[k] {
			known.add(Owner{Kind: kindOfClass(k.class), Name: k.name, Service: s.env.Service, Evidence: "model"})
		}
	}
	for _, b := range j.crossed {
		known.borders[keyOf(b.object)] = append(known.borders[keyOf(b.object)], b)
	}
	if len(s.env.Owns) > 0 {
		known.claims = append(known.claims, claim{s.env.Service, s.env.Owns})
	}
}

func kindOfClass(c op.Kind) op.Kind {
	if c == "relation" {
		return kindTable
	}
	return c
}

func (j *judge) follow(steps []step) {
	for _, s := range steps {
		for _, p := range s.statements {
			for _, e := range p.effects {
				j.do(e)
			}
		}
	}
}

// revision returns the revision of that id, or nil.
func (s *service) revision(id string) *revision {
	for _, r := range s.revisions {
		if r.ID == id && id != "" {
			return r
		}
	}
	return nil
}

// selection returns the revisions to report on: those in the files (nil: all)
// that are neither since nor before it.
func (s *service) selection(files []string, since string) func(*revision) bool {
	old := map[string]bool{}
	var mark func(id string)
	mark = func(id string) {
		if r := s.revision(id); r != nil && !old[id] {
			old[id] = true
			for _, p := range r.Parents {
				mark(p)
			}
		}
	}
	mark(since)
	return func(r *revision) bool {
		return !old[r.ID] && (files == nil || slices.ContainsFunc(files, func(f string) bool { return sameDir(f, r.file.Name) }))
	}
}

// lint judges every revision of the service, and reports on those that are
// wanted.
func (s *service) lint(known *registry, severities map[string]Severity, wanted func(*revision) bool) Report {
	l := &linter{service: s, severities: severities, judge: &judge{territory: s.start(), registry: known, adopted: s.adoptions(), final: s.replay()}}
	for _, r := range s.revisions {
		l.wanted = wanted(r)
		l.judgeRevision(r)
	}
	l.conflicts()
	l.report.Findings = sortFindings(l.report.Findings)
	return l.report
}

func (s *service) adoptions() map[key]bool {
	adopted := map[key]bool{}
	for _, r := range s.revisions {
		for _, step := range r.upgrade {
			for _, p := range step.statements {
				for _, e := range p.effects {
					if e.kind == adopts {
						adopted[keyOf(e.object)] = true
					}
				}
			}
		}
	}
	return adopted
}
