"""Quantities first: numbers in every convention, money, durations, rates, powers, energies, tokens, each a typed span.

sentence.py     the message with its words looked up in one trie of all languages' words (vocabulary.py)
numerals.py     one number, in digits (digits.py) or words (walk.py) or both
units.py        its unit or percent sign; money.py its currency; rates.py what it is per
times.py        whole periods and times of day; ratios.py PUE and utilization; ranges.py from one number to another
phrases.py      whole phrases and markers; distractors.py digits that count nothing
reading.py      all of it from left to right; joining.py what neighbours say of each other
"""

from bot.reading.quantities.reading import read_quantities

__all__ = ["read_quantities"]
