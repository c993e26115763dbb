#!/usr/bin/env bash
# Runs every fuzz test of the module in turn, each for the time given (20s).
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-20s}
grep -rHoE --include='*_test.go' --exclude-dir=node_modules '^func Fuzz[A-Za-z0-9_]+' . |
	while IFS=: read -r file func; do
		go test "$(dirname "$file")" -run '^$' -fuzz "^${func#func }\$" -fuzztime "$time"
	done
