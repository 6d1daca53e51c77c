"""What scripts/test runs; `scripts/test --help`."""
