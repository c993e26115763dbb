#!/usr/bin/env bash
# Sets up what is needed and shows deed's main job on a throw-away PostgreSQL:
# two services that share one database draft and apply their own tables, and
# neither ever sees the other's. Nothing is left behind.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh
go build -o bin/deed ./cmd/deed

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R testdata/examples/shared/. "$work"
for service in api-gateway service-selection; do
	(cd "$work/$service" && go mod edit -replace "github.com/deedsql/deed=$OLDPWD")
done
PATH=$PWD/bin:$PATH
cd "$work"
exec deed scratch --quiet --port "${EXAMPLE_PORT:-54329}" --database platform -- bash "$OLDPWD/scripts/example-steps.sh"
