"""How the tables came to be, step by step. A published step is never changed: the next one corrects it.

Write a new step into `versions/`, name it after the last, set `LATEST`; a test compares the outcome with
`bot.storage.tables`, and runs every step up and down with rows in the tables on both databases.
"""

LATEST = "0008"
"""The last step; a test compares it with the files."""
