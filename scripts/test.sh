#!/usr/bin/env bash
# Runs all that has to be green: vet, lint, and the tests on PostgreSQL 15 and
# 18, or on the majors that DEED_TEST_MAJORS lists. Arguments go to go test.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n== %s\n' "$*"; }

scripts/setup.sh

step "go vet"
go vet ./...
CGO_ENABLED=0 go vet ./...

step "golangci-lint"
scripts/lint.sh

has_major() {
	[ -x "node_modules/pg$1/native/bin/postgres" ] || compgen -G "/usr/lib/postgresql/$1/bin/postgres" >/dev/null
}

tested=0
for major in ${DEED_TEST_MAJORS:-15 18}; do
	if ! has_major "$major"; then
		echo "test: PostgreSQL $major is not on this machine; NOT TESTED on it" >&2
		continue
	fi
	step "go test on PostgreSQL $major"
	DEED_TEST_PG=$major go test "$@" ./...
	tested=$((tested + 1))
done
if [ "$tested" = 0 ]; then
	step "go test on whatever PostgreSQL there is"
	go test "$@" ./...
fi
