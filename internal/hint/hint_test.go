package hint_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/deedsql/deed/internal/hint"
)

func TestOf(t *testing.T) {
	inner := hint.New("no such table", "create it")
	err := fmt.Errorf("reading: %w", errors.Join(inner, hint.Wrap(errors.New("x"), "try %d", 2), inner))
	if got, want := hint.Of(err), []string{"create it", "try 2"}; !slices.Equal(got, want) {
		t.Errorf("Of = %q, want %q", got, want)
	}
	if hint.Of(nil) != nil || hint.Wrap(nil, "x") != nil {
		t.Error("nil is not nil")
	}
}

func TestNearest(t *testing.T) {
	words := []string{"upgrade", "downgrade", "current", "check"}
	for word, want := range map[string]string{
		"upgrad": "upgrade", "upgradde": "upgrade", "dwongrade": "downgrade", "currnt": "current",
		"chekc": "check", "xyzzy": "", "c": "", "curr": "current", "Down": "downgrade", "che": "check",
	} {
		if got := hint.Nearest(word, words); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
