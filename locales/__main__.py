"""`python -m locales`: check the catalogues; exit status 1 where something is wrong."""

import sys

from locales.checks import findings

found = findings()
for finding in found:
    print(finding)  # noqa: T201 - the report
print(f"catalogues: {len(found)} findings" if found else "catalogues: complete")  # noqa: T201
sys.exit(bool(found))
