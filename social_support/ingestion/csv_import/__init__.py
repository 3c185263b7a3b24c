"""Posts from a CSV file: the same pipeline, begun from a table that somebody exported.

table (bytes → cells) → columns (which one is what) → rows (cells → posts) → job (store, tell).
"""
