"""Quiz items: fixed ones from `knowledge`, and generated ones, whose numbers are drawn and whose key `estimator` gives.

`generating.generate` makes an item without a language, `rendering.render` puts it into words, and `on_file.ItemsOnFile`
is the bank that quizzes, practice and classes draw from.
"""
