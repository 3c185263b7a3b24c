"""The benchmarks' measured part, which runs inside a site: `python3 devbench bench ingest`."""
