package lint

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// BenchmarkThousandRevisions lints a history of 1,000 revisions, each with
// two operations and two statements of raw SQL, from files.
func BenchmarkThousandRevisions(b *testing.B) {
	dir := b.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	write("env.go", "package migrations\n\nimport \"github.com/deedsql/deed\"\n\nvar Revisions = deed.Environment{Service: \"shop\"}\n")
	for i := range 1000 {
		write(fmt.Sprintf("r%04d.go", i), fmt.Sprintf(benchmarkRevision, i, i-1, i))
	}
	b.ResetTimer()
	for b.Loop() {
		report, err := Run(Options{Paths: []string{dir}, Root: dir})
		if err != nil || report.Revisions != 1000 || report.Failed() {
			b.Fatal(err, report.Revisions, report.Findings)
		}
	}
}

const benchmarkRevision = `package migrations

import (
	"github.com/deedsql/deed"
	"github.com/deedsql/deed/op"
)

var _ = Revisions.Add(deed.Revision{
	ID:      "r%[1]d",
	Parents: []string{"r%[2]d"},
	Message: "create table %[3]d",
	Upgrade: []deed.Step{
		op.CreateTable{Table: op.Table{
			Name: "table_%[3]d",
			Columns: []op.Column{
				{Name: "id", Type: "bigserial", NotNull: true},
				{Name: "name", Type: "text", NotNull: true, Default: "''"},
				{Name: "user_id", Type: "bigint"},
			},
			PrimaryKey:  &op.PrimaryKey{Name: "table_%[3]d_pkey", Columns: []string{"id"}},
			ForeignKeys: []op.ForeignKey{{Name: "fk", Columns: []string{"user_id"}, References: "auth.users"}},
		}},
		op.AddColumn{Table: "table_%[3]d", Column: op.Column{Name: "extra", Type: "text"}},
		op.SQL{Up: "INSERT INTO table_%[3]d (name) SELECT name FROM auth.users WHERE id < 100; UPDATE table_%[3]d SET extra = lower(name) WHERE extra IS NULL"},
	},
	Downgrade: []deed.Step{
		op.DropColumn{Table: "table_%[3]d", Column: op.Column{Name: "extra", Type: "text"}},
		op.DropTable{Table: op.Table{Name: "table_%[3]d"}},
	},
})
`
