"""What networks send by themselves.

arrive (a guest's request) → check the signature → a row, committed → answer. A job of its own then
stores the rows' posts, through the same pipeline as what is read.
"""
