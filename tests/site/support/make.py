"""Factories: `make.customer()`, `make.agent()`, `make.post("Where is my drill?")`.

Each name is unique, nothing is committed, everything is removed at the end of the test.
"""

from tests.site.support.make_people import MakePeople
from tests.site.support.make_posts import MakePosts


class Make(MakePeople, MakePosts):
    """All factories in one."""
