// Command migrate applies the schema history of api-gateway.
package main

import (
	"github.com/deedsql/deed"

	"example.com/api-gateway/migrations"
)

func main() { deed.Main(&migrations.Revisions) }
