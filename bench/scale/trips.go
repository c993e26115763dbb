package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// roundTrips drafts through a slow line and counts how often it goes to and
// fro.
func (b *bench) roundTrips(ctx context.Context, s *service, n int) error {
	p, err := newProxy(s.url, b.delay)
	if err != nil {
		return err
	}
	defer p.close()
	through, err := p.url(s.url)
	if err != nil {
		return err
	}
	fmt.Printf("  deed revision --autogenerate through a proxy that adds %v to each round trip\n", b.delay)
	for _, d := range drafts(n) {
		m, trips, err := b.draft(ctx, s, p, through, d)
		switch {
		case err != nil && d.proof == "":
			return err
		case err != nil:
			fmt.Printf("    %-38s failed: %v\n", d.name+":", err)
		default:
			fmt.Printf("    %-38s %10s, %s\n", d.name+":", ms(m.wall), trips)
		}
	}
	return nil
}

// A drafting is one way to autogenerate.
type drafting struct {
	name      string
	proof     string // --prove
	model     int
	old, with string // in that model
}

func drafts(n int) []drafting {
	change := drafting{model: n / 2, old: "varchar(255)", with: "varchar(300)"}
	list := []drafting{{name: "no difference"}, change, change, change}
	for i, where := range []string{"off", "scratch", "database"} {
		list[i+1].name, list[i+1].proof = "one changed column, --prove="+where, where
	}
	return list
}

// draft writes a revision and takes it away again.
func (b *bench) draft(ctx context.Context, s *service, p *proxy, through string, d drafting) (sample, string, error) {
	c := command{
		args: []string{b.deed, "revision", "--autogenerate", "-m", "scale"},
		dir:  s.dir, env: []string{"DATABASE_URL=" + through},
	}
	if d.proof != "" {
		c.args = append(c.args, "--prove="+d.proof)
	}
	undo := func() error { return nil }
	if d.old == "" {
		c.says = "no differences"
	} else {
		var err error
		if undo, err = s.editModel(d.model, d.old, d.with); err != nil {
			return sample{}, "", err
		}
	}
	p.count()
	m, err := c.run(ctx)
	trips := p.count()
	return m, trips, errors.Join(err, s.removeRevisions(), undo())
}

// removeRevisions removes all that drafts left beside the environment.
func (s *service) removeRevisions() error {
	folder := filepath.Join(s.dir, "migrations")
	entries, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.Name() == "HEAD" || strings.HasSuffix(e.Name(), "_scale.go") {
			if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}
