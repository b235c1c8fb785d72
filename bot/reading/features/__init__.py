"""What a message has in it, as yes-or-no features: the evidence on which intents are weighed.

gathering.py  all of them; what is named, asked and said beside
given.py      quantities
terms.py      terms
together.py   features that only say something in company
"""
