#!/usr/bin/env bash
# Runs every fuzz test of the module in turn, each for the time given (20s), and
# the law of drafts for as many random pairs of schemas as given (1000).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-20s}
pairs=${2:-1000}
grep -rHoE --include='*_test.go' --exclude-dir=node_modules '^func Fuzz[A-Za-z0-9_]+' . |
	while IFS=: read -r file func; do
		go test "$(dirname "$file")" -run '^$' -fuzz "^${func#func }\$" -fuzztime "$time"
	done
go test ./internal/draft -run '^TestDraftsLeadThereAndBack$' -count 1 -v -timeout 2h -rapid.checks "$pairs" -rapid.shrinktime 2m
