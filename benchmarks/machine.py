"""What was measured on, in general words, and the versions that matter."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

import psutil

_PACKAGES = ("streamlit", "folium", "streamlit-folium", "numpy", "numba", "sqlalchemy")


def machine() -> dict[str, Any]:
    """Cores, memory, system, versions, and how busy the machine was with other work at the start."""
    # A plus marks code that is not committed yet.
    describe = ["git", "describe", "--always", "--exclude=*", "--dirty=+"]
    commit = subprocess.run(describe, capture_output=True, text=True, check=False)
    return {
        "made_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "commit": commit.stdout.strip() or None,
        "cores": os.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": platform.system(),
        "python": platform.python_version(),
        "load_average_at_start": round(os.getloadavg()[0], 1),
        "packages": {name: version(name) for name in _PACKAGES},
    }


def machine_words(machine: dict[str, Any]) -> str:
    """The same in a sentence."""
    packages = machine["packages"]
    return (
        f"Measured on {machine['made_on']} at commit {machine['commit']}: {machine['cores']} cores, "
        f"{machine['memory_gb']} GB, {machine['system']}, Python {machine['python']}, "
        f"Streamlit {packages['streamlit']}, folium {packages['folium']}, streamlit-folium "
        f"{packages['streamlit-folium']}, Chromium without a graphics card; server and browser on the same machine, "
        f"whose load average at the start was {machine['load_average_at_start']}."
    )
