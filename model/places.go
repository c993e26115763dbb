package model

import (
	"sync"

	"github.com/deedsql/deed/schema"
)

// places is where things are declared. Few are ever asked for, so that the
// index over them is made when the first one is.
type places struct {
	list   []place
	tables []*table // whose columns are places too
	index  map[Ref]fragment
	mu     sync.Mutex
}

type place struct {
	ref Ref
	at  fragment
}

func (p *places) set(ref Ref, at fragment) { p.list = append(p.list, place{ref, at}) }

func (p *places) get(ref Ref) (fragment, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.index == nil {
		p.index = make(map[Ref]fragment, len(p.list))
	}
	for _, x := range p.list {
		p.index[x.ref] = x.at
	}
	for _, t := range p.tables {
		for _, c := range t.columns {
			p.addColumn(t.Name, c)
		}
	}
	p.list, p.tables = nil, nil
	f, ok := p.index[ref]
	return f, ok
}

func (p *places) of(ref Ref) fragment {
	f, _ := p.get(ref)
	return f
}

func (p *places) addColumn(table schema.Name, c *column) {
	p.index[Ref{Column, table, c.Name}] = c.field.at
	p.index[Ref{Type, table, c.Name}] = c.typeAt
	if c.Default != "" {
		p.index[Ref{Default, table, c.Name}] = c.defaultAt
	}
	if c.Generated != nil {
		p.index[Ref{Generated, table, c.Name}] = c.generatedAt
	}
}
