package canon

import (
	"slices"

	"github.com/deedsql/deed/introspect"
	"github.com/deedsql/deed/schema"
)

// copyBack returns want with what the server spelled put into it.
func (s *stage) copyBack(want schema.Database, read *introspect.Catalog) schema.Database {
	want.Tables = slices.Clone(want.Tables)
	want.Domains = slices.Clone(want.Domains)
	for i := range want.Tables {
		t := &want.Tables[i]
		if staged := s.names[t.Name]; staged != "" {
			if spelled := read.Table(staged); spelled != nil {
				*t = s.spell(*t, spelled)
			}
		}
	}
	for i := range want.Domains {
		d := &want.Domains[i]
		for _, in := range s.standIns {
			if in.name == d.Name {
				s.spellDomain(d, read.Domains, in.temp)
			}
		}
	}
	return want
}

func (s *stage) spellDomain(d *schema.Domain, read []schema.Domain, temp string) {
	for _, spelled := range read {
		if spelled.Name.Object() != temp {
			continue
		}
		d.Type, d.Default, d.Collation = s.back(spelled.Type), s.back(spelled.Default), spelled.Collation
		d.Checks = slices.Clone(d.Checks)
		for i := range d.Checks {
			for _, c := range spelled.Checks {
				if c.Name == d.Checks[i].Name {
					d.Checks[i].Expr = s.back(c.Expr)
				}
			}
		}
	}
}

// spell copies the server's spelling into a table, leaving all else as it is.
func (s *stage) spell(t schema.Table, spelled *schema.Table) schema.Table {
	t.Columns = slices.Clone(t.Columns)
	for i := range t.Columns {
		if c := spelled.Column(t.Columns[i].Name); c != nil {
			t.Columns[i] = s.spellColumn(t.Columns[i], c)
		}
	}
	t.Checks, t.Exclusions = slices.Clone(t.Checks), slices.Clone(t.Exclusions)
	for i := range t.Checks {
		if c, ok := spelled.Constraint(t.Checks[i].Name).(schema.Check); ok {
			t.Checks[i].Expr = s.back(c.Expr)
		}
	}
	for i := range t.Exclusions {
		if x, ok := spelled.Constraint(s.alias(spelled.Name, t.Exclusions[i].Name)).(schema.Exclusion); ok {
			t.Exclusions[i].Elements, t.Exclusions[i].Where = s.allBack(x.Elements), s.back(x.Where)
		}
	}
	t.Indexes = slices.Clone(t.Indexes)
	for i := range t.Indexes {
		if x := spelled.Index(s.alias(spelled.Name, t.Indexes[i].Name)); x != nil {
			t.Indexes[i].Key, t.Indexes[i].Where, t.Indexes[i].With = s.allBack(x.Key), s.back(x.Where), x.With
		}
	}
	t.Statistics = slices.Clone(t.Statistics)
	for i := range t.Statistics {
		for _, x := range spelled.Statistics {
			if x.Name.Object() == s.alias(spelled.Name, string(t.Statistics[i].Name)) {
				t.Statistics[i].Columns, t.Statistics[i].Kinds = s.allBack(x.Columns), x.Kinds
			}
		}
	}
	t.PartitionBy = s.back(spelled.PartitionBy)
	if t.PartitionOf != nil && spelled.PartitionOf != nil {
		t.PartitionOf = &schema.Partition{Parent: t.PartitionOf.Parent, Bound: s.back(spelled.PartitionOf.Bound)}
	}
	return t
}

func (s *stage) spellColumn(c schema.Column, spelled *schema.Column) schema.Column {
	if schema.IntegerType(c.Type) != "" {
		return c // its sequence is implied, and so is all else
	}
	c.Type, c.Collation = s.back(spelled.Type), spelled.Collation
	if c.Default != "" { // a child's stand-in has taken over its parent's
		c.Default = s.back(spelled.Default)
	}
	c.NotNull = c.NotNull || spelled.NotNull && !c.Inherited // identity implies it
	c.Storage, c.Compression = spelled.Storage, spelled.Compression
	if c.Generated != nil && spelled.Generated != nil {
		c.Generated = &schema.Generated{Expr: s.back(spelled.Generated.Expr), Virtual: spelled.Generated.Virtual}
	}
	if c.Identity != nil && spelled.Identity != nil {
		own := *c.Identity
		own.Sequence = spelled.Identity.Sequence
		c.Identity = &own
	}
	return c
}

func (s *stage) allBack(list []string) []string {
	out := slices.Clone(list)
	for i := range out {
		out[i] = s.back(out[i])
	}
	return out
}
