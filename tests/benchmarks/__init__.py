"""How fast Cuesta is, beside others in the same run: `python -m tests.benchmarks`.

Absolute times tell about a machine; what tells about Cuesta is its ratio to something else measured in the same run, in
turns. The page `docs/benchmarks.md` and its JSON are written by this program and by nothing else.
"""
