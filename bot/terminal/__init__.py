"""The terminal surface: one question (`ask`) or a conversation (`chat`)."""
