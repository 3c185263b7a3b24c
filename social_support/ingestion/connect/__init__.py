"""Connect: a person consents at the network, and the channel gets its tokens.

`asking` sends the browser there, `granting` takes in what it brings back, `standing` is what the
form shows; `once` keeps what lies between them.
"""
