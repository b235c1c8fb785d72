"""From a message to a `Question`: quantities, names, intent, conversation."""
