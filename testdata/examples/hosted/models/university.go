// Package models holds the one table of the hosted database that this service
// looks after.
package models

import "time"

// University is an institution that students apply to.
//
//deed:table universities
type University struct {
	ID             [16]byte  `db:"id" deed:"pk; type: uuid; default: gen_random_uuid()"`
	Name           string    `db:"name" deed:"type: varchar(255)"`
	UniversityCode string    `db:"university_code" deed:"type: varchar(50); unique"`
	ShortName      *string   `db:"short_name" deed:"type: varchar(100)"`
	IsVerified     bool      `db:"is_verified" deed:"default: false"`
	CreatedAt      time.Time `db:"created_at" deed:"default: now()"`
}
