// Package proof tries a draft before a person reads it: upgrade, and nothing
// is left to change; downgrade, and the catalogs say what they said before;
// upgrade again, and they say what they said after; and the rows are still
// there.
//
// It does so in one of two places. On a scratch server of the same major
// version, which holds the tables in question, what they refer to, and the
// views, functions, triggers, rules, policies and grants on them: nobody is
// disturbed, and what cannot be taken there is told. Or in a transaction on the
// development database that is rolled back: all is real, so it is refused where
// a step would scan or rewrite many rows, wait for another session or need a
// commit in between. Either looks at what the plan can get at, so the cost grows
// with the change.
package proof
