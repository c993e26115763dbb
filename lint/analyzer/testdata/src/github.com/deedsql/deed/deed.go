// Package deed is so much of deed as revisions need.
package deed

import (
	"context"

	"github.com/jackc/pgx/v5"
)

type (
	Step     interface{ IsStep() }
	Func     func(ctx context.Context, tx pgx.Tx) error
	Touch    struct{ Object, Reason string }
	Revision struct {
		ID, Message        string
		Parents            []string
		Touches            []Touch
		Upgrade, Downgrade []Step
	}
	Environment struct {
		Service       string
		Schemas, Owns []string
	}
)

func (Func) IsStep() {}

func (e *Environment) Add(r Revision) struct{} { return struct{}{} }
