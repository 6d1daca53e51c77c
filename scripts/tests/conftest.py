"""The packages of scripts/ are not installed: what `python3 scripts` finds beside itself, tests find here."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
