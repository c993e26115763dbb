// Package schema describes a PostgreSQL schema as plain values.
//
// Two loaders produce it (package model from Go structs, package introspect
// from PostgreSQL's catalogs), one differ compares it and two emitters print
// it. That only works when both loaders spell alike, so every field has one
// normal form, written down at the field: types in PostgreSQL's short
// spelling ("varchar(255)", "timestamptz"), names as [Name], defaults of the
// server left out. A value is made of strings, booleans, slices and pointers
// to such, holds no cycle and no connection, and can be copied, compared with
// reflect.DeepEqual and printed.
package schema
