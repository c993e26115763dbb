#!/usr/bin/env bash
# The steps of the hosted example; scripts/example.sh starts the database around
# them.
# shellcheck source=scripts/example-lib.sh
. "$(dirname "$0")/example-lib.sh"
psql -q "$DATABASE_URL" -v ON_ERROR_STOP=1 -f before.sql
unset DATABASE_URL # the service has its own in .env

say "a database that others made, and a model for one table of it"
run cat models/university.go

say "the model has a column that the table has not"
run deed check || true
run deed revision --autogenerate -m "add is_verified to universities"
run cat migrations/20*_add_is_verified_to_universities.go
run deed upgrade head
run deed current

say "and back"
run deed downgrade -1
run deed current
