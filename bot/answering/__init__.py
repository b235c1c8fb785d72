"""Work out: a `Question` becomes an `Answer`, with `estimator` and `knowledge`. Knows no language, HTML or Telegram."""
