// Package codegen writes and reads the Go files of a schema history: revision
// files, the environment, and model structs for tables that already exist.
//
// Files are read statically, with go/parser: nothing of the user's is
// compiled or run to learn the revision graph, the operations of a revision
// or the configuration. What is written can be read back; reading a file that
// [WriteRevision] made returns the value it was made from.
package codegen
