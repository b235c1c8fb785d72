"""What is kept of the classroom. Units of work like the others of `bot.storage`: functions of a connection."""
