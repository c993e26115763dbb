#!/usr/bin/env bash
# Sets up what is needed and runs an example on a throw-away PostgreSQL:
#
#	shared  two services that share one database draft and apply their own
#	        tables, and neither ever sees the other's (the default)
#	hosted  a service looks after one table of a database that others made
#
# Nothing is left behind but bin/deed.
set -euo pipefail
example=${1:-shared}
cd "$(dirname "$0")/.."
repo=$PWD
steps=$repo/scripts/example-$example.sh
[ -f "$steps" ] || { echo "usage: scripts/example.sh [shared | hosted]" >&2; exit 2; }
scripts/setup.sh
go build -o bin/deed ./cmd/deed

# The .env files of the examples name port 54329. Where that is taken, they get
# the next one that is free.
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port=${EXAMPLE_PORT:-54329}
while taken "$port"; do
	port=$((port + 1))
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "testdata/examples/$example/." "$work"
find "$work" -name go.mod | while read -r mod; do
	service=$(dirname "$mod")
	(cd "$service" && go mod edit -replace "github.com/deedsql/deed=$repo")
	sed "s/:54329/:$port/" "$service/.env" >"$work/env" && mv "$work/env" "$service/.env"
done
cd "$work"
echo "a PostgreSQL on port $port, for as long as this takes" >&2
PATH=$repo/bin:$PATH deed scratch --quiet --port "$port" --database "$example" -- bash "$steps"
