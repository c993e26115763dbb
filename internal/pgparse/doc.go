// Package pgparse reads SQL with PostgreSQL's own parser. It is the one door
// to pg_query: with cgo its C library, without cgo the same library compiled
// to WebAssembly, so that deed builds anywhere and reads the same everywhere.
//
// The grammar is PostgreSQL 16's. What it rejects but what looks like the
// syntax of a later version is opaque, not an error: nothing is known about
// it, and PostgreSQL has the last word.
package pgparse
