"""The classroom on Telegram: quizzes in chats, classes, live quizzes, graded tests, practice, results."""
