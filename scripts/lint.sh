#!/usr/bin/env bash
# Runs golangci-lint, in the version pinned here. It is built once, which takes
# some minutes, and kept in the user's cache folder.
set -euo pipefail
cd "$(dirname "$0")/.."
version=v2.15.0

tools=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/deed/tools
lint=$tools/golangci-lint-$version
if [ ! -x "$lint" ]; then
	echo "lint: building golangci-lint $version; this takes some minutes, once" >&2
	mkdir -p "$tools"
	work=$(mktemp -d "$tools/build-XXXXXX")
	trap 'rm -rf "$work"' EXIT
	if ! GOBIN=$work go install "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$version"; then
		echo "lint: golangci-lint $version cannot be had here; not linted" >&2
		exit 0
	fi
	mv "$work/golangci-lint" "$lint"
fi
exec "$lint" "${@:-run}"
