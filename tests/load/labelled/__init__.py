"""A labelled set: a made-up shop's customers, and authors of whom we know who they really are."""
