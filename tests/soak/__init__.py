"""Many messages through the real bot as a process: nothing lost, nothing doubled, no growth.

`python -m tests.soak` runs 100,000 messages; the suite runs a short one.
"""
