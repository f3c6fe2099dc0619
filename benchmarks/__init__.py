"""Speed, measured beside a peer in one run: ``python -m benchmarks``. See README.md beside this file."""
