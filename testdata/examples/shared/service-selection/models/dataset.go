// Package models holds the tables of service-selection.
package models

import (
	"encoding/json"
	"time"
)

// Dataset is a set of records that selections are made from.
//
//deed:table datasets
//deed:unique datasets_name_version_key (name, version)
type Dataset struct {
	ID        int64           `db:"id" deed:"pk; identity: always"`
	Name      string          `db:"name"`
	Version   int32           `db:"version" deed:"default: 1; check: version > 0"`
	Tags      []string        `db:"tags" deed:"default: '{}'"`
	Source    json.RawMessage `db:"source" deed:"null"`
	CreatedAt time.Time       `db:"created_at" deed:"default: now()"`
}
