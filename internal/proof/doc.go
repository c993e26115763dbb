// Package proof tries a draft before a person reads it: upgrade, and nothing
// is left to change; downgrade, and the catalogs say what they said before;
// upgrade again, and they say what they said after; and the rows are still
// there.
//
// It does so in one of two places. On a scratch server of the same major
// version, which holds the tables in question and what they refer to: nobody
// is disturbed, but nothing is there that deed does not model. Or in a
// transaction on the development database that is rolled back: all is real,
// so it is refused where a step would scan or rewrite many rows, wait for
// another session or need a commit in between.
package proof
