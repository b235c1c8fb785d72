"""Quizzes, practice, classes, graded tests, results: what happens in a classroom, as plain data and functions.

Nothing here knows Telegram or a database. Questions come from an item bank (`bank`), are fixed as they are when a quiz
begins (`played`), and what people answer becomes scores and statistics (`scoring`, `statistics`, `results`).
"""
