"""Runs one function inside a site: `python -m devbench.inside SITE FUNCTION ARGUMENTS ANSWER`.

Started by Bench.execute with the bench's Python, in its `sites` folder.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path


def main(site: str, function: str, arguments: str, answer: str) -> None:
    import frappe

    frappe.init(site=site)
    frappe.connect()
    try:
        module, _, name = function.rpartition(".")
        result = getattr(importlib.import_module(module), name)(**json.loads(arguments))
        # The caller is another process: what the function wrote has to be there for it.
        frappe.db.commit()
    finally:
        frappe.destroy()
    Path(answer).write_text(json.dumps(result, default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
