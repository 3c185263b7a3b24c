"""A complete local bench from the package registries: demonstration, tests, benchmarks."""
