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
// Whose the objects are is not asked here: what is not to be touched must not
// be handed in.
package diff
