package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// A command is a program to measure.
type command struct {
	name string
	args []string
	dir  string
	env  []string
	// status is the exit status that it has to end with.
	status int
	// says must stand in what it prints for people.
	says string
}

// A sample is one run of a command.
type sample struct {
	wall   time.Duration
	memory int64 // peak resident set of the process, in bytes
}

// run runs the command once, from the start of the process to its end.
func (c command) run(ctx context.Context) (sample, error) {
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	var stderr bytes.Buffer
	cmd.Stderr, cmd.Dir, cmd.Env = &stderr, c.dir, append(cmd.Environ(), c.env...)
	start := time.Now()
	err := cmd.Run()
	s := sample{wall: time.Since(start)}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return s, err
	}
	if cmd.ProcessState.ExitCode() != c.status || !strings.Contains(stderr.String(), c.says) {
		return s, fmt.Errorf("%s: %v, not exit status %d and %q:\n%s", cmd, cmd.ProcessState, c.status, c.says, stderr.String())
	}
	s.memory = maxRSS(cmd.ProcessState)
	return s, nil
}

// measure runs commands in turns, so that whatever else the machine does
// meets them all alike, and returns the samples of each.
func measure(ctx context.Context, runs int, commands ...command) ([][]sample, error) {
	samples := make([][]sample, len(commands))
	for i := -1; i < runs; i++ {
		for j, c := range commands {
			s, err := c.run(ctx)
			if err != nil {
				return nil, err
			}
			if i >= 0 { // the first run warms the caches
				samples[j] = append(samples[j], s)
			}
		}
	}
	return samples, nil
}

// median returns the median of the times and the largest memory.
func median(samples []sample) sample {
	walls := make([]time.Duration, len(samples))
	var memory int64
	for i, s := range samples {
		walls[i], memory = s.wall, max(memory, s.memory)
	}
	slices.Sort(walls)
	return sample{walls[len(walls)/2], memory}
}

// output runs a program and returns what it prints.
func output(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w\n%s", cmd, err, stderr.String())
	}
	return string(out), nil
}
