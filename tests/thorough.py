"""How long tests look that could look for ever: briefly in the suite, longer for whoever looks for what is wrong."""

from __future__ import annotations

import os

MORE = int(os.environ.get("SETTER_EXAMPLES", "1"))
"""So many times as many orders of things are looked at, other ones each time; above 1, every place to die at, too."""
