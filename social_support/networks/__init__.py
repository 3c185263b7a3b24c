"""Speak to one social network: pages of posts come in, one reply goes out.

`contract` says what every network offers, `errors` how it fails, `http` how it is reached,
`registry` how it is found. Nothing here knows Frappe (`registry` aside), so a connector can be run
and tested without a site.
"""
