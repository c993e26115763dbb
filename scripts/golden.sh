#!/usr/bin/env bash
# Writes the golden files anew: runs the tests of every package that has an
# -update flag with it.
set -euo pipefail
cd "$(dirname "$0")/.."
grep -rlE --include='*_test.go' --exclude-dir=node_modules 'flag\.Bool\("update"' . | xargs -rn1 dirname | sort -u |
	while read -r package; do
		go test "$package" -count=1 -update
	done
