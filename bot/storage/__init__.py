"""What Cuesta keeps: preferences, conversations, answers. SQLite by default, PostgreSQL by address.

A unit of work is an ordinary function whose first argument is a connection; the repositories (`preferences`, `visits`,
`conversations`, `answers`, `inbox`, `privacy`, `retention`) are such functions, and they combine in larger ones. The
database runs a unit in one transaction, on either database, without blocking the event loop:

    database = Database(settings.database_url.get_secret_value())
    await database.open()
    chosen = await database.run(preferences.of_person, 42)
    await database.close()

Inside a unit nothing is awaited and nothing but the connection is touched, so that a unit may be run again after a
conflict with another process. This package is light to import; its modules import SQLAlchemy (some 300 ms).
"""
