"""What a slide can hold: each kind of body in a file of its own, with how it is drawn for a page and set in PowerPoint."""
