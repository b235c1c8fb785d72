"""A day in a classroom: a class joins, plays a live quiz and sits a graded test, while much goes wrong.

`python -m tests.classroom_day` plays it with a class of 300, at Telegram's pace; the suite plays a small and quick one.
The bot is a process that is killed with no chance to tidy up and started again on the same SQLite file.
"""
