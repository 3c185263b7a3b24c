"""What is stored about a person, as a file that only who asked and System Managers read."""

from __future__ import annotations

import json
from pathlib import Path

import frappe
from frappe.utils import add_days, now_datetime

from social_support.privacy import export, requests
from tests.site.support.waiting import wait_for


def test_a_file_for_who_asked(person_everywhere, web, worker, make) -> None:
    person, manager = person_everywhere, make.manager()
    asked = {"profile": person.profile, "reason": requests.PERSON}
    assert web.as_user(make.agent()).post("privacy.export", **asked).status == 403
    answer = web.as_user(manager).post("privacy.export", **asked)
    assert answer.ok, answer.error
    request = answer.message["name"]
    wait_for(lambda: requests.progress(request)["status"] == "Done", 60, "the export")

    address = requests.progress(request)["file"]
    read = {
        user: web.as_user(user).http.get(web.url + address, timeout=30)
        for user in (manager, make.manager(), make.agent(), make.user("System Manager"))
    }
    assert [answer.status_code for answer in read.values()] == [200, 403, 403, 200]
    everything = json.loads(read[manager].content)
    assert holds_all(everything, person)
    told = {"document_name": request, "for_user": manager}
    assert frappe.db.exists("Notification Log", told)

    # After its days it goes.
    frappe.db.set_value(requests.DOCTYPE, request, "expires_on", add_days(now_datetime(), -1))
    export.remove_expired_files()
    frappe.db.commit()
    assert requests.progress(request) | {"file": None, "status": "Expired"} == (
        requests.progress(request)
    )
    assert not web.as_user(manager).http.get(web.url + address, timeout=30).ok
    assert not Path(frappe.get_site_path(address.lstrip("/"))).exists()


def holds_all(everything: dict, person) -> bool:
    text = json.dumps(everything, ensure_ascii=False)
    assert all(json.dumps(word, ensure_ascii=False)[1:-1] in text for word in person.words)
    counts = {key: len(rows) for key, rows in everything.items() if isinstance(rows, list)}
    assert counts == {
        "profiles": 1,
        "posts": 2,
        "our_posts": 1,
        "earlier_texts": 1,
        "network_answers": 1,
        "conversations": 2,
        "replies": 1,
        "matches": 1,
        "decisions": 1,
        "issues": 1,
        "notes": counts["notes"],
    }
    assert counts["notes"] >= 3
    return person.earlier in text
