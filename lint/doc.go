// Package lint finds, without a database, where revisions touch what is not
// the service's own, and where they lock or lose more than they need to.
//
// It reads the environments and revisions of all services in a repository,
// replays each history to learn what belongs to whom, and then looks at every
// step: operations, the statements of raw SQL with PostgreSQL's own parser
// (functions and DO blocks inside them too), and the calls of Go steps as far
// as they can be seen. What cannot be seen is said to be opaque rather than
// passed over.
//
// Reading a statement and judging it are apart: a step becomes a list of
// effects ("drops table auth.users"), and the effects are judged one after
// the other against what is the service's own at that point of its history.
package lint
