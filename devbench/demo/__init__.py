"""The demonstration: its data, its people, its check and its scenes."""
