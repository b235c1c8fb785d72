"""How each language is spoken and read: catalogues and word lists, as data."""
