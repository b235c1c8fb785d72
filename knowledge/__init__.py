"""What is known and taught: figures with sources, names, definitions. Imports nothing of ours."""
