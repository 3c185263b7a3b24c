"""The demonstration, run as a person runs it."""
