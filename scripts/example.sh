#!/usr/bin/env bash
# Sets up what is needed and shows deed's main job on a throw-away PostgreSQL:
# two services that share one database draft and apply their own tables, and
# neither ever sees the other's. Nothing is left behind but bin/deed.
set -euo pipefail
cd "$(dirname "$0")/.."
repo=$PWD
scripts/setup.sh
go build -o bin/deed ./cmd/deed

# The .env files of the example name port 54329. Where that is taken, so is the
# next one that is free.
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
port=${EXAMPLE_PORT:-54329}
while taken "$port"; do
	port=$((port + 1))
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R testdata/examples/shared/. "$work"
for service in "$work"/*/; do
	(cd "$service" && go mod edit -replace "github.com/deedsql/deed=$repo")
	sed "s/:54329/:$port/" "$service.env" >"$work/env" && mv "$work/env" "$service.env"
done
cd "$work"
echo "two services, one database: PostgreSQL on port $port, for as long as this takes" >&2
PATH=$repo/bin:$PATH deed scratch --quiet --port "$port" --database platform -- bash "$repo/scripts/example-steps.sh"
