"""Say: an `Answer` and a language become a `Reply`. Knows templates and formats; not where figures come from."""
