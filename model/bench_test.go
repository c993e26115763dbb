package model

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkLoad loads 1000 models of 12 columns with an enum, an expression
// index, a check and a foreign key each from 200 files in 20 packages.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	opts := Options{Root: dir}
	write(b, filepath.Join(dir, "go.mod"), []byte("module example.com/bench\n"))
	for p := range 20 {
		folder := filepath.Join(dir, fmt.Sprintf("m%d", p))
		opts.Dirs = append(opts.Dirs, folder)
		for f := range 10 {
			write(b, filepath.Join(folder, fmt.Sprintf("f%d.go", f)), []byte(benchFile(p, f)))
		}
	}
	b.ResetTimer()
	for b.Loop() {
		m, err := Load(opts)
		if err != nil {
			b.Fatal(err)
		}
		if n := len(m.Database.Tables); n != 1000 {
			b.Fatalf("%d tables", n)
		}
	}
}

func benchFile(p, f int) string {
	var s strings.Builder
	fmt.Fprintf(&s, "package m%d\n\nimport (\n\t\"time\"\n\n\t\"github.com/google/uuid\"\n)\n\nvar _ uuid.UUID\n", p)
	for i := range 5 {
		n := p*50 + f*5 + i
		fmt.Fprintf(&s, benchModel, n, "`")
	}
	return s.String()
}

const benchModel = `
// State%[1]d is the state of a thing.
type State%[1]d string

// The states.
const (
	New%[1]d  State%[1]d = "new"
	Done%[1]d State%[1]d = "done"
)

// Thing%[1]d is a thing of the kind that services keep.
//
//deed:table things_%[1]d
//deed:index (lower(name)) where is_active
//deed:index (parent_id, created_at desc)
//deed:check price >= 0 and (price < 1000 or name <> '')
type Thing%[1]d struct {
	ID        uuid.UUID %[2]sdb:"id" deed:"pk; default: gen_random_uuid()"%[2]s
	Name      string    %[2]sdb:"name" deed:"type: varchar(255); default: ''"%[2]s
	Code      string    %[2]sdb:"code" deed:"type: varchar(50); unique"%[2]s
	Short     *string   %[2]sdb:"short"%[2]s
	Price     int       %[2]sdb:"price" deed:"default: 0"%[2]s
	Weight    float64   %[2]sdb:"weight"%[2]s
	ParentID  uuid.UUID %[2]sdb:"parent_id" deed:"references: things_0(id) on delete cascade"%[2]s
	State     State%[1]d
	Tags      []string  %[2]sdb:"tags" deed:"default: '{}'"%[2]s
	IsActive  bool      %[2]sdb:"is_active" deed:"default: true"%[2]s
	CreatedAt time.Time %[2]sdb:"created_at" deed:"default: now()"%[2]s
	UpdatedAt *time.Time
}
`
