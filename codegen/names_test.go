package codegen_test

import (
	"strings"
	"testing"
	"time"

	"github.com/deedsql/deed/codegen"
)

func TestNewID(t *testing.T) {
	t.Parallel()
	id, err := codegen.NewID(strings.NewReader("\x3f\x1c\x9a\x20\xb7\xde"))
	if err != nil || id != "3f1c9a20b7de" {
		t.Errorf("NewID = %q, %v", id, err)
	}
	if _, err := codegen.NewID(strings.NewReader("\x3f")); err == nil {
		t.Error("no error without enough randomness")
	}
}

func TestFileName(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 2, 21, 12, 30, 0, 0, time.FixedZone("", 7200))
	for _, c := range []struct {
		message, want, reason string
	}{
		{"add is_verified to universities", "20260221_1030_ab_add_is_verified_to_universities.go", "the common case, in UTC"},
		{"Create auth.users!", "20260221_1030_ab_create_auth_users.go", "lower case, words only"},
		{"", "20260221_1030_ab.go", "no message"},
		{"port to linux", "20260221_1030_ab_port_to_linux_rev.go", "Go would build it on Linux only"},
		{"a test", "20260221_1030_ab_a_test_rev.go", "Go would take it for a test"},
		{"über, naïve", "20260221_1030_ab_ber_na_ve.go", "letters of other alphabets are left out"},
		{"one two three four five six seven eight nine ten", "20260221_1030_ab_one_two_three_four_five_six_seven_eight.go", "40 characters"},
		{strings.Repeat("x", 50), "20260221_1030_ab_" + strings.Repeat("x", 40) + ".go", "one long word"},
		{"first\nsecond", "20260221_1030_ab_first.go", "the first line"},
	} {
		if got := codegen.FileName(codegen.Revision{ID: "ab", Created: at, Message: c.message}); got != c.want {
			t.Errorf("%s: FileName(%q) = %s, want %s", c.reason, c.message, got, c.want)
		}
	}
}
