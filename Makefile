# make, or make help, lists the targets.

MAJORS ?= 13 14 15 16 17 18
FUZZTIME ?= 20s
FUZZPAIRS ?= 1000

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## install what the tests need: PostgreSQL 13 to 18, psql
	@scripts/setup.sh

.PHONY: build
build: ## build bin/deed
	go build -o bin/deed ./cmd/deed

.PHONY: test
test: setup ## run the tests on the newest PostgreSQL
	go test ./...

.PHONY: test-all
test-all: ## vet, lint, and the tests on PostgreSQL 13 to 18
	DEED_TEST_MAJORS="$(MAJORS)" scripts/test.sh

.PHONY: ci
ci: ## run what CI runs: vet, lint, and the tests on PostgreSQL 15 and 18
	.ci/run

.PHONY: lint
lint: ## run golangci-lint
	@scripts/lint.sh

.PHONY: fmt
fmt: ## format the source as the linter wants it
	@scripts/lint.sh fmt

.PHONY: golden
golden: setup ## write the golden files anew; then review git diff
	scripts/golden.sh

.PHONY: bench
bench: setup ## measure deed check against psql and pg_dump (bench/README.md)
	go run ./bench/scale

.PHONY: fuzz
fuzz: setup ## run every fuzz test for FUZZTIME (20s), and draft FUZZPAIRS (1000) pairs of schemas
	scripts/fuzz.sh $(FUZZTIME) $(FUZZPAIRS)

.PHONY: example
example: ## two services that share one database, from struct to executed revision
	@scripts/example.sh

.PHONY: clean
clean: ## remove what was built here
	rm -rf bin
