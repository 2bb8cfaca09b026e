"""Files → rows: whatever offices send is opened within bounds, and its tables are found and laid down as rows of text.

Nothing is known here of what rows have to be: a fault of this room is a file that cannot be read, or not as a person sees it.
"""
