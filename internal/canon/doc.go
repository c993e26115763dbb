// Package canon lets the server spell a schema as its catalogs would.
//
// A model says price > 0 and the catalog says (price > (0)::numeric); no rule
// on text gets from one to the other for every expression. So the tables in
// question are created in pg_temp inside a transaction that is rolled back,
// read back with the queries that read the real catalog, and what PostgreSQL
// made of types, defaults, conditions and index keys is copied into the model's
// tables. This takes no more than the TEMP privilege, evaluates no function in
// a default, and nobody else sees it.
package canon
