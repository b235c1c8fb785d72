"""What each generator draws, and the formula that works out its key. Their words stand in `knowledge/data/generated/`.

The numbers in this folder are the round ones of exercises ("64 GPUs for 30 days"); figures about the world are on file.
"""
