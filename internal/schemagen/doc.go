// Package schemagen makes pairs of random schemas for property tests: SQL for
// one schema, and SQL for another that random edits made of it.
//
// A statement may be wrong: that a key's column is an array, or that a server
// is too old. Whoever runs a script leaves out what the server refuses, so the
// schema is what remains. That keeps the generator small and lets it draw
// anything, and it shares no code with what prints SQL in deed.
package schemagen
