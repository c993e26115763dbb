// Command migrate applies the schema history of admissions.
package main

import (
	"github.com/deedsql/deed"

	"example.com/admissions/migrations"
)

func main() { deed.Main(&migrations.Revisions) }
