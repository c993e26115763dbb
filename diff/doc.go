// Package diff compares two schemas and says what turns one into the other.
//
// It works in three steps, all on values and none on text of SQL statements.
// First it pairs the objects of both sides by name and writes an operation for
// whatever is new, gone or changed. Then it looks for what has to be taken down
// and put up again because something under it changes (a foreign key over a
// primary key, a generated column over a column's type). At last it orders the
// operations by what each creates, drops, needs and lets go of; there are no
// phases, so a drop can come before the creation that needs its name.
//
// # Where to look
//
//   - What is compared: table.go, column.go, constraint.go, index.go, object.go,
//     sequence.go, enum.go, partition.go, inherit.go; when two are the same:
//     equal.go, identical.go, alike.go.
//   - What the models need not say is filled in by complete.go, and what parents
//     bring along is left out of what is told by lean.go.
//   - What was renamed: rename.go and its neighbours; names that change places:
//     swap.go.
//   - What stands in the way of a change for a while: rebuild.go (what rests on
//     it), renew.go (types), park.go (settings), wrap.go (partitions),
//     untangle.go (the names of NOT NULL).
//   - In which order: depend.go and its neighbours say what each operation creates,
//     needs, drops and lets go of; order.go sorts.
//
// Whose the objects are is not asked here: what is not to be touched must not
// be handed in.
package diff
