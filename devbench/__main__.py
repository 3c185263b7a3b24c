"""`python3 devbench <command>`: puts the repository root, not this folder, on the import path."""

import sys
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parent.parent)

from devbench.cli import main  # noqa: E402  (the import path has to be right first)

sys.exit(main(sys.argv[1:]))
