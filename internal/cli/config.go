package cli

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/pflag"

	"github.com/deedsql/deed/internal/command"
	"github.com/deedsql/deed/internal/hint"
	"github.com/deedsql/deed/migrations"
	"github.com/deedsql/deed/migrations/pgurl"
	"github.com/deedsql/deed/schema"
)

var configCommand = &command.Command{
	Name: "config", Group: groupHistory,
	Short: "print the settings in effect, and where each is from",
	Long: `Prints what the environment says, with the defaults filled in, and which database
is meant. Passwords are never printed.`,
	Examples: []command.Example{
		{"config", "the settings of the service in this directory"},
		{"config --json", "for a program"},
	},
	Flags: func(f *pflag.FlagSet) { f.Bool("json", false, "print JSON") },
	Run:   runConfig,
}

// A setting is a value with its origin.
type setting struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Origin string `json:"origin"`
}

func runConfig(_ context.Context, in *command.Invocation) error {
	p, err := openProject(in)
	if p == nil || p.env.Service == "" {
		return err
	}
	settings := p.settings()
	if p.asJSON() {
		return p.encode(settings)
	}
	names, values := 0, 0
	for _, s := range settings {
		names, values = max(names, len(s.Name)), max(values, utf8.RuneCountInString(s.Value))
	}
	for _, s := range settings {
		fmt.Fprintf(in.Stdout, "%s%s  %s%s  %s\n", s.Name, strings.Repeat(" ", names-len(s.Name)),
			in.Style.Cyan(s.Value), strings.Repeat(" ", values-utf8.RuneCountInString(s.Value)), in.Style.Dim(s.Origin))
	}
	return err
}

func (p *project) settings() []setting {
	origin := fmt.Sprintf("%s:%d", p.relative(p.env.File), p.env.Line)
	say := func(name, value, otherwise string) setting {
		if value == "" {
			return setting{name, otherwise, "default"}
		}
		return setting{name, value, origin}
	}
	duration := func(name string, value, otherwise time.Duration) setting {
		set := ""
		if value != 0 {
			set = limit(value)
		}
		return say(name, set, limit(otherwise))
	}
	version := say("version table", p.env.VersionTable+p.env.VersionTableSchema, "")
	version.Value = string(p.versionTable())
	return []setting{
		say("service", p.env.Service, ""),
		{"revisions", fmt.Sprintf("%d in %s", len(p.revisions), p.relative(p.env.Dir)), origin},
		say("models", strings.Join(p.env.Models, ", "), "none"),
		say("schemas", strings.Join(p.env.Schemas, ", "), schema.DefaultSchema),
		say("owns", strings.Join(p.env.Owns, ", "), "what models and revisions show"),
		version,
		duration("lock timeout", p.env.LockTimeout, migrations.DefaultLockTimeout),
		duration("statement timeout", p.env.StatementTimeout, -1),
		duration("runner timeout", p.env.RunnerTimeout, migrations.DefaultRunnerTimeout),
		p.database(),
	}
}

// limit prints a time limit as the environment means it.
func limit(d time.Duration) string {
	if d < 0 {
		return "none"
	}
	return d.String()
}

// database names the database without its password.
func (p *project) database() setting {
	url, source, err := p.url()
	if err != nil {
		return setting{"database", "none", strings.Join(hint.Of(err), "; ")}
	}
	target, err := pgurl.Parse(url)
	if err != nil {
		return setting{"database", "cannot be read: " + err.Error(), p.relative(source)}
	}
	return setting{"database", cmp.Or(target.String(), "none"), p.relative(source)}
}
