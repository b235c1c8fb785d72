"""From what was found in a message to the slots of a question.

counts.py      how many accelerators
conditions.py  time, money, load, PUE, place
usage.py       requests and tokens, given each or in all
training.py    parameters, tokens, compute
lists.py       rankings; conversions.py quantities in other units
filling.py     the slots of each intent, and what is wrong with them (problems.py)
"""
