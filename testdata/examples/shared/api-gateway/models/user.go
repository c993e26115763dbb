// Package models holds the tables of api-gateway.
package models

import "time"

// Role is what a user may do.
type Role string

// The roles.
const (
	RoleMember Role = "member"
	RoleAdmin  Role = "admin"
)

// User is somebody who signs in through the gateway.
//
//deed:table user
//deed:check user_email_lower email = lower(email)
//deed:index user_created_at_idx (created_at desc)
type User struct {
	ID        int64     `db:"id" deed:"pk; type: bigserial"`
	Email     string    `db:"email" deed:"type: varchar(320); unique"`
	FullName  *string   `db:"full_name"`
	Role      Role      `db:"role" deed:"default: 'member'"`
	CreatedAt time.Time `db:"created_at" deed:"default: now()"`
}
