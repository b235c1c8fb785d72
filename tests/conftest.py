"""For the whole suite: a slow or busy machine must not fail it, and it does the same at every run."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

# A deadline, or the check that examples are made fast enough, measures the machine. `--hypothesis-profile=search` looks
# for examples that were not tried before.
settings.register_profile("gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("gate"), derandomize=False, max_examples=2000)
settings.load_profile("gate")

# Parsed copies of data go to the user's cache folder, this process's and those of the processes it starts.
_cache = tempfile.mkdtemp(prefix="cuesta-cache-")
atexit.register(shutil.rmtree, _cache, ignore_errors=True)
os.environ["XDG_CACHE_HOME"] = _cache
