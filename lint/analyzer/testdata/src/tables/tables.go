package tables

const (
	Users   = "auth.users"
	Cleanup = "DELETE FROM auth.sessions WHERE id = 1"
)
