// Package migrations applies revisions: it holds all that production needs
// and nothing else.
//
// A service's own package declares an [Environment] and adds its revisions to
// it. [Main] makes a program of it, with the commands upgrade, downgrade,
// current and the others, that builds without cgo and runs from an empty
// image. What a revision does is data (package op), so the program can print
// it, count it, resume it and tell whether it was edited since.
//
// # What holds while revisions run
//
//   - One runner at a time for each version table, by an advisory lock on a
//     connection of its own (see lock.go).
//   - One transaction for each revision, with its version row and its row in
//     deed_log. Where a statement cannot run in a transaction, the revision is
//     split around it and deed_log keeps how far it came, so that the next
//     run goes on from there.
//   - After a lost connection nothing is reported before the version table
//     has been read again.
//   - What is not the service's own stays as it is: the fence looks from inside
//     of the transaction and from outside before it commits (see fence.go).
//
// # Where to look
//
//   - What revisions are and how they hang together: environment.go, graph.go,
//     address.go.
//   - How they run: runner.go and session.go; compile.go makes units of steps,
//     transaction.go and alone.go run them, batch.go sends them, failure.go
//     finds out what is left.
//   - What is kept in the database: versiontable.go, log.go, register.go.
//   - The fence: territory.go says what is the service's; fence_forecast.go and
//     fence_text.go read SQL before it runs; fence_sql.go and fence_ask.go ask,
//     fence_read.go reads the answers, fence_judge.go judges them; trespass.go
//     words what was found.
//   - The commands: main.go and command_*.go.
package migrations
