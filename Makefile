# Everything one does with Anlan. `make help` lists it.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# One set of flags for every Go command, so that they share one build cache.
export CGO_ENABLED := 0
export GOFLAGS := -trimpath -buildvcs=false

VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
LINK := -s -w -X main.version=$(VERSION)

# A build of the pages is stale when anything below is newer than its stamp.
WEB := web/dist/.built
WEB_FILES := $(shell find web \( -name node_modules -o -name dist -o -name e2e \) -prune -o -type f -not -name '*.test.*' -not -name '*.go' -print)
MODULES := web/node_modules/.package-lock.json

##@ Use it

.PHONY: run
run: build ## start it with a small believable world, on SQLite in ./data
	bin/anlan serve --sample

.PHONY: empty
empty: build ## start it empty, on SQLite in ./data-empty
	bin/anlan serve --data ./data-empty

.PHONY: build
build: $(WEB) ## build the one binary, bin/anlan
	go build -ldflags '$(LINK)' -o bin/anlan ./cmd/anlan

##@ Work on it

.PHONY: dev
dev: $(MODULES) ## server and console that follow your changes (console on port 5173)
	scripts/dev

.PHONY: generate
generate: ## write openapi.json, and from it the Go client and the console's types
	go run ./cmd/anlan openapi > openapi.json.new && mv openapi.json.new openapi.json
	$(MAKE) --no-print-directory $(MODULES)
	go run ./scripts/go-client < openapi.json > client/generated.go.new && mv client/generated.go.new client/generated.go
	cd web && npm run --silent types

.PHONY: test
test: build ## all tests, on SQLite and, where installed, PostgreSQL, Redis, Dovecot, Postfix and Chromium
	scripts/with-services go test -vet=off -ldflags='-s -w' -timeout 15m ./... # make check vets; internal/app takes six minutes by itself on two slow cores
	cd web && npx vitest run --config console/vite.config.ts --root .
	cd web && npx vitest run --config widget/vitest.config.ts
	cd web && npm run --silent test:e2e

.PHONY: check
check: check-go check-house check-generated check-web ## what CI runs besides the tests
	@echo 'make check: all is well'

.PHONY: check-go
check-go:
	@wrong=$$(gofmt -l client cmd internal scripts web/*.go); [ -z "$$wrong" ] || { echo 'gofmt would change:'; echo "$$wrong"; exit 1; }
	go vet ./...

# Floors, how-tos, glossary, the server's own texts, and the scripts' grammar.
.PHONY: check-house
check-house:
	go test ./internal ./internal/words/...
	@for script in $$(find scripts -maxdepth 1 -type f) .ci/run; do \
		case $$(head -n 1 "$$script") in *bash) bash -n "$$script";; *node) node --check "$$script";; esac; done

.PHONY: check-generated
check-generated: $(MODULES)
	scripts/check-generated

.PHONY: check-web
check-web: $(WEB)
	cd web && npx eslint .
	cd web && npx tsc -p tsconfig.console.json
	cd web && npx tsc -p widget/tsconfig.json
	cd web && npx tsc -p e2e/tsconfig.json
	node scripts/size-budget

##@ Measure it

.PHONY: corpus
corpus: ## read all mails of the corpora and say how many come out right
	go run ./internal/channel/email/corpus -data ../shared/data/email

.PHONY: quality
quality: ## read the public sets of messages and say how well they are understood, beside what others have published
	go run ./internal/understand/quality -data ../shared/data

.PHONY: promises
promises: ## say how well promises in outgoing messages are found, on sentences of our own
	go run ./internal/understand/quality -only promises -v

.PHONY: bench
bench: build ## the loads of docs/performance.md, on both databases
	ANLAN_TEST_FSYNC=on scripts/with-services bin/anlan bench

# One size on one database, with a page for the documentation.
SIZE ?= 1000
DATABASE ?= sqlite
.PHONY: bench-table
bench-table: build ## all loads, SIZE=1000 conversations on DATABASE=sqlite or postgres, into docs/figures
	ANLAN_TEST_FSYNC=on scripts/with-services bin/anlan bench --conversations $(SIZE) --database $(DATABASE) --write docs/figures

.PHONY: fuzz
fuzz: ## let every fuzz test search for FUZZTIME (default 20s)
	scripts/fuzz

.PHONY: screenshots
screenshots: build ## take the pictures of the README again
	cd web && npm run --silent screenshots

##@ The rest

.PHONY: clean
clean: ## remove what was built; ./data stays
	rm -rf bin web/dist/console web/dist/widget $(WEB)

.PHONY: help
help: ## this list
	@awk 'BEGIN {FS = ":.*## "} \
		/^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

$(MODULES): web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

$(WEB): $(MODULES) $(WEB_FILES)
	cd web && npm run --silent build
	@touch $@
