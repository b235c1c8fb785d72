"""What Cuesta is measured beside: bots and readers on other libraries, in an environment of their own.

Their libraries ask for versions that Cuesta does not have, so they are installed apart, once, in the user's cache
folder; the programs in this folder run there and import nothing of ours.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

from platformdirs import user_cache_path

HERE = Path(__file__).parent
_REQUIREMENTS = HERE / "requirements.txt"


class PeersMissingError(Exception):
    """The others cannot be installed here."""


def interpreter() -> str:
    """The Python with the others' libraries, which is made if it is not there. Raises PeersMissingError."""
    folder = user_cache_path("cuesta", appauthor=False) / "benchmarks" / "peers"
    program = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    stamp = folder / "installed.txt"
    wanted = _REQUIREMENTS.read_text(encoding="utf-8")
    if not (stamp.exists() and stamp.read_text(encoding="utf-8") == wanted):
        venv.create(folder, with_pip=True, clear=True)
        install = [str(program), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", _REQUIREMENTS]
        done = subprocess.run(install, check=False, capture_output=True, text=True)
        if done.returncode:
            raise PeersMissingError((done.stderr.strip().splitlines() or ["pip failed"])[-1])
        stamp.write_text(wanted, encoding="utf-8")
    return str(program)
