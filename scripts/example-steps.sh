#!/usr/bin/env bash
# The steps of the example; scripts/example.sh starts the database around them.
set -euo pipefail
unset DATABASE_URL # each service has its own in .env

run() {
	printf '\n$ %s\n' "$*"
	"$@"
}

for service in api-gateway service-selection; do
	printf '\n== %s\n' "$service"
	(
		cd "$service"
		run deed revision --autogenerate
		printf '\n'
		cat migrations/*_create_*.go
		run deed upgrade head
		run deed check
	)
done

printf '\n== api-gateway: a field is added to the struct\n'
cd api-gateway
sed -i 's|^\tCreatedAt|\tIsVerified bool `db:"is_verified" deed:"default: false"`\n&|' models/user.go
run deed revision --autogenerate -m "add is_verified to user"
printf '\n'
cat migrations/*_add_is_verified_to_user.go
run deed upgrade head
run deed history -i
run deed downgrade -1
run deed current
