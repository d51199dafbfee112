# Mufakat: the commands of a day. `make run` and `make test` work on a clean clone; see README.md.
# One build graph for all of them: the dev profile, default features, no RUSTFLAGS, one target folder outside the clone.

export CARGO_TARGET_DIR ?= $(if $(XDG_CACHE_HOME),$(XDG_CACHE_HOME),$(HOME)/.cache)/mufakat/target
unexport RUSTFLAGS
MUFAKAT := $(CARGO_TARGET_DIR)/debug/mufakat
DATA ?= data

.PHONY: help run test dev bench clean build screenshots

help: ## Says what there is
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' $(MAKEFILE_LIST)

run: build ## Builds and serves the demo at http://127.0.0.1:8080
	exec $(MUFAKAT) serve --demo --data-dir $(DATA)

build:
	@tests/tools/need cargo npm
	cargo build --locked --bin mufakat

test: ## Everything: format, lints, both databases, web, browser, workflows; last line counts
	@tests/tools/all

dev: build ## Server on 8080 and the web application with live reload on 5173
	@tests/tools/dev $(MUFAKAT) $(DATA)

bench: ## Loads a release server and prints what it bears, as JSON
	@tests/tools/need cargo npm
	cargo build --locked --profile dist --bin mufakat
	@tests/tools/with-server $(CARGO_TARGET_DIR)/dist/mufakat "node tests/load/bench.mjs"

screenshots: build ## Pictures of the running application, into docs/images
	@tests/tools/need chromium
	@tests/tools/with-server $(MUFAKAT) 'node tests/tools/screenshots.mjs docs/images'

clean: ## Forgets the demo data and what was built
	rm -rf $(DATA) frontend/dist frontend/node_modules
	cargo clean
