"""How the whole suite runs."""

from __future__ import annotations

import os


def pytest_xdist_auto_num_workers() -> int:
    """Two workers a core: half of the time of a test that drives the app is waiting for its screen to come to rest."""
    return 2 * (os.cpu_count() or 1)
