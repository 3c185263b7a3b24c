"""The check's steps about what goes out: answers, an Issue, and the end of the work."""

from __future__ import annotations

import html
import json
from typing import Any

from devbench.demo import authors, people
from devbench.demo.checking import Run, Wrong, wait_for

SENT_WITHIN = 60.0
ENDED = ("Sent", "Failed", "Unconfirmed", "Cancelled")
OUTCOME = "Not About Us"
STRANGER = people.CUSTOMERS[1]


def replied_in_public(run: Run) -> str:
    """The agent answers over HTTP; somebody else reads the answer on the network."""
    text = f"Sorry! We send a new drill for {run.mark} today. Записахме си поръчката."
    shown = _sent(run, authors.ANGRY, text)
    _check_read(run, STRANGER["token"], authors.ANGRY, shown, "public")
    status = _status(run, authors.ANGRY)
    if status != "Replied":
        raise Wrong(f"The reply went out, but its conversation is {status}.")
    return f"{STRANGER['display_name']} reads there: {shown}"


def replied_privately(run: Run) -> str:
    """A direct message is answered by one, which stands on no timeline for everybody."""
    shown = _sent(run, authors.PRIVATE, f"Здравейте, поръчка {run.mark} пристига утре.")
    _check_read(run, run.tokens[authors.PRIVATE], authors.PRIVATE, shown, "direct")
    public = run.postbox.do([{"do": "public_posts", "token": STRANGER["token"]}])[0]
    if any(row["text"] == shown for row in public):
        raise Wrong("Everybody can read the private reply.")
    return f"{authors.PRIVATE.display_name} alone reads: {shown}"


def became_an_issue(run: Run) -> str:
    """The agent makes an Issue; a second time leads to the same one."""
    conversation = run.conversation_of(authors.WITH_WEBSITE)
    first = run.agent.call("handoff.convert_to_issue", conversation=conversation)
    again = run.agent.call("handoff.convert_to_issue", conversation=conversation)
    if (first["created"], again) != (True, {"issue": first["issue"], "created": False}):
        raise Wrong(f"Converted twice, it answered {first} and {again}.")
    issue = run.agent.doc("Issue", first["issue"])
    _check_issue(run, issue, conversation)
    return f"{issue['name']} for {issue['customer']}: {issue['subject']}"


def closed(run: Run) -> str:
    """The manager closes in bulk what the tweets opened."""
    kept = {run.conversation_of(author) for author in authors.ALL}
    names = sorted({row["conversation"] for row in run.rows.values()} - kept)
    answer = run.manager.call("conversations.close", names=json.dumps(names), outcome=OUTCOME)
    if answer["failed"]:
        first = answer["failed"][0]["reason"]
        raise Wrong(f"{len(answer['failed'])} of {len(names)} could not be closed: {first}")
    return f"{len(answer['done'])} conversations closed as {OUTCOME}."


def _sent(run: Run, author: authors.Author, text: str) -> str:
    """Send a reply as the dialog does and wait for the worker; the text as it is published."""
    dialog = run.agent.call("replies.compose", conversation=run.conversation_of(author))
    if dialog["refusal"]:
        raise Wrong(f"The reply was refused: {dialog['refusal']}")
    given = {"interaction": dialog["interaction"], "in_view_of": dialog["in_view_of"]}
    reply = run.agent.call("replies.send", text=text, **given)
    row = wait_for(
        lambda: _ended(run, reply),
        SENT_WITHIN,
        lambda: f"The reply {reply} is still {run.agent.doc('Social Reply', reply)['status']}.",
    )
    if row["status"] != "Sent":
        raise Wrong(f"The reply {reply} is {row['status']}: {row.get('error')}")
    return dialog["prefix"] + text


def _ended(run: Run, reply: str) -> dict[str, Any] | None:
    row = run.agent.doc("Social Reply", reply)
    return row if row["status"] in ENDED else None


def _check_read(run: Run, token: str, author: authors.Author, text: str, visibility: str) -> None:
    """What another client reads under the post has to be our answer, as it was written, once."""
    task = {"do": "answers", "token": token, "post": run.posts[author]}
    rows = run.postbox.do([task])[0]
    ours = people.COMPANY["username"]
    seen = [(row["text"], row["visibility"]) for row in rows if row["author"] == ours]
    if seen != [(text, visibility)]:
        raise Wrong(f"Under the post stands {seen}, not {[(text, visibility)]}.")


def _status(run: Run, author: authors.Author) -> str:
    return run.agent.doc("Social Conversation", run.conversation_of(author))["status"]


def _check_issue(run: Run, issue: dict[str, Any], conversation: str) -> None:
    author = authors.WITH_WEBSITE
    expected = {"customer": author.customer, "social_conversation": conversation}
    seen = {field: issue.get(field) for field in expected}
    if seen != expected:
        raise Wrong(f"The Issue has {seen}, not {expected}.")
    if run.written[run.posts[author]] not in html.unescape(issue["description"]):
        raise Wrong(f"The Issue's description lacks the post: {issue['description']}")
    kept = run.agent.doc("Social Conversation", conversation).get("issue")
    if kept != issue["name"]:
        raise Wrong(f"The conversation points to {kept}, not to {issue['name']}.")
