package cli

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/draft"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/internal/proof"
	"github.com/deedsql/deed/schema"
)

func proveFlag(f *pflag.FlagSet) {
	f.String("prove", "", "where to prove the draft: scratch, database or off (default: the first that can)")
}

// place returns the place that --prove names.
func place(f *pflag.FlagSet) (proof.Place, error) {
	text, _ := f.GetString("prove")
	switch p := proof.Place(text); p {
	case proof.Anywhere, proof.Scratch, proof.Database, proof.Off:
		return p, nil
	}
	return "", &command.UsageError{Err: hint.New(fmt.Sprintf("--prove %s: there is no such place", text), "it is scratch, database or off")}
}

// prove proves a draft, tells people how it went, and returns what has to
// stand at the top of the file: nothing when all is proven.
func (p *project) prove(ctx context.Context, conn *pgx.Conn, d *draft.Draft) (note []string, proven bool, err error) {
	where, err := place(p.in.Flags)
	if err != nil {
		return nil, false, err
	}
	if where == proof.Off {
		p.proof = &proofReport{Place: where}
		p.say("not proven: --prove off")
		return []string{"Not proven: proving was switched off."}, false, nil
	}
	result, err := proof.Prove(ctx, conn, proof.Plan{
		Upgrade: d.Ops, Downgrade: d.Reverse, Live: d.Catalog.Database, Want: d.Want, Diff: d.Remaining,
		Ignore: []schema.Name{p.versionTable()}, Dependents: d.Catalog.Dependents,
	}, where)
	if err != nil {
		return nil, false, fmt.Errorf("proving the draft: %w", err)
	}
	p.proof = &proofReport{Proven: result.Proven, Place: result.Place, Reason: strings.TrimSpace(result.Reason), LeftOut: result.LeftOut}
	for _, n := range result.Notes {
		p.note("%s", n)
	}
	if !result.Proven {
		p.say("%s %s", p.in.ErrStyle.Red("not proven:"), result.Reason)
		return []string{"NOT PROVEN: " + strings.TrimSpace(result.Reason)}, false, nil
	}
	p.say("%s there, nothing left to do, back without a trace, there again: %s, %s",
		p.in.ErrStyle.Green("proven:"), placeName(result.Place), result.Took.Round(time.Millisecond))
	if len(result.LeftOut) > 0 {
		without := "the proof was without " + draft.Summary(result.LeftOut)
		p.note("%s", without)
		note = []string{"Proven, but " + without + "."}
	}
	return note, true, nil
}

func placeName(p proof.Place) string {
	if p == proof.Scratch {
		return "on a scratch server"
	}
	return "in a transaction on the database, rolled back"
}
