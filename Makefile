# Thin on purpose: each target is a line or a script. `make run` and `make test` are all
# that a newcomer needs.
.PHONY: run test check dev bench fmt openapi

run:
	@scripts/need cargo
	cargo run --release --package server

test:
	@scripts/need cargo
	scripts/test

check:
	@scripts/need cargo
	scripts/check

dev:
	@scripts/need cargo
	WORKLOOP_LISTEN=127.0.0.1:8080 cargo run --package server

bench:
	bench/run

fmt:
	cargo fmt --all

openapi:
	cargo run --quiet --package server -- openapi > crates/protocol/openapi.json
