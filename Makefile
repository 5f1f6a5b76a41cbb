# Thin on purpose: each target is a line or a script. `make run` and `make test` are all
# that a newcomer needs.
.PHONY: run test check dev up down web bench fmt openapi

# The release profile: the first build takes some minutes, and what runs is what is meant to run.
run:
	@scripts/need cargo node npm
	@scripts/web
	cargo run --release --package server

test:
	@scripts/need cargo node npm curl python3 chromium docker faketime haproxy ip nft nginx nginx-brotli openssl setpriv unshare valkey terraform
	@scripts/test

check:
	@scripts/need cargo node npm
	@scripts/check

dev:
	@scripts/need cargo node npm
	@scripts/web
	WORKLOOP_LISTEN=$${WORKLOOP_LISTEN:-127.0.0.1:8080} cargo run --package server

# A whole cluster on this machine, in the background: see tests/services/cluster.
up:
	@scripts/need cargo node npm curl python3 nginx nginx-brotli valkey
	@scripts/web
	cargo build --release --package server
	@tests/services/cluster up $${CARGO_TARGET_DIR:-target}/release/workloop

down:
	@tests/services/cluster down

web:
	@scripts/web

bench:
	@scripts/need cargo node npm
	@scripts/web
	bench/run

fmt:
	cargo fmt --all
	@scripts/packages web
	cd web && npx --no-install biome check --write src

# What is generated from the program and committed; `make check` fails when it is stale.
openapi:
	@scripts/programs
	"$${CARGO_TARGET_DIR:-target}"/debug/workloop openapi > crates/protocol/openapi.json
	"$${CARGO_TARGET_DIR:-target}"/debug/workloop config-reference > docs/CONFIGURATION.md
	@scripts/packages web
	cd web && npm run --silent api
