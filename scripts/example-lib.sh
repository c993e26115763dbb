# shellcheck shell=bash
# What the steps of the examples share.
set -euo pipefail
exec 2>&1 # what deed says belongs between what it prints

say() { printf '\n== %s\n' "$*"; }

# run shows a command as one would type it, and runs it.
run() {
	local word line=
	for word; do
		case $word in *' '*) word="'$word'" ;; esac
		line+=" $word"
	done
	printf '\n$%s\n' "$line"
	"$@"
}
