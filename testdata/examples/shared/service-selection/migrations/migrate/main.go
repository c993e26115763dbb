// Command migrate applies the schema history of service-selection.
package main

import (
	"github.com/deedsql/deed"

	"example.com/service-selection/migrations"
)

func main() { deed.Main(&migrations.Revisions) }
