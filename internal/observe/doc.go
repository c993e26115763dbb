// Package observe writes down everything that a database's catalogs say, as
// text, so that two moments can be compared.
//
// It is the witness of a proof and shares no code with package introspect,
// which drafts what is proven: it asks PostgreSQL's own pg_get_*def functions,
// also about what deed does not model. What it leaves out is what no migration
// can bring back: object identifiers and the order of columns.
package observe
