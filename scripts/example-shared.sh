#!/usr/bin/env bash
# The steps of the shared example; scripts/example.sh starts the database around
# them.
# shellcheck source=scripts/example-lib.sh
. "$(dirname "$0")/example-lib.sh"
unset DATABASE_URL # each service has its own in .env

for service in api-gateway service-selection; do
	say "$service: models, no table yet"
	(
		cd "$service"
		run deed revision --autogenerate
		run cat migrations/20*_create_*.go
		run deed upgrade head
		run deed check
	)
done

say "api-gateway: a field is added to the struct"
cd api-gateway
awk '/^\tCreatedAt/ { print "\tIsVerified bool `db:\"is_verified\" deed:\"default: false\"`" } { print }' models/user.go >models/user.new
{ diff models/user.go models/user.new || true; } | sed -n 's/^> /+ /p'
mv models/user.new models/user.go
run deed revision --autogenerate -m "add is_verified to user"
run cat migrations/20*_add_is_verified_to_user.go
run deed upgrade head
run deed history -i

say "service-selection: nothing to do, however much the other one did"
(cd ../service-selection && run deed check)

say "api-gateway: and back"
run deed downgrade -1
run deed current

say "whose is what"
run deed owners
